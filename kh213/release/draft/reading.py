"""A folder as handed in becomes a Draft: its tables as text, and everything that is wrong with its files."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import partial
from pathlib import Path
from typing import Any

from kh213.release.cells.letters import decoded
from kh213.release.draft.body import body
from kh213.release.draft.dialect import Fault, TooManyRows, parsed
from kh213.release.draft.files import Handed, handed, kind
from kh213.release.draft.headers import Head, folded, head, nearest_table, recognised, table_of
from kh213.release.draft.sheets import MOST_ROWS, Draft, Line, Sheet
from kh213.release.draft.starting import CODES_SHEET, GUIDE_SHEET
from kh213.release.draft.workbook import BROKEN, Page, Tell, TooLarge, pages
from kh213.release.draft.workbook import LARGEST as LARGEST_WORKBOOK
from kh213.release.issues import Issue, Progress, silent
from kh213.release.reading.package import DESCRIPTOR
from kh213.release.reasons import reason
from kh213.release.schema import TABLES

_Read = tuple[Sheet | None, list[Issue]]
_PlacedFault = tuple[int | None, Fault]


class Unreadable(Exception):
    """A folder that is no draft: `why` is `no_folder`, `a_file`, `no_access`, or `no_table`."""

    def __init__(self, folder: Path, why: str) -> None:
        self.folder = folder
        self.why = why
        super().__init__(f"{folder}: {why}")


def read_draft(folder: Path, tell: Progress = silent) -> Draft:
    """The tables of a folder, as their authors wrote them, with an issue for all that is wrong outside their cells.

    `tell` is told "reading", and bytes. Raises Unreadable where there is no folder, or nothing in it that was meant
    as a table.
    """
    if not folder.is_dir():
        raise Unreadable(folder, "a_file" if folder.exists() else "no_folder")
    try:
        files = handed(folder)
    except OSError as error:
        raise Unreadable(folder, "no_access") from error
    sheets: dict[str, Sheet] = {}
    issues = list(files.issues)
    for sheet, found in _sheets(files, tell):
        issues += found
        if sheet and sheet.table in sheets:
            issues.append(Issue(sheet.table, "table_twice", found=sheets[sheet.table].file, file=sheet.file))
        elif sheet:
            sheets[sheet.table] = sheet
    descriptor, found = _descriptor(files.descriptor)
    if not sheets and descriptor is None and all(issue.warning for issue in (*issues, *found)):
        raise Unreadable(folder, "no_table")
    ordered = {name: sheets[name] for name in TABLES if name in sheets}
    return Draft(folder, ordered, (*issues, *found), descriptor)


def _sheets(files: Handed, tell: Progress) -> Iterator[_Read]:
    paths = [*(path for path, _ in files.texts), *files.workbooks]
    done, total = 0, sum(path.stat().st_size for path in paths)
    tables = dict(files.texts)
    for path in paths:
        size = path.stat().st_size
        tell("reading", done, total)
        if path in tables:
            yield _text_file(path, tables[path])
        else:
            yield from _workbook(path, partial(_told, tell, done, size, total))
        done += size
    tell("reading", done, total)


def _told(tell: Progress, before: int, size: int, total: int, part: float) -> None:
    tell("reading", before + int(part * size), total)


def _text_file(path: Path, table: str | None) -> _Read:
    try:
        content = path.read_bytes()
    except OSError as error:
        return None, [Issue(table or "", "unreadable", found=reason(error), file=path.name)]
    letters = None if kind(content) else decoded(content)
    if letters is None:
        return None, [Issue(table or "", "not_text", found=kind(content) or "NUL", file=path.name)]
    if not letters.text.strip():
        return None, [Issue(table or "", "file_empty", file=path.name)]
    try:
        text = parsed(letters.text, partial(recognised, TABLES[table]) if table else _any_table)
    except TooManyRows:
        return None, [_too_many_rows(table or "", path.name)]
    if table is None:
        return None, [_no_table("not_a_table", path.stem, text.lines, path.name)]
    said = [Fault(letters.code, None, letters.found, letters.expected)] if letters.code else []
    return _sheet(table, path.name, text.lines, [(None, fault) for fault in (*said, *text.faults)])


def _too_many_rows(table: str, file: str) -> Issue:
    most = f"{MOST_ROWS:,}".replace(",", " ")
    return Issue(table, "too_many_rows", found=f"> {most}", expected=most, file=file)


def _any_table(cells: Sequence[str]) -> int:
    return max(recognised(table, cells) for table in TABLES.values())


def _no_table(code: str, name: str, lines: Sequence[Line], file: str) -> Issue:
    """A file or sheet whose name is no table's, with the table that it was meant to be, by its name or its columns."""
    meant = table_of(lines) or nearest_table(name) or ""
    return Issue(meant, code, found=name, expected=meant or ", ".join(TABLES), file=file)


def _workbook(path: Path, tell: Tell) -> Iterator[_Read]:
    try:
        found = pages(path, tell)
    except TooLarge:
        size = f"{LARGEST_WORKBOOK // 1_000_000} MB"
        yield None, [Issue("", "file_too_large", found=f"> {size}", expected=size, file=path.name)]
        return
    except BROKEN as error:
        why = kind(_beginning(path)) or reason(error)
        yield None, [Issue("", "workbook_unreadable", found=why, file=path.name)]
        return
    tables = [_page_table(path, page, len(found)) for page in found]
    if not any(tables):
        yield None, [_no_table("no_table_sheet", page.name, page.lines, path.name) for page in found[:1]]
        return
    for page, table in zip(found, tables, strict=True):
        yield _table_page(path, page, table) if table else (None, _other_page(path, page))


def _beginning(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(300)
    except OSError:
        return b""


def _page_table(path: Path, page: Page, sheets: int) -> str | None:
    """A sheet is the table that it is named after; where it is the only one, its file may have the name."""
    names = [page.name.strip().lower()] + ([path.stem.strip().lower()] if sheets == 1 else [])
    return next((name for name in names if name in TABLES), None)


def _table_page(path: Path, page: Page, table: str) -> _Read:
    if not page.lines:
        return None, [Issue(table, "file_empty", found=page.name, file=path.name)]
    if page.too_long:
        return None, [_too_many_rows(table, path.name)]
    hidden = [(None, Fault("hidden_sheet", found=page.name))] if page.hidden else []
    return _sheet(table, path.name, page.lines, [*hidden, *page.faults])


_OUR_PAGES = ("huong_dan", "danh_muc")  # the guide and the list of codes of our own template


def _other_page(path: Path, page: Page) -> list[Issue]:
    """A sheet that is no table: a guide is nobody's loss, a table under another name would be."""
    if folded(page.name).startswith(_OUR_PAGES):
        return []
    meant = table_of(page.lines)
    if meant:
        return [Issue(meant, "not_a_table", found=page.name, expected=meant, file=path.name)]
    if page.hidden or not page.lines or page.name in {GUIDE_SHEET, CODES_SHEET}:
        return []
    return [Issue("", "sheet_ignored", found=page.name, file=path.name)]


def _sheet(table: str, file: str, lines: Sequence[Line], faults: Iterable[_PlacedFault]) -> _Read:
    found = head(TABLES[table], lines, file)
    kept, issues = body(table, file, found, lines[found.begins :])
    said = [_issue(table, file, found, place, fault) for place, fault in faults]
    return Sheet(table, file, found.cells, found.columns, kept), said + found.issues + issues


def _issue(table: str, file: str, named: Head, place: int | None, fault: Fault) -> Issue:
    column = named.columns[place] if place is not None and place < len(named.columns) else None
    return Issue(table, fault.code, fault.row, column, fault.found, fault.expected, file)


def _descriptor(path: Path | None) -> tuple[Mapping[str, Any] | None, list[Issue]]:
    if path is None:
        return None, []
    try:
        content = json.loads(path.read_text(encoding="utf-8-sig"))
    except (OSError, ValueError) as error:
        return None, [Issue(DESCRIPTOR, "unreadable", found=reason(error), file=DESCRIPTOR)]
    if not isinstance(content, dict):
        return None, [Issue(DESCRIPTOR, "unreadable", found="no_object", file=DESCRIPTOR)]
    return content, []
