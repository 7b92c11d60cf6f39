"""Many readers at once: reruns a second of every page beside a stock blank page, and what a session holds of memory.

`python -m tests.bench.sessions` runs this part alone. How long is set by the environment (docs/bench.md).
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests import serving
from tests.bench.report import Row, report
from tests.bench.stock import stock

PAGES = {
    "/": ("", ""),
    "/chi-tieu?ma=T01": ("chi-tieu", "ma=T01"),
    "/ban-do": ("ban-do", ""),
    "/nhiem-vu": ("nhiem-vu", ""),
    "/dia-phuong?ma=06970": ("dia-phuong", "ma=06970"),
    "/du-lieu": ("du-lieu", ""),
    "/phuong-phap": ("phuong-phap", ""),
    "/nhung": ("nhung", ""),
}
GOALS = {"/": 2.0}  # at 25 sessions; of every other page 1
SESSIONS = (1, 25, 100)
ROUNDS = int(os.environ.get("KH213_BENCH_ROUNDS", "3"))
SECONDS = float(os.environ.get("KH213_BENCH_SECONDS", "1"))  # of one load; stretched where sessions are many
_BUSY = 0.7  # of a core: a client that needs more may be what is measured


class Visitors:
    """The process that plays the readers (visitors.py)."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process

    def do(self, what: str, **order: Any) -> dict[str, Any]:
        """Gives an order and waits for its answer. Raises RuntimeError where it could not be followed."""
        assert self._process.stdin is not None
        assert self._process.stdout is not None
        self._process.stdin.write(json.dumps({"do": what, **order}) + "\n")
        self._process.stdin.flush()
        answer: dict[str, Any] = json.loads(self._process.stdout.readline() or '{"error": "the readers are gone"}')
        if "error" in answer:
            raise RuntimeError(f"{what} {order}: {answer['error']}")
        return answer


@contextmanager
def visitors() -> Iterator[Visitors]:
    """Starts the readers' process, and ends it."""
    command = [sys.executable, "-m", "tests.bench.visitors"]
    with subprocess.Popen(
        command, cwd=serving.ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        try:
            yield Visitors(process)
        finally:
            assert process.stdin is not None
            process.stdin.close()


def sessions() -> dict[str, Row]:
    """Ratios of reruns a second, and of CPU time a rerun, of every page against the blank one.

    Raises SystemExit where the site failed meanwhile: a page that says so is a light one.
    """
    results: dict[str, Row] = {}
    with TemporaryDirectory() as folder, stock(Path(folder)) as blank, serving.running() as site, visitors() as crowd:
        for number in SESSIONS:
            for each in (blank, site):
                crowd.do("come", url=each.url, sessions=number)
            crowd.do("visit", url=blank.url, page="", query="")
            rounds = [_round(crowd, site, blank, number) for _ in range(ROUNDS)]
            for path in PAGES:
                results |= _rows(path, number, [each[path] for each in rounds])
        failed = [line for line in site.log.read_text().splitlines() if "failed" in line]
    if failed:
        raise SystemExit(f"the site failed under load: {failed[:3]}")
    return results


Load = dict[str, float]


def _round(crowd: Visitors, site: serving.Site, blank: serving.Site, number: int) -> dict[str, tuple[Load, Load]]:
    """Every page once, and the blank page before every second one: pairs of loads by path."""
    pairs = {}
    theirs: Load = {}
    for place, (path, (page, query)) in enumerate(PAGES.items()):
        if place % 2 == 0:
            theirs = _load(crowd, blank, number)
        crowd.do("visit", url=site.url, page=page, query=query)
        pairs[path] = (_load(crowd, site, number), theirs)
    return pairs


def _load(crowd: Visitors, site: serving.Site, number: int) -> Load:
    """The page that all sessions are on, under load: runs a second, the server's CPU milliseconds a run, and the part
    of a core that the client took.
    """
    before = cpu_seconds(site.pid)
    found = crowd.do("load", url=site.url, seconds=SECONDS * (1 + number / 50))
    spent = cpu_seconds(site.pid) - before
    if found["cpu"] > _BUSY * found["seconds"]:
        print(f"NOTE: the client itself took {found['cpu'] / found['seconds']:.0%} of a core")  # noqa: T201
    return {
        "rps": found["runs"] / found["seconds"],
        "cpu": 1000 * spent / found["runs"],
        "client": found["cpu"] / found["seconds"],
    }


def _rows(path: str, number: int, pairs: list[tuple[Load, Load]]) -> dict[str, Row]:
    """The two ratios of a page from its pairs. Of CPU time a smaller one is better, of reruns a larger one."""

    def row(key: str, unit: str) -> Row:
        return {
            f"ours_{unit}": statistics.median(ours[key] for ours, _ in pairs),
            f"theirs_{unit}": statistics.median(theirs[key] for _, theirs in pairs),
            "ratio": statistics.median(ours[key] / theirs[key] for ours, theirs in pairs),
        }

    of = f"{path} at {number} session{'s' * (number > 1)} / of a stock blank page"
    rows = {
        f"reruns a second of {of}": row("rps", "rps"),
        f"server CPU of a rerun of {of}": row("cpu", "ms"),
    }
    if number == 25:
        rows[f"reruns a second of {of}"]["at_least"] = GOALS.get(path, 1.0)
    rows[f"reruns a second of {of}"]["client_core"] = statistics.median(ours["client"] for ours, _ in pairs)
    return rows


def cpu_seconds(pid: int) -> float:
    """CPU time that a process has used, all its threads together, user and system (Linux: proc(5))."""
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / float(os.sysconf("SC_CLK_TCK"))


if __name__ == "__main__":
    report(sessions(), "sessions.json")
