"""What the pages Dữ liệu and Phương pháp say, as plain data."""

from datetime import date
from fractions import Fraction
from html.parser import HTMLParser
from pathlib import Path

import pytest

from kh213.draw.html import html
from kh213.export.status import COLUMNS
from kh213.model.plan import Plan
from kh213.model.verdict import REASONS, VERDICTS
from kh213.release.cells.check import Rows
from kh213.release.reading.package import read_package
from kh213.release.reading.read import build_plan, read_plan
from kh213.release.schema import TABLES
from kh213.view.citation import Citation
from kh213.view.data import SHOWN_ROWS, data_page, sheet
from kh213.view.method import method_page
from kh213.view.reader import Reader
from kh213.words import LANGUAGES, words
from tests.builders import indicator, make_plan, make_tables, observation, source, target

ROOT = Path(__file__).parents[2] / "data"
REAL, DEMO = read_plan(ROOT / "releases" / "2026-11-22"), read_plan(ROOT / "demo")
ROWS = {
    plan.release.key: read_package(ROOT / path)[1] for plan, path in ((REAL, "releases/2026-11-22"), (DEMO, "demo"))
}


def reader(plan: Plan, lang: str = "vi", ky: str = "latest", day: str = "") -> Reader:
    return Reader(plan, words(lang), ky, date.fromisoformat(day) if day else plan.release.day)


def page(plan: Plan = REAL, lang: str = "vi", ky: str = "latest", site: str = "", rows: Rows | None = None):
    rows = ROWS[plan.release.key] if rows is None else rows
    return data_page(reader(plan, lang, ky), rows, COLUMNS, ("2026-11-22", "2026-05-01"), site)


# ----------------------------------------------------------------------------------------------------------- data


def test_every_table_is_there_with_its_rows_and_its_file() -> None:
    tables = {table.name: table for table in page().tables}
    assert list(tables) == list(TABLES)
    assert tables["areas"].rows == "287"
    assert tables["areas"].download == "/data/2026-11-22/areas.csv"


def test_downloads_are_pinned_to_the_publication_that_is_shown() -> None:
    latest, demo = page(), page(DEMO, ky="demo")
    assert (latest.package, latest.status) == ("/data/2026-11-22/package.zip", "/data/2026-11-22/status.csv")
    assert (demo.package, demo.descriptor) == ("/data/demo/package.zip", "/data/demo/datapackage.json")


def test_the_verdicts_offered_are_those_of_the_day_that_is_shown() -> None:
    view = method_page(reader(REAL, day="2020-12-31"), official=False)
    assert view.status == "/data/2026-11-22/status.csv?tai=2020-12-31"


def test_invented_figures_are_called_so() -> None:
    assert "invented" in page(DEMO, "en", ky="demo").lead


def test_all_publications_are_offered_and_the_one_shown_is_marked() -> None:
    assert [(each.page, each.here) for each in page(lang="en").publications] == [
        ("/du-lieu?ky=2026-11-22&lang=en", True),
        ("/du-lieu?ky=2026-05-01&lang=en", False),
        ("/du-lieu?ky=demo&lang=en", False),
    ]


def test_every_source_says_how_much_of_it_was_read_and_what_rests_on_it() -> None:
    view = page()
    assert len(view.sources) == len(REAL.sources)
    article = next(row for row in view.sources if "Nhân rộng" in row.title.text)
    assert (article.published, article.extent) == ("19/09/2019", "toàn văn")
    assert article.cited.startswith("không có dòng số liệu")
    assert next(row for row in view.sources if row.publisher == "Công an nhân dân").cited.endswith("dòng số liệu")


def test_a_source_without_a_day_says_so() -> None:
    rows = make_tables(source(published_on=None), observation("2020", 60))
    plan = build_plan(make_plan().release, rows)
    assert page(plan, rows=rows).sources[0].published == "không rõ ngày"


def test_a_long_table_shows_its_first_rows_and_says_how_many_there_are() -> None:
    shown = sheet(reader(DEMO, ky="demo"), "observations", ROWS[DEMO.release.key])
    assert len(shown.rows) == SHOWN_ROWS
    assert shown.shown == "50 dòng đầu trong 3.710 dòng."
    assert shown.download.href == "/data/demo/observations.csv"


def test_a_short_or_empty_table_says_what_it_has() -> None:
    rows = ROWS[REAL.release.key]
    assert sheet(reader(REAL), "targets", rows).shown == "14 dòng."
    assert sheet(reader(REAL), "task_updates", rows).shown == "Chưa có dòng nào."


def test_a_row_is_shown_as_it_stands_in_the_file() -> None:
    shown = sheet(reader(REAL), "areas", ROWS[REAL.release.key])
    assert shown.header == TABLES["areas"].header
    assert dict(zip(shown.header, shown.rows[0], strict=True)) == ROWS[REAL.release.key]["areas"][0]


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_column_has_a_meaning_and_a_rule(lang: str) -> None:
    for name in TABLES:
        for column in sheet(reader(REAL, lang), name, ROWS[REAL.release.key]).columns:
            assert column.about
            assert column.rules
    assert [column.name for column in page(lang=lang).status_columns] == list(COLUMNS)


def test_the_rules_of_a_column_are_those_of_the_schema() -> None:
    columns = {
        column.name: column.rules for column in sheet(reader(REAL), "observations", ROWS[REAL.release.key]).columns
    }
    assert columns["indicator_code"] == "chữ; thuộc khóa của bảng; luôn có; mã trong bảng indicators"
    assert columns["numerator"] == "số"
    assert "period, year_to_date, point" in columns["accumulation"]


# --------------------------------------------------------------------------------------------------------- method


def test_the_decided_example_is_the_rank_of_the_province_with_its_figures() -> None:
    example = method_page(reader(REAL), official=False).decided
    assert example is not None
    assert example.name.text.startswith("T01 ")
    assert example.judgement.code == "met"
    assert example.figures is not None
    assert len(example.figures.rows) == 9
    assert example.steps[0] == "Hạn là ngày 31/12/2020, nên kỳ phải đạt là năm 2020."
    assert example.steps[2] == "So với mức đã hứa (hạng 3 hoặc cao hơn): hạng 3 là đạt mức."


def test_the_undecided_example_tells_why_related_figures_do_not_decide() -> None:
    example = method_page(reader(REAL), official=False).undecided
    assert example is not None
    assert example.name.text.startswith("T02 ")
    assert all(why for _, why in example.related)
    assert example.related


def test_a_publication_without_a_pace_has_no_example_and_leads_to_the_illustrative_one() -> None:
    view = method_page(reader(REAL, "en"), official=False)
    assert view.paced is None
    assert view.demo == "/phuong-phap?ky=demo&lang=en"


def test_the_pace_is_worked_out_line_by_line() -> None:
    plan = make_plan(
        indicator(frequency="annual"),
        target(50),
        observation("2018", 10, "2019-02-01"),
        observation("2019", 22.5, "2020-02-01"),
    )
    paced = method_page(reader(plan, day="2020-06-01"), official=False).paced
    assert paced is not None
    values = {symbol: value for symbol, _, value in paced.lines}
    f = Fraction(365, 731)
    expected = 10 + 40 * f
    assert values["b, t0"] == "10%"
    assert values["f"] == f"{float(f):.4f}".replace(".", ",")
    assert values["P"] == f"{float(expected):.4f}%".replace(".", ",")
    assert values["R"] == f"{float(Fraction(25, 2) / (expected - 10)):.4f}".replace(".", ",")
    assert paced.judgement.code == "behind"


def test_after_the_deadline_the_pace_is_shown_as_of_half_a_year_before_it() -> None:
    paced = method_page(reader(DEMO, ky="demo"), official=False).paced
    assert paced is not None
    assert paced.as_of == "30/06/2020"
    assert "tai=2020-06-30" in paced.name.href


def test_counts_are_compared_unrounded() -> None:
    plan = make_plan(target(58), observation("2020", of=(29, 50)))
    example = method_page(reader(plan), official=False).decided
    assert example is not None
    assert example.steps[2].endswith("100 × 29 = 2.900, còn 58 × 50 = 2.900.")


def test_all_verdicts_and_reasons_of_the_method_are_there_and_counted() -> None:
    view = method_page(reader(REAL), official=False)
    assert [row.code for row in view.verdicts] == list(VERDICTS)
    assert len(view.reasons) == len(REASONS)
    assert sum(int(row.count) for row in view.verdicts) == len(REAL.targets)


def test_the_changes_of_the_map_are_counted_from_the_data() -> None:
    assert [(each.day, each.units) for each in method_page(reader(REAL, "en"), official=False).territories] == [
        ("Before 1 January 2020", "14 districts, 186 communes"),
        ("From 1 January 2020", "13 districts, 177 communes"),
        ("From 1 November 2024", "13 districts, 171 communes"),
        ("From 1 July 2025", "no districts any more, 54 communes"),
    ]


def test_the_site_says_that_it_is_not_official_unless_it_is() -> None:
    assert "không phải cổng thông tin chính thức" in method_page(reader(REAL), official=False).not_official
    assert method_page(reader(REAL), official=True).not_official == ""


# ------------------------------------------------------------------------------------------------------- templates


class Outline(HTMLParser):
    """The headings of a page and whether every tag that was opened is closed."""

    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.headings: list[str] = []

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        if tag not in {"br", "img", "input"}:
            self.open.append(tag)
        if tag in {"h1", "h2", "h3"}:
            self.headings.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


def outline(text: str) -> list[str]:
    parser = Outline()
    parser.feed(text)
    assert parser.open == []
    return parser.headings


PLANS = {"published": REAL, "illustrative": DEMO, "empty": make_plan()}


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("day", ["", "2020-06-30", "2010-01-01"])
@pytest.mark.parametrize("name", PLANS)
def test_the_method_is_told_for_any_plan_on_any_day(lang: str, day: str, name: str) -> None:
    view = method_page(reader(PLANS[name], lang, day=day), official=False)
    headings = outline(html(f"method_{lang}.html", w=words(lang), view=view))
    assert headings.count("h1") == 1
    assert headings[0] == "h1"


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_data_page_has_one_heading_and_escapes_what_the_data_says(lang: str) -> None:
    rows = make_tables(
        source(title="<b>x</b>", url="https://example.org/?a=1&b"), observation("2020", 60, note_vi="<i>")
    )
    plan = build_plan(make_plan().release, rows)
    view = page(plan, lang, rows=rows)
    shown = sheet(reader(plan, lang), "observations", rows)
    whole = html("data_head.html", w=words(lang), view=view)
    whole += html("data_sheet.html", w=words(lang), sheet=shown) + html(
        "data_foot.html", w=words(lang), view=view, withdrawn=(), citation=Citation("<i>", ())
    )
    assert outline(whole).count("h1") == 1
    assert "&lt;b&gt;x&lt;/b&gt;" in whole
    assert "<i>" not in whole
