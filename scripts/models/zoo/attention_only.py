"""The family attention_only: embeddings, learned positions, L attention layers, unembedding; nothing else.

No MLP, no LayerNorm, no biases ("A Mathematical Framework for Transformer Circuits", Elhage et al. 2021). Parameters
bear TransformerLens' names and shapes; `state_dict()` is what model.safetensors holds.
"""

import math

import torch
from torch import Tensor, nn
from torch.nn import functional


SLOWEST = 30.0  # positions to a radian


def sinusoids(context: int, width: int) -> Tensor:
    """Positions as sines and cosines of width/2 frequencies, 1 to nearly 1/SLOWEST radians a position; [context, width]."""
    frequencies = torch.exp(torch.arange(0, width, 2) * (-math.log(SLOWEST) / width))
    angles = torch.arange(context)[:, None] * frequencies
    return torch.cat([angles.sin(), angles.cos()], dim=1)


class Embedding(nn.Module):
    """W_E [vocab, d_model]."""

    def __init__(self, vocabulary: int, width: int):
        super().__init__()
        self.W_E = nn.Parameter(torch.randn(vocabulary, width) / math.sqrt(width))


class PositionEmbedding(nn.Module):
    """W_pos [context, d_model], learned. It starts out as sinusoids, so that a step back is one rotation everywhere:
    what short sequences teach about the previous position holds at every position."""

    SCALE = 2.0

    def __init__(self, context: int, width: int):
        super().__init__()
        self.W_pos = nn.Parameter(sinusoids(context, width) * (self.SCALE / math.sqrt(width)))


class Attention(nn.Module):
    """Causal attention. W_Q, W_K, W_V [head, d_model, d_head]; W_O [head, d_head, d_model]."""

    def __init__(self, width: int, heads: int):
        super().__init__()
        size = width // heads
        self.W_Q = nn.Parameter(torch.randn(heads, width, size) / math.sqrt(width))
        self.W_K = nn.Parameter(torch.randn(heads, width, size) / math.sqrt(width))
        self.W_V = nn.Parameter(torch.randn(heads, width, size) / math.sqrt(width))
        self.W_O = nn.Parameter(torch.randn(heads, size, width) / math.sqrt(width))

    def forward(self, residual: Tensor) -> Tensor:
        """[batch, pos, d_model] -> what the heads add to it, same shape."""
        q, k, v = (self.project(residual, weight) for weight in (self.W_Q, self.W_K, self.W_V))
        z = functional.scaled_dot_product_attention(q, k, v, is_causal=True)
        return z.transpose(1, 2).flatten(2) @ self.W_O.flatten(0, 1)

    def pattern(self, residual: Tensor) -> Tensor:
        """[batch, head, query, key]; rows sum to 1."""
        q, k = (self.project(residual, weight) for weight in (self.W_Q, self.W_K))
        scores = q @ k.transpose(-1, -2) / math.sqrt(q.shape[-1])
        future = torch.ones(scores.shape[-2:], dtype=torch.bool).triu(1)
        return scores.masked_fill(future, -math.inf).softmax(-1)

    @staticmethod
    def project(residual: Tensor, weight: Tensor) -> Tensor:
        """[batch, pos, d_model] -> [batch, head, pos, d_head]."""
        heads, width, size = weight.shape
        flat = residual @ weight.transpose(0, 1).reshape(width, heads * size)
        return flat.unflatten(-1, (heads, size)).transpose(1, 2)


class Block(nn.Module):
    def __init__(self, width: int, heads: int):
        super().__init__()
        self.attn = Attention(width, heads)


class Unembedding(nn.Module):
    """W_U [d_model, vocab]."""

    def __init__(self, width: int, vocabulary: int):
        super().__init__()
        self.W_U = nn.Parameter(torch.randn(width, vocabulary) / math.sqrt(width))

    def forward(self, residual: Tensor) -> Tensor:
        """[..., d_model] -> logits [..., vocab]."""
        return residual @ self.W_U


class AttentionOnly(nn.Module):
    """logits = resid_final W_U, resid_final = W_E[ids] + W_pos + what each layer adds."""

    def __init__(self, vocabulary: int, width: int, layers: int, heads: int, context: int):
        super().__init__()
        self.embed = Embedding(vocabulary, width)
        self.pos_embed = PositionEmbedding(context, width)
        self.blocks = nn.ModuleList(Block(width, heads) for _ in range(layers))
        self.unembed = Unembedding(width, vocabulary)

    def forward(self, ids: Tensor) -> Tensor:
        """ids [batch, pos] -> logits [batch, pos, vocab]."""
        return self.unembed(self.resid_final(ids))

    def resid_final(self, ids: Tensor, first: int = 0) -> Tensor:
        """ids [batch, pos] -> what the unembedding reads [batch, pos, d_model]; `first` is the position of the first id."""
        residual = self._embed(ids, first)
        for block in self.blocks:
            residual = residual + block.attn(residual)
        return residual

    def patterns(self, ids: Tensor) -> Tensor:
        """ids [batch, pos] -> attention patterns [layer, batch, head, query, key] of a model with layers."""
        residual, patterns = self._embed(ids), []
        for block in self.blocks:
            patterns.append(block.attn.pattern(residual))
            residual = residual + block.attn(residual)
        return torch.stack(patterns)

    def _embed(self, ids: Tensor, first: int = 0) -> Tensor:
        return self.embed.W_E[ids] + self.pos_embed.W_pos[first : first + ids.shape[1]]
