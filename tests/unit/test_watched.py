"""What a data folder's state tells apart, and when."""

import os
import shutil
from datetime import date
from pathlib import Path

import pytest

from kh213.release.publications import watched
from kh213.release.publications.watched import State, Watched, is_local
from tests import publications
from tests.publications import FIRST, SECOND


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publications.first(tmp_path)


def known(found: State | None) -> State:
    assert found is not None
    return found


def test_it_stays_while_nothing_changes(root: Path) -> None:
    folder = Watched(root)
    assert known(folder.state()) == known(folder.state())
    assert folder.is_quick


def test_a_publication_and_a_withdrawal_are_seen_at_once(root: Path) -> None:
    folder = Watched(root)
    first = known(folder.state())
    publications.publish(root, SECOND, publications.second_tables())
    assert folder.is_quick  # so this is not the look at every file
    second = known(folder.state())
    publications.withdraw(root, SECOND, "vì")
    third = known(folder.state())
    assert len({first, second, third}) == 3
    assert str(SECOND) in second.names


def test_a_name_that_comes_within_one_step_of_the_clock_is_seen(root: Path) -> None:
    folder, releases = Watched(root), root / "releases"
    at = releases.stat().st_mtime_ns
    before = known(folder.state())
    shutil.copytree(releases / str(FIRST), releases / str(SECOND))
    os.utime(releases, ns=(at, at))
    assert known(folder.state()).names != before.names


def test_a_folder_that_is_put_in_the_place_of_another_is_seen(root: Path) -> None:
    folder = Watched(root)
    before = known(folder.state())
    shutil.copytree(root / "releases", root / ".other", copy_function=shutil.copy2)
    (root / "releases").rename(root / ".old")
    (root / ".other").rename(root / "releases")
    assert known(folder.state()) != before


def test_midnight_is_seen(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    class Tomorrow(date):
        @classmethod
        def today(cls) -> date:
            return date(2999, 1, 1)

    folder = Watched(root)
    before = known(folder.state())
    monkeypatch.setattr(watched, "date", Tomorrow)
    assert known(folder.state()) != before


@pytest.mark.parametrize("name", ["releases/2026-10-01/targets.csv", "demo/targets.csv", "grids/new.csv"])
def test_a_file_that_is_written_where_it_lies_is_seen_when_every_file_is_looked_at(root: Path, name: str) -> None:
    folder = Watched(root)
    before = known(folder.state())
    with (root / name).open("a") as file:
        file.write("x")
    assert known(folder.state()) == before  # a second has not passed
    folder._next_look = 0
    assert known(folder.state()) != before


def test_many_files_are_looked_at_less_often(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    times = iter([100.0, 100.0, 100.4, 119.9, 121.0])  # asked twice, then the look itself took 0.4 seconds
    monkeypatch.setattr(watched.time, "monotonic", lambda: next(times))
    folder = Watched(root)
    known(folder.state())
    assert folder.is_quick
    assert not folder.is_quick


def test_a_folder_that_cannot_be_looked_at_has_no_state(tmp_path: Path) -> None:
    assert Watched(tmp_path / "nothing").state() is None


def test_no_log_and_no_release_are_a_state_too(tmp_path: Path) -> None:
    (tmp_path / "releases").mkdir()
    assert known(Watched(tmp_path).state()).names == ()


def test_only_a_disk_that_is_known_as_local_is_local(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    device = tmp_path.stat().st_dev
    number = f"{os.major(device)}:{os.minor(device)}"
    mounts = tmp_path / "mounts"
    monkeypatch.setattr(watched, "_MOUNTS", mounts)
    for kind, expected in {"ext4": True, "xfs": True, "nfs4": False, "fuse.s3fs": False, "cifs": False}.items():
        mounts.write_text(f"1 0 0:999 / / rw - nfs x rw\n2 1 {number} / {tmp_path} rw shared:1 - {kind} /dev/x rw\n")
        assert is_local(tmp_path) is expected, kind
    mounts.write_text("1 0 0:999 / / rw - ext4 x rw\n")
    assert not is_local(tmp_path)  # not in the list
    mounts.unlink()
    assert not is_local(tmp_path)  # not on Linux
    assert not is_local(tmp_path / "nothing")
