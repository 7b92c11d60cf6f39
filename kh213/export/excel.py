"""A CSV for Excel: the same cells, but none of them can run, and the letters arrive whole."""

from __future__ import annotations

import codecs
import csv
import io
import re

from kh213.release.reading.package import csv_line

_NUMBER = r"[+-]?[0-9]+(?:\.[0-9]+)?(?:[eE][+-]?[0-9]+)?"
# What makes a spreadsheet take a cell for a formula (OWASP, "CSV Injection"), also behind quotes and blanks; the wide
# signs are what an East Asian Excel takes for the narrow ones.
_RUNS = r'[ "]*[=+\-@＝＋－＠]'
_CELL = re.compile(rf"(?!{_NUMBER}\Z)(?:[\t\r\n\0]|{_RUNS})")
# A semicolon, a tab or a line end starts a new cell where Excel's list separator is not the comma: it then reads
# quotes that do not open a cell as letters.
_INSIDE = re.compile(rf"(?<=[;\t\r\n])(?!{_NUMBER}(?:[;\t\r\n]|\Z))(?={_RUNS})")


def excel_copy(content: bytes) -> bytes:
    """A UTF-8 CSV with a byte order mark and CRLF line ends, `harmless` in every cell; the order stays."""
    rows = csv.reader(io.StringIO(content.decode("utf-8"), newline=""), strict=True)
    lines = (csv_line([*map(harmless, row)]).removesuffix(b"\n") + b"\r\n" for row in rows)
    return codecs.BOM_UTF8 + b"".join(lines)


def harmless(text: str) -> str:
    """The text with an apostrophe before whatever could run as a formula; a number stays as it is."""
    calm = _INSIDE.sub("'", text)
    return f"'{calm}" if _CELL.match(text) else calm
