"""nginx with the configuration that is shipped, before replicas on this machine. What is written anew here are the three
small files that every operator writes anew.
"""

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests import serving

PATIENCE = 300  # seconds; three that start at once on a busy machine take their time
SHIPPED = serving.ROOT / "deploy" / "nginx"

_MAIN = """
daemon off; worker_processes 2; pid nginx.pid; error_log error.log; {user}
events {{ worker_connections 1024; }}
http {{
  types {{ }}
  client_body_temp_path body; proxy_temp_path proxy; fastcgi_temp_path x; uwsgi_temp_path x; scgi_temp_path x;
  include kh213.conf;
}}
"""
_MACHINE = """
proxy_cache_path {folder}/cache levels=1:2 keys_zone=kh213:1m inactive=30s use_temp_path=off;
log_format told '$status|$upstream_addr|$cookie_kh213|$upstream_cache_status|$request_uri';
access_log {folder}/told.log told;
access_log {folder}/kh213.log kh213;
map $scheme $kh_secure {{ https "; Secure"; default ""; }}
"""


class Replica:
    """One process of the site, started as the shipped unit starts it."""

    def __init__(self, folder: Path, data: Path) -> None:
        self.port = serving.free_port()
        self.url = f"http://127.0.0.1:{self.port}"
        own = {"PORT": str(self.port), "KH213_DATA": str(data), "KH213_CACHE": str(folder / "kept")}
        self._environment = {**os.environ, **own}
        self._log = folder / f"{self.port}.log"
        self._process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        """Begins; `wait` waits until it answers."""
        with self._log.open("ab") as out:
            self._process = subprocess.Popen(
                [sys.executable, "serve.py"], cwd=serving.ROOT, env=self._environment, stdout=out, stderr=out
            )

    def wait(self) -> None:
        """Returns when it is ready. Raises RuntimeError with its log if it is not, in time."""
        until = time.monotonic() + PATIENCE
        while time.monotonic() < until and self._process is not None and self._process.poll() is None:
            try:
                if httpx.get(f"{self.url}/readyz", timeout=PATIENCE).status_code == 200:
                    return
            except httpx.TransportError:
                time.sleep(0.1)
        raise RuntimeError(f"replica {self.port} did not start:\n{self._log.read_text()}")

    def end(self, by: signal.Signals) -> int:
        """Ends the process by a signal, waits for it, and gives its exit code. Raises TimeoutExpired after 20 s."""
        if self._process is None:
            return 0
        self._process.send_signal(by)
        return self._process.wait(20)

    def kill(self) -> None:
        """Ends it, whatever it does."""
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()


@contextmanager
def replicas(folder: Path, data: Path, number: int) -> Iterator[list[Replica]]:
    """So many replicas of one data folder, all ready."""
    started = [Replica(folder, data) for _ in range(number)]
    try:
        for each in started:
            each.start()
        for each in started:
            each.wait()
        yield started
    finally:
        for each in started:
            each.kill()


class Front:
    """A running nginx: where it is, and what it has said of requests."""

    def __init__(self, folder: Path, port: int) -> None:
        self.url, self._folder = f"http://127.0.0.1:{port}", folder

    def told(self, address: str = "") -> list[list[str]]:
        """Of each request for an address: status, replicas, cookie, cache, address."""
        lines = [line.split("|") for line in (self._folder / "told.log").read_text().splitlines()]
        return [line for line in lines if not address or line[4] == address]

    @property
    def log(self) -> str:
        """The log in the form that is shipped, when its buffers have been written."""
        return (self._folder / "kh213.log").read_text()


@contextmanager
def front(folder: Path, ports: Sequence[int], change: Callable[[str], str] = str) -> Iterator[Front]:
    """nginx before replicas on these ports of this machine. `change` may alter what the operator wrote."""
    folder.mkdir(parents=True, exist_ok=True)
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    port, user = serving.free_port(), "user root;" if os.getuid() == 0 else ""
    (folder / "nginx.conf").write_text(_MAIN.format(user=user))
    (folder / "kh213" / "machine.conf").write_text(change(_MACHINE.format(folder=folder)))
    (folder / "kh213" / "listen.conf").write_text(f"listen 127.0.0.1:{port};\n")
    lines = (SHIPPED / "kh213" / "replicas.conf").read_text().splitlines()
    (like,) = {line.replace(line.split()[1], "{}") for line in lines if line.startswith("server ")}
    (folder / "kh213" / "replicas.conf").write_text(
        "\n".join(like.format(f"127.0.0.1:{each}") for each in ports) + "\n"
    )
    with (folder / "nginx.log").open("wb") as out:
        started = subprocess.Popen(
            ["nginx", "-p", str(folder), "-c", str(folder / "nginx.conf")], stdout=out, stderr=out
        )
    found = Front(folder, port)
    try:
        _wait_for(found, started, folder)
        yield found
    finally:
        started.terminate()
        started.wait(10)


def _wait_for(found: Front, started: "subprocess.Popen[bytes]", folder: Path) -> None:
    until = time.monotonic() + 10
    while started.poll() is None and time.monotonic() < until:
        try:
            httpx.get(f"{found.url}/healthz")
        except httpx.TransportError:
            time.sleep(0.05)
        else:
            return
    raise RuntimeError((folder / "nginx.log").read_text())
