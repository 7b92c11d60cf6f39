"""The command line, as a person runs it."""

import ast
import os
import subprocess
import sys
from pathlib import Path

import pytest

from kh213.__main__ import main
from kh213.release.cells.constraints import _KINDS
from kh213.release.issues import Issue
from kh213.release.schema import _FORMAT_PATTERNS
from kh213.words import LANGUAGES, issues, words
from tests.builders import observation, write_package

ROOT = Path(__file__).parents[2]
REAL, DEMO = ROOT / "data" / "releases" / "2026-11-22", ROOT / "data" / "demo"


def kh213(*arguments: object, **environment: str) -> subprocess.CompletedProcess[bytes]:
    command = [sys.executable, "-m", "kh213", *map(str, arguments)]
    return subprocess.run(command, cwd=ROOT, env={**os.environ, **environment}, capture_output=True, check=False)


def test_status_writes_the_verdicts_of_a_package_to_standard_output() -> None:
    done = kh213("status", REAL)
    assert (done.returncode, done.stderr) == (0, b"")
    assert done.stdout == (ROOT / "tests" / "golden" / "status-2026-11-22.csv").read_bytes()


def test_status_can_look_back() -> None:
    lines = kh213("status", REAL, "--as-of", "2020-12-31").stdout.decode().splitlines()
    assert lines[1].startswith("T01,ict-index-hang,22,2020-12-31,reached,,2019,3,")


@pytest.mark.parametrize("day", ["2099-01-01", "yesterday", "2020-13-01"])
def test_a_day_that_cannot_be_asked_about_is_refused_in_both_languages(day: str) -> None:
    done = kh213("status", REAL, "--as-of", day)
    assert (done.returncode, done.stdout) == (2, b"")
    assert [day in line for line in done.stderr.decode().splitlines()] == [True, True]


def test_a_package_that_is_not_there_cannot_be_read(tmp_path: Path) -> None:
    done = kh213("status", tmp_path / "none")
    assert (done.returncode, done.stdout) == (2, b"")
    assert "datapackage.json, -, -, unreadable:" in done.stderr.decode()


def test_problems_in_the_data_are_told_one_a_line_with_their_place(tmp_path: Path) -> None:
    package = write_package(tmp_path / "2026-11-22", observation("2020", "6,2"), observation("2019-Q5", 1))
    done = kh213("status", package)
    assert (done.returncode, done.stdout) == (1, b"")
    *said, second, third = done.stderr.decode().splitlines()
    assert len(said) == 2
    assert second.startswith("observations, 3, time_period, not_a_period: “2019-Q5” không phải là kỳ.")
    assert third.startswith("observations, 2, obs_value, decimal_comma: “6,2” dùng dấu phẩy thập phân.")
    assert "“6,2” has a decimal comma." in third


def test_a_changed_file_is_a_problem_and_a_missing_one_cannot_be_read(tmp_path: Path) -> None:
    package = write_package(tmp_path / "2026-11-22", observation("2020", 60))
    (package / "observations.csv").write_bytes(b"changed")
    assert kh213("status", package).returncode == 1
    (package / "observations.csv").unlink()
    assert kh213("status", package).returncode == 2


@pytest.mark.parametrize("arguments", [[], ["statsu"], ["status"], ["demo"], ["demo", "x", "--seed", "y"]])
def test_a_wrong_command_is_told_in_both_languages_with_how_to_write_it(arguments: list[str]) -> None:
    done = kh213(*arguments)
    assert (done.returncode, done.stdout) == (2, b"")
    vi, en, usage, *_ = done.stderr.decode().splitlines()
    assert vi.startswith("Lệnh chưa đúng")
    assert en.startswith("The command is not right")
    assert usage.startswith("Cách viết / Usage: python -m kh213")


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        ([], "còn thiếu COMMAND."),
        (["statsu"], "COMMAND không thể là “statsu”; hãy chọn một trong: 'template'"),
        (["withdraw", "2026-11-22"], "còn thiếu --why."),
        (["check", "x", "--fixx", "y"], "không có tùy chọn hay phần nào như “--fixx y”."),
        (["check", "x", "--date"], "sau --date còn thiếu giá trị."),
        (["check", "x", "--json=1"], "--json không đi kèm giá trị, mà ở đây có “1”."),
        (["publish", "x", "--d"], "“--d” có thể là --date, --dry-run; hãy viết đủ."),
        (["demo", "x", "--seed", "y"], "--seed cần một số nguyên, không phải “y”."),
    ],
)
def test_what_is_wrong_with_a_command_is_said_in_vietnamese(arguments, said, capsys) -> None:
    with pytest.raises(SystemExit) as caught:
        main(arguments)
    assert caught.value.code == 2
    assert capsys.readouterr().err.splitlines()[0].startswith(f"Lệnh chưa đúng: {said}")


@pytest.mark.parametrize("code", ["BadZipFile", "PermissionError", "FileNotFoundError", "no_room"])
def test_a_known_reason_is_said_in_words(code: str) -> None:
    said = issues.sentence(words("vi"), Issue("", "workbook_unreadable", found=code, file="a.xlsx"))
    assert code not in said
    assert issues.sentence(words("vi"), Issue("", "unreadable", found="SomeError")).endswith("(SomeError).")


def test_whoever_reads_only_the_first_line_gets_no_traceback() -> None:
    command = f'"{sys.executable}" -m kh213 status "{DEMO}" | head -1'
    done = subprocess.run(["sh", "-c", command], cwd=ROOT, capture_output=True, check=True)
    assert done.stderr == b""
    assert done.stdout.startswith(b"target_code,")


def test_demo_writes_the_illustrative_package(tmp_path: Path) -> None:
    done = kh213("demo", tmp_path / "demo")
    assert (done.returncode, done.stdout, done.stderr) == (0, b"", b"")
    assert {path.name: path.read_bytes() for path in (tmp_path / "demo").iterdir()} == {
        path.name: path.read_bytes() for path in DEMO.iterdir()
    }


def test_demo_overwrites_nothing_but_a_demo(tmp_path: Path) -> None:
    (tmp_path / "letter.txt").write_text("kept")
    done = kh213("demo", tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]
    assert len(done.stderr.decode().splitlines()) == 2


def test_demo_needs_a_release_to_illustrate(tmp_path: Path) -> None:
    done = kh213("demo", tmp_path / "demo", KH213_DATA=str(tmp_path / "empty"))
    assert (done.returncode, done.stdout) == (2, b"")
    assert not (tmp_path / "demo").exists()


@pytest.mark.parametrize("command", [[], ["check"], ["publish"], ["boundaries"], ["boundaries", "add"]])
def test_help_has_no_word_in_one_language_only(command: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        main([*command, "--help"])
    said = capsys.readouterr().out
    assert ended.value.code == 0
    assert said.startswith("Cách viết / Usage: python -m kh213")
    assert "\nPhải ghi / Required:\n" in said
    assert "\nTùy chọn / Options:\n" in said
    assert "hiện hướng dẫn này / show this help" in " ".join(said.split())
    assert [word for word in ("usage:", "positional", "options:", "and exit") if word in said] == []


# ---------------------------------------------------------------------------------------------- codes and sentences


def codes_in_the_code() -> set[str]:
    """Every code that kh213.release gives to an issue, read from its source."""
    found = {f"not_a_{kind}" for kind in (*_KINDS.values(), *_FORMAT_PATTERNS)}
    for path in (ROOT / "kh213" / "release").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            match node:
                case ast.Call(func=ast.Name(id="Issue"), args=[_, ast.Constant(value=str(code)), *_]):
                    found.add(code)
                case ast.Call(func=ast.Name(id="Found" | "Fault" | "Breach"), args=[ast.Constant(value=str(code)), *_]):
                    found.add(code)
    return found


@pytest.mark.parametrize("code", sorted(codes_in_the_code()))
def test_every_code_has_a_sentence_in_both_languages(code: str) -> None:
    issue = Issue("areas", code, 3, "area_code", "x", "x")
    for lang in LANGUAGES:
        assert issues.sentence(words(lang), issue)
        assert issues.remedy(words(lang), issue)


def test_the_codes_are_found() -> None:
    assert {
        "missing",
        "not_a_number",
        "unknown_code",
        "too_small",
        "not_as_published",
        "wrong_status",
    } <= codes_in_the_code()


def test_what_was_found_cannot_break_the_line() -> None:
    line = issues.line(Issue("areas", "unknown_code", 3, "parent_code", "a\nb\x1b[31m" + "x" * 100, "areas"))
    assert "\n" not in line
    assert "\x1b" not in line
    assert len(line) < 250
