"""First sight: when a phone on slow 4G shows what its reader came for, beside stock Streamlit and a static page.

`python -m tests.bench.sight` runs this part alone; KH213_BENCH_ROUNDS says how often.
"""

from __future__ import annotations

import os
import statistics
from collections.abc import Callable
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser

from tests import serving
from tests.bench.phone import Visit, phone, visit
from tests.bench.report import Row, report
from tests.bench.still import static_site, there
from tests.bench.stock import stock
from tests.browser.conftest import chromium

ROUNDS = int(os.environ.get("KH213_BENCH_ROUNDS", "3"))
OVERVIEW = "/"
ROW = "tbody tr"
PATHS = {OVERVIEW: ROW, "/chi-tieu?ma=T01": "", "/ban-do": ""}  # with what must show besides the heading
BYTES_GOAL, SHIFT_GOAL = 60.0, 0.01  # kB, and the sum of all shifts

Visits = dict[str, list[Visit]]


def sight() -> dict[str, Row]:
    """The ratios, those of the overview with their goals. Without Chromium or nginx nothing is measured, loudly."""
    found = chromium()
    if found is None or not there():
        print("SKIPPED: NO CHROMIUM OR NO NGINX FOUND, first sight was not measured")  # noqa: T201
        return {}
    with (
        TemporaryDirectory() as folder,
        serving.running() as site,
        stock(Path(folder) / "stock") as blank,
        static_site(site.url, {path: path for path in PATHS}, Path(folder) / "static") as still,
        phone(found) as browser,
    ):
        seen = _in_turn(browser, blank.url, site.url, still)
    results: dict[str, Row] = {}
    for path in PATHS:
        results |= _rows(path, seen)
    return results


def _in_turn(browser: Browser, blank: str, site: str, still: dict[str, str]) -> Visits:
    """Every page of every kind once a round, one after the other; the first round, unmeasured, warms the servers."""
    ways: dict[str, Callable[[], Visit]] = {"blank": lambda: visit(browser, blank)}
    for path, row in PATHS.items():
        ways[f"still {path}"] = lambda path=path, row=row: visit(browser, still[path], row, app=False)  # type: ignore[misc]
        ways[f"ours {path}"] = lambda path=path, row=row: visit(browser, site + path, row)  # type: ignore[misc]
    seen: Visits = {name: [] for name in ways}
    for _ in range(ROUNDS + 1):
        for name, way in ways.items():
            seen[name].append(way())
    return {name: each[1:] for name, each in seen.items()}


def _rows(path: str, seen: Visits) -> dict[str, Row]:
    """A page's results. Only the overview has goals."""
    ours, blank, still = seen[f"ours {path}"], seen["blank"], seen[f"still {path}"]

    def against(theirs: list[Visit], what: Callable[[Visit], float], unit: str, goal: float) -> Row:
        row = {
            f"ours_{unit}": statistics.median(map(what, ours)),
            f"theirs_{unit}": statistics.median(map(what, theirs)),
            "ratio": statistics.median(what(a) / what(b) for a, b in zip(ours, theirs, strict=True)),
        }
        return row | ({"at_most": goal} if path == OVERVIEW else {})

    def within(limit: float, value: float, unit: str) -> Row:
        row = {f"ours_{unit}": value, f"theirs_{unit}": limit, "ratio": value / limit}
        return row | ({"at_most": 1} if path == OVERVIEW else {})

    return {
        f"content of {path} in sight / of a stock blank page": against(blank, _content, "ms", 0.08),
        f"content of {path} in sight / of a static page of the same": against(still, _content, "ms", 2.5),
        f"app of {path} ready / of a stock blank page": against(blank, lambda one: one.ready, "ms", 0.5),
        f"bytes until {path} is in sight / the goal": within(
            BYTES_GOAL, statistics.median(one.bytes_to_content / 1000 for one in ours), "kB"
        ),
        f"bytes of {path} without its app, with its pictures and type / the same goal": within(
            BYTES_GOAL, statistics.median(one.bytes / 1000 for one in still), "kB"
        ),
        f"bytes of {path} with its app / of a stock blank page": against(
            blank, lambda one: one.bytes / 1000, "kB", 0.25
        ),
        f"layout shift of {path} through the hand-over / the goal": within(
            SHIFT_GOAL, statistics.median(one.shift for one in ours), "shift"
        ),
    }


def _content(one: Visit) -> float:
    return one.content


if __name__ == "__main__":
    report(sight(), "sight.json")
