"""Whether text reads as Vietnamese: every word of it is a syllable, and there are few."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache
from itertools import islice
from typing import NamedTuple
from unicodedata import normalize

_TONES = "\u0300\u0301\u0303\u0309\u0323"
_SMALL = [normalize("NFC", vowel + tone) for vowel in "aăâeêioôơuưy" for tone in ("", *_TONES)] + ["đ"]
TONED = "".join(letter for letter in _SMALL if any(tone in normalize("NFD", letter) for tone in _TONES))
LETTERS = frozenset(letter for small in _SMALL for letter in (small, small.upper()) if not letter.isascii())

_OPEN = "ai|ao|au|ay|âu|ây|eo|êu|iu|oi|ôi|ơi|ui|ưi|ưu"  # nothing follows these, and the tone is on their first letter
_SYLLABLE = re.compile(
    r"(b|ch?|d|đ|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu?|r|s|th?|tr|v|x|kr|br|z|f)?"
    rf"(?:(?:{_OPEN}|oai|oao|oay|oeo|uây|uôi|uya|uyu|ươi|ươu|iêu|yêu|ia|ua|ưa|uê|uơ)"
    r"|(?:a|ă|â|e|ê|i|o|ô|ơ|u|ư|y|iê|yê|oa|oă|oe|oo|uâ|uô|uy|uyê|ươ|uê|uơ)(?:ch?|k|m|ngh?|nh?|ng|p|t)?)"
)
_ENDS_OPEN = re.compile(f"(?:{_OPEN})$")


@lru_cache(maxsize=20_000)
def is_syllable(word: str) -> bool:
    """Whether a word could be Vietnamese: onset, vowel, coda, at most one tone, on a letter that can carry it."""
    parts = normalize("NFD", word.lower())
    tones = sum(parts.count(tone) for tone in _TONES)
    bare = normalize("NFC", "".join(part for part in parts if part not in _TONES))
    if tones > 1 or not _SYLLABLE.fullmatch(bare):
        return False
    return not (tones and parts[-1] in _TONES and _ENDS_OPEN.search(bare))


class Share(NamedTuple):
    """How many of the words that are not plain ASCII were looked at, and how many of these are Vietnamese."""

    words: int
    vietnamese: int

    @property
    def share(self) -> float:
        return self.vietnamese / self.words if self.words else 0.0


# Words are what stands between blanks, digits and ASCII marks: the bytes of old encodings look like signs, not letters.
ODD_WORD = re.compile(r"[^\s!-@\[-`{-~]*[^\s\x00-\x7f][^\s!-@\[-`{-~]*")
_ABBREVIATION = re.compile(r"[A-ZĐ]{2,6}")  # QĐ, HĐND
AROUND = "“”‘’–—…•«»·§©®°º²³±×÷≥≤₂\u00ad"


def vietnamese(text: str, most: int = 400) -> Share:
    """Judges the first `most` words that have a letter beyond ASCII, signs around them left aside."""
    words = (found[0].strip(AROUND) for found in ODD_WORD.finditer(text))
    return _judged(islice((word for word in words if not word.isascii()), most))


def _judged(words: Iterable[str]) -> Share:
    verdicts = [is_syllable(word) or bool(_ABBREVIATION.fullmatch(word)) for word in words]
    return Share(len(verdicts), sum(verdicts))
