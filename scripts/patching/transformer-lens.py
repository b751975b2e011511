"""The sweep of bench/patching.ts in TransformerLens: one full forward pass for each cell, nothing reused.

    python transformer-lens.py FOLDER

FOLDER is a GPT-2 checkpoint as `sweep.ts` writes it, with sweep.json beside it (token ids and what was restored there). The same
weights, the same cells: resid_pre by layer and position, z by layer and head, logit difference at the last token. Prints seconds and
the largest difference from what Pairlens found, beside the way of which they are shares: both are float32, and the noise of two logits,
about 1e-6, is divided by it. Fails when the difference is above TOLERANCE. Needs torch 2.13.0 and transformer_lens 4.3 (pip), nothing else
from the network.
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from safetensors.torch import load_file
from transformer_lens.model_bridge import TransformerBridge
from transformers import GPT2Config, GPT2LMHeadModel

TOLERANCE = 1e-4

folder = sys.argv[1]
sweep = json.load(open(os.path.join(folder, "sweep.json")))
settings = json.load(open(os.path.join(folder, "config.json")))
L, H = settings["n_layer"], settings["n_head"]

original = GPT2LMHeadModel(GPT2Config(**settings)).eval()
original.transformer.load_state_dict(load_file(os.path.join(folder, "model.safetensors")))
original.tie_weights()
model = TransformerBridge.boot_transformers(folder, hf_model=original, device="cpu")
# The weights as they are, under HookedTransformer's hook points.
model.enable_compatibility_mode(no_processing=True)

clean, corrupted = torch.tensor([sweep["clean"]]), torch.tensor([sweep["corrupted"]])
first, second = sweep["targets"]
difference = lambda logits: (logits[0, -1, first] - logits[0, -1, second]).item()

with torch.inference_mode():
    began, used = time.perf_counter(), time.process_time()
    logits_clean, cache = model.run_with_cache(clean)
    kept = {name: cache[name] for l in range(L) for name in (f"blocks.{l}.hook_resid_pre", f"blocks.{l}.attn.hook_z")}
    low, high = difference(model(corrupted)), difference(logits_clean)

    def patch(name, where):
        def put(value, hook):
            value = value.clone()
            value[where] = kept[name][where]
            return value

        return (difference(model.run_with_hooks(corrupted, fwd_hooks=[(name, put)])) - low) / (high - low)

    every = slice(None)
    resid = [[patch(f"blocks.{l}.hook_resid_pre", (every, p)) for p in range(clean.shape[1])] for l in range(L)]
    z = [[patch(f"blocks.{l}.attn.hook_z", (every, every, h)) for h in range(H)] for l in range(L)]
    seconds, processor = time.perf_counter() - began, time.process_time() - used

off = max(
    (torch.tensor(own) - torch.tensor(theirs)).abs().max().item()
    for own, theirs in ((resid, sweep["resid_pre"]), (z, sweep["z"]))
)
print(f"TransformerLens: {seconds:.2f} s, {processor:.2f} s of the processor, {torch.get_num_threads()} threads")
print(f"Pairlens:        {sweep['seconds']:.2f} s, {sweep['processor']:.2f} s of the processor")
print(f"{seconds / sweep['seconds']:.1f} times as long, {processor / sweep['processor']:.1f} of the processor")
print(f"clean {high:.4f}, corrupted {low:.4f}: a way of {high - low:.4f}; the largest effect of a head is {torch.tensor(z).abs().max():.2f}")
print(f"largest difference {off:.1e}")
if not off <= TOLERANCE:
    sys.exit(f"the two do not agree to {TOLERANCE:.0e}")
