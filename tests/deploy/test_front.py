"""What the shipped nginx passes on, keeps and refuses, before replicas that only say what they were asked."""

import http.client
import json
import re
import socket
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from threading import Thread
from typing import Any

import httpx
import pytest

from tests.deploy.fronted import Front, front

pytestmark = pytest.mark.usefixtures("nginx")

BELIEVED = 11.1  # seconds: ten, and nginx counts whole ones
A_YEAR = "public, max-age=31536000"
MISLEADING = (
    "cookie",
    "authorization",
    "forwarded",
    "x-forwarded-for",
    "x-forwarded-host",
    "x-forwarded-proto",
    "x-real-ip",
)


class Echo(ThreadingHTTPServer):
    """A replica that answers with the headers it was asked with; `status`, `headers` and `lacks` change what it says."""

    daemon_threads = True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.asked = 0
        self.status, self.headers = 200, {"Cache-Control": A_YEAR, "Vary": "Accept-Encoding"}
        self.lacks = "/nothing"
        self._open: list[socket.socket] = []
        Thread(target=self.serve_forever, args=(0.02,), daemon=True).start()

    @property
    def port(self) -> int:
        return int(self.server_address[1])

    def get_request(self) -> tuple[socket.socket, Any]:
        found = super().get_request()
        self._open.append(found[0])
        return found

    def die(self) -> None:
        """Ends as a killed process does: the port and every connection with it."""
        self.shutdown()
        self.server_close()
        for each in self._open:
            with suppress(OSError):
                each.shutdown(socket.SHUT_RDWR)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    server: Echo

    def do_GET(self) -> None:
        self.server.asked += 1
        own: dict[str, Any] = {name.lower(): value for name, value in self.headers.items()}
        body = json.dumps(
            {"port": self.server.port, "path": self.path, "headers": own, "at": self.server.asked}
        ).encode()
        self.send_response(404 if self.path.startswith(self.server.lacks) else self.server.status)
        for name, value in {**self.server.headers, "Content-Length": str(len(body))}.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET  # noqa: N815

    def log_message(self, *_: object) -> None:
        """Nothing."""


@pytest.fixture
def echoes() -> Iterator[list[Echo]]:
    started = [Echo() for _ in range(3)]
    yield started
    for each in started:
        each.die()


@pytest.fixture
def proxy(echoes: list[Echo], tmp_path: Path) -> Iterator[Front]:
    with front(tmp_path / "front", [each.port for each in echoes]) as started:
        yield started


@pytest.fixture
def ask(proxy: Front) -> Iterator[Callable[..., httpx.Response]]:
    with httpx.Client(base_url=proxy.url, headers={"accept-encoding": "gzip"}) as client:

        def ask(address: str, method: str = "GET", **options: Any) -> httpx.Response:
            client.cookies.clear()
            return client.request(method, address, **options)

        yield ask


Ask = Callable[..., httpx.Response]


def test_a_newcomer_to_the_app_gets_a_cookie_for_the_app_alone_and_keeps_it(ask: Ask) -> None:
    cookie = ask("/_stcore/health").headers["set-cookie"]
    assert re.fullmatch(r"kh213=[0-9a-f]{32}; Path=/_stcore; Max-Age=86400; HttpOnly; SameSite=Lax", cookie)
    known = {"cookie": cookie.partition(";")[0]}
    assert "set-cookie" not in ask("/_stcore/health", headers=known).headers
    assert "set-cookie" in ask("/_stcore/health", headers={"cookie": "kh213=../../etc"}).headers
    for address in ("/", "/data/latest/status.csv", "/static/js/index.js"):
        assert "set-cookie" not in ask(address).headers


def test_a_reader_of_the_app_comes_to_the_same_replica_while_it_lives(ask: Ask, echoes: list[Echo]) -> None:
    def replica(reader: int) -> int:
        return int(ask("/_stcore/health", headers={"cookie": f"kh213={reader:032x}"}).json()["port"])

    first = {reader: replica(reader) for reader in range(30)}
    assert set(first.values()) == {each.port for each in echoes}
    assert {reader: replica(reader) for reader in first} == first
    dead = echoes[0]
    dead.die()
    then = {reader: replica(reader) for reader in first}
    assert dead.port not in then.values()
    stayed = {reader for reader, port in first.items() if port != dead.port}
    assert {reader: then[reader] for reader in stayed} == {reader: first[reader] for reader in stayed}


def test_nothing_that_a_reader_says_of_themselves_is_passed_on(ask: Ask, proxy: Front) -> None:
    own = dict.fromkeys(MISLEADING, "evil.example")
    for address in ("/nhiem-vu", "/_stcore/health", "/_stcore/stream", "/media/x", "/static/x.js"):
        got = ask(address, headers=own).json()["headers"]
        assert not got.keys() & set(MISLEADING)
        assert got["host"] == proxy.url.removeprefix("http://")


def test_a_page_of_another_site_opens_no_websocket(ask: Ask, proxy: Front) -> None:
    for origin in (proxy.url, proxy.url.replace("http:", "https:"), None):
        assert ask("/_stcore/stream", headers={"origin": origin} if origin else {}).status_code == 200
    for origin in ("https://evil.example", f"{proxy.url}.evil.example", "null", f"https://evil.example|{proxy.url}"):
        assert ask("/_stcore/stream", headers={"origin": origin}).status_code == 403


@pytest.mark.parametrize(
    ("accepts", "asked"),
    [
        ("gzip, deflate, br, zstd", "br, gzip"),
        ("br;q=1.0, gzip;q=0.5", "br, gzip"),
        ("gzip, deflate", "gzip"),
        ("gzip, br;q=0", "gzip"),
        ("br;q=0.0,GZIP;q=0.1", "gzip"),
        ("*", "gzip"),
        ("identity", "identity"),
        ("gzip;q=0", "identity"),
        ("brotli, x-gzip", "identity"),
        ("", "identity"),
    ],
)
def test_a_browsers_way_to_say_what_it_unpacks_becomes_one_of_three(ask: Ask, accepts: str, asked: str) -> None:
    # One address for all, so a form that was kept for another one would be seen
    assert (
        ask("/data/latest/tasks.csv", headers={"accept-encoding": accepts}).json()["headers"]["accept-encoding"]
        == asked
    )


def test_three_forms_are_kept_and_asked_for_once(ask: Ask, echoes: list[Echo]) -> None:
    for each in echoes:
        each.asked = 0  # the start of the proxy asks for /healthz, which is never kept
    for accepts in ("gzip, br", "br", "gzip, deflate", "gzip", "identity", "deflate") * 3:
        assert ask("/data/2026-11-22/tasks.csv", headers={"accept-encoding": accepts}).status_code == 200
    assert sum(each.asked for each in echoes) == 3


def test_an_answer_is_believed_for_ten_seconds_however_long_it_may_be_kept(ask: Ask, echoes: list[Echo]) -> None:
    address = "/data/2026-11-22/tasks.csv"
    first = ask(address)
    assert first.headers["cache-control"] == A_YEAR
    for each in echoes:
        each.status, each.headers = 410, {"Cache-Control": "no-store"}
    assert ask(address).json() == first.json()
    time.sleep(BELIEVED)
    assert ask(address).status_code == 410
    before = sum(each.asked for each in echoes)
    assert ask(address).status_code == 410  # that it is gone is kept too, in the place of what was kept before
    assert sum(each.asked for each in echoes) == before


def test_what_says_no_more_than_busy_or_unknown_is_not_kept_and_no_replica_is_blamed(
    ask: Ask, echoes: list[Echo]
) -> None:
    for status in (404, 503, 500):
        for each in echoes:
            each.status = status
        for _ in range(8):
            assert ask(f"/embed/latest/{status}.svg").status_code == status
    for each in echoes:
        each.status = 200
    assert {ask(f"/du-lieu?so={n}").json()["port"] for n in range(9)} == {each.port for each in echoes}


@pytest.mark.parametrize("address", ["/static/js/new.js", "/kh213/new.css", "/component/x/new.js", "/media/made.png"])
def test_a_file_that_one_replica_lacks_comes_from_another(ask: Ask, echoes: list[Echo], address: str) -> None:
    echoes[0].lacks = echoes[1].lacks = address
    for n in range(6):
        assert ask(f"{address}?n={n}").json()["port"] == echoes[2].port


def test_an_address_arrives_as_it_was_asked(proxy: Front) -> None:
    wire = http.client.HTTPConnection(proxy.url.removeprefix("http://"))
    for address in ("/dia-phuong?tim=C%E1%BA%A9m%20Ph%E1%BA%A3", "/data//latest", "/a/../b", "/x/%2e%2e/y"):
        wire.putrequest("GET", address)
        wire.endheaders()
        assert json.loads(wire.getresponse().read())["path"] == address
    wire.close()


def test_a_method_that_changes_something_is_answered_by_the_site_and_never_kept(ask: Ask) -> None:
    answers = {ask("/data/latest/tasks.csv", "POST").content for _ in range(4)}
    assert len(answers) == 4
    assert ask("/data/latest/tasks.csv", "POST", content=b"x" * 2000).status_code == 413


def test_without_any_replica_a_reader_is_told_and_what_is_kept_is_still_given(ask: Ask, echoes: list[Echo]) -> None:
    kept = ask("/data/2026-11-22/tasks.csv").json()
    for each in echoes:
        each.die()
    answer = ask("/nhiem-vu")
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "10")
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    assert len(answer.text.splitlines()) == 2
    assert answer.headers["server"] == "nginx"  # and not which
    time.sleep(BELIEVED)
    assert ask("/data/2026-11-22/tasks.csv").json() == kept


def test_who_asks_without_end_is_told_to_wait_and_a_school_is_not(proxy: Front) -> None:
    with httpx.Client(base_url=proxy.url) as client:
        statuses = [client.get("/phuong-phap").status_code for _ in range(2500)]
        assert set(statuses) == {200}  # 50 pupils, 50 addresses each, in a few seconds
        answers = (client.get("/phuong-phap") for _ in range(6000))
        refused = next(answer for answer in answers if answer.status_code != 200)
        assert (refused.status_code, refused.headers["retry-after"]) == (429, "5")
        assert len(refused.text.splitlines()) == 2
        assert client.get("/static/js/index.js").status_code == 200


def test_the_log_names_no_reader_and_nothing_that_was_searched_for(ask: Ask, proxy: Front) -> None:
    ask("/dia-phuong?tim=nguyen-van-a")
    until = time.monotonic() + 10
    while "/dia-phuong" not in proxy.log and time.monotonic() < until:
        time.sleep(0.1)
    (line,) = [line for line in proxy.log.splitlines() if "/dia-phuong" in line]
    assert line.startswith("127.0.0.0 ")
    assert "127.0.0.1 " not in line
    assert "nguyen" not in line
