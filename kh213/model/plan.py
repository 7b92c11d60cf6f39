"""The plan as it was published: promises, indicators, figures, tasks, and where each of them comes from."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from kh213.model.areas import Areas
from kh213.model.observation import Listed, Observed
from kh213.model.observation import Observation as Observation
from kh213.model.observation import Text as Text
from kh213.model.periods import Day, Period


@dataclass(frozen=True, slots=True)
class Indicator:
    code: str
    name: Text
    short_name: Text
    definition: Text
    kind: str
    unit: Text
    decimals: int
    value_min: Decimal | None
    value_max: Decimal | None
    better: str
    numerator: Text
    denominator: Text
    level: str
    role: str
    content_group_code: str | None
    frequency: str
    legal_basis: str | None


@dataclass(frozen=True, slots=True)
class Target:
    """One promise. `value` is in the unit of its indicator; `comparator` is ge, le or eq."""

    code: str
    indicator_code: str
    comparator: str
    comparator_basis: str
    value: Decimal
    due: Period
    due_basis: str
    baseline_period: Period | None
    baseline_value: Decimal | None
    quote: str
    ambiguity: Text
    source_code: str


@dataclass(frozen=True, slots=True)
class RelatedFigure:
    target_code: str
    indicator_code: str
    why: Text


@dataclass(frozen=True, slots=True)
class Source:
    code: str
    title: str
    publisher: str
    url: str | None
    published_on: Day | None
    retrieved_on: date | None
    extent_read: str
    note: Text


@dataclass(frozen=True, slots=True)
class Agency:
    code: str
    name: Text
    short_name: str | None
    area_code: str | None
    succession: Text


@dataclass(frozen=True, slots=True)
class ContentGroup:
    code: str
    name: Text
    note: Text
    source_code: str


@dataclass(frozen=True, slots=True)
class Solution:
    code: str
    name: Text
    note: Text
    source_code: str


@dataclass(frozen=True, slots=True)
class Task:
    code: str
    content_group_code: str | None
    name: Text
    lead_agency_code: str | None
    cooperating: tuple[str, ...]
    cooperating_note: Text
    area_codes: tuple[str, ...]
    due: Period | None
    quote: str
    source_code: str
    note: Text


@dataclass(frozen=True, slots=True)
class TaskUpdate:
    task_code: str
    reported_on: Day
    status: str
    note: Text
    source_code: str


@dataclass(frozen=True, slots=True)
class PlanName:
    """What the plan is called, in full and in short, who answers for it, and how its files' names begin."""

    name: Text
    short_name: Text
    lead_agency_code: str | None
    slug: str


@dataclass(frozen=True, slots=True)
class Release:
    """Which publication this is. `key` changes with every byte of it and is the whole cache key.

    `name` is that of the Data Package: its files are called after it.
    """

    name: str
    day: date
    status: str
    title: Text
    plan_name: PlanName
    key: str

    @property
    def illustrative(self) -> bool:
        return self.status == "illustrative"


@dataclass(frozen=True)
class Plan:
    """Everything in one release, by code, in the order in which it was published.

    Of a release with millions of figures, `observations` makes each of them when it is asked for: who looks at them all
    asks `observed` instead.
    """

    release: Release
    indicators: Mapping[str, Indicator]
    targets: Mapping[str, Target]
    observations: Sequence[Observation]
    related_figures: tuple[RelatedFigure, ...]
    areas: Areas
    agencies: Mapping[str, Agency]
    content_groups: Mapping[str, ContentGroup]
    solutions: Mapping[str, Solution]
    sources: Mapping[str, Source]
    tasks: Mapping[str, Task]
    task_updates: tuple[TaskUpdate, ...]

    def __hash__(self) -> int:
        """A release never changes, so its key stands for all of it: a plan can be the key of a cache."""
        return hash(self.release.key)

    @cached_property
    def observed(self) -> Observed:
        """The observations, to be asked about: as they were given, or indexed where they are a mere list."""
        return self.observations if isinstance(self.observations, Observed) else Listed(self.observations)

    def published(self, indicator_code: str, area_code: str, after: date | None = None) -> tuple[Observation, ...]:
        """Every row for an indicator and an area code, revisions included, in the order of the file.

        With `after`, those of periods that end later than that day.
        """
        return self.observed.published(indicator_code, area_code, after)

    def areas_of(self, indicator_code: str) -> tuple[str, ...]:
        """The codes of all areas for which a row of the indicator exists."""
        return self.observed.areas_of(indicator_code)

    def known_areas(self, indicator_code: str, as_of: date) -> Collection[str]:
        """The codes of all areas for which a figure of the indicator was known on a day."""
        return self.observed.known_areas(indicator_code, as_of)

    def related(self, target_code: str) -> tuple[RelatedFigure, ...]:
        return tuple(row for row in self.related_figures if row.target_code == target_code)

    def task_state(self, task_code: str, as_of: date) -> TaskUpdate | None:
        """The latest report on a task that was known on a day."""
        known = [row for row in self.task_updates if row.task_code == task_code and row.reported_on.last <= as_of]
        return max(known, key=lambda row: row.reported_on.last, default=None)
