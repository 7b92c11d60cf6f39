"""Many readers in one light process: speaks Streamlit's websocket protocol, so that no browser is in the way.

Run as `python -m tests.bench.visitors`: takes one order a line as JSON, answers each with a line of JSON. It lives in a
process of its own, so that what it costs is not the server's, and says its own CPU time, so that nobody takes the
client's limit for the server's.
"""

from __future__ import annotations

import asyncio
import json
import sys
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from websockets.asyncio.client import ClientConnection, connect
from websockets.typing import Subprotocol

_PATIENCE = 120  # seconds; a first run among a hundred waits long
_SMALL = 400  # bytes: the message that ends a run is a small one, so no other is parsed
_AT_ONCE = 10  # readers who arrive together


class Wrong(Exception):
    """A run that did not end well: what was measured would not be the page."""


@dataclass
class Visitor:
    """One session: a connection, the page that it is on, and what a browser would keep of it."""

    socket: ClientConnection
    url: str
    page: str = ""
    query: str = ""
    script: str = ""
    kept: dict[str, None] = field(default_factory=dict)
    taken: int = 0  # bytes
    messages: int = 0

    async def go(self, page: str, query: str) -> None:
        """Opens another page, as a click on a link does, and waits for the end of its run.

        Raises Wrong where the page shows an error, or is not there.
        """
        self.page, self.query, self.script, self.kept = page, query, "", {}
        await self._ask()
        finished = False
        while not finished:
            message = ForwardMsg.FromString(await self._next())
            finished = self._read(message)

    async def again(self) -> None:
        """The same page once more, as any click in it does."""
        await self._ask()
        while True:
            data = await self._next()
            if len(data) < _SMALL:
                message = ForwardMsg.FromString(data)
                if message.WhichOneof("type") == "script_finished":
                    _check(message)
                    return

    async def _ask(self) -> None:
        asked = BackMsg()
        state = asked.rerun_script
        state.query_string = self.query
        state.page_script_hash, state.page_name = self.script, "" if self.script else self.page
        state.cached_message_hashes.extend(self.kept)
        about = state.context_info
        about.timezone, about.timezone_offset, about.locale = "Asia/Ho_Chi_Minh", -420, "vi-VN"
        about.url = f"{self.url}/{self.page}" + (f"?{self.query}" if self.query else "")
        about.color_scheme = "light"
        await self.socket.send(asked.SerializeToString())

    async def _next(self) -> bytes:
        data = await asyncio.wait_for(self.socket.recv(decode=False), _PATIENCE)
        self.taken += len(data)
        self.messages += 1
        return data

    def _read(self, message: ForwardMsg) -> bool:
        """Takes from a message what a browser would keep; True at the end of the run."""
        kind = message.WhichOneof("type")
        if kind == "page_not_found":
            raise Wrong(f"no page at {self.page!r}")
        if kind == "delta" and message.delta.new_element.WhichOneof("type") == "exception":
            raise Wrong(message.delta.new_element.exception.message)
        if kind == "navigation":
            self.script = message.navigation.page_script_hash
        elif kind == "new_session" and not self.script:
            self.script = message.new_session.page_script_hash
        if message.metadata.cacheable:
            self.kept[message.hash] = None
        if kind == "script_finished":
            _check(message)
        return bool(kind == "script_finished")


def _check(message: ForwardMsg) -> None:
    if message.script_finished != ForwardMsg.FINISHED_SUCCESSFULLY:
        raise Wrong(f"the run ended with {message.script_finished}")


class Crowd:
    """Visitors by the site that they are on."""

    def __init__(self) -> None:
        self._of: dict[str, list[Visitor]] = {}

    async def come(self, url: str, sessions: int) -> dict[str, Any]:
        """Lets sessions connect until there are as many as asked for, or leave until there are not more."""
        here = self._of.setdefault(url, [])
        leaving, self._of[url] = here[sessions:], here[:sessions]
        await asyncio.gather(*(each.socket.close() for each in leaving))
        here = self._of[url]
        while len(here) < sessions:
            new = min(_AT_ONCE, sessions - len(here))
            here.extend(await asyncio.gather(*(_arrive(url) for _ in range(new))))
        return {"sessions": len(here)}

    async def visit(self, url: str, page: str, query: str) -> dict[str, Any]:
        """Everyone opens a page, some at a time."""
        room = asyncio.Semaphore(_AT_ONCE)

        async def one(visitor: Visitor) -> None:
            async with room:
                await visitor.go(page, query)

        await asyncio.gather(*(one(each) for each in self._of[url]))
        return {}

    async def load(self, url: str, seconds: float) -> dict[str, Any]:
        """Everyone asks for the page again as soon as it has come, for a while."""
        here = self._of[url]
        for each in here:
            each.taken = each.messages = 0
        start, cpu = time.perf_counter(), time.process_time()
        until = start + seconds
        done = sum(await asyncio.gather(*(_runs(each, until) for each in here)))
        took = time.perf_counter() - start
        return {
            "runs": done,
            "seconds": took,
            "cpu": time.process_time() - cpu,
            "bytes": sum(each.taken for each in here),
            "messages": sum(each.messages for each in here),
        }


async def _runs(visitor: Visitor, until: float) -> int:
    done = 0
    while time.perf_counter() < until:
        await visitor.again()
        done += 1
    return done


async def _arrive(url: str) -> Visitor:
    parts = urlsplit(url)
    socket = await connect(
        f"ws://{parts.netloc}/_stcore/stream",
        subprotocols=[Subprotocol("streamlit")],
        compression=None,
        max_size=None,
        max_queue=None,
        open_timeout=_PATIENCE,
        ping_interval=None,
    )
    return Visitor(socket, url)


async def main() -> None:
    """Does what the lines say until there are no more."""
    crowd = Crowd()
    orders: dict[str, Callable[..., Awaitable[dict[str, Any]]]] = {
        "come": crowd.come,
        "visit": crowd.visit,
        "load": crowd.load,
    }
    while line := await asyncio.to_thread(sys.stdin.readline):
        order = json.loads(line)
        try:
            answer = await orders[order.pop("do")](**order)
        except Exception as error:  # noqa: BLE001  the one who gave the order is told, and ends the measurement
            answer = {"error": f"{type(error).__name__}: {error}"}
        sys.stdout.write(json.dumps(answer) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    asyncio.run(main())
