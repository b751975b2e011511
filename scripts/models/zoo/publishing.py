"""From a trained model to its folder in resources/models: weights in float16, what they measure, and a card."""

import json
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import numpy as np
import torch
from safetensors.torch import load_file, save_file
from tokenizers import Tokenizer
from torch import Tensor
from transformers import PretrainedConfig

from zoo.artefact import Artefact
from zoo.figure import Series, line_chart
from zoo.manifest import MODELS, write_entry

LICENCE = "MIT"
CORPORA_RIGHTS = {
    "en_19c_novels": "119 novels of the 19th century by English-language authors; public domain",
    "en_world_english_bible": "World English Bible; public domain",
    "en_wordnet_glosses": "definitions and example phrases of WordNet 3.0; WordNet 3.0 licence",
    "he_tanakh_plain": "Hebrew Bible, Westminster Leningrad Codex, consonants only; public domain",
    "he_bialik_tchernichovsky_plain": "Bialik and Tchernichovsky, unpointed; public domain",
}


@dataclass(frozen=True)
class Card:
    """The parts of a card that each recipe writes itself."""

    title: str
    summary: str
    data: str
    results: str
    good_for: str
    curve_label: str
    curve: list[Series]


class Recipe(Protocol):
    name: str
    corpora: list[str]

    def train(self, folder: Path) -> Artefact: ...
    def config(self, tokenizer: Tokenizer) -> dict: ...
    def tokenizer_config(self) -> dict: ...
    def evaluate(self, parameters: dict[str, Tensor], tokenizer: Tokenizer, folder: Path) -> dict: ...
    def card(self, evaluation: dict) -> Card: ...


def publish(recipe: Recipe, artefact: Artefact, corpora_folder: Path) -> None:
    """Writes resources/models/NAME and its entry in the manifest. What is measured is measured on the float16 weights."""
    folder = MODELS / recipe.name
    folder.mkdir(parents=True, exist_ok=True)
    half = {name: _to_float16(name, tensor) for name, tensor in artefact.parameters.items()}
    save_file(half, folder / "model.safetensors", metadata={"format": "pt"})
    config = recipe.config(artefact.tokenizer)
    _write_json(folder / "config.json", config)
    artefact.tokenizer.save(str(folder / "tokenizer.json"))
    _write_json(folder / "tokenizer_config.json", recipe.tokenizer_config())

    upcast = {name: tensor.float() for name, tensor in load_file(folder / "model.safetensors").items()}
    parameters = sum(tensor.numel() for tensor in upcast.values())
    results = recipe.evaluate(upcast, artefact.tokenizer, corpora_folder)
    evaluation = {"name": recipe.name, "parameters": parameters, "results": results, "training": artefact.training}
    _write_json(folder / "evaluation.json", evaluation)
    card = recipe.card(evaluation)
    (folder / "training.svg").write_text(line_chart(f"Training of {recipe.name}", card.curve_label, card.curve), "utf-8")
    (folder / "README.md").write_text(_card_text(recipe, card, evaluation), "utf-8")
    write_entry(_entry(recipe, card, config, evaluation))


def described(config: PretrainedConfig, fields: list[str]) -> dict:
    """config.json with every field that decides what the model computes written out, defaults too."""
    complete = config.to_dict()
    return {
        "architectures": complete["architectures"],
        "model_type": complete["model_type"],
        **{field: complete[field] for field in fields},
    }


def curve_series(evaluation: dict, key: str, label: str, scale: float = 1.0) -> Series:
    """One measure of the training curve, by step."""
    points = [(point["step"], point[key] * scale) for point in evaluation["training"]["curve"]]
    return Series(label, points)


def _to_float16(name: str, tensor: Tensor) -> Tensor:
    half = tensor.half().contiguous()
    if not torch.isfinite(half).all():
        raise ValueError(f"{name} does not fit in float16: largest magnitude {tensor.abs().max()}")
    return half


def _write_json(path: Path, value: dict) -> None:
    path.write_text(json.dumps(value, indent=2, ensure_ascii=False, default=_plain) + "\n", "utf-8")


def _plain(value: object) -> object:
    if isinstance(value, np.generic | np.ndarray):
        return value.tolist()
    raise TypeError(f"{type(value).__name__} has no place in a JSON file")


def _entry(recipe: Recipe, card: Card, config: dict, evaluation: dict) -> dict:
    def size(*names: str) -> int:
        return next(config[name] for name in names if name in config)

    return {
        "name": recipe.name,
        "folder": recipe.name,
        "title": card.title,
        "architecture": config["model_type"],
        "layers": size("num_hidden_layers", "n_layer"),
        "heads": size("num_attention_heads", "n_head"),
        "dModel": size("hidden_size", "n_embd"),
        "maxPositions": size("max_position_embeddings", "n_positions"),
        "parameters": evaluation["parameters"],
        "dtype": "float16",
        "source": f"trained by this project: scripts/models/train.py {recipe.name}",
        "revision": None,
        "sourceSha256": evaluation["training"]["data"]["corpora_sha256"],
        "licence": LICENCE,
        "changes": "weights rounded to float16",
    }


def _optimiser_text(optimisation: dict) -> str:
    rates = f"rate {optimisation['rate']:g}"
    if optimisation.get("muon_rate"):
        rates = f"rate {optimisation['muon_rate']:g} of Muon for the matrices of the blocks, {optimisation['rate']:g} of AdamW for the others,"
    products = "; matrix products in bfloat16" if optimisation.get("bfloat16") else ""
    began = max(optimisation["held"], optimisation["warm_up"])
    return (
        f"{optimisation['optimiser']} ({rates} after {optimisation['warm_up']} steps, from step {began:,} on falling to 0 along a half "
        f"cosine; weight decay {optimisation['weight_decay']:g}{products})"
    )


def _card_text(recipe: Recipe, card: Card, evaluation: dict) -> str:
    training = evaluation["training"]
    data, optimisation = training["data"], training["optimisation"]
    corpora = "\n".join(f"- `{name}`: {CORPORA_RIGHTS[name]}" for name in recipe.corpora)
    return f"""---
license: mit
---

# {recipe.name}

{card.summary}

{evaluation["parameters"]:,} parameters, stored as float16. Every number here is in `evaluation.json` too, which the
recipe writes; what is measured is measured on these float16 weights, in float32 arithmetic.

## Training

{card.data}

{corpora}

The corpora are cut at line ends into segments of about {data["segment_characters"]:,} characters; {data["held_out_segments"]} of them
({data["held_out_characters"]:,} characters), spread evenly, are held out, {data["training_characters"]:,} characters are for training.

{optimisation["steps"]:,} steps of {_optimiser_text(optimisation)},
{training["tokens"]:,} tokens, seed {training["seed"]}, PyTorch {training["torch"]} on {training["threads"]} CPU thread, {training["seconds"] / 60:.0f} minutes on a busy machine.

![Training curve](training.svg)

## Measured

{card.results}

## What it is good for

{card.good_for}

## Made by

```
python scripts/models/train.py {recipe.name} --corpora DIR
```

## Licence

The weights are ours, under the MIT licence. The corpora are not part of Pairlens; their rights are given above.
"""
