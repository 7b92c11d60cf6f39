"""An address as a page reads it: the page, and what stands behind the question mark."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kh213.view import addresses

SHARED = ("lang", "ky", "tai")  # what every page obeys

# What is longer was not made by this site; a page carries its address along many times.
_PARAMETERS, _LETTERS = 40, 400


@dataclass(frozen=True, slots=True)
class Asked:
    """`query` in the order of the address, a parameter written twice twice in it; `embedded` is for a page in somebody
    else's, which shows only the view itself, without what leads elsewhere.
    """

    page: str
    query: tuple[tuple[str, str], ...] = ()
    embedded: bool = False

    def __call__(self, name: str) -> str:
        """A parameter; "" where it is not given, the last where it is repeated."""
        return next((value for each, value in reversed(self.query) if each == name), "")

    def own(self) -> dict[str, str]:
        """The parameters that are the page's own."""
        return {name: value for name, value in dict(self.query).items() if name not in SHARED}

    def put(self, puts: Mapping[str, str | None]) -> str:
        """The address with some parameters written anew; None takes one out of it."""
        now: dict[str, str | None] = {**dict(self.query), **puts}
        return addresses.page(self.page, **now)

    def repeated(self) -> tuple[str, ...]:
        """The parameters that are written more than once."""
        names = [name for name, _ in self.query]
        return tuple(name for name in dict.fromkeys(names) if names.count(name) > 1)


def asked_of(page: str, query: Iterable[tuple[str, str]], embedded: bool) -> Asked:
    """An address with a query of any length: what is too long of it is cut off."""
    kept = tuple((name[:_LETTERS], value[:_LETTERS]) for name, value in query)
    return Asked(page, kept[:_PARAMETERS], embedded)
