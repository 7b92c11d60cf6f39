"""Requests without end: the server hangs up, whatever it was told would come."""

import socket
from pathlib import Path

import httpx
import pytest

from kh213.site.entrance.wire import MOST
from tests.serving import Site

HOST = b"Host: x\r\n"
TAKEN = 40_000_000  # bytes; without a limit all of them would be held


@pytest.mark.parametrize(
    ("begin", "more"),
    [
        (b"GET /", b"a"),
        (b"GET / HTTP/1.1\r\nX: ", b"a"),
        (b"GET / HTTP/1.1\r\n", b"X: y\r\n"),
        (b"", b"\r\n"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n0\r\n", b"X: y\r\n"),
        (b"POST / HTTP/1.1\r\n" + HOST + b"Transfer-Encoding: chunked\r\n\r\n1;a=", b"b"),
    ],
    ids=["address", "header", "headers", "nothing", "trailers", "chunk"],
)
def test_a_request_without_end_is_hung_up_on(site: Site, begin: bytes, more: bytes) -> None:
    address = httpx.URL(site.url)
    piece = (more * 16_384)[:16_384] if len(more) == 1 else more * (16_384 // len(more))
    sent = 0
    with socket.create_connection((address.host, address.port), timeout=30) as wire:
        try:
            wire.sendall(begin)
            while sent < TAKEN:
                wire.sendall(piece)
                sent += len(piece)
        except OSError:  # the server has hung up
            pass
    assert sent < TAKEN


def test_a_long_request_below_the_limit_is_answered(client: httpx.Client) -> None:
    headers = {f"x-{number}": "y" * 1000 for number in range(40)}
    for _ in range(2 * MOST // 40_000):  # on one connection: each is counted for itself
        assert client.get("/healthz", headers=headers).status_code == 200


def test_a_body_is_no_header(client: httpx.Client) -> None:
    """It is dropped as it comes, and the connection goes on."""
    for _ in range(3):
        assert client.post("/healthz", content=b"x" * 4 * MOST).status_code == 405
    assert client.get("/healthz").text == "ok"


def test_the_fast_loop_and_the_fast_parser_are_in_use(site: Site) -> None:
    loaded = Path(f"/proc/{site.pid}/maps")
    if not loaded.exists():
        pytest.skip("only Linux tells what a process has loaded")
    text = loaded.read_text()
    assert "/uvloop/" in text
    assert "/httptools/" in text
