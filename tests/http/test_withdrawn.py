"""A running site follows what is published and withdrawn beside it, without a restart."""

from collections.abc import Iterator
from html import escape
from pathlib import Path

import httpx
import pytest

from kh213.release.publications.publishing import withdraw
from tests import publications, serving
from tests.publications import FIRST, NAMED, SECOND

WHY = "Cột tử số {và} mẫu số <b>bị đổi chỗ</b>"
ADDRESSES = ["agencies.csv", "package.zip", "datapackage.json", "status.csv", "indicators/dan-so.csv"]
HTML = {"accept": "text/html"}


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publications.first(tmp_path)


@pytest.fixture
def own(root: Path) -> Iterator[httpx.Client]:
    environment = {"KH213_DATA": str(root)}
    with serving.running(environment) as site, httpx.Client(base_url=site.url, timeout=30) as client:
        yield client


def test_what_is_published_and_withdrawn_is_followed_at_every_address(root: Path, own: httpx.Client) -> None:
    before = own.get("/data/latest/agencies.csv")
    assert before.headers["cache-control"] == "public, max-age=60"
    assert own.get(f"/data/{SECOND}/agencies.csv").status_code == 404

    publications.publish(root, SECOND, publications.second_tables())
    after = own.get("/data/latest/agencies.csv", headers={"if-none-match": before.headers["etag"]})
    assert (after.status_code, NAMED in after.text, NAMED in before.text) == (200, True, False)
    assert own.get(f"/data/{SECOND}/agencies.csv").content == after.content
    assert own.get(f"/data/{FIRST}/agencies.csv").content == before.content

    withdraw(root, SECOND, WHY)
    assert own.get("/data/latest/agencies.csv").content == before.content
    for address in (*(f"/data/{SECOND}/{each}" for each in ADDRESSES), f"/embed/{SECOND}/map/T08.svg"):
        answer = own.get(address)
        assert (answer.status_code, answer.headers["cache-control"]) == (410, "no-store")
        assert answer.headers["access-control-allow-origin"] == "*"
        assert len(answer.text.splitlines()) == 2
        assert all(WHY in line and str(SECOND) in line for line in answer.text.splitlines())
        assert own.head(address).status_code == 410
    assert str(SECOND) not in own.get("/data/x/agencies.csv").text  # what there is instead
    pages = {path: own.get(path, headers=HTML).status_code for path in ("/", "/du-lieu", f"/?ky={FIRST}", "/?ky=demo")}
    assert set(pages.values()) == {200}
    for path in (f"/?ky={SECOND}", f"/chi-tieu?ma=T01&lang=en&ky={SECOND}", f"/?ky=latest&ky={SECOND}"):
        page = own.get(path, headers=HTML)
        assert (page.status_code, page.headers["cache-control"]) == (410, "no-cache")
        assert escape(WHY) in page.text

    withdraw(root, FIRST, WHY)
    assert own.get("/data/latest/package.zip").status_code == 503
    assert "rút lại" in own.get("/data/latest/package.zip").text
    assert own.get(f"/data/{FIRST}/package.zip").status_code == 410
    assert own.get("/data/demo/package.zip").status_code == 200
    assert own.get("/", headers=HTML).status_code == 200
