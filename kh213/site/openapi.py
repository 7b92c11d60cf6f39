"""/api/openapi.json: what the addresses for programs take and answer, written from the very routes that serve them.

A route that programs may build on is a `Described` one: its `Operation` names the parameters that it lets through and
the statuses that it answers with, and the document is made of nothing else.
"""

from __future__ import annotations

import json
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Route

from kh213.view import addresses
from kh213.words import LANGUAGES, words

CSV, JSON, ZIP = "text/csv", "application/json", "application/zip"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
PPTX = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
JSON_LD, GEOJSON, TEXT = "application/ld+json", "application/geo+json", "text/plain"

_LICENCE = {"name": "CC BY 4.0", "url": "https://creativecommons.org/licenses/by/4.0/"}
_BINARY = frozenset({ZIP, XLSX, PPTX, DOCX, "image/png"})
_OBJECTS = (JSON, "+json")
_EVERY_ANSWER = ("ETag", "Cache-Control")
_OPEN_ANSWER = ("Access-Control-Allow-Origin",)

Schema = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Parameter:
    """A part of an address: in its path, or after the question mark. `about` is the key of a sentence of words."""

    name: str
    about: str
    schema: Schema


@dataclass(frozen=True, slots=True)
class Operation:
    """What an address answers to. `about` is the key of a sentence of words; `query` is all that it takes.

    `refusals` are the statuses that two lines of plain text come with. `ranges` says that a part of the file may be
    asked for, `open` that any page of the web may read it, `download` that it has a telling file name, `tagged` that it
    has an ETag and answers 304.
    """

    name: str
    about: str
    media_type: str
    path: tuple[Parameter, ...] = ()
    query: tuple[Parameter, ...] = ()
    refusals: tuple[int, ...] = (404, 410, 422, 503)
    ranges: bool = False
    open: bool = True
    download: bool = True
    tagged: bool = True

    @property
    def allowed(self) -> tuple[str, ...]:
        """The names of the query parameters, for asked.check_query."""
        return tuple(parameter.name for parameter in self.query)


class Described(Route):
    """A route with what the document says of it."""

    def __init__(self, path: str, endpoint: Callable[[Request], Awaitable[Response]], operation: Operation) -> None:
        super().__init__(path, endpoint, name=operation.name)
        self.operation = operation


def text(*examples: str, pattern: str | None = None) -> Schema:
    """The schema of a string, with examples that exist."""
    return {"type": "string", "examples": list(examples)} | ({"pattern": f"^({pattern})$"} if pattern else {})


def choice(values: Iterable[str], default: str | None = None) -> Schema:
    """The schema of one of a few strings."""
    return {"type": "string", "enum": list(values)} | ({"default": default} if default is not None else {})


def whole(least: int, most: int, default: int) -> Schema:
    """The schema of a whole number between two others."""
    return {"type": "integer", "minimum": least, "maximum": most, "default": default}


_A_DAY = {"type": "string", "format": "date", "examples": ["2020-12-31"]}
_NAMED = {"type": "string", "enum": ["latest", "demo"], "examples": ["latest"]}

KY = Parameter("ky", "api.parameter.ky", {"anyOf": [_NAMED, {"type": "string", "format": "date"}]})
AS_OF = Parameter("tai", "api.parameter.tai", _A_DAY)
LANG = Parameter("lang", "api.parameter.lang", choice(LANGUAGES, LANGUAGES[0]))
EXCEL = Parameter("excel", "api.parameter.excel", choice(("0", "1"), "0"))


def document(routes: Iterable[BaseRoute]) -> bytes:
    """The OpenAPI 3.1 document of those routes that are described, as JSON."""
    paths: dict[str, Any] = {}
    for route in routes:
        if isinstance(route, Described):
            paths[route.path] = _path(route.operation)
    content = {
        "openapi": "3.1.0",
        "info": {
            "title": "kh213",
            "version": "1",
            "summary": words("en")("api.summary"),
            "description": _both("api.description"),
            "license": _LICENCE,
        },
        "servers": [{"url": addresses.site() or "/"}],
        "paths": paths,
        "components": {"responses": _refusals(), "headers": _headers()},
    }
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _path(operation: Operation) -> Mapping[str, Any]:
    """GET, HEAD and, where other pages may read it, the question that their browser asks before (OPTIONS)."""
    known = {
        "summary": words("vi")(operation.about),
        "description": words("en")(operation.about),
    }
    parameters = [_parameter(each, "path") for each in operation.path]
    query = [_parameter(each, "query") for each in operation.query]
    found: dict[str, Any] = {
        "parameters": parameters,
        "get": {"operationId": operation.name, **known, "parameters": query, "responses": _answers(operation)},
        "head": {
            "operationId": f"{operation.name}_head",
            **known,
            "parameters": query,
            "responses": _answers(operation, head=True),
        },
    }
    if operation.open:
        told = {"description": _both("api.answer.204"), "headers": _refer("headers", ("Allow", *_OPEN_ANSWER))}
        preflight = {"operationId": f"{operation.name}_options", "summary": _both("api.preflight")}
        found["options"] = {**preflight, "responses": {"204": told}}
    return found


def _parameter(parameter: Parameter, where: str) -> Mapping[str, Any]:
    return {
        "name": parameter.name,
        "in": where,
        "required": where == "path",
        "description": _both(parameter.about),
        "schema": parameter.schema,
    }


def _answers(operation: Operation, *, head: bool = False) -> Mapping[str, Any]:
    always = _OPEN_ANSWER if operation.open else ()
    whole_file = (*always, *(_EVERY_ANSWER if operation.tagged else ("Cache-Control",)))
    told = (*whole_file, *(("Content-Disposition",) if operation.download else ()))
    found = {"200": _answer(200, told + (("Accept-Ranges",) if operation.ranges else ()), operation.media_type, head)}
    if operation.ranges and not head:
        found["206"] = _answer(206, (*told, "Accept-Ranges", "Content-Range"), operation.media_type, head)
        found["416"] = _answer(416, (*always, "Content-Range"), TEXT, head)
    if operation.tagged:
        found["304"] = _answer(304, whole_file, "", head)
    for status in operation.refusals:
        found[str(status)] = {"$ref": f"#/components/responses/{'head_' if head else ''}{status}"}
    return found


def _answer(status: int, headers: Sequence[str], media_type: str, head: bool) -> Mapping[str, Any]:
    content = {"content": {media_type: _content(media_type)}} if media_type and not head else {}
    return {"description": _both(f"api.answer.{status}"), "headers": _refer("headers", headers), **content}


def _content(media_type: str) -> Schema:
    if media_type.endswith(_OBJECTS):
        return {"schema": {"type": "object"}}
    return {} if media_type in _BINARY else {"schema": {"type": "string"}}


def _refusals() -> Mapping[str, Any]:
    """Two lines of plain text, Vietnamese then English; after HEAD nothing."""
    lines = {TEXT: {"schema": {"type": "string", "pattern": r"^[^\n]+\n[^\n]+\n$"}}}
    said = {str(status): {"description": _both(f"api.answer.{status}")} for status in (404, 410, 422, 503)}
    return {
        **{status: {**told, "content": lines} for status, told in said.items()},
        **{f"head_{status}": told for status, told in said.items()},
    }


_HEADERS = (*_EVERY_ANSWER, *_OPEN_ANSWER, "Content-Disposition", "Accept-Ranges", "Content-Range", "Allow")


def _headers() -> Mapping[str, Any]:
    return {name: {"required": True, "schema": {"type": "string"}} for name in _HEADERS}


def _refer(kind: str, names: Iterable[str]) -> Mapping[str, Any]:
    return {name: {"$ref": f"#/components/{kind}/{name}"} for name in names}


def _both(key: str) -> str:
    """The sentence in both languages, Vietnamese first."""
    return "\n\n".join(words(language)(key) for language in LANGUAGES)
