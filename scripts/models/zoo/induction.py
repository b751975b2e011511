"""Random tokens said twice: what a model that copies does on them.

[BOS] + R + R, R of L random tokens. Positions: R at 1..L, its second copy at L+1..2L. The induction score of a head is
the mean attention from the second copy to the token after the first copy of the same token, P[i, i-(L-1)], without the
copy's first position; the previous-token score is the mean of P[i, i-1].
"""

import torch
from torch import Tensor
from torch.nn import functional

from zoo.attention_only import AttentionOnly


def repeated(sequences: int, length: int, bos: int, vocabulary: int, generator: torch.Generator) -> Tensor:
    """`sequences` rows of [BOS] + R + R, R drawn from every id but BOS; [sequences, 1 + 2 length]."""
    drawn = torch.randint(0, vocabulary - 1, (sequences, length), generator=generator)
    random = drawn + (drawn >= bos)
    return torch.cat([torch.full((sequences, 1), bos), random, random], dim=1)


def induction_scores(patterns: Tensor, length: int) -> Tensor:
    """patterns [layer, batch, head, query, key] -> [layer, head]."""
    return _mean_at_offset(patterns, length - 1, length + 2)


def previous_token_scores(patterns: Tensor) -> Tensor:
    """patterns [layer, batch, head, query, key] -> [layer, head]; from the third position on (the second sees BOS before it)."""
    return _mean_at_offset(patterns, 1, 2)


def _mean_at_offset(patterns: Tensor, offset: int, start: int) -> Tensor:
    queries = torch.arange(start, patterns.shape[-2])
    return patterns[..., queries, queries - offset].double().mean(dim=(1, 3))


@torch.no_grad()
def second_copy_losses(model: AttentionOnly, ids: Tensor, length: int) -> Tensor:
    """Mean loss (nats) of each row on the tokens of the second copy but its first, which nothing foretells; [batch]."""
    logits = model(ids)[:, length + 1 : -1]
    return functional.cross_entropy(logits.transpose(1, 2), ids[:, length + 2 :], reduction="none").double().mean(1)
