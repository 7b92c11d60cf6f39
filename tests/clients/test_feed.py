"""The feed and the list of pages, as readers and search engines take them."""

import re
import urllib.robotparser

import feedparser
import httpx
import pytest
from lxml import etree

from tests.clients.conftest import HOME
from tests.publications import FIRST, SECOND

MAP = {"s": "http://www.sitemaps.org/schemas/sitemap/0.9", "x": "http://www.w3.org/1999/xhtml"}


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_feedparser_finds_a_whole_feed(public_client: httpx.Client, lang: str) -> None:
    feed = feedparser.parse(public_client.get(f"/feed.atom?lang={lang}").content)
    assert not feed.bozo
    assert feed.version == "atom10"
    assert feed.feed.title
    assert feed.feed.id
    assert feed.feed.updated_parsed
    for entry in feed.entries:
        assert entry.id.startswith(("urn:", "tag:"))
        assert entry.title
        assert entry.updated_parsed
        assert entry.link.startswith(HOME)


def test_a_release_and_a_withdrawal_are_told(public_client: httpx.Client) -> None:
    entries = feedparser.parse(public_client.get("/feed.atom").content).entries
    told = " ".join(entry.title + entry.get("summary", "") for entry in entries)
    assert f"{SECOND:%d/%m/%Y}" in told
    assert f"{FIRST:%d/%m/%Y}" in told
    assert "thu hồi" in told.lower()
    assert "Thử thu hồi: sai nguồn" in told + " ".join(entry.content[0].value for entry in entries)


def test_ids_stay_and_differ(public_client: httpx.Client, client: httpx.Client) -> None:
    first, again = (feedparser.parse(public_client.get("/feed.atom").content) for _ in range(2))
    ids = [entry.id for entry in first.entries]
    assert ids == [entry.id for entry in again.entries]
    assert len(set(ids)) == len(ids) > 1
    assert feedparser.parse(client.get("/feed.atom").content).entries


def test_a_page_leads_to_the_feed(public_client: httpx.Client) -> None:
    found = re.findall(r'<link[^>]*type="application/atom\+xml"[^>]*>', public_client.get("/").text)
    assert found
    address = re.findall(r'href="([^"]+)"', found[0])[0].removeprefix(HOME)
    assert public_client.get(address).status_code == 200


def test_every_page_of_the_sitemap_answers(public_client: httpx.Client) -> None:
    tree = etree.fromstring(public_client.get("/sitemap.xml").content)
    pages = tree.xpath("//s:loc/text()", namespaces=MAP)
    assert len(pages) == len(set(pages)) > 100
    assert all(page.startswith(f"{HOME}/") for page in pages)
    for page in pages[::7]:
        assert public_client.get(page.removeprefix(HOME)).status_code == 200, page


def test_the_languages_of_a_page_point_at_each_other(public_client: httpx.Client) -> None:
    tree = etree.fromstring(public_client.get("/sitemap.xml").content)
    others = {
        url.findtext("s:loc", namespaces=MAP): {
            link.get("hreflang"): link.get("href") for link in url.findall("x:link", MAP)
        }
        for url in tree.findall("s:url", MAP)
    }
    for page, links in others.items():
        assert {"vi", "en"} <= links.keys()
        assert page in links.values()
        assert all(others[other] == links for other in links.values())


def test_robots_txt_leads_to_the_sitemap_and_lets_the_pages_be_read(public_client: httpx.Client) -> None:
    rules = urllib.robotparser.RobotFileParser()
    rules.parse(public_client.get("/robots.txt").text.splitlines())
    assert rules.site_maps() == [f"{HOME}/sitemap.xml"]
    assert rules.can_fetch("anyone", f"{HOME}/chi-tieu?ma=T01")
    assert rules.can_fetch("anyone", f"{HOME}/data/latest/targets.csv")
    assert not rules.can_fetch("anyone", f"{HOME}/_stcore/health")
