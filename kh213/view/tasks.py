"""The tasks that the plan gives out: to whom, where, until when, and what was reported of them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from kh213.model.plan import ContentGroup, Solution, Task
from kh213.model.search import fold
from kh213.view.reader import Link, Reader
from kh213.words import formats

NOT_STATED = "khong"  # in an address: the tasks for which the source names no group, agency, place or state
STATES = ("not_started", "in_progress", "done", "stopped")
FILTERS = ("nhom", "cq", "noi", "tt")


@dataclass(frozen=True, slots=True)
class TaskRow:
    """One task; what its source does not state is empty, and said once for the whole page."""

    code: str
    name: str
    lead: str
    cooperating: tuple[str, ...]
    places: tuple[Link, ...]
    due: str
    state: str
    state_code: str
    reported: str
    report_source: Link
    report_note: str
    quote: str
    source: Link
    note: str


@dataclass(frozen=True, slots=True)
class Section:
    """The tasks of one content group, under its name; `places` tells whether any of them names a place or a day."""

    name: str
    code: str
    rows: tuple[TaskRow, ...]
    leads: bool
    places: bool


@dataclass(frozen=True, slots=True)
class GroupRow:
    """A content group with the targets and the number of tasks that belong to it; `said` where it has no target."""

    code: str
    name: str
    note: str
    targets: tuple[Link, ...]
    said: str
    tasks: Link | None


@dataclass(frozen=True, slots=True)
class SolutionRow:
    code: str
    name: str
    note: str


@dataclass(frozen=True, slots=True)
class TasksPage:
    """`headline` counts all tasks; `shown` counts those that the filters leave, where there is a filter.

    `groups` and `solutions` are of the plan as a whole: with a filter there are none.
    """

    kicker: str
    headline: str
    silence: str
    shown: str
    empty: str
    all: Link | None
    sections: tuple[Section, ...]
    unstated: str
    agencies: tuple[str, ...]
    groups: tuple[GroupRow, ...]
    ungrouped: str
    solutions: tuple[SolutionRow, ...]

    @property
    def rows(self) -> tuple[TaskRow, ...]:
        return tuple(row for section in self.sections for row in section.rows)


def options(reader: Reader, name: str) -> dict[str, str]:
    """The values of a filter with their names, in the order of the plan: only those that some task has."""
    tasks = reader.plan.tasks.values()
    present = [value for task in tasks for value in _VALUES[name](reader, task)]
    order = _order(reader, name)
    found = sorted(dict.fromkeys(present), key=lambda value: order.index(value) if value in order else len(order))
    return {value: _option_name(reader, name, value) for value in found}


def tasks_page(reader: Reader, chosen: Mapping[str, str], text: str) -> TasksPage:
    """The tasks that fit every filter (an empty one fits all) and contain every word of the text."""
    plan, w = reader.plan, reader.w
    kept = [task for task in plan.tasks.values() if _fits(reader, task, chosen, text)]
    filtered = bool(text.strip()) or any(chosen.values())
    everything = list(plan.tasks.values())
    reported = _reported(reader, everything)
    short = reader.say(plan.release.plan_name.short_name)
    return TasksPage(
        kicker=reader.say(plan.release.plan_name.name),
        headline=_headline(reader, short, len(everything), reported),
        silence=_silence(reader) if not reported else "",
        shown=w("task.shown", n=len(kept), total=len(everything), reported=_reported(reader, kept)) if filtered else "",
        empty=w("task.empty") if not kept else "",
        all=Link(w("task.all", n=len(everything)), reader.link("tasks")) if filtered else None,
        sections=_sections(reader, kept),
        unstated=_unstated(reader, kept),
        agencies=_agencies(reader, kept),
        groups=() if filtered else tuple(_group_row(reader, group) for group in plan.content_groups.values()),
        ungrouped="" if filtered else _ungrouped(reader),
        solutions=() if filtered else tuple(_solution_row(reader, solution) for solution in plan.solutions.values()),
    )


def _headline(reader: Reader, plan: str, total: int, reported: int) -> str:
    key = "none" if not reported else "all" if reported == total else "some"
    return reader.w(f"task.headline.{key}", plan=plan, total=total, reported=reported)


def _silence(reader: Reader) -> str:
    lead = reader.plan.release.plan_name.lead_agency_code
    said = reader.w("task.silence", day=formats.day(reader.w, reader.as_of))
    return said + (" " + reader.w("overview.lead", agency=reader.agency(lead)) if lead else "")


def _reported(reader: Reader, tasks: Sequence[Task]) -> int:
    return sum(reader.plan.task_state(task.code, reader.as_of) is not None for task in tasks)


def _groups_of(_: Reader, task: Task) -> tuple[str, ...]:
    return (task.content_group_code or NOT_STATED,)


def _agencies_of(_: Reader, task: Task) -> tuple[str, ...]:
    return (task.lead_agency_code or NOT_STATED,)


def _places_of(_: Reader, task: Task) -> tuple[str, ...]:
    return task.area_codes or (NOT_STATED,)


def _states_of(reader: Reader, task: Task) -> tuple[str, ...]:
    state = reader.plan.task_state(task.code, reader.as_of)
    return (state.status if state else NOT_STATED,)


_VALUES: dict[str, Callable[[Reader, Task], tuple[str, ...]]] = {
    "nhom": _groups_of,
    "cq": _agencies_of,
    "noi": _places_of,
    "tt": _states_of,
}


def _order(reader: Reader, name: str) -> list[str]:
    plan = reader.plan
    known = {"nhom": plan.content_groups, "cq": plan.agencies, "tt": STATES}
    return (
        [*known[name]] if name in known else sorted({code for task in plan.tasks.values() for code in task.area_codes})
    )


def _option_name(reader: Reader, name: str, value: str) -> str:
    plan, w = reader.plan, reader.w
    if value == NOT_STATED:
        return w("task.state.none") if name == "tt" else w("task.not_stated")
    if name == "tt":
        return w(f"task.state.{value}")
    if name == "noi":
        return _place(reader, value).text
    if name == "cq":
        return reader.say(plan.agencies[value].name)
    return f"{value} {reader.say(plan.content_groups[value].name)}"


def _fits(reader: Reader, task: Task, chosen: Mapping[str, str], text: str) -> bool:
    if any(value and value not in _VALUES[name](reader, task) for name, value in chosen.items()):
        return False
    said = _all_words(reader, task)
    return all(word in said for word in fold(text).split())


def _all_words(reader: Reader, task: Task) -> str:
    """Everything that a reader may search a task for, folded."""
    agencies = [reader.agency(code) for code in (task.lead_agency_code or "", *task.cooperating) if code]
    places = [_place(reader, code).text for code in task.area_codes]
    said = [task.name.vi, task.name.en, task.quote, task.note.vi, task.note.en, *agencies, *places]
    return fold(" ".join((task.code, *said, reader.say(task.cooperating_note))))


def _sections(reader: Reader, tasks: Sequence[Task]) -> tuple[Section, ...]:
    """The tasks group by group, each group where its first task stands in the plan."""
    groups = reader.plan.content_groups
    found: dict[str, list[Task]] = {}
    for task in tasks:
        found.setdefault(task.content_group_code or "", []).append(task)
    return tuple(
        Section(
            name=reader.say(groups[code].name) if code else reader.w("task.no_group"),
            code=code,
            rows=tuple(_row(reader, task) for task in inside),
            leads=any(task.lead_agency_code or task.cooperating or task.cooperating_note for task in inside),
            places=any(task.area_codes or task.due for task in inside),
        )
        for code, inside in found.items()
    )


def _unstated(reader: Reader, tasks: Sequence[Task]) -> str:
    """What the source leaves open, said once: for how many of the tasks it gives no deadline, place or lead agency."""
    w = reader.w
    silent = {
        "due": sum(task.due is None for task in tasks),
        "place": sum(not task.area_codes for task in tasks),
        "lead": sum(task.lead_agency_code is None for task in tasks),
    }
    return " ".join(
        w("task.unstated_all", what=w(f"task.what.{what}"))
        if n == len(tasks)
        else w("task.unstated_some", what=w(f"task.what.{what}"), n=n)
        for what, n in silent.items()
        if n
    )


def _agencies(reader: Reader, tasks: Sequence[Task]) -> tuple[str, ...]:
    """What has become of the agencies that these tasks name, each once."""
    plan = reader.plan
    codes = dict.fromkeys(code for task in tasks for code in (task.lead_agency_code, *task.cooperating) if code)
    named = (plan.agencies[code] for code in codes if code in plan.agencies)
    return tuple(
        reader.w("task.succession", agency=reader.say(agency.name), since=reader.say(agency.succession))
        for agency in named
        if agency.succession
    )


def _agency(reader: Reader, code: str) -> str:
    """The name alone; what became of the agency stands once below the list."""
    agency = reader.plan.agencies.get(code)
    return reader.say(agency.name) if agency else code


def _row(reader: Reader, task: Task) -> TaskRow:
    plan, w = reader.plan, reader.w
    state = plan.task_state(task.code, reader.as_of)
    source = plan.sources[task.source_code]
    report = plan.sources[state.source_code] if state else None
    note = reader.say(task.cooperating_note)
    return TaskRow(
        code=task.code,
        name=reader.say(task.name),
        lead=_agency(reader, task.lead_agency_code) if task.lead_agency_code else "",
        cooperating=(*(_agency(reader, code) for code in task.cooperating), *((note,) if note else ())),
        places=tuple(_place(reader, code) for code in task.area_codes),
        due=formats.day(w, task.due.last) if task.due else "",
        state=w(f"task.state.{state.status}") if state else w("task.state.none"),
        state_code=state.status if state else "none",
        reported=w("task.reported", day=formats.day(w, state.reported_on)) if state else "",
        report_source=Link(report.publisher, report.url or "") if report else Link(""),
        report_note=reader.say(state.note) if state else "",
        quote=task.quote,
        source=_source(reader, source.publisher, task.source_code),
        note=reader.say(task.note),
    )


def _source(reader: Reader, publisher: str, code: str) -> Link:
    source = reader.plan.sources[code]
    when = source.published_on
    said = reader.w("target.quoted_from", publisher=publisher, day=formats.day(reader.w, when)) if when else publisher
    return Link(said, source.url or "")


def _place(reader: Reader, code: str) -> Link:
    """A place that a task names, as it was called when its code last meant something by the deadline."""
    areas = reader.plan.areas
    due = max((target.due.last for target in reader.plan.targets.values()), default=reader.as_of)
    area = areas.at(code, min(reader.as_of, due)) or next(iter(areas.history(code)), None)
    return reader.place(area) if area else Link(code)


def _group_row(reader: Reader, group: ContentGroup) -> GroupRow:
    plan, w = reader.plan, reader.w
    targets = [t for t in plan.targets.values() if plan.indicators[t.indicator_code].content_group_code == group.code]
    tasks = sum(task.content_group_code == group.code for task in plan.tasks.values())
    names = {target.code: reader.say(plan.indicators[target.indicator_code].short_name) for target in targets}
    return GroupRow(
        code=group.code,
        name=reader.say(group.name),
        note=reader.say(group.note),
        targets=tuple(Link(f"{code} {name}", reader.link("indicator", ma=code)) for code, name in names.items()),
        said="" if targets else w("task.only_tasks" if tasks else "task.no_target"),
        tasks=Link(w("task.count", n=tasks), reader.link("tasks", nhom=group.code)) if tasks else None,
    )


def _ungrouped(reader: Reader) -> str:
    """How many tasks the source puts under no group."""
    n = sum(task.content_group_code is None for task in reader.plan.tasks.values())
    return reader.w("task.ungrouped", n=n) if n else ""


def _solution_row(reader: Reader, solution: Solution) -> SolutionRow:
    return SolutionRow(solution.code, reader.say(solution.name), reader.say(solution.note))
