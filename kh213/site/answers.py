"""Ready-made answers: bytes that are read and compressed once and then only sent.

Streamlit compresses per request, gives the plain and the compressed body one strong ETag, and does not
compress its own bundle at all (2.7 MB for the first page). So whatever does not change is served from here.
"""

import gzip
from dataclasses import dataclass
from functools import cached_property
from hashlib import sha256

from starlette.datastructures import Headers
from starlette.responses import Response

FOREVER = "public, max-age=31536000, immutable"
ASK_AGAIN = "no-cache"

_COMPRESSIBLE = (
    "text/",
    "image/svg+xml",
    "application/json",
    "application/manifest+json",
    "application/ld+json",
    "application/geo+json",
    "application/atom+xml",
    "application/xml",
)
_SMALLEST = 500  # bytes; below it gzip's own header eats the gain


@dataclass(frozen=True)
class Body:
    """The bytes of one address with their media type; hash and gzip are worked out on first demand and kept."""

    content: bytes
    media_type: str

    @cached_property
    def gzipped(self) -> bytes | None:
        """The gzip form, or None where it would gain nothing (fonts, pictures, short texts)."""
        if len(self.content) < _SMALLEST or not self.media_type.startswith(_COMPRESSIBLE):
            return None
        packed = gzip.compress(self.content, 9, mtime=0)
        return packed if len(packed) < len(self.content) else None

    @cached_property
    def tag(self) -> str:
        """The content's hash, short enough for a header and a file name."""
        return sha256(self.content).hexdigest()[:20]


def answer(
    body: Body, asked: Headers, *, cache: str, status: int = 200, extra: dict[str, str] | None = None
) -> Response:
    """The response to a request with the headers `asked`: plain or gzip, or 304 where the reader has it already.

    The two forms carry different strong ETags, as RFC 9110 section 8.8.3 wants it.
    """
    packed = body.gzipped if accepts_gzip(asked.get("accept-encoding", "")) else None
    etag = f'"{body.tag}-gz"' if packed else f'"{body.tag}"'
    headers = {"ETag": etag, "Cache-Control": cache, **(extra or {})}
    if body.gzipped is not None:
        headers["Vary"] = "Accept-Encoding"
    if status == 200 and _has_it(asked.get("if-none-match", ""), body.tag):
        return Response(status_code=304, headers=headers)
    if packed:
        headers["Content-Encoding"] = "gzip"
    return Response(packed or body.content, status_code=status, headers=headers, media_type=body.media_type)


def accepts_gzip(accept_encoding: str) -> bool:
    """Whether an Accept-Encoding header allows gzip: named (or `*`) and not with `q=0`."""
    weights = {}
    for item in accept_encoding.lower().split(","):
        name, _, parameters = item.partition(";")
        weights[name.strip()] = parameters.replace(" ", "") not in ("q=0", "q=0.0", "q=0.00", "q=0.000")
    return weights.get("gzip", weights.get("*", False))


def _has_it(if_none_match: str, tag: str) -> bool:
    """If-None-Match compares weakly: `W/` is ignored, and both our forms have the same meaning."""
    offered = {each.strip().removeprefix("W/").strip('"') for each in if_none_match.split(",")}
    return bool(offered & {tag, f"{tag}-gz", "*"})
