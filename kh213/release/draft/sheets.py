"""What was handed in: a draft is a folder, a sheet one table in it, a line one row, as its author wrote it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NamedTuple

from kh213.release.issues import Issue
from kh213.release.schema import TABLES

# Lines of a table: so many are checked within minutes, in the memory of an office's machine (docs/decisions/0030).
MOST_ROWS = 500_000


class Line(NamedTuple):
    """A line of a sheet: its number as a spreadsheet counts (the header is row 1), its cells as written."""

    number: int
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Sheet:
    """One table as handed in. `columns` says what stands at each place of `head`: a column of the table, or None.

    `lines` holds every line that carries data; blank lines, repeated headers and totals are issues of the draft.
    """

    table: str
    file: str
    head: tuple[str, ...]
    columns: tuple[str | None, ...]
    lines: tuple[Line, ...]

    def rows(self) -> list[dict[str, str]]:
        """The lines by column of the table, what is absent as ""; in the order of `lines`."""
        places = {column: at for at, column in enumerate(self.columns) if column}
        nothing = dict.fromkeys(TABLES[self.table].header, "")
        return [
            nothing | {column: line.cells[at] for column, at in places.items() if at < len(line.cells)}
            for line in self.lines
        ]

    def numbers(self) -> list[int]:
        """The spreadsheet row of each of `rows()`."""
        return [line.number for line in self.lines]


@dataclass(frozen=True, slots=True)
class Draft:
    """A folder as handed in: its sheets by table, what is wrong with its files, and its own datapackage.json, if any."""

    folder: Path
    sheets: Mapping[str, Sheet]
    issues: tuple[Issue, ...] = ()
    descriptor: Mapping[str, Any] | None = None
