"""The first response to a page, and to what is no page."""

import json
import re
from html import unescape

import httpx
import pytest

from kh213.view.pages import PAGES, Page
from kh213.words import words

BROWSER = {"accept": "text/html,*/*", "sec-fetch-dest": "document"}


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_first_response_says_what_page_it_is_in_its_language(client: httpx.Client, page: Page, lang: str) -> None:
    html = client.get(page.path, params={"lang": lang}).text
    say = words(lang)
    assert f'<html lang="{lang}">' in html
    title = "T01 " if page.name == "indicator" else say(f"page.{page.name}.title")  # the first target is shown there
    assert f"<title>{title}" in html
    assert html.count('<meta name="description"') == 1
    assert html.count("<h1>") == 1
    assert 'content="width=device-width, initial-scale=1"' in html
    assert html[: html.index("</head>")].count("<title>") == 1


@pytest.mark.parametrize(
    ("query", "lang"),
    [
        ("", "vi"),
        ("?lang=fr", "vi"),
        ("?lang=", "vi"),
        ("?lang=vi&lang=en", "en"),
        ("?lang=en&lang=vi", "vi"),
        ("?LANG=en", "vi"),
    ],
)
def test_a_language_that_is_not_there_gives_vietnamese(client: httpx.Client, query: str, lang: str) -> None:
    assert f'<html lang="{lang}">' in client.get(f"/{query}").text


def test_the_first_response_holds_no_inline_script_and_no_foreign_address(client: httpx.Client) -> None:
    html = client.get("/chi-tieu").text
    assert re.findall(r"<script(?![^>]*\b(?:src=|type=.application/ld\+json))", html) == []
    assert re.findall(r"""\bon[a-z]+=["']""", html) == []
    assert re.findall(r"""(?:src|<link[^>]* href)=["']?(?:https?:)?//""", html) == []  # sources are links to go to


def test_all_that_the_first_response_names_is_there(client: httpx.Client) -> None:
    html = client.get("/").text
    html = re.sub(r'<link rel="(?:canonical|alternate)"[^>]*>', "", html)  # addresses of pages, not of their parts
    named = re.findall(r'<(?:link|script|img)[^>]* (?:src|href)="([^"#]+)"', html)
    assert len(named) > 20
    for address in named:
        answer = client.get(address)
        assert answer.status_code == 200, address
        assert answer.headers["cache-control"].startswith("public"), address


@pytest.mark.parametrize(
    "path", ["/khong-co", "/chi-tieu/khong-co", "/Chi-Tieu", "/chi-tieu/_stcore/health", "/x.html"]
)
def test_an_unknown_address_is_a_404_page_in_both_languages(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers=BROWSER)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    for lang in ("vi", "en"):
        assert words(lang)("http.not_found") in answer.text
    assert 'href="/"' in answer.text
    assert "script-src" not in answer.headers["content-security-policy"]


def test_a_program_gets_the_404_in_two_lines(client: httpx.Client) -> None:
    answer = client.get("/khong-co", headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert answer.text.splitlines() == [words(lang)("http.not_found") for lang in ("vi", "en")]


@pytest.mark.parametrize("path", ["/data/latest/tasks", "/embed/latest/T01", "/brief/latest.pdf", "/api/v2"])
def test_an_unknown_address_among_the_files_says_where_all_are(client: httpx.Client, path: str) -> None:
    answer = client.get(path, headers={"accept": "*/*"})
    assert answer.status_code == 404
    assert answer.text.splitlines() == [words(lang)("http.no_such_file") for lang in ("vi", "en")]
    assert answer.text.count("/api/openapi.json") == 2


def test_the_catalogue_is_found_without_its_slash(client: httpx.Client) -> None:
    answer = client.get("/data")
    assert (answer.status_code, answer.headers["location"]) == (308, "/data/")


@pytest.mark.parametrize("page", [page for page in PAGES if page.slug], ids=lambda page: page.name)
def test_a_trailing_slash_leads_to_the_page(client: httpx.Client, page: Page) -> None:
    answer = client.get(f"{page.path}/?ma=T06&lang=en")
    assert answer.status_code == 308
    assert answer.headers["location"] == f"{page.path}?ma=T06&lang=en"


@pytest.mark.parametrize("path", ["/", "/chi-tieu", "/healthz", "/robots.txt", "/khong-co", "/_stcore/health"])
def test_head_says_what_get_says_without_a_body(client: httpx.Client, path: str) -> None:
    head, get = client.head(path), client.get(path)
    assert head.status_code == get.status_code
    assert head.content == b""
    assert head.headers["content-type"] == get.headers["content-type"]
    assert head.headers.get("etag") == get.headers.get("etag")


def test_the_process_says_that_it_is_well(client: httpx.Client) -> None:
    answer = client.get("/healthz")
    assert (answer.status_code, answer.text, answer.headers["cache-control"]) == (200, "ok", "no-store")


def test_the_data_is_described_in_a_block_that_is_data(client: httpx.Client) -> None:
    (content,) = re.findall(r'<script type="application/ld\+json">(.*?)</script>', client.get("/du-lieu").text)
    described = json.loads(content)
    assert described["@type"] == "Dataset"
    for file in described["distribution"]:
        assert client.head(file["contentUrl"]).status_code == 200, file["contentUrl"]


@pytest.mark.parametrize("path", ["/", "/chi-tieu?ma=T06", "/dia-phuong?ma=06652&luc=2019-01-01", "/du-lieu?lang=en"])
def test_the_address_for_good_and_those_of_other_languages_answer(client: httpx.Client, path: str) -> None:
    links = re.findall(r'<link rel="(?:canonical|alternate)"[^>]* href="([^"]+)"', client.get(path).text)
    assert len(links) == 5
    for address in map(unescape, links):
        assert client.get(address).status_code == 200, address


def test_robots_may_read_the_pages_and_the_data(client: httpx.Client) -> None:
    rules = client.get("/robots.txt").text
    assert "Sitemap" not in rules  # without an address of its own the site cannot name one
    assert "Disallow: /\n" not in rules
    assert "/data" not in rules


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("path", [*(page.path for page in PAGES), "/chi-tieu?ma=T06&ky=demo", "/ban-do?ma=T08&ky=demo"])
def test_the_whole_answer_comes_in_one_small_response(client: httpx.Client, path: str, lang: str) -> None:
    """Under 60 KB on the wire with its style; at most one thing more is needed to show it, the letters."""
    address = f"{path}{'&' if '?' in path else '?'}lang={lang}"
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as answer:
        assert sum(len(chunk) for chunk in answer.iter_raw()) < 60_000
    html = client.get(address).text
    before = html[: html.index('<div id="root"')]
    assert "<script src" not in before
    assert re.findall(r'<link[^>]*rel="(?:stylesheet|modulepreload)"', before) == []


@pytest.mark.parametrize(
    ("asked", "leads"),
    [
        ("/chi-tieu?chon-ma=T06&lang=en", "/chi-tieu?lang=en&ma=T06"),
        ("/chi-tieu?ma=T06&chon-ma=T01", "/chi-tieu"),  # the first one is the default
        ("/chi-tieu?ma=T06&chon-ma=T99", "/chi-tieu?ma=T06"),  # nothing that the box offers
        ("/chi-tieu?ma=T06&chon-x=1&chon-ma=T02&chon-ma=T03", "/chi-tieu?ma=T03"),
        ("/dia-phuong?ma=06970&luc=2019-01-01&chon-tim=+Cẩm+Phả+", "/dia-phuong?tim=C%E1%BA%A9m+Ph%E1%BA%A3"),
        ("/nhung?chon-bo=T03&chon-bo=T01&chon-bo=x", "/nhung?bo=T01%2CT03"),
        ("/nhiem-vu?chon-tim=", "/nhiem-vu"),
    ],
)
def test_a_form_leads_to_the_address_that_the_app_would_write(client: httpx.Client, asked: str, leads: str) -> None:
    answer = client.get(asked, follow_redirects=False)
    assert (answer.status_code, answer.headers["location"]) == (303, leads)
    assert answer.headers["cache-control"] == "no-store"


def test_a_form_cannot_lead_to_another_site(client: httpx.Client) -> None:
    for name in ("/chi-tieu?ma=//evil.example&chon-ma=//evil.example", "/?chon-x=https://evil.example"):
        answer = client.get(name, follow_redirects=False, headers={"host": "evil.example"})
        assert answer.headers["location"].startswith("/")
        assert not answer.headers["location"].startswith("//")


def test_an_address_of_any_length_gives_a_page_of_a_bounded_length(client: httpx.Client) -> None:
    usual = len(client.get("/nhung").content)
    long = client.get("/nhung?" + "&".join(f"x{n}={'y' * 60}" for n in range(200)))
    assert long.status_code == 200
    assert len(long.content) < 12 * usual
