"""The same content as a static page: our first response without what the app needs, served by nginx."""

from __future__ import annotations

import re
import shutil
import subprocess
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

import httpx

from tests import serving

_CONFIG = """
daemon off; pid {folder}/nginx.pid; error_log {folder}/error.log; worker_processes 1;
events {{ worker_connections 256; }}
http {{
  access_log off; gzip on; gzip_comp_level 6; gzip_types text/css image/svg+xml text/plain;
  types {{ text/html html; text/css css; image/svg+xml svg; font/woff2 woff2; image/png png; }}
  client_body_temp_path {folder}; proxy_temp_path {folder}; fastcgi_temp_path {folder};
  uwsgi_temp_path {folder}; scgi_temp_path {folder};
  server {{ listen 127.0.0.1:{port}; root {folder}/files; charset utf-8; }}
}}
"""
# The app's own: its scripts, what is fetched ahead for them, and its stylesheet.
_OF_THE_APP = re.compile(
    r'<script\b.*?</script>|<link\b(?=[^>]*"modulepreload")[^>]*>|<link\b(?=[^>]*"stylesheet")[^>]*"/static/[^>]*>',
    re.DOTALL,
)
_LOADED = re.compile(
    r'<(?:img|iframe)\b[^>]*\bsrc="(/[^"]+)"'
    r'|<link\b(?=[^>]*\brel="(?:icon|preload|stylesheet)")[^>]*\bhref="(/[^"]+)"'
    r'|url\(["\']?(/[^)"\']+)'
)


def static_html(html: str) -> str:
    """A first response without its scripts and without the app's stylesheet."""
    return _OF_THE_APP.sub("", html)


def loads(html: str) -> set[str]:
    """The addresses of this site that a browser loads for a page, its style's included."""
    return {found.replace("&amp;", "&") for each in _LOADED.finditer(html) for found in each.groups() if found}


@contextmanager
def static_site(site: str, paths: Mapping[str, str], folder: Path) -> Iterator[dict[str, str]]:
    """Saves pages of a running site as static ones and serves them; gives their addresses by the same names."""
    files = folder / "files"
    files.mkdir(parents=True)
    folder.parent.chmod(0o711)  # started by root, nginx reads as nobody: it must get through a temporary folder
    addresses = {}
    for number, (name, path) in enumerate(paths.items()):
        html = static_html(httpx.get(site + path).raise_for_status().text)
        (files / f"{number}.html").write_text(html, encoding="utf-8")
        addresses[name] = f"/{number}.html"
        for each in loads(html):
            _save(site, each, files)
    port = serving.free_port()
    config = folder / "nginx.conf"
    config.write_text(_CONFIG.format(folder=folder, port=port))
    started = subprocess.Popen(["nginx", "-p", str(folder), "-c", str(config)], stderr=subprocess.DEVNULL)
    try:
        _wait_for(f"http://127.0.0.1:{port}/0.html")
        yield {name: f"http://127.0.0.1:{port}{path}" for name, path in addresses.items()}
    finally:
        started.terminate()
        started.wait(10)


def there() -> bool:
    """Whether nginx is installed."""
    return shutil.which("nginx") is not None


def _save(site: str, address: str, files: Path) -> None:
    answer = httpx.get(site + address)
    if answer.is_success:
        target = files / urlsplit(address).path.lstrip("/")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_bytes(answer.content)


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
