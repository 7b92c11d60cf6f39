"""The publications in use one after the other, for whatever looks at more than one of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path

from kh213.release.publications import store
from kh213.release.publications.store import NoPublication, Opened


def opened(root: Path, names: Iterable[str], today: date) -> Iterator[Opened]:
    """The publications of these dates, in this order. One that cannot be used now is left out: none stands in for it."""
    for name in names:
        try:
            found = store.open_publication(root, name, today)
        except NoPublication:
            continue
        if found.passed_over is None:
            yield found


def after(root: Path, day: date, today: date) -> Iterator[Opened]:
    """The publications later than a day, oldest first."""
    names = (name for name in reversed(store.releases(root, today)) if name > day.isoformat())
    return opened(root, names, today)
