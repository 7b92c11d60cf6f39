"""What a reader is told where a publication was withdrawn."""

from pathlib import Path

import pytest

from kh213.release.publications.publishing import withdraw
from kh213.view.pages import PAGES
from kh213.words import words
from tests import publications
from tests.app.test_pages import headings, run, text
from tests.publications import FIRST, SECOND

WHY = "Cột <b>tử số</b> bị đổi chỗ"
SAID = {"vi": "Bản công bố 15/10/2026 đã được rút lại", "en": "The publication of 15 October 2026 was withdrawn"}
NEWEST = {"vi": "Xem bản mới nhất, ngày 01/10/2026", "en": "See the newest publication, of 1 October 2026"}


@pytest.fixture
def root(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    publications.first(tmp_path)
    publications.publish(tmp_path, SECOND, publications.second_tables())
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    withdraw(tmp_path, SECOND, WHY)
    return tmp_path


def bodies(app: object) -> str:
    return " ".join(element.proto.body for element in app.main if element.type == "html")  # type: ignore[attr-defined]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", [page.name for page in PAGES])
@pytest.mark.usefixtures("root")
def test_every_page_of_a_withdrawn_publication_says_so_with_the_reason_and_the_way_on(page: str, lang: str) -> None:
    app = run(page, lang=lang, ky=str(SECOND), ma="T06")
    assert not app.exception
    assert headings(app) == [SAID[lang]]
    assert WHY in text(app)
    assert NEWEST[lang] in text(app)
    path = next(each.path for each in PAGES if each.name == page)
    keeps = "ma=T06&amp;lang=en" if lang == "en" else "ma=T06"
    assert f'<a href="{path}?{keeps}">{NEWEST[lang]}</a>' in bodies(app)


@pytest.mark.usefixtures("root")
def test_the_other_publications_stay_as_they_are_and_the_data_page_names_the_withdrawn_one() -> None:
    for query in ({}, {"ky": str(FIRST)}):
        app = run("data", **query)
        assert "01/10/2026" in headings(app)[0]
        assert "Bản 15/10/2026, rút lại ngày" in text(app)
        assert WHY in text(app)
        assert f"ky={SECOND}" not in bodies(app)
        assert f"/data/{SECOND}/" not in bodies(app)
    assert WHY in text(run("data", lang="en"))


def test_where_every_publication_was_withdrawn_the_site_says_so_with_each_reason(root: Path) -> None:
    withdraw(root, FIRST, "Lý do thứ hai")
    for query in ({}, {"ky": str(SECOND)}, {"ky": "2001-01-01"}):
        said = text(run("overview", **query))
        assert words("vi")("withdrawn.all") in said
        assert words("en")("withdrawn.all") in said
        assert WHY in said
        assert "Lý do thứ hai" in said
    assert words("en")("frame.illustrative_band") in text(run("overview", ky="demo", lang="en"))
