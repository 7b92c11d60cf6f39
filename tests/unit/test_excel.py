"""The copy for Excel: nothing in it runs, and nothing else is changed."""

import codecs
import csv
import io
import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.export.excel import excel_copy, harmless
from kh213.release.reading.package import csv_line

DATA = Path(__file__).parents[2] / "data"
PUBLISHED = sorted([*(DATA / "releases" / "2026-11-22").glob("*.csv"), *(DATA / "demo").glob("*.csv")])
FORMULAS = "=+-@\t\r\n＝＋－＠"
cells = st.text(st.sampled_from("=+-@\t\r\n＝;, \"'ấ09.eE\0"), max_size=12)


def rows_of(copy: bytes) -> list[list[str]]:
    return list(csv.reader(io.StringIO(copy.decode("utf-8-sig"), newline="")))


@pytest.mark.parametrize(
    "text",
    [
        "=1+1",
        '=HYPERLINK("http://evil.example")',
        "+84 203 123",
        "-SUM(A1)",
        "@SUM(A1)",
        "＝1+1",
        '"=1+1',
        ' "=1+1"',
        "-5+cmd|' /C calc'!A0",
        "-",
        "-5,3",
    ],
)
def test_a_cell_that_could_run_gets_an_apostrophe(text: str) -> None:
    assert harmless(text) == f"'{text}"


@pytest.mark.parametrize(
    "text", ["-5", "+5", "-0.25", "1e5", "-1.5E-7", "06970", "2020-Q3", "", "a=1", "Cẩm Phả - Hạ Long"]
)
def test_numbers_and_other_texts_stay_as_they_are(text: str) -> None:
    assert harmless(text) == text


@pytest.mark.parametrize(
    ("text", "calm"),
    [
        ("a;=1+1", "a;'=1+1"),
        ("a\n=1+1", "a\n'=1+1"),
        ("a\t@x", "a\t'@x"),
        ("\t=1+1", "'\t'=1+1"),
        ("\r", "'\r"),
        ("50;-5;", "50;-5;"),
        ("a\r\n\r\nb", "a\r\n\r\nb"),
    ],
)
def test_what_another_list_separator_would_make_a_cell_is_looked_at_too(text: str, calm: str) -> None:
    assert harmless(text) == calm


@given(cells)
def test_whatever_the_separator_no_part_of_a_cell_begins_a_formula(text: str) -> None:
    calm = harmless(text)
    for part in [calm, *re.split("[;\t\r\n]", calm)[1:]]:
        bare = part.lstrip(' "')
        assert not bare.startswith(tuple("=+-@＝＋－＠")) or re.fullmatch(
            r"[+-][0-9]+(\.[0-9]+)?([eE][+-]?[0-9]+)?", part
        )
    assert not calm.startswith(tuple("\t\r\n\0"))


@given(cells)
def test_only_apostrophes_are_added(text: str) -> None:
    assert harmless(text).replace("'", "") == text.replace("'", "")


@given(st.lists(st.lists(cells, min_size=2, max_size=3), min_size=1, max_size=4))
def test_the_cells_keep_their_places(rows: list[list[str]]) -> None:
    copy = excel_copy(b"".join(csv_line(row) for row in rows))
    assert rows_of(copy) == [[harmless(text) for text in row] for row in rows]


@pytest.mark.parametrize("path", PUBLISHED, ids=lambda path: f"{path.parent.name}/{path.name}")
def test_what_is_published_needs_no_apostrophe(path: Path) -> None:
    copy = excel_copy(path.read_bytes())
    assert copy.startswith(codecs.BOM_UTF8)
    assert copy.count(b"\r\n") == len(rows_of(copy))
    assert copy.removeprefix(codecs.BOM_UTF8).replace(b"\r\n", b"\n") == path.read_bytes()
