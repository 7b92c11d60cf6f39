"""Addresses that nobody follows by accident: never an error of ours, never another file, always a word or a page."""

import http.client
import random
import re
import socket
from collections.abc import Callable, Iterator
from email.message import Message
from typing import NamedTuple
from urllib.parse import unquote_to_bytes

import pytest
from starlette.routing import Route

from kh213.site.routes import routes
from kh213.view.pages import PAGES
from tests.serving import ROOT, Site

# What stands in a file of the machine or of the program, and in no answer of the site.
SECRETS = (
    b"root:x:0",
    b"[project]",
    b"requires-python",
    b"import streamlit",
    b"Traceback",
    b"[theme.light]",
    bytes(ROOT / "kh213"),
)

# In place of one part of an address, or behind it.
PARTS = [
    *("..", "%2e%2e", ".%2e", "..%2f..%2f..%2fetc%2fpasswd", "..%5c..%5capp.py", "%252e%252e%252fapp.py"),
    *("..%c0%af..%c0%afapp.py", "%c0%ae%c0%ae", "%uff0e%uff0e", "%ef%bc%8e%ef%bc%8e%ef%bc%8fapp.py", "..;", ".", "~"),
    *("%00", "targets%00.csv", "demo%00", "%0d%0aX-Evil:%201", "%0a", "%1b%5b31m", "%7f", "%80", "%ff", "%fe%ff"),
    *(
        "%ed%a0%80",
        "%f5%80%80%80",
        "%e2%80%ae",
        "%ef%bb%bf",
        "cafe%cc%81",
        "%e1%bb%87",
        "T%D9%A0%D9%A1",
        "%EF%BC%B4%EF%BC%90",
    ),
    *(
        "-1",
        "0",
        "1e9",
        "%C2%B2",
        "2026-11-22%20",
        "%202026-11-22",
        "2026-W47-7",
        "20261122",
        "2026-02-30",
        "9999-12-31",
    ),
    *("0000-00-00", "%D9%A2%D9%A0%D9%A2%D9%A6-11-22", "LATEST", "demo%2f", "demo%2f..%2freleases%2f2026-11-22"),
    *(
        "con",
        "nul.csv",
        "c:",
        "file:%2f%2f%2fetc%2fpasswd",
        "http:%2f%2fevil.example",
        "%2f%2fevil.example",
        "@evil.example",
    ),
    *(
        "'",
        "%22",
        "%22%3e%3cscript%3e",
        "%3cscript%3ealert(1)%3c%2fscript%3e",
        "${7*7}",
        "%7b%7b7*7%7d%7d",
        "%25s%25n",
        "{ky}",
    ),
    *("';drop%20table", "*", "%3f", "%23", "a" * 300, "%41" * 400, "..%2f" * 60, "9" * 4000, "%e1%ba%bf" * 300),
]
QUERIES = [
    *("=", "&", "&&&=", "?", "%", "%00=1", "a%00b=1", "%ff=%ff", "lang=%ff", "lang=%00", "lang=vi&lang=vi", "LANG=vi"),
    *(
        "ky=..%2f..%2f",
        "ky=%00",
        "ky=demo&ky=latest",
        "ky=2026-02-30",
        "tai=%D9%A2%D9%A0%D9%A1%D9%A9-01-01",
        "tai=",
        "tai=-1",
    ),
    *("tai=2019-12-31&tai=2019-12-31", "tai=10000-01-01", "tai=2020-01-01T00:00:00Z", "tai=%0d%0aSet-Cookie:%20a=b"),
    *("width=1e3", "width=%D9%A3%D9%A0%D9%A0", "width=%EF%BC%93%EF%BC%90%EF%BC%90", "width=-0", "width=" + "9" * 3000),
    *(
        "width=NaN",
        "width=300;width=400",
        "width[]=300",
        "scale=0x2",
        "theme=%22%3e%3cscript%3e",
        "theme=../dark",
        "excel=%00",
    ),
    *(
        "excel=1&excel=1",
        "excel=true",
        "embed=true&embed=false",
        "ma=" + "%f0%9f%98%80" * 400,
        "noi=__proto__",
        "x=" + "y" * 10_000,
    ),
    *(
        "&".join(f"p{number}={number}" for number in range(1000)),
        "staticAppId=%2f%2fevil.example",
        "q=%u0041",
        "a[]=1&a[]=2",
    ),
    *(
        "cap[$ne]=x",
        "lang=vi%26lang=en",
        ";",
        "lang=vi;lang=en",
        "%26%3d",
        "+",
        "lang=+vi",
        "target=T01%2c..%2f",
        "area=%00",
    ),
]

# What an address of ours is about, where the test is about another part of it.
GOOD = {"ky": "demo", "table": "targets", "code": "T05", "level": "district", "old": "2026-11-22", "new": "2026-11-22"}
PAGE_PATHS = {page.path for page in PAGES}
PATHS = sorted({route.path for route in routes if isinstance(route, Route)})


def hostile() -> list[str]:
    """Every route with each of its parts replaced, a draw of parts behind it, and a draw of queries: always the same."""
    drawn = random.Random(213)
    found: list[str] = []
    for path in PATHS:
        blanks = re.findall(r"{(\w+)(?::\w+)?}", path)
        for blank in blanks:
            found += [filled(path, {blank: part}) for part in drawn.sample(PARTS, 25)]
        found += [f"{filled(path, {}).rstrip('/')}/{part}" for part in drawn.sample(PARTS, 8)]
        found += [f"{filled(path, {})}?{query}" for query in drawn.sample(QUERIES, 14)]
    return found


def filled(path: str, parts: dict[str, str]) -> str:
    return re.sub(r"{(\w+)(?::\w+)?}", lambda blank: {**GOOD, **parts}.get(blank[1], "T05"), path)


class Answer(NamedTuple):
    """What came back."""

    status: int
    headers: Message
    content: bytes


@pytest.fixture(scope="module")
def ask(site: Site) -> Iterator[Callable[[str], Answer]]:
    """Asks for exactly the address given: httpx would resolve its dots before they leave."""
    wire = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=30)

    def ask(address: str) -> Answer:
        wire.request("GET", address)
        answer = wire.getresponse()
        return Answer(answer.status, answer.headers, answer.read())

    yield ask
    wire.close()


Ask = Callable[[str], Answer]


def test_no_address_however_odd_brings_an_error_or_another_file(ask: Ask) -> None:
    addresses = hostile()
    assert len(addresses) > 500
    wrong = [f"{said}  {address[:120]}" for address in addresses if (said := fault(ask(address), address))]
    assert wrong == []


def fault(answer: Answer, address: str) -> str:
    """What is wrong with an answer; "" is what there should be."""
    status, path = answer.status, address.partition("?")[0]
    if status not in (200, 307, 308, 404, 410, 422):
        return f"status {status}"
    if any(secret in answer.content for secret in SECRETS):
        return "another file"
    if any(name in answer.headers for name in ("x-evil", "set-cookie")):
        return "a header of the asker's"
    if status in (307, 308) and not re.match(r"/(?!/)", answer.headers["location"]):
        return "leads elsewhere"
    if status >= 400 and path not in PAGE_PATHS and not is_two_lines(answer):
        return f"{status} without two lines"
    if status == 200 and not is_plain(path):
        return "an odd name is answered"
    return ""


def is_two_lines(answer: Answer) -> bool:
    """Two lines of text, neither endless nor with a letter that moves a terminal."""
    lines = answer.content.decode().splitlines()
    calm = all(len(line) < 1200 and line.isprintable() for line in lines)
    return answer.headers["content-type"].startswith("text/plain") and len(lines) == 2 and calm


def is_plain(path: str) -> bool:
    """Whether a path says, once decoded, nothing but what an address of ours may be made of."""
    decoded = unquote_to_bytes(path)
    return re.fullmatch(rb"[A-Za-z0-9_./-]*", decoded) is not None and b".." not in decoded.split(b"/")


@pytest.mark.parametrize("page", sorted(PAGE_PATHS))
def test_a_page_answers_every_query_with_a_page(ask: Ask, page: str) -> None:
    for query in QUERIES:
        answer = ask(f"{page}?{query}")
        if answer.status == 307:
            assert answer.headers["location"] == page
        else:
            assert answer.status in (200, 404, 410)
            assert answer.headers["content-type"].startswith("text/html")
            assert b"evil" not in answer.content


@pytest.mark.parametrize(
    "line",
    [
        b"GET /data/demo/targets.csv\xff HTTP/1.1",
        b"GET /data/../../../../etc/passwd HTTP/1.1",
        b"GET //evil.example/%2f.. HTTP/1.1",
        b"GET http://evil.example/data/demo/targets.csv HTTP/1.1",
        b"GET /data/demo/targets.csv#x HTTP/1.1",
        b"GET \\..\\app.py HTTP/1.1",
        b"GET app.py HTTP/1.1",
        b"GET /" + b"a" * 200_000 + b" HTTP/1.1",
        b"GET * HTTP/1.1",
        b"GET /\x00 HTTP/1.1",
        b"GET / HTTP/9.9",
    ],
    ids=lambda line: line[:40].decode("latin-1"),
)
def test_a_request_that_no_browser_would_write_ends_calmly(site: Site, line: bytes) -> None:
    host, port = site.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=10) as wire:
        wire.sendall(line + b"\r\nHost: evil.example\r\nConnection: close\r\n\r\n")
        answer = read(wire)
    status = int(answer.split(b" ", 2)[1])
    assert status < 500
    assert status >= 400 or b"evil.example" not in answer
    assert not any(secret in answer for secret in SECRETS)


def read(wire: socket.socket) -> bytes:
    """What the site said until it hung up, which it may do before it has read all of a request."""
    answer = b""
    try:
        while part := wire.recv(65536):
            answer += part
    except ConnectionResetError:
        pass
    return answer


def test_the_site_has_nothing_to_report_after_all_this(ask: Ask, site: Site) -> None:
    """Runs after the tests above: an error that was answered calmly still stands in the log."""
    for address in hostile()[::7]:
        ask(address)
    assert "Traceback" not in site.log.read_text()
