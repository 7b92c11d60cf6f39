"""`make bench`: prints every ratio with its two medians and its goal, and writes them to bench/out/ratios.json."""

import gc
import shutil
import statistics
import time
import tracemalloc
from collections.abc import Callable
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

import pandas as pd
from frictionless import validate

from kh213.model.verdict import status
from kh213.release.checking.folder import check_folder
from kh213.release.publications import store
from kh213.release.publications.publishing import stage
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from kh213.view.overview import overview
from kh213.view.reader import Reader
from kh213.words import words
from tests.bench.large import large_draft
from tests.bench.memory import memory
from tests.bench.national import national
from tests.bench.report import report
from tests.bench.served import served
from tests.bench.sessions import sessions
from tests.bench.sight import sight

ROOT = Path(__file__).parents[2]
ROUNDS = 15
LONG_ROUNDS = 3  # of what takes seconds


def pandas_reads(folder: Path) -> None:
    """The same files by pandas, as text: the least that any reader of them has to do."""
    for table in TABLES:
        pd.read_csv(folder / f"{table}.csv", dtype=str, keep_default_na=False)


def in_turn(ours: Callable[[], object], theirs: Callable[[], object], rounds: int = ROUNDS) -> dict[str, float]:
    """Medians in milliseconds of two things measured A B A B, and the median of the ratios of the pairs."""
    pairs = []
    for _ in range(rounds + 1):
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


def peak(work: Callable[[], object]) -> int:
    """The most bytes that a call holds at one moment, beyond what was held before it."""
    gc.collect()
    tracemalloc.start()
    work()
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    return most


def large(newest: Path, folder: Path) -> dict[str, dict[str, float]]:
    """A draft of a hundred thousand figures: checking it, and writing the package that it becomes."""
    root, day = newest.parents[1], date.fromisoformat(newest.name)
    draft = large_draft(newest, folder / "draft")
    report = check_folder(draft, root, day)
    if report.problems or report.tables is None or report.title is None or report.plan_name is None:
        raise SystemExit(f"not a good draft: {report.problems[:3]}")
    tables, title, plan_name = report.tables, report.title, report.plan_name

    def publish(into: Path) -> Path:
        shutil.rmtree(into, ignore_errors=True)
        stage(into, tables, day, "published", title, plan_name)
        return into

    package = publish(folder / "package")
    size = sum(file.stat().st_size for file in package.iterdir())
    held = peak(lambda: publish(folder / "again"))
    return {
        "check 100,000 figures / frictionless alone": in_turn(
            lambda: check_folder(draft, root, day), lambda: validate(str(package / "datapackage.json")), LONG_ROUNDS
        ),
        "write 100,000 figures to the disk / copy them": in_turn(
            lambda: publish(folder / "again"),
            lambda: shutil.copytree(package, folder / "copy", dirs_exist_ok=True),
            LONG_ROUNDS,
        ),
        "memory to write 100,000 figures / their size": {
            "ours_kb": held / 1000,
            "theirs_kb": size / 1000,
            "ratio": held / size,
        },
    }


def main() -> None:
    """Measures and reports."""
    newest = ROOT / "data" / "releases" / store.releases(ROOT / "data", date.max)[0]
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
    with TemporaryDirectory() as folder:
        results |= large(newest, Path(folder))
        results |= national(newest, Path(folder))  # reading a release against pandas
    with TemporaryDirectory() as folder:
        results |= served(Path(folder))
    results |= sight()
    results |= sessions()
    results |= memory()
    report(results)


if __name__ == "__main__":
    main()
