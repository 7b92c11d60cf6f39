"""The page of a target: what its verdict rests on is named beside it, marked in the table, and can be taken along."""

from pathlib import Path

import pytest

from kh213.release.reading.read import read_plan
from kh213.view.indicator import TargetPage, target_page
from kh213.view.reader import Reader, verdicts
from kh213.words import words

DATA = Path(__file__).parents[2] / "data"


@pytest.fixture(scope="module")
def reader() -> Reader:
    plan = read_plan(DATA / "releases" / "2026-11-22")
    return Reader(plan, words("vi"), "latest", plan.release.day)


def page(reader: Reader, code: str) -> TargetPage:
    return target_page(reader, reader.plan.targets[code])


def test_a_decided_promise_names_who_published_the_figure_that_decides_and_when(reader: Reader) -> None:
    evidence = page(reader, "T01").evidence
    assert evidence is not None
    (row,) = [row for row in page(reader, "T01").table.rows if reader.w("figure.deciding") in row.status]
    assert row.period == "năm 2020"
    assert evidence.text == f"{row.source.text}, {row.published}"
    assert evidence.href == row.source.href


def test_an_undecided_promise_has_no_figure_that_decides(reader: Reader) -> None:
    for code in reader.plan.targets:
        if code != "T01":
            shown = page(reader, code)
            assert shown.evidence is None
            assert all(reader.w("figure.deciding") not in row.status for row in shown.table.rows)


def test_a_figure_that_was_weighed_and_could_not_decide_is_not_said_to_have_decided() -> None:
    plan = read_plan(DATA / "demo")
    reader = Reader(plan, words("vi"), "demo", plan.release.day)
    verdict = verdicts(plan, reader.as_of)["T12", plan.areas.province.code]
    assert verdict.reason == "qualifier_cannot_decide"
    assert verdict.figure is not None
    shown = page(reader, "T12")
    assert shown.evidence is None
    assert all(reader.w("figure.deciding") not in row.status for row in shown.table.rows)


def test_every_file_to_download_is_named_by_its_indicator_and_the_one_that_decides_is_the_tables_own(
    reader: Reader,
) -> None:
    shown = page(reader, "T01")
    files = [shown.download, *(item.download for item in shown.related)]
    assert files[0].href == "/data/latest/indicators/ict-index-hang.csv"
    assert len({link.text for link in files}) == len(files) == 6
    assert shown.title in files[0].text


def test_where_there_is_no_table_the_file_stands_with_the_other_links(reader: Reader) -> None:
    for code in reader.plan.targets:
        shown = page(reader, code)
        assert (shown.download in shown.links) == (not shown.table.rows)


def test_who_hears_a_chart_hears_what_is_missing_and_what_is_weak_in_their_order(reader: Reader) -> None:
    chart = page(reader, "T01").chart
    assert chart is not None
    said = chart.alt
    assert "năm 2017: hạng 4 (độ tin cậy thấp); năm 2018: hạng 4 (độ tin cậy thấp); năm 2019: hạng 3;" in said
    assert "năm 2020: hạng 3; năm 2021 (không có kỳ này); năm 2022: hạng 3; năm 2023: hạng 3 (độ tin cậy thấp)" in said
