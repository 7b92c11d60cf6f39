"""Which publication answers to a name: the last good one, and what had to be passed over for it."""

import json
import shutil
from datetime import date
from pathlib import Path

import pytest

from kh213.release.publications.store import NoPublication, data_root, open_publication, releases
from tests.builders import observation, write_package

TODAY = date(2026, 11, 22)
OLD, NEW, FUTURE = "2026-05-01", "2026-11-01", "2026-12-01"


def publish(root: Path, name: str, status: str = "published", value: int = 60) -> Path:
    folder = root / "demo" if name == "demo" else root / "releases" / name
    day = TODAY if name == "demo" else date.fromisoformat(name)
    return write_package(folder, observation("2020", value), day=day, status=status)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (OLD, NEW, FUTURE):
        publish(tmp_path, name)
    publish(tmp_path, "demo", "illustrative")
    return tmp_path


def broken(folder: Path) -> None:
    (folder / "targets.csv").write_bytes(b"target_code\n")


def half_copied(folder: Path) -> None:
    for path in sorted(folder.iterdir())[4:]:
        if path.suffix == ".csv":
            path.unlink()


def without_descriptor(folder: Path) -> None:
    (folder / "datapackage.json").unlink()


def empty(folder: Path) -> None:
    shutil.rmtree(folder)
    folder.mkdir()


def cut(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_bytes(path.read_bytes()[:100])


def illustrative(folder: Path) -> None:
    path = folder / "datapackage.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"status": "illustrative"}))


DAMAGES = [broken, half_copied, without_descriptor, empty, cut, illustrative]


def test_the_latest_release_that_is_not_in_the_future_is_served(root):
    opened = open_publication(root, "latest", TODAY)
    assert (opened.plan.release.day.isoformat(), opened.folder.name, opened.passed_over) == (NEW, NEW, None)
    assert open_publication(root, "latest", date(2026, 12, 1)).folder.name == FUTURE


def test_a_release_is_served_by_its_date_and_a_future_one_not_before_its_day(root):
    assert open_publication(root, OLD, TODAY).plan.release.day.isoformat() == OLD
    with pytest.raises(NoPublication):
        open_publication(root, FUTURE, date(2026, 11, 30))
    assert open_publication(root, FUTURE, date(2026, 12, 1)).folder.name == FUTURE
    assert releases(root, TODAY) == (NEW, OLD)


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_newest_release_that_is_no_good_gives_way_and_is_named(root, damage):
    damage(root / "releases" / NEW)
    opened = open_publication(root, "latest", TODAY)
    assert (opened.folder.name, opened.passed_over.release) == (OLD, NEW)
    assert opened.passed_over.issues


@pytest.mark.parametrize("damage", DAMAGES)
def test_a_dated_release_that_is_no_good_gives_way_to_the_newest_good_one(root, damage):
    damage(root / "releases" / OLD)
    opened = open_publication(root, OLD, TODAY)
    assert (opened.folder.name, opened.passed_over.release) == (NEW, OLD)


def test_of_several_that_are_no_good_the_one_asked_for_is_named(root):
    publish(root, "2026-01-01")
    broken(root / "releases" / NEW)
    broken(root / "releases" / OLD)
    assert open_publication(root, OLD, TODAY).passed_over.release == OLD
    assert open_publication(root, "latest", TODAY).passed_over.release == NEW
    assert open_publication(root, "latest", TODAY).folder.name == "2026-01-01"


@pytest.mark.parametrize(
    "ky", ["", "2026-05-02", "20260501", "..", "releases", "../demo", "Demo", "LATEST", "2026-05-01/"]
)
def test_a_name_that_nothing_has_is_no_publication(root, ky):
    with pytest.raises(NoPublication) as caught:
        open_publication(root, ky, TODAY)
    assert (caught.value.ky, caught.value.unusable) == (ky, None)


@pytest.mark.parametrize("damage", DAMAGES)
def test_where_nothing_can_be_used_the_reason_is_told(root, damage):
    damage(root / "releases" / NEW)
    damage(root / "releases" / OLD)
    with pytest.raises(NoPublication) as caught:
        open_publication(root, "latest", TODAY)
    assert caught.value.unusable.release == NEW
    assert caught.value.unusable.issues


def test_without_any_data_there_is_no_publication(tmp_path):
    for ky in ("latest", OLD, "demo"):
        with pytest.raises(NoPublication):
            open_publication(tmp_path / "nowhere", ky, TODAY)


@pytest.mark.parametrize("damage", DAMAGES[:-1])
def test_a_broken_demo_is_no_publication_and_says_why(root, damage):
    damage(root / "demo")
    with pytest.raises(NoPublication) as caught:
        open_publication(root, "demo", TODAY)
    assert caught.value.unusable.issues


def test_the_demo_and_the_releases_never_stand_in_for_each_other(root):
    assert open_publication(root, "demo", TODAY).plan.release.illustrative
    shutil.rmtree(root / "releases")
    with pytest.raises(NoPublication):
        open_publication(root, "latest", TODAY)


def test_a_demo_that_calls_itself_published_is_not_shown(tmp_path):
    publish(tmp_path, "demo", "published")
    with pytest.raises(NoPublication) as caught:
        open_publication(tmp_path, "demo", TODAY)
    assert [issue.code for issue in caught.value.unusable.issues] == ["wrong_status"]


def test_a_release_mended_on_disk_is_served_again(root):
    good = (root / "releases" / NEW / "targets.csv").read_bytes()
    broken(root / "releases" / NEW)
    assert open_publication(root, "latest", TODAY).folder.name == OLD
    (root / "releases" / NEW / "targets.csv").write_bytes(good)
    assert open_publication(root, "latest", TODAY).folder.name == NEW


def test_a_release_in_memory_does_not_answer_for_a_day_before_it(root):
    shutil.rmtree(root / "releases" / OLD)
    assert open_publication(root, "latest", TODAY).folder.name == NEW
    with pytest.raises(NoPublication) as caught:
        open_publication(root, "latest", date(2026, 10, 31))
    assert caught.value.unusable is None
    shutil.rmtree(root / "releases")
    assert open_publication(root, "latest", TODAY).folder.name == NEW


def test_folders_that_are_no_dates_and_files_are_passed_by(root):
    for name in ("draft", "2026-13-01", "20261101", "2026-11-02.tmp"):
        (root / "releases" / name).mkdir()
    (root / "releases" / "2026-11-03").write_text("a file")
    assert releases(root, TODAY) == (NEW, OLD)


def test_the_data_folder_can_be_pointed_elsewhere(monkeypatch, tmp_path):
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    assert data_root() == tmp_path
    monkeypatch.delenv("KH213_DATA")
    assert (data_root() / "releases").is_dir()
