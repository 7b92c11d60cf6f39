"""Charts as specifications: what is drawn, where it stops, and what it says."""

from __future__ import annotations

import json
import math
import tomllib
from dataclasses import replace
from datetime import date
from fractions import Fraction
from pathlib import Path
from typing import Any

import pytest

from kh213.draw.chart.axes import value_ticks
from kh213.draw.chart.page import target_chart
from kh213.draw.labels import TIERS, Style, broken, text_width
from kh213.draw.theme import config, palette
from kh213.model.periods import parse_period
from kh213.view.figures.chart import Chart, Goal, Mark, Point
from kh213.words import LANGUAGES, formats, words

Spec = dict[str, Any]
VI, EN = words("vi"), words("en")
STAMP = "Số liệu minh họa"


def point(code: str, value: float, side: str, *, text: str = "", is_open: bool = False, **bounds: float) -> Point:
    period = formats.period(VI, code)
    text = text or formats.trimmed(VI, Fraction(str(value)), 1) + "%"
    return Point(
        day=parse_period(code).last,
        period=period,
        value=value,
        text=text,
        side=side,
        is_open=is_open,
        low=bounds.get("low"),
        high=bounds.get("high"),
        said=f"{period}: {text}. Công bố: 01/02/2021.",
    )


def missing(code: str) -> Mark:
    return Mark(parse_period(code).last, f"{formats.period(VI, code)}: {VI('obs_status.O')}")


def chart(*points: Point, **changed: Any) -> Chart:
    plain = Chart(
        form="line" if len({each.day for each in points}) > 1 else "bullet",
        title="Thủ tục cấp tỉnh làm hoàn toàn qua mạng, Tỉnh Quảng Ninh",
        unit="%",
        kind="share",
        decimals=1,
        points=points,
        goal=Goal(50.0, "tối thiểu 50%", date(2020, 12, 31)),
        path=(),
        missing=(),
        breaks=(),
        floor=0.0,
        ceiling=100.0,
        foot="Nguồn: Tỉnh Quảng Ninh. Công bố gần nhất: 01/02/2021. Bản dữ liệu 22/11/2026.",
        notes=(),
        alt="Biểu đồ: Thủ tục cấp tỉnh làm hoàn toàn qua mạng.",
    )
    return replace(plain, **changed)


def rank(code: str, value: int, side: str) -> Point:
    return point(code, float(value), side, text=f"hạng {value}")


ONE = chart(point("2020", 35.9, "short"))
TWO_ON_A_DAY = chart(
    point("2019", 20.0, "short"), point("2020-Q4", 44.0, "short", is_open=True), point("2020", 52.0, "reached")
)
RANKS = chart(
    *(rank(year, 4, "short") for year in ("2016", "2017", "2018")),
    *(rank(year, 3, "reached") for year in ("2019", "2020", "2022", "2023")),
    kind="rank",
    unit="hạng trên 63",
    goal=Goal(3.0, "hạng 3 hoặc cao hơn", date(2020, 12, 31)),
    missing=(missing("2021"),),
    floor=1.0,
    ceiling=5.0,
)
QUARTERS = chart(
    point("2019-Q4", 12.0, "short"),
    point("2020-Q1", 21.5, "short"),
    point("2020-Q2", 30.2, "none", text="khoảng 30,2%", low=22.0, high=38.0),
    point("2020-Q3", 44.0, "short", is_open=True),
    point("2021-Q1", 60.0, "reached"),
    point("2021-Q2", 70.0, "reached", text="trên 70%", low=70.0),
    point("2021-Q3", 66.0, "reached", is_open=True),
    path=((date(2019, 12, 31), 12.0), (date(2020, 12, 31), 50.0)),
    missing=(missing("2020-Q4"),),
    breaks=(Mark(date(2021, 7, 1), "Từ 01/07/2021 là địa giới mới"),),
)
SIXTY = chart(
    *(
        point(f"{2017 + n // 12}-{n % 12 + 1:02d}", round(10 + 0.9 * n + 8 * math.sin(n / 5), 1), "short")
        for n in range(60)
    )
)
COUNTS = chart(
    point("2020", 75_800.0, "short", text="khoảng 75.800 hồ sơ", low=75_750.0, high=75_850.0),
    kind="count",
    unit="hồ sơ",
    goal=Goal(300_000.0, "tối thiểu 300.000 hồ sơ", date(2020, 12, 31)),
    ceiling=330_000.0,
)
ALL = {"one": ONE, "two": TWO_ON_A_DAY, "ranks": RANKS, "quarters": QUARTERS, "sixty": SIXTY, "counts": COUNTS}
every_chart = pytest.mark.parametrize("drawn", ALL.values(), ids=list(ALL))


def spec(drawn: Chart, w: Any = VI, dark: bool = False, **asked: Any) -> Spec:
    return target_chart(drawn, w, dark, **asked).to_dict()


def layers(found: Spec, name: str) -> list[Spec]:
    return [layer for layer in found["layer"] if layer["data"]["name"] == name]


def rows(found: Spec, name: str) -> list[dict[str, Any]]:
    return layers(found, name)[0]["data"]["values"]


def texts(found: Spec) -> set[str]:
    """Every word in the picture, with its line ends undone."""
    return {" ".join(row["text"].split()) for row in rows(found, "words")}


# Lines, gaps and breaks


def test_the_line_is_broken_at_a_missing_year():
    line = rows(spec(RANKS), "line")
    assert [(row["segment"], row["day"][:4]) for row in line] == [
        *((0, year) for year in ("2016", "2017", "2018", "2019", "2020")),
        *((1, year) for year in ("2022", "2023")),
    ]


def test_the_line_is_broken_where_the_definition_or_the_territory_changed():
    days = {row["day"]: row["segment"] for row in rows(spec(QUARTERS), "line")}
    assert "2021-09-30" not in days, "alone after the break: nothing to join it to"
    assert days["2021-03-31"] == days["2021-06-30"] != days["2020-09-30"]


def test_a_break_the_day_after_a_figure_is_drawn_between_it_and_the_next():
    drawn = chart(point("2019", 20.0, "short"), point("2020", 30.0, "short"), breaks=(Mark(date(2020, 1, 1), "B"),))
    assert rows(spec(drawn), "breaks") == [{"day": "2020-07-01"}]


def test_a_line_does_not_choose_between_two_figures_of_one_day():
    assert not layers(spec(TWO_ON_A_DAY), "line")
    assert {"năm 2020: 52%", "quý IV/2020: 44%"} <= texts(spec(TWO_ON_A_DAY))


def test_a_missing_period_is_a_hatched_column_with_a_word_and_no_dot():
    found = spec(RANKS)
    assert rows(found, "missing") == [{"day": "2021-12-31"}]
    assert "2021-12-31" not in {row["day"] for row in rows(found, "figures")}
    assert VI("value.none") in texts(found)


# Figures


def test_provisional_figures_are_open_and_the_others_filled():
    colours = palette(False)
    fills = {row["day"]: (row["fill"], row["stroke"]) for row in rows(spec(QUARTERS), "figures")}
    assert fills["2020-09-30"] == (colours.paper, colours.short)
    assert fills["2021-09-30"] == (colours.paper, colours.reached)
    assert fills["2021-03-31"] == (colours.reached, colours.reached)


def test_a_provisional_bar_is_open_too():
    bar = rows(spec(chart(point("2020", 44.0, "short", is_open=True))), "figures")[0]
    assert bar["fill"] == palette(False).paper


def test_sides_differ_in_shape_as_well_as_in_colour():
    shapes = {row["stroke"]: row["shape"] for row in rows(spec(QUARTERS), "figures")}
    colours = palette(False)
    assert shapes == {colours.reached: "circle", colours.short: "square", colours.none: "diamond"}


def test_an_inexact_figure_has_a_whisker_from_its_lowest_to_its_highest_value():
    about = rows(spec(QUARTERS), "ranges")[0]
    assert (about["day"], about["value"], about["to"]) == ("2020-06-30", 22.0, 38.0)


def test_a_range_without_a_bound_has_an_arrow_at_the_end_of_the_axis():
    found = spec(QUARTERS)
    assert [row["to"] for row in rows(found, "ranges")] == [38.0, 100.0]
    tips = [(row["value"], row["shape"]) for row in rows(found, "tips")]
    assert tips == [(22.0, "stroke"), (38.0, "stroke"), (100.0, "triangle-up")]


def test_a_better_rank_without_a_bound_points_up():
    drawn = replace(RANKS, points=(*RANKS.points[:-1], replace(RANKS.points[-1], high=3.0)))
    assert ("triangle-up", 1.0) in {(row["shape"], row["value"]) for row in rows(spec(drawn), "tips")}


# Target and path


def test_the_target_ends_at_its_deadline():
    found = spec(QUARTERS)
    assert rows(found, "target") == [{"value": 50.0, "day": "2020-12-31"}]
    across = [layer["encoding"] for layer in layers(found, "target") if "x2" in layer["encoding"]]
    assert [each["x2"] for each in across] == [{"value": 0}]
    assert across[0]["x"]["field"] == "day"
    assert {"Phải đạt: tối thiểu 50%", "hạn 31/12/2020"} <= texts(found)


def test_the_required_path_is_dashed_and_goes_from_the_baseline_to_the_target():
    path = layers(spec(QUARTERS), "path")[0]
    assert path["mark"]["strokeDash"]
    assert [(row["day"], row["value"]) for row in path["data"]["values"]] == [
        ("2019-12-31", 12.0),
        ("2020-12-31", 50.0),
    ]


def test_a_bar_starts_at_zero_and_what_it_lacks_is_dotted():
    found = spec(ONE)
    assert [row["from"] for row in rows(found, "figures")] == [0.0]
    assert [(row["value"], row["to"]) for row in rows(found, "lacking")] == [(35.9, 50.0)]


def test_a_bar_that_reached_its_target_lacks_nothing():
    assert not layers(spec(chart(point("2020", 62.5, "reached"))), "lacking")


# Axes


def test_ranks_have_1_on_top():
    y = layers(spec(RANKS), "figures")[0]["encoding"]["y"]
    (first, last), (top, bottom) = y["scale"]["domain"], y["scale"]["range"]
    assert (first, last) == (1.0, 5.0)
    assert top < bottom
    assert y["axis"]["values"] == [1, 2, 3, 4, 5]


def test_a_single_rank_is_a_dot_and_never_a_bar():
    found = spec(replace(RANKS, form="bullet", points=(rank("2020", 3, "reached"),), missing=()))
    assert layers(found, "figures")[0]["mark"]["type"] == "point"


@pytest.mark.parametrize("drawn", [QUARTERS, SIXTY, ONE, COUNTS])
def test_the_axis_of_values_includes_zero(drawn: Chart):
    channel = "x" if drawn.form == "bullet" else "y"
    encoded = layers(spec(drawn), "figures")[0]["encoding"][channel]
    assert encoded["scale"]["domain"][0] == 0
    assert encoded["axis"]["values"][0] == 0


def test_the_axis_reaches_a_figure_outside_of_its_ends():
    found = spec(chart(point("2019", 20.0, "short"), point("2020", 104.0, "reached")))
    assert layers(found, "figures")[0]["encoding"]["y"]["scale"]["domain"] == [0.0, 104.0]


def test_nothing_but_zeros_still_has_an_axis():
    none = chart(point("2020", 0.0, "short"), goal=None, kind="count", ceiling=0.0)
    assert layers(spec(none), "figures")[0]["encoding"]["x"]["scale"]["domain"] == [0.0, 1.0]


def test_numbers_are_written_as_readers_of_the_language_write_them():
    assert value_ticks(VI, "count", 0.0, 330_000.0)["100000"] == "100.000"
    assert value_ticks(EN, "count", 0.0, 330_000.0)["100000"] == "100,000"
    assert value_ticks(VI, "score", 0.0, 1.0)["0.2"] == "0,2"
    assert value_ticks(VI, "share", 0.0, 100.0)["20"] == "20%"


def test_many_ranks_are_marked_in_round_steps_from_1():
    assert list(value_ticks(VI, "rank", 1.0, 43.0)) == ["1", "10", "20", "30", "40"]


def test_days_are_named_after_the_period_that_they_end():
    labels = layers(spec(QUARTERS), "figures")[0]["encoding"]["x"]["axis"]["labelExpr"]
    assert '"2019-12-31": ["quý IV", "2019"]' in labels
    assert '"2020": ' not in labels
    years = layers(spec(RANKS), "figures")[0]["encoding"]["x"]["axis"]["labelExpr"]
    assert '"2021-12-31": ["2021"]' in years


def test_no_name_of_a_month_is_left_to_the_drawing_library():
    axis = layers(spec(SIXTY), "figures")[0]["encoding"]["x"]["axis"]
    assert "format" not in axis
    assert "T12" in axis["labelExpr"]
    english = layers(spec(SIXTY, EN), "figures")[0]["encoding"]["x"]["axis"]["labelExpr"]
    assert "Dec" in english


# Words


@every_chart
def test_every_word_comes_from_the_view_or_from_words(drawn: Chart):
    goal = drawn.goal
    assert goal is not None
    known = {VI("chart.target", promise=goal.text), VI("chart.due", day=formats.day(VI, goal.due)), STAMP}
    known |= {VI(f"chart.{key}") for key in ("path", "break", "rank_axis")} | {VI("value.none")}
    known |= {drawn.title, drawn.foot, drawn.unit, *(each.text for each in drawn.points)}
    known |= {VI("chart.figure", period=each.period, figure=each.text) for each in drawn.points}
    assert texts(spec(drawn, stamp=STAMP, titled=True)) <= known


@every_chart
def test_first_and_last_figure_and_the_target_are_labelled_at_every_width(drawn: Chart):
    shown = rows(spec(drawn), "words")
    for tier in TIERS:
        here = {" ".join(row["text"].split()) for row in shown if _is_shown(row, tier)}
        for each in (drawn.points[0], drawn.points[-1]):
            assert any(each.text in text for text in here)
        assert any(text.startswith("Phải đạt: ") for text in here)


@every_chart
def test_words_neither_touch_each_other_nor_leave_the_plot(drawn: Chart):
    shown = rows(spec(drawn, stamp=STAMP, titled=True), "words")
    for width in (*TIERS, 330, 480, 900):
        boxes = [_box(row, width) for row in shown if _is_shown(row, width)]
        assert all(left > -1 and right < width + 1 for left, _, right, _ in boxes)
        pairs = [(a, b) for n, a in enumerate(boxes) for b in boxes[:n]]
        assert not [(a, b) for a, b in pairs if _overlap(a, b)]


def _is_shown(row: dict[str, Any], width: float) -> bool:
    return max(width, TIERS[0]) >= row["least"] and (row["below"] is None or width < row["below"])


def _box(row: dict[str, Any], width: float) -> tuple[float, float, float, float]:
    style = Style(size=row["size"], bold=row["weight"] > 400)
    lines = row["text"].split("\n")
    wide = max(text_width(line, style) for line in lines)
    left = row["base"] + row["share"] * width - {"left": 0, "center": wide / 2, "right": wide}[row["align"]]
    top = row["y"] - row["leading"] / 2
    return left, top, left + wide, top + row["leading"] * len(lines)


def _overlap(a: tuple[float, ...], b: tuple[float, ...]) -> bool:
    return min(a[2], b[2]) - max(a[0], b[0]) > 1 and min(a[3], b[3]) - max(a[1], b[1]) > 1


def test_up_to_eight_figures_are_all_labelled_on_a_page():
    here = {row["text"] for row in rows(spec(QUARTERS), "words") if _is_shown(row, TIERS[-1])}
    assert {each.text for each in QUARTERS.points} <= here


def test_of_sixty_figures_only_those_at_the_ends_are_labelled():
    here = {row["text"] for row in rows(spec(SIXTY), "words") if _is_shown(row, TIERS[-1])}
    assert {SIXTY.points[0].text, SIXTY.points[-1].text} == here & {each.text for each in SIXTY.points}


def test_a_tooltip_is_the_sentence_of_the_figure():
    figures = layers(spec(RANKS), "figures")[0]
    assert figures["encoding"]["tooltip"] == {"field": "said", "type": "nominal"}
    assert figures["data"]["values"][0]["said"] == RANKS.points[0].said


def test_lines_are_broken_between_words_into_about_equal_lengths():
    assert broken("Phải đạt: tối thiểu 2.000 dịch vụ công", 200, Style()).count("\n") == 1
    assert "".join(broken("một hai ba", 1, Style())) == "một\nhai\nba"


# The picture as a whole


@every_chart
@pytest.mark.parametrize("dark", [False, True])
@pytest.mark.parametrize("lang", LANGUAGES)
def test_nothing_is_fetched_from_elsewhere(drawn: Chart, dark: bool, lang: str):
    found = spec(drawn, words(lang), dark, stamp=STAMP, titled=True)
    found.pop("$schema")
    assert "http" not in json.dumps(found)
    assert found["usermeta"] == {"embedOptions": {"actions": False}}
    assert found["config"]["background"] == "transparent"


@every_chart
def test_all_rows_have_names_so_that_streamlit_offers_no_raw_rows(drawn: Chart):
    assert not spec(drawn).get("datasets")


def test_illustrative_data_are_stamped_inside_the_picture():
    assert STAMP in texts(spec(ONE, stamp=STAMP))
    assert layers(spec(ONE, stamp=STAMP), "stamp")
    assert not layers(spec(ONE), "stamp")


def test_title_and_foot_are_inside_only_when_asked_for():
    assert {ONE.title, ONE.foot} <= texts(spec(ONE, titled=True))
    assert not {ONE.title, ONE.foot} & texts(spec(ONE))


def test_the_alt_text_is_the_description():
    assert spec(ONE)["description"] == ONE.alt


# Colours


def _luminance(colour: str) -> float:
    """Relative luminance of WCAG 2.2."""
    parts = (int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5))
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    dark, light = sorted((_luminance(one), _luminance(other)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("dark", [False, True])
def test_text_has_4_5_to_1_and_marks_3_to_1(dark: bool):
    colours = palette(dark)
    for text in (colours.ink, colours.muted):
        assert _contrast(text, colours.paper) >= 4.5
    for mark in (colours.reached, colours.short, colours.none, colours.line, colours.hatch):
        assert _contrast(mark, colours.paper) >= 3


@pytest.mark.parametrize("dark", [False, True])
def test_ink_and_paper_are_those_of_the_site(dark: bool):
    site = tomllib.loads((Path(__file__).parents[2] / ".streamlit/config.toml").read_text("utf-8"))["theme"]
    theme = site["dark" if dark else "light"]
    assert (palette(dark).ink, palette(dark).paper) == (theme["textColor"], theme["backgroundColor"])


@pytest.mark.parametrize("dark", [False, True])
def test_no_text_is_smaller_than_13_pixels(dark: bool):
    axis = config(dark)["axis"]
    assert min(axis["labelFontSize"], axis["titleFontSize"]) >= 13
    assert min(row["size"] for row in rows(spec(QUARTERS, dark=dark), "words")) >= 13
