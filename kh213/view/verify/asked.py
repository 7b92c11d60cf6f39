"""What the address of a printed figure names, and what became of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from kh213.model.plan import Plan
from kh213.model.verdict import Verdict
from kh213.release.comparing.standing import Standing, standing
from kh213.view.reader import Reader
from kh213.words import formats


@dataclass(frozen=True, slots=True)
class Subject:
    """What the address says was printed: one target ("" is all of them), in an area."""

    target_code: str
    area_code: str


def named(reader: Reader) -> bool:
    """Whether the address names the publication that the reader sees: no other may stand in for a printed one."""
    return reader.ky == reader.plan.release.day.isoformat()


def settled(reader: Reader) -> Reader:
    """The reader without another day, where no publication is named that the day could have been printed with."""
    kept = named(reader) or reader.plan.release.illustrative
    return reader if kept else replace(reader, as_of=reader.plan.release.day)


def subject(reader: Reader, ma: str, noi: str) -> Subject:
    """What the address names; all targets, and the province, where it names none that this publication has."""
    plan, code, place = reader.plan, ma.strip().upper(), noi.strip()
    known = place if plan.areas.history(place) else plan.areas.province.code
    return Subject(code if code in plan.targets else "", known)


def wrong(reader: Reader, ma: str, noi: str) -> tuple[str, ...]:
    """What cannot be right in the address, each with what to look at again."""
    w, plan, found = reader.w, reader.plan, subject(reader, ma, noi)
    day = formats.day(w, plan.release.day)
    said = []
    if ma.strip() and not found.target_code:
        codes = ", ".join(plan.targets)
        said.append(w("verify.unknown_target", found=formats.excerpt(ma), day=day, codes=codes))
    if noi.strip() not in {"", found.area_code}:
        said.append(w("verify.unknown_area", found=formats.excerpt(noi), day=day))
    return tuple(said)


def standings(reader: Reader, asked: Subject, later: Sequence[Plan]) -> tuple[Standing, ...]:
    """What became of the printed conclusion; of every one on the area where no target is named. `later` are the
    publications after the reader's, oldest first.
    """
    codes = (asked.target_code,) if asked.target_code else _codes(reader.plan, asked.area_code)
    return tuple(standing(reader.plan, reader.as_of, code, asked.area_code, later) for code in codes)


def _codes(plan: Plan, area_code: str) -> tuple[str, ...]:
    """The targets about an area: all for the province, those with a published figure for any other."""
    if area_code == plan.areas.province.code:
        return tuple(plan.targets)
    return tuple(code for code, each in plan.targets.items() if plan.published(each.indicator_code, area_code))


def place_name(reader: Reader, verdict: Verdict) -> str:
    """The area that a verdict is about."""
    return reader.name_of(verdict.area_code, min(verdict.as_of, verdict.target.due.last))
