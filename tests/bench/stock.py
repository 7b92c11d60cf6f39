"""What everything is measured against: a blank page of Streamlit as it comes, in a process of its own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests import serving

BLANK = 'import streamlit as st\n\nst.title("x")\n'
PATIENCE = 60


@contextmanager
def stock(folder: Path) -> Iterator[serving.Site]:
    """Runs `streamlit run` on a blank page in a folder that holds nothing else, with no setting but `headless`.

    The home folder is that folder too, and no STREAMLIT_ variable is handed on: no setting of this machine or of this
    project counts. Raises RuntimeError with its log if it does not start.
    """
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "blank.py").write_text(BLANK)
    port, log = serving.free_port(), folder / "stock.log"
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("STREAMLIT_", "KH213_"))}
    command = [sys.executable, "-m", "streamlit", "run", "blank.py", "--server.headless", "true"]
    command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
    with log.open("w") as out:
        process = subprocess.Popen(
            command, cwd=folder, env={**kept, "HOME": str(folder)}, stdout=out, stderr=subprocess.STDOUT
        )
    site = serving.Site(f"http://127.0.0.1:{port}", process.pid, log)
    try:
        _wait_for(site, process)
        yield site
    finally:
        process.send_signal(signal.SIGTERM)
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait_for(site: serving.Site, process: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{site.url}/_stcore/health", timeout=PATIENCE).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"stock Streamlit did not start:\n{site.log.read_text()}")
