"""Bytes to letters: the encoding of a file, and letters inside a cell that are not those that were written."""

from __future__ import annotations

import re
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple
from unicodedata import normalize

from kh213.release.cells.legacy import BYTES, WESTERN, from_tcvn3, from_vni, western
from kh213.release.cells.syllables import AROUND, LETTERS, ODD_WORD, TONED, is_syllable, vietnamese


class Letters(NamedTuple):
    """The text of a file. `code` is what must be said of its encoding, if anything; `found` and `expected` are the
    first words that show it, as they stand and as they were read."""

    text: str
    code: str | None = None
    found: str = ""
    expected: str = ""


def decoded(content: bytes) -> Letters | None:
    """The text of a file in whatever encoding it is; None where it is not text. Line ends are left alone."""
    for mark, encoding, code in _MARKS:
        if content.startswith(mark):
            text = content[len(mark) :].decode(encoding, "replace")
            return None if "\0" in text else Letters(text, code)
    if b"\0" in content:
        return _unmarked_utf16(content)
    try:
        return Letters(content.decode("utf-8"))
    except UnicodeDecodeError:
        return _undeclared(content)


_MARKS = (
    (BOM_UTF8, "utf-8", "byte_order_mark"),
    (BOM_UTF16_LE, "utf-16-le", "utf_16"),
    (BOM_UTF16_BE, "utf-16-be", "utf_16"),
)


def _unmarked_utf16(content: bytes) -> Letters | None:
    """Half of a CSV is commas, digits and codes: in UTF-16 their other byte is 0, always on the same side."""
    encoding = "utf-16-le" if content[1::2].count(0) > content[::2].count(0) else "utf-16-be"
    try:
        text = content.decode(encoding)
    except UnicodeDecodeError:
        return None
    plain = sum(letter.isascii() for letter in text)
    return Letters(text, "utf_16") if "\0" not in text and plain * 2 > len(text) else None


def _undeclared(content: bytes) -> Letters:
    """Text that is not UTF-8, in the encoding that makes Vietnamese of it."""
    broken = content.decode("utf-8", "replace")
    if broken.count("\ufffd") * 4 < sum(not letter.isascii() for letter in broken):
        return Letters(broken)  # UTF-8 with a few letters cut in two: each is to be reported at its cell
    seen = western(content)
    if _is_lossy(seen):
        return Letters(seen, "letters_lost", western(_first_words(content)))
    texts = {code: read(content) for code, read in _ENCODINGS.items()}
    shares = {code: vietnamese(text).share for code, text in texts.items()}
    code = max(shares, key=lambda each: shares[each])
    words = _first_words(content)
    if shares[code] < _CERTAIN:
        return Letters(seen, "letters_unknown", western(words))
    return Letters(texts[code], code, western(words), _ENCODINGS[code](words))


def _is_lossy(seen: str) -> bool:
    """Whether question marks stand for letters all over: what the “CSV” of Excel makes of Vietnamese.

    What is left reads as Vietnamese in more than one encoding, so that none may be taken for it.
    """
    text = _ADDRESS.sub("", seen)
    return len(_LOST.findall(text)) * _OFTEN > len(ODD_WORD.findall(text))


_ADDRESS = re.compile(r"\w+://\S*")
_OFTEN = 4  # one word in so many


def _windows(content: bytes) -> str:
    return normalize("NFC", content.decode("cp1258", "replace"))


_ENCODINGS: Mapping[str, Callable[[bytes], str]] = {
    "letters_windows": _windows,
    "letters_tcvn3": lambda content: from_tcvn3(western(content)),
    "letters_vni": lambda content: from_vni(western(content)),
}
_CERTAIN = 0.8  # the other words are names from elsewhere


def _first_words(content: bytes) -> bytes:
    """The first cell that has a letter beyond ASCII, or the beginning of it."""
    odd = re.search(rb"[^,;\t|\"\r\n]*[\x80-\xff][^,;\t|\"\r\n]*", content)
    return odd[0].strip()[:80] if odd else b""


class Meant(NamedTuple):
    """What a cell was before its letters were damaged; `text` is "" where nobody can know."""

    code: str
    text: str


@lru_cache(maxsize=4_000)
def meant(text: str) -> Meant | None:
    """What stood in a cell whose letters were read in a wrong encoding and saved so; None where it is in order.

    `mojibake`: UTF-8 read as Windows-1252 (Quáº£ng); `letters_tcvn3`, `letters_vni`: text that is right only in an old
    font (Qu¶ng, Quaûng); `letters_lost`: replaced by question marks or by the sign for an unreadable letter.
    """
    if _LOST.search(text) and "://" not in text:
        return Meant("letters_lost", "")
    if text.isascii():
        return None
    whole = _unbroken(text)
    return Meant("mojibake", whole) if whole != text else _old_font(text)


_LOST = re.compile(r"\ufffd|[^\W\d_]\?(?: [a-z]|[^\W\d_])")  # what is asked ends in a question mark, then a capital
_TIMES = 3  # a file may have been opened and saved wrongly more than once


def _unbroken(text: str) -> str:
    for _ in range(_TIMES):
        whole = _SEQUENCE.sub(_certain_letter, text)
        if whole != text:  # what is broken in one place is so in all: a BÃ and a blank, before i, are Bài
            whole = _SEQUENCE.sub(_one_letter, text)
        if whole == text:
            break
        text = whole
    return text


# A letter in UTF-8 is a byte from C2 and one from 80 to BF, or one from E0 and two. Windows-1258 has Ă at C3.
_NEXT = f"[{re.escape(WESTERN[0x80:0xC0])}]"
_SEQUENCE = re.compile(rf"[{WESTERN[0xC2:0xE0]}Ă]{_NEXT}|[{WESTERN[0xE0:0xF0]}]{_NEXT}{{2}}")
_DAMAGED = BYTES | {"Ă": 0xC3}
_MADE_OF_IT = LETTERS | set(WESTERN[0x80:]) | set("\u0300\u0301\u0302\u0303\u0306\u0309\u031b\u0323\ufeff")
_CAPITALS, _AFTER_A_WORD = set("ÃĂÂ"), set("\u00a0“”‘’„…–—«»")


def _certain_letter(match: re.Match[str]) -> str:
    letters = match[0]
    before = match.string[match.start() - 1 : match.start()]
    may_be_a_word = letters[0] in _CAPITALS and letters[1] in _AFTER_A_WORD and not before.islower()
    return letters if may_be_a_word else _one_letter(match)  # “XÃ” is a word between quotes; lÃ” is not


def _one_letter(match: re.Match[str]) -> str:
    letters = match[0]
    try:
        meant_letter = bytes(_DAMAGED[letter] for letter in letters).decode("utf-8")
    except UnicodeDecodeError:
        return letters
    return meant_letter if meant_letter in _MADE_OF_IT else letters


_FONTS: Mapping[str, Callable[[str], str]] = {"letters_tcvn3": from_tcvn3, "letters_vni": from_vni}
_IN_ORDER = 0.5


def _old_font(text: str) -> Meant | None:
    if vietnamese(text).share > _IN_ORDER or not any(map(_telling, ODD_WORD.findall(text))):
        return None
    readings = {code: read(text) for code, read in _FONTS.items()}
    code = max(readings, key=lambda each: vietnamese(readings[each]).share)
    return Meant(code, readings[code]) if vietnamese(readings[code]).share >= _CERTAIN else None


def stray_words(text: str) -> Mapping[str, str]:
    """The words of an old font in a text that is otherwise in order, each with its likely reading: Qu¶ng is Quảng."""
    if text.isascii():
        return {}
    words = dict.fromkeys(word.strip(AROUND) for word in ODD_WORD.findall(text))
    return {word: reading for word in words if _telling(word) and (reading := _stray(word))}


# Signs that no language writes inside a word, and a capital of TCVN3 behind a small letter: kÕ is kế.
_INSIDE = re.compile(r"[^\W\d_][¡¢£¤¥¦¨ª«¬®¯µ¶¸¹»¼½¾]+[^\W\d_]")
_SMALL_BEFORE_CAPITAL = re.compile(r"[a-z](?=[^\x00-\x7f])(?!đ)[À-ÖØ-Þ]")


def _stray(word: str) -> str | None:
    if is_syllable(word) and not _SMALL_BEFORE_CAPITAL.search(word):
        return None
    readings = [read(word) for read in _FONTS.values()]
    sure = next((reading for reading in readings if reading != word and is_syllable(reading)), None)
    return sure or (readings[0] if _INSIDE.search(word) else None)


_SENTENCE = re.compile(rf"(?:^|[.!?]\s+)([{TONED}]\w*)")
_WITH_A_TONE = re.compile(rf"\b[{TONED}]\w*")


def small_beginnings(text: str) -> list[str]:
    """The first words of sentences that begin with a small letter with a tone: TCVN3 has no capital for it."""
    return [] if text.isascii() else list(dict.fromkeys(_SENTENCE.findall(text)))


def without_capitals(texts: Iterable[str]) -> list[str]:
    """Every word of texts read from TCVN3 that may have had a capital."""
    return list(dict.fromkeys(word for text in texts if not text.isascii() for word in _WITH_A_TONE.findall(text)))


def _telling(word: str) -> bool:
    """Whether it is a word at all: not ©, m², 5 µm."""
    bare = word.strip(AROUND)
    return not bare.isascii() and not bare.startswith("µ") and any(letter.isascii() for letter in bare)
