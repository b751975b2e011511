"""What training leaves behind and evaluation starts from, kept in a working folder between the two."""

import json
from dataclasses import asdict, dataclass
from pathlib import Path

import torch
from tokenizers import Tokenizer
from torch import Tensor

from zoo.training import CurvePoint, Optimisation


@dataclass(frozen=True)
class Artefact:
    """A trained model: parameters under the names of its family, tokenizer, and how it was trained."""

    parameters: dict[str, Tensor]
    tokenizer: Tokenizer
    training: dict

    def save(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        torch.save(self.parameters, folder / "parameters.pt")
        self.tokenizer.save(str(folder / "tokenizer.json"))
        (folder / "training.json").write_text(json.dumps(self.training, indent=2, ensure_ascii=False) + "\n", "utf-8")

    @staticmethod
    def load(folder: Path) -> "Artefact":
        return Artefact(
            torch.load(folder / "parameters.pt", weights_only=True),
            Tokenizer.from_file(str(folder / "tokenizer.json")),
            json.loads((folder / "training.json").read_text("utf-8")),
        )


def describe_training(
    seed: int, data: dict, optimisation: Optimisation, tokens: int, curve: list[CurvePoint], seconds: float
) -> dict:
    """The part of evaluation.json that says how a model came to be; `tokens` is how many it was trained on."""
    return {
        "seed": seed,
        "threads": torch.get_num_threads(),
        "torch": torch.__version__,
        "seconds": round(seconds),
        "tokens": tokens,
        "data": data,
        "optimisation": optimisation.describe(),
        "curve": [
            {"step": point.step, "training_loss": round(point.training_loss, 4), **_rounded(asdict(point)["measured"])}
            for point in curve
        ],
    }


def _rounded(values: dict[str, float]) -> dict[str, float]:
    return {name: round(value, 4) for name, value in values.items()}
