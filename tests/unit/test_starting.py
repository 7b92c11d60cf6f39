"""A package for a new plan: what `init` writes, what `check` then asks for, and that all of it is written or nothing."""

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from kh213.commands.start import GUIDE
from kh213.export.template import WORKBOOK
from kh213.release.checking.folder import check_folder
from kh213.release.draft.starting import EXAMPLE, write_whole
from kh213.release.schema import TABLES

ROOT = Path(__file__).parents[2]
DAY = date(2026, 12, 31)


def kh213(*arguments: object, data: Path | None = None) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kh213", *map(str, arguments)]
    environment = os.environ | ({"KH213_DATA": str(data)} if data else {})
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)


@pytest.fixture(scope="module")
def started(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("plan") / "moi"
    assert kh213("init", folder).returncode == 0
    return folder


def test_a_new_plan_starts_with_every_table_empty_beside_a_filled_example(started: Path) -> None:
    assert {path.name for path in started.iterdir()} == {
        *(f"{name}.csv" for name in TABLES), "datapackage.json", GUIDE, EXAMPLE,
    }  # fmt: skip
    for name, table in TABLES.items():
        assert (started / f"{name}.csv").read_text("utf-8") == ",".join(table.header) + "\n"


def test_what_is_still_to_be_written_is_asked_for_by_check(started: Path, tmp_path: Path) -> None:
    problems = check_folder(started, tmp_path, DAY).problems
    names = {
        "title",
        "title_en",
        "plan.name_vi",
        "plan.name_en",
        "plan.short_name_vi",
        "plan.short_name_en",
        "plan.slug",
    }
    assert {issue.column for issue in problems if issue.table == "datapackage.json"} == names
    assert "no_province" in {issue.code for issue in problems if issue.table == "areas"}
    assert {issue.table for issue in problems} >= {"areas", "targets"}


def test_the_example_has_nothing_to_mend_and_nothing_to_look_at(started: Path, tmp_path: Path) -> None:
    report = check_folder(started / EXAMPLE, tmp_path, DAY)
    assert report.issues == ()


def test_every_name_figure_and_source_of_the_example_says_that_it_is_invented(started: Path, tmp_path: Path) -> None:
    report = check_folder(started / EXAMPLE, tmp_path, DAY)
    assert report.tables
    assert report.title
    assert "bịa ra" in report.title.vi
    for name in ("observations", "task_updates", "sources"):
        assert {row["note_vi"] for row in report.tables[name]} == {"Bịa ra để làm mẫu."}
    for name in ("targets", "tasks"):
        assert all("bịa ra để làm mẫu" in row["quote_vi"] for row in report.tables[name])
    assert all("Ví Dụ" in row["name_vi"] for row in report.tables["areas"])


def test_a_new_plan_can_be_filled_in_a_workbook(tmp_path: Path) -> None:
    assert kh213("init", tmp_path / "moi", "--excel").returncode == 0
    assert not list((tmp_path / "moi").glob("*.csv"))
    book = load_workbook(tmp_path / "moi" / WORKBOOK)
    assert all(tuple(cell.value for cell in book[name][1]) == table.header for name, table in TABLES.items())
    problems = check_folder(tmp_path / "moi", tmp_path / "none", DAY).problems
    assert "no_province" in {issue.code for issue in problems}


def test_the_descriptor_is_to_be_filled_in_between_quotation_marks(started: Path) -> None:
    descriptor = json.loads((started / "datapackage.json").read_text("utf-8"))
    assert {descriptor["title"], descriptor["plan"]["slug"]} == {""}
    assert all(
        name in (started / GUIDE).read_text("utf-8") for name in (*descriptor, *descriptor["plan"]) if name != "plan"
    )


@pytest.mark.parametrize("command", ["init", "template"])
def test_a_folder_that_holds_something_is_left_alone(command: str, tmp_path: Path) -> None:
    (tmp_path / "cua-toi.txt").write_text("giữ")
    done = kh213(command, tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "đang chứa thứ khác" in done.stderr.decode()
    assert [path.name for path in tmp_path.iterdir()] == ["cua-toi.txt"]


@pytest.mark.parametrize("exists", [True, False])
def test_templates_are_written_into_a_new_or_an_empty_folder(exists: bool, tmp_path: Path) -> None:
    folder = tmp_path / "mau"
    if exists:
        folder.mkdir()
    done = kh213("template", folder)
    assert (done.returncode, done.stderr) == (0, b"")
    assert {path.name for path in folder.iterdir()} == {"csv", WORKBOOK}
    assert len(list((folder / "csv").iterdir())) == len(TABLES)
    assert WORKBOOK in done.stdout.decode()


def test_templates_need_a_publication(tmp_path: Path) -> None:
    done = kh213("template", tmp_path / "mau", data=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "python -m kh213 init" in done.stderr.decode()
    assert list(tmp_path.iterdir()) == []


def test_a_file_that_cannot_be_written_leaves_nothing_behind(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="tep"):
        write_whole(tmp_path / "moi", {"tep": b"1", "tep/con": b"2"})
    assert list(tmp_path.iterdir()) == []


def test_a_file_in_the_place_of_the_folder_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "moi").write_text("giữ")
    with pytest.raises(FileExistsError):
        write_whole(tmp_path / "moi", {"tep": b"1"})
    assert (tmp_path / "moi").read_text() == "giữ"
