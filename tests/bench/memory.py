"""What readers leave in the server's memory: while they are there, after they left, and after many more of them.

`python -m tests.bench.memory` runs this part alone; KH213_BENCH_MINUTES says for how long visitors come and go.
Streamlit keeps the last 128 sessions whose reader left, for two minutes, and takes out older ones when the next reader
leaves (runtime/memory_session_storage.py): so the first rounds fill what the later ones only replace.
"""

from __future__ import annotations

import os
import statistics
import time
from pathlib import Path

from tests import serving
from tests.bench.report import Row, report
from tests.bench.sessions import PAGES, Visitors, visitors

MINUTES = float(os.environ.get("KH213_BENCH_MINUTES", "1"))
READERS = 100
VISITED = tuple(PAGES.values())[:5]
SESSION_GOAL = 0.3  # MB, issue 6
FILLING = 3  # rounds until 128 kept sessions and the allocator's own stock are filled
GROWTH_GOAL = 0.3  # MB of the whole server a round of 100 readers: a hundredth of what they hold while they are there


def memory() -> dict[str, Row]:
    """Resident memory a session with 100 sessions open, and what 100 more readers leave behind, each over its goal."""
    with serving.running() as site, visitors() as crowd:
        _come_and_go(crowd, site, 2)
        rest = resident(site.pid)
        crowd.do("come", url=site.url, sessions=READERS)
        _look_around(crowd, site)
        there = resident(site.pid)
        crowd.do("come", url=site.url, sessions=0)
        left = resident(site.pid)
        levels = _rounds(crowd, site)
    print(  # noqa: T201
        f"NOTE: resident MB at rest {rest:.0f}, with {READERS} sessions {there:.0f}, after they left {left:.0f}, "
        f"then after each of {len(levels)} rounds: {_told(levels)}"
    )
    each, more = (there - rest) / READERS, growth(levels[FILLING:])
    return {
        "memory of a session, 100 open after 5 pages each / the goal": {
            "ours_MB": each,
            "theirs_MB": SESSION_GOAL,
            "ratio": each / SESSION_GOAL,
            "at_most": 1,
        },
        f"growth of the server with every 100 readers more, over {len(levels)} rounds / the goal": {
            "ours_MB": more,
            "theirs_MB": GROWTH_GOAL,
            "ratio": more / GROWTH_GOAL,
            "at_most": 1,
        },
    }


def growth(levels: list[float]) -> float:
    """MB a round by which levels rise: the median of the slopes of all pairs, so that one odd round is no leak."""
    slopes = [
        (later - earlier) / (there - here)
        for here, earlier in enumerate(levels)
        for there, later in enumerate(levels)
        if there > here
    ]
    return statistics.median(slopes)


def resident(pid: int) -> float:
    """Resident memory of a process in MB of 10⁶ bytes (Linux: proc(5))."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


def _rounds(crowd: Visitors, site: serving.Site) -> list[float]:
    """Lets readers come and go for a while; the memory after each round."""
    levels: list[float] = []
    until = time.monotonic() + 60 * MINUTES
    while time.monotonic() < until or len(levels) < FILLING + 3:
        _come_and_go(crowd, site, READERS)
        levels.append(resident(site.pid))
    return levels


def _come_and_go(crowd: Visitors, site: serving.Site, readers: int) -> None:
    crowd.do("come", url=site.url, sessions=readers)
    _look_around(crowd, site)
    crowd.do("come", url=site.url, sessions=0)


def _look_around(crowd: Visitors, site: serving.Site) -> None:
    for page, query in VISITED:
        crowd.do("visit", url=site.url, page=page, query=query)


def _told(levels: list[float]) -> str:
    step = max(1, len(levels) // 12)
    return " ".join(f"{each:.0f}" for each in levels[::step])


if __name__ == "__main__":
    report(memory(), "memory.json")
