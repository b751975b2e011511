"""The three kinds of tokenizer of the zoo, as tokenizer.json for transformers, in Python and JavaScript alike.

Decoders put BOS before every text, as they were trained (a token to rest attention on); the encoder has BERT's own
special tokens.
"""

from collections import Counter

from tokenizers import AddedToken, Regex, Tokenizer, decoders, models, normalizers, pre_tokenizers, processors, trainers

BOS = "<|bos|>"
UNKNOWN = "<|unk|>"
BERT_SPECIAL = ["[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]"]


def byte_level_bpe(texts: list[str], size: int) -> Tokenizer:
    """A byte-level BPE of `size` tokens with GPT-2's splitting into words; id 0 is BOS."""
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False)
    tokenizer.decoder = decoders.ByteLevel()
    alphabet = pre_tokenizers.ByteLevel.alphabet()
    trainer = trainers.BpeTrainer(
        vocab_size=size, special_tokens=[BOS], initial_alphabet=sorted(alphabet), show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    return _with_bos(tokenizer)


def characters(texts: list[str], least: int) -> Tokenizer:
    """One token for each character seen `least` times or more; ids 0 and 1 are BOS and the unknown character.

    A BPE without merges: it cuts a text into its characters and keeps the spaces, in every implementation of it.
    """
    counts = Counter[str]()
    for text in texts:
        counts.update(text)
    kept = sorted(character for character, count in counts.items() if count >= least)
    vocabulary = {token: index for index, token in enumerate([BOS, UNKNOWN, *kept])}
    tokenizer = Tokenizer(models.BPE(vocabulary, [], unk_token=UNKNOWN, fuse_unk=False))
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[\s\S]"), behavior="isolated")
    tokenizer.decoder = decoders.Fuse()
    tokenizer.add_special_tokens([AddedToken(token, special=True, normalized=False) for token in [BOS, UNKNOWN]])
    return _with_bos(tokenizer)


def word_piece(texts: list[str], size: int) -> Tokenizer:
    """BERT's lower-casing WordPiece, learned from `texts`, with `size` pieces."""
    tokenizer = Tokenizer(models.WordPiece(unk_token="[UNK]", max_input_chars_per_word=100))
    tokenizer.normalizer = normalizers.BertNormalizer(lowercase=True)
    tokenizer.pre_tokenizer = pre_tokenizers.BertPreTokenizer()
    tokenizer.decoder = decoders.WordPiece()
    trainer = trainers.WordPieceTrainer(
        vocab_size=size, special_tokens=BERT_SPECIAL, limit_alphabet=120, show_progress=False
    )
    tokenizer.train_from_iterator(texts, trainer)
    separators = [(token, tokenizer.token_to_id(token)) for token in ["[CLS]", "[SEP]"]]
    tokenizer.post_processor = processors.TemplateProcessing(
        single="[CLS] $A [SEP]", pair="[CLS] $A [SEP] $B:1 [SEP]:1", special_tokens=separators
    )
    return tokenizer


def _with_bos(tokenizer: Tokenizer) -> Tokenizer:
    bos = tokenizer.token_to_id(BOS)
    tokenizer.post_processor = processors.TemplateProcessing(
        single=f"{BOS} $A", pair=f"{BOS} $A {BOS}:1 $B:1", special_tokens=[(BOS, bos)]
    )
    return tokenizer
