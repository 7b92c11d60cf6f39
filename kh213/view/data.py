"""Dữ liệu: what the publication holds, how to take it along, and where every figure comes from."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from kh213.model.plan import Source
from kh213.release.cells.check import Rows
from kh213.release.publications.store import DEMO, LATEST
from kh213.release.schema import TABLES, Column, Table
from kh213.view import addresses
from kh213.view.outside.snippets import Snippet, snippets
from kh213.view.reader import Link, Reader
from kh213.words import Words, formats

SHOWN_ROWS = 50
FIRST_TABLE = "observations"


@dataclass(frozen=True, slots=True)
class TableFile:
    """One CSV of the publication; `rows` is how many it has."""

    name: str
    about: str
    rows: str
    download: str


@dataclass(frozen=True, slots=True)
class ColumnRow:
    """One column: its meaning, and its rules in words."""

    name: str
    about: str
    rules: str


@dataclass(frozen=True, slots=True)
class Sheet:
    """A table to look at: its first rows exactly as they stand in the file, and what its columns mean."""

    name: str
    about: str
    shown: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    download: Link
    columns: tuple[ColumnRow, ...]


@dataclass(frozen=True, slots=True)
class SourceRow:
    title: Link
    publisher: str
    published: str
    retrieved: str
    extent: str
    cited: str
    note: str


@dataclass(frozen=True, slots=True)
class Publication:
    """A publication to go to: its page, its whole package, and what it changed ("" where none is before it)."""

    name: str
    page: str
    package: str
    changes: str
    here: bool


@dataclass(frozen=True, slots=True)
class DataPage:
    title: str
    lead: str
    whole: str
    facts: tuple[tuple[str, str], ...]
    package: str
    workbook: str
    status: str
    descriptor: str
    status_columns: tuple[ColumnRow, ...]
    tables: tuple[TableFile, ...]
    sources: tuple[SourceRow, ...]
    sources_said: str
    publications: tuple[Publication, ...]
    latest: str
    follow: tuple[Link, ...]
    snippets: tuple[Snippet, ...]


def data_page(
    reader: Reader,
    rows: Rows,
    status_columns: Sequence[str],
    publications: Sequence[str],
    site: str,
    *,
    demo: bool = True,
) -> DataPage:
    """The page of a publication. `rows` are its tables as text, `publications` the dates of all releases, newest
    first, `site` the site's own address ("" where the operator did not say); `demo` says whether there are illustrative
    figures.
    """
    w, release = reader.w, reader.plan.release
    ky = pinned(reader)
    day = formats.day(w, release.day)
    return DataPage(
        title=w("data.title_illustrative" if release.illustrative else "data.title", day=day),
        lead=w(
            "data.lead_illustrative" if release.illustrative else "data.lead", plan=reader.say(release.plan_name.name)
        ),
        whole=w("data.whole") if reader.day_moved else "",
        facts=(
            (w("data.fact_date"), day),
            (w("data.fact_status"), w(f"data.status.{release.status}")),
            (w("data.fact_version"), release.day.isoformat()),
            (w("data.fact_licence"), w("data.licence")),
            (w("data.fact_size"), _size(reader, rows)),
        ),
        package=addresses.data_package(ky),
        workbook=addresses.data_workbook(ky),
        status=addresses.data_status(ky, reader.kept()["tai"]),
        descriptor=addresses.data_descriptor(ky),
        status_columns=tuple(ColumnRow(name, w(f"status_column.{name}"), "") for name in status_columns),
        tables=tuple(
            TableFile(
                table.name,
                reader.say(table.about),
                formats.number(w, len(rows[table.name]), 0),
                addresses.data_table(ky, table.name),
            )
            for table in TABLES.values()
        ),
        sources=_sources(reader),
        sources_said=_sources_said(reader),
        publications=_publications(reader, publications, demo),
        latest=w("data.latest", address=site + addresses.data_package(LATEST)),
        follow=_follow(reader, ky),
        snippets=snippets(reader, site, ky),
    )


def sheet(reader: Reader, name: str, rows: Rows) -> Sheet:
    """One table of the publication to look at. Raises KeyError for a table that does not exist."""
    w, table = reader.w, TABLES[name]
    total = len(rows[name])
    few = total <= SHOWN_ROWS
    return Sheet(
        name=name,
        about=reader.say(table.about),
        shown=_rows(w, total) if few else w("data.first_rows", n=SHOWN_ROWS, total=formats.number(w, total, 0)),
        header=table.header,
        rows=tuple(tuple(row[column] for column in table.header) for row in rows[name][:SHOWN_ROWS]),
        download=Link(w("data.download_table", name=f"{name}.csv"), addresses.data_table(pinned(reader), name)),
        columns=tuple(
            ColumnRow(column.name, reader.say(column.about), _rules(w, table, column)) for column in table.columns
        ),
    )


def pinned(reader: Reader) -> str:
    """The publication that the page shows, by its date: an address that goes on giving these very figures."""
    return DEMO if reader.plan.release.illustrative else reader.plan.release.day.isoformat()


def _size(reader: Reader, rows: Rows) -> str:
    w = reader.w
    total = formats.number(w, sum(map(len, rows.values())), 0)
    figures = formats.number(w, len(reader.plan.observations), 0)
    return w("data.size", tables=len(TABLES), rows=total, figures=figures, sources=len(reader.plan.sources))


def _rows(w: Words, count: int) -> str:
    return w("data.rows", n=formats.number(w, count, 0)) if count else w("data.no_rows")


def _rules(w: Words, table: Table, column: Column) -> str:
    """What a cell of the column holds: its type, whether it must be filled, and what its codes may be."""
    said = [w(f"data.type.{column.format or column.type}")]
    if column.name in table.key:
        said.append(w("data.rule.key"))
    if column.required:
        said.append(w("data.rule.required"))
    if column.enum:
        said.append(w("data.rule.enum", values=", ".join(column.enum)))
    reference = column.refers or column.list_of
    if reference:
        said.append(w("data.rule.list" if column.list_of else "data.rule.refers", table=reference[0]))
    return "; ".join(said)


def _sources(reader: Reader) -> tuple[SourceRow, ...]:
    """Every source, those that most figures rest on first, in the order of the file where equal."""
    w = reader.w
    cited = Counter({code: n for (code,), n in reader.plan.observed.tally("source_code").items()})
    ordered = sorted(reader.plan.sources.values(), key=lambda source: -cited[source.code])
    return tuple(
        SourceRow(
            title=Link(source.title, source.url or ""),
            publisher=source.publisher,
            published=formats.day(w, source.published_on) if source.published_on else w("figure.day_not_stated"),
            retrieved=formats.day(w, source.retrieved_on) if source.retrieved_on else "",
            extent=w(f"data.extent.{source.extent_read}"),
            cited=w("data.cited", n=formats.number(w, cited[source.code], 0))
            if cited[source.code]
            else w("data.not_cited"),
            note=reader.say(source.note),
        )
        for source in ordered
    )


def _sources_said(reader: Reader) -> str:
    sources: list[Source] = list(reader.plan.sources.values())
    full = sum(source.extent_read == "full" for source in sources)
    dateless = sum(source.published_on is None for source in sources)
    return reader.w("data.sources_said", n=len(sources), full=full, excerpt=len(sources) - full, dateless=dateless)


def _publications(reader: Reader, dates: Sequence[str], demo: bool) -> tuple[Publication, ...]:
    w = reader.w
    here = pinned(reader)
    lang = reader.kept()["lang"]

    def publication(ky: str, name: str) -> Publication:
        changes = addresses.page("changes", ky=ky, lang=lang) if ky in dates[:-1] else ""
        page = addresses.page("data", ky=ky, lang=lang)
        return Publication(name, page, addresses.data_package(ky), changes, ky == here)

    dated = (publication(ky, formats.day(w, date.fromisoformat(ky))) for ky in dates)
    return (*dated, *([publication(DEMO, w("data.demo"))] if demo else []))


def _follow(reader: Reader, ky: str) -> tuple[Link, ...]:
    """How to learn of what comes after this publication, and whether a print of it still holds."""
    w, lang = reader.w, reader.kept()["lang"]
    return (
        Link(w("citing.feed.follow"), addresses.feed(lang)),
        Link(w("page.verify.title"), addresses.page("verify", ky=ky, lang=lang)),
    )
