"""The outermost layer: every answer passes through it, so a rule stands here once."""

import logging
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from kh213.site import errors
from kh213.site.entrance import doors, policy

_log = logging.getLogger(__name__)

_PREFLIGHT = {
    "Access-Control-Allow-Origin": "*",
    "Access-Control-Allow-Headers": "If-None-Match, If-Range, Range",
    "Access-Control-Max-Age": "86400",
}


class Guard:
    """ASGI middleware: only reading, only one websocket, security headers on every answer, and no traceback
    to a reader.
    """

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "http":
            await self._http(scope, receive, send)
        elif scope["type"] == "websocket" and (scope["path"] != doors.SOCKET or _is_foreign(Headers(scope=scope))):
            await send({"type": "websocket.close", "code": 1008})
        else:
            await self.app(scope, receive, send)

    async def _http(self, scope: Scope, receive: Receive, send: Send) -> None:
        started = False
        added = policy.headers(scope["path"], scope["query_string"].decode("latin-1"))

        async def send_guarded(message: Message) -> None:
            nonlocal started
            if message["type"] == "http.response.start":
                started = True
                _complete(MutableHeaders(raw=message["headers"]), added)
            await send(message)

        at_once = _refusal(scope) or _preflight(scope)
        if at_once:
            await at_once(scope, receive, send_guarded)
            return
        try:
            await self.app(_not_compressed_again(scope), receive, send_guarded)
        except Exception:
            # Starlette's own last resort stands outside of this layer and would answer without our headers.
            _log.exception("error at %s", scope["path"])
            if started:
                raise
            await errors.short(500, "http.server_error")(scope, receive, send_guarded)


def _is_foreign(asked: Headers) -> bool:
    """Whether a page of another site asks. Streamlit would refuse it too, but asks a host outside first who it is itself,
    and everybody waits meanwhile.
    """
    origin = asked.get("origin")
    return origin is not None and urlsplit(origin).netloc != asked.get("host")


def _refusal(scope: Scope) -> Response | None:
    allowed = doors.methods(scope["path"])
    if scope["method"] not in allowed:
        return errors.short(405, "http.method_not_allowed", headers={"Allow": ", ".join(allowed)})
    if doors.is_no_address(scope["path"]):
        return errors.not_found(Headers(scope=scope), scope["path"])
    return None


def _preflight(scope: Scope) -> Response | None:
    """The answer to a browser that asks whether another page may read an address."""
    if scope["method"] != "OPTIONS":
        return None
    allowed = ", ".join(doors.methods(scope["path"]))
    return Response(status_code=204, headers={**_PREFLIGHT, "Allow": allowed, "Access-Control-Allow-Methods": allowed})


def _not_compressed_again(scope: Scope) -> Scope:
    """The request, its Accept-Encoding in capitals unless it is for Streamlit, which compresses what is below it.

    Its layer looks for a lower-case "gzip" anywhere in the header: it would compress what we give plain on purpose,
    also after `gzip;q=0`, on every request anew and with the ETag of the plain form. Names of codings have no case
    (RFC 9110 section 8.4.1), and sending/answers.py knows.
    """
    if doors.is_streamlits(scope["path"]):
        return scope
    headers = [(name, value.upper() if name == b"accept-encoding" else value) for name, value in scope["headers"]]
    return {**scope, "headers": headers}


def _complete(headers: MutableHeaders, added: dict[str, str]) -> None:
    """Adds what is missing, and writes Vary once: Streamlit's gzip layer adds its own to an answer that has one."""
    for name, value in added.items():
        headers.setdefault(name, value)
    if "vary" in headers:
        headers["Vary"] = ", ".join(_each_once(Headers(raw=headers.raw).getlist("vary")))


def _each_once(values: list[str]) -> list[str]:
    names = [name.strip() for value in values for name in value.split(",")]
    return list({name.lower(): name for name in names if name}.values())
