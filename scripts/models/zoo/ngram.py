"""Count-based models of token ids, to measure the trained ones against.

`KneserNey` is an n-gram model with modified Kneser-Ney smoothing, interpolated with its lower orders (Chen and Goodman
1999): orders below the highest count the distinct tokens that an n-gram follows, and the lowest backs off to uniform.
"""

from dataclasses import dataclass

import numpy as np


@dataclass(frozen=True)
class Level:
    """One order: its n-grams (sorted codes) with what they weigh, and its contexts with what they reserve."""

    grams: np.ndarray
    weights: np.ndarray
    contexts: np.ndarray
    backoff: np.ndarray


class KneserNey:
    """P(token | the order-1 tokens before it)."""

    def __init__(self, ids: np.ndarray, vocabulary: int, order: int):
        if vocabulary**order >= 2**63:
            raise ValueError(f"order {order} over {vocabulary} tokens does not fit in 64-bit codes")
        self.vocabulary = vocabulary
        self.order = order
        grams, counts = np.unique(_codes(ids, vocabulary, order), return_counts=True)
        levels = [_level(grams, counts, vocabulary)]
        for length in range(order - 1, 0, -1):
            grams, counts = np.unique(grams % vocabulary**length, return_counts=True)
            levels.append(_level(grams, counts, vocabulary))
        self.levels = levels[::-1]

    def log_probabilities(self, ids: np.ndarray) -> np.ndarray:
        """Natural logarithm of the probability of each id from the `order`-th on; [len(ids) - order + 1]."""
        codes = _codes(ids, self.vocabulary, self.order)
        probability = np.full(len(codes), 1 / self.vocabulary)
        for length, level in enumerate(self.levels, start=1):
            code = codes % self.vocabulary**length
            weight, _ = _look_up(level.grams, level.weights, code)
            backoff, seen = _look_up(level.contexts, level.backoff, code // self.vocabulary)
            probability = np.where(seen, weight + backoff * probability, probability)
        return np.log(probability)


def additive_bigram(ids: np.ndarray, vocabulary: int, alpha: float) -> np.ndarray:
    """Log probabilities [previous, next] of a bigram model that adds `alpha` to every count."""
    counts = np.bincount(_codes(ids, vocabulary, 2), minlength=vocabulary**2).reshape(vocabulary, vocabulary) + alpha
    return np.log(counts / counts.sum(1, keepdims=True))


def _codes(ids: np.ndarray, vocabulary: int, length: int) -> np.ndarray:
    """Each run of `length` ids as one number, its last id the lowest digit."""
    ids = ids.astype(np.int64)
    codes = np.zeros(len(ids) - length + 1, dtype=np.int64)
    for offset in range(length):
        codes = codes * vocabulary + ids[offset : len(ids) - length + 1 + offset]
    return codes


def _level(grams: np.ndarray, counts: np.ndarray, vocabulary: int) -> Level:
    """Discounted relative frequencies of each n-gram, and the mass that each context leaves to the order below."""
    ones, twos, threes, fours = (int((counts == n).sum()) for n in (1, 2, 3, 4))
    if min(ones, twos, threes) > 0:
        y = ones / (ones + 2 * twos)
        discounts = np.clip([1 - 2 * y * twos / ones, 2 - 3 * y * threes / twos, 3 - 4 * y * fours / threes], 0, [1, 2, 3])
    else:  # too few rare n-grams to estimate from, as with single characters
        discounts = np.array([0.5, 0.75, 1.0])
    discount = np.minimum(discounts[np.minimum(counts, 3) - 1], counts)
    of_gram = grams // vocabulary
    starts = np.flatnonzero(np.r_[True, of_gram[1:] != of_gram[:-1]])
    totals = np.add.reduceat(counts, starts)
    reserved = np.add.reduceat(discount, starts)
    sizes = np.diff(np.r_[starts, len(grams)])
    return Level(grams, (counts - discount) / np.repeat(totals, sizes), of_gram[starts], reserved / totals)


def _look_up(keys: np.ndarray, values: np.ndarray, wanted: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """The value of each wanted key, 0 where it is missing; and whether it is there."""
    at = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    there = keys[at] == wanted
    return np.where(there, values[at], 0.0), there
