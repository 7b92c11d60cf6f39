"""What a reader on the other side of the wire gets: answers a second beside nginx, bytes beside a Streamlit page."""

from __future__ import annotations

import re
import shutil
import statistics
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
from playwright.sync_api import Browser, Page, sync_playwright

from tests import serving
from tests.browser.conftest import chromium

ROUNDS = 5
REQUESTS, AT_ONCE = 3000, 8

CSV, SVG = "/data/latest/observations.csv", "/embed/latest/map/ddci-diem.svg"
LIGHT, HEAVY = "/embed/latest/T01.html", "/chi-tieu?ma=T01&embed=true"

# One worker, as the site is one process; no log, as the site writes none of requests; from memory after the first.
_CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; types {{ text/csv csv; image/svg+xml svg; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; keepalive_requests 100000; }}
}}
"""


def served(folder: Path) -> dict[str, dict[str, float]]:
    """The ratios that need a running site. What a missing program would have measured is left out, loudly."""
    results: dict[str, dict[str, float]] = {}
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


def _beside_nginx(site: serving.Site, folder: Path) -> dict[str, dict[str, float]]:
    kinds = {"CSV": CSV, "SVG": SVG}
    (folder / "files").mkdir()
    for address in kinds.values():
        file = folder / "files" / Path(address).name
        file.write_bytes(httpx.get(site.url + address, headers={"accept-encoding": "identity"}).content)
    with _nginx(folder) as other:
        return {
            f"requests a second of a cached {kind} / of nginx with the same bytes": _in_turn(
                site.url + address, f"{other}/{Path(address).name}"
            )
            for kind, address in kinds.items()
        }


def _in_turn(ours: str, theirs: str) -> dict[str, float]:
    """Medians in requests a second of two addresses measured A B A B, and the median of the ratios of the pairs."""
    pairs = [(_per_second(ours), _per_second(theirs)) for _ in range(ROUNDS + 1)][1:]  # the first round warms up
    return {
        "ours_rps": statistics.median(a for a, _ in pairs),
        "theirs_rps": statistics.median(b for _, b in pairs),
        "ratio": statistics.median(a / b for a, b in pairs),
    }


def _per_second(address: str) -> float:
    command = ["ab", "-q", "-k", "-n", str(REQUESTS), "-c", str(AT_ONCE), address]
    said = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    if not re.search(r"Failed requests: +0\n", said) or "Non-2xx" in said:
        raise SystemExit(said)
    return float(re.findall(r"Requests per second: +([0-9.]+)", said)[0])


@contextmanager
def _nginx(folder: Path) -> Iterator[str]:
    port = serving.free_port()
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, port=port))
    started = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/{Path(CSV).name}")
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait(10)


def _wait_for(address: str) -> None:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        try:
            httpx.get(address).raise_for_status()
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("nginx did not start")


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
