"""What a briefing says in tables: promises without figures, the parts of a place, context, tasks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from kh213.view.area.figures import Figure, Parts
from kh213.view.area.page import Context, Unpublished
from kh213.view.briefing.promise import Numbered, Promise, cited
from kh213.view.reader import Reader
from kh213.view.tasks import TaskRow, TasksPage


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of text under a heading; `widths` are shares of the whole. `details` are for who speaks, not for the wall."""

    heading: str
    said: str
    head: tuple[str, ...]
    widths: tuple[int, ...]
    rows: tuple[tuple[str, ...], ...]
    details: tuple[str, ...] = ()


def silent(reader: Reader, promises: Sequence[Promise]) -> Table:
    """The promises of which no figure was published, each with the reason why nothing can be said."""
    w = reader.w
    return Table(
        heading=w("briefing.silent", n=len(promises)),
        said=w("briefing.silent_means"),
        head=(w("overview.column_target"), w("overview.column_promise"), w("briefing.why")),
        widths=(30, 20, 50),
        rows=tuple((f"{each.code} {each.name}", each.goal, each.nearest or each.explanation) for each in promises),
        details=tuple(f"{each.code} {each.name}. {each.quote}" for each in promises),
    )


def parts(reader: Reader, table: Parts, heading: str, numbered: Numbered) -> Table:
    """One promise in the units that a place was made of, side by side."""
    w = reader.w
    rows = [*table.rows, table.province]
    sources = {(source.publisher, source.url or ""): source for source in reader.plan.sources.values()}

    def published(row: Figure) -> str:
        source = sources.get((row.source.text, row.source.href))
        return f"{row.published} {w('briefing.cited', number=numbered.number(source))}" if source else row.published

    return Table(
        heading=f"{table.target_code} {table.name.text}",
        said=f"{heading}. {w('chart.target', promise=table.promise)}.",
        head=tuple(
            w(f"place.column_{name}") for name in ("unit", "figure")
        ) + (w("figure.column_period"), w("figure.column_published"), w("overview.column_verdict")),
        widths=(30, 15, 18, 15, 22),
        rows=tuple(
            (
                row.name.text,
                row.figure,
                row.period,
                published(row),
                row.judgement.label if row.judgement else "",
            )
            for row in rows
        ),
    )  # fmt: skip


def unpublished(missing: Unpublished, reader: Reader) -> Table:
    """What was promised at the level of a place, and of which nothing was published there."""
    w = reader.w
    return Table(
        heading=w("place.unpublished_heading"),
        said=" ".join(filter(None, (missing.since, missing.elsewhere, missing.said))),
        head=(w("overview.column_target"), w("overview.column_promise")),
        widths=(50, 50),
        rows=tuple((name.text, said) for name, said in missing.promises),
    )


def context(reader: Reader, of: Context, numbered: Numbered) -> Table:
    """Figures about a place that decide nothing."""
    w = reader.w
    names = ("period", "figure", "published", "source")
    return Table(
        heading=of.name,
        said=of.why,
        head=tuple(w(f"figure.column_{name}") for name in names),
        widths=(30, 25, 25, 20),
        rows=tuple(
            (each.row.period, each.row.figure, each.row.published, w("briefing.cited", number=each.source))
            for each in cited(reader, of.table.rows, numbered)
        ),
        details=tuple(filter(None, (of.table.note, *(row.note for row in of.table.rows)))),
    )


def tasks(reader: Reader, page: TasksPage, numbered: Numbered) -> Table:
    """The tasks of a page of them; the name is followed by the source of the task, its state by that of the report."""
    w, plan, rows = reader.w, reader.plan, page.rows
    reported = sum(bool(row.reported) for row in rows)
    counted = (
        w("briefing.tasks_said", n=len(rows), reported=reported) if reported else w("task.count", n=len(rows)) + "."
    )

    def cite(code: str) -> str:
        return w("briefing.cited", number=numbered.number(plan.sources[code]))

    def state(row: TaskRow) -> str:
        report = plan.task_state(row.code, reader.as_of)
        return ". ".join(filter(None, (row.state, f"{row.reported} {cite(report.source_code)}" if report else "")))

    return Table(
        heading=w("briefing.tasks"),
        said=" ".join(filter(None, (counted, page.silence))),
        head=tuple(w(f"task.column_{name}") for name in ("task", "agency", "place", "state")),
        widths=(42, 24, 16, 18),
        rows=tuple(
            (
                f"{row.name} {cite(plan.tasks[row.code].source_code)}",
                row.lead or w("task.not_stated"),
                ", ".join(filter(None, (*(place.text for place in row.places), row.due))) or w("task.not_stated"),
                state(row),
            )
            for row in rows
        ),
        details=(
            *filter(None, (page.unstated,)),
            *(f"{row.name}: {row.report_note} ({row.report_source.text})" for row in rows if row.report_note),
        ),
    )
