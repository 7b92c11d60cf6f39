"""What a draft is a draft of: the title and the plan's names in its own datapackage.json, or those of the last release."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from kh213.model.plan import PlanName, Release, Text
from kh213.release.issues import Issue
from kh213.release.reading.package import DESCRIPTOR, SLUG

_TITLES = ("title", "title_en")
_NAMES = ("name_vi", "name_en", "short_name_vi", "short_name_en")


def named(
    descriptor: Mapping[str, Any] | None, last: Release | None
) -> tuple[Text | None, PlanName | None, list[Issue]]:
    """Title, names, and what is wrong with the descriptor of a draft; without one, they are those of `last`."""
    if descriptor is None:
        return (last.title, last.plan_name, []) if last else (None, None, [Issue(DESCRIPTOR, "descriptor_missing")])
    plan = descriptor.get("plan")
    plan = plan if isinstance(plan, Mapping) else {}
    issues = list(_issues(descriptor, plan))
    if issues:
        return None, None, issues
    name, short = (Text(plan[f"{stem}_vi"], plan[f"{stem}_en"]) for stem in ("name", "short_name"))
    lead = plan.get("lead_agency_code")
    return Text(descriptor["title"], descriptor["title_en"]), PlanName(name, short, lead, plan["slug"]), []


def _issues(descriptor: Mapping[str, Any], plan: Mapping[str, Any]) -> Iterator[Issue]:
    if descriptor.get("status") == "illustrative":  # a copy of the demo must never become a publication
        yield Issue(DESCRIPTOR, "draft_illustrative", column="status", found="illustrative")
    for name in _TITLES:
        yield from _wanting(name, descriptor.get(name))
    for name in _NAMES:
        yield from _wanting(f"plan.{name}", plan.get(name))
    slug, lead = plan.get("slug"), plan.get("lead_agency_code")
    if not isinstance(slug, str) or not SLUG.fullmatch(slug):
        yield Issue(DESCRIPTOR, "descriptor_entry", column="plan.slug", found=_said(slug), expected=SLUG.pattern)
    if lead is not None:
        yield from _wanting("plan.lead_agency_code", lead)


def _wanting(name: str, value: object) -> Iterator[Issue]:
    if not isinstance(value, str) or not value.strip():
        yield Issue(DESCRIPTOR, "descriptor_entry", column=name, found=_said(value))


def _said(value: object) -> str:
    return "" if value is None else str(value)
