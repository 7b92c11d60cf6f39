"""What slides and documents share: safe text, colours, QR codes, and files without the moment in which they were made."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Callable
from datetime import date, datetime
from typing import IO, Protocol

import segno

from kh213.export.archive import package_zip

LOCALES = {"vi": "vi-VN", "en": "en-GB"}
AUTHOR = "kh213"

_NOT_XML = re.compile("[^\t\n\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_QUIET = 4  # modules of white around a QR code, as ISO/IEC 18004 wants


class Colours(Protocol):
    """The palette of a light picture (draw/theme.py), each colour as #rrggbb."""

    @property
    def ink(self) -> str: ...
    @property
    def paper(self) -> str: ...
    @property
    def muted(self) -> str: ...
    @property
    def line(self) -> str: ...
    @property
    def grid(self) -> str: ...
    def side(self, name: str) -> str:
        """The colour of a figure that is reached, short, or none (cannot be told)."""


def plain(text: str) -> str:
    """Text without the letters that XML knows no way to write."""
    return _NOT_XML.sub("\N{REPLACEMENT CHARACTER}", text)


def is_address(href: str) -> bool:
    """Whether a link may lead there: data may name any scheme."""
    return href.startswith(("https://", "http://"))


def qr_png(address: str) -> bytes:
    """An address as a QR code, in pixels of black and white; error correction M, as on print."""
    drawn = io.BytesIO()
    segno.make(address, error="m", micro=False).save(drawn, kind="png", scale=8, border=_QUIET)
    return drawn.getvalue()


def moment(day: date) -> datetime:
    """When a file of a release was made, as far as it says: the beginning of the release's day."""
    return datetime(day.year, day.month, day.day)


def without_clock(save: Callable[[IO[bytes]], None]) -> bytes:
    """What `save` writes, with the zip around it made anew: the same parts give the same bytes."""
    packed = io.BytesIO()
    save(packed)
    with zipfile.ZipFile(packed) as archive:
        return package_zip({name: archive.read(name) for name in archive.namelist()})
