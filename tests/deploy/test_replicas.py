"""Three replicas behind the shipped nginx, one data folder, readers all the while: one is killed, a publication appears,
all are started anew in turn. One test, since three replicas take a while to start.
"""

import re
import signal
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import pytest
from playwright.sync_api import Browser, Page, sync_playwright

from kh213.release.reading.package import read_package
from tests import publications, serving
from tests.browser.conftest import chromium
from tests.deploy.fronted import Front, Replica, front, replicas
from tests.deploy.load import CODINGS, Load, load, tag_of
from tests.publications import FIRST, REAL, SECOND

pytestmark = pytest.mark.usefixtures("nginx")

CHANGED = "/data/latest/agencies.csv"
A_MINUTE = 60.0
DEPLOY = serving.ROOT / "deploy"
IN_TURN = ("systemd/rolling-restart.sh", "rolling-compose.sh")
AS_IS = (
    "/",
    "/chi-tieu?ma=T06",
    "/khong-co",
    f"/data/{FIRST}/status.csv",
    "/data/latest/package.zip",
    "/data/",
    "/feed.atom",
)
AS_IS += (
    "/embed/latest/T06.svg",
    "/embed/latest/T06.svg?width=1",
    "/data/1999-01-01/status.csv",
    "/kh213/kh213.css",
    "/?staticAppId=x",
)
OF_A_SERVER = {"server", "date", "connection", "transfer-encoding", "accept-ranges"}
VIEW = "/chi-tieu?ma=T06&lang=en"
SETTLED = '[data-testid="stApp"][data-test-connection-state="CONNECTED"][data-test-script-state="notRunning"]'


def addresses() -> list[str]:
    """Files of every kind. Many different ones, so most of the answers that nginx keeps have to be asked for anew."""
    codes = sorted({row["indicator_code"] for row in read_package(REAL)[1]["indicators"]})
    every = [f"/data/latest/indicators/{code}.csv" for code in codes]
    often = [
        CHANGED,
        "/",
        "/nhiem-vu?lang=en",
        "/healthz",
        "/feed.atom",
        "/kh213/kh213.css",
        f"/data/{FIRST}/tasks.csv",
    ]
    often += ["/embed/latest/T06.html", "/healthz"]
    return [each for code, more in zip(every, often * len(every), strict=False) for each in (code, more)]


def test_no_reader_notices_a_death_a_publication_or_a_restart(tmp_path: Path) -> None:
    data = publications.first(tmp_path / "data")
    with replicas(tmp_path, data, 3) as three:
        ports = [each.port for each in three]
        with front(tmp_path / "front", ports) as proxy, load(proxy.url, addresses(), 4) as readers:
            time.sleep(2)
            nothing_is_changed_on_the_way(three[0], proxy)
            one_is_killed(three, readers)
            a_publication_appears(three, readers, data)
            all_start_anew(three, readers, proxy)


def nothing_is_changed_on_the_way(one: Replica, proxy: Front) -> None:
    """Status, every header and every byte are those of the replica, kept (the second time) or not."""
    asked = [{"accept-encoding": coding} for coding in ("identity", "gzip", "br")] + [{"range": "bytes=5-9"}]
    for address in AS_IS:
        for headers in asked[3:] if address.endswith(".zip") else asked[:3]:
            direct = said(one.url + address, headers)
            assert [said(proxy.url + address, headers) for _ in range(2)] == [direct, direct]


def said(url: str, headers: dict[str, str]) -> tuple[int, dict[str, str], bytes]:
    with httpx.stream("GET", url, headers=headers) as answer:
        return (
            answer.status_code,
            {k: v for k, v in answer.headers.items() if k not in OF_A_SERVER},
            b"".join(answer.iter_raw()),
        )


def one_is_killed(three: list[Replica], readers: Load) -> None:
    """What it had begun to send and not yet sent is cut off: no proxy can mend that, so one such answer is let pass."""
    three[0].end(signal.SIGKILL)
    time.sleep(3)
    cut = [each for each in readers.wrong() if "incomplete" in each.tag or "peer closed" in each.tag]
    assert [each for each in readers.wrong() if each not in cut] == []
    assert len(cut) <= 1
    readers.answers.clear()
    three[0].start()
    three[0].wait()
    assert readers.wrong() == []


def a_publication_appears(three: list[Replica], readers: Load, data: Path) -> None:
    (before,) = {each.tag for each in readers.of(CHANGED, 0)}
    publications.publish(data, SECOND, publications.second_tables())
    published = time.monotonic()
    # Both forms of the file, gzip and plain, are kept by the proxy, each for its ten seconds.
    new: dict[str, float] = {}
    while len(new) < len(CODINGS):
        assert time.monotonic() < published + A_MINUTE
        time.sleep(0.1)
        new |= {each.coding: each.had_at for each in readers.of(CHANGED, published) if each.tag != before}
    settled = max(new.values())
    time.sleep(3)
    after = [each.tag for each in readers.of(CHANGED, settled)]
    assert len(set(after)) == 1  # no replica falls back
    assert before not in after
    for each in three:
        assert tag_of(httpx.get(each.url + CHANGED)) == after[0]
    assert readers.wrong() == []


def all_start_anew(three: list[Replica], readers: Load, proxy: Front) -> None:
    """As the shipped scripts do it."""
    with reader_of_the_app(proxy) as page:
        before = shown(page)
        for each in three:
            assert each.end(signal.SIGTERM) in (0, -signal.SIGTERM)
            each.start()
            each.wait()
            time.sleep(pause())
        if page is not None:
            page.wait_for_selector(SETTLED)
            page.wait_for_function(
                "before => document.querySelector('[data-testid=stMain]').innerText === before", arg=before
            )
            assert page.url == proxy.url + VIEW
            assert page.evaluate("window.sockets.length") >= 2  # it was on one of the three
            assert page.evaluate("window.dialogs") == 0
    assert readers.wrong() == []
    assert len({line[1] for line in proxy.told() if re.fullmatch(r"127\.0\.0\.1:\d+", line[1])}) == 3


def test_the_next_one_goes_only_when_nginx_asks_the_last_one_again() -> None:
    """nginx counts whole seconds: a replica is left alone for up to one more than it is told."""
    files = [each for each in DEPLOY.rglob("*") if each.suffix in {".conf", ".yaml"}]
    alone = {int(found) for each in files for found in re.findall(r"fail_timeout=(\d+)s", each.read_text())}
    assert len(alone) == 1
    assert pause() > max(alone) + 1


def pause() -> float:
    """How long those scripts wait, in seconds, until nginx asks a replica again that was away."""
    (one,) = {
        found for each in IN_TURN for found in re.findall(r"^PAUSE=(\d+)", (DEPLOY / each).read_text(), re.MULTILINE)
    }
    return float(one)


@contextmanager
def reader_of_the_app(proxy: Front) -> Iterator[Page | None]:
    """A browser on a page of the app; None where there is no browser."""
    found = chromium()
    if found is None:
        yield None
        return
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=found, args=["--no-sandbox"])
        yield opened(browser, proxy)
        browser.close()


def opened(browser: Browser, proxy: Front) -> Page:
    page = browser.new_page()
    page.add_init_script(
        """
        window.dialogs = 0;
        window.sockets = [];
        const Stock = window.WebSocket;
        window.WebSocket = class extends Stock { constructor(...args) { super(...args); window.sockets.push(args[0]); } };
        new MutationObserver(() => { window.dialogs += document.querySelectorAll('[role="dialog"]').length; })
          .observe(document, {childList: true, subtree: true});
        """
    )
    page.goto(proxy.url + VIEW)
    page.wait_for_selector(SETTLED)
    page.wait_for_selector("#kh-first", state="detached")
    return page


def shown(page: Page | None) -> str:
    """What the app shows, when nothing has changed for a second."""
    if page is None:
        return ""
    seen = ""
    while seen != (now := page.locator('[data-testid="stMain"]').inner_text()):
        seen = now
        page.wait_for_timeout(1000)
    return seen
