"""What a worksheet says besides its values: formulas, merged cells, what is hidden. Read from the file itself."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import unescape
from posixpath import join, normpath
from typing import NamedTuple
from xml.etree.ElementTree import Element
from zipfile import ZipFile

from openpyxl.utils.cell import coordinate_to_tuple
from openpyxl.xml.functions import fromstring

_FORMULA = re.compile(
    rb'<(?:\w+:)?c\s[^>]*?\br="([A-Z]+[0-9]+)"[^>]*>\s*<(?:\w+:)?f\b[^>]*?(?:/>|>([^<]*)<)',
)
_MERGED = re.compile(rb'<(?:\w+:)?mergeCell\s[^>]*?\bref="([A-Z]+[0-9]+):([A-Z]+[0-9]+)"')
_HIDDEN_ROW = re.compile(rb'<(?:\w+:)?row\s(?=[^>]*\bhidden="(?:1|true)")[^>]*?\br="([0-9]+)"')
_HIDDEN_COLUMNS = re.compile(
    rb'<(?:\w+:)?col\s(?=[^>]*\bhidden="(?:1|true)")(?=[^>]*\bmin="([0-9]+)")(?=[^>]*\bmax="([0-9]+)")'
)


class Merged(NamedTuple):
    """Cells made one: only the first of them holds anything."""

    name: str
    top: int
    bottom: int
    left: int
    right: int


@dataclass(frozen=True, slots=True)
class Layout:
    """Rows and columns are counted from 1; a formula stands at (row, column); hidden columns are spans."""

    formulas: Mapping[tuple[int, int], str]
    merged: tuple[Merged, ...]
    hidden_rows: tuple[int, ...]
    hidden_columns: tuple[tuple[int, int], ...]
    rows: int  # written in the file, to tell how far reading is


def layouts(archive: ZipFile) -> dict[str, Layout]:
    """The layout of each worksheet by its name. Raises what a broken archive raises: KeyError, ValueError, ParseError."""
    return {name: _layout(archive.read(path)) for name, path in _paths(archive)}


def _paths(archive: ZipFile) -> Iterator[tuple[str, str]]:
    targets = {
        each.get("Id", ""): each.get("Target", "")
        for each in fromstring(archive.read("xl/_rels/workbook.xml.rels"))
        if each.get("Type", "").endswith("/worksheet")
    }
    for sheet in fromstring(archive.read("xl/workbook.xml")).iter():
        target = targets.get(_relation(sheet))
        if target is not None:
            yield sheet.get("name", ""), target.lstrip("/") if target.startswith("/") else normpath(join("xl", target))


def _relation(element: Element) -> str:
    return next((value for name, value in element.items() if name.endswith("}id")), "")


def _layout(content: bytes) -> Layout:
    return Layout(
        formulas={
            coordinate_to_tuple(cell.decode()): "=" + unescape((formula or b"").decode("utf-8", "replace"))
            for cell, formula in (match.groups() for match in _FORMULA.finditer(content))
        },
        merged=tuple(_merged(*match.groups()) for match in _MERGED.finditer(content)),
        hidden_rows=tuple(int(match[1]) for match in _HIDDEN_ROW.finditer(content)),
        hidden_columns=tuple((int(match[1]), int(match[2])) for match in _HIDDEN_COLUMNS.finditer(content)),
        rows=content.count(b"</row>"),
    )


def _merged(first: bytes, last: bytes) -> Merged:
    (top, left), (bottom, right) = coordinate_to_tuple(first.decode()), coordinate_to_tuple(last.decode())
    return Merged(f"{first.decode()}:{last.decode()}", top, bottom, left, right)
