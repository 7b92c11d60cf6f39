"""The publisher's guide and what keeps it true: `python -m tests.guide` writes the parts that follow from the code."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from kh213.export.cell_rules import explained
from kh213.release.issues import Issue
from kh213.release.schema import TABLES
from kh213.words import words
from kh213.words.issues import by_kind

DOCS = Path(__file__).parents[1] / "docs"
GUIDES = {"vi": DOCS / "xuat-ban.md", "en": DOCS / "publishing.md"}

_HEADS = {
    "vi": {"columns": ("cột", "ý nghĩa", "quy định"), "issues": ("mã", "báo cáo nói", "làm gì"), "key": "Không có hai dòng trùng nhau ở",
           "problems": "Lỗi, phải sửa", "warnings": "Điều cần xem lại", "notes": "Đã đọc đúng, không cần làm gì"},
    "en": {"columns": ("column", "meaning", "rule"), "issues": ("code", "what it says", "what to do"), "key": "No two rows share",
           "problems": "Problems, to be mended", "warnings": "Warnings, to be looked at",
           "notes": "Notes: read right, nothing to do"},
}  # fmt: skip
_EXAMPLE = re.compile(r"<!-- example: (.+?) -->\n```csv\n(.*?)```", re.DOTALL)
_ANY = dict.fromkeys(("found", "expected", "found_day", "expected_day", "row", "column", "table", "file"), "…")


@dataclass(frozen=True)
class Example:
    """A piece of a guide that is a draft, and the places (row, column) at which it is to be refused."""

    places: tuple[tuple[int, str], ...]
    csv: str


def written(lang: str) -> str:
    """The guide with its generated parts as they should be."""
    text = GUIDES[lang].read_text("utf-8")
    for name, lines in (("tables", _tables(lang)), ("issues", _issues(lang))):
        part = "\n".join(lines)
        text, times = re.subn(
            rf"(<!-- {name} -->\n).*?(<!-- end -->)", lambda found, part=part: f"{found[1]}{part}\n{found[2]}", text,
            flags=re.DOTALL,
        )  # fmt: skip
        assert times == 1, f"{GUIDES[lang].name}: {times} places for the {name}"
    return text


def examples() -> list[Example]:
    """Every CSV in the Vietnamese guide with the places that its comment names."""
    return [Example(_places(said), csv) for said, csv in _EXAMPLE.findall(GUIDES["vi"].read_text("utf-8"))]


def _places(said: str) -> tuple[tuple[int, str], ...]:
    return () if said == "fine" else tuple((int(row), column) for row, column in map(str.split, said.split(",")))


def _tables(lang: str) -> Iterator[str]:
    w, heads = words(lang), _HEADS[lang]
    for table in TABLES.values():
        yield f"\n### `{table.name}`\n"
        yield f"{table.about.within(lang)}. {heads['key']}: {', '.join(f'`{name}`' for name in table.key)}.\n"
        yield from _head(*heads["columns"])
        for column in table.columns:
            rule = " ".join(explained(w, table, column))
            yield _line(f"`{column.name}`", column.about.within(lang), rule)


def _issues(lang: str) -> Iterator[str]:
    w, heads = words(lang), _HEADS[lang]
    codes = [key.removeprefix("issue.") for key in words("vi").sentences if key.startswith("issue.")]
    for kind, some in by_kind(Issue("", code) for code in codes).items():
        yield f"\n### {heads[kind]}\n"
        yield from _head(*heads["issues"])
        for code in (issue.code for issue in some):
            yield _line(f"`{code}`", w(f"issue.{code}", **_ANY), w(f"remedy.{code}", **_ANY))


def _head(*cells: str) -> Iterator[str]:
    yield _line(*cells)
    yield "|---" * len(cells) + "|"


def _line(*cells: str) -> str:
    return f"| {' | '.join(cell.replace('|', '&#124;').replace('….', '…') for cell in cells)} |"


if __name__ == "__main__":
    for language, path in GUIDES.items():
        path.write_text(written(language), "utf-8")
