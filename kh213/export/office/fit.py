"""Whether a text fits into a box of a slide, before anyone opens it: slides do not shrink text when they are written.

Widths are those of Helvetica (Adobe's AFM files), which Arial and Liberation Sans share; a letter with marks is as wide
as the letter.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

_WIDTHS = {  # in thousandths of the size
    191: "'", 222: "ijl’‘", 260: "|", 278: " !,./:;I[]ft\\\u00a0·", 333: "()-r`“”", 355: '"', 389: "*",
    500: "Jckszvxy", 556: "0123456789abdeghnopquL#$_?–ư", 584: "+<=>~−", 611: "FTZ", 667: "ABEKPSVXY&ơ",
    722: "CDHNRUwĐ", 778: "GOQ", 833: "mM", 889: "%", 944: "W", 1000: "…—",
}  # fmt: skip
_OF = {letter: width for width, letters in _WIDTHS.items() for letter in letters} | {"đ": 556, "Ư": 800, "Ơ": 860}
_WIDEST = 1000
_BOLD = 1.08  # how much wider bold type may run
_AIR = 1.03
LEADING = 1.22  # of the size, from line to line: what PowerPoint takes for Arial, and LibreOffice nearly
GAP = 0.35  # of the size, between paragraphs


def width(text: str, size: float, *, bold: bool = False) -> float:
    """Of one line, in points."""
    total = sum(_letter(letter) for letter in unicodedata.normalize("NFC", text))
    return total * size / 1000 * (_BOLD if bold else 1) * _AIR


def _letter(letter: str) -> int:
    found = _OF.get(letter)
    if found is None:
        horned = unicodedata.normalize("NFD", letter)
        base = unicodedata.normalize("NFC", horned[0] + "\u031b") if "\u031b" in horned else horned[0]
        found = _OF.get(base, _WIDEST)
    return found


def lines(text: str, across: float, size: float, *, bold: bool = False) -> int:
    """How many lines a text takes in a box so many points wide; a word longer than a line goes over several."""
    count = 0
    for paragraph in text.split("\n"):
        room = 0.0
        count += 1
        for word in paragraph.split():
            wide = width(word, size, bold=bold)
            space = width(" ", size, bold=bold) if room else 0.0
            if room and room + space + wide > across:
                count, room, space = count + 1, 0.0, 0.0
            extra = int(wide // across)
            count, room = count + extra, room + space + wide - extra * across
    return count


def height(texts: Iterable[str], across: float, size: float, *, bold: bool = False) -> float:
    """Of several paragraphs, in points."""
    counts = [lines(text, across, size, bold=bold) for text in texts]
    return (sum(counts) * LEADING + max(len(counts) - 1, 0) * GAP) * size


def fitted(
    texts: Iterable[str], across: float, down: float, sizes: Iterable[float], *, bold: bool = False
) -> tuple[tuple[str, ...], float]:
    """The texts with the largest size at which they fit; at the smallest one the last ones are cut, and end in "…"."""
    kept = list(texts)
    size = 0.0
    for size in sizes:
        if height(kept, across, size, bold=bold) <= down:
            return tuple(kept), size
    while kept and height(kept, across, size, bold=bold) > down:
        shorter = kept[-1].rstrip("…").rpartition(" ")[0]
        kept[-1:] = [shorter + "…"] if shorter else []
    return tuple(kept), size
