"""A draft of a hundred thousand figures, as districts and communes report their shares month by month."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice, product
from pathlib import Path

from kh213.model.areas import LEVELS
from kh213.release.cells.check import Row
from kh213.release.reading.package import read_package, write_csv
from kh213.release.schema import TABLES

ROWS = 100_000


def large_draft(release: Path, folder: Path) -> Path:
    """The observations of a draft: each share of a release, of every area that may report it, for every month."""
    _, tables = read_package(release)
    source = tables["sources"][0]["source_code"]
    rows = islice(_figures(tables["indicators"], tables["areas"], source), ROWS)
    folder.mkdir()
    (folder / "observations.csv").write_bytes(write_csv(TABLES["observations"], rows))
    return folder


def _figures(indicators: Sequence[Row], areas: Sequence[Row], source: str) -> Iterator[Row]:
    below = dict(zip(LEVELS, [*LEVELS[1:], LEVELS[-1]], strict=True))
    reported = [
        (one["indicator_code"], area["area_code"])
        for one, area in product(indicators, areas)
        if one["kind"] == "share" and area["area_level"] == below[one["reporting_level"]] and not area["valid_from"]
    ]
    months = product(range(2005, 2019), range(1, 13))
    for number, ((year, month), (share, code)) in enumerate(product(months, reported)):
        yield {
            "indicator_code": share,
            "area_code": code,
            "time_period": f"{year}-{month:02}",
            "accumulation": "period",
            "numerator": str(80 + number % 7),
            "denominator": "100",
            "qualifier": "eq",
            "obs_status": "A",
            "published_on": f"{year + month // 12}-{month % 12 + 1:02}-05",
            "source_code": source,
        }
