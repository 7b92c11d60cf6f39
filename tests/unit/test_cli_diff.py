"""`python -m kh213 diff OLD NEW`."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from kh213.__main__ import main
from kh213.release.publications import log
from tests import second_release
from tests.second_release import PAST_NEW, PAST_OLD


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    return second_release.data_root(tmp_path)


@pytest.mark.usefixtures("data")
def test_what_changed_is_said_in_vietnamese_then_in_english(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", PAST_OLD, "latest"]) == 0
    vietnamese, english = capsys.readouterr().out.strip().split("\n\n")
    assert vietnamese.startswith("Bản 20/02/2026 so với bản 10/01/2026. 1 chỉ tiêu đổi, 7 kết luận đổi")
    assert english.startswith("The publication of 20 February 2026 against that of 10 January 2026. 1 target changed")
    assert len(vietnamese.splitlines()) == len(english.splitlines())
    assert "- Thứ hạng sẵn sàng công nghệ thông tin, năm 2020: hạng 3 → hạng 4." in vietnamese


def test_folders_can_be_compared_as_well_as_dates(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folders = [str(data / "releases" / day) for day in (PAST_OLD, PAST_NEW)]
    assert main(["diff", *folders, "--json"]) == 0
    by_folder = json.loads(capsys.readouterr().out)
    assert main(["diff", PAST_OLD, PAST_NEW, "--json"]) == 0
    assert json.loads(capsys.readouterr().out) == by_folder
    assert set(by_folder) == {"old", "new", "named", "cells", "reordered", "revisions", "flips"}


def test_nothing_changed_is_fine(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["diff", "latest", "2026-11-22"]) == 0
    said = capsys.readouterr().out
    assert "Không có gì thay đổi." in said
    assert "Nothing changed." in said


def test_a_publication_of_a_later_day_can_be_compared_before_it_is_shown(
    data: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    second_release.write_release(data / "releases" / "2999-01-01", second_release.published())
    assert main(["diff", PAST_NEW, "2999-01-01"]) == 0
    assert "01/01/2999" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("asked", "named"), [(["demo", "latest"], "minh họa"), (["latest", "2001-01-01"], "2001-01-01"), (["x", "y"], "x")]
)
@pytest.mark.usefixtures("data")
def test_what_cannot_be_compared_ends_with_2_and_says_why(
    asked: list[str], named: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["diff", *asked]) == 2
    said = capsys.readouterr()
    assert said.out == ""
    assert named in said.err
    assert len(said.err.splitlines()) == 2


def test_a_withdrawn_publication_is_named_with_its_reason(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    log.prepare(data, [log.Entry("2026-03-01T00:00:00+07:00", log.WITHDRAWN, PAST_NEW, "", "Sai bảng.")])
    log.put_in_place(data)
    assert main(["diff", PAST_OLD, PAST_NEW]) == 2
    assert "Sai bảng." in capsys.readouterr().err


def test_a_damaged_publication_is_not_replaced_by_another(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (data / "releases" / PAST_NEW / "targets.csv").unlink()
    assert main(["diff", PAST_OLD, "latest"]) == 2
    assert "targets" in capsys.readouterr().err
