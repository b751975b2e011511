"""The sweep of bench/patching.ts in TransformerLens: one full forward pass for each cell, nothing reused.

    python transformer-lens.py FOLDER

FOLDER is a GPT-2 checkpoint as `sweep.ts` writes it, with sweep.json beside it (token ids and what was restored there). The same
weights, the same cells: resid_pre by layer and position, z by layer and head, logit difference at the last token. Prints seconds and
the largest difference from what Pairlens found. Needs torch 2.13.0 and transformer_lens 4.3 (pip), nothing from the network else.
"""

import json
import os
import sys
import time

os.environ["HF_HUB_OFFLINE"] = "1"

import torch
from transformer_lens import HookedTransformer, HookedTransformerConfig
from safetensors.torch import load_file

folder = sys.argv[1]
config = json.load(open(os.path.join(folder, "config.json")))
sweep = json.load(open(os.path.join(folder, "sweep.json")))
weights = load_file(os.path.join(folder, "model.safetensors"))
L, H, D, V = (config[k] for k in ("n_layer", "n_head", "n_embd", "vocab_size"))
F = D // H

model = HookedTransformer(
    HookedTransformerConfig(
        n_layers=L, n_heads=H, d_model=D, d_head=F, d_mlp=4 * D, n_ctx=config["n_positions"], d_vocab=V,
        act_fn="gelu_new", normalization_type="LN", eps=config["layer_norm_epsilon"], device="cpu",
    )
)
state = {
    "embed.W_E": weights["wte.weight"],
    "pos_embed.W_pos": weights["wpe.weight"],
    "unembed.W_U": weights["wte.weight"].T,
    "unembed.b_U": torch.zeros(V),
    "ln_final.w": weights["ln_f.weight"],
    "ln_final.b": weights["ln_f.bias"],
}
for l in range(L):
    a, b = f"h.{l}.", f"blocks.{l}."
    q, k, v = weights[a + "attn.c_attn.weight"].split(D, 1)
    for name, w in (("Q", q), ("K", k), ("V", v)):
        state[b + f"attn.W_{name}"] = w.reshape(D, H, F).transpose(0, 1)
    for name, w in zip("QKV", weights[a + "attn.c_attn.bias"].split(D)):
        state[b + f"attn.b_{name}"] = w.reshape(H, F)
    state[b + "attn.W_O"] = weights[a + "attn.c_proj.weight"].reshape(H, F, D)
    state[b + "attn.b_O"] = weights[a + "attn.c_proj.bias"]
    state[b + "mlp.W_in"], state[b + "mlp.b_in"] = weights[a + "mlp.c_fc.weight"], weights[a + "mlp.c_fc.bias"]
    state[b + "mlp.W_out"], state[b + "mlp.b_out"] = weights[a + "mlp.c_proj.weight"], weights[a + "mlp.c_proj.bias"]
    for i in "12":
        state[b + f"ln{i}.w"], state[b + f"ln{i}.b"] = weights[a + f"ln_{i}.weight"], weights[a + f"ln_{i}.bias"]
model.load_state_dict(state, strict=False)
model.eval()

clean, corrupted = torch.tensor([sweep["clean"]]), torch.tensor([sweep["corrupted"]])
first, second = sweep["targets"]
difference = lambda logits: (logits[0, -1, first] - logits[0, -1, second]).item()

with torch.inference_mode():
    began, used = time.perf_counter(), time.process_time()
    logits_clean, cache = model.run_with_cache(clean)
    low, high = difference(model(corrupted)), difference(logits_clean)

    def patch(hook, where):
        def put(value, hook):
            value[where] = cache[hook.name][where]
            return value

        return (difference(model.run_with_hooks(corrupted, fwd_hooks=[(hook, put)])) - low) / (high - low)

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
print(f"{seconds / sweep['seconds']:.1f} times as long, {processor / sweep['processor']:.1f} of the processor; largest difference {off:.1e}")
