"""A changed row of any table in words: what came, what went, and which cells hold something else."""

from __future__ import annotations

from collections.abc import Iterable

from kh213.release.comparing.row_changes import Cell, RowChange
from kh213.release.schema import TABLES
from kh213.view.reader import Reader
from kh213.words import Words, formats

_LONGEST_CELL = 80


def table_words(w: Words, changes: Iterable[RowChange]) -> str:
    """2 dòng mới, bỏ 1 dòng, 3 ô sửa."""
    changes = list(changes)
    counts = {
        "added": sum(change.kind == "added" for change in changes),
        "removed": sum(change.kind == "removed" for change in changes),
        "changed": sum(len(tuple(change.cells())) for change in changes if change.kind == "changed"),
    }
    return ", ".join(
        w(f"changes.row.{kind}.{'one' if n == 1 else 'many'}", n=formats.number(w, n, 0))
        for kind, n in counts.items()
        if n
    )


def row_lines(reader: Reader, change: RowChange) -> list[str]:
    """A row that came or went by its key and name; of a changed one every cell, old and new."""
    w = reader.w
    key = " · ".join(filter(None, change.key))
    if change.kind == "changed":
        return [_cell_line(reader, key, cell) for cell in change.cells()]
    return [w(f"changes.line.row_{change.kind}", row=key, said=_summary(reader, change))]


def column_label(reader: Reader, table: str, name: str) -> str:
    """What a column is called: the first words of what is said about it; its name where nothing is."""
    return _first_words({column.name: reader.say(column.about) for column in TABLES[table].columns}.get(name, name))


def table_label(reader: Reader, table: str) -> str:
    """What a table is called."""
    return _first_words(reader.say(TABLES[table].about))


def _first_words(about: str) -> str:
    return about.split(":", maxsplit=1)[0].split(";", maxsplit=1)[0]


def _cell_line(reader: Reader, key: str, cell: Cell) -> str:
    said = {side: _excerpt(reader.w, text) for side, text in (("old", cell.old), ("new", cell.new))}
    return reader.w("changes.line.cell", row=key, column=column_label(reader, cell.table, cell.column), **said)


def _excerpt(w: Words, text: str) -> str:
    return formats.excerpt(text, _LONGEST_CELL) if text else w("changes.line.empty")


def _summary(reader: Reader, change: RowChange) -> str:
    """What a row is about, in one of its cells: a name, a title, a state; never a code."""
    row, table = change.row, TABLES[change.table]
    if "task_status" in row:
        return reader.w(f"task.state.{row['task_status']}")
    telling = (name for name in table.header if name not in table.key and row[name] and not name.endswith("_code"))
    name = next(telling, table.header[0])
    english = f"{name.removesuffix('_vi')}_en"
    return _excerpt(reader.w, row[english] if reader.w.lang == "en" and row.get(english) else row[name])
