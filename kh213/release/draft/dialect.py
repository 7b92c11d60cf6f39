"""Text to lines of cells: which mark stands between cells, how lines end, and quotes that do not match."""

from __future__ import annotations

import csv
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from io import StringIO
from itertools import islice
from typing import NamedTuple

from kh213.release.draft.sheets import MOST_ROWS, Line

HEAD_LINES = 10  # the names of the columns stand within these, or nowhere
_DELIMITERS = {",": ",", ";": ";", "\t": "Tab", "|": "|"}
_SEP = re.compile(r'"?sep=([,;\t|])"?(?:\r\n|\r|\n)', re.IGNORECASE)  # Excel's own first line, which it does not show
_LINE_END = re.compile(r"\r\n|\r|\n")
_LONGEST_CELL = 50  # lines in one cell


class Fault(NamedTuple):
    """Something wrong with the text of a file at a row, or with all of it (None)."""

    code: str
    row: int | None = None
    found: str = ""
    expected: str = ""


@dataclass(frozen=True, slots=True)
class Parsed:
    """Every line of a file, blank ones among them, so that rows keep the numbers that a spreadsheet gives them."""

    lines: list[Line]
    faults: list[Fault]


class TooManyRows(Exception):
    """A table of more lines than are looked at."""


def parsed(text: str, known: Callable[[Sequence[str]], int]) -> Parsed:
    """The lines of a CSV. `known` counts the cells of a line that are names of columns: it tells the delimiter.

    Raises TooManyRows, before it has read them all.
    """
    faults = _line_ends(text)
    sep = _SEP.match(text)
    if sep:
        text = text[sep.end() :]
        delimiter, width = sep[1], _head(text, sep[1], known)[1]
    else:
        delimiter, width = _delimiter(text, known)
    if delimiter != ",":
        faults.append(Fault("delimiter", found=_DELIMITERS[delimiter], expected=","))
    lines = _strictly(text, delimiter, width)
    if lines is None:
        lines, found = _line_by_line(text, delimiter, width)
        faults += found
    return Parsed(lines, faults)


def _line_ends(text: str) -> list[Fault]:
    first = _LINE_END.search(text)
    if first is None or first[0] == "\n":
        return []
    return [Fault("line_ends", found="CRLF" if first[0] == "\r\n" else "CR", expected="LF")]


def _delimiter(text: str, known: Callable[[Sequence[str]], int]) -> tuple[str, int]:
    """The delimiter that makes most column names of the first lines, else most cells; and the cells of that line."""
    heads = {delimiter: _head(text, delimiter, known) for delimiter in _DELIMITERS}
    best = max(heads, key=lambda delimiter: heads[delimiter])  # the comma where nothing tells them apart
    return best, heads[best][1]


def _head(text: str, delimiter: str, known: Callable[[Sequence[str]], int]) -> tuple[int, int]:
    """Of the line with the most column names: how many, and how many cells it has."""
    beginning = islice(StringIO(text[:_LONGEST_HEAD], newline=""), HEAD_LINES)
    rows = csv.reader(beginning, delimiter=delimiter)
    return max(((known(row), len(row)) for row in rows), default=(0, 0))


_LONGEST_HEAD = 50_000  # letters; a quote never closed takes no more with it


def _strictly(text: str, delimiter: str, width: int) -> list[Line] | None:
    """The lines of a file whose quotes are in order; None where they are not, or may have swallowed a line."""
    try:
        reader = csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True)
        rows = list(islice(reader, MOST_ROWS + 2))  # with a header, and one too many
    except csv.Error:
        return None
    if len(rows) > MOST_ROWS + 1:
        raise TooManyRows
    lines = [Line(number, tuple(row)) for number, row in enumerate(rows, 1)]
    if len(lines) < text.count("\n") and any(
        len(line.cells) != width and any("\n" in cell for cell in line.cells) for line in lines
    ):
        return None
    return lines


def _line_by_line(text: str, delimiter: str, width: int) -> tuple[list[Line], list[Fault]]:
    """The lines of a file with quotes that do not match: each is contained in its own line, and none is lost."""
    written = _LINE_END.split(text.removesuffix("\n").removesuffix("\r"))
    if len(written) > MOST_ROWS + 1:
        raise TooManyRows
    ends = [*_LINE_END.findall(text), ""]
    lines: list[Line] = []
    faults: list[Fault] = []
    at = 0
    while at < len(written):
        row = len(lines) + 1
        cells, taken = _whole(written, ends, at, delimiter, width)
        if cells is None:
            cells = _lenient(written[at], delimiter)
            odd = written[at].count('"') % 2
            faults.append(Fault("quote_not_closed" if odd else "quote_inside", row, found=_around_quote(written[at])))
        lines.append(Line(row, tuple(cells)))
        at += taken
    return lines, faults


def _whole(
    written: Sequence[str], ends: Sequence[str], at: int, delimiter: str, width: int
) -> tuple[list[str] | None, int]:
    """The cells of the line at `at` and how many lines they take; None where its quotes do not match."""
    text = ""
    for taken in range(1, min(_LONGEST_CELL, len(written) - at) + 1):
        line = written[at + taken - 1]
        if taken > 1 and _is_row(line, delimiter, width):
            break  # the next row begins here, whatever the quote before it says
        text += (ends[at + taken - 2] if taken > 1 else "") + line
        cells = _strict_row(text, delimiter)
        if cells is not None:
            return cells, taken
    return None, 1


def _is_row(line: str, delimiter: str, width: int) -> bool:
    cells = _strict_row(line, delimiter)
    return cells is not None and len(cells) == width > 1


def _strict_row(text: str, delimiter: str) -> list[str] | None:
    try:
        rows = list(csv.reader(StringIO(text, newline=""), delimiter=delimiter, strict=True))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 1 else None if rows else []


def _lenient(line: str, delimiter: str) -> list[str]:
    """Cells between delimiters outside such quotes as match; those that do not are letters like others."""
    quoted = r'"(?:[^"]|"")*"(?=' + re.escape(delimiter) + "|$)"
    return list(_cells(line, re.compile(rf"({quoted}|[^{re.escape(delimiter)}]*)({re.escape(delimiter)}|$)")))


def _cells(line: str, cell: re.Pattern[str]) -> Iterator[str]:
    for match in cell.finditer(line):
        text = match[1]
        quoted = len(text) > 1 and text[0] == text[-1] == '"'
        yield text[1:-1].replace('""', '"') if quoted else text
        if not match[2]:
            return


def _around_quote(line: str) -> str:
    at = line.find('"')
    return line[at : at + 40]
