"""Reading every hook point: Pairlens against PyTorch with forward hooks, 2 threads each.

    python scripts/models/eager_hooks.py [SHAPE ...]

Needs what requirements.txt lists, and node on the PATH. Makes randomly initialised models of the shapes below, BERT's and
GPT-2's in the size of the small models that are bundled and in that of all-MiniLM-L6-v2, and gives the same tokens to
both: one pair of 12 tokens, and 64 sentences of 12 tokens. PyTorch runs transformers' model with eager attention, in inference mode; its
hooks keep what passes the modules, by reference or as copies of their outputs. That is everything that is a hook point
of Pairlens but the attention scores, which no module of transformers gives out. Pairlens reads all its hook points, from
tokens to typed arrays of their own.

The two take turns, so that a machine that slows down slows both, though not equally: run it on one that is otherwise
idle. Printed are the fastest round of each, which other work disturbs least, their ratio, and the median of the ratios of
the rounds. Exit code 1 when a ratio of the fastest rounds, by reference, is under its limit.
"""

import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import torch
from transformers import BertConfig, BertModel, GPT2Config, GPT2LMHeadModel

ROOT = Path(__file__).resolve().parents[2]
THREADS = 2
TOKENS = 12
ROUNDS = 15
# rows, repeats in a round, least ratio
CASES = {"one pair": (2, 10, 3.0), "64 sentences": (64, 2, 1.5)}


# A vocabulary of 1,024: with a full one both would spend their time on the logits of GPT-2, not on the hook points.
VOCABULARY = 1024


def bert(layers, heads, width):
    config = BertConfig(
        vocab_size=VOCABULARY, hidden_size=width, num_hidden_layers=layers, num_attention_heads=heads,
        intermediate_size=4 * width, attn_implementation="eager",
    )
    return BertModel(config, add_pooling_layer=False), f"encoder.layer.{layers - 1}"


def gpt2(layers, heads, width):
    config = GPT2Config(
        vocab_size=VOCABULARY, n_embd=width, n_layer=layers, n_head=heads, n_positions=512, use_cache=False,
        bos_token_id=0, eos_token_id=0, attn_implementation="eager",
    )
    return GPT2LMHeadModel(config), "transformer.ln_f"


# A model, and the module whose output is resid_final.
SHAPES = {
    "bert 2x2x128": lambda: bert(2, 2, 128),
    "gpt2 4x4x128": lambda: gpt2(4, 4, 128),
    "bert 6x12x384": lambda: bert(6, 12, 384),
    "gpt2 6x12x384": lambda: gpt2(6, 12, 384),
}


class Kept:
    """What passes a model's modules: those without children, those that give out attention, and those that end a block."""

    def __init__(self, model):
        self.values = {}
        self.copies = False
        for name, module in model.named_modules():
            last = name.split(".")[-1]
            leaf = not list(module.children()) and not isinstance(module, torch.nn.Dropout)
            if leaf or last in ("self", "attn", "intermediate", "output", "embeddings") or last.isdigit():
                module.register_forward_hook(self.hook(name))

    def hook(self, name):
        def keep(_module, inputs, output):
            outputs = [value for value in (output if isinstance(output, tuple) else (output,)) if value is not None]
            self.values[name] = [value.clone() for value in outputs] if self.copies else outputs
            self.values[f"{name} (input)"] = inputs

        return keep


class Pairlens:
    def __init__(self, folder, home):
        self.process = subprocess.Popen(
            ["node", ROOT / "bench" / "hooks-child.ts", folder, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, rows, repeats):
        self.process.stdin.write(json.dumps({"rows": rows, "repeats": repeats}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def close(self):
        self.process.stdin.close()
        self.process.wait()


def compare(shape, folder, home):
    torch.manual_seed(0)
    model, final = SHAPES[shape]()
    model.eval()
    model.save_pretrained(folder)
    kept = Kept(model)
    engine = Pairlens(folder, home)
    passed = True

    def eager(rows, repeats, copies=False):
        kept.copies = copies
        seconds = []
        for _ in range(repeats):
            started = time.perf_counter()
            with torch.inference_mode():
                model(input_ids=torch.tensor(rows))
            seconds.append(time.perf_counter() - started)
        return min(seconds)

    for case, (count, repeats, limit) in CASES.items():
        rows = torch.randint(5, 1000, (count, TOKENS), generator=torch.Generator().manual_seed(1)).tolist()
        eager(rows, 3)
        first = engine.run(rows, 3)
        check = kept.values[final][0].abs().mean().item()
        if abs(check - first["check"]) > 1e-4 * check:
            raise SystemExit(f"{shape}: the two do not compute the same: {check} and {first['check']}")
        rounds = [
            (min(engine.run(rows, repeats)["seconds"]), eager(rows, repeats), eager(rows, repeats, copies=True))
            for _ in range(ROUNDS)
        ]
        ours, by_reference, copied = (min(times) for times in zip(*rounds))
        ratio = by_reference / ours
        passed &= ratio >= limit
        print(
            f"{shape}, {case} of {TOKENS} tokens: {ratio:.2f} times as fast (at least {limit}: "
            f"{'ok' if ratio >= limit else 'TOO SLOW'}), {copied / ours:.2f} where PyTorch copies\n"
            f"    {1000 * ours:.1f} ms for {first['hooks']} hook points; PyTorch {1000 * by_reference:.1f} ms, copying "
            f"{1000 * copied:.1f} ms; median of {ROUNDS} rounds {statistics.median(a[1] / a[0] for a in rounds):.2f}",
            flush=True,
        )
    engine.close()
    return passed


def main():
    torch.set_num_threads(THREADS)
    if hasattr(os, "sched_setaffinity"):
        # Both, whatever they think of the machine.
        os.sched_setaffinity(0, sorted(os.sched_getaffinity(0))[:THREADS])
    passed = True
    for shape in sys.argv[1:] or SHAPES:
        with tempfile.TemporaryDirectory() as scratch:
            passed &= compare(shape, os.path.join(scratch, "model"), os.path.join(scratch, "home"))
    sys.exit(0 if passed else 1)


main()
