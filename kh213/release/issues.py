"""What is wrong with handed-in data: codes and places here, sentences in words/."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Issue:
    """One problem at one place. `row` counts as a spreadsheet does (the header is row 1); None is the whole file."""

    table: str
    code: str
    row: int | None = None
    column: str | None = None
    found: str = ""
    expected: str = ""


class Unusable(Exception):
    """A release that must not be served, with every reason that was found."""

    def __init__(self, release: str, issues: Iterable[Issue]) -> None:
        self.release = release
        self.issues = tuple(issues)
        super().__init__(f"{release}: {len(self.issues)} issue(s), first {self.issues[0] if self.issues else None}")
