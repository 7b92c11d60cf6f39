"""The page Nhúng, as Streamlit's script runs it."""

import pytest

from kh213.words import words
from tests.app.test_pages import headings, run, text

VI = words("vi")


def bodies(**query: str) -> str:
    return " ".join(element.proto.body for element in run("embed", **query).main if element.type == "html")


def test_a_link_opens_what_it_names() -> None:
    app = run("embed", ma="T05", noi="193", ky="demo", dang="png", rong="640")
    shown = {name: app.selectbox(key=f"choice-{name}").value for name in ("ma", "noi", "dang", "rong")}
    assert shown == {"ma": "T05", "noi": "193", "dang": "png", "rong": "640"}
    assert headings(app) == ["T05 Kết quả được trả qua bưu điện, thành phố Hạ Long"]


def test_a_choice_is_written_into_the_address_and_the_usual_one_leaves_it() -> None:
    app = run("embed")
    app.selectbox(key="choice-dang").select("html").run()
    assert app.query_params["dang"] == "html"
    app.selectbox(key="choice-nen").select("toi").run()
    app.selectbox(key="choice-dang").select("svg").run()
    assert app.query_params["nen"] == "toi"
    assert "dang" not in app.query_params


def test_from_a_chart_to_a_map_the_target_stays() -> None:
    app = run("embed", ma="T08", ky="demo", noi="06970")
    app.selectbox(key="choice-hinh").select("ban-do").run()
    assert app.selectbox(key="choice-ma").value == "T08"
    assert "noi" not in app.query_params
    app.selectbox(key="choice-cap").select("district").run()
    assert app.query_params["cap"] == "district"


@pytest.mark.parametrize("asked", [{"ma": "T99"}, {"rong": "5"}, {"hinh": "phim"}, {"hinh": "ban-do", "thoi": "2031x"}])
def test_a_wrong_choice_is_told_and_the_page_still_stands(asked: dict[str, str]) -> None:
    app = run("embed", **asked)
    assert not app.exception
    assert f"“{next(reversed(asked.values()))}”" in text(app)
    assert len(headings(app)) == 1


def test_codes_begin_with_the_sites_own_address_where_it_is_known(monkeypatch: pytest.MonkeyPatch) -> None:
    assert VI("data.own_address") in bodies()
    monkeypatch.setenv("KH213_URL", "https://kh213.example/")
    assert "https://kh213.example/embed/2026-11-22/T01.svg?width=720" in bodies()
    assert VI("data.own_address") not in bodies()


def test_a_set_of_targets_in_the_address_is_one_briefing() -> None:
    assert 'href="/brief/2026-11-22.pptx?targets=T01%2CT05"' in bodies(bo="T05,T01,T99")
    assert VI("embedding.set_none") in bodies()
