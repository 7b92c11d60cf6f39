"""The site as a real process, for the tests that ask it over HTTP or look at it in a browser."""

import os
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

import httpx

ROOT = Path(__file__).parents[1]
PATIENCE = 90  # seconds until a server that says nothing has failed; a cold start takes some five


class Site(NamedTuple):
    """A running site: where it is, and what it has said."""

    url: str
    pid: int
    log: Path


@contextmanager
def running(environment: dict[str, str] | None = None, module: str = "") -> Iterator[Site]:
    """Starts the site as `make run` does, or a module that takes the port, on a free port, and ends it.

    Raises RuntimeError with its log if it dies.
    """
    port = free_port()
    with tempfile.TemporaryDirectory() as folder:
        log = Path(folder) / "server.log"
        command = [sys.executable, "-m", "streamlit", "run", "app.py"]
        command += ["--server.address", "127.0.0.1", "--server.port", str(port)]
        if module:
            command = [sys.executable, "-m", module, str(port)]
        own = {"KH213_CACHE": str(Path(folder) / "pictures")}
        with log.open("w") as out:
            process = subprocess.Popen(
                command,
                cwd=ROOT,
                env={**os.environ, **own, **(environment or {})},
                stdout=out,
                stderr=subprocess.STDOUT,
            )
        site = Site(f"http://127.0.0.1:{port}", process.pid, log)
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


def _wait_for(site: Site, process: "subprocess.Popen[bytes]") -> None:
    until = time.monotonic() + PATIENCE
    while process.poll() is None and time.monotonic() < until:
        try:
            if httpx.get(f"{site.url}/healthz", timeout=PATIENCE).status_code == 200:
                return
        except httpx.TransportError:
            time.sleep(0.1)
    raise RuntimeError(f"the site did not start:\n{site.log.read_text()}")


def free_port() -> int:
    """A port that nobody listens on at this moment."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
