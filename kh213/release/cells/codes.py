"""Codes: words of a closed list, codes of the table itself, and codes of another one, as offices write them."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cached_property
from importlib.resources import files

from kh213.model.search import accented, fold
from kh213.release.cells.found import Found
from kh213.release.schema import Column

_SPOKEN: Mapping[str, Mapping[str, list[str]]] = tomllib.loads(
    files(__package__).joinpath("spoken.toml").read_text(encoding="utf-8")
)
_NEAR = 0.8
_OFFERED = 4
_LIST_MARK = re.compile(r"\s*[;,|/\n]\s*")
_DIGITS = re.compile(r"([A-Za-z]*)([0-9]+)")
_TAIL = re.compile(r"\.0+$")  # 193.0 is what becomes of 193 on its way through a table of numbers
_LONGEST_CODE = 5
_NAMES = ("name_vi", "name_en", "short_name_vi", "short_name_en", "title")
_AREA_TYPE = re.compile(r"(?:thanh pho|thi xa|thi tran|dac khu|huyen|phuong|tinh|xa|tp|tx|tt|h|p|x) ")


@dataclass(frozen=True)
class Codes:
    """The codes of a column, and the rows that hold them, to tell what a wrong one may have been meant as."""

    table: str
    column: str
    rows: Sequence[Mapping[str, str]]

    @cached_property
    def known(self) -> frozenset[str]:
        return frozenset(row[self.column] for row in self.rows)

    def all_known(self, text: str, many: bool) -> bool:
        """Whether a code is known, or where `many`, every code of a list."""
        return self.known.issuperset(text.split(";")) if many else text in self.known

    @cached_property
    def by_name(self) -> Mapping[str, list[Mapping[str, str]]]:
        named: dict[str, list[Mapping[str, str]]] = {}
        for row in self.rows:
            for key in {key for column in _NAMES for key in _keys(self.table, row.get(column, "")) if key}:
                named.setdefault(key, []).append(row)
        return named


def why_not_in_list(column: Column, text: str) -> Found | None:
    """Which word of a column's closed list was meant; None: no idea."""
    same = [word for word in column.enum if word.casefold() == text.casefold()]
    if same:
        return Found("other_case", same[0], same[0])
    spoken = _SPOKEN.get(column.name, {})
    said = [word for word, ways in spoken.items() if text.casefold() in ways]
    if said:
        return Found("word_for_code", said[0])
    near = get_close_matches(text.casefold(), column.enum, 1, _NEAR)
    return Found("near_word", near[0]) if near else None


def why_not_a_code(pattern: re.Pattern[str], text: str) -> Found | None:
    """What a code of the table itself was meant as, by the form that it must have; None: no idea."""
    near = [code for code in _written_otherwise(text) if pattern.fullmatch(code)]
    if near:
        return Found("near_code", near[0])
    padded = [code for code in _padded(text) if pattern.fullmatch(code)]
    return Found("lost_zero", padded[0]) if padded else None


def why_not_a_list(text: str) -> Found | None:
    """`a, b;` for `a;b`: codes hold no mark that could stand between them."""
    parts = [part for part in _LIST_MARK.split(text) if part]
    tidy = ";".join(parts)
    return Found("list_marks", tidy, tidy) if parts and tidy != text and all(map(_codelike, parts)) else None


def why_unknown(codes: Codes, text: str, many: bool, compare: bool = True) -> Found:
    """What a code that the other table does not hold was meant as: a name, a code that lost its zero, a near one.

    `many` where the text is a list of codes; `compare` False leaves out comparing letter by letter, which is slow.
    """
    parts = text.split(";") if many else [text]
    meant = {part: _why_unknown(codes, part, compare) for part in parts if part not in codes.known}
    if len(parts) == 1:
        return meant[text]
    if all(found.code in {"lost_zero", "near_code"} for found in meant.values()):
        return Found("near_code", ";".join(meant[part].expected if part in meant else part for part in parts))
    return Found("unknown_in_list", ", ".join(f"“{part}”" for part in meant))


def _why_unknown(codes: Codes, text: str, compare: bool) -> Found:
    named = _named(codes, text)
    if named:
        return Found("name_for_code", "; ".join(_told(codes, row) for row in named[:_OFFERED]))
    otherwise = [code for code in _written_otherwise(text) if code in codes.known]
    if otherwise:
        return Found("near_code", otherwise[0])
    padded = [code for code in _padded(text) if code in codes.known]
    if padded:
        return Found("lost_zero", padded[0])
    near = get_close_matches(text, _comparable(codes, text), 1, _NEAR) if compare else []
    return Found("near_code", near[0]) if near else Found("unknown_code", codes.table)


def _comparable(codes: Codes, text: str) -> list[str]:
    """The codes that may be near a text: a number with a digit more is another number."""
    return sorted(code for code in codes.known if not text.isdecimal() or len(code) == len(text))


def _codelike(text: str) -> bool:
    return bool(re.fullmatch(r"[A-Za-z0-9.-]+", text))


def _padded(text: str) -> list[str]:
    match = _DIGITS.fullmatch(_TAIL.sub("", text))
    if not match:
        return []
    return [match[1] + match[2].zfill(width) for width in range(len(match[2]) + 1, _LONGEST_CODE + 1)]


def _written_otherwise(text: str) -> list[str]:
    joined = re.sub(r"[\s_‐‑–—]+", "-", text)
    bare = re.sub(r"[\s-]+", "", _TAIL.sub("", text))
    return [each for form in (text, joined, bare) for each in (form, form.lower(), form.upper())]


def _named(codes: Codes, text: str) -> list[Mapping[str, str]]:
    """The rows that a text names; those that have its very diacritics before the others."""
    rows = next((codes.by_name[key] for key in _keys(codes.table, text) if key in codes.by_name), [])
    exact = [row for row in rows if any(accented(text) in accented(row.get(column, "")) for column in _NAMES)]
    return exact or rows


def _keys(table: str, name: str) -> list[str]:
    """A name without diacritics, for areas also without their type."""
    whole = fold(name)
    bare = _AREA_TYPE.sub("", whole, count=1) if table == "areas" and _AREA_TYPE.match(whole) else whole
    return list(dict.fromkeys((whole, bare)))


def _told(codes: Codes, row: Mapping[str, str]) -> str:
    """`06652 (Phường Hà Tu, 2025-07-01 –)`: a code is given out again, so an area comes with its days."""
    days = [row["valid_from"], "–", row["valid_to"]] if row.get("valid_from") or row.get("valid_to") else []
    span = " ".join(day for day in days if day)
    name = row.get("name_vi") or row.get("title", "")
    return f"{row[codes.column]} ({name}{', ' + span if span else ''})"
