"""Real files, which are no part of the project: tested where they lie beside it, skipped loudly where they do not."""

import gzip
import json
from datetime import date
from pathlib import Path

import pytest
import shapely
from shapely.geometry.base import BaseGeometry

from kh213.release.boundaries.installing import Origin, Report, add
from kh213.release.boundaries.layers import Layer, NotCovered, layer_for, neighbours
from kh213.release.boundaries.mending import WIRE, collection, holes
from kh213.release.reading.read import read_plan

ROOT = Path(__file__).parents[2]
SHARED = ROOT.parent / "shared" / "boundaries"
AREAS = read_plan(ROOT / "data" / "releases" / "2026-11-22").areas
YEARS = {2019: date(2019, 9, 11), 2020: date(2020, 1, 1), 2024: date(2024, 11, 1), 2025: date(2025, 7, 1)}


def shared(name: str) -> Path:
    path = SHARED / name
    if not path.is_file():
        pytest.skip(f"{path} is not there: what the importer makes of a real file is NOT tested")
    return path


@pytest.fixture(scope="module")
def taken(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Report]:
    """A data folder with the 186 communes of 2019, from a file with overlaps, gaps and names only."""
    raw = shared("communes_2019_raw_with_overlaps.geojson")
    root = tmp_path_factory.mktemp("data")
    return root, add(root, AREAS, raw, Origin("commune", YEARS[2019], "MIT", "vietnam63"))


def layer(taken: tuple[Path, Report], year: int, level: str = "commune") -> Layer:
    found = layer_for(taken[0], AREAS, YEARS[year], level)
    assert isinstance(found, Layer), found
    return found


def given(name: str) -> dict[str, BaseGeometry]:
    features = json.loads(shared(name).read_bytes())["features"]
    return {f["properties"]["code"]: shapely.from_geojson(json.dumps(f["geometry"])) for f in features}


def likeness(a: BaseGeometry, b: BaseGeometry) -> float:
    return float(a.intersection(b).area / a.union(b).area)


def test_all_186_communes_are_found_by_name(taken: tuple[Path, Report]) -> None:
    _, told = taken
    assert (told.rows, told.units, told.by_name, told.unmatched, told.missing) == (186, 186, 186, (), ())
    assert told.overlap_km2 == pytest.approx(14.2, abs=0.1)
    assert told.gap_km2 == pytest.approx(16.1, abs=0.1)
    assert told.gaps_filled == pytest.approx(549, abs=5)
    assert told.tolerance_m == 10


def test_nothing_overlaps_nothing_gapes_and_it_is_light(taken: tuple[Path, Report]) -> None:
    shapes = list(layer(taken, 2019).shapes.values())
    assert shapely.is_valid(shapes).all()
    assert shapely.coverage_is_valid(shapes)
    assert len(holes(shapely.transform(shapely.union_all(shapes), lambda points: points * 1e5))) == 0
    assert len(gzip.compress(collection(shapes, list(layer(taken, 2019).shapes)), 9)) <= WIRE


def test_only_islands_have_no_neighbour(taken: tuple[Path, Report]) -> None:
    communes = layer(taken, 2019)
    alone = {code for code in communes.shapes if not neighbours(communes, code)}
    # Tuần Châu, Cái Chiên, and the three communes of Cô Tô
    assert alone == {"06700", "06967", "07192", "07195", "07198"}


def test_the_two_places_called_dam_ha_are_told_apart(taken: tuple[Path, Report]) -> None:
    town, rural = (layer(taken, 2019).shapes[code] for code in ("06895", "06916"))
    assert AREAS.at("06895", YEARS[2019]).area_type == "township"  # type: ignore[union-attr]
    expected = given("communes_2019_vietnam63_t50.geojson")
    assert likeness(town, expected["06895"]) > 0.9
    assert likeness(rural, expected["06916"]) > 0.9


@pytest.mark.parametrize(("year", "count"), [(2019, 186), (2020, 177)])
def test_it_agrees_with_what_others_made_of_the_same_file(taken: tuple[Path, Report], year: int, count: int) -> None:
    ours, theirs = layer(taken, year).shapes, given(f"communes_{year}_vietnam63_t50.geojson")
    assert ours.keys() == theirs.keys()
    assert len(ours) == count
    alike = sorted((likeness(ours[code], theirs[code]), code) for code in ours)
    assert alike[0][0] > 0.85, alike[:5]
    assert sum(share for share, _ in alike) / len(alike) > 0.98


@pytest.mark.parametrize(("year", "count"), [(2019, 14), (2020, 13), (2024, 13)])
def test_districts_are_dissolved_from_communes(taken: tuple[Path, Report], year: int, count: int) -> None:
    districts = layer(taken, year, "district").shapes
    assert len(districts) == count
    assert shapely.coverage_is_valid(list(districts.values()))
    whole = shapely.union_all(list(layer(taken, 2019).shapes.values()))
    assert shapely.union_all(list(districts.values())).symmetric_difference(whole).area < 1e-9


def test_2024_is_merged_and_2025_which_split_twelve_communes_is_not_covered(taken: tuple[Path, Report]) -> None:
    assert len(layer(taken, 2024).shapes) == 171
    missing = layer_for(taken[0], AREAS, YEARS[2025], "commune")
    assert isinstance(missing, NotCovered)
    assert missing.reason == "split"
    assert layer_for(taken[0], AREAS, YEARS[2025], "district") == NotCovered("no_units")


@pytest.mark.parametrize("year", [2019, 2020])
def test_the_public_districts_are_taken_in_by_code(tmp_path: Path, year: int) -> None:
    file = shared(f"districts_{year}_wof_cc0_t200.geojson")
    told = add(tmp_path, AREAS, file, Origin("district", YEARS[year], "CC0", "Who’s On First"))
    assert told.by_code == told.units == {2019: 14, 2020: 13}[year]
