"""What pages need of the data folder, for the publication that the reader looks at."""

from __future__ import annotations

import os
from collections.abc import Hashable, Mapping
from dataclasses import replace
from datetime import date

from kh213.model.areas import Area
from kh213.model.plan import Plan
from kh213.release import grids as grid_files
from kh213.release.boundaries import layers as layer_files
from kh213.release.boundaries.layers import Layer, NotCovered, layer_for, neighbours
from kh213.release.cells.check import Rows
from kh213.release.comparing.diff import Difference, published_difference
from kh213.release.grids import Grid, read_grids
from kh213.release.issues import Unusable
from kh213.release.publications import in_use, log, store
from kh213.release.reading.verbatim import verbatim
from kh213.view import addresses
from kh213.view.area.beside import Borders, Touching
from kh213.view.citation import Citation
from kh213.view.citation import citation as cite
from kh213.view.reader import Reader
from kh213.view.withdrawn import withdrawals
from kh213.words import Words


def today() -> date:
    """The day on which the reader reads."""
    return date.today()


def state() -> Hashable:
    """All that a page may depend on beside its address and its publication: while it stays, so does the page."""
    root = store.data_root()
    return (
        root,
        today(),
        store.releases(root, today()),
        log.entries(root),
        store.has_demo(root),
        grid_files.stamp(root),
        layer_files.stamp(root),
        addresses.site(),
        is_official(),
        is_preview(),
    )


def tables(reader: Reader) -> Rows:
    """All rows of the reader's publication as they stand in its files. Raises Unusable where they no longer do."""
    opened = store.open_publication(store.data_root(), reader.ky, today())
    return verbatim(opened.folder, opened.plan.release.key).tables


def difference(reader: Reader, old: str) -> Difference:
    """What changed from the release of the date `old` to the reader's publication.

    Raises Unusable where one of them cannot be read now, store.NoPublication where the older one is out of use.
    """
    opened = [store.open_publication(store.data_root(), ky, today()) for ky in (old, reader.ky)]
    if opened[0].passed_over:
        raise opened[0].passed_over  # another release must not stand in for the one that is compared with
    return published_difference(*((each.plan, each.folder) for each in opened))


def difference_since(reader: Reader) -> Difference | None:
    """What changed from the reader's publication to the newest; None where one of them cannot be read now."""
    try:
        return difference(replace(reader, ky=store.LATEST), reader.ky)
    except (Unusable, store.NoPublication):
        return None


def later(reader: Reader) -> tuple[Plan, ...] | None:
    """The publications after the reader's, oldest first; None where one of them cannot be read now."""
    day = reader.plan.release.day
    found = tuple(each.plan for each in in_use.after(store.data_root(), day, today()))
    return found if len(found) == sum(name > day.isoformat() for name in publications()) else None


def citation(reader: Reader, target_code: str = "") -> Citation:
    """How the reader's publication, or one target in it, is cited today."""
    return cite(reader, addresses.site(), today(), target_code)


def publications() -> tuple[str, ...]:
    """The dates of all releases, newest first."""
    return store.releases(store.data_root(), today())


def has_demo() -> bool:
    """Whether there are illustrative figures to look at."""
    return store.has_demo(store.data_root())


def withdrawn() -> Mapping[str, str]:
    """Why a release is out of use, by its date."""
    return log.withdrawn(store.data_root())


def withdrawal_lines(w: Words) -> tuple[str, ...]:
    """A sentence for every release that is out of use, the newest first."""
    return withdrawals(w, log.withdrawals(store.data_root()).values())


def grids() -> tuple[Grid, ...]:
    """The tile grids of the data folder."""
    return read_grids(store.data_root())


def outlines(reader: Reader, day: date, level: str) -> Layer | NotCovered:
    """The outlines of the areas of a day, where the operator has installed some; else why there are none."""
    return layer_for(store.data_root(), reader.plan.areas, day, level)


def borders(reader: Reader) -> Borders:
    """Who borders on whom on a day, by the boundaries that the operator has installed."""

    def touching(area: Area, day: date) -> Touching | None:
        layer = layer_for(store.data_root(), reader.plan.areas, day, area.level)
        if isinstance(layer, NotCovered) or area.code not in layer.shapes:
            return None
        return Touching(neighbours(layer, area.code), layer.source)

    return touching


def is_preview() -> bool:
    """Whether this is the publisher's look at a draft (KH213_PREVIEW=1, publisher/preview.py), not the site."""
    return os.environ.get("KH213_PREVIEW") == "1"


def is_official() -> bool:
    """The operator's word, KH213_OFFICIAL=1, that the site is the government's own."""
    return os.environ.get("KH213_OFFICIAL") == "1"
