"""A citation as files: one line of text, BibTeX, RIS. None holds a day of access: that is the day of whoever cites."""

from __future__ import annotations

import re
from collections.abc import Iterable

from kh213.view.citation import Work, line
from kh213.words import formats

_BIBTEX_SPECIAL = {
    "\\": r"\textbackslash{}",
    "~": r"\textasciitilde{}",
    "^": r"\textasciicircum{}",
    **{char: f"\\{char}" for char in "&%$#_{}"},
}
_LANGUAGES = {"vi": "vietnamese", "en": "english"}


def text(cited: Work) -> bytes:
    """The line that the page shows, with a blank for the day of access."""
    return f"{line(cited, None)}\n".encode()


def bibtex(cited: Work) -> bytes:
    """One `@misc` entry, in UTF-8, that BibTeX and biblatex both take; without an address where the site's own one is
    not known.
    """
    fields = {
        "author": _braced(cited.author),
        "title": _braced(cited.title),
        "year": str(cited.day.year),
        "month": f"{cited.day.month:02}",
        "version": cited.day.isoformat(),
        "url": cited.address if cited.site else "",
        "langid": _LANGUAGES[cited.reader.w.lang],
        "note": _escaped(_note(cited)),
    }
    lines = [f"  {name:<7} = {{{value}}}," for name, value in fields.items() if value]
    return "\n".join([f"@misc{{{cited.key},", *lines, "}", ""]).encode()


def ris(cited: Work) -> bytes:
    """One record of the type DATA, in UTF-8, with the line ends that RIS wants."""
    fields = (
        ("TY", "DATA"),
        ("TI", cited.title),
        ("AU", cited.author),
        ("PY", str(cited.day.year)),
        ("DA", f"{cited.day:%Y/%m/%d}/"),
        ("ET", cited.day.isoformat()),
        ("UR", cited.address if cited.site else ""),
        ("LA", cited.reader.w.lang),
        ("N1", _note(cited)),
    )
    return _crlf([*(f"{tag}  - {_one_line(value)}" for tag, value in fields if value), "ER  - "])


def _note(cited: Work) -> str:
    """The version in words, the licence, and the path where it is all that is known of the address."""
    w = cited.reader.w
    said = w("citing.note", day=formats.day(w, cited.day))
    return said if cited.site else f"{said} {cited.address}"


def _braced(value: str) -> str:
    """In a second pair of braces: BibTeX would write a title in small letters and take a name apart."""
    return f"{{{_escaped(value)}}}"


def _escaped(value: str) -> str:
    return "".join(_BIBTEX_SPECIAL.get(char, char) for char in _one_line(value))


def _one_line(value: str) -> str:
    return re.sub(r"\s+", " ", value).strip()


def _crlf(lines: Iterable[str]) -> bytes:
    return "".join(f"{each}\r\n" for each in lines).encode()
