"""Why a boundary file was not taken in: codes and what was found here, sentences in words/."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Problem:
    """One reason; its sentence is `boundaries.problem.CODE`, with `found` and `expected` filled in."""

    code: str
    found: str = ""
    expected: str = ""


class Refused(Exception):
    """A boundary file that was not taken in; nothing was changed. `unreadable` where there was nothing to judge."""

    def __init__(self, *problems: Problem, unreadable: bool = False) -> None:
        self.problems = problems
        self.unreadable = unreadable
        super().__init__("; ".join(f"{problem.code}: {problem.found}" for problem in problems))


def refuse(code: str, found: object = "", expected: object = "", *, unreadable: bool = False) -> Refused:
    return Refused(Problem(code, str(found), str(expected)), unreadable=unreadable)


def listed(items: Sequence[str], most: int = 12) -> str:
    """The first of many, and how many more there are."""
    rest = len(items) - most
    return ", ".join(items[:most]) + (f" … (+{rest})" if rest > 0 else "")
