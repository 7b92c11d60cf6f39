"""Areas as GeoJSON: as RFC 7946 wants them, with the verdicts of status.csv."""

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest
import shapely
from shapely.geometry import shape

from kh213.export.geojson import areas_geojson, due_day
from kh213.export.status import COLUMNS, status_rows
from kh213.model.plan import Plan
from kh213.model.verdict import judge, status
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.release.reading.read import read_plan

ROOT = Path(__file__).parents[2]
NONE = NotCovered("none_installed")


@pytest.fixture(scope="module")
def demo() -> Plan:
    return read_plan(ROOT / "data" / "demo")


def layer_of(plan: Plan, level: str, day: date, without: str = "") -> Layer:
    """A square for every unit, its rings the wrong way round."""
    codes = [unit.code for unit in plan.areas.on(day, level) if unit.code != without]
    shapes = {code: shapely.box(107 + place, 21, 107.5 + place, 21.5, ccw=False) for place, code in enumerate(codes)}
    return Layer(level, day, "CC0", "Made up", shapes)


def collection(
    plan: Plan, level: str, code: str = "", as_of: date | None = None, layer: Layer | NotCovered = NONE
) -> dict[str, Any]:
    target, known = plan.targets.get(code), as_of or plan.release.day
    units = plan.areas.on(due_day(plan, target, known), level)
    return json.loads(areas_geojson(plan, units, target, known, layer))


def test_rings_follow_the_right_hand_and_boxes_hold_what_they_say(demo: Plan) -> None:
    layer = layer_of(demo, "district", date(2020, 12, 31))
    found = collection(demo, "district", layer=layer)
    shapes = [shape(feature["geometry"]) for feature in found["features"]]
    assert all(each.exterior.is_ccw for each in shapes)
    assert found["bbox"] == shapely.total_bounds(shapes).tolist()
    assert [feature["bbox"] for feature in found["features"]] == [list(each.bounds) for each in shapes]
    assert "crs" not in found
    assert found["boundaries"] == {
        "source": "Made up",
        "licence": "CC0",
        "valid_from": "2020-12-31",
        "dissolved": False,
    }


def test_without_outlines_every_geometry_is_null_and_says_why(demo: Plan) -> None:
    found = collection(demo, "commune")
    assert {feature["geometry"] for feature in found["features"]} == {None}
    assert "bbox" not in found
    assert "null" in found["note"]["vi"]
    assert "null" in found["note"]["en"]


def test_a_unit_that_the_layer_lacks_is_there_and_is_named(demo: Plan) -> None:
    layer = layer_of(demo, "district", date(2020, 12, 31), without="193")
    found = collection(demo, "district", layer=layer)
    assert [feature["id"] for feature in found["features"] if feature["geometry"] is None] == ["193"]
    assert "193" in found["note"]["en"]


def test_every_area_of_the_due_day_is_there_under_its_names(demo: Plan) -> None:
    found = collection(demo, "commune")
    codes = [area.code for area in demo.areas.on(date(2020, 12, 31), "commune")]
    assert [feature["id"] for feature in found["features"]] == codes
    first = found["features"][0]["properties"]
    assert {"area_code", "name_vi", "name_en", "area_type", "level", "parent_code", "valid_from", "valid_to"} <= set(
        first
    )
    assert all(feature["properties"]["level"] == "commune" for feature in found["features"])


@pytest.mark.parametrize("day", ["2019-06-30", "2019-12-31", "2020-12-31", "2021-09-30"])
def test_on_an_earlier_day_the_areas_are_those_of_that_day(demo: Plan, day: str) -> None:
    as_of = date.fromisoformat(day)
    found = collection(demo, "district", as_of=as_of)
    assert len(found["features"]) == (14 if day < "2020" else 13)
    assert found["as_of"] == day


def test_with_a_target_each_area_has_the_columns_of_status_csv(demo: Plan) -> None:
    found = collection(demo, "commune", "T08")
    rows = {
        row["area_code"]: row
        for row in status_rows(demo, status(demo, demo.release.day))
        if row["target_code"] == "T08"
    }
    judged = {feature["id"]: feature["properties"] for feature in found["features"]}
    assert set(rows) & set(judged)
    for code in set(rows) & set(judged):
        for column in COLUMNS:
            expected, given = rows[code].get(column, ""), judged[code][column]
            assert given == (float(expected) if isinstance(given, int | float) else expected or None), (code, column)
    assert {type(each["deciding_value"]) for each in judged.values()} <= {int, float, type(None)}


def test_without_a_target_there_is_a_verdict_for_each(demo: Plan) -> None:
    for feature in collection(demo, "district")["features"]:
        for code, target in demo.targets.items():
            expected = judge(demo, target, feature["id"], demo.release.day).code
            assert feature["properties"][f"verdict_{code}"] == expected


def test_invented_figures_are_marked_in_the_file_and_in_every_feature(demo: Plan) -> None:
    found = collection(demo, "district")
    assert found["publication_status"] == "illustrative"
    assert {feature["properties"]["publication_status"] for feature in found["features"]} == {"illustrative"}
    real = collection(read_plan(ROOT / "data" / "releases" / "2026-11-22"), "district")
    assert real["publication_status"] == "published"
    assert "publication_status" not in real["features"][0]["properties"]
