"""Answers that are given again from memory: which, for how long, and never one that is no longer true."""

import threading
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import Any

import anyio
import pytest
from starlette.types import Message, Receive, Scope, Send

from kh213.release.publications.watched import State, Watched
from kh213.site.sending import again, looking
from kh213.site.sending.again import Again, may_be_kept
from tests import publications
from tests.publications import SECOND

Asked = Callable[..., Awaitable[list[Message]]]


class Counting:
    """An application that counts how often it is asked, and says so."""

    def __init__(self, *, status: int = 200, marks: bool = True, parts: int = 1, size: int = 0) -> None:
        self.status, self.marks, self.parts, self.size = status, marks, parts, size
        self.asked = 0
        self.meanwhile: Callable[[], object] = lambda: None

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:  # noqa: ARG002
        self.asked += 1
        body = str(self.asked).encode().ljust(self.size)
        if self.marks:
            may_be_kept(scope)
        self.meanwhile()
        await send({"type": "http.response.start", "status": self.status, "headers": [(b"etag", b'"1"')]})
        for part in range(self.parts):
            await send({"type": "http.response.body", "body": body, "more_body": part + 1 < self.parts})


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return publications.first(tmp_path)


def asks(layer: Again, *requests: dict[str, Any]) -> list[bytes]:
    """The bodies of the answers to requests, one after the other."""

    async def all_of_them() -> list[bytes]:
        return [body_of(await one(layer, **request)) for request in requests]

    return run(all_of_them)


def run(work: Callable[[], Awaitable[Any]]) -> Any:
    """In a thread of its own: Playwright keeps an event loop in this one."""
    found: list[Any] = []
    thread = threading.Thread(target=lambda: found.append(anyio.run(work)))
    thread.start()
    thread.join()
    return found[0]


async def one(layer: Again, method: str = "GET", path: str = "/x", query: bytes = b"", **headers: str) -> list[Message]:
    sent: list[Message] = []

    async def send(message: Message) -> None:
        sent.append(message)

    async def receive() -> Message:
        raise AssertionError("nobody reads a body")

    raw = [(name.replace("_", "-").encode(), value.encode()) for name, value in headers.items()]
    scope = {"type": "http", "method": method, "path": path, "raw_path": path.encode(), "query_string": query}
    await layer({**scope, "headers": raw}, receive, send)
    return sent


def body_of(sent: list[Message]) -> bytes:
    return b"".join(message.get("body", b"") for message in sent)


def test_what_may_be_kept_is_given_again_whole(root: Path) -> None:
    layer = Again(Counting(), root)

    async def thrice() -> list[list[Message]]:
        return [await one(layer) for _ in range(4)]

    first, second, third, fourth = run(thrice)
    # The first is asked before anything is known of the folder
    assert [body_of(each) for each in (first, second, third, fourth)] == [b"1", b"2", b"2", b"2"]
    assert second == third == fourth


@pytest.mark.parametrize(
    "application",
    [Counting(marks=False), Counting(status=404), Counting(status=503), Counting(status=206), Counting(parts=2)],
)
def test_what_no_route_speaks_for_is_answered_anew(root: Path, application: Counting) -> None:
    asks(Again(application, root), *({} for _ in range(4)))
    assert application.asked == 4


@pytest.mark.parametrize(
    "request_",
    [
        {"method": "OPTIONS"},
        {"method": "POST"},
        {"range": "bytes=0-1"},
        {"if_range": '"1"'},
        {"if_none_match": '"of nobody"'},
        {"query": b"x" * 1001},
        {"accept_encoding": "x" * 1001},
    ],
)
def test_a_request_like_no_other_is_answered_anew(root: Path, request_: dict[str, Any]) -> None:
    application = Counting()
    asks(Again(application, root), {}, *(request_ for _ in range(3)))
    assert application.asked == 4


def test_every_form_of_an_answer_is_kept_apart(root: Path) -> None:
    forms: list[dict[str, Any]] = [
        {},
        {"method": "HEAD"},
        {"path": "/y"},
        {"query": b"a"},
        {"accept_encoding": "gzip"},
        {"accept_encoding": "gzip;q=0"},
    ]
    application = Counting()
    bodies = asks(Again(application, root), {}, *forms, *forms)
    assert bodies[1:7] == bodies[7:]
    assert len(set(bodies)) == 7


def test_a_reader_who_has_it_already_is_told_so_again(root: Path) -> None:
    application = Counting(status=304)
    bodies = asks(Again(application, root), {}, *({"if_none_match": '"1"'} for _ in range(3)), {"if_none_match": '"2"'})
    assert bodies == [b"1", b"2", b"2", b"2", b"3"]


def test_nothing_is_given_again_after_a_publication_or_withdrawal(root: Path) -> None:
    application = Counting()
    layer = Again(application, root)

    async def followed() -> list[bytes]:
        found = []
        for change in (
            lambda: None,
            lambda: publications.publish(root, SECOND, publications.second_tables()),
            lambda: publications.withdraw(root, SECOND, "vì"),
        ):
            change()
            found += [body_of(await one(layer)) for _ in range(3)]
        return found

    assert run(followed) == [b"1", b"2", b"2", b"3", b"3", b"3", b"4", b"4", b"4"]


def test_an_answer_that_was_on_its_way_when_the_data_changed_is_not_given_again(root: Path) -> None:
    application = Counting()
    layer = Again(application, root)
    asks(layer, {}, {"path": "/other"}, {"path": "/other"})
    application.meanwhile = lambda: publications.publish(root, SECOND, publications.second_tables())
    (old,) = asks(layer, {})
    application.meanwhile = lambda: None
    assert old not in asks(layer, {}, {}, {})


def test_nothing_is_given_again_where_the_folder_cannot_be_looked_at(root: Path) -> None:
    application = Counting()
    layer = Again(application, root)
    asks(layer, {}, {}, {})
    (root / "releases").rename(root / "away")
    asks(layer, {}, {}, {})
    assert application.asked == 2 + 3


def test_memory_is_bounded_and_what_was_asked_for_longest_ago_goes_first(root: Path) -> None:
    application = Counting(size=10_000)
    room = 3 * (10_000 + again._OVERHEAD)
    layer = Again(application, root, limit=room)
    paths = [{"path": f"/{name}"} for name in "abcad"]  # a is asked for again before d comes
    asks(layer, {}, *paths)
    assert [key[1] for key in layer._answers] == [b"/c", b"/a", b"/d"]
    assert layer._size == room
    asks(layer, *({"path": f"/{number}"} for number in range(50)))
    assert layer._size == room


def test_one_huge_answer_takes_no_room_of_others(root: Path) -> None:
    layer = Again(Counting(size=again._LARGEST), root)
    asks(layer, {}, {}, {})
    assert layer._size == 0


class Slow(Watched):
    """A folder on a disk that hangs until it is let go."""

    let_go = threading.Event()
    looks = 0

    def state(self) -> State | None:
        type(self).looks += 1
        assert self.let_go.wait(30)
        return super().state()


@pytest.mark.parametrize("local", [True, False])
def test_a_disk_that_hangs_holds_up_who_asks_and_no_one_else(
    root: Path, local: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(looking, "Watched", Slow)
    monkeypatch.setattr(looking, "is_local", lambda _: local)
    Slow.let_go, Slow.looks = threading.Event(), 0

    async def together() -> list[State | None]:
        look = looking.Looking(root)
        found: list[State | None] = []

        async def ask() -> None:
            found.append(await look.now())

        async with anyio.create_task_group() as group:
            for _ in range(5):
                group.start_soon(ask)
            await anyio.sleep(0.2)  # the loop is free, and nobody has an answer
            assert not found
            Slow.let_go.set()
        return found

    states = run(together)
    assert len(set(states)) == 1
    assert states[0] is not None
    # The first look began when only the first had asked; where looks go through a thread, one more is for all others.
    assert Slow.looks == (5 if local else 2)


def test_who_asks_during_a_look_is_told_what_was_seen_after_they_asked(
    root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen = iter(["before", "after"])
    began, let_go = threading.Event(), threading.Event()

    class Telling(Watched):
        def state(self) -> Any:
            found = next(seen)
            began.set()
            assert let_go.wait(30)
            return found

    monkeypatch.setattr(looking, "Watched", Telling)
    monkeypatch.setattr(looking, "is_local", lambda _: False)

    async def two() -> tuple[Any, Any]:
        look = looking.Looking(root)
        found: dict[str, Any] = {}

        async def ask(name: str) -> None:
            found[name] = await look.now()

        async with anyio.create_task_group() as group:
            group.start_soon(ask, "early")
            while not began.is_set():
                await anyio.sleep(0.01)
            group.start_soon(ask, "late")
            await anyio.sleep(0.05)
            let_go.set()
        return found["early"], found["late"]

    assert run(two) == ("before", "after")
