"""The page Thay đổi, as Streamlit's script runs it, over one, two and broken publications."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from kh213.words import words
from tests import second_release
from tests.app.test_pages import headings, run, text
from tests.second_release import PAST_NEW, PAST_OLD


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    return second_release.data_root(tmp_path)


@pytest.mark.usefixtures("data")
def test_the_newest_publication_is_compared_with_the_one_before() -> None:
    app = run("changes")
    assert headings(app)[0].startswith("Bản 20/02/2026 so với bản 10/01/2026: 1 chỉ tiêu đổi, 7 kết luận đổi")
    assert len(headings(app)) == 1
    said = text(app)
    assert "Bảng xếp hạng được tính lại." in said
    assert words("vi")("notice.page_failed") not in said


@pytest.mark.usefixtures("data")
def test_the_page_speaks_english_too() -> None:
    app = run("changes", lang="en")
    assert headings(app)[0].startswith("The publication of 20 February 2026 against that of 10 January 2026")
    assert "Computed anew." in text(app)


@pytest.mark.usefixtures("data")
def test_a_base_that_cannot_be_is_told_and_the_one_before_stands_in() -> None:
    app = run("changes", tu="2030-01-01")
    assert "Không so được với “2030-01-01”" in text(app)
    assert "so với bản 10/01/2026" in headings(app)[0]


@pytest.mark.usefixtures("data")
def test_the_first_publication_and_the_invented_one_have_nothing_to_be_compared_with() -> None:
    assert words("vi")("changes.first", day="10/01/2026") in text(run("changes", ky=PAST_OLD))
    invented = text(run("changes", ky="demo", tu=PAST_OLD))
    assert words("vi")("changes.illustrative") in invented


def test_the_only_publication_says_so() -> None:
    assert "Hiện chỉ có một bản công bố, ngày 22/11/2026" in text(run("changes"))


@pytest.mark.usefixtures("data")
def test_a_moved_day_does_not_apply_and_the_page_says_so() -> None:
    app = run("changes", tai="2020-12-31")
    assert words("vi")("changes.lead_moved") in text(app)
    assert headings(app) == headings(run("changes"))


def test_a_base_whose_files_are_damaged_is_not_replaced_by_another(data: Path) -> None:
    (data / "releases" / PAST_OLD / "targets.csv").write_bytes(b"target_code\n")
    app = run("changes")
    assert headings(app) == ["Thay đổi"]
    assert words("vi")("changes.gone") in text(app)
    assert words("vi")("changes.choose") in text(app)


def test_a_base_that_was_removed_leaves_one_publication(data: Path) -> None:
    shutil.rmtree(data / "releases" / PAST_OLD)
    assert "Hiện chỉ có một bản công bố, ngày 20/02/2026" in text(run("changes"))


@pytest.mark.usefixtures("data")
def test_the_data_page_and_the_footer_lead_there() -> None:
    html = " ".join(element.proto.body for element in run("data").main if element.type == "html")
    assert f'href="/thay-doi?ky={PAST_NEW}"' in html
    assert f'href="/thay-doi?ky={PAST_OLD}"' not in html
    assert '<a href="/thay-doi">' in html
