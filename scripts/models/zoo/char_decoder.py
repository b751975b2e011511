"""char-en and char-he: decoders of characters of the gpt2 family, and how well they predict unseen text."""

import math
import sys
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor
from torch.nn import functional
from transformers import GPT2Config, GPT2LMHeadModel

from zoo import char_decoder_evaluation as evaluation_of
from zoo import corpora, vocabularies
from zoo.artefact import Artefact, describe_training
from zoo.attention_only import sinusoids
from zoo.intervals import shown
from zoo.publishing import Card, curve_series, described
from zoo.training import Optimisation, train

CONTEXT = 256
LEAST_CHARACTER_COUNT = 100
SPREAD = 0.08  # of new parameters: about 1/sqrt(d_model), as GPT-2's 0.02 was for its own width
SEED = 20
CONFIG_FIELDS = [
    *["vocab_size", "n_positions", "n_embd", "n_layer", "n_head", "n_inner", "activation_function"],
    *["layer_norm_epsilon", "scale_attn_weights", "scale_attn_by_inverse_layer_idx", "tie_word_embeddings"],
    *["resid_pdrop", "embd_pdrop", "attn_pdrop", "bos_token_id", "eos_token_id"],
]
TIED = "lm_head.weight"  # the same tensor as the embedding, and stored as that


@dataclass(frozen=True)
class CharDecoder:
    """One of the two models: what it reads, how much of it is held out, and how it learns."""

    name: str
    language: str
    corpora: list[str]
    held_out_every: int
    thinned: int
    characters_a_step: int
    optimisation: Optimisation
    sample_after: str

    def train(self, folder: Path) -> Artefact:
        torch.manual_seed(SEED)
        windows = np.random.default_rng(SEED)
        split = corpora.load(folder, self.corpora, self.held_out_every, self.thinned)
        tokenizer = vocabularies.characters(split.training, LEAST_CHARACTER_COUNT)
        text = torch.from_numpy(np.concatenate(encode(tokenizer, split.training)))
        held_out = torch.from_numpy(np.concatenate(encode(tokenizer, split.held_out)))
        watched = _windows(held_out, np.arange(0, len(held_out) - CONTEXT, max(CONTEXT, len(held_out) // 32)))
        model = GPT2LMHeadModel(config(tokenizer.get_vocab_size()))
        positions = model.transformer.wpe.weight
        positions.data = sinusoids(*positions.shape) * (SPREAD * math.sqrt(2))

        def loss_at(_step: int) -> Tensor:
            return _loss(model, _windows(text, windows.integers(0, len(text) - CONTEXT, self.characters_a_step // CONTEXT)))

        def measure() -> dict[str, float]:
            return {"held_out_bits": _loss(model, watched).item() / math.log(2)}

        curve, seconds = train(model, loss_at, self.optimisation, measure, every=200)
        parameters = {name: value for name, value in model.state_dict().items() if name != TIED}
        tokens = self.optimisation.steps * self.characters_a_step
        return Artefact(
            parameters,
            tokenizer,
            describe_training(SEED, split.describe(), self.optimisation, tokens, curve, seconds),
        )

    def config(self, tokenizer: Tokenizer) -> dict:
        return described(config(tokenizer.get_vocab_size()), CONFIG_FIELDS)

    def tokenizer_config(self) -> dict:
        return {
            "tokenizer_class": "PreTrainedTokenizerFast",
            "bos_token": vocabularies.BOS,
            "eos_token": vocabularies.BOS,
            "unk_token": vocabularies.UNKNOWN,
            "model_max_length": CONTEXT,
            "clean_up_tokenization_spaces": False,
        }

    def evaluate(self, parameters: dict[str, Tensor], tokenizer: Tokenizer, folder: Path) -> dict:
        model = GPT2LMHeadModel(config(tokenizer.get_vocab_size())).eval()
        model.load_state_dict({**parameters, TIED: parameters["transformer.wte.weight"]})
        split = corpora.load(folder, self.corpora, self.held_out_every, self.thinned)
        held_out = encode(tokenizer, split.held_out)
        bos, unknown = (tokenizer.token_to_id(token) for token in [vocabularies.BOS, vocabularies.UNKNOWN])
        written = evaluation_of.sample(model, tokenizer.encode(self.sample_after).ids, [bos, unknown], SEED)
        return {
            "vocabulary": tokenizer.get_vocab_size(),
            "unknown_share": float(np.mean(np.concatenate(held_out) == unknown)),
            **evaluation_of.evaluate(model, encode(tokenizer, split.training), held_out, bos),
            "check": evaluation_of.check(model, held_out[0], bos),
            "sample": "".join(tokenizer.id_to_token(index) for index in written if index != bos),
        }

    def card(self, evaluation: dict) -> Card:
        results = evaluation["results"]
        ngrams = results["ngram_modified_kneser_ney"]
        rows = "\n".join(
            f"| n-gram of order {order} | {shown(row['bits_per_character'])} | {shown(row['more_than_model'])} |"
            for order, row in ngrams.items()
        )
        own = results["bits_per_character"]
        return Card(
            title=f"{self.name}: a decoder of {self.language} characters, 4 layers of 4 heads",
            summary=f"A decoder of {self.language} characters: the gpt2 family with 4 layers, 4 heads, d_model 128, context {CONTEXT}, one "
            f"token for each of {results['vocabulary'] - 2} characters, `{vocabularies.BOS}` before every text, `{vocabularies.UNKNOWN}` for any other character.",
            data=f"Windows of {CONTEXT} characters of {self.language} text from anywhere in the training text, `{vocabularies.BOS}` before each, "
            f"{self.characters_a_step:,} characters a step. Positions begin as sinusoids.",
            results=f"Held-out bits per character with 95 % interval (bootstrap over segments), on {results['characters']:,} characters, each seen after 127 to 254 "
            "others of its segment; beside it n-gram models with modified Kneser-Ney smoothing, backing off to lower orders, counted on the "
            f"same training text. {results['unknown_share']:.3%} of the held-out characters are unknown ones.\n\n"
            "| model | bits per character | more than this model |\n| --- | --- | --- |\n"
            f"| {self.name} | {shown(own)} | |\n{rows}\n\n"
            f"Written after “{self.sample_after.strip()}” at temperature {evaluation_of.SAMPLE_TEMPERATURE}, seed {SEED}:\n\n"
            + "\n".join(f"> {line}" for line in results["sample"].split("\n")),
            good_for="Watching attention at the level of characters: heads for the previous letter, for spaces and the starts of words, for vowels and consonants, "
            "for repeated strings; a decoder with MLPs and LayerNorm that runs in milliseconds. It spells and imitates; it does not know anything.",
            curve_label="bits per character",
            curve=[
                curve_series(evaluation, "training_loss", "training text", 1 / math.log(2)),
                curve_series(evaluation, "held_out_bits", "held-out text"),
            ],
        )


def config(vocabulary: int) -> GPT2Config:
    """4 layers of 4 heads, d_model 128, an MLP of 512, tied embeddings, no dropout."""
    return GPT2Config(
        vocab_size=vocabulary,
        n_positions=CONTEXT,
        n_embd=128,
        n_layer=4,
        n_head=4,
        activation_function="gelu_pytorch_tanh",  # GPT-2's gelu_new under the name of PyTorch's fused kernel
        resid_pdrop=0.0,
        embd_pdrop=0.0,
        attn_pdrop=0.0,
        initializer_range=SPREAD,
        bos_token_id=0,
        eos_token_id=0,
        use_cache=False,
        architectures=["GPT2LMHeadModel"],
    )


def encode(tokenizer: Tokenizer, segments: list[str]) -> list[np.ndarray]:
    """The ids of each segment, without BOS: what the tokenizer gives, by one table look-up a character."""
    table = np.full(sys.maxunicode + 1, tokenizer.token_to_id(vocabularies.UNKNOWN), dtype=np.int64)
    for token, index in tokenizer.get_vocab().items():
        if len(token) == 1:
            table[ord(token)] = index
    encoded = [table[np.frombuffer(segment.encode("utf-32-le"), dtype=np.uint32)] for segment in segments]
    if encoded[0].tolist() != tokenizer.encode(segments[0], add_special_tokens=False).ids:
        raise ValueError("the tokenizer does not give one token for each character")
    return encoded


def _windows(text: Tensor, starts: np.ndarray) -> Tensor:
    """[BOS] and the CONTEXT characters from each start; [start, 1 + CONTEXT]."""
    rows = text[torch.from_numpy(starts)[:, None] + torch.arange(CONTEXT)]
    return torch.cat([torch.zeros(len(rows), 1, dtype=torch.int64), rows], dim=1)


def _loss(model: GPT2LMHeadModel, ids: Tensor) -> Tensor:
    """Mean loss in nats over every character of the windows, seen after those before it."""
    return functional.cross_entropy(model(ids[:, :-1]).logits.float().flatten(0, 1), ids[:, 1:].flatten())


MODELS = [
    CharDecoder(
        "char-en",
        "English",
        corpora.ENGLISH,
        held_out_every=50,
        thinned=16,
        characters_a_step=1024,
        optimisation=Optimisation(
            steps=40_000, rate=3e-3, warm_up=200, weight_decay=0.1, held=10_000, bfloat16=True
        ),
        sample_after="She did not ",
    ),
    CharDecoder(
        "char-he",
        "Hebrew",
        corpora.HEBREW,
        held_out_every=25,
        thinned=1,
        characters_a_step=2048,
        optimisation=Optimisation(
            steps=9_000, rate=3e-3, warm_up=200, weight_decay=0.1, held=3_000, muon_rate=0.02
        ),
        sample_after="ולא ידע ",
    ),
]
