"""The Data Package around the tables: its descriptor, and the text of its CSVs proved by size and sha256."""

from __future__ import annotations

import csv
import hashlib
import io
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any, NamedTuple

from kh213.model.plan import PlanName, Release, Text
from kh213.release.cells.check import Row, Rows
from kh213.release.columns.by_column import ByColumn
from kh213.release.durable import to_disk
from kh213.release.issues import Issue, Unusable
from kh213.release.schema import TABLES, Table, table_schema

DESCRIPTOR = "datapackage.json"
SLUG = re.compile(r"[a-z0-9]+([-.][a-z0-9]+)*")  # can stand in a file's name
_QUOTED = re.compile(r'["\n\r]')
STATUSES = ("published", "illustrative")
LONG = 8_000_000  # bytes of a CSV, 70,000 figures: from here on a table is kept by columns (docs/scale.md)
_HASH = re.compile(r"sha256:[0-9a-f]{64}")


class Proof(NamedTuple):
    """What a file is told by: how long it is, and its hash as a descriptor gives it."""

    size: int
    sha256: str


def write_csv(table: Table, rows: Iterable[Mapping[str, str]]) -> bytes:
    """Rows as UTF-8 CSV with LF line ends, the header in the order of the schema, absent cells empty."""
    return b"".join(csv_lines(table, rows))


def csv_lines(table: Table, rows: Iterable[Mapping[str, str]]) -> Iterator[bytes]:
    """The lines of `write_csv` one by one, for a file that is longer than memory should be."""
    header = table.header
    yield csv_line(header)
    for row in rows:
        yield csv_line([row.get(name, "") for name in header])


def write_table(folder: Path, table: Table, rows: Iterable[Mapping[str, str]]) -> Proof:
    """Writes a table's CSV line by line, down to the disk."""
    size, digest = 0, hashlib.sha256()
    with (folder / f"{table.name}.csv").open("xb") as file:
        for line in csv_lines(table, rows):
            file.write(line)
            digest.update(line)
            size += len(line)
        to_disk(file)
    return Proof(size, f"sha256:{digest.hexdigest()}")


def csv_line(cells: Sequence[str]) -> bytes:
    """One line of a CSV as we write them all."""
    # Not csv.writer: it leaves a lone carriage return unquoted in some versions of Python, and bytes must not depend
    # on the version. Most lines need no quotes at all, and to see that costs a tenth of looking at each cell.
    line = ",".join(cells)
    if _QUOTED.search(line) or line.count(",") >= len(cells):
        line = ",".join(map(_cell, cells))
    return f"{line}\n".encode()


def _cell(text: str) -> str:
    return '"' + text.replace('"', '""') + '"' if "," in text or _QUOTED.search(text) else text


def describe(folder: Path, day: date, status: str, title: Text, plan_name: PlanName) -> dict[str, Any]:
    """The descriptor of the tables in a folder: schema, size and sha256 of each, licence, sources, version."""
    sources = _rows(*_records((folder / "sources.csv").read_bytes()))
    proofs = {name: _proof(folder / f"{name}.csv") for name in TABLES}
    return descriptor_of(proofs, sources, day, status, title, plan_name)


def descriptor_of(
    proofs: Mapping[str, Proof], sources: Iterable[Row], day: date, status: str, title: Text, plan_name: PlanName
) -> dict[str, Any]:
    """The descriptor of tables that are told by their `proofs`; `sources` are the rows of that table."""
    mark = "minh-hoa-" if status == "illustrative" else ""
    return {
        "profile": "data-package",
        "name": f"{mark}{plan_name.slug}-{day.isoformat()}",
        "title": title.vi,
        "title_en": title.en,
        "version": day.isoformat(),
        "created": f"{day.isoformat()}T00:00:00+07:00",
        "status": status,
        "plan": {
            "name_vi": plan_name.name.vi,
            "name_en": plan_name.name.en,
            "short_name_vi": plan_name.short_name.vi,
            "short_name_en": plan_name.short_name.en,
            "lead_agency_code": plan_name.lead_agency_code,
            "slug": plan_name.slug,
        },
        "licenses": [
            {
                "name": "CC-BY-4.0",
                "title": "Creative Commons Attribution 4.0",
                "path": "https://creativecommons.org/licenses/by/4.0/",
            }
        ],
        "sources": [_source(row) for row in sources],
        "resources": [_resource(table, proofs[table.name]) for table in TABLES.values()],
    }


def write_descriptor(folder: Path, descriptor: Mapping[str, Any]) -> None:
    """Writes datapackage.json, down to the disk."""
    text = json.dumps(descriptor, ensure_ascii=False, indent=2) + "\n"
    with (folder / DESCRIPTOR).open("wb") as file:
        file.write(text.encode("utf-8"))
        to_disk(file)


def _proof(path: Path) -> Proof:
    with path.open("rb") as file:
        digest = hashlib.file_digest(file, "sha256")
        return Proof(file.tell(), f"sha256:{digest.hexdigest()}")


def read_package(folder: Path) -> tuple[Release, Rows]:
    """The release and its rows as text. Raises Unusable where a file is missing or not the one that was published."""
    try:
        raw = (folder / DESCRIPTOR).read_bytes()
        descriptor = json.loads(raw)
        release = _release(descriptor, raw)
        resources = {item["name"]: item for item in descriptor["resources"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
        raise Unusable(folder.name, [Issue(DESCRIPTOR, "unreadable", found=type(error).__name__)]) from error
    issues: list[Issue] = []
    tables: dict[str, Sequence[Row]] = {}
    for table in TABLES.values():
        tables[table.name], found = _read_table(folder, table, resources.get(table.name))
        issues.extend(found)
    if issues:
        raise Unusable(folder.name, issues)
    return release, tables


def _read_table(folder: Path, table: Table, resource: Mapping[str, Any] | None) -> tuple[Sequence[Row], list[Issue]]:
    if resource is None:
        return [], [Issue(table.name, "not_described")]
    by_column = _by_column(folder / f"{table.name}.csv", table, resource)
    if by_column is not None:
        return by_column, []
    try:
        content = (folder / f"{table.name}.csv").read_bytes()
    except OSError:
        return [], [Issue(table.name, "file_missing")]
    if resource.get("hash") != _sha256(content) or resource.get("bytes") != len(content):
        return [], [Issue(table.name, "not_as_published", found=_sha256(content), expected=str(resource.get("hash")))]
    try:
        header, records = _records(content)
    except (UnicodeDecodeError, csv.Error) as error:
        return [], [Issue(table.name, "unreadable", found=type(error).__name__)]
    issues = [Issue(table.name, "column_missing", 1, name) for name in table.header if name not in header]
    issues += [Issue(table.name, "column_repeated", 1, name) for name in table.header if header.count(name) > 1]
    issues += [
        Issue(table.name, "ragged_row", number, found=str(len(record)), expected=str(len(header)))
        for number, record in enumerate(records, 2)
        if len(record) != len(header)
    ]
    return ([], issues) if issues else (_rows(header, records), [])


def _by_column(path: Path, table: Table, resource: Mapping[str, Any]) -> ByColumn | None:
    """A long table by its columns; None for a short one, and where anything is wrong: row by row it is said where."""
    size, digest = resource.get("bytes"), str(resource.get("hash"))
    try:
        if path.stat().st_size < LONG or not (isinstance(size, int) and _HASH.fullmatch(digest)):
            return None
        from kh213.release.columns import copies  # noqa: PLC0415  numpy and pyarrow: only who has a long table waits for them

        found = copies.columns(path, size, digest)
    except (OSError, ValueError, csv.Error):
        return None
    return found if set(table.header) <= set(found.header) else None


def _records(content: bytes) -> tuple[list[str], list[list[str]]]:
    """The header and the records after it, a blank line among them as an empty one: rows keep their numbers."""
    lines = list(csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True))
    return (lines[0], lines[1:]) if lines else ([], [])


def _rows(header: Sequence[str], records: Iterable[Sequence[str]]) -> list[Row]:
    return [dict(zip(header, record, strict=True)) for record in records]


def _release(descriptor: Mapping[str, Any], raw: bytes) -> Release:
    if descriptor["status"] not in STATUSES:
        raise ValueError(f"status: {descriptor['status']!r}")
    plan = descriptor["plan"]
    day = date.fromisoformat(descriptor["version"])
    if day.isoformat() != descriptor["version"]:
        raise ValueError(f"version: {descriptor['version']!r}")
    return Release(
        name=_slug(descriptor["name"]),
        day=day,
        status=descriptor["status"],
        title=_text(descriptor, "title", "title_en"),
        plan_name=PlanName(
            _text(plan, "name_vi", "name_en"),
            _text(plan, "short_name_vi", "short_name_en"),
            plan["lead_agency_code"],
            _slug(plan["slug"]),
        ),
        key=hashlib.sha256(raw).hexdigest()[:16],
    )


def _slug(text: str) -> str:
    if not SLUG.fullmatch(text):
        raise ValueError(f"name: {text!r}")
    return text


def _text(said: Mapping[str, Any], vi: str, en: str) -> Text:
    if not (isinstance(said[vi], str) and isinstance(said[en], str)):
        raise TypeError(f"{vi}, {en}: not text")
    return Text(said[vi], said[en])


def _resource(table: Table, proof: Proof) -> dict[str, Any]:
    return {
        "name": table.name,
        "path": f"{table.name}.csv",
        "profile": "tabular-data-resource",
        "title": table.about.vi,
        "description": table.about.en,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": proof.size,
        "hash": proof.sha256,
        "schema": table_schema(table),
    }


def _source(row: Row) -> dict[str, str]:
    return {"title": row["title"]} | ({"path": row["url"]} if row.get("url") else {})


def _sha256(content: bytes) -> str:
    return f"sha256:{hashlib.sha256(content).hexdigest()}"
