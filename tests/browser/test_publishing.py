"""A reader who has the site open while something is published and withdrawn."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from tests import publications, serving
from tests.browser.conftest import Opened
from tests.publications import FIRST, SECOND
from tests.serving import Site

Open = Callable[..., Opened]
STATE = ".kh-settings summary"
WHY = "Tên cơ quan chủ trì bị ghi sai"


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publications.first(tmp_path / "data")


@pytest.fixture
def own(root: Path) -> Iterator[Site]:
    with serving.running({"KH213_DATA": str(root)}) as site:
        yield site


def command(root: Path, *words: str) -> str:
    """What a command says that ends well."""
    environment = {**os.environ, "KH213_DATA": str(root)}
    call = [sys.executable, "-m", "kh213", *words]
    done = subprocess.run(call, cwd=serving.ROOT, env=environment, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr + done.stdout
    return done.stdout


def test_an_open_page_shows_what_was_published_at_the_next_click_and_lives_on(
    open_page: Open, root: Path, own: Site, tmp_path: Path
) -> None:
    draft = tmp_path / "draft"
    draft.mkdir()
    agencies = write_csv(TABLES["agencies"], publications.second_tables()["agencies"])
    (draft / "agencies.csv").write_bytes(agencies)
    sockets: list[str] = []
    visits: list[str] = []

    def watch(page: object) -> None:
        page.on("websocket", lambda socket: sockets.append(socket.url))  # type: ignore[attr-defined]

    seen = open_page("/", at=own, before=watch)
    before = httpx.get(f"{own.url}/data/latest/agencies.csv").content
    assert "01/10/2026" in seen.page.inner_text(STATE)
    seen.page.on("request", lambda asked: visits.append(asked.url) if asked.is_navigation_request() else None)

    said = command(root, "publish", str(draft), "--date", str(SECOND))
    assert f"/?ky={SECOND}" in said
    seen.page.click(".kh-top nav a >> nth=4")
    seen.page.wait_for_selector(f"{STATE}:has-text('15/10/2026')")
    latest = httpx.get(f"{own.url}/data/latest/agencies.csv")
    assert (latest.content, latest.headers["cache-control"]) == (agencies, "public, max-age=60")
    assert httpx.get(f"{own.url}/data/{FIRST}/agencies.csv").content == before

    command(root, "withdraw", str(SECOND), "--why", WHY)
    seen.page.click(".kh-top nav a >> nth=0")
    seen.page.wait_for_selector(f"{STATE}:has-text('01/10/2026')")
    assert (len(sockets), visits) == (1, [])
    seen.assert_clean()


@pytest.mark.parametrize(("lang", "width", "dark"), [("vi", 390, True), ("en", 1280, False)])
def test_the_address_of_a_withdrawn_publication_is_a_calm_page_with_the_reason(
    open_page: Open, root: Path, own: Site, lang: str, width: int, dark: bool
) -> None:
    publications.publish(root, SECOND, publications.second_tables())
    command(root, "withdraw", str(SECOND), "--why", WHY)
    seen = open_page(f"/chi-tieu?ma=T05&lang={lang}&ky={SECOND}", at=own, width=width, dark=dark)
    assert WHY in seen.page.inner_text("article")
    seen.screenshot(f"withdrawn-{lang}-{width}")
    assert seen.violations() == []
    assert seen.errors == ["Failed to load resource: the server responded with a status of 410 (Gone)"]
    seen.page.click("article a")
    seen.page.wait_for_url(f"**/chi-tieu?ma=T05{'&lang=en' if lang == 'en' else ''}")
    seen.page.wait_for_selector(".kh-kicker:has-text('T05')")
    assert seen.foreign == []
