"""A phone on slow 4G: one first visit, and when, with how many bytes, what a reader came for was in sight.

Chromium's own throttling: it slows every request and the page's thread, not the websocket, which is light here.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Browser, CDPSession, sync_playwright

DOWN, UP, LATENCY, SLOWER = 1_600_000 / 8, 750_000 / 8, 150, 4
WIDTH, HEIGHT = 390, 844
PATIENCE = 120_000  # ms
_STILL = 2_500  # ms without a request until all has come that comes by itself

# Watches from before the page's first byte, frame by frame, and needs nothing of the page: the browser runs it apart
# from the page's policy. What is found in one frame is on the screen with the next.
_WATCH = """
(() => {
  const seen = window.__seen = {content: 0, ready: 0, shift: 0};
  new PerformanceObserver((list) => {
    for (const each of list.getEntries()) { if (!each.hadRecentInput) { seen.shift += each.value; } }
  }).observe({type: "layout-shift", buffered: true});
  const shows = (element) => Boolean(element) && element.checkVisibility({visibilityProperty: true, opacityProperty: true})
    && element.getBoundingClientRect().height > 0 && element.innerText.trim() !== "";
  const inSight = () => {
    const heading = Array.from(document.querySelectorAll("h1")).find(shows);
    return Boolean(heading) && heading.getBoundingClientRect().top < innerHeight
      && (!ROW || Array.from(document.querySelectorAll(ROW)).some(shows));
  };
  const ready = () => !document.querySelector("#kh-first")
    && Array.from(document.querySelectorAll('[data-test-script-state="notRunning"] h1')).some(shows);
  const look = () => {
    const now = performance.now();
    if (!seen.content && seen.found) { seen.content = now; }
    if (!seen.found && inSight()) { seen.found = true; }
    if (!seen.ready && ready()) { seen.ready = now; }
    if (!seen.content || !seen.ready) { requestAnimationFrame(look); }
  };
  requestAnimationFrame(look);
})();
"""


@dataclass(frozen=True)
class Visit:
    """What was seen of one visit: milliseconds from the click, bytes over the wire, layout shift (all of it, summed).

    `ready` is 0 where no app is expected.
    """

    content: float
    ready: float
    bytes_to_content: float
    bytes: float
    shift: float


@dataclass
class _Wire:
    """Bytes as they arrive, by the browser's clock."""

    arrived: list[tuple[float, float]] = field(default_factory=list)
    started: tuple[float, float] | None = None  # the first request, by the wall's clock and by the browser's
    _of: dict[str, float] = field(default_factory=dict)
    _inside: set[str] = field(default_factory=set)  # data: and blob:, which come over no wire

    def watch(self, session: CDPSession) -> None:
        session.on("Network.requestWillBeSent", self._sent)
        session.on("Network.responseReceived", lambda e: self._add(e, e["response"]["encodedDataLength"]))
        session.on("Network.dataReceived", lambda e: self._add(e, e["encodedDataLength"]))
        session.on("Network.loadingFinished", self._finished)
        session.on("Network.webSocketFrameReceived", lambda e: self._add(e, len(e["response"]["payloadData"]) * 3 / 4))

    def until(self, wall: float) -> float:
        """Bytes that had arrived at a time of the wall's clock, in seconds."""
        if self.started is None:
            return 0
        moment = self.started[1] + wall - self.started[0]
        return sum(size for when, size in self.arrived if when <= moment)

    def _sent(self, event: dict[str, Any]) -> None:
        if not event["request"]["url"].startswith("http"):
            self._inside.add(event["requestId"])
        if self.started is None:
            self.started = (event["wallTime"], event["timestamp"])

    def _add(self, event: dict[str, Any], size: float) -> None:
        if event["requestId"] in self._inside:
            return
        self.arrived.append((event["timestamp"], size))
        self._of[event["requestId"]] = self._of.get(event["requestId"], 0) + size

    def _finished(self, event: dict[str, Any]) -> None:
        rest = event["encodedDataLength"] - self._of.get(event["requestId"], 0)
        if rest > 0:
            self._add(event, rest)


@contextmanager
def phone(path: str) -> Iterator[Browser]:
    """The browser; every visit is a fresh context in it, with an empty cache."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=path, args=["--no-sandbox", "--disable-background-networking", "--no-first-run"]
        )
        try:
            yield browser
        finally:
            browser.close()


def visit(browser: Browser, address: str, row: str = "", *, app: bool = True) -> Visit:
    """Opens an address for the first time and waits until nothing more comes.

    `row` is a selector of which one, besides a heading, must show text before the content counts as in sight; `app`
    says whether an app is to take over. Raises playwright's TimeoutError where that never happens.
    """
    context = browser.new_context(
        viewport={"width": WIDTH, "height": HEIGHT}, is_mobile=True, has_touch=True, locale="vi-VN"
    )
    try:
        page = context.new_page()
        session = context.new_cdp_session(page)
        wire = _Wire()
        wire.watch(session)
        session.send("Network.enable")
        session.send("Emulation.setCPUThrottlingRate", {"rate": SLOWER})
        session.send(
            "Network.emulateNetworkConditions",
            {"offline": False, "latency": LATENCY, "downloadThroughput": DOWN, "uploadThroughput": UP},
        )
        page.add_init_script(_WATCH.replace("ROW", repr(row)))
        page.goto(address, wait_until="commit", timeout=PATIENCE)
        page.wait_for_function(f"() => __seen.content && ({int(not app)} || __seen.ready)", timeout=PATIENCE)
        _until_still(page.wait_for_timeout, wire)
        seen: dict[str, float] = page.evaluate(
            """() => ({...__seen, origin: performance.timeOrigin,
            painted: performance.getEntriesByName("first-contentful-paint")[0].startTime})"""
        )
    finally:
        context.close()
    content = max(seen["content"], seen["painted"])
    return Visit(
        content=content,
        ready=seen["ready"],
        bytes_to_content=wire.until((seen["origin"] + content) / 1000),
        bytes=sum(size for _, size in wire.arrived),
        shift=seen["shift"],
    )


def _until_still(wait: Any, wire: _Wire) -> None:
    """Waits until nothing has arrived for a while."""
    before = -1
    while before != len(wire.arrived):
        before = len(wire.arrived)
        wait(_STILL)
