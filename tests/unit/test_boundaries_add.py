"""Taking an operator's boundary file in: every usual format is read, every unit is found, what is wrong is refused."""

import fcntl
import hashlib
import json
import os
import re
import signal
import subprocess
import sys
import unicodedata
import zipfile
from pathlib import Path

import geopandas as gpd
import pandas as pd
import pytest
import shapely
from shapely import Point

from kh213.release.boundaries import installing, reading
from kh213.release.boundaries.joining import Chosen
from kh213.release.boundaries.layers import Layer, layer_for, layers
from kh213.release.boundaries.refused import Problem, Refused
from kh213.words import LANGUAGES, boundaries, words
from tests.boundary_files import (
    CODES,
    COMMUNES,
    DAY,
    LATER,
    SIDE,
    areas,
    communes,
    districts,
    geojson,
    origin,
    square,
    topojson,
)

ROOT = Path(__file__).parents[2]
AREAS = areas()
NAMES = [name for name, _ in COMMUNES.values()]


def add(tmp_path: Path, file: Path, level: str = "commune", **options: object) -> installing.Report:
    day = options.pop("day", DAY)
    chosen = Chosen(options.pop("name", None), options.pop("code", None))  # type: ignore[arg-type]
    return installing.add(tmp_path / "data", AREAS, file, origin(level, day), chosen=chosen, **options)  # type: ignore[arg-type]


def refused(tmp_path: Path, file: Path, level: str = "commune", **options: object) -> dict[str, str]:
    """What is wrong, code by code; nothing may be left behind."""
    with pytest.raises(Refused) as failed:
        add(tmp_path, file, level, **options)
    for problem in failed.value.problems:
        assert all(boundaries.problem(words(lang), problem) for lang in LANGUAGES)
    assert list((tmp_path / "data").rglob("*.*json")) == []
    return {problem.code: problem.found for problem in failed.value.problems}


def stored(tmp_path: Path) -> Layer:
    found = layers(tmp_path / "data")
    assert len(found) == 1
    return found[0]


# ---------------------------------------------------------------------------------------------- formats and systems


@pytest.mark.parametrize("crs", ["EPSG:4326", "EPSG:3405", "EPSG:32648", "EPSG:3857"])
@pytest.mark.parametrize("suffix", ["gpkg", "shp"])
def test_a_file_in_any_reference_system_comes_out_where_it_lies(tmp_path: Path, suffix: str, crs: str) -> None:
    file = tmp_path / f"ranh_gioi.{suffix}"
    communes().to_crs(crs).to_file(file)
    told = add(tmp_path, file)
    assert (told.by_name, told.by_code, told.missing, told.crs_assumed) == (9, 0, (), False)
    for place, code in enumerate(CODES):
        here = stored(tmp_path).shapes[code]
        assert shapely.hausdorff_distance(here, square(place)) < 0.001


def test_geojson_and_topojson_are_read(tmp_path: Path) -> None:
    add(tmp_path, geojson(tmp_path / "a.geojson", communes()))
    first = stored(tmp_path).shapes
    told = add(tmp_path, topojson(tmp_path / "a.topojson", communes()))
    assert (told.units, told.crs_assumed) == (9, True)
    assert all(stored(tmp_path).shapes[code].equals(first[code]) for code in CODES)


def test_a_zipped_shapefile_is_read(tmp_path: Path) -> None:
    communes().to_file(tmp_path / "communes.shp", encoding="utf-8")
    with zipfile.ZipFile(tmp_path / "communes.zip", "w") as archive:
        for part in tmp_path.glob("communes.*"):
            if part.suffix != ".zip":
                archive.write(part, part.name)
    assert add(tmp_path, tmp_path / "communes.zip").by_name == 9


def test_utf8_names_in_a_shapefile_that_does_not_say_so_are_read_and_told(tmp_path: Path) -> None:
    communes().to_file(tmp_path / "communes.shp", encoding="utf-8")
    (tmp_path / "communes.cpg").unlink()
    told = add(tmp_path, tmp_path / "communes.shp")
    assert (told.by_name, told.recoded) == (9, True)


def test_a_system_that_is_not_told_is_taken_for_wgs84_where_it_fits_and_that_is_said(tmp_path: Path) -> None:
    communes().to_file(tmp_path / "a.shp")
    (tmp_path / "a.prj").unlink()
    told = add(tmp_path, tmp_path / "a.shp")
    assert told.crs_assumed
    assert any(
        "WGS 84" in line and "names no reference system" in line for line in boundaries.report(words("en"), told)
    )


def test_one_layer_of_several_is_chosen_by_name(tmp_path: Path) -> None:
    file = tmp_path / "all.gpkg"
    communes().to_file(file, layer="xa")
    districts().to_file(file, layer="huyen")
    assert refused(tmp_path, file) == {"layer_needed": "2"}
    assert refused(tmp_path, file, layer="tinh") == {"layer_unknown": "tinh"}
    assert add(tmp_path, file, layer="xa").units == 9


# ---------------------------------------------------------------------------------------------- which unit it is


def test_the_type_decides_between_namesakes_of_one_district_and_the_district_between_others(tmp_path: Path) -> None:
    told = add(tmp_path, geojson(tmp_path / "a.geojson", communes().iloc[::-1]))
    assert told.by_name == 9
    shapes = stored(tmp_path).shapes
    for place, code in enumerate(CODES):
        assert shapes[code].centroid.distance(square(place).centroid) < 1e-6


def test_a_type_may_stand_in_a_column_of_its_own(tmp_path: Path) -> None:
    kinds = ["Thị trấn" if name.startswith("Thị") else name.split()[0] for name in NAMES]
    bare = [name.removeprefix(kind).strip() for name, kind in zip(NAMES, kinds, strict=True)]
    frame = communes(loai=kinds, ten=bare, huyen=communes()["huyen"])
    assert add(tmp_path, geojson(tmp_path / "a.geojson", frame)).by_name == 9


@pytest.mark.parametrize(
    "spelling",
    [
        lambda name: unicodedata.normalize("NFD", name),
        lambda name: name.replace("Hòa", "Hoà").upper(),
        lambda name: f"  {name} ",
        lambda name: name.replace("Phường ", "P.").replace("Thị trấn ", "TT. ").replace("Xã ", "X. "),
    ],
)
def test_names_are_found_however_they_are_spelt(tmp_path: Path, spelling: object) -> None:
    names = [spelling(name) for name in NAMES]  # type: ignore[operator]
    frame = communes(ten=names, huyen=communes()["huyen"])
    assert add(tmp_path, geojson(tmp_path / "a.geojson", frame)).by_name == 9


def test_codes_are_found_in_whatever_column_and_with_whatever_zeros(tmp_path: Path) -> None:
    frame = communes(id=list(range(1, 10)), GSO=[float(code) for code in CODES])
    told = add(tmp_path, geojson(tmp_path / "a.geojson", frame))
    assert (told.by_code, told.by_name) == (9, 0)


def test_a_row_without_a_code_is_found_by_its_name(tmp_path: Path) -> None:
    frame = communes(ma=[*CODES[:8], None], ten=NAMES)
    told = add(tmp_path, geojson(tmp_path / "a.geojson", frame))
    assert (told.by_code, told.by_name) == (8, 1)


def test_a_unit_that_the_file_gives_another_type_is_found_and_told(tmp_path: Path) -> None:
    frame = communes(ten=[*NAMES[:8], "Phường Bình Khê"], huyen=communes()["huyen"])
    told = add(tmp_path, geojson(tmp_path / "a.geojson", frame))
    assert told.other_type == ("Xã Bình Khê (06025, Thị xã Đông Triều)",)


def test_rows_of_other_provinces_are_left_aside(tmp_path: Path) -> None:
    here = communes(tinh=["Tỉnh Quảng Ninh"] * 9, ten=NAMES, huyen=communes()["huyen"])
    there = communes(tinh=["Tỉnh Lạng Sơn"] * 9, ten=NAMES, huyen=["Huyện Lộc Bình"] * 9)
    there["geometry"] = there.geometry.translate(0.5, 0.5)
    both = gpd.GeoDataFrame(pd.concat([here, there], ignore_index=True), crs="EPSG:4326")
    told = add(tmp_path, geojson(tmp_path / "a.geojson", both))
    assert (told.units, told.rows, told.elsewhere, told.unmatched) == (9, 18, 9, ())


def test_a_row_that_is_no_unit_is_listed(tmp_path: Path) -> None:
    frame = communes()
    frame.loc[9] = ["Vùng biển", "", square(11)]
    assert add(tmp_path, geojson(tmp_path / "a.geojson", frame)).unmatched == ("Vùng biển",)


def test_the_columns_may_be_named(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes(a=CODES, b=list(reversed(CODES))))
    assert refused(tmp_path, file, code="c") == {"column_unknown": "c"}
    add(tmp_path, file, code="b")
    assert stored(tmp_path).shapes[CODES[0]].centroid.distance(square(8).centroid) < 1e-6


# ---------------------------------------------------------------------------------------------- what is refused


def test_a_missing_unit_is_refused_unless_it_is_allowed_and_then_listed(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes().drop(index=4))
    assert refused(tmp_path, file) == {"missing": "Xã Đầm Hà (06013, Huyện Đầm Hà)"}
    assert add(tmp_path, file, allow_missing=True).missing == ("06013",)
    layer = stored(tmp_path)
    assert layer.missing == ("06013",)
    # the place of the unit that is missing stays empty
    assert not shapely.union_all(list(layer.shapes.values())).contains(square(4).centroid)


def test_files_of_the_other_level_are_refused(tmp_path: Path) -> None:
    assert refused(tmp_path, geojson(tmp_path / "a.geojson", districts())) == {"other_level": "district"}
    assert refused(tmp_path, geojson(tmp_path / "b.geojson", communes()), "district") == {"other_level": "commune"}
    coded = communes(ma=CODES)
    assert refused(tmp_path, geojson(tmp_path / "c.geojson", coded), "district") == {"other_level": "commune"}
    assert add(tmp_path, geojson(tmp_path / "a.geojson", districts()), "district").by_code == 3


def test_a_file_of_another_day_is_refused(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes())
    found = refused(tmp_path, file, day=LATER)
    assert found["other_day"] == "Xã Đầm Hà"


def test_two_rows_of_one_unit_are_refused(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes(ma=[*CODES[:8], CODES[0]]))
    assert refused(tmp_path, file) == {
        "duplicate": "Phường Hòa Lạc (06001, Thành phố Hạ Long)",
        "missing": "Xã Bình Khê (06025, Thị xã Đông Triều)",
    }


def test_a_code_and_a_name_that_disagree_are_refused(tmp_path: Path) -> None:
    codes = [*CODES[:7], CODES[8], CODES[7]]
    file = geojson(tmp_path / "a.geojson", communes(ma=codes, ten=NAMES, huyen=communes()["huyen"]))
    assert list(refused(tmp_path, file)) == ["disagree"]


def test_a_file_that_is_not_there_or_is_none_is_refused(tmp_path: Path) -> None:
    assert list(refused(tmp_path, tmp_path / "none.geojson")) == ["no_file"]
    (tmp_path / "a.pdf").write_bytes(b"%PDF")
    assert list(refused(tmp_path, tmp_path / "a.pdf")) == ["not_a_format"]
    (tmp_path / "b.geojson").write_bytes(b"<html>")
    assert list(refused(tmp_path, tmp_path / "b.geojson")) == ["unreadable"]
    (tmp_path / "f.json").write_text('<OGRVRTDataSource><OGRVRTLayer name="a"/></OGRVRTDataSource>')
    assert refused(tmp_path, tmp_path / "f.json") == {"unreadable": "f.json"}
    (tmp_path / "c.zip").write_bytes(b"PK nothing")
    assert list(refused(tmp_path, tmp_path / "c.zip")) == ["unreadable"]
    (tmp_path / "d.geojson").write_bytes(b"")
    assert list(refused(tmp_path, tmp_path / "d.geojson")) == ["empty"]
    (tmp_path / "e.geojson").write_text('{"type":"FeatureCollection","features":[]}')
    assert list(refused(tmp_path, tmp_path / "e.geojson")) == ["empty"]


def test_a_file_that_is_too_large_is_refused_before_it_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    huge = tmp_path / "a.geojson"
    with huge.open("wb") as file:
        file.truncate(reading.MOST_BYTES + 1)
    assert list(refused(tmp_path, huge)) == ["too_large"]
    with zipfile.ZipFile(tmp_path / "bomb.zip", "w", zipfile.ZIP_DEFLATED) as archive:
        archive.write(huge, "a.geojson")
    assert (tmp_path / "bomb.zip").stat().st_size < 1_000_000
    assert list(refused(tmp_path, tmp_path / "bomb.zip")) == ["too_large"]
    small = geojson(tmp_path / "b.geojson", communes())
    monkeypatch.setattr(reading, "MOST_VERTICES", 50)
    assert list(refused(tmp_path, small)) == ["too_many_vertices"]
    monkeypatch.setattr(reading, "MOST_ROWS", 8)
    assert list(refused(tmp_path, small)) == ["too_many_rows"]


@pytest.mark.parametrize(
    ("garble", "encoding"),
    [
        (lambda n: n.replace("Phường", "Ph­êng").replace("Xã", "X·").replace("Thị trấn", "ThÞ trÊn"), "TCVN3 (ABC)"),
        (lambda n: n.replace("Phường", "Phöôøng").replace("Xã", "Xaõ").replace("Thị trấn", "Thò traán"), "VNI"),
        (lambda n: n.encode("ascii", "replace").decode(), "?"),
    ],
)
def test_names_in_an_old_encoding_are_told_as_such(tmp_path: Path, garble: object, encoding: str) -> None:
    frame = communes(ten=[garble(name) for name in NAMES])  # type: ignore[operator]
    with pytest.raises(Refused) as failed:
        add(tmp_path, geojson(tmp_path / "a.geojson", frame))
    (problem,) = failed.value.problems
    assert (problem.code, problem.expected) == ("encoding", encoding)


def test_names_of_nowhere_are_said_back(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes(ten=[f"Làng {place}" for place in range(9)]))
    assert refused(tmp_path, file)["no_match"].startswith("Làng 0, Làng 1")


def test_swapped_axes_are_detected(tmp_path: Path) -> None:
    frame = communes()
    frame["geometry"] = shapely.transform(frame.geometry.array, lambda points: points[:, ::-1])
    assert list(refused(tmp_path, geojson(tmp_path / "a.geojson", frame))) == ["swapped"]


def test_metres_without_a_system_and_a_wrong_system_are_refused(tmp_path: Path) -> None:
    metres = communes().to_crs("EPSG:3405")
    assert list(refused(tmp_path, geojson(tmp_path / "a.geojson", metres))) == ["no_crs"]
    metres.set_crs("EPSG:32633", allow_override=True).to_file(tmp_path / "b.gpkg")  # a zone of Europe
    assert list(refused(tmp_path, tmp_path / "b.gpkg")) == ["outside"]
    communes().to_crs("EPSG:3405").set_crs("EPSG:32649", allow_override=True).to_file(tmp_path / "c.gpkg")
    add(tmp_path, geojson(tmp_path / "d.geojson", districts()), "district")
    with pytest.raises(Refused) as failed:  # the next zone is still in the country's seas, but not where the others are
        add(tmp_path, tmp_path / "c.gpkg")
    assert failed.value.problems[0].code == "elsewhere"


def test_a_size_that_cannot_be_is_refused(tmp_path: Path) -> None:
    frame = communes()
    frame["geometry"] = frame.geometry.scale(0.001, 0.001, origin=(107, 21))
    assert list(refused(tmp_path, geojson(tmp_path / "a.geojson", frame))) == ["size"]


def test_shapes_that_are_no_areas_are_refused(tmp_path: Path) -> None:
    points = communes()
    points["geometry"] = shapely.centroid(points.geometry.array)
    assert refused(tmp_path, geojson(tmp_path / "a.geojson", points)) == {"not_polygons": "Point"}
    mixed = communes()
    mixed.loc[0, "geometry"] = Point(107, 21)
    assert refused(tmp_path, geojson(tmp_path / "b.geojson", mixed)) == {"not_polygons": "Point"}
    empty = communes()
    empty.loc[3, "geometry"] = None
    assert refused(tmp_path, geojson(tmp_path / "c.geojson", empty)) == {"no_shape": "4"}


def test_a_shape_that_crosses_itself_is_mended_and_told_and_one_without_area_is_refused(tmp_path: Path) -> None:
    frame = communes()
    (x, y, right, top) = square(8).bounds
    bow = [(x, y), (right, y), (right, top), (x, top), (x + SIDE / 2, y - 0.001), (x, y)]
    frame.loc[8, "geometry"] = shapely.Polygon(bow)
    assert not frame.geometry.is_valid.all()
    told = add(tmp_path, geojson(tmp_path / "a.geojson", frame))
    assert told.repaired == 1
    frame.loc[8, "geometry"] = shapely.Polygon([(x, y), (right, top), (x, y), (x, y)])
    with pytest.raises(Refused) as failed:
        add(tmp_path, geojson(tmp_path / "b.geojson", frame))
    assert failed.value.problems == (Problem("cannot_mend_shape", "Xã Bình Khê (06025, Thị xã Đông Triều)"),)


def test_two_layers_in_one_file_are_refused(tmp_path: Path) -> None:
    frame = communes()
    frame.loc[0, "geometry"] = shapely.box(*frame.total_bounds)
    assert list(refused(tmp_path, geojson(tmp_path / "a.geojson", frame))) == ["cannot_mend_overlap"]


@pytest.mark.parametrize("cell", ["licence", "source"])
def test_licence_and_source_are_required_and_kept(tmp_path: Path, cell: str) -> None:
    file = geojson(tmp_path / "a.geojson", communes())
    with pytest.raises(Refused) as failed:
        installing.add(tmp_path / "data", AREAS, file, origin(**{cell: "  "}))
    assert failed.value.problems == (Problem("not_stated", f"--{cell}"),)
    installing.add(tmp_path / "data", AREAS, file, origin(licence="CC BY 4.0", source="Sở Xây dựng"))
    kept = stored(tmp_path)
    said = words("en")("map.credit", source=kept.source, licence=kept.licence)
    assert said == "Map source: Sở Xây dựng. Licence: CC BY 4.0."
    about = json.loads((tmp_path / "data" / "boundaries" / "2019-09-11" / "commune.json").read_text("utf-8"))
    assert (about["licence"], about["source"]) == ("CC BY 4.0", "Sở Xây dựng")
    content = (tmp_path / "data" / "boundaries" / "2019-09-11" / "commune.geojson").read_bytes()
    assert about["report"]["sha256"] == hashlib.sha256(content).hexdigest()


# ---------------------------------------------------------------------------------------------- all or nothing


def test_a_second_file_replaces_the_first_only_if_it_is_good(tmp_path: Path) -> None:
    add(tmp_path, geojson(tmp_path / "a.geojson", communes()))
    folder = tmp_path / "data" / "boundaries" / "2019-09-11"
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(Refused):
        add(tmp_path, geojson(tmp_path / "b.geojson", communes().drop(index=4)))
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
    add(tmp_path, geojson(tmp_path / "b.geojson", communes().drop(index=4)), allow_missing=True)
    assert set(before) == {path.name for path in folder.iterdir()}
    assert stored(tmp_path).missing == ("06013",)


def test_a_disk_that_takes_no_more_leaves_the_old_layer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    add(tmp_path, geojson(tmp_path / "a.geojson", communes()))
    before = stored(tmp_path).shapes

    def full(_: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(installing.os, "fsync", full)
    with pytest.raises(Refused) as failed:
        add(tmp_path, geojson(tmp_path / "b.geojson", communes().drop(index=4)), allow_missing=True)
    assert (failed.value.problems[0].code, failed.value.unreadable) == ("not_written", True)
    assert stored(tmp_path).shapes == before


KILLED = """
import os, signal, sys
from pathlib import Path
from kh213.release.boundaries import installing
from tests.boundary_files import areas, communes, geojson, origin
def die(*_): os.kill(os.getpid(), signal.SIGKILL)
os.fsync = die if sys.argv[2] == "written" else os.fsync
Path.replace = die if sys.argv[2] == "renamed" else Path.replace
root = Path(sys.argv[1])
installing.add(root / "data", areas(), geojson(root / "b.geojson", communes().drop(index=4)), origin(), allow_missing=True)
"""


@pytest.mark.parametrize("moment", ["written", "renamed"])
def test_killed_in_the_middle_the_old_layer_stands_and_the_next_run_tidies_up(tmp_path: Path, moment: str) -> None:
    add(tmp_path, geojson(tmp_path / "a.geojson", communes()))
    done = subprocess.run([sys.executable, "-c", KILLED, str(tmp_path), moment], cwd=ROOT, check=False)
    assert done.returncode == -signal.SIGKILL
    assert len(stored(tmp_path).shapes) == 9
    folder = tmp_path / "data" / "boundaries" / "2019-09-11"
    assert len(list(folder.iterdir())) == 3
    add(tmp_path, geojson(tmp_path / "a.geojson", communes()))
    assert {path.name for path in folder.iterdir()} == {"commune.geojson", "commune.json"}


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    file = geojson(tmp_path / "a.geojson", communes())
    add(tmp_path, file)
    with (tmp_path / "data" / "boundaries" / ".lock").open("wb") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        with pytest.raises(Refused) as failed:
            add(tmp_path, file)
    assert failed.value.problems[0].code == "busy"
    assert add(tmp_path, file).units == 9


def test_many_at_once_leave_one_whole_layer(tmp_path: Path) -> None:
    geojson(tmp_path / "b.geojson", communes())
    script = KILLED.replace("os.fsync = die", "os.fsync = os.fsync").replace(
        "Path.replace = die", "Path.replace = Path.replace"
    )
    runs = [
        subprocess.Popen(
            [sys.executable, "-c", script.replace('root / "b.geojson"', f'root / "b{n}.geojson"'), str(tmp_path), "-"],
            cwd=ROOT,
            stderr=subprocess.DEVNULL,
        )
        for n in range(3)
    ]
    assert 0 in [run.wait(60) for run in runs]
    assert isinstance(layer_for(tmp_path / "data", AREAS, DAY, "commune"), Layer)
    assert {path.name for path in (tmp_path / "data" / "boundaries" / "2019-09-11").iterdir()} == {
        "commune.geojson",
        "commune.json",
    }


# ---------------------------------------------------------------------------------------------- the command


def kh213(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kh213", "boundaries", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False)


def test_the_command_refuses_in_both_languages(tmp_path: Path) -> None:
    (tmp_path / "releases").symlink_to(ROOT / "data" / "releases")
    said = ("--level", "commune", "--licence", "CC0", "--source", "Made up", "--valid-from")
    file = geojson(tmp_path / "a.geojson", communes())
    done = kh213("add", file, *said, "2019-09-11", KH213_DATA=str(tmp_path))
    assert (done.returncode, done.stdout) == (1, b"")
    lines = done.stderr.decode().splitlines()
    assert lines[1].startswith("This boundary file was not taken in")
    assert any(line.startswith("missing: Thiếu ") for line in lines)
    done = kh213("add", tmp_path / "none.gpkg", *said, "2019-09-11", KH213_DATA=str(tmp_path))
    assert done.returncode == 2
    assert kh213("add", file, *said, "yesterday", KH213_DATA=str(tmp_path)).returncode == 2
    assert kh213("add", file, "--level", "commune").returncode == 2
    assert not (tmp_path / "boundaries").exists()


def test_every_code_has_a_sentence_in_both_languages() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "kh213" / "release" / "boundaries").glob("*.py"))
    codes = set(re.findall(r'(?:refuse|Problem)\(\s*"(\w+)"', source))
    codes |= {f"cannot_mend_{why}" for why in re.findall(r'Unmendable\("(\w+)"', source)}
    ours = "boundaries.problem."
    sentences = {key.removeprefix(ours) for key in words("vi").sentences if key.startswith(ours)}
    assert codes == sentences
