"""resources/models/manifest.json: the checkpoints that ship with Pairlens."""

import hashlib
import json
from pathlib import Path

MODELS = Path(__file__).resolve().parents[3] / "resources" / "models"


def sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def write_entry(entry: dict) -> None:
    """Puts a model into the list, in the place of an entry of the same name; adds the sha256 of its files."""
    folder = MODELS / entry["folder"]
    for path in folder.iterdir():
        path.chmod(0o644)  # safetensors writes files that only their owner can read
    complete = {**entry, "sha256": {path.name: sha256(path.read_bytes()) for path in sorted(folder.iterdir())}}
    manifest = MODELS / "manifest.json"
    others = json.loads(manifest.read_text("utf-8"))["models"] if manifest.exists() else []
    models = sorted([*(m for m in others if m["name"] != entry["name"]), complete], key=lambda m: m["name"])
    manifest.write_text(json.dumps({"models": models}, indent=2, ensure_ascii=False) + "\n", "utf-8")
