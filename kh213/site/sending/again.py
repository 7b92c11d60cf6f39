"""What was answered before is answered again from memory: nothing is routed, looked up or worked out a second time.

A route says of its answer that it may be kept (`may_be_kept`). Such an answer rests on nothing but the address, the
method, Accept-Encoding and If-None-Match, the day, the data folder, and what is fixed while the process runs. It is given
again only after the data folder was looked at *since the request came*: what is withdrawn is withdrawn at once.
"""

from __future__ import annotations

from collections import OrderedDict
from pathlib import Path
from typing import NamedTuple

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kh213.release.publications import store
from kh213.release.publications.watched import State
from kh213.site.sending.looking import Looking

LIMIT = 64_000_000  # bytes of answers, their headers and keys among them
_LARGEST = LIMIT // 16
_OVERHEAD = 2_000  # bytes of an answer beside its body: a generous guess at headers and key
_LONGEST = 1_000  # bytes of an address with the two headers; longer ones are not looked for
_KEPT_STATUSES = frozenset({200, 304})
_ASKS_FOR_A_PART = frozenset({b"range", b"if-range"})
_SLIP = "kh213.slip"

Key = tuple[str, bytes, bytes, bytes, bytes]


class _Slip:
    """Goes with a request to its route and back."""

    __slots__ = ("kept",)

    def __init__(self) -> None:
        self.kept = False


class _Answer(NamedTuple):
    start: Message
    body: Message
    size: int


def may_be_kept(scope: Scope) -> None:
    """Called by whoever answers a request: its answer, where it is a 200 or 304, may be given to the same request again."""
    slip = scope.get(_SLIP)
    if slip is not None:
        slip.kept = True


class Again:
    """ASGI middleware, the outermost: keeps whole answers, headers and all, as long as the data folder stays as it is.

    At most `limit` bytes; what was asked for longest ago goes first.
    """

    def __init__(self, app: ASGIApp, root: Path | None = None, limit: int = LIMIT) -> None:
        self.app, self.limit = app, limit
        self._looking = Looking(root or store.data_root())
        self._answers: OrderedDict[Key, _Answer] = OrderedDict()
        self._size = 0
        self._state: State | None = None  # on which all that is kept rests

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        key = _key(scope) if scope["type"] == "http" else None
        if key is None:
            await self.app(scope, receive, send)
            return
        if key in self._answers:
            await self._look()
            answer = self._answers.get(key)
            if answer is not None:
                self._answers.move_to_end(key)
                await send(answer.start)
                await send(answer.body)
                return
        await self._new(key, scope, receive, send)

    async def _look(self) -> None:
        """Forgets everything where the data folder is no longer what it was."""
        state = await self._looking.now()
        if state is None or state != self._state:
            self._answers.clear()
            self._size = 0
            self._state = state

    async def _new(self, key: Key, scope: Scope, receive: Receive, send: Send) -> None:
        # An old state does no harm: what is kept under it is given only if it is still the state.
        slip, state = _Slip(), self._state
        parts: list[Message] = []

        async def send_and_note(message: Message) -> None:
            if slip.kept and len(parts) < 3:
                parts.append(message)
            await send(message)

        await self.app({**scope, _SLIP: slip}, receive, send_and_note)
        if slip.kept:
            if self._state is None:
                await self._look()  # the first of all: nothing to keep it under yet
            elif state is self._state:
                self._keep(key, parts)

    def _keep(self, key: Key, parts: list[Message]) -> None:
        if len(parts) != 2 or parts[0]["status"] not in _KEPT_STATUSES or parts[1].get("more_body"):
            return
        if key[-1] and parts[0]["status"] == 200:
            return  # a tag that nobody gave: there is no end to them
        size = len(parts[1].get("body", b"")) + _OVERHEAD
        if size > _LARGEST or key in self._answers:
            return
        start = {**parts[0], "headers": list(parts[0]["headers"])}
        self._answers[key] = _Answer(start, {**parts[1]}, size)
        self._size += size
        while self._size > self.limit:
            _, oldest = self._answers.popitem(last=False)
            self._size -= oldest.size


def _key(scope: Scope) -> Key | None:
    """What a kept answer is found by; None for a request whose answer is never kept."""
    if scope["method"] not in ("GET", "HEAD"):
        return None
    coding = tag = b""
    for name, value in scope["headers"]:
        if name == b"accept-encoding":
            coding += b"," + value
        elif name == b"if-none-match":
            tag += b"," + value
        elif name in _ASKS_FOR_A_PART:
            return None
    path, query = scope["raw_path"], scope["query_string"]
    if len(path) + len(query) + len(coding) + len(tag) > _LONGEST:
        return None
    return scope["method"], path, query, coding, tag
