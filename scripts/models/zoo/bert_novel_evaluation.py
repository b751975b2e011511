"""How well the masked-language model fills in held-out text, and what it puts into twenty sentences."""

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import BertForMaskedLM

from zoo.intervals import mean_with_interval

SEED = 21  # not the seed of training
ROWS_AT_A_TIME = 64
TOP = 5
CLOZE = [
    ("A robin is a [MASK].", "A robin is not a [MASK]."),
    ("The old man was very [MASK].", "The old man was not very [MASK]."),
    ("She could [MASK] him.", "She could not [MASK] him."),
    ("He had a [MASK] in his hand.", "He had no [MASK] in his hand."),
    ("There was a [MASK] in the room.", "There was never a [MASK] in the room."),
    ("I know what to [MASK].", "I do not know what to [MASK]."),
    ("She opened the [MASK] and went in.", "She did not open the [MASK] and go in."),
    ("The door was [MASK].", "The door was not [MASK]."),
    ("Somebody had [MASK] him.", "Nobody had [MASK] him."),
    ("The king said to his [MASK], come with me.", "The king said nothing to his [MASK]."),
]


@torch.no_grad()
def fill_in_results(
    model: BertForMaskedLM, questions: list[tuple[Tensor, Tensor]], answer_logits, not_asked: int, frequencies: np.ndarray
) -> dict:
    """Accuracy at 1 and 5, and perplexity, on the pieces asked for; beside them, guessing by frequency.

    `questions` are batches of ids and answers [row, pos]; intervals draw whole rows (lines) again.
    """
    hits, top_hits, losses, counts, guesses, guess_losses = [], [], [], [], [], []
    guess = int(frequencies.argmax())
    surprise = torch.from_numpy(-np.log((frequencies + 1) / (frequencies + 1).sum()))
    for ids, answers in questions:
        asked = answers != not_asked
        row = asked.nonzero()[:, 0]
        logits, truth = answer_logits(model, ids, answers), answers[asked]

        def by_row(values: Tensor) -> list[float]:
            return torch.zeros(len(ids), dtype=torch.float64).index_add(0, row, values.double()).tolist()

        counts += by_row(torch.ones(len(truth)))
        hits += by_row(logits.argmax(1) == truth)
        top_hits += by_row((logits.topk(TOP).indices == truth[:, None]).any(1))
        losses += by_row(functional.cross_entropy(logits, truth, reduction="none"))
        guesses += by_row(truth == guess)
        guess_losses += by_row(surprise[truth])
    asked_rows = np.array(counts) > 0
    of_rows = {
        name: mean_with_interval(np.array(values)[asked_rows], np.array(counts)[asked_rows])
        for name, values in [
            ("accuracy_at_1", hits),
            ("accuracy_at_5", top_hits),
            ("loss", losses),
            ("frequency_accuracy_at_1", guesses),
            ("frequency_loss", guess_losses),
        ]
    }
    return {
        **of_rows,
        "perplexity": _exponential(of_rows["loss"]),
        "frequency_perplexity": _exponential(of_rows["frequency_loss"]),
        "pieces_asked": int(sum(counts)),
        "lines": int(asked_rows.sum()),
    }


@torch.no_grad()
def cloze_results(model: BertForMaskedLM, tokenizer: Tokenizer) -> list[dict]:
    """The five likeliest pieces for the [MASK] of each sentence, plain and negated by turns, with their probabilities."""
    mask, results = tokenizer.token_to_id("[MASK]"), []
    for sentence in [sentence for pair in CLOZE for sentence in pair]:
        ids = tokenizer.encode(sentence).ids
        probabilities = model(torch.tensor([ids])).logits[0, ids.index(mask)].softmax(-1)
        top = probabilities.topk(TOP)
        answers = [
            {"piece": tokenizer.id_to_token(index), "probability": round(probability, 5)}
            for index, probability in zip(top.indices.tolist(), top.values.tolist())
        ]
        results.append({"sentence": sentence, "ids": ids, "answers": answers})
    return results


def _exponential(value: dict[str, float]) -> dict[str, float]:
    return {name: round(float(np.exp(number)), 3) for name, number in value.items()}
