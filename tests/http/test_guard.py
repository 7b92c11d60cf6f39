"""The guard around an application that fails: what a reader sees when nothing works."""

import logging
from concurrent.futures import ThreadPoolExecutor

import anyio
import httpx
import pytest
from starlette.types import Receive, Scope, Send

from kh213.site.entrance.guard import Guard
from kh213.words import words


async def breaks(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001 the shape of an ASGI application
    raise RuntimeError("a secret detail")


async def says_vary_twice(scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG001
    headers = [(b"vary", b"Accept-Encoding"), (b"vary", b"accept-encoding, Origin"), (b"referrer-policy", b"origin")]
    await send({"type": "http.response.start", "status": 200, "headers": headers})
    await send({"type": "http.response.body", "body": b"ok"})


def ask(application: object, path: str = "/data/latest/status.csv") -> httpx.Response:
    async def once() -> httpx.Response:
        transport = httpx.ASGITransport(Guard(application))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as client:
            return await client.get(path)

    # In a thread of its own: Playwright keeps an event loop in this one.
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(anyio.run, once).result()


def test_an_error_is_two_calm_lines_and_a_record_in_the_log(caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.ERROR):
        answer = ask(breaks)
    assert answer.status_code == 500
    assert answer.text.splitlines() == [words(lang)("http.server_error") for lang in ("vi", "en")]
    assert "a secret detail" not in answer.text
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert "a secret detail" in caplog.text


def test_vary_is_said_once_and_a_route_keeps_its_own_headers() -> None:
    answer = ask(says_vary_twice)
    assert answer.headers.get_list("vary") == ["accept-encoding, Origin"]
    assert answer.headers["referrer-policy"] == "origin"
    assert answer.headers["x-content-type-options"] == "nosniff"
