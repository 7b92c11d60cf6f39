"""Under which address a page stands for good, which pages are listed, and what its head says to programs."""

import json
import re
from xml.etree import ElementTree as ET

import pytest

from kh213.export.sitemap import sitemap
from kh213.model.plan import Plan, Text
from kh213.release.reading.read import read_plan
from kh213.site.pages.head import head
from kh213.view.outside import known
from kh213.view.outside.dataset import dataset
from kh213.view.pages import PAGES, page
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import make_plan
from tests.second_release import FIRST

REAL = read_plan(FIRST)
SITE = "https://theo-doi.example"


def reader(lang: str = "vi") -> Reader:
    return Reader(REAL, words(lang), "latest", REAL.release.day)


@pytest.mark.parametrize(
    ("name", "query", "address"),
    [
        ("overview", {"ky": "2026-11-22", "tai": "2020-06-30", "embed": "true"}, "/"),
        ("indicator", {"ma": "t06", "ky": "2026-11-22"}, "/chi-tieu?ma=T06"),
        ("indicator", {"ma": "T99"}, "/chi-tieu?ma=T01"),
        ("indicator", {}, "/chi-tieu?ma=T01"),
        ("map", {"ma": "T08", "cap": "commune", "noi": "06652"}, "/ban-do?ma=T08"),
        ("map", {"ma": "dan-so"}, "/ban-do?ma=dan-so"),
        ("map", {"ma": '"><script>'}, "/ban-do"),
        ("area", {"ma": "22"}, "/dia-phuong?ma=22"),
        ("area", {"ma": "06652"}, "/dia-phuong?ma=06652"),
        ("area", {"ma": "06652", "luc": "2019-01-01"}, "/dia-phuong?ma=06652&luc=2025-06-30"),
        ("area", {"tim": "cẩm phả"}, "/dia-phuong"),
        ("data", {"bang": "targets"}, "/du-lieu"),
    ],
)
def test_an_address_for_good_keeps_what_the_page_is_about_and_nothing_else(
    name: str, query: dict[str, str], address: str
) -> None:
    assert known.canonical(reader(), name, query) == address
    english = known.canonical(reader("en"), name, query)
    assert english == address + ("&" if "?" in address else "?") + "lang=en"


def test_every_target_and_every_place_of_today_is_listed_once() -> None:
    listed = known.pages(reader())
    assert len(listed) == len(set(listed))
    assert {f"/chi-tieu?ma={code}" for code in REAL.targets} <= set(listed)
    places = [address for address in listed if address.startswith("/dia-phuong?ma=")]
    assert len(places) == 1 + 54
    assert not any("kiem-tra" in address or "ky=" in address for address in listed)
    assert {each.path for each in PAGES} - set(listed) == {"/kiem-tra", "/chi-tieu"}


def test_what_is_listed_is_its_own_address_for_good() -> None:
    for address in known.pages(reader()):
        path, _, query = address.partition("?")
        name = next(each.name for each in PAGES if each.path == path)
        assert known.canonical(reader(), name, dict(pair.split("=") for pair in query.split("&") if pair)) == address


def test_the_sitemap_names_every_page_in_both_languages_with_each_other() -> None:
    root = ET.fromstring(sitemap(SITE, [{"vi": "/a?b=1&c=2", "en": "/a?b=1&c=2&lang=en"}], REAL.release.day))
    ns = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}
    urls = root.findall("s:url", ns)
    assert [url.findtext("s:loc", "", ns) for url in urls] == [f"{SITE}/a?b=1&c=2", f"{SITE}/a?b=1&c=2&lang=en"]
    for url in urls:
        assert url.findtext("s:lastmod", "", ns) == "2026-11-22"
        assert {link.get("hreflang") for link in url.findall("x:link", ns)} == {"vi", "en"}


# ------------------------------------------------------------------------------------------------------- the head


def head_of(name: str, lang: str, query: dict[str, str], plan: Plan = REAL) -> str:
    return head(page(name), lang, query, plan, title="T", description="D")


def test_a_head_names_the_address_for_good_the_languages_and_the_feed(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_URL", f"{SITE}/")
    said = head_of("indicator", "en", {"ma": "T06"})
    assert f'<link rel="canonical" href="{SITE}/chi-tieu?ma=T06&amp;lang=en" />' in said
    assert f'<link rel="alternate" hreflang="vi" href="{SITE}/chi-tieu?ma=T06" />' in said
    assert f'<link rel="alternate" hreflang="x-default" href="{SITE}/chi-tieu?ma=T06" />' in said
    assert (
        f'type="application/atom+xml" title="{words("en")("citing.feed.subtitle")}" href="{SITE}/feed.atom?lang=en"'
        in said
    )


def test_without_an_address_of_its_own_a_head_names_paths(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("KH213_URL", raising=False)
    assert '<link rel="canonical" href="/chi-tieu?ma=T06" />' in head_of("indicator", "vi", {"ma": "T06"})


@pytest.mark.parametrize(
    ("name", "query"),
    [
        ("verify", {"ma": "T01"}),
        ("overview", {"ky": "demo"}),
        ("indicator", {"ma": "XYZ"}),
        ("area", {"ma": "99999"}),
    ],
)
def test_invented_figures_checks_and_what_does_not_exist_are_not_for_search_engines(
    name: str, query: dict[str, str]
) -> None:
    said = head_of(name, "vi", query)
    assert '<meta name="robots" content="noindex" />' in said
    assert "canonical" not in said
    assert "ld+json" not in said


def test_only_the_home_and_the_data_page_describe_the_data() -> None:
    with_it = [each.name for each in PAGES if "ld+json" in head_of(each.name, "vi", {})]
    assert with_it == ["overview", "data"]


def test_nothing_in_the_description_ends_its_element() -> None:
    release = make_plan().release
    evil = Text("</script><script>alert(1)</script><!--", "x")
    plan = make_plan()
    object.__setattr__(
        plan, "release", type(release)(release.name, release.day, release.status, evil, release.plan_name, "k")
    )
    said = head_of("data", "vi", {}, plan)
    (content,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', said)
    assert "<" not in content
    assert json.loads(content)["name"] == evil.vi


def test_the_description_names_every_file_of_the_dated_publication() -> None:
    found = dataset(reader(), SITE)
    files = [each["contentUrl"] for each in found["distribution"]]  # type: ignore[attr-defined]
    assert files[0] == f"{SITE}/data/2026-11-22/package.zip"
    assert f"{SITE}/data/2026-11-22/observations.csv" in files
    assert found["license"] == "https://creativecommons.org/licenses/by/4.0/"
    assert found["variableMeasured"] == [each.name.vi for each in REAL.indicators.values() if REAL.areas_of(each.code)]
    assert found["temporalCoverage"] == "2012-01-01/2023-12-31"
