"""Every page, in both languages, over the real and the illustrative publication, as Streamlit's script runs it."""

import re
import shutil
from datetime import date
from html import unescape
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from kh213.view.pages import PAGES
from kh213.words import words
from tests.builders import observation, write_package

NAMES = [page.name for page in PAGES]


def run(page: str, **query: str) -> AppTest:
    app = AppTest.from_file("../../pages/site.py", default_timeout=60)
    for name, value in query.items():
        app.query_params[name] = value
    app.run()  # the pages are registered by the first run, under their addresses
    return app if page == "overview" else app.switch_page(f"{page}.py").run()


def text(app: AppTest) -> str:
    """All that the page says, without its tags."""
    parts = [element.proto.body for element in app.main if element.type == "html"]
    return unescape(re.sub(r"<[^>]+>", " ", " ".join(parts + [m.value for m in app.markdown])))


def headings(app: AppTest) -> list[str]:
    found = re.findall(r"<h1[^>]*>(.*?)</h1>", " ".join(e.proto.body for e in app.main if e.type == "html"), re.DOTALL)
    return [*found, *(title.value for title in app.title)]


@pytest.mark.parametrize("ky", ["latest", "demo"])
@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_a_page_runs_and_has_one_heading(page: str, lang: str, ky: str) -> None:
    app = run(page, lang=lang, ky=ky)
    assert not app.exception
    assert len(headings(app)) == 1
    assert words(lang)("notice.page_failed") not in text(app)


@pytest.mark.parametrize("page", NAMES)
def test_no_sentence_of_the_other_language_stands_in_the_frame(page: str) -> None:
    said = text(run(page, lang="en"))
    assert words("en")("frame.footer_data") in said
    assert words("vi")("frame.footer_data") not in said


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", NAMES)
def test_every_page_of_the_illustrative_publication_says_that_it_is(page: str, lang: str) -> None:
    assert words(lang)("frame.illustrative_band") in text(run(page, lang=lang, ky="demo"))
    assert words(lang)("frame.illustrative_band") not in text(run(page, lang=lang))


@pytest.mark.parametrize(
    ("query", "key"),
    [
        ({"lang": "fr"}, "notice.unknown_language"),
        ({"ky": "2001-01-01"}, "notice.unknown_publication"),
        ({"ky": "../../etc"}, "notice.unknown_publication"),
        ({"tai": "31/12/2020"}, "notice.bad_day"),
        ({"tai": "2999-01-01"}, "notice.day_too_late"),
        ({"tai": "1900-01-01"}, "notice.day_too_early"),
    ],
)
def test_a_wrong_choice_in_the_address_is_told_and_the_page_still_stands(query: dict[str, str], key: str) -> None:
    app = run("overview", **query)
    beginning = words("vi").sentences[key].split("{")[0]
    assert not app.exception
    assert beginning in text(app)
    assert "1 đạt" in headings(app)[0]


def test_every_verdict_moves_with_the_day() -> None:
    assert "1 đạt, 0 không đạt, 13 chưa đủ" in headings(run("overview"))[0]
    assert "1 đã đạt mức, 13 chưa đủ" in headings(run("overview", tai="2020-06-30"))[0]


def test_an_unknown_target_is_told_with_a_way_back() -> None:
    app = run("indicator", ma="T99")
    assert not app.exception
    assert headings(app) == ["Không có chỉ tiêu “T99”"]
    assert "T14 Chứng thư số" in text(app)
    assert "Đạt:" not in text(app)


def test_the_figures_of_a_related_indicator_can_be_taken_along() -> None:
    bodies = " ".join(element.proto.body for element in run("indicator", ma="T06").main if element.type == "html")
    for code in ("dvctt4-ty-le", "dvctt4-so-luong", "dvctt34-ty-le", "dvctt34-so-luong"):
        assert f'href="/data/latest/indicators/{code}.csv"' in bodies


def test_a_code_in_small_letters_is_the_same_code() -> None:
    assert "T06" in text(run("indicator", ma="t06"))
    assert headings(run("indicator", ma="t06")) == headings(run("indicator", ma="T06"))


def test_the_data_page_says_that_the_day_does_not_change_the_tables() -> None:
    assert words("vi")("data.whole") in text(run("data", tai="2020-06-30"))
    assert words("vi")("data.whole") not in text(run("data"))


def test_an_older_publication_says_that_there_is_a_newer_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("2026-05-01", 40), ("2026-06-01", 60)):
        write_package(tmp_path / "releases" / name, observation("2020", value), day=date.fromisoformat(name))
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    assert "Đã có bản mới hơn, ngày 01/06/2026" in text(run("overview", ky="2026-05-01"))
    assert words("vi")("notice.to_changes") in text(run("overview", ky="2026-05-01"))
    assert "1 không đạt" in headings(run("overview", ky="2026-05-01"))[0]
    assert "Đã có bản mới hơn" not in text(run("overview"))


def test_a_preview_of_a_draft_cannot_be_taken_for_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    assert words("vi")("frame.preview_band") not in text(run("overview"))
    monkeypatch.setenv("KH213_PREVIEW", "1")
    assert words("vi")("frame.preview_band") in text(run("overview"))
    assert words("vi")("frame.illustrative_band") in text(run("overview", ky="demo"))


def test_a_release_that_breaks_gives_way_to_the_last_good_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name, value in (("2026-05-01", 40), ("2026-06-01", 60)):
        write_package(tmp_path / "releases" / name, observation("2020", value), day=date.fromisoformat(name))
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    (tmp_path / "releases" / "2026-06-01" / "targets.csv").unlink()
    app = run("overview")
    assert "Bản công bố 01/06/2026 không dùng được" in text(app)
    assert "1 không đạt" in headings(app)[0]
    shutil.rmtree(tmp_path / "releases")
    assert "đã đọc được trước đó" in text(run("overview"))
    gone = run("data")
    assert headings(gone) == [words("vi")("page.data.title")]
    assert words("vi")("data.gone") in text(gone)


def test_what_was_not_known_on_a_day_is_not_shown_as_if_it_were() -> None:
    said = text(run("indicator", ma="T06", tai="2022-01-01"))
    assert "chưa có con số nào cho chỉ tiêu này được công bố đến 01/01/2022" in said
    assert "36%" not in said
    assert "con số có nguồn không nêu ngày công bố" in said


def test_a_link_opens_its_view() -> None:
    app = run("indicator", ma="T06", lang="en", tai="2020-06-30")
    assert app.selectbox(key="choice-ma").value == "T06"
    assert "30 June 2020" in text(app)


def test_a_choice_is_written_into_the_address() -> None:
    app = run("indicator", lang="en")
    app.selectbox(key="choice-ma").select("T08").run()
    assert app.query_params["ma"] == "T08"
    assert app.query_params["lang"] == "en"
