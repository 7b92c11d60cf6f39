"""The address under which a view stays what it is, and how it comes to the foot of what is printed."""

from datetime import date

import pytest

from kh213.draw.html import html
from kh213.view.frame import frame
from kh213.view.pinned import pinned, share
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import RELEASE_DAY, make_plan


def reader(ky: str = "latest", lang: str = "vi", as_of: date = RELEASE_DAY, status: str = "published") -> Reader:
    return Reader(make_plan(status=status), words(lang), ky, as_of)


def test_the_latest_publication_is_named_by_its_date():
    assert pinned(reader(), "", "area", ma="195") == "/dia-phuong?ma=195&ky=2026-11-22"
    assert pinned(reader("2020-01-01"), "", "area", ma="195").endswith("ky=2020-01-01")
    assert pinned(reader("demo"), "", "area", ma="195").endswith("ky=demo")


def test_language_and_day_stay_in_it():
    address = pinned(reader(lang="en", as_of=date(2021, 1, 1)), "", "area", ma="06652", luc="2020-12-31", chi="")
    assert address == "/dia-phuong?ma=06652&luc=2020-12-31&lang=en&ky=2026-11-22&tai=2021-01-01"


def test_it_is_absolute_where_the_operator_has_said_what_the_site_is_called():
    assert pinned(reader(), "https://kh213.vn", "overview") == "https://kh213.vn/?ky=2026-11-22"


def test_a_shared_address_says_what_it_promises_and_of_illustrative_figures_nothing():
    assert "22/11/2026" in share(reader(), "", "area").said
    assert "22/11/2026" not in share(reader("demo", status="illustrative"), "", "area").said


def test_every_page_has_its_address_for_the_foot_of_each_sheet():
    look = reader()
    foot = html("foot.html", w=look.w, frame=frame(look, "tasks", {"tim": "cơ sở"}, ["2026-11-22"], official=True))
    assert "@bottom-left" in foot
    assert r"/nhiem-vu?tim=c%C6%A1+s%E1%BB%9F\000026ky=2026-11-22 · Bản công bố 22/11/2026" in foot


@pytest.mark.parametrize(
    "hostile", ['"}</style><script>alert(1)</script>', "\\", "a\nb", '";} * {display:none}', "<b>"]
)
def test_nothing_in_an_address_leaves_its_place_in_the_stylesheet(hostile):
    look = reader()
    view = frame(look, "area", {"tim": hostile}, ["2026-11-22"], official=True, site=hostile)
    style = html("foot.html", w=look.w, frame=view).split("<style>")[1]
    inside, rest = style.split("</style>")
    assert "<" not in inside + rest.replace("</footer>", "")
    assert inside.count('"') == 2
    assert inside.count("}") == 2
