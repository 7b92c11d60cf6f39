"""The encodings of Vietnamese from before Unicode: what their bytes, seen as Windows-1252, mean."""

from __future__ import annotations

import re
import tomllib
from importlib.resources import files
from unicodedata import combining, normalize

# Every byte as one character: Windows-1252, and the five that it leaves open as the control characters they were.
WESTERN = "".join(bytes([byte]).decode("cp1252", "ignore") or chr(byte) for byte in range(256))
BYTES = {letter: byte for byte, letter in enumerate(WESTERN)}

_RAW = tomllib.loads(files(__package__).joinpath("legacy.toml").read_text(encoding="utf-8"))


def western(content: bytes) -> str:
    """Bytes as the letters that a program shows which knows nothing but Windows-1252; one a byte."""
    return content.decode("latin-1").translate(_WESTERN)


_WESTERN = dict(enumerate(WESTERN))


def from_tcvn3(text: str) -> str:
    """What TCVN3 bytes seen as Windows-1252 mean: `Qu¶ng Ninh` is Quảng Ninh.

    Fonts drew the capitals with tones from the bytes of the small letters, so QU¶NG comes as QUảNG: a letter among
    capitals is made one.
    """
    return _WORD.sub(lambda word: _capitals(word[0]), normalize("NFC", text.translate(_TCVN3)))


_TCVN3 = {ord(WESTERN[0xA0 + at]): letter for at, letter in enumerate(_RAW["tcvn3"])}
_WORD = re.compile(r"[^\W\d_]+")
_CERTAIN_CAPITALS = 2


def _capitals(word: str) -> str:
    small = [letter for letter in word if letter.islower()]
    certain = len(word) - len(small) >= _CERTAIN_CAPITALS and not any(letter.isascii() for letter in small)
    return word.upper() if certain else word


def from_vni(text: str) -> str:
    """What VNI bytes seen as Windows-1252 mean: `Quaûng Ninh` is Quảng Ninh."""
    return _VNI.sub(_vni_letter, text)


_MARKS: dict[str, str] = _RAW["vni"]["marks"]
_LETTERS: dict[str, str] = _RAW["vni"]["letters"]
_LETTERS |= {old.upper(): new.upper() for old, new in _LETTERS.items()}
_VNI = re.compile(
    rf"(?P<base>[aeouyôö])(?P<marks>[{''.join(_MARKS)}])|(?P<letter>[{''.join(_LETTERS)}])", re.IGNORECASE
)


def _vni_letter(match: re.Match[str]) -> str:
    base, letter = match["base"], match["letter"]
    if letter:
        return _LETTERS[letter]
    composed = normalize("NFC", _LETTERS.get(base, base) + _MARKS[match["marks"].lower()])
    if combining(composed[-1]):  # no such letter (an e with a breve): the second byte was none of its marks
        return _LETTERS.get(base, base) + _LETTERS.get(match["marks"], match["marks"])
    return composed
