"""A part of a file, for whoever goes on with a download that broke off (RFC 9110 section 14)."""

import re

from starlette.requests import Request
from starlette.responses import Response

from kh213.site import errors

_RANGE = re.compile(r"bytes=\s*(?:([0-9]{1,18})-([0-9]{1,18})?|-([0-9]{1,18}))\s*", re.ASCII)
_NOT_OF_THE_PART = {"content-length", "content-type"}


def ranged(request: Request, whole: Response) -> Response:
    """The whole answer, or the one range of it that a GET asks for: 206, or 416 where the file is shorter.

    Several ranges at once, and what cannot be read as one, are answered with the whole, as the standard allows. `whole`
    must be the plain file: a range of a compressed one would be another thing.
    """
    if whole.status_code != 200:
        return whole
    whole.headers["Accept-Ranges"] = "bytes"
    asked = _RANGE.fullmatch(request.headers.get("range", ""))
    if request.method != "GET" or asked is None or not _is_the_same(request, whole):
        return whole
    size = len(whole.body)
    first, last = _span(asked, size)
    kept = {name: value for name, value in whole.headers.items() if name not in _NOT_OF_THE_PART}
    if first >= size or first > last:
        # Nothing of the file's own is said: no tag, no name
        told = {name: value for name, value in kept.items() if name.startswith("access-control-")}
        return errors.short(416, "http.no_such_range", headers={**told, "Content-Range": f"bytes */{size}"}, size=size)
    part = bytes(whole.body[first : last + 1])
    kept["content-range"] = f"bytes {first}-{last}/{size}"
    return Response(part, 206, headers=kept, media_type=whole.media_type)


def _span(asked: re.Match[str], size: int) -> tuple[int, int]:
    first, last, ending = asked.groups()
    if ending is not None:
        return (max(0, size - int(ending)), size - 1) if int(ending) else (size, size)
    return int(first), min(int(last), size - 1) if last is not None else size - 1


def _is_the_same(request: Request, whole: Response) -> bool:
    """Whether the reader's part is of this very file; a weak tag or a date does not prove it."""
    known = request.headers.get("if-range")
    return known is None or known.strip() == whole.headers["ETag"]
