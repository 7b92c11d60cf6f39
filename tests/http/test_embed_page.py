"""Every address that the page Nhúng gives away answers."""

from pathlib import Path

import httpx
import pytest

from kh213.release.grids import read_grids
from kh213.release.reading.read import read_plan
from kh213.view.embed.choices import settle
from kh213.view.embed.page import EmbedPage, embed_page, packed
from kh213.view.reader import Reader
from kh213.words import words
from tests.serving import Site

DATA = Path(__file__).parents[2] / "data"
FOLDERS = {"latest": DATA / "releases" / "2026-11-22", "demo": DATA / "demo"}


def offered(view: EmbedPage) -> set[str]:
    files = {link.href for link in view.downloads}
    briefings = {link.href for item in view.briefings for link in (item.slides, item.document)}
    return files | briefings | {view.preview}


@pytest.mark.parametrize(
    ("ky", "asked"),
    [
        ("latest", {}),
        ("latest", {"ma": "T02", "dang": "html", "giu": "moi-nhat", "nen": "toi", "tieng": "en"}),
        ("latest", {"hinh": "ban-do", "ma": "ddci-diem", "dang": "png", "rong": "200"}),
        ("demo", {"ma": "T08", "noi": "06970", "rong": "2400", "nen": "toi"}),
        ("demo", {"hinh": "ban-do", "ma": "T08", "cap": "commune", "thoi": "2019-Q4", "trong": "193", "dang": "html"}),
        ("demo", {"hinh": "ban-do", "ma": "T07", "so": "2019-Q4", "dang": "html", "nen": "sang"}),
    ],
)
def test_every_address_answers(site: Site, ky: str, asked: dict[str, str]) -> None:
    plan = read_plan(FOLDERS[ky])
    reader = Reader(plan, words("vi"), ky, plan.release.day)
    embed = settle(reader, asked)
    assert embed.wrong == {}
    view = embed_page(reader, embed, "", plan.release.day, read_grids(DATA))
    assert {address: httpx.get(site.url + address, timeout=120).status_code for address in offered(view)} == (
        dict.fromkeys(offered(view), 200)
    )


def test_a_chosen_set_answers(site: Site) -> None:
    plan = read_plan(FOLDERS["demo"])
    together = packed(Reader(plan, words("en"), "demo", plan.release.day), ("T01", "T05", "T08"))
    assert together is not None
    for link in (together.slides, together.document):
        found = httpx.get(site.url + link.href, timeout=120)
        assert found.status_code == 200
        assert "minh-hoa" in found.headers["content-disposition"]
