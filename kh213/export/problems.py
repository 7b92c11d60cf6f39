"""What a check found, as a CSV that opens right in Excel: one cause a line, in the language of whoever asked."""

from __future__ import annotations

from collections.abc import Iterable

from kh213.export.excel import excel_copy
from kh213.model.plan import Text
from kh213.release.checking.causes import grouped
from kh213.release.issues import Issue
from kh213.release.reading.package import write_csv
from kh213.release.schema import Column, Table
from kh213.words import Words, issues

_COLUMNS = ("kind", "file", "row", "column", "found", "message", "remedy", "count")


def problems_csv(w: Words, found: Iterable[Issue]) -> bytes:
    """The issues, grouped, so that Excel neither calculates a cell nor garbles a letter."""
    header = {name: w(f"publisher.list.{name}") for name in _COLUMNS}
    table = Table("problems", Text(), (), tuple(Column(title, "string", Text()) for title in header.values()))
    rows = ({header[name]: text for name, text in _row(w, issue).items()} for issue in grouped(found))
    return excel_copy(write_csv(table, rows))


def _row(w: Words, issue: Issue) -> dict[str, str]:
    kind = "note" if issue.note else "warning" if issue.warning else "problem"
    return {
        "kind": w(f"publisher.list.{kind}"),
        "file": issue.file or issue.table,
        "row": str(issue.row or ""),
        "column": issue.column or "",
        "found": issue.found,
        "message": issues.sentence(w, issue),
        "remedy": issues.remedy(w, issue),
        "count": str(issue.count),
    }
