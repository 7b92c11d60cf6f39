"""A draft as its author's own spreadsheet: the rows around what is wrong, the cells marked, what to do under them."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count

from kh213.release.checking.causes import Cause
from kh213.release.draft.sheets import Draft, Sheet
from kh213.release.schema import TABLES
from kh213.view.draft.notes import Note, headline, letter, note_of, place_of, state_of
from kh213.words import Words, formats

SHOWN_NOTES = 60  # of one sheet; the rest stands in the list that can be downloaded
_LONGEST_CELL = 120
_HEAD_ROW = 1
_FIRST_COLUMNS = 3  # as a rule they say which row it is


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell as written, "" where there is none; `notes` are those about this very cell."""

    text: str
    notes: tuple[Note, ...] = ()

    @property
    def state(self) -> str:
        return state_of(self.notes)


@dataclass(frozen=True, slots=True)
class Head:
    """The head of a column: its letter in a spreadsheet, its name in the file."""

    letter: str
    cell: Cell


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the file. `notes` are about the line as a whole; `after_gap` tells that lines before it are left out;
    `unread` is what stands on a line that is no row of the table.
    """

    number: int
    cells: tuple[Cell, ...]
    notes: tuple[Note, ...]
    after_gap: bool
    unread: str = ""

    @property
    def all_notes(self) -> tuple[Note, ...]:
        return self.notes + tuple(note for cell in self.cells for note in cell.notes)

    @property
    def state(self) -> str:
        return state_of(self.notes)


@dataclass(frozen=True, slots=True)
class SheetView:
    """One file: what is wrong with it as a whole, its head, the rows around the marked cells.

    Shown are the first columns and those of which something is said, so that a marked cell lies in sight; the rest are
    left out, as a spreadsheet hides columns: the letters tell.
    """

    title: str
    about: str
    said: str
    anchor: str
    notes: tuple[Note, ...]
    head: tuple[Head, ...]
    rows: tuple[Row, ...]
    left_out: str

    @property
    def head_notes(self) -> tuple[Note, ...]:
        return tuple(note for head in self.head for note in head.cell.notes)

    @property
    def placed_notes(self) -> tuple[Note, ...]:
        """The notes that stand on the sheet, from its top."""
        return self.head_notes + tuple(note for row in self.rows for note in row.all_notes)


@dataclass(frozen=True, slots=True)
class DraftView:
    """All that was found. `fine` names the files in which nothing was; of a workbook its sheets."""

    headline: str
    sheets: tuple[SheetView, ...]
    fine: tuple[str, ...]


def draft_view(w: Words, draft: Draft, found: Sequence[Cause]) -> DraftView:
    """The view of a draft with what was found in it, problems and warnings, in the order of their places."""
    files: dict[tuple[str, str], list[Cause]] = {}
    for cause in found:
        files.setdefault((cause.issue.table, cause.issue.file), []).append(cause)
    flags = count(1)
    return DraftView(
        headline=headline(w, found),
        sheets=tuple(_sheet(w, draft, table, file, some, flags) for (table, file), some in files.items()),
        fine=tuple(
            name if _is_workbook(sheet.file) else sheet.file
            for name, sheet in draft.sheets.items()
            if (name, sheet.file) not in files
        ),
    )


def _sheet(w: Words, draft: Draft, table: str, file: str, found: Sequence[Cause], flags: Iterator[int]) -> SheetView:
    sheet = draft.sheets.get(table)
    if sheet is not None and sheet.file != file:
        sheet = None  # of the release that the draft is completed from: what is said of it stands alone
    shown, rest = sorted(found[:SHOWN_NOTES], key=_stands), found[SHOWN_NOTES:]
    places: dict[tuple[int | None, int | None], list[Note]] = {}
    whole: list[Note] = []
    texts: dict[int, str] = {}
    for cause in shown:
        issue = cause.issue
        at = _column_at(sheet, issue.column) if sheet else None
        note = note_of(w, 0 if issue.note else next(flags), cause, place_of(w, issue, at))
        if sheet is None or issue.row is None or (issue.row == _HEAD_ROW and at is None):
            whole.append(note)
        else:
            places.setdefault((issue.row, at), []).append(note)
            texts.setdefault(issue.row, issue.found)
    head = _head(sheet, places) if sheet else ()
    rows = _rows(sheet, places, texts) if sheet else ()
    kept = _kept(head, rows)
    return SheetView(
        title=w("publisher.sheet_in", sheet=table, file=file) if sheet and _is_workbook(file) else file or table,
        about=_about(w, table),
        said=headline(w, found),
        anchor=f"tep-{table or file}",
        notes=tuple(whole),
        head=tuple(head[at] for at in kept if at < len(head)),
        rows=tuple(replace(row, cells=tuple(row.cells[at] for at in kept if at < len(row.cells))) for row in rows),
        left_out=w("publisher.left_out", n=formats.number(w, len(rest), 0)) if rest else "",
    )


def _head(sheet: Sheet, places: dict[tuple[int | None, int | None], list[Note]]) -> tuple[Head, ...]:
    return tuple(
        Head(letter(at), Cell(formats.excerpt(name), tuple(places.get((_HEAD_ROW, at), ()))))
        for at, name in enumerate(sheet.head)
    )


def _kept(head: Sequence[Head], rows: Sequence[Row]) -> list[int]:
    """The places of the columns that are shown. Where something is said of a whole row, all that are not empty."""
    told = {at for at, each in enumerate(head) if each.cell.notes}
    told |= {at for row in rows for at, cell in enumerate(row.cells) if cell.notes}
    filled = {at for row in rows for at, cell in enumerate(row.cells) if cell.text}
    whole = any(row.notes and row.cells for row in rows)
    return sorted(told | (filled if whole else set(range(min(_FIRST_COLUMNS, len(head))))))


def _rows(
    sheet: Sheet, places: dict[tuple[int | None, int | None], list[Note]], texts: dict[int, str]
) -> tuple[Row, ...]:
    """The lines that something is wrong with, each with the one before it and the one after it."""
    numbers = sheet.numbers()
    wrong = sorted(number for number in texts if number != _HEAD_ROW)
    shown = sorted({*wrong, *(near for number in wrong for near in _beside(numbers, number))})
    rows = []
    for before, number in zip([_HEAD_ROW, *shown], shown, strict=False):
        at = bisect_left(numbers, number)
        there = at < len(numbers) and numbers[at] == number
        cells = sheet.lines[at].cells if there else ()
        rows.append(
            Row(
                number=number,
                cells=tuple(
                    Cell(formats.excerpt(text, _LONGEST_CELL), tuple(places.get((number, place), ())))
                    for place, text in enumerate(_padded(cells, len(sheet.head)))
                )
                if there
                else (),
                notes=tuple(places.get((number, None), ()) if there else _all_at(places, number)),
                after_gap=number > before + 1,
                unread="" if there else texts.get(number, ""),
            )
        )
    return tuple(rows)


def _beside(numbers: Sequence[int], number: int) -> Iterable[int]:
    at = bisect_left(numbers, number)
    after = at + 1 if at < len(numbers) and numbers[at] == number else at
    return [*numbers[max(at - 1, 0) : at], *numbers[after : after + 1]]


def _padded(cells: Sequence[str], width: int) -> Sequence[str]:
    return (*cells, *[""] * (width - len(cells)))


def _all_at(places: dict[tuple[int | None, int | None], list[Note]], number: int) -> list[Note]:
    return [note for (row, _), notes in places.items() if row == number for note in notes]


def _column_at(sheet: Sheet, column: str | None) -> int | None:
    """Where a column stands in the file: by the name of the table, else by what the file itself calls it."""
    for names in (sheet.columns, sheet.head):
        if column is not None and column in names:
            return list(names).index(column)
    return None


def _stands(cause: Cause) -> int:
    """What must be mended in a whole file is told before its sheet, what may stay as it is after it."""
    if cause.issue.row is not None:
        return 1
    return 2 if cause.issue.warning else 0


def _is_workbook(file: str) -> bool:
    return file.lower().endswith((".xlsx", ".xlsm"))


def _about(w: Words, table: str) -> str:
    return TABLES[table].about.within(w.lang) if table in TABLES else ""
