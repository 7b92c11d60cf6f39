"""The release log: what was done stays told, and a damaged line never takes the site down."""

from datetime import date
from pathlib import Path

import pytest

from kh213.release.publications import log, publishing, store
from tests.builders import observation, write_package

OLD, NEW = "2026-05-01", "2026-11-01"
REASON = 'Cột tử số, mẫu số bị đổi chỗ; xem "báo cáo" ngày 5'
REAL = Path(__file__).parents[2] / "data"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name in (OLD, NEW):
        write_package(tmp_path / "releases" / name, observation("2020", 60), day=date.fromisoformat(name))
    return tmp_path


def file(root: Path) -> Path:
    return root / "releases" / "log.csv"


def told(root: Path) -> list[tuple[str, str]]:
    return [(entry.action, entry.release) for entry in log.entries(root)]


def test_what_was_published_before_there_was_a_log_is_recorded_in_its_order(root):
    publishing.record(root)
    assert told(root) == [("published", OLD), ("published", NEW)]
    publishing.record(root)
    assert len(log.entries(root)) == 2


def test_the_log_of_our_own_releases_is_complete_and_names_their_bytes():
    found = {entry.release: entry for entry in log.entries(REAL) if entry.action == log.PUBLISHED}
    assert set(found) == set(store.on_disk(REAL))
    for name, entry in found.items():
        plan = store.open_publication(REAL, name, date.max).plan
        assert entry.descriptor_sha256.startswith(plan.release.key)
        assert len(entry.descriptor_sha256) == 64


def test_an_entry_tells_when_what_and_why(root):
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    entry = log.entries(root)[-1]
    assert (entry.action, entry.release, entry.why) == ("withdrawn", NEW, REASON)
    assert entry.recorded_at[:10] == date.today().isoformat()
    assert entry.recorded_at[-6] in "+-"
    assert log.withdrawn(root) == {NEW: REASON}


def test_a_data_folder_without_a_log_or_without_releases_has_no_entries(root, tmp_path):
    assert log.entries(root) == ()
    assert log.entries(tmp_path / "nowhere") == ()
    assert log.withdrawn(root) == {}


@pytest.mark.parametrize(
    "line",
    [
        "",
        "withdrawn",
        f"2026-11-05T08:00:00+07:00,withdrawn,{NEW[:6]}",
        f"2026-11-05T08:00:00+07:00,withdrawn,{NEW},abc",
        f"2026-11-05T08:00:00+07:00,withdrawn,{NEW},abc,why,more",
        f"2026-11-05T08:00:00+07:00,erased,{NEW},abc,why",
        "2026-11-05T08:00:00+07:00,withdrawn,20261101,abc,why",
        '2026-11-05T08:00:00+07:00,withdrawn,latest,"abc',
        "\x00\x00\x00\x00",
        "<<<<<<< HEAD",
        "x" * 200_000,
    ],
    ids=lambda line: repr(line[:60]),
)
def test_a_line_that_is_torn_or_foreign_loses_itself_alone(root, line):
    publishing.record(root)
    file(root).write_bytes(file(root).read_bytes() + line.encode() + b"\n")
    assert store.open_publication(root, "latest", date.max).folder.name == NEW
    assert told(root) == [("published", OLD), ("published", NEW)]
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    assert told(root)[-1] == ("withdrawn", NEW)
    assert line.encode() in file(root).read_bytes()


def test_bytes_that_are_no_text_lose_their_line_alone(root):
    publishing.record(root)
    file(root).write_bytes(b"\xff\xfe\x00\n" + file(root).read_bytes())
    assert told(root) == [("published", OLD), ("published", NEW)]


def test_a_last_line_without_an_end_is_not_run_into(root):
    publishing.record(root)
    file(root).write_bytes(file(root).read_bytes().rstrip(b"\n"))
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    assert told(root) == [("published", OLD), ("published", NEW), ("withdrawn", NEW)]


def test_a_log_saved_by_excel_still_says_what_was_withdrawn(root):
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    content = file(root).read_bytes()
    file(root).write_bytes(b"\xef\xbb\xbf" + content.replace(b"\n", b"\r\n"))
    assert log.withdrawn(root) == {NEW: REASON}


def test_a_log_that_cannot_be_opened_for_a_while_brings_nothing_back_into_use(root):
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    assert store.releases(root, date.max) == (OLD,)
    content = file(root).read_bytes()
    file(root).unlink()
    file(root).mkdir()  # whoever opens it meets an error
    assert store.releases(root, date.max) == (OLD,)
    file(root).rmdir()
    file(root).write_bytes(content)
    assert store.releases(root, date.max) == (OLD,)


def test_the_first_withdrawal_of_a_release_is_the_one_that_holds(root):
    publishing.withdraw(root, date(2026, 11, 1), REASON)
    content = file(root).read_bytes()
    file(root).write_bytes(content + content.splitlines(keepends=True)[-1].replace(b"ng", b"gn"))
    assert log.withdrawn(root) == {NEW: REASON}
