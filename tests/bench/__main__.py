"""`make bench`: prints every ratio with its two medians and writes them to bench/out/ratios.json."""

import gc
import json
import statistics
import time
from collections.abc import Callable
from pathlib import Path

import pandas as pd

from kh213.model.verdict import status
from kh213.release.read import read_plan
from kh213.release.schema import TABLES
from kh213.view.overview import overview
from kh213.view.reader import Reader
from kh213.words import words

ROOT = Path(__file__).parents[2]
OUT = ROOT / "bench" / "out" / "ratios.json"
ROUNDS = 15


def pandas_reads(folder: Path) -> None:
    """The same files by pandas, as text: the least that any reader of them has to do."""
    for table in TABLES:
        pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)


def in_turn(ours: Callable[[], object], theirs: Callable[[], object]) -> dict[str, float]:
    """Medians in milliseconds of two things measured A B A B, and the median of the ratios of the pairs."""
    pairs = []
    for _ in range(ROUNDS + 1):
        gc.collect()
        pairs.append((took(ours), took(theirs)))
    pairs = pairs[1:]  # the first round warms up
    return {
        "ours_ms": statistics.median(a for a, _ in pairs) * 1000,
        "theirs_ms": statistics.median(b for _, b in pairs) * 1000,
        "ratio": statistics.median(a / b for a, b in pairs),
    }


def took(work: Callable[[], object]) -> float:
    """Seconds that a call takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def main() -> None:
    """Measures and reports."""
    newest = max((ROOT / "data" / "releases").iterdir())
    demo = ROOT / "data" / "demo"
    real_plan, demo_plan = read_plan(newest), read_plan(demo)
    results = {
        "read the release / pandas.read_csv of its files": in_turn(
            lambda: read_plan(newest), lambda: pandas_reads(newest)
        ),
        "read the illustrative package / pandas.read_csv": in_turn(lambda: read_plan(demo), lambda: pandas_reads(demo)),
        "judge every area of the illustrative package / read it": in_turn(
            lambda: status(demo_plan, demo_plan.release.day), lambda: read_plan(demo)
        ),
        "say the overview / read the release": in_turn(
            lambda: overview(Reader(real_plan, words("vi"), "latest", real_plan.release.day)), lambda: read_plan(newest)
        ),
    }
    for name, row in results.items():
        print(f"{row['ratio']:6.2f}  {name}  ({row['ours_ms']:.1f} ms / {row['theirs_ms']:.1f} ms)")  # noqa: T201
    OUT.parent.mkdir(parents=True, exist_ok=True)
    OUT.write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
