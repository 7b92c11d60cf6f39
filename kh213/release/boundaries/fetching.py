"""The district outlines that anyone may use, fetched from their public repository: pinned, verified, all or nothing."""

from __future__ import annotations

import csv
import hashlib
import http.client
import json
import time
import urllib.error
import urllib.parse
import urllib.request
from dataclasses import dataclass
from datetime import date
from importlib.resources import files
from pathlib import Path

import numpy as np
import shapely

from kh213.model.areas import Areas
from kh213.release.boundaries.installing import Origin, Report, install
from kh213.release.boundaries.joining import Chosen, Wanted, join
from kh213.release.boundaries.layers import layers
from kh213.release.boundaries.mending import Shapes
from kh213.release.boundaries.reading import Rows
from kh213.release.boundaries.refused import refuse

COMMIT = "36f4852c8e50b5637c140715b5d896c01baf2dd1"
ADDRESS = f"https://raw.githubusercontent.com/whosonfirst-data/whosonfirst-data-admin-vn/{COMMIT}"
ORIGIN = Origin(
    "district",
    date(2019, 9, 11),
    "CC0 1.0 (https://creativecommons.org/publicdomain/zero/1.0/)",
    "Who’s On First (https://whosonfirst.org), mesoshapes",
)
WAIT = 5.0  # seconds for a connection, and for each answer on it
WHOLE = 60.0  # seconds for everything
_TRIES = 2
_CHUNK = 65_536


@dataclass(frozen=True, slots=True)
class Fact:
    """One file of the repository at the pinned commit, as it must be."""

    area_code: str
    path: str
    size: int
    sha256: str


def facts() -> tuple[Fact, ...]:
    """The files of the 14 districts of 2019."""
    text = files(__package__).joinpath("wof_districts.csv").read_text(encoding="utf-8")
    return tuple(
        Fact(row["area_code"], row["path_in_repository"], int(row["bytes"]), row["sha256"])
        for row in csv.DictReader(text.splitlines())
    )


def fetch(
    root: Path, areas: Areas, address: str = ADDRESS, wanted: tuple[Fact, ...] | None = None, whole: float = WHOLE
) -> Report:
    """Downloads, verifies and installs the districts. Raises Refused; the data folder is then as it was."""
    if urllib.parse.urlsplit(address).scheme not in {"http", "https"}:
        raise refuse("net_address", address, unreadable=True)
    for layer in layers(root):
        if (layer.level, layer.valid_from) == (ORIGIN.level, ORIGIN.valid_from) and layer.source != ORIGIN.source:
            raise refuse("own_layer", layer.source, layer.valid_from, unreadable=True)
    deadline = time.monotonic() + whole
    found = wanted or facts()
    shapes: Shapes = np.array([_shape(fact, _file(address, fact, deadline)) for fact in found], dtype=object)
    rows = Rows({"area_code": tuple(fact.area_code for fact in found)}, shapes, "WGS 84")
    units = Wanted(areas, ORIGIN.level, ORIGIN.valid_from)
    joined = join(rows.columns, units, Chosen(code="area_code"), allow_missing=False)
    return install(root, units, rows, joined, ORIGIN, f"{COMMIT[:12]}: {len(found)} × .geojson")


def _file(address: str, fact: Fact, deadline: float) -> bytes:
    """The bytes of one file, proved by size and hash. A connection that broke is tried once more, nothing else is."""
    url = f"{address.rstrip('/')}/{fact.path}"
    for attempt in range(_TRIES):
        try:
            content = _get(url, fact.size + 1, deadline)
        except urllib.error.HTTPError as error:
            error.close()
            raise refuse("net_status", url, error.code, unreadable=True) from error
        except (OSError, http.client.HTTPException) as error:
            if attempt + 1 < _TRIES and isinstance(error, ConnectionError | http.client.HTTPException):
                continue
            raise refuse("net_unreachable", url, _why(error), unreadable=True) from error
        if len(content) != fact.size:
            raise refuse("net_size", url, fact.size, unreadable=True)
        if hashlib.sha256(content).hexdigest() != fact.sha256:
            raise refuse("net_hash", url, fact.sha256, unreadable=True)
        return content
    raise refuse("net_unreachable", url, unreadable=True)


def _get(url: str, most: int, deadline: float) -> bytes:
    """At most so many bytes of an answer, one more than it should have tells that it is too long."""
    content = b""
    with urllib.request.urlopen(url, timeout=_left(url, deadline)) as answer:  # noqa: S310  the scheme is checked in fetch
        while len(content) < most:
            _left(url, deadline)
            # read1 gives what has come; read would wait for the rest from a server that sends a byte at a time
            piece: bytes = answer.read1(min(_CHUNK, most - len(content)))
            if not piece:
                break
            content += piece
        if len(content) < most and answer.length:  # what was announced and did not come
            raise http.client.IncompleteRead(content, answer.length)
    return content


def _left(url: str, deadline: float) -> float:
    left = deadline - time.monotonic()
    if left <= 0:
        raise refuse("net_slow", url, unreadable=True)
    return min(WAIT, left)


def _why(error: Exception) -> str:
    reason = getattr(error, "reason", None) or error
    return f"{type(reason).__name__}: {reason}"[:120]


def _shape(fact: Fact, content: bytes) -> shapely.Geometry:
    try:
        return shapely.from_geojson(json.dumps(json.loads(content)["geometry"]))
    except (ValueError, KeyError, TypeError, shapely.errors.GEOSException) as error:
        raise refuse("unreadable", fact.path, unreadable=True) from error
