"""The feed, the sitemap and the citations, over a running site that knows its own address."""

import io
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import feedparser
import httpx
import pandas as pd
import pytest

from kh213.model.plan import Plan
from kh213.release.publications.publishing import withdraw
from kh213.release.reading.read import read_plan
from kh213.view.outside.snippets import snippets
from kh213.view.reader import Reader
from kh213.words import words
from tests import publications, second_release, serving
from tests.publications import FIRST, SECOND
from tests.second_release import PAST_NEW, PAST_OLD

URL = "https://theo-doi.example"
HOSTILE = {"host": "evil.example", "x-forwarded-host": "evil.example", "x-forwarded-proto": "http"}


@pytest.fixture(scope="module")
def own(tmp_path_factory: pytest.TempPathFactory) -> Iterator[httpx.Client]:
    """A site with two publications, under an address of its own."""
    root = second_release.data_root(tmp_path_factory.mktemp("data"))
    environment = {"KH213_DATA": str(root), "KH213_URL": f"{URL}/"}
    with serving.running(environment) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        yield client


# ------------------------------------------------------------------------------------------------------- the feed


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_feed_is_one_that_any_reader_takes(own: httpx.Client, lang: str) -> None:
    answer = own.get("/feed.atom", params={"lang": lang})
    assert answer.headers["content-type"] == "application/atom+xml"
    assert answer.headers["cache-control"] == "public, max-age=60"
    found = feedparser.parse(answer.content, response_headers=dict(answer.headers))
    assert (found.bozo, found.version, found.feed.language) == (False, "atom10", lang)
    assert len(found.entries) >= 6
    assert all(entry.link.startswith(f"{URL}/") for entry in found.entries)
    for entry in found.entries:
        assert own.get(entry.link.removeprefix(URL)).status_code == 200, entry.link


def test_a_feed_that_has_not_changed_is_not_sent_again(own: httpx.Client) -> None:
    first = own.get("/feed.atom")
    again = own.get("/feed.atom", headers={"if-none-match": first.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert own.head("/feed.atom").headers["etag"] == first.headers["etag"]


@pytest.mark.parametrize("query", ["lang=fr", "lang=vi&lang=en", "x=1"])
def test_a_wrong_parameter_of_the_feed_is_refused_in_two_lines(own: httpx.Client, query: str) -> None:
    answer = own.get(f"/feed.atom?{query}")
    assert (answer.status_code, len(answer.text.splitlines())) == (422, 2)


def test_the_feed_follows_what_is_published_and_withdrawn(tmp_path: Path) -> None:
    root = publications.first(tmp_path)
    with serving.running({"KH213_DATA": str(root)}) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        titles = [entry.title for entry in feedparser.parse(client.get("/feed.atom?lang=en").content).entries]
        assert titles == ["Publication of 1 October 2026"]
        publications.publish(root, SECOND, publications.second_tables())
        titles = [entry.title for entry in feedparser.parse(client.get("/feed.atom?lang=en").content).entries]
        assert titles[0].startswith("Publication of 15 October 2026: ")
        withdraw(root, SECOND, "Cột bị đổi chỗ")
        entries = feedparser.parse(client.get("/feed.atom?lang=en").content).entries
        assert [entry.title for entry in entries] == [
            "The publication of 15 October 2026 was withdrawn",
            "Publication of 1 October 2026",
        ]
        assert "Cột bị đổi chỗ" in entries[0].content[0].value
        withdraw(root, FIRST, "Cột bị đổi chỗ")
        assert client.get("/feed.atom").status_code == 503


# ---------------------------------------------------------------------------------------------------- the sitemap


def test_the_sitemap_lists_pages_that_answer_under_the_sites_own_address(own: httpx.Client) -> None:
    answer = own.get("/sitemap.xml", headers=HOSTILE)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "application/xml")
    assert "evil" not in answer.text
    addresses = [line.split("<loc>")[1].split("</loc>")[0] for line in answer.text.splitlines() if "<loc>" in line]
    assert len(addresses) == len(set(addresses)) > 140
    assert all(address.startswith(f"{URL}/") for address in addresses)
    for address in addresses[::20]:
        page = own.get(address.removeprefix(URL).replace("&amp;", "&"))
        assert page.status_code == 200
        assert f'<link rel="canonical" href="{address}" />' in page.text
    assert f"Sitemap: {URL}/sitemap.xml" in own.get("/robots.txt", headers=HOSTILE).text


def test_a_site_without_an_address_of_its_own_says_why_it_has_no_sitemap(client: httpx.Client) -> None:
    answer = client.get("/sitemap.xml")
    assert (answer.status_code, len(answer.text.splitlines())) == (404, 2)
    assert "KH213_URL" in answer.text


# --------------------------------------------------------------------------------------------------- the citations


@pytest.mark.parametrize(
    ("file", "kind"),
    [
        ("citation.txt", "text/plain; charset=utf-8"),
        ("citation.bib", "application/x-bibtex"),
        ("citation.ris", "application/x-research-info-systems"),
    ],
)
def test_a_citation_is_a_file_with_a_telling_name_under_a_dated_address(
    own: httpx.Client, file: str, kind: str
) -> None:
    answer = own.get(f"/data/{PAST_OLD}/{file}?target=T06")
    assert (answer.status_code, answer.headers["content-type"]) == (200, kind)
    name = f'attachment; filename="kh213-{PAST_OLD}-T06-{file}"'
    assert answer.headers["content-disposition"] == name
    assert answer.headers["cache-control"] == "public, max-age=31536000"
    assert f"{URL}/chi-tieu?ma=T06&ky={PAST_OLD}" in answer.text
    assert f"ky={PAST_NEW}" in own.get(f"/data/latest/{file}").text  # what is cited is always pinned


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("demo/citation.bib", 404),
        ("latest/citation.bib?target=T99", 404),
        ("latest/citation.bib?target=", 404),
        ("latest/citation.bib?lang=fr", 422),
        ("latest/citation.bib?target=T01&target=T02", 422),
        ("2001-01-01/citation.bib", 404),
        ("latest/citation.doc", 404),
    ],
)
def test_what_cannot_be_cited_is_refused_in_two_lines(own: httpx.Client, address: str, status: int) -> None:
    answer = own.get(f"/data/{address}")
    assert (answer.status_code, len(answer.text.splitlines())) == (status, 2)


# ----------------------------------------------------------------------------------------------------- the snippets


def test_the_lines_for_pandas_run_against_the_site_and_keep_every_code(own: httpx.Client) -> None:
    plan: Plan = read_plan(second_release.FIRST)
    pandas = snippets(Reader(plan, words("vi"), "latest", plan.release.day), str(own.base_url).rstrip("/"), PAST_NEW)[1]
    scope: dict[str, pd.DataFrame] = {}
    exec(pandas.code, scope)
    figures = scope["figures"]
    plain = pd.read_csv(io.BytesIO(own.get(f"/data/{PAST_NEW}/observations.csv").content), dtype=str)
    assert len(figures) == len(plain)
    assert "06652" in set(figures["area_code"])
    assert figures["obs_value"].dtype.kind == "f"
    assert figures["obs_value"].sum() == pytest.approx(pd.to_numeric(plain["obs_value"]).sum())


def test_the_lines_for_r_run_against_the_site_and_keep_every_code(own: httpx.Client) -> None:
    has_readr = "quit(status = !requireNamespace('readr', quietly = TRUE))"
    rscript = shutil.which("Rscript")
    if rscript is None or subprocess.run([rscript, "-e", has_readr], check=False).returncode:
        pytest.skip("NO R WITH readr FOUND: the lines for R were not run")
    plan = read_plan(second_release.FIRST)
    r = snippets(Reader(plan, words("vi"), "latest", plan.release.day), str(own.base_url).rstrip("/"), PAST_NEW)[2]
    asked = "cat(nrow(problems(figures)), class(figures$obs_value), sum(figures$area_code == '06652'), nrow(figures))"
    done = subprocess.run([rscript, "-e", f"{r.code}\n{asked}"], capture_output=True, text=True, check=True)
    rows = pd.read_csv(io.BytesIO(own.get(f"/data/{PAST_NEW}/observations.csv").content), dtype=str)
    assert done.stdout.split() == ["0", "numeric", "1", str(len(rows))]
