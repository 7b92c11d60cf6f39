"""Which outlines a day has: as installed, merged from an earlier day, dissolved from communes, or none and why."""

import logging
from datetime import date
from pathlib import Path

import pytest
import shapely

from kh213.model.areas import Areas
from kh213.release.boundaries import installing
from kh213.release.boundaries.layers import REASONS, Layer, NotCovered, layer_for, layers, neighbours
from kh213.words import LANGUAGES, words
from tests.boundary_files import CODES, DAY, LAST, LATER, areas, communes, districts, geojson, origin, square

AREAS = areas()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A data folder with the communes of 2019."""
    installing.add(tmp_path, AREAS, geojson(tmp_path / "communes.geojson", communes()), origin())
    return tmp_path


def found(root: Path, day: date, level: str = "commune", areas: Areas = AREAS) -> Layer:
    layer = layer_for(root, areas, day, level)
    assert isinstance(layer, Layer), layer
    return layer


def test_the_communes_of_the_day_are_drawn_as_installed(root: Path) -> None:
    layer = found(root, DAY)
    assert list(layer.shapes) == CODES
    assert (layer.level, layer.valid_from, layer.dissolved, layer.missing) == ("commune", DAY, False, ())
    assert (layer.licence, layer.source) == ("CC0", "Made up")
    assert layer.bounds == pytest.approx((107, 21, 107.3, 21.3))
    frame = layer.frame()
    assert (list(frame["area_code"]), frame.crs.to_epsg()) == (CODES, 4326)


def test_days_before_the_file_on_which_the_units_were_the_same_are_covered(root: Path) -> None:
    assert list(found(root, date(2016, 7, 1)).shapes) == CODES


def test_units_that_merged_are_dissolved_and_a_new_type_changes_nothing(root: Path) -> None:
    layer = found(root, LATER)
    assert list(layer.shapes) == ["06001", "06004", "06007", "06011", "06016", "06019", "06022", "06025"]
    assert layer.dissolved
    assert layer.shapes["06011"].equals(shapely.union(square(3), square(4)))
    assert layer.shapes["06025"].equals(square(8))
    assert shapely.coverage_is_valid(list(layer.shapes.values()))


def test_a_unit_made_by_a_split_is_not_covered(root: Path) -> None:
    assert layer_for(root, AREAS, LAST, "commune") == NotCovered("split", ("06019", "06020"))


def test_districts_are_dissolved_from_communes_even_after_a_split_that_only_divides_one(root: Path) -> None:
    layer = found(root, DAY, "district")
    assert list(layer.shapes) == ["193", "194", "195"]
    assert layer.dissolved
    assert layer.shapes["193"].equals(shapely.union_all([square(0), square(1), square(2)]))
    assert layer_for(root, AREAS, LAST, "district") == NotCovered("split", ("06019", "06020"))


def test_installed_districts_come_before_dissolved_ones(root: Path) -> None:
    installing.add(root, AREAS, geojson(root / "d.geojson", districts()), origin("district", source="Districts"))
    layer = found(root, DAY, "district")
    assert (layer.source, layer.dissolved) == ("Districts", False)
    assert found(root, LAST, "district").source == "Districts"  # no district changed


def test_the_newest_file_of_its_day_or_before_is_taken(root: Path) -> None:
    frame = communes().drop(index=[3, 4])
    frame.loc[9] = ["Thị trấn Đầm Hà", "Huyện Đầm Hà", shapely.union(square(3), square(4))]
    frame.loc[8, "ten"] = "Phường Bình Khê"
    installing.add(root, AREAS, geojson(root / "c.geojson", frame), origin(day=LATER, source="Later"))
    assert [layer.valid_from for layer in layers(root)] == [DAY, LATER]
    assert (found(root, DAY).source, found(root, LATER).source) == ("Made up", "Later")
    assert not found(root, LATER).dissolved


def test_a_file_of_later_units_says_nothing_of_earlier_ones(tmp_path: Path) -> None:
    frame = communes().drop(index=[3, 4])
    frame.loc[9] = ["Thị trấn Đầm Hà", "Huyện Đầm Hà", shapely.union(square(3), square(4))]
    installing.add(tmp_path, AREAS, geojson(tmp_path / "c.geojson", frame), origin(day=LATER))
    assert layer_for(tmp_path, AREAS, DAY, "commune") == NotCovered("other_units", tuple(CODES))


def test_a_unit_missing_in_the_file_is_missing_in_what_is_made_of_it(tmp_path: Path) -> None:
    file = geojson(tmp_path / "c.geojson", communes().drop(index=4))
    installing.add(tmp_path, AREAS, file, origin(), allow_missing=True)
    assert found(tmp_path, DAY).missing == ("06013",)
    assert found(tmp_path, LATER).missing == ("06011",)
    assert found(tmp_path, DAY, "district").missing == ("194",)
    assert list(found(tmp_path, DAY, "district").shapes) == ["193", "195"]


def test_where_nothing_is_installed_that_is_said(tmp_path: Path) -> None:
    assert layers(tmp_path) == ()
    assert layer_for(tmp_path, AREAS, DAY, "commune") == NotCovered("none_installed", tuple(CODES))


def test_a_level_without_units_has_no_layer(root: Path) -> None:
    assert layer_for(root, Areas(AREAS.spans[:1]), DAY, "district") == NotCovered("no_units")


@pytest.mark.parametrize("reason", REASONS)
def test_every_reason_has_a_sentence(reason: str) -> None:
    assert all(words(lang)(f"map.no_layer.{reason}", day="x") for lang in LANGUAGES)


def test_neighbours_share_an_edge_and_not_only_a_corner(root: Path) -> None:
    layer = found(root, DAY)
    assert neighbours(layer, CODES[4]) == (CODES[1], CODES[3], CODES[5], CODES[7])
    assert neighbours(layer, CODES[0]) == (CODES[1], CODES[3])
    assert neighbours(layer, "99999") == ()
    assert neighbours(found(root, LATER), "06011") == ("06001", "06004", "06016", "06019", "06022")


def test_a_layer_is_kept_while_its_file_stays_and_read_again_when_it_changes(root: Path) -> None:
    first = found(root, date(2019, 10, 1))
    assert found(root, date(2019, 11, 1)) is first
    installing.add(root, AREAS, geojson(root / "c.geojson", communes()), origin(source="Again"))
    assert found(root, date(2019, 10, 1)).source == "Again"


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"kh213": {}}', b'{"kh213": null, "features": []}'])
def test_a_broken_file_is_logged_and_left_out(root: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    broken = root / "boundaries" / "2020-01-01" / "commune.geojson"
    broken.parent.mkdir()
    broken.write_bytes(content)
    with caplog.at_level(logging.WARNING):
        assert [layer.valid_from for layer in layers(root)] == [DAY]
    assert "2020-01-01/commune.geojson left out" in caplog.text


def test_a_file_moved_to_another_day_is_left_out(root: Path) -> None:
    folder = root / "boundaries"
    (folder / "2019-09-11").rename(folder / "2020-01-01")
    assert layers(root) == ()
