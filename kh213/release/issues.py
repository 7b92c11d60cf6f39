"""What is wrong with handed-in data: codes and places here, sentences in words/."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass

# Codes that ask a person to look, and let a publication pass. Every other code must be mended first.
WARNINGS: frozenset[str] = frozenset()

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


class Unusable(Exception):
    """A release that must not be served, with every reason that was found."""

    def __init__(self, release: str, issues: Iterable[Issue]) -> None:
        self.release = release
        self.issues = tuple(issues)
        super().__init__(f"{release}: {len(self.issues)} issue(s), first {self.issues[0] if self.issues else None}")
