"""What is wrong with handed-in data: codes and places here, sentences in words/."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Codes that ask a person to look, and let a publication pass. Every other code must be mended first.
WARNINGS: frozenset[str] = frozenset(
    {
        "area_since",
        "baseline_disagrees",
        "blank_cells",
        "blank_rows",
        "byte_order_mark",
        "capital_lost",
        "column_extra",
        "copied_column",
        "deciding_cell_changed",
        "delimiter",
        "everywhere_100",
        "everywhere_same",
        "file_ignored",
        "header_repeated",
        "hidden_column",
        "hidden_row",
        "hidden_sheet",
        "jump",
        "known_later",
        "late_report",
        "line_ends",
        "meaning_changed",
        "new_level",
        "not_judged",
        "old_font_word",
        "only_equal",
        "published_before_source",
        "published_early",
        "report_before_task",
        "revised_far",
        "row_gone",
        "sheet_ignored",
        "sign_before_text",
        "source_after_figures",
        "sources_disagree",
        "stopped_reporting",
        "two_targets",
        "untraceable",
        "unused_code",
        "utf_16",
        "value_moved",
    }
)

# Warnings that only say how a file was read: it was read right, and nobody has to do anything.
NOTES: frozenset[str] = frozenset({"blank_cells", "byte_order_mark", "delimiter", "line_ends", "utf_16"})

# Told how far a long piece of work is: what is being done (a code, `cli.progress.<code>`), how much of how much.
Progress = Callable[[str, int, int], None]


def silent(_what: str, _done: int, _total: int) -> None:
    """Tells nobody."""


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem at one place. `row` counts as a spreadsheet does (the header is row 1); None is the whole file.

    `file` is the file as handed in, "" where it is the table's own. `count` is how often the same cause was met, the
    first of them at this place.
    """

    table: str
    code: str
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""
    file: str = ""
    count: int = 1

    @property
    def warning(self) -> bool:
        """Whether a publication may go on with it."""
        return self.code in WARNINGS

    @property
    def note(self) -> bool:
        """Whether it is a warning that asks nothing of anybody."""
        return self.code in NOTES


class Unusable(Exception):
    """A release that must not be served, with every reason that was found."""

    def __init__(self, release: str, issues: Iterable[Issue]) -> None:
        self.release = release
        self.issues = tuple(issues)
        super().__init__(f"{release}: {len(self.issues)} issue(s), first {self.issues[0] if self.issues else None}")
