"""What nobody sees or means in a cell: blanks around it, letters without ink, decomposed or wide letters."""

from __future__ import annotations

import re
from collections.abc import Callable
from unicodedata import normalize

_INVISIBLE = re.compile("[\u00ad\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
_OTHER_BLANK = re.compile("[\u00a0\u1680\u2000-\u200a\u202f\u205f\u3000]")
_APOSTROPHE = re.compile(r"^['’`]['’`\s]*")  # shown by Excel where one was typed before it
_FULL_WIDTH = re.compile("[\uff01-\uff5e]+")


def tidied(text: str, prose: bool) -> tuple[str, str]:
    """The text without it, and the code of the first thing that was taken away ("" for none).

    In prose, wide letters and an apostrophe at the beginning are somebody's own.
    """
    code = ""
    for name, tidy in _OF_PROSE if prose else _OF_DATA:
        tidier = tidy(text)
        if tidier != text:
            code, text = code or name, tidier
    return text, code


def _show(text: str) -> str:
    return _OTHER_BLANK.sub(" ", _INVISIBLE.sub("", text))


def _narrow(text: str) -> str:
    return _FULL_WIDTH.sub(lambda wide: normalize("NFKC", wide[0]), text)


def _compose(text: str) -> str:
    return normalize("NFC", text)


def _one_line_end(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n")


def _without_apostrophe(text: str) -> str:
    return _APOSTROPHE.sub("", text)


_Step = tuple[str, Callable[[str], str]]
_HIDDEN: _Step = ("hidden_letter", _show)
_WIDE: _Step = ("full_width", _narrow)
_COMPOSED: _Step = ("not_composed", _compose)  # after letters that stood between a letter and its mark are gone
_ENDS: tuple[_Step, ...] = (("line_end_in_cell", _one_line_end), ("blanks_around", str.strip))
_OF_PROSE: tuple[_Step, ...] = (_HIDDEN, _COMPOSED, *_ENDS)
_OF_DATA: tuple[_Step, ...] = (_HIDDEN, _WIDE, _COMPOSED, *_ENDS, ("apostrophe", _without_apostrophe))
