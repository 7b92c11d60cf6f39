"""Why a publication or a withdrawal was refused, in a sentence that says what to do."""

from __future__ import annotations

from datetime import date

from kh213.release.publications.publishing import RefusedToPublish
from kh213.words import Words, formats

_LONGEST = 500


def refusal(w: Words, refused: RefusedToPublish) -> str:
    """What was refused and how to go on, with days as the reader writes them."""
    found = {name: _said(w, value) for name, value in refused.found.items()}
    if "reason" in found:
        found["reason"] = formats.reason(w, found["reason"])
    return w(f"publish_refused.{refused.code}", **found)


def _said(w: Words, value: date | str | tuple[date, ...]) -> str:
    if isinstance(value, tuple):
        return ", ".join(formats.day(w, day) for day in value) or "–"
    return formats.day(w, value) if isinstance(value, date) else formats.excerpt(value, _LONGEST)
