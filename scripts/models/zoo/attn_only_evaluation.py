"""What an attention-only model has learned: text beside bigrams, and random tokens said twice."""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional

from zoo.attention_only import AttentionOnly
from zoo.induction import induction_scores, previous_token_scores, repeated, second_copy_losses
from zoo.intervals import mean_with_interval
from zoo.ngram import KneserNey, additive_bigram

SEED = 21  # not the seed of training
ADDITIVE = [0.01, 0.1, 0.5, 1.0]
LENGTHS = [25, 50, 100]
SEQUENCES = 100
CHECKED_LENGTH = 50
CHECKED_SEQUENCES = 4
CHECKED_TEXT = 64


@torch.no_grad()
def text_results(model: AttentionOnly, training: list[np.ndarray], held_out: list[np.ndarray], bos: int) -> dict:
    """Held-out loss in nats a token beside the best of several smoothed bigram models, on the same tokens.

    Segments are read in windows of [BOS] and as many tokens as fit; the first token of a window, which only the
    bigram would see after another, is left out for both.
    """
    vocabulary, context = model.unembed.W_U.shape[1], model.pos_embed.W_pos.shape[0]
    windows = [
        [segment[start : start + context - 1] for start in range(0, len(segment), context - 1)] for segment in held_out
    ]
    own = np.array([sum(_losses(model, window, bos).sum() for window in segment) for segment in windows])
    counts = np.array([sum(len(window) - 1 for window in segment) for segment in windows])

    stream = np.concatenate(training)
    kneser_ney = KneserNey(stream, vocabulary, 2)
    candidates = {
        "modified Kneser-Ney": np.array(
            [-sum(kneser_ney.log_probabilities(window).sum() for window in segment if len(window) > 1) for segment in windows]
        )
    }
    for alpha in ADDITIVE:
        table = additive_bigram(stream, vocabulary, alpha)
        candidates[f"add {alpha:g}"] = np.array(
            [-sum(table[window[:-1], window[1:]].sum() for window in segment) for segment in windows]
        )
    best = min(candidates, key=lambda name: candidates[name].sum())
    return {
        "held_out_loss": mean_with_interval(own, counts),
        "held_out_tokens": int(counts.sum()),
        "bigram": {
            "smoothing": best,
            "held_out_loss": mean_with_interval(candidates[best], counts),
            "all": {name: losses.sum() / counts.sum() for name, losses in candidates.items()},
        },
        "more_than_bigram": mean_with_interval(own - candidates[best], counts),
    }


@torch.no_grad()
def repetition_results(model: AttentionOnly, bos: int) -> dict:
    """[BOS] + R + R for several lengths of R: loss on the second copy, and the scores of every head."""
    vocabulary, results = model.unembed.W_U.shape[1], {}
    for length in LENGTHS:
        ids = repeated(SEQUENCES, length, bos, vocabulary, torch.Generator().manual_seed(SEED))
        results[str(length)] = {
            "log_length": math.log(length),
            "half_log_length": math.log(length) / 2,
            "second_copy_loss": mean_with_interval(
                second_copy_losses(model, ids, length).numpy(), np.ones(SEQUENCES)
            ),
            **head_scores(model, ids, length),
        }
    return results


@torch.no_grad()
def head_scores(model: AttentionOnly, ids: Tensor, length: int) -> dict:
    """Induction and previous-token scores [layer][head]; empty lists for a model without layers."""
    if len(model.blocks) == 0:
        return {"induction": [], "previous_token": []}
    patterns = model.patterns(ids)
    return {
        "induction": induction_scores(patterns, length).tolist(),
        "previous_token": previous_token_scores(patterns).tolist(),
    }


@torch.no_grad()
def check(model: AttentionOnly, segment: np.ndarray, bos: int) -> dict:
    """A short held-out passage and a few repeated sequences with what the model makes of them, for a test of the compiled one."""
    text = segment[:CHECKED_TEXT]
    vocabulary = model.unembed.W_U.shape[1]
    ids = repeated(CHECKED_SEQUENCES, CHECKED_LENGTH, bos, vocabulary, torch.Generator().manual_seed(SEED + 1))
    return {
        "text": {"ids": [bos, *text.tolist()], "loss": _losses(model, text, bos).mean()},
        "repeated": {
            "length": CHECKED_LENGTH,
            "ids": ids.tolist(),
            "second_copy_loss": second_copy_losses(model, ids, CHECKED_LENGTH).mean().item(),
            **head_scores(model, ids, CHECKED_LENGTH),
        },
    }


def _losses(model: AttentionOnly, window: np.ndarray, bos: int) -> np.ndarray:
    """Nats of every token of a window but its first."""
    ids = torch.from_numpy(np.concatenate([[bos], window]))[None]
    return functional.cross_entropy(model(ids[:, :-1])[0, 1:], ids[0, 2:], reduction="none").double().numpy()
