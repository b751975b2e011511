"""The text that the zoo is trained on, cut into training text and held-out text.

A corpus is cut at line ends into segments of about 8,192 characters; every n-th segment is held out. So the held-out
text comes from all over the corpus (every novel of the novels has some), never from the training text itself, and the
segments are the units that intervals resample.
"""

import hashlib
import lzma
import re
from dataclasses import dataclass
from pathlib import Path

SEGMENT_CHARACTERS = 8192
ENGLISH = ["en_19c_novels", "en_world_english_bible", "en_wordnet_glosses"]
HEBREW = ["he_bialik_tchernichovsky_plain", "he_tanakh_plain"]


@dataclass(frozen=True)
class Split:
    """Segments of text: those to learn from and those to measure on; and the sha256 of each unpacked corpus."""

    training: list[str]
    held_out: list[str]
    sha256: dict[str, str]

    def describe(self) -> dict:
        """Sizes and hashes, for evaluation.json."""
        return {
            "corpora_sha256": self.sha256,
            "segment_characters": SEGMENT_CHARACTERS,
            "training_segments": len(self.training),
            "training_characters": sum(map(len, self.training)),
            "held_out_segments": len(self.held_out),
            "held_out_characters": sum(map(len, self.held_out)),
        }


def load(folder: Path, names: list[str], every: int, thinned: int = 1) -> Split:
    """The corpora `names` of a folder of NAME.txt.xz (UTF-8), one after the other; every `every`-th segment held out.

    Of the others one in `thinned` is for training: what trains on a few million tokens need not read more.
    """
    training, held_out, digests = [], [], {}
    for name in names:
        data = lzma.decompress((folder / f"{name}.txt.xz").read_bytes())
        digests[name] = hashlib.sha256(data).hexdigest()
        for index, segment in enumerate(_segments(_tidy(data.decode("utf-8")))):
            (held_out if index % every == every // 2 else training).append(segment)
    return Split(training[::thinned], held_out, digests)


def _tidy(text: str) -> str:
    """No spaces at the ends of lines, no runs of spaces, at most one empty line."""
    text = re.sub(r"[^\S\n]+", " ", text)
    text = re.sub(r" ?\n ?", "\n", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip() + "\n"


def _segments(text: str) -> list[str]:
    """Cuts at the first line end after every SEGMENT_CHARACTERS; a short remainder joins the last segment."""
    cuts, at = [0], 0
    while at + 2 * SEGMENT_CHARACTERS < len(text):
        end = text.find("\n", at + SEGMENT_CHARACTERS)
        if end < 0:
            break
        at = end + 1
        cuts.append(at)
    return [text[start:end] for start, end in zip(cuts, [*cuts[1:], len(text)]) if start < end]
