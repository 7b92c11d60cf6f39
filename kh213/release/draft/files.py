"""What the files of a folder are: tables, workbooks, none of these. Nothing outside the folder is opened."""

from __future__ import annotations

from pathlib import Path
from typing import NamedTuple

from kh213.release.draft.headers import folded
from kh213.release.draft.starting import EXAMPLE
from kh213.release.issues import Issue
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.schema import TABLES

LARGEST = 200_000_000  # bytes of a file that is read

_TEXT = frozenset({".csv", ".tsv", ".txt"})
_WORKBOOKS = frozenset({".xlsx", ".xlsm"})
_OTHER_WORKBOOKS = frozenset({".xls", ".xlsb", ".ods", ".numbers"})
_NOT_OURS = ("~$", ".", "readme", "huong-dan", EXAMPLE, "thumbs.db", "desktop.ini")
_BEGINNINGS = (
    (b"PK\x03\x04", "ZIP (.xlsx, .docx, .zip)"),
    (b"\xd0\xcf\x11\xe0", "Excel 97–2003 (.xls)"),
    (b"%PDF", "PDF"),
    (b"\x89PNG", "PNG"),
    (b"\xff\xd8\xff", "JPEG"),
    (b"GIF8", "GIF"),
    (b"{\\rtf", "RTF"),
    (b"\x1f\x8b", "GZIP"),
    (b"Rar!", "RAR"),
    (b"7z\xbc\xaf", "7-Zip"),
)
_HTML = (b"<!doctype html", b"<html", b"<table", b"<?xml")


class Handed(NamedTuple):
    """The files of a draft that are read, and what is said of the others. A table's text file has its table, or None."""

    texts: list[tuple[Path, str | None]]
    workbooks: list[Path]
    descriptor: Path | None
    issues: list[Issue]


def handed(folder: Path) -> Handed:
    """Sorts the files of a folder, by name. Raises OSError where it cannot be listed."""
    result = Handed([], [], folder / DESCRIPTOR if _is_inside(folder, folder / DESCRIPTOR) else None, [])
    for path in sorted(folder.iterdir(), key=lambda each: each.name):
        if path.name != DESCRIPTOR and not path.name.lower().startswith(_NOT_OURS):
            _sort(folder, path, result)
    return result


def _sort(folder: Path, path: Path, into: Handed) -> None:
    suffix, table = path.suffix.lower(), _table(path)
    code = "file_ignored"
    if not _is_inside(folder, path):
        if path.is_dir() and not any(each.suffix.lower() in _TEXT | _WORKBOOKS for each in path.glob("*.*")):
            return
    elif path.stat().st_size > LARGEST:
        code = "file_too_large"
    elif suffix in _WORKBOOKS:
        into.workbooks.append(path)
        return
    elif suffix == ".csv" or (suffix in _TEXT and table):
        into.texts.append((path, table))
        return
    elif suffix in _OTHER_WORKBOOKS:
        code = "old_workbook"
    found, expected = path.name, ""
    if code == "file_too_large":
        found, expected = (f"{size // 1_000_000} MB" for size in (path.stat().st_size, LARGEST))
    into.issues.append(Issue(table or "", code, found=found, expected=expected, file=path.name))


def _is_inside(folder: Path, path: Path) -> bool:
    """Whether it is a plain file of this folder, or a link to one: no folder, no device, nothing elsewhere."""
    return path.is_file() and path.resolve().is_relative_to(folder.resolve())


def _table(path: Path) -> str | None:
    name = folded(path.stem)
    return name if name in TABLES else None


def kind(content: bytes) -> str | None:
    """What a file is by its first bytes, where it is not text: PNG, PDF, …; None where nothing tells."""
    known = next((name for beginning, name in _BEGINNINGS if content.startswith(beginning)), None)
    return known or ("HTML, XML" if content[:200].lstrip(b"\xef\xbb\xbf \r\n\t").lower().startswith(_HTML) else None)
