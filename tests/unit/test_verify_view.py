"""What the page Đối chiếu says, over a release with every kind of change after the first."""

from dataclasses import replace
from datetime import date

import pytest

from kh213.draw.html import html
from kh213.model.plan import Plan
from kh213.release.comparing.diff import Difference, difference
from kh213.release.reading.read import read_plan
from kh213.view.reader import Reader
from kh213.view.verify.all import VerifyAllPage, verify_all_page
from kh213.view.verify.asked import settled, standings, subject, wrong
from kh213.view.verify.page import VerifyPage, verify_page
from kh213.words import LANGUAGES, words
from tests import second_release
from tests.second_release import OLD

DEMO = read_plan(second_release.ROOT / "data" / "demo")


@pytest.fixture(scope="module")
def both(tmp_path_factory: pytest.TempPathFactory) -> tuple[Plan, Plan, Difference]:
    old, new = second_release.pair(tmp_path_factory.mktemp("releases"))
    return read_plan(old), read_plan(new), difference(old, new)


Both = tuple[Plan, Plan, Difference]


def reader(plan: Plan, ky: str, lang: str = "vi", day: date | None = None) -> Reader:
    return settled(Reader(plan, words(lang), ky, day or plan.release.day))


def page(both: Both, ma: str, noi: str = "", lang: str = "vi", day: date | None = None) -> VerifyPage:
    old, new, changed = both
    look = reader(old, OLD, lang, day)
    return verify_page(look, standings(look, subject(look, ma, noi), [new])[0], changed)


def whole(both: Both, noi: str = "", lang: str = "vi") -> VerifyAllPage:
    look = reader(both[0], OLD, lang)
    asked = subject(look, "", noi)
    return verify_all_page(look, asked, standings(look, asked, [both[1]]))


def test_a_conclusion_that_holds_says_so_and_by_which_publication(both: Both) -> None:
    view = page(both, "T02")
    assert view.title == "Đây là kết luận đang dùng"
    assert view.said == "Bản công bố mới nhất, ngày 15/01/2027, vẫn kết luận như đã in."
    assert view.now is None


def test_a_replaced_conclusion_says_since_when_what_now_and_why(both: Both) -> None:
    view = page(both, "T01")
    assert view.title == "Đã được thay ngày 15/01/2027, nay là: Đạt muộn (hạng 3, năm 2022)"
    assert view.now is not None
    assert (view.printed.judgement.code, view.now.judgement.code) == ("met", "met_late")
    assert view.printed.source.text == "Da Nang tops Vietnam ICT Index for 12 straight years"
    assert [(each.said, each.source.text, each.note) for each in view.changed] == [
        ("Năm 2020: hạng 3 → hạng 4.", "Báo cáo tháng 1", "Bảng xếp hạng được tính lại.")
    ]
    assert [link.href for link in view.links] == ["/chi-tieu?ma=T01", f"/thay-doi?tu={OLD}"]


def test_a_conclusion_on_one_place_is_compared_there(both: Both) -> None:
    view = page(both, "T08", "06652", "en")
    assert view.about == "T08 Commune procedures online at level 4 · Hà Phong Ward"
    assert "now: Met (35%, 2020)" in view.title
    assert "/dia-phuong?ma=06652&lang=en" in [link.href for link in view.links]


def test_a_changed_promise_is_what_is_new_where_the_verdict_stayed(both: Both) -> None:
    view = page(both, "T07")
    assert view.title == "Chỉ tiêu đã được sửa ngày 15/01/2027. Phải đạt: tối thiểu 35%, hạn 31/12/2020"
    assert view.now is not None
    assert (view.printed.promise, view.now.promise) == (
        "Phải đạt: tối thiểu 40%, hạn 31/12/2020",
        "Phải đạt: tối thiểu 35%, hạn 31/12/2020",
    )


def test_a_print_as_of_an_earlier_day_says_which(both: Both) -> None:
    view = page(both, "T01", day=date(2020, 6, 30))
    assert view.printed.heading == "Như đã in, theo bản ngày 22/11/2026, xét đến ngày 30/06/2020"
    assert view.title.startswith("Đã được thay ngày 22/11/2026, nay là: Đạt muộn")


def test_an_address_without_a_publication_confirms_nothing(both: Both) -> None:
    look = reader(both[1], "latest", day=date(2020, 6, 30))
    assert look.as_of == both[1].release.day  # the day of no known publication means nothing
    view = verify_page(look, standings(look, subject(look, "T01", ""), ())[0], None)
    assert view.title == "Con số đang dùng, theo bản mới nhất ngày 15/01/2027"
    assert "không nói bản in lấy số từ bản công bố nào" in view.said


def test_a_broken_publication_is_not_confirmed_by_another(both: Both) -> None:
    look = reader(both[1], OLD)  # what is shown where the older one cannot be read
    view = verify_page(look, standings(look, subject(look, "T01", ""), ())[0], None)
    assert "đang dùng, theo bản mới nhất" in view.title


@pytest.mark.parametrize("lang", LANGUAGES)
def test_an_invented_figure_is_never_confirmed(lang: str) -> None:
    look = reader(DEMO, "demo", lang)
    view = verify_page(look, standings(look, subject(look, "T05", ""), ())[0], None)
    assert view.title == words(lang)("verify.invented")
    assert view.links[0].href.startswith("/chi-tieu?ma=T05")
    assert "ky=demo" in view.links[0].href


def test_a_whole_publication_counts_what_was_replaced(both: Both) -> None:
    view = whole(both)
    assert view.title == "3 trong 14 kết luận của bản ngày 22/11/2026 đã được thay"
    rows = {row.target.text[:3]: row for row in view.rows}
    assert (rows["T02"].now, rows["T02"].said) == (None, "vẫn đang dùng")
    assert rows["T06"].target.href == f"/kiem-tra?ma=T06&ky={OLD}"
    assert rows["T07"].said == "Phải đạt: tối thiểu 35%, hạn 31/12/2020. Thay ngày 15/01/2027."


def test_a_place_without_any_figure_says_so(both: Both) -> None:
    view = whole(both, "06658")
    assert (view.rows, view.said) == ((), words("vi")("verify.no_figure"))


def test_what_is_wrong_in_the_address_is_named(both: Both) -> None:
    said = wrong(reader(both[0], OLD), "T99", "<b>")
    assert "không có chỉ tiêu “T99”" in said[0]
    assert "T14" in said[0]
    assert "mã “<b>”" in said[1]
    assert wrong(reader(both[0], OLD), " t01 ", "06652") == ()


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_a_source_is_called_is_text_and_not_markup(both: Both, lang: str) -> None:
    view = page(both, "T01", lang=lang)
    evil = replace(view, printed=replace(view.printed, source=replace(view.printed.source, text="<script>")))
    body = html("verify.html", w=words(lang), view=evil)
    assert "<script>" not in body
    assert "&lt;script&gt;" in body
