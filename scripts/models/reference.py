"""What PyTorch computes on a bundled model, for the tests: tests/fixtures/<name>/.

    python scripts/models/reference.py [NAME]

Needs what requirements.txt lists. `texts.json` has each text with the token ids that
transformers' tokenizer gives; `expected.safetensors` has, under `<index>/<hook point>`, in float32, for each text alone
(no padding): every blocks.{l}.attn.hook_pattern [1, head, query, key], and resid_final [1, pos, d_model]. Weights are
the bundled float16 ones, upcast; attention is eager.
"""

import json
import sys
from pathlib import Path

import torch
from safetensors.torch import save_file
from transformers import AutoModel, AutoTokenizer

ROOT = Path(__file__).resolve().parents[2]
TEXTS = [
    "The movie was not good.",
    "She isn't coming, 😀 is she?",
    "Mary gave the unbelievably old book to John; שלום עולם!",
]


def main() -> None:
    name = sys.argv[1] if len(sys.argv) > 1 else "all-MiniLM-L6-v2"
    folder = ROOT / "resources" / "models" / name
    tokenizer = AutoTokenizer.from_pretrained(folder)
    model = AutoModel.from_pretrained(
        folder, attn_implementation="eager", dtype=torch.float32, add_pooling_layer=False
    ).eval()

    activations, texts = {}, []
    for index, text in enumerate(TEXTS):
        ids = tokenizer(text)["input_ids"]
        texts.append({"text": text, "input_ids": ids, "tokens": tokenizer.convert_ids_to_tokens(ids)})
        with torch.no_grad():
            output = model(torch.tensor([ids]), output_attentions=True)
        for layer, pattern in enumerate(output.attentions):
            activations[f"{index}/blocks.{layer}.attn.hook_pattern"] = pattern
        activations[f"{index}/resid_final"] = output.last_hidden_state

    target = ROOT / "tests" / "fixtures" / name
    target.mkdir(parents=True, exist_ok=True)
    save_file({key: value.contiguous() for key, value in activations.items()}, target / "expected.safetensors")
    (target / "expected.safetensors").chmod(0o644)
    (target / "texts.json").write_text(json.dumps(texts, indent=2, ensure_ascii=False) + "\n", "utf-8")
    print(target, [len(text["input_ids"]) for text in texts])


main()
