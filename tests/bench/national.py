"""A whole country's figures: what it takes to open, judge and show them, against pandas reading the same table.

A tenth of it here; KH213_BENCH_PART=1 measures all 2.8 million figures (docs/scale.md). Every measurement is a process
of its own: nothing is warm but the disk, and the most memory that it held is its own. Time is the processor's, which
other work on the machine disturbs least.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from kh213.release.publications import store
from tests.bench.report import report
from tests.national_package import write_national

ROOT = Path(__file__).parents[2]
PART = float(os.environ.get("KH213_BENCH_PART", "0.1"))
ROUNDS = 3

Taken = Mapping[str, Mapping[str, float]]


def national(release: Path, folder: Path) -> dict[str, dict[str, float]]:
    """Ratios of time, and of memory, for the promises of a release."""
    package, kept = write_national(release, folder / "country", PART), folder / "kept"
    steps(package, kept, "write_parquet")
    first, again, csv, parquet = [], [], [], []
    for number in range(ROUNDS):
        first.append(steps(package, folder / f"kept-{number}", "read"))
        again.append(steps(package, folder / f"kept-{number}", "read", "overview", "map", "status"))
        csv.append(steps(package, kept, "csv"))
        parquet.append(steps(package, kept, "parquet"))
    said = f"{PART:g} of a country"
    return {
        f"read {said} the first time / pandas.read_csv": ratio(first, "read", csv, "csv"),
        f"read {said} / pandas.read_csv": ratio(again, "read", csv, "csv"),
        f"read {said} / pandas.read_parquet": ratio(again, "read", parquet, "parquet"),
        f"say the overview of {said} / pandas.read_csv": ratio(again, "overview", csv, "csv"),
        f"show the map of {said} / pandas.read_csv": ratio(again, "map", csv, "csv"),
        f"judge every area of {said} / pandas.read_csv": ratio(again, "status", csv, "csv"),
        f"memory to read {said} the first time / pandas.read_csv": ratio(first, "read", csv, "csv", "mb"),
        f"memory to read {said} / pandas.read_csv": ratio(again, "read", csv, "csv", "mb"),
        f"memory to read {said} / pandas.read_parquet": ratio(again, "read", parquet, "parquet", "mb"),
    }


def steps(package: Path, kept: Path, *names: str) -> Taken:
    """What the steps of national_steps.py took, by name."""
    command = [sys.executable, "-m", "tests.bench.national_steps", str(package), *names]
    environment = {**os.environ, "KH213_CACHE": str(kept)}
    told = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, text=True, check=True).stdout
    lines = [json.loads(line) for line in told.splitlines()]
    return {line["step"]: line for line in lines}


def ratio(ours: list[Taken], our: str, theirs: list[Taken], their: str, what: str = "cpu") -> dict[str, float]:
    """Medians of two steps that were taken in turn, and the median of the ratios of the pairs."""
    pairs = [(one[our][what], other[their][what]) for one, other in zip(ours, theirs, strict=True)]
    unit, scale = ("ms", 1000) if what == "cpu" else ("mb", 1)
    return {
        f"ours_{unit}": statistics.median(a for a, _ in pairs) * scale,
        f"theirs_{unit}": statistics.median(b for _, b in pairs) * scale,
        "ratio": statistics.median(a / b for a, b in pairs),
    }


def main() -> None:
    """This part of `make bench` alone."""
    newest = ROOT / "data" / "releases" / store.releases(ROOT / "data", date.max)[0]
    with TemporaryDirectory() as folder:
        report(national(newest, Path(folder)), "national.json")


if __name__ == "__main__":
    main()
