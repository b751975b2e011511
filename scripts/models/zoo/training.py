"""One training loop for every model of the zoo."""

import math
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass

import torch
from torch import Tensor, nn

BLOCK = ".h."  # in the names of what is inside of a block of the gpt2 family


@dataclass(frozen=True)
class Optimisation:
    """AdamW: the rate rises linearly over `warm_up` steps to `rate`, and after `held` steps falls to 0 along a half cosine.

    With a `muon_rate`, the matrices inside the blocks are trained by Muon (Jordan et al. 2024) instead, at that rate, which
    rises and falls alike; embeddings, biases and norms stay with AdamW.
    """

    steps: int
    rate: float
    warm_up: int
    weight_decay: float
    held: int = 0
    muon_rate: float | None = None
    bfloat16: bool = False  # matrix products while training; parameters and what is measured are float32
    betas: tuple[float, float] = (0.9, 0.98)
    gradient_norm: float = 1.0

    def share_at(self, step: int) -> float:
        """What part of its highest the rate is at a step."""
        if step < self.warm_up:
            return (step + 1) / self.warm_up
        began = max(self.held, self.warm_up)
        return 0.5 * (1 + math.cos(math.pi * max(0, step - began) / (self.steps - began)))

    def optimisers(self, model: nn.Module) -> list[torch.optim.Optimizer]:
        """Those that together train every parameter of the model, with their highest rates."""
        parameters = list(model.named_parameters())
        hidden = [value for name, value in parameters if value.ndim == 2 and self.muon_rate and BLOCK in name]
        of_muon = {id(value) for value in hidden}
        others = [value for _, value in parameters if id(value) not in of_muon]
        groups = [
            {"params": [value for value in others if value.ndim >= 2], "weight_decay": self.weight_decay},
            {"params": [value for value in others if value.ndim < 2], "weight_decay": 0.0},
        ]
        groups = [group for group in groups if group["params"]]
        optimisers = [torch.optim.AdamW(groups, lr=self.rate, betas=self.betas, fused=True)]
        if hidden:
            optimisers.append(torch.optim.Muon(hidden, lr=self.muon_rate, weight_decay=self.weight_decay))
        return optimisers

    def describe(self) -> dict:
        return {"optimiser": "Muon and AdamW" if self.muon_rate else "AdamW", **asdict(self)}


@dataclass(frozen=True)
class CurvePoint:
    """Training loss averaged since the last point, and what was measured then."""

    step: int
    training_loss: float
    measured: dict[str, float]


def train(
    model: nn.Module,
    loss_at: Callable[[int], Tensor],
    optimisation: Optimisation,
    measure: Callable[[], dict[str, float]],
    every: int,
) -> tuple[list[CurvePoint], float]:
    """Takes `optimisation.steps` steps down the gradient of `loss_at(step)`, measuring every `every` steps.

    Returns the curve and the seconds it took.
    """
    optimisers = optimisation.optimisers(model)
    rates = [[group["lr"] for group in optimiser.param_groups] for optimiser in optimisers]
    curve, total, since, started = [], 0.0, 0, time.monotonic()
    for step in range(optimisation.steps):
        share = optimisation.share_at(step)
        for optimiser, highest in zip(optimisers, rates):
            for group, rate in zip(optimiser.param_groups, highest):
                group["lr"] = rate * share
        with torch.autocast("cpu", torch.bfloat16, enabled=optimisation.bfloat16):
            loss = loss_at(step)
        model.zero_grad(set_to_none=True)
        loss.backward()
        nn.utils.clip_grad_norm_(model.parameters(), optimisation.gradient_norm)
        for optimiser in optimisers:
            optimiser.step()
        total, since = total + loss.item(), since + 1
        if (step + 1) % every == 0 or step + 1 == optimisation.steps:
            model.eval()
            with torch.no_grad():
                point = CurvePoint(step + 1, total / since, measure())
            model.train()
            curve.append(point)
            total, since = 0.0, 0
            measured = " ".join(f"{name} {value:.3f}" for name, value in point.measured.items())
            print(f"step {point.step}: loss {point.training_loss:.3f} {measured} ({time.monotonic() - started:.0f} s)", flush=True)
    return curve, time.monotonic() - started
