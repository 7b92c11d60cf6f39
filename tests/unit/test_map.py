"""The map's page: which areas, in which class, what is said of them, and on which figure a verdict rests."""

from datetime import date
from pathlib import Path

import pytest

from kh213.draw.map import tiles
from kh213.model.plan import Plan
from kh213.release.grids import Grid, Tile, grid_for, read_grid, read_grids
from kh213.release.reading.read import read_plan
from kh213.view.map.area import map_area
from kh213.view.map.choices import choices
from kh213.view.map.page import MapPage, map_page
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, change, indicator, make_plan, observation, target

DATA = Path(__file__).parents[2] / "data"
GRIDS = read_grids(DATA)


@pytest.fixture(scope="module")
def demo() -> Reader:
    return reader(read_plan(DATA / "demo"), "demo")


@pytest.fixture(scope="module")
def real() -> Reader:
    return reader(read_plan(DATA / "releases" / "2026-11-22"))


def reader(plan: Plan, ky: str = "latest", lang: str = "vi", on: date | None = None) -> Reader:
    return Reader(plan, words(lang), ky, on or plan.release.day)


def page(who: Reader, **asked: str) -> MapPage:
    return map_page(who, choices(who, **asked), GRIDS)


def counts(view: MapPage) -> dict[str, int]:
    return {row.code: row.count for row in view.legend if row.count}


# A district of four communes, and a grid for it


def small(*records, value: object = 30, better: str = "higher", **target_cells) -> Reader:
    communes = [area(f"0000{n}", "commune", f"Xã {n}", parent="193") for n in range(1, 5)]
    plan = make_plan(
        indicator(reporting_level="commune", better=better, value_min=0, value_max=100),
        target(value, **target_cells),
        area(),
        area("193", "district", "Huyện Thử", parent="22"),
        *communes,
        *records,
    )
    return reader(plan)


SMALL_GRID = Grid(date(2019, 1, 1), tuple(Tile(f"0000{n}", "193", n, 0) for n in range(1, 5)))


def steps(who: Reader, **asked: str) -> dict[str, str]:
    view = map_page(who, choices(who, **{"cap": "commune", **asked}), [SMALL_GRID])
    return {place.code: place.step for place in view.places}


def test_a_missing_figure_is_no_zero_and_nothing_arose_is_neither() -> None:
    found = steps(
        small(
            observation("2020", 0, area="00001"),
            observation("2020", of=(0, 0), area="00002"),
            observation("2020", None, area="00003", obs_status="O"),
        )
    )
    assert found == {"00001": "short_3", "00002": "nothing", "00003": "missing", "00004": "missing"}


def test_a_rough_figure_that_may_lie_on_either_side_is_a_class_of_its_own() -> None:
    found = steps(
        small(
            observation("2020", 30, area="00001", qualifier="approx"),
            observation("2020", 40, area="00002", qualifier="approx"),
            observation("2020", 20, area="00003", qualifier="gt"),
            observation("2020", 20, area="00004", qualifier="lt"),
        )
    )
    assert found == {"00001": "unclear", "00002": "reached_1", "00003": "unclear", "00004": "short_2"}


@pytest.mark.parametrize(
    ("value", "step"),
    [("14.99", "short_3"), (15, "short_2"), ("22.5", "short_1"), ("29.999", "short_1"), (30, "reached_1"),
     ("44.9", "reached_1"), (45, "reached_2")],
)  # fmt: skip
def test_the_classes_break_at_the_target_and_at_fixed_parts_of_it(value: object, step: str) -> None:
    assert steps(small(observation("2020", value, area="00001")))["00001"] == step


@pytest.mark.parametrize(
    ("value", "step"),
    [("45.01", "short_3"), (45, "short_2"), ("37.5", "short_1"), (30, "reached_1"), ("15.1", "reached_1"),
     (15, "reached_2")],
)  # fmt: skip
def test_a_target_to_stay_below_has_the_mirrored_classes(value: object, step: str) -> None:
    who = small(observation("2020", value, area="00001"), comparator="le", better="lower")
    assert steps(who)["00001"] == step


def test_the_legend_says_the_ranges_in_numbers_and_counts_every_area_once() -> None:
    who = small(observation("2020", 31, area="00001"), observation("2020", 10, area="00002"))
    view = map_page(who, choices(who, cap="commune"), [SMALL_GRID])
    spans = {row.code: row.span for row in view.legend}
    assert spans["short_3"] == "dưới 15%"
    assert spans["short_2"] == "từ 15% đến dưới 22,5%"
    assert spans["reached_2"] == "từ 45% trở lên"
    assert sum(row.count for row in view.legend) == len(view.places) == 4


def test_of_a_share_of_which_everything_is_promised_nothing_lies_above() -> None:
    who = small(observation("2020", 100, area="00001"), value=100, comparator="eq")
    view = map_page(who, choices(who, cap="commune"), [SMALL_GRID])
    assert [row.code for row in view.legend] == ["short_3", "short_2", "short_1", "reached_1", "missing"]
    assert view.legend[3].span == "100%"


def test_rounding_on_a_tile_never_makes_a_promise_kept() -> None:
    who = small(observation("2020", "29.96", area="00001"))
    view = map_page(who, choices(who, cap="commune"), [SMALL_GRID])
    assert (view.by_code["00001"].brief, view.by_code["00001"].figure) == ("29,96", "29,96%")


def test_an_area_that_later_gave_its_code_away_is_not_judged_by_the_later_one() -> None:
    plan = make_plan(
        indicator(reporting_level="commune"),
        target(30),
        area(),
        area("193", "district", "Huyện Thử", parent="22"),
        area("00001", "commune", "Xã Cũ", until="2019-12-31", parent="193"),
        area("00001", "commune", "Xã Mới", since="2020-01-01", parent="193"),
        change("00001", "00001", "2020-01-01"),
        observation("2019", 10, area="00001"),
        observation("2020", 90, area="00001"),
    )
    who = reader(plan)
    old, new = (page(who, cap="commune", thoi=year).by_code["00001"] for year in ("2019", "2020"))
    assert (old.name, old.figure, old.judgement.code) == ("Xã Cũ", "10%", "undetermined")
    assert (new.name, new.figure, new.judgement.code) == ("Xã Mới", "90%", "met")


# The data at hand


@pytest.mark.parametrize(
    ("period", "districts", "communes", "drawn"),
    [("2019-Q4", 14, 186, "2019-09-11"), ("2020-Q1", 13, 177, "2020-01-01")],
)
def test_a_period_shows_the_areas_that_stood_in_it(
    demo: Reader, period: str, districts: int, communes: int, drawn: str
) -> None:
    for level, total in (("district", districts), ("commune", communes)):
        view = page(demo, ma="T08", cap=level, thoi=period)
        assert len(view.places) == len({place.code for place in view.places}) == total
        assert sum(row.count for row in view.legend) == total
        assert view.grid.valid_from == date.fromisoformat(drawn)
    assert {tile.area_code for tile in view.grid.tiles} == {place.code for place in view.places}


def test_the_finding_counts_those_that_reached_it_and_those_without_a_figure(demo: Reader) -> None:
    view = page(demo, ma="T08", cap="commune", thoi="2020-Q3")
    classes = counts(view)
    reached = classes.get("reached_1", 0) + classes.get("reached_2", 0)
    assert view.finding == (
        f"Cuối quý III/2020: {reached} trên 177 xã, phường, thị trấn đạt mức tối thiểu 30%, "
        f"{classes['missing']} đơn vị không có số liệu."
    )


def test_what_is_computed_stands_beside_what_was_published_and_decides_nothing(demo: Reader) -> None:
    view = page(demo, ma="T08", cap="commune", thoi="2020-Q3")
    reported = 177 - counts(view)["missing"]
    published, computed, said = view.sums
    assert published.startswith("Tỉnh Quảng Ninh công bố:")
    assert computed.startswith(f"Tính từ {reported} trên 177 xã, phường, thị trấn:")
    assert said == words("vi")("map.decides_nothing")


def test_a_merged_district_leads_back_to_what_it_was_made_of(demo: Reader) -> None:
    chosen = choices(demo, ma="T11", cap="district", thoi="2020-Q4", noi="193")
    found = map_area(demo, chosen, map_page(demo, chosen, GRIDS), chosen.area)
    merged = found.history[0]
    assert merged.sentence == "Từ 01/01/2020, nhập từ"
    assert merged.basis == "Nghị quyết 837/NQ-UBTVQH14"
    assert {kin.place.text for kin in merged.kin} == {"Thành phố Hạ Long", "Huyện Hoành Bồ"}
    assert all(kin.figure.startswith("năm 2019: ") for kin in merged.kin)


def test_of_the_real_release_every_map_of_a_target_says_that_nothing_was_published(real: Reader) -> None:
    for code in real.plan.targets:
        for level, total in (("district", 13), ("commune", 177)):
            view = page(real, ma=code, cap=level)
            assert counts(view) == {"missing": total}
            assert view.finding.startswith("Chưa có số liệu")
            assert view.gap
            assert any("ma=ddci-diem" in link.href for link in view.elsewhere)
            assert view.sums == ()


def test_context_is_called_context_and_is_never_judged(real: Reader) -> None:
    view = page(real, ma="ddci-diem")
    assert (view.level, len(view.places)) == ("district", 13)
    assert "không phải chỉ tiêu" in view.context
    assert all(place.judgement is None for place in view.places)
    assert not any(row.code.startswith(("reached", "short")) for row in view.legend)
    assert counts(view)["missing"] == 9


def test_before_the_first_drawing_the_same_communes_are_drawn_the_same(real: Reader) -> None:
    view = page(real, ma="ddci-diem", thoi="2016")
    assert view.grid.valid_from == date(2019, 9, 11)


def test_where_no_drawing_has_the_communes_of_the_day_the_table_stands_alone(real: Reader) -> None:
    early = tuple(grid for grid in GRIDS if grid.valid_from < date(2024, 1, 1))
    chosen = choices(real, ma="T08", cap="commune", thoi="2025-Q3")
    view = map_page(real, chosen, early)
    assert view.grid is None
    assert "30/09/2025" in view.no_grid
    assert len(view.places) == 54


# Which figure a verdict rests on


def test_beside_a_figure_that_does_not_decide_the_verdict_names_its_own(demo: Reader) -> None:
    view = page(demo, ma="T07", cap="district", thoi="2020-Q1")
    judged = [place for place in view.places if place.judgement.code != "undetermined"]
    assert judged
    assert all("quý IV/2020: " in place.rests for place in judged)


def test_beside_the_figure_that_decides_it_a_verdict_needs_no_other(demo: Reader) -> None:
    view = page(demo, ma="T07", cap="district", thoi="2020-Q4")
    assert {place.rests for place in view.places if place.judgement.code != "undetermined"} == {""}


def test_an_area_that_was_gone_at_the_deadline_is_not_judged_and_that_is_said(demo: Reader) -> None:
    place = page(demo, ma="T07", cap="district", thoi="2019-Q4").by_code["204"]
    assert (place.name, place.judgement.code) == ("Huyện Hoành Bồ", "undetermined")
    assert place.rests == words("vi")("map.not_judged")


# One district


def test_an_opened_district_shows_its_communes_alone_with_what_they_add_up_to(demo: Reader) -> None:
    view = page(demo, ma="T08", trong="193", thoi="2020-Q4")
    assert view.within == "Thành phố Hạ Long"
    assert {place.district for place in view.places} == {"Hạ Long"}
    assert view.finding.startswith("Thành phố Hạ Long: cuối quý IV/2020: ")
    assert view.sums[0].startswith("Thành phố Hạ Long công bố:")
    assert f"trên {len(view.places)} xã, phường" in view.sums[1]
    assert ["cap=district" in link.href for link in view.back] == [True, False]
    assert not any("trong=" in link.href for link in view.back)


def test_an_opened_district_is_described_itself_until_a_commune_is_picked(demo: Reader) -> None:
    chosen = choices(demo, ma="T08", trong="193", thoi="2020-Q4")
    found = map_area(demo, chosen, map_page(demo, chosen, GRIDS), chosen.within)
    assert found.place.name == "Thành phố Hạ Long"
    assert found.place.judgement.code in {"met", "missed"}


def test_of_a_figure_that_districts_alone_report_the_opened_district_still_shows_its_own(demo: Reader) -> None:
    chosen = choices(demo, ma="T11", trong="193", thoi="2020-Q2")
    view = map_page(demo, chosen, GRIDS)
    assert counts(view) == {"missing": len(view.places)}
    assert map_area(demo, chosen, view, chosen.within).place.figure != words("vi")("value.none")


def test_the_units_are_called_what_they_are(demo: Reader, real: Reader) -> None:
    assert page(demo, ma="T08", thoi="2019-Q4").table == "Bảng: cả 186 xã, phường, thị trấn"
    assert page(demo, ma="T07", thoi="2020-Q4").table == "Bảng: cả 13 huyện, thị xã, thành phố"
    assert page(real, ma="T08", thoi="2025-Q3").table == "Bảng: cả 54 xã, phường, đặc khu"
    english = Reader(demo.plan, words("en"), "demo", demo.as_of)
    assert page(english, ma="T08", thoi="2019-Q4").table == "Table: all 186 communes, wards and townships"


# Grids


def test_a_grid_is_refused_where_two_communes_stand_in_one_place(tmp_path: Path) -> None:
    path = tmp_path / "2020-01-01.csv"
    path.write_text("area_code,district_code,col,row\n00001,193,0,0\n00002,193,0,0\n", "utf-8")
    with pytest.raises(ValueError, match="one place"):
        read_grid(path)


def test_a_grid_that_cannot_be_used_is_left_out_and_the_others_stay(tmp_path: Path) -> None:
    folder = tmp_path / "grids"
    folder.mkdir()
    (folder / "2019-01-01.csv").write_text("nothing\n", "utf-8")
    (folder / "2020-01-01.csv").write_text("area_code,district_code,col,row\n00001,193,0,-3\n", "utf-8")
    assert [grid.valid_from for grid in read_grids(tmp_path)] == [date(2020, 1, 1)]


def test_no_grid_of_other_communes_is_ever_used(demo: Reader) -> None:
    assert grid_for(GRIDS[:1], demo.plan.areas, date(2020, 1, 1)) is None
    assert grid_for(GRIDS[1:2], demo.plan.areas, date(2019, 12, 31)) is None


# Geometry


@pytest.mark.parametrize(("drawn", "communes", "districts"), [("2019-09-11", 186, 14), ("2020-01-01", 177, 13)])
def test_a_grid_has_a_square_a_commune_and_a_block_a_district(drawn: str, communes: int, districts: int) -> None:
    grid = next(grid for grid in GRIDS if grid.valid_from.isoformat() == drawn)
    squares, blocks = tiles.squares(grid), tiles.blocks(grid)
    assert (len(squares), len(blocks)) == (communes, districts)
    assert set(squares.geometry.area.round(6)) == {1.0}
    assert squares.union_all().area == pytest.approx(communes)  # no two squares overlap
    assert set(blocks.geometry.geom_type) == {"Polygon"}
    assert blocks.geometry.area.sum() == pytest.approx(communes)
