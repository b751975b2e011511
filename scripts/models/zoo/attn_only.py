"""attn-only-0l, -1l and -2l: one tokenizer, one mix of data, 0, 1 and 2 attention layers.

Training begins small and widens, for all three alike: random sequences of 256 symbols in 40 positions, repeated with
period 5 to 17 after a random offset, where a previous-token head and an induction head form; then all tokens, longer
periods and the whole context; then text, with ever fewer random sequences. Short sequences lie anywhere in the
context, so that every position learns what the others learn.

On random sequences only the positions that the repetition foretells count in the loss.
"""

import json
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional

from zoo import attn_only_evaluation as evaluation_of
from zoo import corpora, vocabularies
from zoo.artefact import Artefact, describe_training
from zoo.attention_only import AttentionOnly
from zoo.induction import induction_scores, previous_token_scores, repeated, second_copy_losses
from zoo.intervals import shown
from zoo.publishing import MODELS as PUBLISHED
from zoo.publishing import Card, curve_series
from zoo.training import Optimisation, train

VOCABULARY = 512
WIDTH = 128
HEADS = 4
CONTEXT = 256
HELD_OUT_EVERY = 50
THINNED = 4
SEED = 20
BOS = 0


@dataclass(frozen=True)
class Stage:
    """Some steps of the same mix: `rows` sequences of `length` tokens, `repeats` of them random with a period."""

    steps: int
    rows: int
    length: int
    repeats: int
    symbols: int
    longest_period: int


STAGES = [
    Stage(steps=450, rows=128, length=40, repeats=128, symbols=256, longest_period=17),
    Stage(steps=100, rows=40, length=128, repeats=40, symbols=VOCABULARY - 1, longest_period=60),
    Stage(steps=150, rows=20, length=CONTEXT, repeats=20, symbols=VOCABULARY - 1, longest_period=120),
    Stage(steps=300, rows=16, length=CONTEXT, repeats=6, symbols=VOCABULARY - 1, longest_period=120),
    Stage(steps=1000, rows=20, length=CONTEXT, repeats=1, symbols=VOCABULARY - 1, longest_period=120),
]
SHORTEST_PERIOD = 5


@dataclass(frozen=True)
class AttnOnly:
    """One of the three models."""

    name: str
    layers: int
    good_for: str
    corpora = corpora.ENGLISH

    def train(self, folder: Path) -> Artefact:
        torch.manual_seed(SEED)
        random = np.random.default_rng(SEED)
        split = corpora.load(folder, corpora.ENGLISH, HELD_OUT_EVERY, THINNED)
        tokenizer = vocabularies.byte_level_bpe(split.training, VOCABULARY)
        text = torch.from_numpy(np.concatenate(encode(tokenizer, split.training)).astype(np.int64))
        held_out = torch.from_numpy(np.concatenate(encode(tokenizer, split.held_out)).astype(np.int64))
        watched = text_windows(held_out, np.arange(0, len(held_out) - CONTEXT, len(held_out) // 64), CONTEXT)
        watched_repeats = repeated(16, 50, BOS, VOCABULARY, torch.Generator().manual_seed(SEED))
        model = AttentionOnly(VOCABULARY, WIDTH, self.layers, HEADS, CONTEXT)
        schedule = [stage for stage in STAGES for _ in range(stage.steps)]
        optimisation = Optimisation(len(schedule), rate=4e-3, warm_up=50, weight_decay=0.01, held=len(schedule) // 2)

        def loss_at(step: int) -> Tensor:
            stage = schedule[step]
            starts = random.integers(0, len(text) - stage.length, stage.rows - stage.repeats)
            prose = text_windows(text, starts, stage.length)
            repeats, foretold = _repeats(stage, random)
            counted = torch.cat([torch.ones_like(prose, dtype=torch.bool), foretold])[:, 1:]
            ids = torch.cat([prose, repeats])
            first = int(random.integers(0, CONTEXT - stage.length + 1))
            logits = model.unembed(model.resid_final(ids[:, :-1], first)[counted])
            return functional.cross_entropy(logits, ids[:, 1:][counted])

        def measure() -> dict[str, float]:
            measured = {"held_out_loss": text_losses(model, watched).mean().item()}
            if self.layers > 0:
                patterns = model.patterns(watched_repeats)
                measured["previous_token"] = previous_token_scores(patterns)[0].max().item()
                measured["induction"] = induction_scores(patterns, 50)[-1].max().item()
                measured["second_copy_loss"] = second_copy_losses(model, watched_repeats, 50).mean().item()
            return measured

        curve, seconds = train(model, loss_at, optimisation, measure, every=50)
        tokens = sum(stage.steps * stage.rows * stage.length for stage in STAGES)
        return Artefact(
            model.state_dict(),
            tokenizer,
            describe_training(SEED, split.describe(), optimisation, tokens, curve, seconds),
        )

    def config(self, _tokenizer: Tokenizer) -> dict:
        return {
            "model_type": "attention_only",
            "vocab_size": VOCABULARY,
            "hidden_size": WIDTH,
            "num_hidden_layers": self.layers,
            "num_attention_heads": HEADS,
            "head_dim": WIDTH // HEADS,
            "max_position_embeddings": CONTEXT,
            "position_embedding": "learned",
            "normalization": "none",
            "layer_norm_eps": 1e-5,
            "attention_bias": False,
            "unembedding_bias": False,
            "bos_token_id": BOS,
        }

    def tokenizer_config(self) -> dict:
        return {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": vocabularies.BOS,
            "model_max_length": CONTEXT,
            "clean_up_tokenization_spaces": False,
        }

    def evaluate(self, parameters: dict[str, Tensor], tokenizer: Tokenizer, folder: Path) -> dict:
        model = AttentionOnly(VOCABULARY, WIDTH, self.layers, HEADS, CONTEXT)
        model.load_state_dict(parameters)
        split = corpora.load(folder, corpora.ENGLISH, HELD_OUT_EVERY, THINNED)
        held_out = encode(tokenizer, split.held_out)
        return {
            "text": evaluation_of.text_results(model, encode(tokenizer, split.training), held_out, BOS),
            "repeated": evaluation_of.repetition_results(model, BOS),
            "check": evaluation_of.check(model, held_out[0], BOS),
        }

    def card(self, evaluation: dict) -> Card:
        results = evaluation["results"]
        layers = {0: "no attention layer", 1: "one attention layer", 2: "two attention layers"}[self.layers]
        text = results["text"]
        smaller = [
            (name, json.loads((PUBLISHED / name / "evaluation.json").read_text("utf-8"))["results"])
            for name in [f"attn-only-{layers}l" for layers in range(self.layers)]
        ]
        compared = [*smaller, (self.name, results)]
        return Card(
            title=f"{self.name}: a decoder with {layers} and nothing else",
            summary=f"A decoder with {layers} and nothing else: no MLP, no LayerNorm, no biases. {VOCABULARY} byte-level BPE tokens, learned positions, "
            f"d_model {WIDTH}, heads of {WIDTH // HEADS} ({HEADS} a layer), context {CONTEXT}, `{vocabularies.BOS}` before every text. attn-only-0l, -1l and -2l share "
            "tokenizer, data and steps, so that what one has over another is its layers.",
            data=_data_text(),
            results=f"Held-out loss in nats a token with 95 % interval (bootstrap over segments), on the same {text['held_out_tokens']:,} tokens:\n\n"
            + _text_table(text["bigram"], compared)
            + "\nRandom tokens said twice: `<|bos|>` R R, R of L tokens, "
            + f"{evaluation_of.SEQUENCES} sequences. Loss on the second copy in nats; a model that only knows which tokens it has seen cannot get below about ln L. "
            "Scores are those of the best head of a layer: attention to the token before, and from the second copy to the token after the first copy.\n\n"
            + _repetition_table(compared),
            good_for=self.good_for,
            curve_label="nats a token",
            curve=[
                curve_series(evaluation, "training_loss", "training mix"),
                curve_series(evaluation, "held_out_loss", "held-out text"),
                *([curve_series(evaluation, "second_copy_loss", "second copy of 50 random tokens")] if self.layers else []),
            ],
        )


def _data_text() -> str:
    stages = "\n".join(
        f"{number}. {stage.steps} steps of {stage.rows} sequences of {stage.length} tokens, {stage.repeats} of them random: "
        f"{stage.symbols} symbols, repeated with a period of {SHORTEST_PERIOD} to {stage.longest_period} after a random offset"
        for number, stage in enumerate(STAGES, start=1)
    )
    return (
        "English text, and random sequences that repeat, mixed in so that copying is worth learning; of those only what the "
        f"repetition foretells counts in the loss. Positions begin as sinusoids.\n\n{stages}\n"
    )


def _text_table(bigram: dict, compared: list[tuple[str, dict]]) -> str:
    rows = [f"| best smoothed bigram ({bigram['smoothing']}) | {shown(bigram['held_out_loss'])} | |"]
    for name, results in compared:
        text = results["text"]
        rows.append(f"| {name} | {shown(text['held_out_loss'])} | {shown(text['more_than_bigram'])} |")
    return "\n".join(["| model | loss | more than the bigram |", "| --- | --- | --- |", *rows]) + "\n"


def _repetition_table(compared: list[tuple[str, dict]]) -> str:
    rows = []
    for name, results in compared:
        for length, row in results["repeated"].items():
            best = [
                " / ".join(f"{max(layer):.2f}" for layer in row[score]) or "none"
                for score in ["previous_token", "induction"]
            ]
            rows.append(
                f"| {name} | {length} | {row['log_length']:.2f} | {shown(row['second_copy_loss'], 2)} | {best[0]} | {best[1]} |"
            )
    head = "| model | L | ln L | loss on the second copy | previous token, by layer | induction, by layer |"
    return "\n".join([head, "| --- | --- | --- | --- | --- | --- |", *rows])


def encode(tokenizer: Tokenizer, segments: list[str]) -> list[np.ndarray]:
    """The ids of each segment, without BOS."""
    return [np.array(encoding.ids) for encoding in tokenizer.encode_batch(segments, add_special_tokens=False)]


def text_windows(text: Tensor, starts: np.ndarray, length: int) -> Tensor:
    """[BOS] and length - 1 tokens from each start; [start, length]."""
    rows = text[torch.from_numpy(starts)[:, None] + torch.arange(length - 1)]
    return torch.cat([torch.full((len(rows), 1), BOS), rows], dim=1)


def text_losses(model: AttentionOnly, ids: Tensor) -> Tensor:
    """The loss in nats of every token after the first of the text, so that each is foretold from text; [row, length - 2]."""
    logits = model.unembed(model.resid_final(ids[:, :-1]))[:, 1:]
    return functional.cross_entropy(logits.transpose(1, 2), ids[:, 2:], reduction="none")


def _repeats(stage: Stage, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """`stage.repeats` rows of [BOS], some random tokens, then a run of random tokens over and over to the end.

    Returns the ids [row, length] and which of them the repetition foretells [row, length].
    """
    rows, length = stage.repeats, stage.length
    drawn = torch.from_numpy(random.integers(1, stage.symbols + 1, (rows, length)))
    period = torch.from_numpy(random.integers(SHORTEST_PERIOD, stage.longest_period + 1, (rows, 1)))
    offset = torch.from_numpy(random.integers(1, stage.longest_period + 1, (rows, 1)))
    at = torch.arange(length)
    source = torch.where(at < offset, at, offset + (at - offset) % period)
    ids = drawn.gather(1, source)
    ids[:, 0] = BOS
    return ids, at > offset + period


MODELS = [
    AttnOnly(
        "attn-only-0l",
        0,
        "What a model can know without attention: its logits are (W_E + W_pos) W_U, a bigram table of low rank. The table W_E W_U is the "
        "first circuit to read, and the baseline for what attention adds.",
    ),
    AttnOnly(
        "attn-only-1l",
        1,
        "Skip-trigrams: QK and OV circuits by token, with nothing composed. It raises tokens that it has seen, and cannot do induction: "
        "compare its loss on repeated random tokens with that of attn-only-2l.",
    ),
    AttnOnly(
        "attn-only-2l",
        2,
        "The smallest model with induction heads: a previous-token head in layer 0 that heads of layer 1 compose with. K-composition "
        "scores, ablation, patching and path patching have an answer here that is known beforehand.",
    ),
]
