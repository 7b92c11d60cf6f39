"""`check`, as a person at a terminal and as a machine run it."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from kh213.commands.progress import MARK
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from kh213.words import words
from tests.builders import Record, observation, source, write_package

ROOT = Path(__file__).parents[2]
KEYS = ["table", "file", "row", "column", "code", "found", "expected"]
SAID = ["message_vi", "message_en", "remedy_vi", "remedy_en", "count"]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    write_package(tmp_path / "releases" / "2026-11-22", source(), observation("2020", 60))
    return tmp_path


def check(root: Path, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "kh213", "check", *map(str, arguments), "--date", "2026-12-01"]
    environment = {**os.environ, "KH213_DATA": str(root)}
    return subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False)


def wrong(done: subprocess.CompletedProcess[str]) -> str:
    """Standard error but for how far the work is, which a busy machine may be told."""
    return "".join(line for line in done.stderr.splitlines(keepends=True) if not line.startswith(MARK))


def draft(root: Path, *records: Record) -> Path:
    folder = root / "draft"
    folder.mkdir()
    rows = [item.row for item in records]
    (folder / "observations.csv").write_bytes(write_csv(TABLES["observations"], rows))
    return folder


def test_a_draft_without_a_fault_is_fine_and_says_what_comes_next(root: Path) -> None:
    done = check(root, draft(root, observation("2020", 60), observation("2021", 61, "2022-01-15")))
    assert (done.returncode, wrong(done)) == (0, "")
    assert "publish" in done.stdout


def test_each_problem_names_its_file_row_and_column_vietnamese_first(root: Path) -> None:
    done = check(root, draft(root, observation("2020", 60), observation("2021", "61,5", "2022-01-15")))
    assert (done.returncode, wrong(done)) == (1, "")
    vietnamese, english = done.stdout.split("\n\nResult of the check")
    assert vietnamese.startswith("Kết quả kiểm tra: 1 lỗi phải sửa")
    assert "observations.csv, dòng 3, cột obs_value: “61,5”" in vietnamese
    assert "observations.csv, row 3, column obs_value: “61,5”" in english
    assert "row 3" not in vietnamese


def test_a_cause_that_recurs_is_one_line_with_its_rows(root: Path) -> None:
    figures = [observation(str(year), f"{year},5", "2025-01-15") for year in range(2000, 2020)]
    lines = check(root, draft(root, *figures)).stdout.splitlines()
    (said,) = [line for line in lines if "“2000,5”" in line and "dòng" in line]
    assert said.startswith(
        "observations.csv, các dòng 2, 3, 4, 5, 6, … và 15 dòng nữa, cột obs_value, chẳng hạn dòng 2: "
    )


def test_machines_get_json_and_nothing_else_on_standard_output(root: Path) -> None:
    figures = [observation(str(year), f"{year},5", "2025-01-15") for year in range(2000, 2020)]
    done = check(root, draft(root, *figures), "--json")
    assert (done.returncode, wrong(done)) == (1, "")
    told = json.loads(done.stdout)
    assert list(told) == ["problems", "warnings"]
    (problem,) = [problem for problem in told["problems"] if problem["column"] == "obs_value"]
    assert list(problem) == KEYS + SAID
    assert {key: problem[key] for key in KEYS[:4]} == {
        "table": "observations",
        "file": "observations.csv",
        "row": 2,
        "column": "obs_value",
    }
    assert (problem["count"], problem["found"]) == (20, "2000,5")
    assert "“2000,5”" in problem["message_vi"]
    assert all(problem[key] for key in SAID)


def test_json_of_a_good_draft_has_no_problem(root: Path) -> None:
    done = check(root, draft(root, observation("2020", 60)), "--json")
    assert done.returncode == 0
    assert json.loads(done.stdout)["problems"] == []


@pytest.mark.parametrize("option", [[], ["--json"]])
def test_a_folder_without_a_table_cannot_be_read(root: Path, option: list[str]) -> None:
    (root / "nothing").mkdir()
    done = check(root, root / "nothing", *option)
    assert (done.returncode, done.stdout) == (2, "")
    vietnamese, english = wrong(done).splitlines()
    assert vietnamese.startswith("Không đọc được bảng nào")
    assert english.startswith("No table could be read")
    assert check(root, root / "nowhere", *option).returncode == 2


def test_whoever_reads_no_further_does_not_make_a_bad_draft_good(root: Path) -> None:
    folder = draft(root, *(observation(str(year), f"{year},5", "2025-01-15") for year in range(2000, 2020)))
    command = [sys.executable, "-m", "kh213", "check", str(folder), "--date", "2026-12-01"]
    environment = {**os.environ, "KH213_DATA": str(root)}
    with subprocess.Popen(
        command, cwd=ROOT, env=environment, stdout=subprocess.PIPE, stderr=subprocess.PIPE
    ) as running:
        assert running.stdout
        assert running.stderr
        running.stdout.close()
        said = running.stderr.read().decode()
    assert running.returncode == 1
    assert "Traceback" not in said
    assert "BrokenPipe" not in said


def test_most_rows_of_a_table_may_go_where_that_is_said(root: Path) -> None:
    figures = [observation(str(year), 60, "2025-01-15") for year in range(2010, 2022)]
    write_package(root / "releases" / "2026-11-30", source(), *figures, day=date(2026, 11, 30))
    folder = draft(root, *figures[:3])
    refused = check(root, folder)
    assert (refused.returncode, "--rows-may-go" in refused.stdout) == (1, True)
    meant = check(root, folder, "--rows-may-go")
    assert (meant.returncode, wrong(meant)) == (0, "")
    assert "9 điều cần xem lại" in meant.stdout


def test_five_hundred_files_under_wrong_names_are_one_line(root: Path) -> None:
    folder = draft(root, observation("2020", 60))
    for number in range(500):
        (folder / f"bieu-{number:03}.csv").write_bytes(b"a,b,c\n1,2,3\n")
    done = check(root, folder)
    (line,) = [line for line in done.stdout.splitlines() if "không phải là tên của bảng nào" in line]
    assert line.startswith("bieu-000.csv, và 499 chỗ nữa như vậy: “bieu-000”")
    (problem,) = json.loads(check(root, folder, "--json").stdout)["problems"]
    assert (problem["code"], problem["count"]) == ("not_a_table", 500)


def test_days_are_told_as_readers_write_them_and_kept_as_files_do(root: Path) -> None:
    done = check(root, draft(root, observation("2020", 60), observation("2021", 61, "2027-03-09")), "--json")
    (late,) = [issue for issue in json.loads(done.stdout)["problems"] if issue["code"] == "after_release"]
    assert (late["found"], late["expected"]) == ("2027-03-09", "2026-12-01")
    assert late["message_vi"] == "Ô này ghi 09/03/2027, sau ngày công bố bản này (01/12/2026)."
    assert "9 March 2027" in late["message_en"]


def test_how_a_file_was_read_is_told_apart_from_what_is_to_be_looked_at(root: Path) -> None:
    folder = draft(root, observation("2020", 60))
    path = folder / "observations.csv"
    path.write_bytes(b"\xef\xbb\xbf" + path.read_bytes().replace(b",", b";").replace(b"\n", b"\r\n"))
    said = check(root, folder).stdout
    assert said.startswith(words("vi")("check.fine"))
    assert words("vi")("check.warnings") not in said
    _, notes = said.split("\n\nResult of the check")[0].split(words("vi")("check.notes"))
    assert [word in notes for word in ("BOM", "“;”", "CRLF")] == [True] * 3
    kept = {issue["code"] for issue in json.loads(check(root, folder, "--json").stdout)["warnings"]}
    assert kept == {"byte_order_mark", "delimiter", "line_ends"}


# ------------------------------------------------------------------------------------------------------------- fix


def test_what_tcvn3_cannot_keep_is_still_to_be_looked_at_after_fix(root: Path) -> None:
    folder = draft(root, observation("2020", 60))
    header = ",".join(TABLES["sources"].header)
    row = source(title="ủy ban tỉnh", publisher="Công ty Ánh Dương, tỉnh ở vùng Ấp Đông").row
    written = "".join(_TCVN3.get(letter.lower(), letter) for letter in ",".join(f'"{cell}"' for cell in row.values()))
    (folder / "sources.csv").write_bytes(f"{header}\n{written}\n".encode("latin-1"))
    done = check(root, folder, "--fix", root / "mended", "--json")
    told = json.loads(done.stdout)
    assert told["problems"] == []
    lost = {
        (item["row"], item["column"], item["expected"]) for item in told["warnings"] if item["code"] == "capital_lost"
    }
    assert (None, None, "ủy, ánh, ở, ấp") in lost
    assert (2, "title", "ủy") in lost
    again = json.loads(check(root, root / "mended", "--json").stdout)["warnings"]
    assert [(item["row"], item["column"]) for item in again if item["code"] == "capital_lost"] == [(2, "title")]


_TCVN3 = dict(zip("ủỉáôởùấđươ", "ñØ¸«ëïÊ®\xad¬", strict=True))


def test_fix_writes_a_copy_lists_each_change_and_checks_the_copy(root: Path) -> None:
    handed_in = draft(root, observation("2020", 60), observation("2021", "61 ", "2022-01-15"))
    before = (handed_in / "observations.csv").read_bytes()
    done = check(root, handed_in, "--fix", root / "mended")
    assert done.returncode == 0
    assert "observations.csv, 3, obs_value: “61 ” → “61”" in done.stdout.splitlines()
    assert (handed_in / "observations.csv").read_bytes() == before
    assert b",61," in (root / "mended" / "observations.csv").read_bytes()


def test_a_place_in_a_workbook_is_told_with_its_sheet(root: Path) -> None:
    folder = root / "draft"
    folder.mkdir()
    figure = observation("2020", "61,5").row | {"area_code": "22 "}
    book = Workbook()
    for name, row in (("observations", figure), ("sources", source().row)):
        sheet = book.create_sheet(name)
        sheet.append(TABLES[name].header)
        sheet.append([row[column] for column in TABLES[name].header])
    book.save(folder / "bao-cao.xlsx")
    done = check(root, folder)
    assert "bao-cao.xlsx, trang observations, dòng 2, cột obs_value: “61,5”" in done.stdout
    mended = check(root, folder, "--fix", root / "mended").stdout
    assert "bao-cao.xlsx, observations, 2, area_code: “22 ” → “22”" in mended
    assert "sửa trong tệp Excel gốc" in mended


def test_fix_leaves_to_people_what_only_they_can_know(root: Path) -> None:
    done = check(root, draft(root, observation("2020", "rất cao")), "--fix", root / "mended", "--json")
    assert done.returncode == 1
    assert "rất cao" in json.loads(done.stdout)["problems"][0]["found"]
    assert str(root / "mended") in done.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="limits of a process are those of POSIX")
def test_where_no_copy_can_be_written_to_check_it_is_said_and_no_verdict_given(root: Path) -> None:
    folder = draft(root, observation("2020", 60))
    command = f"ulimit -f 1; exec {sys.executable} -B -m kh213 check {folder} --date 2026-12-01"
    environment = {**os.environ, "KH213_DATA": str(root)}
    done = subprocess.run(
        ["/bin/sh", "-c", command], cwd=ROOT, env=environment, capture_output=True, encoding="utf-8", check=False
    )
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr
    assert "Không ghi được" in done.stderr


def test_a_file_in_place_of_a_folder_and_a_copy_inside_the_draft_are_told_what_to_do(root: Path) -> None:
    folder = draft(root, observation("2020", 60))
    a_file = check(root, folder / "observations.csv")
    assert (a_file.returncode, "là một tệp" in a_file.stderr) == (2, True)
    inside = check(root, folder, "--fix", folder / "mended")
    assert (inside.returncode, "bản nháp" in inside.stderr) == (2, True)
    assert [path.name for path in folder.iterdir()] == ["observations.csv"]


def test_fix_never_writes_over_anything(root: Path) -> None:
    (root / "mended").mkdir()
    (root / "mended" / "letter.txt").write_text("kept")
    done = check(root, draft(root, observation("2020", "61 ")), "--fix", root / "mended")
    assert (done.returncode, done.stdout) == (2, "")
    assert [path.name for path in (root / "mended").iterdir()] == ["letter.txt"]
