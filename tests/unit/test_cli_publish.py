"""`publish` and `withdraw` as a person types them."""

import shutil
from datetime import date, timedelta
from pathlib import Path

import pytest

from kh213.__main__ import main
from kh213.release.publications import log, store
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from tests import publications
from tests.publications import FIRST, SECOND

WHY = "Tên cơ quan bị ghi sai"


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KH213_DATA", str(tmp_path / "data"))
    monkeypatch.delenv("KH213_URL", raising=False)
    return publications.first(tmp_path / "data")


@pytest.fixture
def draft(tmp_path: Path) -> Path:
    (tmp_path / "draft").mkdir()
    agencies = write_csv(TABLES["agencies"], publications.second_tables()["agencies"])
    (tmp_path / "draft" / "agencies.csv").write_bytes(agencies)
    return tmp_path / "draft"


def run(*words: object) -> int:
    return main([str(word) for word in words])


def blocks(text: str) -> list[str]:
    """What was said in Vietnamese, and the same in English."""
    half = text.index("What readers will see change")
    return [text[:half], text[half:]]


def test_a_dry_run_says_what_would_change_and_changes_nothing(root, draft, capsys):
    before = {path: path.stat().st_mtime_ns for path in root.rglob("*")}
    assert run("publish", draft, "--date", SECOND, "--dry-run") == 0
    vietnamese, english = blocks(capsys.readouterr().out)
    assert "so với bản 01/10/2026" in vietnamese
    assert "Chưa công bố gì" in vietnamese
    assert "since the publication of 1 October 2026" in english
    assert "Nothing was published" in english
    assert {path: path.stat().st_mtime_ns for path in root.rglob("*")} == before


@pytest.mark.usefixtures("root")
def test_a_dry_run_on_a_day_that_is_taken_shows_the_changes_and_asks_for_a_later_one(draft, capsys):
    assert run("publish", draft, "--date", FIRST, "--dry-run") == 0
    for said in blocks(capsys.readouterr().out):
        assert publications.NAMED in said
        assert "--date" in said


def test_publishing_says_what_changes_and_where_it_is_seen(root, draft, capsys, monkeypatch):
    monkeypatch.setenv("KH213_URL", "https://example.org/")
    assert run("publish", draft, "--date", SECOND) == 0
    for said in blocks(capsys.readouterr().out):
        assert f"https://example.org/?ky={SECOND}" in said
        assert f"https://example.org/data/{SECOND}/package.zip" in said
    opened = store.open_publication(root, "latest", date.today())
    assert opened.plan.agencies["so-tt-tt"].name.vi == publications.NAMED
    assert opened.plan.release.title == store.open_publication(root, str(FIRST), date.today()).plan.release.title


def test_a_draft_with_problems_is_not_published_and_its_report_is_shown(root, draft, capsys):
    path = draft / "agencies.csv"
    path.write_bytes(path.read_bytes().replace(b"so-tt-tt,", b",", 1))
    assert run("publish", draft, "--date", SECOND) == 1
    shown = capsys.readouterr()
    assert "agencies.csv" in shown.out
    assert "agency_code" in shown.out
    assert "Nothing was published." in shown.err
    assert store.on_disk(root) == (str(FIRST),)


def test_the_same_date_again_is_refused_and_the_same_draft_again_changes_nothing(root, draft, capsys):
    run("publish", draft, "--date", SECOND)
    entries = log.entries(root)
    capsys.readouterr()
    assert run("publish", draft, "--date", SECOND) == 2
    assert "never overwritten" in capsys.readouterr().err
    assert run("publish", draft, "--date", SECOND, "--dry-run") == 0
    assert "changes nothing" in capsys.readouterr().err
    assert run("publish", draft, "--date", SECOND + timedelta(1)) == 0
    assert "changes nothing" in capsys.readouterr().err
    assert log.entries(root) == entries


@pytest.mark.usefixtures("root")
def test_a_date_before_every_release_is_refused_for_that_alone(draft, capsys):
    assert run("publish", draft, "--date", "2020-01-01") == 2
    said = capsys.readouterr()
    assert (said.out, len(said.err.splitlines())) == ("", 2)


@pytest.mark.parametrize("day", ["", "2026-W48-1", "20261201", "hôm nay"])
@pytest.mark.usefixtures("root")
def test_a_date_in_another_form_is_no_date(draft, day, capsys):
    assert run("publish", draft, "--date", day) == 2
    assert "2020-12-31" in capsys.readouterr().err


def test_a_date_to_come_is_said(root, draft, capsys):
    to_come = date.today() + timedelta(30)
    assert run("publish", draft, "--date", to_come) == 0
    vietnamese, english = blocks(capsys.readouterr().out)
    assert f"Trang sẽ hiển thị bản này từ ngày {to_come:%d/%m/%Y}" in vietnamese
    assert "The site will show it from" in english
    assert store.releases(root, date.today()) == (str(FIRST),)


def test_the_first_publication_of_a_plan_says_that_it_is(root, tmp_path, capsys, monkeypatch):
    monkeypatch.setenv("KH213_DATA", str(tmp_path / "empty"))
    assert run("publish", root / "releases" / str(FIRST), "--date", FIRST) == 0
    assert "Đây là bản công bố đầu tiên" in capsys.readouterr().out
    assert store.on_disk(tmp_path / "empty") == (str(FIRST),)


@pytest.mark.usefixtures("root")
def test_a_folder_that_is_not_there_is_unreadable(tmp_path, capsys):
    assert run("publish", tmp_path / "none") == 2
    assert capsys.readouterr().out == ""


def test_withdrawing_says_what_readers_see_now(root, draft, capsys):
    run("publish", draft, "--date", SECOND)
    capsys.readouterr()
    assert run("withdraw", SECOND, "--why", WHY) == 0
    said = capsys.readouterr().out
    assert said.count(WHY) == 2
    assert "trang hiện bản 01/10/2026" in said
    assert run("withdraw", FIRST, "--why", WHY) == 0
    assert "Không còn bản công bố nào đang dùng" in capsys.readouterr().out
    assert set(log.withdrawn(root)) == {str(FIRST), str(SECOND)}


def test_after_the_only_release_was_withdrawn_its_folder_mended_is_the_next_one(root, draft, tmp_path, capsys):
    run("withdraw", FIRST, "--why", WHY)
    assert run("check", draft, "--date", SECOND) == 1
    assert f"chép cả thư mục {FIRST}" in capsys.readouterr().out
    assert run("template", tmp_path / "mau") == 2
    assert str(root / "releases" / str(FIRST)) in capsys.readouterr().err
    shutil.copytree(root / "releases" / str(FIRST), tmp_path / "whole")
    shutil.copy(draft / "agencies.csv", tmp_path / "whole")
    assert run("publish", tmp_path / "whole", "--date", FIRST) == 2
    assert "--date" in capsys.readouterr().err
    assert run("publish", tmp_path / "whole", "--date", SECOND) == 0
    opened = store.open_publication(root, "latest", date.today())
    assert opened.folder.name == str(SECOND)
    assert opened.plan.agencies["so-tt-tt"].name.vi == publications.NAMED


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (["2026-10-09", "--why", WHY], "There is no publication of 9 October 2026"),
        (["2026-10-99", "--why", WHY], "is not a day"),
        (["2026-10-01", "--why", "  "], "Say why"),
    ],
)
@pytest.mark.usefixtures("root")
def test_a_withdrawal_without_sense_is_refused(words, said, capsys):
    assert run("withdraw", *words) == 2
    shown = capsys.readouterr()
    assert said in shown.err
    assert shown.out == ""


@pytest.mark.usefixtures("root")
def test_a_withdrawal_without_a_reason_is_a_wrong_command(capsys):
    with pytest.raises(SystemExit) as caught:
        run("withdraw", FIRST)
    assert caught.value.code == 2
    assert "--why" in capsys.readouterr().err
