"""The publisher's page behind its screen: who comes in, what lies on the desk, what a preview shows, the list."""

from datetime import date
from pathlib import Path

import pytest

from kh213.export.problems import problems_csv
from kh213.release.issues import Issue
from kh213.release.publications import store
from kh213.release.publications.publishing import withdraw
from kh213.words import words
from publisher.desk import Desk, HandedIn
from publisher.door import is_own, is_upload
from publisher.preview import overlay
from publisher.work import default_day
from tests.builders import observation, write_package

TODAY = date(2026, 6, 1)


def request(
    host: str = "127.0.0.1:8599", client: str = "127.0.0.1", method: str = "GET", **headers: str
) -> dict[str, object]:
    named = {"host": host} | headers
    return {
        "type": "http",
        "method": method,
        "path": "/_stcore/upload_file/a/b",
        "client": (client, 1),
        "headers": [(name.encode(), value.encode()) for name, value in named.items()],
    }


@pytest.mark.parametrize("host", ["127.0.0.1:8599", "localhost:8599", "localhost", "[::1]:8599", "127.3.2.1"])
def test_this_machine_comes_in_by_its_own_names(host: str) -> None:
    assert is_own(request(host))
    assert is_own(request(host, client="::1"))


@pytest.mark.parametrize(
    "host", ["kh213.example", "10.0.0.1:8599", "localhost.evil.example", "127.0.0.1.nip.example", ""]
)
def test_another_name_does_not(host: str) -> None:
    assert not is_own(request(host))


def test_another_machine_does_not_whatever_it_says() -> None:
    assert not is_own(request(client="10.0.0.7"))
    assert not is_own(request() | {"client": None})


@pytest.mark.parametrize(
    ("origin", "open_"),
    [("http://127.0.0.1:8599", True), ("http://127.0.0.1:1", False), ("http://evil.example", False), ("null", False)],
)
def test_only_the_page_itself_hands_files_in(origin: str, open_: bool) -> None:
    assert is_upload(request(method="PUT", origin=origin)) is open_
    assert not is_upload(request(method="POST", origin=origin))
    assert not is_upload(request(method="PUT"))


@pytest.fixture
def desk() -> Desk:
    return Desk()


def test_a_desk_keeps_files_inside_and_apart_and_is_cleared(desk: Desk) -> None:
    files = [HandedIn(name, b"x") for name in ("a.csv", "a.csv", "../../b.csv", "C:\\c.csv", "..", "", "\0")]
    folder = desk.take(files)
    assert {path.name for path in folder.iterdir()} >= {"a.csv", "a (2).csv", "b.csv", "c.csv"}
    assert len(list(folder.iterdir())) == len(files)
    assert desk.take(files) == folder
    assert desk.take(files[:1]) != folder
    desk.close()
    assert not desk.folder.exists()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    for name, value in (("2026-05-01", 40), ("2026-06-01", 60)):
        folder = tmp_path / "data" / "releases" / name
        write_package(folder, observation("2020", value), day=date.fromisoformat(name))
    return tmp_path / "data"


def test_a_preview_shows_the_draft_as_the_newest_and_changes_nothing(root: Path, tmp_path: Path) -> None:
    staged = write_package(tmp_path / "staged" / "2026-06-01", observation("2020", 70), day=TODAY)
    seen = overlay(root, staged, tmp_path / "site")
    assert store.releases(seen, TODAY) == ("2026-06-01", "2026-05-01")
    newest = store.open_publication(seen, store.LATEST, TODAY)
    assert [row.value for row in newest.plan.observations] == [70]
    assert [row.value for row in store.open_publication(root, store.LATEST, TODAY).plan.observations] == [60]


def test_a_preview_is_shown_on_a_day_whose_release_was_withdrawn(root: Path, tmp_path: Path) -> None:
    withdraw(root, TODAY, "thử")
    staged = write_package(tmp_path / "staged" / "2026-06-01", observation("2020", 70), day=TODAY)
    assert store.releases(overlay(root, staged, tmp_path / "site"), TODAY)[0] == "2026-06-01"


def test_the_day_offered_is_today_or_the_first_that_is_free(root: Path, tmp_path: Path) -> None:
    assert default_day(root, date(2026, 7, 1)) == date(2026, 7, 1)
    assert default_day(root, TODAY) == date(2026, 6, 2)
    withdraw(root, TODAY, "thử")
    assert default_day(root, TODAY) == date(2026, 6, 2)
    assert default_day(tmp_path / "nowhere", TODAY) == TODAY


def test_the_list_of_problems_opens_in_excel_and_runs_nothing() -> None:
    found = Issue("observations", "decimal_comma", 5, "obs_value", "=cmd|' /C calc'!A0", "3.5", "observations.csv")
    content = problems_csv(words("vi"), [found])
    assert content.startswith(b"\xef\xbb\xbf")
    head, row = content.decode("utf-8-sig").splitlines()
    assert head.startswith("loại,tệp,dòng,cột")
    assert row.startswith("phải sửa,observations.csv,5,obs_value,'=cmd")
