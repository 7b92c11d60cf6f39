"""/data: what readers download. A dated address gives the bytes of that day for good; nothing here guesses.

Bytes are taken from disk only after the plan of the same folder was read and found whole, are proved by their hashes
once more, and are then kept by the key of that release.
"""

import json
from datetime import date
from functools import lru_cache

from starlette.requests import Request
from starlette.routing import BaseRoute

from kh213.export.archive import package_zip
from kh213.export.excel import excel_copy
from kh213.export.indicator import indicator_csv
from kh213.export.status import status_csv
from kh213.export.workbook import workbook
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.reading.verbatim import verbatim
from kh213.release.schema import TABLES
from kh213.site import asked
from kh213.site.asked import DAY, Publication, RefusalError
from kh213.site.downloads import served
from kh213.site.downloads.served import File, named, ready, route
from kh213.site.openapi import AS_OF, CSV, EXCEL, JSON, KY, XLSX, ZIP, Operation, Parameter, choice, text
from kh213.site.sending.answers import Body
from kh213.view import addresses
from kh213.words import formats


def _table(publication: Publication, request: Request) -> File:
    name = request.path_params["table"]
    if name not in TABLES:
        existing = ", ".join(TABLES)
        raise RefusalError(404, "data_error.unknown_table", found=formats.excerpt(name), existing=existing)
    copy = _is_copy(request)
    return File(_csv_name(publication, name, copy), lambda: _published(publication, f"{name}.csv", CSV, copy))


def _descriptor(publication: Publication, _: Request) -> File:
    return File(named(publication, DESCRIPTOR), lambda: _published(publication, DESCRIPTOR, JSON))


def _package(publication: Publication, _: Request) -> File:
    return File(named(publication, "package.zip"), lambda: _zip(publication))


def _workbook(publication: Publication, _: Request) -> File:
    site = addresses.site()
    key = f"workbook {publication.plan.release.key} {served.software()} {site}"
    return File(named(publication, "workbook.xlsx"), lambda: _book(publication, site), key)


def _indicator(publication: Publication, request: Request) -> File:
    code = request.path_params["code"]
    if code not in publication.plan.indicators:
        existing = ", ".join(publication.plan.indicators)
        raise RefusalError(404, "data_error.unknown_indicator", found=formats.excerpt(code), existing=existing)
    copy = _is_copy(request)
    return File(_csv_name(publication, code, copy), lambda: _one_indicator(publication, code, copy))


def _status(publication: Publication, request: Request) -> File:
    release_day = publication.plan.release.day
    as_of, copy = asked.as_of(request, release_day), _is_copy(request)
    if as_of is None:
        return File(_csv_name(publication, "status", copy), lambda: _verdicts(publication, release_day, copy))
    moved = f"status-{DAY}-{as_of}"
    return File(_csv_name(publication, moved, copy), lambda: _verdicts_on(publication, as_of, copy))


def _is_copy(request: Request) -> bool:
    """Whether the copy for Excel is asked for. The plain file is never altered."""
    return asked.one_of(request, EXCEL.name, EXCEL.schema["enum"], EXCEL.schema["default"]) == "1"


def _csv_name(publication: Publication, what: str, copy: bool) -> str:
    return named(publication, f"{what}-{EXCEL.name}.csv" if copy else f"{what}.csv")


@lru_cache(maxsize=64)
def _published(publication: Publication, name: str, media_type: str, copy: bool = False) -> Body:
    content = verbatim(publication.folder, publication.plan.release.key).files[name]
    return ready(excel_copy(content) if copy else content, media_type)


@lru_cache(maxsize=4)
def _zip(publication: Publication) -> Body:
    return ready(package_zip(verbatim(publication.folder, publication.plan.release.key).files), ZIP)


def _book(publication: Publication, site: str) -> Body:
    found = verbatim(publication.folder, publication.plan.release.key)
    licence = json.loads(found.files[DESCRIPTOR])["licenses"][0]["path"]
    return Body(workbook(publication.plan, found.tables, licence, site), XLSX)


@lru_cache(maxsize=128)
def _one_indicator(publication: Publication, code: str, copy: bool) -> Body:
    return _csv(indicator_csv(publication.plan, code), copy)


@lru_cache(maxsize=8)
def _verdicts(publication: Publication, as_of: date, copy: bool) -> Body:
    return _csv(status_csv(publication.plan, as_of), copy)


@lru_cache(maxsize=32)
def _verdicts_on(publication: Publication, as_of: date, copy: bool) -> Body:
    """Any day that a reader asks for: apart, so that a run through all days pushes nothing else out."""
    return _csv(status_csv(publication.plan, as_of), copy)


def _csv(content: bytes, copy: bool) -> Body:
    return ready(excel_copy(content) if copy else content, CSV)


_INDICATOR = Parameter("code", "api.parameter.indicator", text("dan-so", pattern="[a-z0-9]+(-[a-z0-9]+)*"))
_TABLE = Parameter("table", "api.parameter.table", choice(TABLES))

routes: list[BaseRoute] = [
    route("package.zip", _package, Operation("data_package", "api.data_package", ZIP, (KY,), ranges=True)),
    route("workbook.xlsx", _workbook, Operation("data_workbook", "api.data_workbook", XLSX, (KY,), ranges=True)),
    route(DESCRIPTOR, _descriptor, Operation("data_descriptor", "api.data_descriptor", JSON, (KY,))),
    route("status.csv", _status, Operation("data_status", "api.data_status", CSV, (KY,), (AS_OF, EXCEL))),
    route(
        "indicators/{code}.csv",
        _indicator,
        Operation("data_indicator", "api.data_indicator", CSV, (KY, _INDICATOR), (EXCEL,)),
    ),
    route("{table}.csv", _table, Operation("data_table", "api.data_table", CSV, (KY, _TABLE), (EXCEL,))),
]
