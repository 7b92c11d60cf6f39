"""A release is added whole or not at all, whatever happens on the way; a withdrawal is one line, and is for good."""

import hashlib
import json
import os
import resource
import shutil
import subprocess
import sys
import threading
import tracemalloc
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from frictionless import validate

from kh213.model.plan import Text
from kh213.release.cells.check import Rows
from kh213.release.durable import alone
from kh213.release.issues import Unusable
from kh213.release.publications import log, publishing, store
from kh213.release.publications.publishing import RefusedToPublish, publish, stage, withdraw
from kh213.release.reading.package import read_package, write_csv
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from tests.builders import PLAN_NAME, TITLE, make_tables, observation, record, write_package
from tests.dying import NEW

ROOT = Path(__file__).parents[2]
REAL = ROOT / "data" / "releases" / "2026-11-22"
OLD = date(2026, 5, 1)
LATER = date(2026, 12, 1)
WHY = "Cột tử số và mẫu số bị đổi chỗ"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_package(tmp_path / "releases" / OLD.isoformat(), observation("2020", 60), day=OLD)
    publishing.record(tmp_path)
    return tmp_path


def tables(value: object = 70) -> Rows:
    return make_tables(observation("2020", value))


def add(root: Path, day: date = NEW, value: object = 70) -> Path:
    return publish(root, day, tables(value), TITLE, PLAN_NAME)


def refused(act: Callable[[], object]) -> str:
    with pytest.raises(RefusedToPublish) as caught:
        act()
    return caught.value.code


def everything(root: Path) -> dict[str, bytes]:
    """All that a data folder holds, but for the lock."""
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in sorted(root.rglob("*"))
        if path.is_file() and path.name != ".lock"
    }


def figure(root: Path, ky: str = "latest") -> object:
    return store.open_publication(root, ky, date.max).plan.observations[0].stated


# ------------------------------------------------------------------------------------------------ a package is written


def test_a_staged_package_is_whole_and_valid_to_frictionless(tmp_path):
    stage(tmp_path / "package", tables(), NEW, "published", TITLE, PLAN_NAME)
    plan = read_plan(tmp_path / "package")
    assert (plan.release.day, plan.release.status, plan.observations[0].value) == (NEW, "published", 70)
    assert validate(str(tmp_path / "package" / "datapackage.json")).valid


def test_our_own_release_written_again_is_the_same_byte_for_byte(tmp_path):
    release, rows = read_package(REAL)
    stage(tmp_path / "again", rows, release.day, "published", release.title, release.plan_name)
    assert everything(tmp_path / "again") == everything(REAL)


def test_a_folder_that_holds_anything_is_not_written_into(tmp_path):
    (tmp_path / "notes.txt").write_text("x")
    with pytest.raises(FileExistsError):
        stage(tmp_path, tables(), NEW, "published", TITLE, PLAN_NAME)
    assert [path.name for path in tmp_path.iterdir()] == ["notes.txt"]


def test_memory_does_not_grow_with_the_rows_that_are_written(tmp_path):
    class Rowful(list):
        """As many rows as it is told, without holding them."""

        def __init__(self, count: int) -> None:
            super().__init__()
            self.count = count

        def __len__(self) -> int:
            return self.count

        def __iter__(self) -> Iterator[dict[str, str]]:
            return ({**row, "obs_value": str(n)} for n in range(self.count))

    row = tables()["observations"][0]  # read once: what the test itself leaves behind is measured as well
    peaks = {}
    for count in (500, 20_000):
        tracemalloc.start()
        rows = {**tables(), "observations": Rowful(count)}
        stage(tmp_path / str(count), rows, NEW, "published", TITLE, PLAN_NAME)
        peaks[count] = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert (tmp_path / "20000" / "observations.csv").stat().st_size > 1_000_000
    assert peaks[20_000] < peaks[500] + 100_000


def test_how_far_it_is_is_told(tmp_path):
    told: list[tuple[str, int, int]] = []
    rows = {**tables(), "sources": [record("sources", source_code=f"s{n}").row for n in range(12_000)]}
    stage(tmp_path / "x", rows, NEW, "published", TITLE, PLAN_NAME, lambda *how: told.append(how))
    done = [done for _, done, _ in told]
    assert {what for what, _, _ in told} == {"writing"}
    assert {total for _, _, total in told} == {sum(map(len, rows.values()))}
    assert done == sorted(done)
    assert len([each for each in done if each]) >= 3


# ------------------------------------------------------------------------------------------------ a release is added


def test_a_release_is_added_and_recorded_with_the_hash_of_what_was_published(root):
    folder = add(root)
    assert folder == root / "releases" / NEW.isoformat()
    assert (figure(root), figure(root, OLD.isoformat())) == (70, 60)
    entry = log.entries(root)[-1]
    assert (entry.action, entry.release) == ("published", NEW.isoformat())
    assert entry.descriptor_sha256 == hashlib.sha256((folder / "datapackage.json").read_bytes()).hexdigest()
    assert {path.name for path in (root / "releases").iterdir()} == {".lock", "log.csv", str(OLD), str(NEW)}


def test_the_first_release_of_all_makes_its_own_place(tmp_path):
    add(tmp_path / "new")
    assert figure(tmp_path / "new") == 70
    assert [entry.release for entry in log.entries(tmp_path / "new")] == [NEW.isoformat()]


def test_what_is_there_is_not_touched_by_what_comes(root):
    before = everything(root / "releases" / str(OLD))
    add(root)
    withdraw(root, OLD, WHY)
    assert everything(root / "releases" / str(OLD)) == before


def test_a_second_release_of_one_date_is_refused(root):
    add(root)
    before = everything(root)
    assert refused(lambda: add(root, NEW, 80)) == "date_taken"
    assert everything(root) == before


def test_a_date_stays_taken_where_the_folder_was_removed_by_hand(root):
    add(root)
    shutil.rmtree(root / "releases" / NEW.isoformat())
    assert refused(lambda: add(root)) == "date_taken"


def test_a_date_before_the_newest_release_is_refused_whether_it_is_shown_yet_or_not(root):
    add(root, date(2062, 1, 1))
    assert refused(lambda: add(root, LATER, 80)) == "not_after_newest"
    withdraw(root, date(2062, 1, 1), "Gõ nhầm năm")
    add(root, LATER, 80)
    assert figure(root) == 80


def test_a_date_of_the_future_is_taken_in_and_not_shown_before_its_day(root):
    tomorrow = date.today() + timedelta(1)
    add(root, tomorrow)
    assert store.releases(root, date.today()) == (OLD.isoformat(),)
    assert store.releases(root, tomorrow)[0] == tomorrow.isoformat()


def test_a_release_that_changes_nothing_is_refused(root):
    assert refused(lambda: publish(root, NEW, tables(60), TITLE, PLAN_NAME)) == "nothing_changes"
    publish(root, NEW, tables(60), Text("Tên khác", "Another name"), PLAN_NAME)
    assert store.releases(root, date.max)[0] == NEW.isoformat()


def test_what_was_withdrawn_can_come_back_only_as_a_new_release(root):
    add(root)
    withdraw(root, NEW, WHY)
    assert refused(lambda: add(root)) == "date_withdrawn"
    add(root, LATER)
    assert (figure(root), store.releases(root, date.max)) == (70, (LATER.isoformat(), OLD.isoformat()))


def test_a_draft_completed_from_a_release_that_is_no_longer_the_newest_is_refused(root):
    base = store.open_publication(root, "latest", NEW).plan.release
    add(root)
    act = lambda: publish(root, LATER, tables(80), TITLE, PLAN_NAME, base=base)  # noqa: E731
    assert refused(act) == "base_moved"
    newest = store.open_publication(root, "latest", LATER).plan.release
    publish(root, LATER, tables(80), TITLE, PLAN_NAME, base=newest)
    assert figure(root) == 80


def test_nothing_is_built_past_a_newest_release_that_is_broken(root):
    base = store.open_publication(root, "latest", NEW).plan.release
    (add(root) / "targets.csv").write_bytes(b"")
    act = lambda: publish(root, LATER, tables(80), TITLE, PLAN_NAME, base=base)  # noqa: E731
    assert refused(act) == "newest_unusable"
    withdraw(root, NEW, "Tệp hỏng")
    act()
    assert figure(root) == 80


def test_tables_that_make_no_good_release_leave_everything_as_it_was(root):
    before = everything(root)
    with pytest.raises(Unusable) as caught:
        add(root, NEW, "58,5")
    assert [(issue.table, issue.column) for issue in caught.value.issues] == [("observations", "obs_value")]
    assert everything(root) == before


# ------------------------------------------------------------------------------------------------ a release is withdrawn


def test_a_withdrawn_release_is_out_of_use_with_its_reason_and_stays_on_disk(root):
    folder = add(root)
    store.open_publication(root, "latest", date.max)
    withdraw(root, NEW, WHY)
    assert (figure(root), store.releases(root, date.max)) == (60, (OLD.isoformat(),))
    with pytest.raises(store.Withdrawn) as caught:
        store.open_publication(root, NEW.isoformat(), date.max)
    assert (caught.value.ky, caught.value.entry.why) == (NEW.isoformat(), WHY)
    assert read_plan(folder).release.day == NEW


def test_the_last_release_withdrawn_is_not_served_from_memory(root):
    assert figure(root) == 60
    withdraw(root, OLD, WHY)
    with pytest.raises(store.NoPublication) as caught:
        store.open_publication(root, "latest", date.max)
    assert caught.value.unusable is None


def test_a_broken_release_that_was_withdrawn_is_passed_over_in_silence(root):
    (add(root) / "targets.csv").write_bytes(b"")
    assert store.open_publication(root, "latest", date.max).passed_over
    withdraw(root, NEW, "Tệp hỏng")
    assert store.open_publication(root, "latest", date.max).passed_over is None


@pytest.mark.parametrize(
    ("day", "why", "code"),
    [
        (LATER, WHY, "unknown_release"),
        (OLD, "", "reason_missing"),
        (OLD, " \n\t\u200b\u00a0", "reason_missing"),
        (OLD, "x" * 501, "reason_too_long"),
    ],
)
def test_a_withdrawal_without_sense_is_refused_and_leaves_everything_as_it_was(root, day, why, code):
    before = everything(root)
    assert refused(lambda: withdraw(root, day, why)) == code
    assert everything(root) == before


def test_a_release_is_withdrawn_once(root):
    withdraw(root, OLD, WHY)
    assert refused(lambda: withdraw(root, OLD, "Lý do khác")) == "already_withdrawn"
    assert log.withdrawn(root) == {OLD.isoformat(): WHY}


def test_where_nothing_was_ever_published_a_withdrawal_leaves_no_trace(tmp_path):
    assert refused(lambda: withdraw(tmp_path / "new", OLD, WHY)) == "unknown_release"
    assert list(tmp_path.iterdir()) == []


def test_a_reason_is_one_line_without_what_cannot_be_seen(root):
    withdraw(root, OLD, '  Sai\r\nsố\u202e liệu,\x1b "cột 3"\u2028; =A1  ')
    assert log.withdrawn(root) == {OLD.isoformat(): 'Sai số liệu, "cột 3" ; =A1'}
    assert len((root / "releases" / "log.csv").read_text(encoding="utf-8").splitlines()) == 3


# ------------------------------------------------------------------------------------------------ whatever happens


def dying(root: Path, what: str, touch: int, *user: str, **options: object) -> "subprocess.Popen[str]":
    command = [sys.executable, "-m", "tests.dying", str(root), what, str(touch), *user]
    return subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, **options)


def ended(process: "subprocess.Popen[str]") -> tuple[int, str]:
    said = process.communicate(timeout=60)
    return process.returncode, said[1]


def seen(root: Path) -> tuple[object, bool]:
    """What a reader is shown, and whether the release of before is still there for whoever pinned it."""
    opened = store.open_publication(root, "latest", date.max)
    assert opened.passed_over is None
    try:
        return opened.plan.observations[0].stated, figure(root, OLD.isoformat()) == 60
    except store.Withdrawn:
        return opened.plan.observations[0].stated, False


@pytest.mark.parametrize(
    ("what", "states"), [("publish", {(60, True), (70, True)}), ("withdraw", {(70, True), (70, False)})]
)
def test_killed_before_any_touch_of_the_disk_it_is_either_done_or_as_it_was(root, tmp_path, what, states):
    if what == "withdraw":
        add(root)
    found: Counter[tuple[object, bool]] = Counter()
    for touch in range(1, 100):
        copy = tmp_path / f"at-{touch}"
        shutil.copytree(root / "releases", copy / "releases")
        code, said = ended(dying(copy, what, touch))
        assert code in {0, -9}, said
        found[seen(copy)] += 1
        entries = log.entries(copy)
        add(copy, LATER, 90)  # whoever comes next finds nothing in the way
        assert seen(copy)[0] == 90
        assert log.entries(copy)[: len(entries)] == entries
        assert {entry.release for entry in log.entries(copy) if entry.action == "published"} == set(store.on_disk(copy))
        assert {path.name for path in (copy / "releases").iterdir()} == {".lock", "log.csv", *store.on_disk(copy)}
        if code == 0:
            break
    assert found.keys() == states
    assert found.total() > 4


def test_a_reader_who_keeps_looking_while_publishers_are_killed_never_sees_anything_half_done(root):
    shown: Counter[tuple[object, bool]] = Counter()
    wrong: list[BaseException] = []
    over = threading.Event()
    before = [log.entries(root)[0]]

    def look() -> None:
        while not over.is_set():
            try:
                shown[seen(root)] += 1
                assert [*log.entries(root)][:1] == before
            except BaseException as error:  # noqa: BLE001
                wrong.append(error)

    reader = threading.Thread(target=look)
    reader.start()
    try:
        for milliseconds in (0, 1, 2, 3, 4, 6, 8, 10, 12, 15, 20, 60_000):
            process = dying(root, "publish", 0)
            process.stdout.readline()
            with suppress(subprocess.TimeoutExpired):
                process.wait(milliseconds / 1000)
            process.kill()
            ended(process)
            if (root / "releases" / NEW.isoformat()).exists():
                break
        over.wait(0.1)
    finally:
        over.set()
        reader.join()
    assert wrong == []
    assert shown.keys() == {(60, True), (70, True)}


def test_of_two_at_once_exactly_one_wins_and_the_other_is_told(root):
    both = [dying(root, "publish", 0) for _ in range(2)]
    results = [ended(process) for process in both]
    assert sorted(code for code, _ in results) == [0, 1]
    loser = next(said for code, said in results if code)
    assert "RefusedToPublish: ('busy'" in loser or "RefusedToPublish: ('date_taken'" in loser
    assert figure(root) == 70
    assert [entry.release for entry in log.entries(root)] == [OLD.isoformat(), NEW.isoformat()]


def test_another_plan_does_not_take_the_place_of_the_one_published(root):
    other = replace(PLAN_NAME, slug="khac")
    before = everything(root)
    assert refused(lambda: publish(root, NEW, tables(), TITLE, other)) == "other_plan"
    assert everything(root) == before


def test_while_one_writes_another_is_refused(root):
    with alone(root / "releases"):
        assert refused(lambda: add(root)) == "busy"
        assert refused(lambda: withdraw(root, OLD, WHY)) == "busy"
    add(root)


@pytest.mark.parametrize("most", [0, 1, 300, 5_000, 40_000])
def test_a_full_disk_leaves_everything_as_it_was_and_is_told(root, most):
    before = everything(root)
    limit = lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (most, most))  # noqa: E731
    code, said = ended(dying(root, "publish", 0, preexec_fn=limit, env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"}))
    assert code == 1
    assert "RefusedToPublish: ('no_room'" in said
    assert everything(root) == before


def test_a_folder_that_may_not_be_written_into_is_told():
    with TemporaryDirectory() as place:  # not pytest's own folder, which nobody else may enter
        root = Path(place)
        write_package(root / "releases" / OLD.isoformat(), observation("2020", 60), day=OLD)
        before = everything(root)
        for path in (root / "releases", root):
            path.chmod(0o555)
        someone = ["65534"] if os.getuid() == 0 else []  # root may write anywhere
        code, said = ended(dying(root, "publish", 0, *someone))
        for path in (root, root / "releases"):
            path.chmod(0o755)
        assert code == 1
        assert "RefusedToPublish: ('not_written', {'folder'" in said
        assert "PermissionError" in said
        assert everything(root) == before


def test_a_place_taken_by_a_file_is_told(tmp_path):
    (tmp_path / "releases").write_text("a file")
    assert refused(lambda: add(tmp_path)) == "not_written"


def test_every_release_written_is_in_the_normal_form(root):
    folder = add(root)
    for name, rows in tables().items():
        assert (folder / f"{name}.csv").read_bytes() == write_csv(TABLES[name], rows)
    assert json.loads((folder / "datapackage.json").read_text(encoding="utf-8"))["status"] == "published"
