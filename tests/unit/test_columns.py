"""A chart as rows: what Office is given to draw, and how its labels are written."""

from datetime import date

import pytest

from kh213.view.figures.chart import target_chart
from kh213.view.figures.columns import Column, columns, number_format
from kh213.view.reader import Reader, verdicts
from kh213.words import words
from tests.builders import Record, indicator, make_plan, observation, target

VI, EN = words("vi"), words("en")


def drawn(*records: Record, day: str = "2026-11-22") -> tuple[Column, ...]:
    plan = make_plan(*records)
    reader = Reader(plan, VI, "latest", date.fromisoformat(day))
    province = plan.areas.province
    target = plan.targets["T01"]
    chart = target_chart(reader, target, province, verdicts(plan, reader.as_of)["T01", province.code])
    assert chart is not None
    return columns(chart, VI)


def test_a_missing_year_is_a_row_without_a_figure() -> None:
    rows = drawn(observation("2018", 30), observation("2020", 60))
    assert [(row.label, row.value) for row in rows] == [("năm 2018", 30), ("năm 2019", None), ("năm 2020", 60)]
    assert [row.side for row in rows] == ["short", "", "reached"]


def test_the_target_holds_up_to_its_deadline() -> None:
    rows = drawn(observation("2019", 30), observation("2020", 60), observation("2021", 70, "2022-01-15"))
    assert [row.goal for row in rows] == [50, 50, None]


def test_a_deadline_without_a_figure_has_a_place_of_its_own() -> None:
    rows = drawn(observation("2018", 30, "2019-02-01"), observation("2019", 40, "2020-02-01"), day="2020-06-01")
    assert [row.label for row in rows] == ["năm 2018", "năm 2019", "hạn 31/12/2020"]
    assert [row.goal for row in rows] == [50, 50, 50]


def test_the_required_way_leads_from_the_baseline_to_the_target() -> None:
    rows = drawn(observation("2018", 30, "2019-02-01"), observation("2019", 40, "2020-02-01"), day="2020-06-01")
    way = [row.path for row in rows]
    assert way[0] == 30
    assert way[1] == pytest.approx(30 + 20 * 365 / 731)
    assert way[2] == 50


def test_a_break_parts_the_figures_and_is_named() -> None:
    rows = drawn(observation("2018", 30), observation("2019", 31), observation("2020", 60, obs_status="B"))
    assert [row.label for row in rows] == ["năm 2018", "năm 2019", "ngắt chuỗi", "năm 2020"]
    assert rows[2].value is None


def test_a_break_before_the_first_figure_parts_nothing() -> None:
    assert [row.label for row in drawn(observation("2020", 60, obs_status="B"))] == ["năm 2020"]


def test_a_provisional_figure_is_open() -> None:
    assert [row.is_open for row in drawn(observation("2019", 30), observation("2020", 60, obs_status="P"))] == [
        False,
        True,
    ]


@pytest.mark.parametrize(
    ("text", "unit", "form"),
    [
        ("35,9%", "%", '#,##0.0"%"'),
        ("36%", "%", '#,##0"%"'),
        ("trên 98,55%", "%", '"trên "#,##0.00"%"'),
        ("từ 98% trở lên", "%", '"từ "#,##0"% trở lên"'),
        ("hạng 3", "thứ hạng trong 63 tỉnh", '"hạng "#,##0'),
        ("khoảng 75.800 hồ sơ", "hồ sơ", '"khoảng "#,##0'),
        ("−1.234,5 điểm", "điểm", "#,##0.0"),
        ('5 "dịch vụ"', "thủ tục", '#,##0" dịch vụ"'),
        ("không phát sinh hồ sơ", "%", "General"),
    ],
)
def test_a_label_says_the_figure_as_the_page_does_and_follows_its_number(text: str, unit: str, form: str) -> None:
    assert number_format(text, unit, VI) == form


def test_an_english_figure_has_a_point_before_its_decimals() -> None:
    assert number_format("about 75,800.5 dossiers", "dossiers", EN) == '"about "#,##0.0'


def test_figures_of_one_day_stand_side_by_side() -> None:
    rows = drawn(
        indicator(frequency="quarterly"),
        target(50),
        observation("2020-Q4", 55, "2021-01-10"),
        observation("2020", 52, "2021-02-10"),
    )
    assert [row.label for row in rows] == ["quý IV/2020", "năm 2020"]
