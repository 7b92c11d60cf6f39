"""Every sentence exists in both languages, with the same blanks, and is used; every sentence asked for exists."""

import ast
import re
from datetime import date
from decimal import Decimal
from fractions import Fraction
from pathlib import Path
from string import Formatter

import pytest

from kh213.model.areas import Area
from kh213.model.periods import Day
from kh213.words import formats, words

ROOT = Path(__file__).parents[2]
VI, EN = words("vi"), words("en")
KEY = re.compile(r"[a-z_]+(\.[a-z_0-9A-Z]+)+")


def blanks(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name}


def asked_for() -> set[str]:
    """Every key in the code, as a regular expression where a part of it is filled in."""
    patterns: set[str] = set()
    for path in [*(ROOT / "kh213").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *(ROOT / "publisher").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                patterns.add(re.escape(node.value))
            elif isinstance(node, ast.JoinedStr) and isinstance(node.values[0], ast.Constant):
                # one that begins with a blank would answer for every key there is
                parts = (
                    re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[^ ]+" for part in node.values
                )
                patterns.add("".join(parts))
    for path in (ROOT / "kh213").rglob("*.html"):
        for key in re.findall(r"""w\(\s*["']([^"']+)["'](?:\s*~)?""", path.read_text("utf-8")):
            patterns.add(re.escape(key) + (r"[^ ]+" if key.endswith(".") else ""))
    return patterns


def test_both_languages_have_the_same_sentences() -> None:
    assert set(VI.sentences) == set(EN.sentences)


@pytest.mark.parametrize("key", sorted(VI.sentences))
def test_an_english_sentence_asks_for_nothing_that_the_vietnamese_one_is_not_given(key: str) -> None:
    # English month names need `name` and `number` where Vietnamese writes digits: both are always given.
    extra = {"name", "number", "roman", "month", "day"} if key.startswith(("day.", "period.", "chart.")) else set()
    assert blanks(EN(key, **dict.fromkeys(blanks(EN.sentences[key]), "x"))) == set()
    assert blanks(EN.sentences[key]) ^ blanks(VI.sentences[key]) <= extra


def test_every_sentence_is_used() -> None:
    used = re.compile("|".join(sorted(pattern for pattern in asked_for() if "." in pattern)))
    unused = [key for key in VI.sentences if not used.fullmatch(key)]
    assert unused == []


def test_every_sentence_that_a_page_or_template_asks_for_exists() -> None:
    asked = set()
    for path in [*(ROOT / "kh213").rglob("*.py"), *(ROOT / "pages").glob("*.py"), *(ROOT / "publisher").glob("*.py")]:
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant):
                called = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if called in {"w", "say"} and isinstance(node.args[0].value, str):
                    asked.add(node.args[0].value)
    for path in (ROOT / "kh213").rglob("*.html"):
        asked |= set(re.findall(r"""\bw\("([^"]+[^".])"\s*[,)]""", path.read_text("utf-8")))
    assert {key for key in asked if key not in VI} == set()


@pytest.mark.parametrize(
    ("value", "decimals", "vietnamese", "english"),
    [
        (Decimal("1234567.891"), 2, "1.234.567,89", "1,234,567.89"),
        (Decimal(75800), 0, "75.800", "75,800"),
        (Decimal("-0.05"), 1, "−0,1", "−0.1"),
        (Decimal("-0.04"), 1, "0,0", "0.0"),
        (Fraction(2, 3), 3, "0,667", "0.667"),
        (0, 0, "0", "0"),
    ],
)
def test_numbers_have_the_marks_of_their_language(value: Decimal, decimals: int, vietnamese: str, english: str) -> None:
    assert formats.number(VI, value, decimals) == vietnamese
    assert formats.number(EN, value, decimals) == english


@pytest.mark.parametrize(
    ("code", "accumulation", "vietnamese", "english"),
    [
        ("2020", "period", "năm 2020", "2020"),
        ("2020-Q3", "period", "quý III/2020", "Q3 2020"),
        ("2020-Q3", "year_to_date", "9 tháng năm 2020", "the first 9 months of 2020"),
        ("2020-Q4", "year_to_date", "năm 2020", "2020"),
        ("2020-S1", "period", "6 tháng đầu năm 2020", "the first half of 2020"),
        ("2020-09", "period", "tháng 9/2020", "September 2020"),
        ("2020", "point", "cuối năm 2020", "end of 2020"),
        ("2016-07/2016-11", "period", "tháng 7/2016 đến tháng 11/2016", "July 2016 to November 2016"),
    ],
)
def test_periods_are_named_as_people_say_them(code: str, accumulation: str, vietnamese: str, english: str) -> None:
    assert formats.period(VI, code, accumulation) == vietnamese
    assert formats.period(EN, code, accumulation) == english


def test_a_day_is_said_as_precisely_as_it_is_known() -> None:
    assert [formats.day(VI, Day.parse(text)) for text in ("2021", "2021-03", "2021-03-09")] == [
        "năm 2021",
        "tháng 3/2021",
        "09/03/2021",
    ]
    assert formats.day(EN, date(2019, 9, 19)) == "19 September 2019"


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("2026-11-22", "22/11/2026"),
        ("2026-11", "tháng 11/2026"),
        ("2026", "năm 2026"),
        ("Huyện Hoành Bồ, … 2019-12-31", "Huyện Hoành Bồ, … 31/12/2019"),
        ("58 (29/50; 2020-Q3; bao), 2021-03-19", "58 (29/50; 2020-Q3; bao), 19/03/2021"),
        ("2021-02-31", "2021-02-31"),
        ("bao-2021-03-19", "bao-2021-03-19"),
        ("2016-07/2016-11", "2016-07/2016-11"),
        ("", ""),
    ],
)
def test_days_inside_a_text_are_written_as_readers_do(written: str, read: str) -> None:
    assert formats.days(VI, written) == read


def test_an_area_is_named_by_its_type_in_each_language() -> None:
    ward = Area("06649", "Phường Hà Khánh", "ward", "commune")
    assert formats.area(VI, ward) == "Phường Hà Khánh"
    assert formats.area(EN, ward) == "Hà Khánh Ward"


@pytest.mark.parametrize(
    ("first", "last", "vietnamese", "english"),
    [
        (date(2020, 12, 31), date(2026, 11, 22), "5 năm 10 tháng", "5 years and 10 months"),
        (date(2020, 12, 31), date(2021, 12, 31), "1 năm", "1 year"),
        (date(2020, 12, 31), date(2021, 1, 1), "0 tháng", "0 months"),
        (date(2020, 11, 30), date(2020, 12, 31), "1 tháng", "1 month"),
    ],
)
def test_a_span_is_said_in_whole_months(first: date, last: date, vietnamese: str, english: str) -> None:
    assert (formats.span(VI, first, last), formats.span(EN, first, last)) == (vietnamese, english)
