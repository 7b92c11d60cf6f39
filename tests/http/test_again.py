"""An answer from memory is the answer that the site would have worked out, byte for byte, and ends with its publication."""

import threading
from collections.abc import Iterator
from itertools import product
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.routing import Router
from starlette.types import Receive, Scope, Send

from kh213.site.bundle.files import Files
from kh213.site.entrance.guard import Guard
from kh213.site.routes import routes
from kh213.site.sending.again import Again
from tests import publications, serving
from tests.http.test_withdrawn import WHY
from tests.publications import FIRST, NAMED, SECOND

DAY = "2026-11-22"
# With it a request passes the memory by; where no part is asked for, it changes nothing else (RFC 9110 section 13.1.5).
ANEW = {"if-range": '"x"'}
KEPT = [
    "/",
    "/?lang=en",
    "/chi-tieu?ma=T01&embed=true",
    "/data/latest/observations.csv",
    f"/data/{DAY}/observations.csv",
    "/data/demo/observations.csv",
    "/data/latest/observations.csv?excel=1",
    "/data/latest/status.csv?tai=2020-06-30",
    "/data/latest/package.zip",
    "/data/latest/citation.bib",
    "/data/demo/areas/district.geojson",
    "/embed/latest/map/ddci-diem.svg",
    f"/embed/{DAY}/map/ddci-diem.svg",
    "/embed/latest/T01.svg?theme=dark&width=480",
    "/embed/latest/T01.html",
    "/kh213/icon.svg",
]
NOT_KEPT = [
    "/healthz",
    "/nothing/here",
    "/chi-tieu/",
    "/data/latest/nothing.csv",
    "/data/2020-01-01/targets.csv",
    "/data/latest/targets.csv?x=1",
    "/embed/latest/T01.svg?width=1",
    "/embed/latest/T99.svg",
    "/_stcore/health",
    "/_stcore/metrics",
    "/data/latest/..%2f..%2fapp.py",
]
CODINGS = ["identity", "gzip, deflate, br, zstd", "gzip;q=0", "*"]


def seen(answer: httpx.Response) -> tuple[int, list[tuple[bytes, bytes]], bytes]:
    """All that a reader gets but the time of day, and the body as it came."""
    headers = [(name, value) for name, value in answer.headers.raw if name != b"date"]
    return answer.status_code, headers, answer.read()


@pytest.mark.parametrize("address", [*KEPT, *NOT_KEPT])
def test_an_answer_from_memory_is_the_one_that_would_be_worked_out(client: httpx.Client, address: str) -> None:
    tag = client.get(address).headers.get("etag", '"none"')
    conditions = [{}, {"if-none-match": tag}, {"if-none-match": f'W/{tag}, "y"'}, {"if-none-match": '"y"'}]
    for method, coding, condition in product(("GET", "HEAD"), CODINGS, conditions):
        headers = {"accept-encoding": coding, "accept": "text/html", **condition}
        anew = seen(client.request(method, address, headers={**headers, **ANEW}))
        for _ in range(3):
            assert seen(client.request(method, address, headers=headers)) == anew


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "OPTIONS"])
def test_another_method_is_not_answered_from_memory(client: httpx.Client, method: str) -> None:
    for _ in range(3):
        client.get(KEPT[3])
    assert client.request(method, KEPT[3]).status_code == (204 if method == "OPTIONS" else 405)


def test_a_part_is_given_while_the_whole_is_in_memory(client: httpx.Client) -> None:
    address = f"/data/{DAY}/package.zip"
    whole = [client.get(address) for _ in range(3)][-1]
    tag = whole.headers["etag"]
    part = client.get(address, headers={"range": "bytes=10-19", "if-range": tag})
    assert (part.status_code, part.content) == (206, whole.content[10:20])
    assert client.get(address, headers={"range": f"bytes={len(whole.content)}-"}).status_code == 416
    assert client.get(address).content == whole.content


@pytest.mark.parametrize("address", [*KEPT, *NOT_KEPT])
def test_what_a_route_speaks_for_is_worked_out_once(address: str, root: Path) -> None:
    worked_out = 0
    site = Guard(Files(Router(routes)))

    async def counted(scope: Scope, receive: Receive, send: Send) -> None:
        nonlocal worked_out
        worked_out += 1
        await site(scope, receive, send)

    async def ask() -> None:
        transport = httpx.ASGITransport(Again(counted, root))
        async with httpx.AsyncClient(transport=transport, base_url="http://127.0.0.1") as asking:
            for _ in range(5):
                await asking.get(address)

    thread = threading.Thread(target=lambda: anyio.run(ask))  # Playwright keeps an event loop in this one
    thread.start()
    thread.join()
    # The very first answer of a process is not kept: nothing was known of the data folder when it was asked for
    assert worked_out == (2 if address in KEPT else 5)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publications.first(tmp_path)


@pytest.fixture
def own(root: Path) -> Iterator[httpx.Client]:
    with (
        serving.running({"KH213_DATA": str(root)}) as site,
        httpx.Client(base_url=site.url, timeout=60) as client,
    ):
        yield client


def test_memory_ends_with_the_publication(root: Path, own: httpx.Client) -> None:
    latest, pinned, picture = "/data/latest/agencies.csv", f"/data/{SECOND}/agencies.csv", "/embed/latest/T01.svg"

    def asked(address: str) -> httpx.Response:
        answers = [own.get(address) for _ in range(3)]
        assert len({(each.status_code, each.content) for each in answers}) == 1
        return answers[0]

    old, drawn, demo = asked(latest), asked(picture), asked("/data/demo/agencies.csv")
    page = asked("/")
    assert asked(pinned).status_code == 404

    publications.publish(root, SECOND, publications.second_tables())
    assert NAMED in asked(latest).text
    assert asked(pinned).status_code == 200
    assert asked(picture).content != drawn.content  # the day of the publication stands in it
    assert asked("/").content != page.content
    assert own.get(latest, headers={"if-none-match": old.headers["etag"]}).status_code == 200

    publications.withdraw(root, SECOND, WHY)
    assert asked(pinned).status_code == 410
    assert own.get(pinned, headers={"if-none-match": "*"}).status_code == 410
    assert own.head(pinned).status_code == 410
    assert asked(latest).content == old.content
    assert asked(picture).content == drawn.content
    assert asked("/data/demo/agencies.csv").content == demo.content

    publications.withdraw(root, FIRST, WHY)
    assert asked(latest).status_code == 503
    assert asked(f"/data/{FIRST}/agencies.csv").status_code == 410


def test_a_publication_overwritten_where_it_lies_is_noticed(root: Path, own: httpx.Client) -> None:
    address = f"/data/{FIRST}/agencies.csv"
    for _ in range(3):
        assert own.get(address).status_code == 200
    with (root / "releases" / str(FIRST) / "agencies.csv").open("a") as file:
        file.write("x")
    for _ in range(60):
        if own.get(address).status_code == 503:
            return
        threading.Event().wait(0.1)
    raise AssertionError("six seconds later it was still given")
