"""What a reader on the other side of the wire gets: answers a second beside nginx, bytes beside a Streamlit page."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
from collections.abc import Iterable
from datetime import date
from itertools import count
from pathlib import Path
from tempfile import TemporaryDirectory

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests import serving
from tests.bench import nginx
from tests.bench.report import report
from tests.browser.conftest import chromium

ROUNDS = 15
REQUESTS, AT_ONCE = 3000, 8  # as many as the shipped nginx lets one reader ask for at once
ALONE, BEHIND = 0.12, 0.9  # goals: at least so many times what nginx does

Results = dict[str, dict[str, float]]
_readers = count()

CSV, SVG = "/data/latest/observations.csv", "/embed/latest/map/ddci-diem.svg"
LIGHT, HEAVY = "/embed/latest/T01.html", "/chi-tieu?ma=T01&embed=true"


def served(folder: Path) -> Results:
    """The ratios that need a running site. What a missing program would have measured is left out, loudly."""
    results: Results = {}
    with serving.running() as site:
        if _there("nginx", "ab"):
            results |= _beside_nginx(site, folder)
        if chromium() is None:
            print("SKIPPED: NO CHROMIUM FOUND, the bytes of an embed were not measured")  # noqa: T201
        else:
            results["bytes of a chart as a light page / in a Streamlit frame"] = _in_a_frame(site)
    return results


def _there(*programs: str) -> bool:
    missing = [name for name in programs if shutil.which(name) is None]
    if missing:
        print(f"SKIPPED: NO {' AND NO '.join(missing).upper()} FOUND, nothing was measured beside nginx")  # noqa: T201
    return not missing


def _beside_nginx(site: serving.Site, folder: Path) -> Results:
    """The site alone, then behind the nginx that is shipped: each beside an nginx that serves the same bytes as files."""
    (folder / "alone" / "files").mkdir(parents=True)
    for address in (CSV, SVG):
        file = folder / "alone" / "files" / Path(address).name
        file.write_bytes(httpx.get(site.url + address, headers={"accept-encoding": "identity"}).content)
    with nginx.alone(folder / "alone") as other:
        results = _beside("a cached {}", site.url, other, (CSV, SVG), ALONE)
        if not nginx.SHIPPED.is_dir():
            print("SKIPPED: NO deploy/nginx, nothing was measured behind it")  # noqa: T201
            return results
        day = date.fromisoformat(httpx.get(f"{site.url}/data/latest/datapackage.json").json()["version"])
        dated = tuple(address.replace("latest", day.isoformat()) for address in (CSV, SVG))
        with nginx.keeps(folder / "keeps", site.url) as least:
            results |= _beside("a dated {}, behind an nginx that keeps and does nothing else,", least, other, dated)
        with nginx.shipped(folder / "shipped", site.url) as front:
            return results | _beside("a dated {}, behind the shipped nginx,", front, other, dated, BEHIND)


def _beside(what: str, ours: str, theirs: str, addresses: Iterable[str], goal: float | None = None) -> Results:
    found: Results = {}
    for address in addresses:
        name = what.format(Path(address).suffix[1:].upper())
        row = _in_turn(ours + address, f"{theirs}/{Path(address).name}")
        goals = {} if goal is None else {"at_least": goal}
        found[f"requests a second of {name} / of nginx with the same bytes"] = {**row, **goals}
    return found


def _in_turn(ours: str, theirs: str) -> dict[str, float]:
    """Medians in requests a second of two addresses measured A B A B, and the median of the ratios of the pairs."""
    pairs = [(_per_second(ours), _per_second(theirs)) for _ in range(ROUNDS + 1)][1:]  # the first round warms up
    return {
        "ours_rps": statistics.median(a for a, _ in pairs),
        "theirs_rps": statistics.median(b for _, b in pairs),
        "ratio": statistics.median(a / b for a, b in pairs),
    }


def _per_second(address: str) -> float:
    """Of one reader, whom the shipped nginx never saw before: its limits are for each reader."""
    network, place = divmod(next(_readers), 250)
    reader = f"127.1.{network}.{place + 1}"
    command = ["ab", "-q", "-k", "-n", str(REQUESTS), "-c", str(AT_ONCE), "-B", reader, address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if not re.search(r"Failed requests: +0\n", said) or "Non-2xx" in said:
        raise SystemExit(said)
    return float(re.findall(r"Requests per second: +([0-9.]+)", said)[0])


def _in_a_frame(site: serving.Site) -> dict[str, float]:
    """Kilobytes over the wire until the view stands, for a reader who was never here."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium())
        light, heavy = (_bytes(browser, site.url + address) / 1000 for address in (LIGHT, HEAVY))
        browser.close()
    return {"ours_kb": light, "theirs_kb": heavy, "ratio": light / heavy}


def _bytes(browser: Browser, address: str) -> float:
    context = browser.new_context()
    page = context.new_page()
    total = _counted(page)
    answer = page.goto(address, wait_until="networkidle")
    if answer is None or not answer.ok:
        raise SystemExit(f"no answer at {address}")
    page.wait_for_timeout(2000)  # a Streamlit page goes on over its websocket
    context.close()
    return sum(total)


def _counted(page: Page) -> list[float]:
    """A list that grows by the bytes of every answer and of every frame of a websocket."""
    total: list[float] = []
    watched = page.context.new_cdp_session(page)
    watched.send("Network.enable")
    watched.on("Network.loadingFinished", lambda event: total.append(event["encodedDataLength"]))
    watched.on(
        "Network.webSocketFrameReceived", lambda event: total.append(len(event["response"]["payloadData"]) * 3 / 4)
    )
    return total


if __name__ == "__main__":
    with TemporaryDirectory() as own:
        report(served(Path(own)), "served.json")
