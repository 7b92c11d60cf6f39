"""What journalists download, kept as it was: whoever changes it on purpose looks at the difference and keeps the new."""

import io
import json
from collections.abc import Callable, Iterator
from pathlib import Path

import openpyxl
import pytest

from kh213.export.catalogue import catalogue, entry
from kh213.export.excel import excel_copy
from kh213.export.geojson import areas_geojson, due_day
from kh213.export.indicator import indicator_csv
from kh213.export.workbook import workbook
from kh213.release.boundaries.layers import NotCovered
from kh213.release.reading.package import DESCRIPTOR, read_package
from kh213.release.reading.read import read_plan

ROOT = Path(__file__).parents[2]
GOLDEN = ROOT / "tests" / "golden"
REAL, DEMO = ROOT / "data" / "releases" / "2026-11-22", ROOT / "data" / "demo"


def one_indicator() -> bytes:
    return indicator_csv(read_plan(REAL), "ict-index-hang")


def its_copy_for_excel() -> bytes:
    return excel_copy(one_indicator())


def districts() -> bytes:
    plan = read_plan(DEMO)
    target, as_of = plan.targets["T08"], plan.release.day
    units = plan.areas.on(due_day(plan, target, as_of), "district")
    return areas_geojson(plan, units, target, as_of, NotCovered("none_installed"))


def the_catalogue() -> bytes:
    return catalogue([entry(read_plan(REAL), json.loads((REAL / DESCRIPTOR).read_bytes()))], "https://example.org")


def the_workbook() -> bytes:
    """By what is in it, a line a cell: the bytes of a workbook are those of the library that writes it, too."""
    content = workbook(read_plan(REAL), read_package(REAL)[1], "https://licence.example", "https://example.org")
    return "".join(f"{line}\n" for line in cells(content)).encode()


def cells(content: bytes) -> Iterator[str]:
    for place, sheet in enumerate(openpyxl.load_workbook(io.BytesIO(content))):
        yield f"# {sheet.title} {sheet.dimensions} {sheet.freeze_panes} {sheet.auto_filter.ref}"
        for row in sheet.iter_rows(max_row=None if place == 0 else 3):
            for cell in row:
                if cell.value is not None:
                    yield f"{cell.coordinate} {cell.data_type} {cell.number_format} {cell.value!r}"


@pytest.mark.parametrize(
    ("file", "written"),
    [
        ("ict-index-hang.csv", one_indicator),
        ("ict-index-hang-excel.csv", its_copy_for_excel),
        ("district-T08.geojson", districts),
        ("catalogue.jsonld", the_catalogue),
        ("workbook.txt", the_workbook),
    ],
)
def test_a_download_is_as_it_was(file: str, written: Callable[[], bytes]) -> None:
    assert written() == (GOLDEN / file).read_bytes()
