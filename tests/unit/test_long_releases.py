"""A release with a long table is kept by columns, and its copy is believed only as far as the CSV goes."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kh213.export.catalogue import entry
from kh213.export.indicator import indicator_csv
from kh213.export.status import status_csv
from kh213.model.plan import Plan
from kh213.release import cache
from kh213.release.columns import copies
from kh213.release.columns.table import read_columns
from kh213.release.issues import Issue, Unusable
from kh213.release.reading import package
from kh213.release.reading.columnar import Columnar
from kh213.release.reading.package import describe, write_csv, write_descriptor
from kh213.release.reading.read import read_plan, read_whole
from kh213.release.schema import TABLES
from kh213.view.area.page import area_page
from kh213.view.frame import frame
from kh213.view.indicator import target_page
from kh213.view.map.choices import choices
from kh213.view.map.page import map_page
from kh213.view.method import method_page
from kh213.view.outside.dataset import dataset
from kh213.view.overview import overview
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import PLAN_NAME, RELEASE_DAY, TITLE, indicator, observation, write_package
from tests.national_package import write_national

REAL = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"
DEMO = REAL.parents[1] / "demo"
ROWS = (observation("2019", 40, note_vi='có "ngoặc", và\nxuống dòng'), observation("2020", 55.5))

Read = Callable[[Path], Plan]


@pytest.fixture
def read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Read:
    """Reads a release as one whose tables are all long; its copies are in `kept`."""
    monkeypatch.setenv("KH213_CACHE", str(tmp_path / "cache"))

    def reading(folder: Path) -> Plan:
        with monkeypatch.context() as long:
            long.setattr(package, "LONG", 0)
            return read_plan(folder)

    return reading


def kept() -> list[Path]:
    """The copies of tables with rows."""
    folder = cache.folder("columns")
    return sorted(folder.iterdir()) if folder.exists() else []


def copy_of(folder: Path) -> Path:
    digest = hashlib.sha256((folder / "observations.csv").read_bytes()).hexdigest()
    (found,) = (path for path in kept() if path.name.startswith(digest))
    return found


@pytest.mark.parametrize("folder", [REAL, DEMO], ids=["real", "demo"])
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_everything_that_readers_get_is_the_same(folder: Path, lang: str, read: Read) -> None:
    plain, by_columns = read_plan(folder), read(folder)
    assert not isinstance(plain.observations, Columnar)
    assert isinstance(by_columns.observations, Columnar)
    assert tuple(by_columns.observations) == plain.observations
    assert by_columns != plain  # else what is kept of the one would be taken for the other
    for day in (plain.release.day, date(2020, 12, 31), date(2019, 3, 1)):
        assert everything(by_columns, lang, day) == everything(plain, lang, day)


def everything(plan: Plan, lang: str, day: date) -> list[object]:
    reader = Reader(plan, words(lang), "latest", day)
    areas = [area for area in plan.areas.spans if area.code in ("22", "193", "06700")]
    maps = [map_page(reader, choices(reader, cap=cap), ()) for cap in ("district", "commune")]
    return [
        overview(reader),
        method_page(reader, official=False),
        frame(reader, "overview", {}, (), official=False),
        dataset(reader, "https://a.vn"),
        [target_page(reader, target) for target in plan.targets.values()],
        [area_page(reader, area) for area in areas],
        [(page.places, page.legend, page.finding, page.sums, page.foot, page.title) for page in maps],
        status_csv(plan, day),
        [indicator_csv(plan, code) for code in plan.indicators],
        covered(plan),
    ]


def covered(plan: Plan) -> tuple[date, date]:
    told = entry(plan, {"licenses": [{"path": ""}], "resources": []})
    return told.first, told.last


def test_an_invented_country_in_small_is_the_same(tmp_path: Path, read: Read) -> None:
    folder = write_national(REAL, tmp_path / "country", part=0.002)
    plain, by_columns = read_plan(folder), read(folder)
    assert len(plain.observations) == len(by_columns.observations) > 7 * 14 * 60
    for day in (plain.release.day, date(2024, 6, 30), date(2022, 1, 1)):
        assert status_csv(by_columns, day) == status_csv(plain, day)


def test_an_invented_country_is_the_same_from_the_same_seed(tmp_path: Path) -> None:
    one, same, other = (write_national(REAL, tmp_path / str(at), 0.001, seed) for at, seed in enumerate((1, 1, 2)))
    assert (one / "datapackage.json").read_bytes() == (same / "datapackage.json").read_bytes()
    assert (one / "observations.csv").read_bytes() != (other / "observations.csv").read_bytes()


def test_a_short_table_needs_no_copy(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_CACHE", str(tmp_path / "cache"))
    assert isinstance(read_plan(REAL).observations, tuple)
    assert kept() == []


def test_the_rows_of_a_long_table_are_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_CACHE", str(tmp_path / "cache"))
    _, plain = read_whole(DEMO)
    monkeypatch.setattr(package, "LONG", 0)
    _, rows = read_whole(DEMO)
    for name, table in TABLES.items():
        assert list(rows[name]) == list(plain[name])
        assert write_csv(table, rows[name]) == (DEMO / f"{name}.csv").read_bytes()


def test_the_second_reading_takes_the_copy(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    read(folder)
    other = tmp_path / "other.csv"
    other.write_bytes((folder / "observations.csv").read_bytes().replace(b"55.5", b"66.6"))
    content = read_columns(other)[0].to_arrow()
    copy_of(folder).write_bytes(hashlib.sha256(content).digest().ljust(64, b"\0") + content)
    assert [row.value for row in read(folder).observations] == [40, pytest.approx(66.6)]


def test_two_readings_of_one_release_are_one_plan(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    first, second = read(folder), read(folder)
    assert first == second
    assert hash(first) == hash(second)
    assert first != read(write_package(tmp_path / "another", ROWS[0]))


@pytest.mark.parametrize(
    "damage",
    [
        lambda content: content[:-1],
        lambda content: content[:40],
        lambda _: b"",
        lambda content: content[:200] + bytes([content[200] ^ 1]) + content[201:],
        lambda content: bytes([content[0] ^ 1]) + content[1:],
        lambda _: hashlib.sha256(b"no table").digest().ljust(64, b"\0") + b"no table",
    ],
    ids=["an end lost", "almost all lost", "empty", "one bit", "its hash", "something else"],
)
def test_a_damaged_copy_is_made_again(damage: Callable[[bytes], bytes], tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    plan = read(folder)
    whole = copy_of(folder).read_bytes()
    copy_of(folder).write_bytes(damage(whole))
    assert read(folder) == plan
    assert copy_of(folder).read_bytes() == whole


def test_no_copy_stands_in_for_a_file_that_is_not_the_published_one(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    read(folder)
    table = folder / "observations.csv"
    table.write_bytes(table.read_bytes().replace(b"55.5", b"99.5"))
    with pytest.raises(Unusable) as raised:
        read(folder)
    assert [(issue.table, issue.code) for issue in raised.value.issues] == [("observations", "not_as_published")]
    table.unlink()
    with pytest.raises(Unusable) as raised:
        read(folder)
    assert [(issue.table, issue.code) for issue in raised.value.issues] == [("observations", "file_missing")]


def test_a_hash_that_is_none_names_no_file(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    described = folder / "datapackage.json"
    digest = hashlib.sha256((folder / "observations.csv").read_bytes()).hexdigest()
    described.write_text(described.read_text("utf-8").replace(digest, "../../../outside"), "utf-8")
    with pytest.raises(Unusable, match="not_as_published"):
        read(folder)


WRONG = {
    "a number that is none": write_csv(TABLES["observations"], [ROWS[0].row, {**ROWS[1].row, "obs_value": "x"}]),
    "an area that is unknown": write_csv(TABLES["observations"], [ROWS[0].row, {**ROWS[1].row, "area_code": "999"}]),
    "two rows for one key": write_csv(TABLES["observations"], [ROWS[0].row, ROWS[1].row, ROWS[1].row]),
    "a short row": write_csv(TABLES["observations"], [ROWS[0].row]) + b"a,b\n",
    "a blank row": write_csv(TABLES["observations"], [ROWS[0].row]) + b"\n",
    "a quote that is not closed": write_csv(TABLES["observations"], [ROWS[0].row]) + b'"a\n',
    "letters of another encoding": write_csv(TABLES["observations"], [ROWS[0].row]) + "ệ".encode("utf-16"),
    "a column that is missing": write_csv(TABLES["observations"], [ROWS[0].row]).replace(b"obs_value", b"value"),
    "a column twice": write_csv(TABLES["observations"], [ROWS[0].row]).replace(b"note_en", b"note_vi"),
    "nothing": b"",
}


@pytest.mark.parametrize("content", WRONG.values(), ids=WRONG)
def test_what_is_wrong_with_a_long_table_is_said_as_of_a_short_one(content: bytes, tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", indicator(), *ROWS, observations=content)
    assert issues(read, folder) == issues(read_plan, folder) != ()


def issues(reading: Read, folder: Path) -> tuple[Issue, ...]:
    with pytest.raises(Unusable) as raised:
        reading(folder)
    return raised.value.issues


def test_a_long_table_without_rows_and_one_with_columns_of_its_own_are_read(tmp_path: Path, read: Read) -> None:
    rows = [row.row for row in ROWS]
    header, *lines = write_csv(TABLES["observations"], rows[1:]).decode().splitlines()
    more = "\n".join([f"{header},district", *(f"{line},193" for line in lines), ""]).encode()
    for name, content, length in (("none", f"{header}\n".encode(), 0), ("more", more, 1)):
        folder = write_package(tmp_path / name, *ROWS, observations=content)
        assert tuple(read(folder).observations) == read_plan(folder).observations
        assert len(read(folder).observations) == length


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_copies_of_somebody_else_are_neither_read_nor_written(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    plan = read(folder)
    copy_of(folder).write_bytes(b"theirs")
    os.chown(cache.folder("columns"), 12345, 12345)
    assert read(folder) == plan
    assert copy_of(folder).read_bytes() == b"theirs"


def test_where_nothing_can_be_written_the_csv_is_read(
    tmp_path: Path, read: Read, monkeypatch: pytest.MonkeyPatch
) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    (tmp_path / "file").write_bytes(b"")
    monkeypatch.setenv("KH213_CACHE", str(tmp_path / "file"))
    assert [row.value for row in read(folder).observations] == [40, 55.5]


def test_only_the_copies_asked_for_last_are_kept(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_CACHE", str(tmp_path / "cache"))
    paths = []
    for number in range(11):
        path = tmp_path / f"{number}.csv"
        path.write_bytes(write_csv(TABLES["observations"], [observation("2020", number).row]))
        digest = hashlib.sha256(path.read_bytes()).hexdigest()
        copies.columns(path, path.stat().st_size, f"sha256:{digest}")
        os.utime(cache.folder("columns") / f"{digest}.1", ns=(number, number))
        paths.append(digest)
        if number == 9:  # the oldest that is left is asked for again: it stays
            assert (
                len(copies.columns(tmp_path / "2.csv", (tmp_path / "2.csv").stat().st_size, f"sha256:{paths[2]}")) == 1
            )
    assert {path.name for path in kept()} == {f"{digest}.1" for digest in (paths[2], *paths[4:])}


def test_a_reader_of_the_package_sees_who_may_look_at_copies(tmp_path: Path, read: Read) -> None:
    read(write_package(tmp_path / "release", *ROWS))
    assert cache.folder("columns").stat().st_mode & 0o077 == 0


def test_a_described_size_that_differs_is_found(tmp_path: Path, read: Read) -> None:
    folder = write_package(tmp_path / "release", *ROWS)
    described = describe(folder, RELEASE_DAY, "published", TITLE, PLAN_NAME)
    for resource in described["resources"]:
        resource["bytes"] += resource["name"] == "observations"
    write_descriptor(folder, described)
    with pytest.raises(Unusable, match="not_as_published"):
        read(folder)
