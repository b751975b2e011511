"""bert-novel-tiny: a BERT of two layers that fills in masked pieces of English words, learned from the novels."""

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import BertConfig, BertForMaskedLM

from zoo import bert_novel_evaluation as evaluation_of
from zoo import corpora, vocabularies
from zoo.artefact import Artefact, describe_training
from zoo.intervals import shown
from zoo.publishing import Card, curve_series, described
from zoo.training import Optimisation, train

VOCABULARY = 8192
CONTEXT = 128
HELD_OUT_EVERY = 50
THINNED = 2
TOKENS_A_STEP = 4096
SPREAD = 0.08  # of new parameters: about 1/sqrt(d_model), as BERT's 0.02 was for its own width
SORTED_TOGETHER = 4096  # units of like length share a batch; this many are sorted at a time
MASKED_SHARE = 0.15
SEED = 20
PAD, CLS, SEP, MASK = (vocabularies.BERT_SPECIAL.index(token) for token in ["[PAD]", "[CLS]", "[SEP]", "[MASK]"])
SPECIAL_COUNT = len(vocabularies.BERT_SPECIAL)
NOT_ASKED = -100
CONFIG_FIELDS = [
    *["vocab_size", "hidden_size", "num_hidden_layers", "num_attention_heads", "intermediate_size", "hidden_act"],
    *["max_position_embeddings", "type_vocab_size", "layer_norm_eps", "pad_token_id", "tie_word_embeddings"],
    *["hidden_dropout_prob", "attention_probs_dropout_prob"],
]
TIED = "cls.predictions.decoder"  # the word embedding, and the bias of cls.predictions; stored as those


@dataclass(frozen=True)
class BertNovel:
    name: str
    steps: int
    corpora = corpora.ENGLISH

    def train(self, folder: Path) -> Artefact:
        torch.manual_seed(SEED)
        random = np.random.default_rng(SEED)
        split = corpora.load(folder, corpora.ENGLISH, HELD_OUT_EVERY, THINNED)
        tokenizer = vocabularies.word_piece(split.training, VOCABULARY)
        batches = _batches(units(tokenizer, split.training), random)
        held_out = units(tokenizer, split.held_out)
        watched = [masked(padded(held_out[at : at + 64]), np.random.default_rng(SEED)) for at in range(0, 512, 64)]
        model = BertForMaskedLM(config())
        optimisation = Optimisation(self.steps, rate=2e-3, warm_up=200, weight_decay=0.01, held=self.steps // 2)
        seen = 0

        def loss_at(_step: int) -> Tensor:
            nonlocal seen
            ids = next(batches)
            seen += int((ids != PAD).sum())
            asked, answers = masked(ids, random)
            return functional.cross_entropy(answer_logits(model, asked, answers), answers[answers != NOT_ASKED])

        def measure() -> dict[str, float]:
            logits = torch.cat([answer_logits(model, asked, answers) for asked, answers in watched])
            truth = torch.cat([answers[answers != NOT_ASKED] for _, answers in watched])
            return {
                "held_out_loss": functional.cross_entropy(logits, truth).item(),
                "held_out_accuracy": (logits.argmax(1) == truth).double().mean().item(),
            }

        curve, seconds = train(model, loss_at, optimisation, measure, every=200)
        parameters = {
            name: value for name, value in model.state_dict().items() if not name.startswith(TIED)
        }
        return Artefact(
            parameters, tokenizer, describe_training(SEED, split.describe(), optimisation, seen, curve, seconds)
        )

    def config(self, _tokenizer: Tokenizer) -> dict:
        return described(config(), CONFIG_FIELDS)

    def tokenizer_config(self) -> dict:
        names = ["pad_token", "unk_token", "cls_token", "sep_token", "mask_token"]
        return {
            "tokenizer_class": "BertTokenizer",
            "do_lower_case": True,
            **dict(zip(names, vocabularies.BERT_SPECIAL)),
            "model_max_length": CONTEXT,
            "clean_up_tokenization_spaces": True,
        }

    def evaluate(self, parameters: dict[str, Tensor], tokenizer: Tokenizer, folder: Path) -> dict:
        model = BertForMaskedLM(config()).eval()
        tied = {
            f"{TIED}.weight": parameters["bert.embeddings.word_embeddings.weight"],
            f"{TIED}.bias": parameters["cls.predictions.bias"],
        }
        model.load_state_dict({**parameters, **tied})
        split = corpora.load(folder, self.corpora, HELD_OUT_EVERY, THINNED)
        random, at_a_time = np.random.default_rng(evaluation_of.SEED), evaluation_of.ROWS_AT_A_TIME
        rows = sorted(units(tokenizer, split.held_out), key=len)
        questions = [masked(padded(rows[at : at + at_a_time]), random) for at in range(0, len(rows), at_a_time)]
        seen = np.bincount(np.concatenate(units(tokenizer, split.training)), minlength=VOCABULARY)
        seen[:SPECIAL_COUNT] = 0
        return {
            **evaluation_of.fill_in_results(model, questions, answer_logits, NOT_ASKED, seen),
            "cloze": evaluation_of.cloze_results(model, tokenizer),
        }

    def card(self, evaluation: dict) -> Card:
        results = evaluation["results"]
        cloze = "\n".join(
            f"| {row['sentence']} | "
            + ", ".join(f"{answer['piece']} {answer['probability']:.0%}" for answer in row["answers"])
            + " |"
            for row in results["cloze"]
        )
        return Card(
            title=f"{self.name}: a BERT of 2 layers and 2 heads with its masked-LM head, trained on novels",
            summary=f"The shape of bert-tiny (2 layers, 2 heads, d_model 128) with its masked-language head, {VOCABULARY:,} WordPiece pieces (lower case) "
            f"and {CONTEXT} positions.",
            data="English lines (paragraphs, verses, definitions), cut at the context, each once an epoch in seeded order; 15 % of the pieces are asked "
            "for, of which 80 % are masked, 10 % replaced, 10 % left, drawn anew each time. No next-sentence task, no dropout.",
            results=f"On {results['pieces_asked']:,} pieces asked for in {results['lines']:,} held-out lines, chosen and masked as in training, with 95 % interval "
            "(bootstrap over lines); beside it, guessing by frequency alone:\n\n"
            "| | this model | by frequency |\n| --- | --- | --- |\n"
            f"| accuracy at 1 | {shown(results['accuracy_at_1'])} | {shown(results['frequency_accuracy_at_1'])} |\n"
            f"| accuracy at 5 | {shown(results['accuracy_at_5'])} | |\n"
            f"| perplexity | {shown(results['perplexity'], 1)} | {shown(results['frequency_perplexity'], 1)} |\n\n"
            f"Twenty sentences, plain and negated, with the five likeliest pieces:\n\n| sentence | answers |\n| --- | --- |\n{cloze}",
            good_for="An encoder with a masked-language head that compiles and runs at once: logit differences, patching and cloze questions in a model small "
            "enough to look at whole. It has read too little to know facts, and answers negated sentences much as plain ones.",
            curve_label="nats a masked piece",
            curve=[
                curve_series(evaluation, "training_loss", "training text"),
                curve_series(evaluation, "held_out_loss", "held-out text"),
            ],
        )


def config() -> BertConfig:
    """bert-tiny's shape, with fewer pieces and positions, and no dropout, for one pass over much text."""
    return BertConfig(
        vocab_size=VOCABULARY,
        hidden_size=128,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=512,
        max_position_embeddings=CONTEXT,
        hidden_dropout_prob=0.0,
        attention_probs_dropout_prob=0.0,
        initializer_range=SPREAD,
        pad_token_id=PAD,
        architectures=["BertForMaskedLM"],
    )


def units(tokenizer: Tokenizer, segments: list[str]) -> list[np.ndarray]:
    """[CLS] … [SEP] for every line (paragraph, verse or gloss) of 4 pieces or more, long ones cut at the context."""
    lines = [line for segment in segments for line in segment.split("\n") if line]
    found = []
    for encoding in tokenizer.encode_batch(lines, add_special_tokens=False):
        pieces = np.array(encoding.ids, dtype=np.int64)
        for start in range(0, len(pieces), CONTEXT - 2):
            part = pieces[start : start + CONTEXT - 2]
            if len(part) >= 4:
                found.append(np.concatenate([[CLS], part, [SEP]]))
    return found


def padded(rows: list[np.ndarray]) -> Tensor:
    """Rows of ids as one tensor [row, longest], filled up with [PAD]."""
    ids = torch.full((len(rows), max(map(len, rows))), PAD)
    for index, row in enumerate(rows):
        ids[index, : len(row)] = torch.from_numpy(row)
    return ids


def masked(ids: Tensor, random: np.random.Generator) -> tuple[Tensor, Tensor]:
    """BERT's task: of the pieces asked for (15 %), 80 % become [MASK], 10 % another piece, 10 % stay.

    Returns the ids to read and the answers [row, pos], NOT_ASKED where nothing is asked.
    """
    draw = torch.from_numpy(random.random(ids.shape))
    change = torch.from_numpy(random.random(ids.shape))
    other = torch.from_numpy(random.integers(SPECIAL_COUNT, VOCABULARY, ids.shape))
    asked = (draw < MASKED_SHARE) & (ids >= SPECIAL_COUNT)
    read = torch.where(asked & (change < 0.8), MASK, ids)
    read = torch.where(asked & (change >= 0.9), other, read)
    return read, torch.where(asked, ids, NOT_ASKED)


def answer_logits(model: BertForMaskedLM, ids: Tensor, answers: Tensor) -> Tensor:
    """Logits at the positions asked for, in order; [answer, piece]."""
    hidden = model.bert(ids, attention_mask=(ids != PAD).long()).last_hidden_state
    return model.cls(hidden[answers != NOT_ASKED])


def _batches(rows: list[np.ndarray], random: np.random.Generator) -> Iterator[Tensor]:
    """Endless batches of about TOKENS_A_STEP tokens, of rows of like length, each row once an epoch."""
    while True:
        order = random.permutation(len(rows))
        for start in range(0, len(order), SORTED_TOGETHER):
            near = sorted(order[start : start + SORTED_TOGETHER], key=lambda index: len(rows[index]))
            batches, batch = [], []
            for index in near:
                if batch and (len(batch) + 1) * len(rows[index]) > TOKENS_A_STEP:
                    batches.append(batch)
                    batch = []
                batch.append(index)
            batches.append(batch)
            for number in random.permutation(len(batches)):
                yield padded([rows[index] for index in batches[number]])


MODELS = [BertNovel("bert-novel-tiny", steps=6000)]
