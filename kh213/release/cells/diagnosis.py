"""What is wrong inside a cell, and why: the rules of its column first, then what an office may have meant by it."""

from __future__ import annotations

import re

from kh213.release.cells import codes, days, numbers, spans
from kh213.release.cells.constraints import breach, is_prose
from kh213.release.cells.found import Found
from kh213.release.cells.letters import meant, small_beginnings, stray_words
from kh213.release.cells.tidy import tidied
from kh213.release.schema import Column

_COUNTS = {"numerator", "denominator"}
_BEYOND_LIMITS = {"too_small", "too_large"}  # a number all the same: there is nothing to explain

_CONTROL = re.compile(r"[\x00-\x09\x0b-\x1f\x7f-\x9f]")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—−", "-"))
_ERROR = re.compile(r"#(DIV/0!|N/A|REF!|VALUE!|NAME\?|NULL!|NUM!|SPILL!|CALC!|GETTING_DATA|#+)", re.IGNORECASE)
_FORMULA = re.compile(r"=.|@\w|[+-]+[(A-Za-z]", re.DOTALL)
_FORMULA_IN_PROSE = re.compile(r"[=@]")
_FOR_NOTHING_IN_PROSE = frozenset({"-", "–", "—", "--", "...", "…", "n/a", "null", "nan"})
_FOR_NOTHING = _FOR_NOTHING_IN_PROSE | {"---", ".", "/", "\\", "?", ";", "x", "na", "n.a.", "none", "nil", "không"} | {
    "không có", "chưa có", "không có số liệu", "chưa có số liệu", "không áp dụng", "trống"
}  # fmt: skip
_HOST = re.compile(r"[a-z0-9-]+(\.[a-z0-9-]+)+(/\S*)?", re.IGNORECASE)


def diagnose(column: Column, text: str, typed_only: bool = False) -> Found | None:
    """Why a cell of a column is not in order, and what was meant by it; None where it is in order.

    A code of another table is judged by its form only. With `typed_only`, nothing is said of what can be read as it
    stands: letters in prose, and counts that may be thousands.
    """
    if not text:
        return _missing(column) if column.required else None
    broken = breach(column, text)
    if broken:
        return broken if broken.code in _BEYOND_LIMITS else _explained(column, text, broken)
    if typed_only:
        return None
    if is_prose(column):
        return _prose_fault(column, text)
    if column.format == "uri":
        return _address_fault(text)
    return numbers.two_readings(text) if column.name in _COUNTS else None


def plain(column: Column, text: str) -> str:
    """The text without what nobody sees or means in it (tidy.py)."""
    return tidied(text, is_prose(column))[0]


def _missing(column: Column) -> Found:
    return Found("missing_choice", ", ".join(column.enum)) if column.enum else Found("missing")


def _explained(column: Column, text: str, broken: Found) -> Found:
    unbroken = _mojibake(column, text)
    if unbroken and not breach(column, unbroken.expected):
        return unbroken
    tidy, code = tidied(text, prose=False)
    if not tidy:
        return _missing(column) if column.required else Found(code, "", "")
    if not breach(column, tidy):
        return Found(code, tidy, tidy)
    found = _no_value(column, tidy) or _wrong_letters(column, tidy) or _other_dash(column, tidy) or _meant(column, tidy)
    if found is None:
        return broken
    return found._replace(mended=None) if found.mended and breach(column, found.mended) else found


def _no_value(column: Column, text: str) -> Found | None:
    """Something that stands where a value should: an error of the spreadsheet, a formula, a word for nothing."""
    if _ERROR.fullmatch(text):
        return Found("error_cell")
    if _FORMULA.match(text):
        return Found("formula")
    return Found("word_for_nothing") if text.lower() in _FOR_NOTHING and not column.enum else None


def _mojibake(column: Column, text: str) -> Found | None:
    """Letters of UTF-8 read as others, looked for before anything is tidied: à ends in what is then a hard blank."""
    damaged = None if column.format == "uri" else meant(text)
    if damaged is None or damaged.code != "mojibake":
        return None
    return Found(damaged.code, damaged.text, plain(column, damaged.text))


def _wrong_letters(column: Column, text: str) -> Found | None:
    damaged = None if column.format == "uri" else meant(text)
    if damaged:
        return _mojibake(column, text) or Found(damaged.code, damaged.text)
    if _CONTROL.search(text):
        return Found("control_letter", _CONTROL.sub("", text.replace("\t", " ")))
    return Found("line_break") if "\n" in text and not column.list_of and not is_prose(column) else None


def _other_dash(column: Column, text: str) -> Found | None:
    dashed = text.translate(_DASHES)
    return Found("other_dash", dashed, dashed) if dashed != text and not breach(column, dashed) else None


def _meant(column: Column, text: str) -> Found | None:
    """What a text was meant as, by what its column holds."""
    if column.enum:
        return codes.why_not_in_list(column, text)
    if column.list_of:
        return codes.why_not_a_list(text)
    match column.format or column.type:
        case "number" | "integer":
            return numbers.why_not_a_number(text, whole=column.type == "integer")
        case "day" | "date":
            return days.why_not_a_day(text, whole=column.type == "date")
        case "period":
            return spans.why_not_a_period(text)
        case "uri":
            return Found("address_without_http", f"https://{text}") if _HOST.fullmatch(text) else None
    return codes.why_not_a_code(column.pattern, text) if column.pattern else None


def _prose_fault(column: Column, text: str) -> Found | None:
    broken = _mojibake(column, text)
    if broken:
        return broken
    tidy, code = tidied(text, prose=True)
    untidy = Found(code, tidy, tidy) if code else None
    if not tidy:
        return Found("missing") if column.required else untidy
    found = _no_prose(tidy) or _wrong_letters(column, tidy) or untidy
    return found or _odd_in_prose(tidy)


def _odd_in_prose(text: str) -> Found | None:
    """What may stand as it is, and should be looked at."""
    if text[0] in "+-":
        return Found("sign_before_text")
    strays = stray_words(text)
    if strays:
        return Found("old_font_word", ", ".join(f"{old} → {new}" for old, new in strays.items()))
    small = small_beginnings(text)
    return Found("capital_lost", ", ".join(small)) if small else None


def _address_fault(text: str) -> Found | None:
    tidy, code = tidied(text, prose=False)
    return Found(code, tidy, tidy) if code else None


def _no_prose(text: str) -> Found | None:
    if _ERROR.fullmatch(text):
        return Found("error_cell")
    if _FORMULA_IN_PROSE.match(text):
        return Found("formula")
    return Found("word_for_nothing") if text.lower() in _FOR_NOTHING_IN_PROSE else None
