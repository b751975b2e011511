"""Makes resources/texts/everyday-english/texts.csv and everyday-hebrew/texts.csv: `python scripts/texts/everyday.py CORPORA`.

About half of the English and five sixths of the Hebrew is written for this project (everyday-english.txt,
everyday-hebrew.txt beside this file); the others are
short plain sentences of the public-domain corpora that the bundled models were trained on, taken only from the segments
that were held out of every training (scripts/models/zoo/corpora.py). CORPORA is the folder of NAME.txt.xz.
Python's own library is enough.
"""

import csv
import hashlib
import re
import sys
from collections import Counter
from pathlib import Path

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parent / "models"))
from zoo import corpora  # noqa: E402

RESOURCES = HERE.parent.parent / "resources" / "texts"
SENTENCE = re.compile(r"[^.!?]+[.!?]+(?=\s|$)")
ABBREVIATION = re.compile(r"\b(?:Mr|Mrs|Messrs|Dr|St|Capt|Col|Rev|[A-Z])\.\s*$")

# --- English: one segment in 50 is held out of the training of char-en, bert-novel-tiny and the attn-only models. ---
ENGLISH_HELD_OUT = 50
ENGLISH_COUNT = 231
ENGLISH_SHAPE = re.compile(r"[A-Z][A-Za-z0-9',;: -]*[.?!]")
# Only words that are among the most frequent of the training text, so that sentences are plain.
ENGLISH_RANK = 2500
ENGLISH_NOT = set(
    "thee thou thy thine ye hath doth art hast shalt wilt unto upon hither thither whence ay aye nay oh ah sir ma'am "
    "madam lord lady god lordship ladyship squire mr mrs st dr miss master mistress servant servants slave slaves negro "
    "savage heathen white damned reckon ain't countenance methinks".split()
)
NEGATION = re.compile(r"\b(?:not|no|never|nobody|nothing|none|neither|nor|cannot)\b|n't\b", re.I)

# --- Hebrew: one segment in 25 is held out of the training of char-he. ---
HEBREW_HELD_OUT = 25
HEBREW_COUNTS = {"he_bialik_tchernichovsky_plain": ("poets", 60), "he_tanakh_plain": ("tanakh", 40)}
HEBREW_SHAPE = re.compile(r"[א-ת][א-ת ,;:]*[.?!]")
HEBREW_RANK = 7000
HEBREW_NOT = set(
    "יהוה אלהים הרג ויהרג דם דמו דמים ערות זונה נבלה מלחמה המלחמה חרב בחרב מת וימת וימתו מות מותי ארור לכפר שעיר "
    "מזבח הבעל חמור טפש נשים דמיו נפשו הוי אוי אהה הה הס בשר".split()
)

# A sentence of either language: words, and at most so many of one segment.
FEWEST, MOST = 4, 14
OF_A_SEGMENT = 3
LONGEST = 100


def order(sentence: str) -> str:
    """An order that has nothing to do with what a sentence says or where it stands."""
    return hashlib.sha256(f"everyday {sentence}".encode()).hexdigest()


def ranks(words: list[str]) -> dict[str, int]:
    return {word: rank for rank, (word, _) in enumerate(Counter(words).most_common())}


def sentences_of(segment: str) -> list[str]:
    """Those that begin a line or follow another sentence, and not "Mr."."""
    return [
        match.group().strip()
        for line in segment.split("\n")
        for match in SENTENCE.finditer(line)
        if not ABBREVIATION.search(line[: match.start()])
    ]


def thinned(segments: list[list[str]]) -> list[str]:
    """The first few of each segment, in `order`; no sentence twice."""
    kept = [sentence for found in segments for sentence in sorted(set(found), key=order)[:OF_A_SEGMENT]]
    return sorted(set(kept), key=order)


def english(folder: Path) -> list[str]:
    split = corpora.load(folder, ["en_19c_novels"], ENGLISH_HELD_OUT)
    words = re.compile(r"[a-z]+(?:'[a-z]+)?")
    # As they stand in lower case, so that names are rare.
    rank = ranks(re.findall(r"(?<![A-Za-z'])[a-z]+(?:'[a-z]+)?", "\n".join(split.training)))
    rank |= {word: 0 for word in ("i", "i'm", "i'll", "i've", "i'd")}

    def is_plain(sentence: str) -> bool:
        if not ENGLISH_SHAPE.fullmatch(sentence) or len(sentence) > LONGEST or "--" in sentence:
            return False
        tokens = sentence[:-1].split()
        if not FEWEST <= len(tokens) <= MOST or any(token.strip(",;:") in ("", "-") for token in tokens):
            return False
        # A quotation mark at the edge of a word, and names within the sentence.
        if re.search(r"(?:^|[^A-Za-z])'|'(?:[^A-Za-z]|$)", sentence):
            return False
        if any(token[0].isupper() and not re.match(r"I\b", token) for token in tokens[1:]):
            return False
        found = words.findall(sentence.lower())
        return all(rank.get(word, ENGLISH_RANK) < ENGLISH_RANK for word in found) and not ENGLISH_NOT & set(found)

    kept = thinned([[each for each in sentences_of(segment) if is_plain(each)] for segment in split.held_out])
    # A fifth are questions and a fifth negations, as far as there are so many.
    questions = [each for each in kept if each.endswith("?")][: ENGLISH_COUNT // 5]
    negations = [each for each in kept if NEGATION.search(each) and not each.endswith("?")][: ENGLISH_COUNT // 5]
    others = [each for each in kept if not NEGATION.search(each) and not each.endswith("?")]
    chosen = questions + negations
    return sorted(chosen + others[: ENGLISH_COUNT - len(chosen)], key=order)


def hebrew(folder: Path, name: str, count: int) -> list[str]:
    split = corpora.load(folder, [name], HEBREW_HELD_OUT)
    both = corpora.load(folder, corpora.HEBREW, HEBREW_HELD_OUT)
    # Segments are counted from the first of each corpus: what is held out here is held out there.
    assert set(split.held_out) <= set(both.held_out)
    words = re.compile(r"[א-ת]+")
    rank = ranks(words.findall("\n".join(both.training)))

    def is_plain(sentence: str) -> bool:
        if not HEBREW_SHAPE.fullmatch(sentence) or len(sentence) > LONGEST:
            return False
        tokens = words.findall(sentence)
        if not FEWEST <= len(tokens) <= MOST - 2:
            return False
        return all(rank.get(word, HEBREW_RANK) < HEBREW_RANK for word in tokens) and not HEBREW_NOT & set(tokens)

    segments = [[each for each in sentences_of(segment) if is_plain(each)] for segment in split.held_out]
    kept = sorted({each for found in segments for each in found}, key=order)
    return kept[:count]


def written(name: str) -> list[str]:
    return (HERE / f"{name}.txt").read_text("utf-8").splitlines()


def write(name: str, parts: list[tuple[str, list[str]]]) -> None:
    """The parts mixed, so that any beginning of the file has some of each."""
    rows = sorted(((text, label) for label, texts in parts for text in texts), key=lambda row: order(row[0]))
    assert len({text for text, _ in rows}) == len(rows), "a sentence is there twice"
    folder = RESOURCES / name
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "texts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(["text", "label"])
        writer.writerows(rows)
    print(name, len(rows), {label: len(texts) for label, texts in parts})


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    write("everyday-english", [("written", written("everyday-english")), ("novels", english(folder))])
    poems = [(label, hebrew(folder, name, count)) for name, (label, count) in HEBREW_COUNTS.items()]
    write("everyday-hebrew", [("written", written("everyday-hebrew")), *poems])
