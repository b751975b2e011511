"""How well a character decoder predicts unseen text, beside n-gram models that learned from the same text."""

import math

import numpy as np
import torch
from torch import Tensor
from torch.nn import functional
from transformers import GPT2LMHeadModel

from zoo.intervals import mean_with_interval
from zoo.ngram import KneserNey

NGRAM_ORDERS = [3, 5]
STRIDE = 128
CHECK_CHARACTERS = 120
SAMPLE_CHARACTERS = 240
SAMPLE_TEMPERATURE = 0.7


def bits_of_segment(model: GPT2LMHeadModel, segment: np.ndarray, bos: int) -> np.ndarray:
    """Bits of each character of a segment, each predicted from 127 to 254 characters before it where there are as many."""
    context = model.config.n_positions
    bits = np.empty(len(segment))
    for start in range(0, len(segment), STRIDE):
        # A window: [BOS], then up to STRIDE - 1 characters that are only read, then up to STRIDE that are scored.
        begin = max(0, start - (context - 1 - STRIDE))
        end = min(start + STRIDE, len(segment))
        ids = torch.from_numpy(np.concatenate([[bos], segment[begin:end]]))[None]
        losses = functional.cross_entropy(model(ids[:, :-1]).logits[0], ids[0, 1:], reduction="none")
        bits[start:end] = losses[start - begin :].double().numpy() / math.log(2)
    return bits


@torch.no_grad()
def evaluate(model: GPT2LMHeadModel, training: list[np.ndarray], held_out: list[np.ndarray], bos: int) -> dict:
    """Held-out bits per character of the model and of n-grams of several orders, on the same characters.

    The first characters of a segment, for which the longest n-gram has no full context, are left out for all.
    """
    skipped = max(NGRAM_ORDERS) - 1
    own = [bits_of_segment(model, segment, bos)[skipped:] for segment in held_out]
    counts = np.array([len(bits) for bits in own])
    totals = np.array([bits.sum() for bits in own])
    stream, vocabulary = np.concatenate(training), model.config.vocab_size
    ngrams = {}
    for order in NGRAM_ORDERS:
        reference = KneserNey(stream, vocabulary, order)
        theirs = np.array(
            [-reference.log_probabilities(segment)[skipped - order + 1 :].sum() / math.log(2) for segment in held_out]
        )
        ngrams[str(order)] = {
            "bits_per_character": mean_with_interval(theirs, counts),
            "more_than_model": mean_with_interval(theirs - totals, counts),
        }
    return {
        "bits_per_character": mean_with_interval(totals, counts),
        "characters": int(counts.sum()),
        "ngram_modified_kneser_ney": ngrams,
    }


@torch.no_grad()
def check(model: GPT2LMHeadModel, segment: np.ndarray, bos: int) -> dict:
    """A short held-out passage with its loss, for a test of the compiled model: ids, and the mean nats of all but the first."""
    ids = torch.from_numpy(np.concatenate([[bos], segment[:CHECK_CHARACTERS]]))[None]
    return {"ids": ids[0].tolist(), "loss": functional.cross_entropy(model(ids[:, :-1]).logits[0], ids[0, 1:]).item()}


@torch.no_grad()
def sample(model: GPT2LMHeadModel, beginning: list[int], never: list[int], seed: int) -> list[int]:
    """Ids that the model writes after a beginning, seeded; ids in `never` are not drawn."""
    generator = torch.Generator().manual_seed(seed)
    ids: Tensor = torch.tensor([beginning])
    for _ in range(SAMPLE_CHARACTERS):
        logits = model(ids[:, -model.config.n_positions :]).logits[0, -1] / SAMPLE_TEMPERATURE
        logits[never] = -math.inf
        drawn = torch.multinomial(logits.softmax(-1), 1, generator=generator)
        ids = torch.cat([ids, drawn[None]], dim=1)
    return ids[0].tolist()
