"""What an address below /data or /embed asks for: which publication, as of which day; and how it is refused."""

from __future__ import annotations

import re
from collections.abc import Collection
from datetime import date
from pathlib import Path
from typing import NamedTuple

from starlette.requests import Request

from kh213.model.plan import Plan
from kh213.release.issues import Unusable
from kh213.release.publications import log, store
from kh213.release.reading.package import DESCRIPTOR
from kh213.words import formats

DAY = "tai"
A_MINUTE = "public, max-age=60"  # after which a new release is seen through any cache
A_YEAR = "public, max-age=31536000"  # not immutable: a reload may still learn that a release was withdrawn
OPEN = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Expose-Headers": "Accept-Ranges, Content-Disposition, Content-Range, ETag",
}


class RefusalError(Exception):
    """A request that is answered with two lines: the status, the sentence of words, what is filled in."""

    def __init__(self, status: int, key: str, **parameters: str) -> None:
        super().__init__(status, key)
        self.status, self.key, self.parameters = status, key, parameters


class Publication(NamedTuple):
    """A plan and the folder it came from: the key of whatever is kept. A plan's hash is the key of its release."""

    plan: Plan
    folder: Path


def check_query(request: Request, allowed: Collection[str]) -> None:
    """Refuses parameters that are not `allowed`, or are written twice."""
    for name in request.query_params:
        if name not in allowed:
            known = ", ".join(allowed) or "–"
            raise RefusalError(422, "data_error.unknown_parameter", found=formats.excerpt(name), known=known)
        if len(request.query_params.getlist(name)) > 1:
            raise RefusalError(422, "data_error.repeated_parameter", found=name)


def publication(ky: str) -> Publication:
    """The publication of exactly that name: no other stands in for a dated one, whatever is wrong with it."""
    root, today = store.data_root(), date.today()
    try:
        opened = store.open_publication(root, ky, today)
    except store.Withdrawn as gone:
        raise RefusalError(410, "data_error.withdrawn", found=ky, why=gone.entry.why) from gone
    except store.NoPublication as error:
        if ky == store.LATEST and error.unusable is None:
            said = "all_withdrawn" if log.withdrawn(root) else "nothing_at_all"
            raise RefusalError(503, f"data_error.{said}") from error
        if error.unusable is None or (ky == store.DEMO and _is_absent(error.unusable)):
            existing = ", ".join((store.LATEST, *store.releases(root, today), store.DEMO))
            raise RefusalError(
                404, "data_error.unknown_publication", found=formats.excerpt(ky), existing=existing
            ) from error
        raise RefusalError(503, "data_error.broken", found=formats.excerpt(ky)) from error
    if opened.passed_over and ky != store.LATEST:
        raise RefusalError(503, "data_error.broken", found=formats.excerpt(ky))
    return Publication(opened.plan, opened.folder)


def as_of(request: Request, release_day: date) -> date | None:
    """The day that the address names; None where it names none."""
    text = request.query_params.get(DAY)
    if text is None:
        return None
    shown, last = formats.excerpt(text), release_day.isoformat()
    found = _as_day(text)
    if found is None:
        raise RefusalError(422, "data_error.bad_day", found=shown, parameter=DAY, last=last)
    if found > release_day:
        raise RefusalError(422, "data_error.day_too_late", found=shown, parameter=DAY, last=last)
    return found


def caching(ky: str) -> str:
    """How long an answer may be kept: what stands under a date never changes."""
    return A_MINUTE if ky in (store.LATEST, store.DEMO) else A_YEAR


def one_of(request: Request, parameter: str, existing: Collection[str], default: str) -> str:
    """A parameter that takes one of a few values."""
    found = request.query_params.get(parameter, default)
    if found not in existing:
        choices = {"parameter": parameter, "existing": ", ".join(existing)}
        raise RefusalError(422, "embed_error.bad_choice", found=formats.excerpt(found), **choices)
    return found


def whole_number(request: Request, parameter: str, least: int, most: int, default: int) -> int:
    """A parameter that takes a whole number, written in one way only."""
    found = request.query_params.get(parameter, str(default))
    if not re.fullmatch(r"[1-9][0-9]{0,8}", found) or not least <= int(found) <= most:
        ends = {"parameter": parameter, "least": str(least), "most": str(most)}
        raise RefusalError(422, "embed_error.bad_number", found=formats.excerpt(found), **ends)
    return int(found)


def _is_absent(unusable: Unusable) -> bool:
    """Whether there is no package at all (a site may have no illustrative one), not a broken one."""
    return [(issue.table, issue.found) for issue in unusable.issues] == [(DESCRIPTOR, FileNotFoundError.__name__)]


def _as_day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None  # 20200101 is ISO too, and no address that we give
