"""Only what the site needs is open."""

import socket

import httpx
import pytest

from kh213.site.entrance import doors
from tests.serving import Site

CLOSED = [
    "/_stcore/upload_file/session/file",
    "/_stcore/metrics",
    "/_stcore/script-health-check",
    "/_stcore/agent/interact",
    "/_stcore/agent/mcp",
    "/_stcore/agent/openapi.json",
    "/_stcore/bidi-components/any/index.js",
    "/_stcore/anything-new",
    "/_stcore",
    "/auth/login",
    "/auth/logout",
    "/oauth2callback",
    "/app/static/app.py",
    "/component/another.component/index.html",
    "/component/streamlit_folium.st_folium/../../../app.py",
    "/component/streamlit_folium.st_folium/static/js/main.521860b0.js.map",
    "/media/nothing-here.png",
    "/static/js/anything.js",
    "/static/",
    "/leaflet/1.9.3/leaflet.js",
    "/kh213/fonts/README.md",
    "/kh213/../app.py",
    "/manifest.json",
    "/index.html",
]
METHODS = ["POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "PROPFIND"]


@pytest.mark.parametrize("path", CLOSED)
def test_a_door_that_the_site_does_not_need_is_closed(client: httpx.Client, path: str) -> None:
    answer = client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
    assert answer.status_code == 404
    assert "<script" not in answer.text


@pytest.mark.parametrize(
    "path", ["/", "/chi-tieu", "/healthz", "/_stcore/health", "/_stcore/upload_file/a/b", "/media/x"]
)
@pytest.mark.parametrize("method", METHODS)
def test_only_reading_is_allowed(client: httpx.Client, method: str, path: str) -> None:
    answer = client.request(method, path)
    assert answer.status_code == 405
    assert answer.headers["allow"] == "GET, HEAD"


def test_every_route_of_streamlit_is_known() -> None:
    """A new version of Streamlit that brings a new route fails here, so that someone decides about it."""
    from streamlit.web.server.starlette import starlette_agent_routes, starlette_auth_routes, starlette_routes

    named = {
        value.split("{")[0].strip("/")
        for module in (starlette_agent_routes, starlette_auth_routes, starlette_routes)
        for name, value in vars(module).items()
        if name.strip("_").startswith(("ROUTE", "BASE_ROUTE")) and isinstance(value, str)
    }
    assert named == {
        "_stcore",
        "_stcore/agent/interact",
        "_stcore/agent/mcp",
        "_stcore/agent/openapi.json",
        "_stcore/bidi-components",
        "_stcore/health",
        "_stcore/host-config",
        "_stcore/metrics",
        "_stcore/script-health-check",
        "_stcore/upload_file",
        "app/static",
        "auth/login",
        "auth/logout",
        "component",
        "media",
        "oauth2callback",
        "static",
    }


def test_what_the_page_asks_before_it_connects_is_open(client: httpx.Client) -> None:
    assert client.get("/_stcore/health").text == "ok"
    config = client.get("/_stcore/host-config").json()
    assert config["allowedOrigins"] == []
    assert config["metricsUrl"] == ""


def test_no_cookie_is_set(client: httpx.Client) -> None:
    for path in ("/", "/_stcore/health", "/_stcore/host-config"):
        assert "set-cookie" not in client.get(path).headers


def _upgrade(site: Site, path: str, origin: str) -> str:
    """The first line of the answer to a websocket handshake."""
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(
            f"GET {path} HTTP/1.1\r\nHost: {host}:{port}\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
            f"Origin: {origin}\r\nSec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n\r\n".encode()
        )
        return wire.recv(1024).split(b"\r\n")[0].decode()


def test_the_page_s_own_websocket_opens(site: Site) -> None:
    assert _upgrade(site, doors.SOCKET, site.url).startswith("HTTP/1.1 101")


def test_another_site_cannot_open_the_websocket(site: Site) -> None:
    assert _upgrade(site, doors.SOCKET, "http://evil.example").startswith("HTTP/1.1 403")


def test_no_other_websocket_opens(site: Site) -> None:
    assert _upgrade(site, "/chi-tieu/_stcore/stream", site.url).startswith("HTTP/1.1 403")
