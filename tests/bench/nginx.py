"""nginx beside the site, with one worker: alone, as a cache that does nothing else, and as it is shipped."""

from __future__ import annotations

import os
import shutil
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests import serving

SHIPPED = serving.ROOT / "deploy" / "nginx"

_MAIN = """
daemon off; pcre_jit on; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1; {user}
events {{ worker_connections 256; }}
http {{
  client_body_temp_path {folder}/t1; proxy_temp_path {folder}/t2; fastcgi_temp_path {folder}/t3;
  uwsgi_temp_path {folder}/t4; scgi_temp_path {folder}/t5;
  {inside}
}}
"""
# No log, as the site writes none of requests; from memory after the first.
_ALONE = """
  access_log off; sendfile on; tcp_nopush on; open_file_cache max=10; types {{ text/csv csv; image/svg+xml svg; }}
  server {{ listen 127.0.0.1:{port}; root {folder}/files; keepalive_requests 100000; }}
"""
# The least that keeps what a site answered: what nginx's own cache costs, whatever stands around it.
_KEEPS = """
  proxy_cache_path {folder}/cache keys_zone=kept:10m;
  access_log off; open_file_cache max=10;
  server {{
    listen 127.0.0.1:{port}; keepalive_requests 100000; output_buffers 1 64k;
    location / {{
      proxy_cache kept; proxy_cache_valid 200 60s; proxy_ignore_headers Cache-Control Expires Vary; proxy_pass {site};
    }}
  }}
"""
# The three files that every operator writes; the log as it is shipped. Limits stay, and count each reader for itself.
_MACHINE = """
proxy_cache_path {folder}/cache levels=1:2 keys_zone=kh213:20m max_size=1g inactive=7d use_temp_path=off;
access_log {folder}/kh213.log kh213 buffer=64k flush=5s;
map $scheme $kh_secure {{ default ""; }}
"""


@contextmanager
def alone(folder: Path) -> Iterator[str]:
    """Serves what lies in `folder`/files."""
    port = serving.free_port()
    with _running(folder, _ALONE.format(folder=folder, port=port), port) as url:
        yield url


@contextmanager
def keeps(folder: Path, site: str) -> Iterator[str]:
    """Stands before the site and keeps its answers, and does nothing else."""
    folder.mkdir()
    port = serving.free_port()
    with _running(folder, _KEEPS.format(folder=folder, port=port, site=site), port) as url:
        yield url


@contextmanager
def shipped(folder: Path, site: str) -> Iterator[str]:
    """Stands before the site at the address `site` with the configuration of deploy/."""
    port, own = serving.free_port(), folder / "kh213"
    shutil.copytree(SHIPPED, folder, dirs_exist_ok=True)
    (own / "machine.conf").write_text(_MACHINE.format(folder=folder))
    (own / "listen.conf").write_text(f"listen 127.0.0.1:{port};\n")
    (own / "replicas.conf").write_text(f"server {site.removeprefix('http://')};\n")
    with _running(folder, "include kh213.conf;", port) as url:
        yield url


@contextmanager
def _running(folder: Path, inside: str, port: int) -> Iterator[str]:
    config, user = folder / "nginx.conf", "user root;" if os.getuid() == 0 else ""
    config.write_text(_MAIN.format(folder=folder, user=user, inside=inside))
    started = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/", started)
        yield f"http://127.0.0.1:{port}"
    finally:
        started.terminate()
        started.wait(10)


def _wait_for(address: str, started: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + 10
    while started.poll() is None and time.monotonic() < until:
        try:
            httpx.get(address)
        except httpx.TransportError:
            time.sleep(0.1)
        else:
            return
    raise SystemExit("nginx did not start")
