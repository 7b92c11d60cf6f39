"""Templates: the tables as they stand, to which an office adds rows, and from which nothing is lost on the way."""

import io
import zipfile
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation

from kh213.export.cell_rules import FORMS, LAST_ROW
from kh213.export.template import WORKBOOK, csv_templates, workbook_template
from kh213.release.cells.check import Rows
from kh213.release.checking.folder import check_folder
from kh213.release.comparing.diff import difference
from kh213.release.draft.reading import read_draft
from kh213.release.draft.starting import CODES_SHEET, GUIDE_SHEET
from kh213.release.publications.publishing import stage
from kh213.release.reading.package import read_package
from kh213.release.schema import TABLES
from kh213.words import LANGUAGES, words
from tests.builders import area, indicator, make_tables, observation, record, source

ROOT = Path(__file__).parents[2]
RELEASE = ROOT / "data" / "releases" / "2026-11-22"
DAY = date(2026, 12, 31)
LONGEST = {"errorTitle": 32, "error": 225, "formula1": 255}  # what Excel takes; it calls a longer one damage


@pytest.fixture(scope="module")
def tables() -> Rows:
    return read_package(RELEASE)[1]


@pytest.fixture(scope="module")
def template(tables: Rows) -> bytes:
    return workbook_template(tables)


@pytest.fixture(scope="module")
def book(template: bytes) -> Workbook:
    return load_workbook(io.BytesIO(template))


def opened(*records: object) -> Workbook:
    return load_workbook(io.BytesIO(workbook_template(make_tables(*records))))


def rules(book: Workbook, table: str) -> dict[str, DataValidation]:
    """The validation of each column that has one."""
    letters = {get_column_letter(place): name for place, name in enumerate(TABLES[table].header, 1)}
    return {letters[str(rule.sqref).split("2:")[0]]: rule for rule in book[table].data_validations.dataValidation}


def test_the_csvs_are_the_tables_as_published(tables: Rows) -> None:
    assert csv_templates(tables) == {f"{name}.csv": (RELEASE / f"{name}.csv").read_bytes() for name in TABLES}


def test_the_workbook_has_no_clock_inside(template: bytes, tables: Rows) -> None:
    assert workbook_template(tables) == template
    with zipfile.ZipFile(io.BytesIO(template)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.read("docProps/core.xml").count(b"1980-01-01T00:00:00Z") == 2


def test_there_is_a_sheet_for_each_table_with_its_header_kept_in_sight(book: Workbook) -> None:
    assert book.sheetnames == [GUIDE_SHEET, *TABLES, CODES_SHEET]
    for name, table in TABLES.items():
        assert tuple(cell.value for cell in book[name][1]) == table.header
        assert book[name].freeze_panes == "A2"


def test_the_workbook_read_back_is_the_release(template: bytes, tables: Rows, tmp_path: Path) -> None:
    (tmp_path / WORKBOOK).write_bytes(template)
    draft = read_draft(tmp_path)
    assert draft.issues == ()
    assert {name: sheet.rows() for name, sheet in draft.sheets.items()} == dict(tables)


def test_a_figure_added_to_the_workbook_is_all_that_the_next_release_changes(template: bytes, tmp_path: Path) -> None:
    book, header = load_workbook(io.BytesIO(template)), TABLES["observations"].header
    added = {"indicator_code": "dan-so", "area_code": "195", "time_period": "2019", "accumulation": "point",
             "obs_value": 190000, "qualifier": "eq", "obs_status": "A", "published_on": "2020-01-10",
             "source_code": "hb19"}  # fmt: skip
    book["observations"].append([added.get(name) for name in header])
    draft, next_release = tmp_path / "nhap", tmp_path / DAY.isoformat()
    draft.mkdir()
    book.save(draft / WORKBOOK)

    report = check_folder(draft, ROOT / "data", DAY)
    assert report.problems == ()
    assert report.tables
    assert report.title
    assert report.plan_name
    stage(next_release, report.tables, DAY, "published", report.title, report.plan_name)
    found = difference(RELEASE, next_release)
    assert len(found.rows) == 1
    ((change),) = found.rows
    assert change.table == "observations"
    assert added.items() <= {**change.new, "obs_value": 190000}.items()


def test_a_code_keeps_its_zero_and_a_number_is_a_number() -> None:
    book = opened(area("06970", "commune", parent="22"), observation("2020", "58.5", area="06970"))
    cells = dict(zip(TABLES["observations"].header, book["observations"][2], strict=True))
    assert (cells["area_code"].value, cells["area_code"].number_format) == ("06970", "@")
    assert (cells["obs_value"].value, cells["obs_value"].data_type) == (58.5, "n")
    assert cells["time_period"].value == "2020"
    assert cells["numerator"].value is None


@pytest.mark.parametrize("text", ["0.7350", "006.5", "1234567890123456789"])
def test_a_number_that_excel_would_write_otherwise_stays_as_it_is(text: str) -> None:
    book = opened(observation("2020", text))
    assert book["observations"]["G2"].value == text


def test_rows_still_to_be_written_are_text_where_codes_and_days_stand(book: Workbook) -> None:
    shapes = book["observations"].column_dimensions
    formats = {name: shapes[get_column_letter(place)].number_format
               for place, name in enumerate(TABLES["observations"].header, 1)}  # fmt: skip
    assert {name for name, shown in formats.items() if shown != "@"} == {"numerator", "denominator", "obs_value"}


def test_a_text_that_begins_like_a_formula_is_none() -> None:
    book = opened(source(title="=1+1", note_vi="-1"))
    assert (book["sources"]["B2"].value, book["sources"]["B2"].data_type) == ("=1+1", "s")


def test_every_column_with_a_rule_refuses_what_breaks_it(book: Workbook) -> None:
    for name, table in TABLES.items():
        ruled = {column.name for column in table.columns
                 if column.enum or column.refers or column.list_of or column.pattern or column.type != "string"}  # fmt: skip
        assert set(rules(book, name)) == ruled


def test_a_rule_says_in_vietnamese_what_may_be_written(book: Workbook) -> None:
    found = rules(book, "observations")
    assert found["obs_status"].formula1 == '"A,P,E,B,D,L,M,O,U"'
    assert found["obs_status"].error == "Hãy chọn một trong: A, P, E, B, D, L, M, O, U."
    assert (found["numerator"].type, found["numerator"].formula1) == ("decimal", "0")
    assert found["numerator"].error.startswith("Chỉ nhận số từ 0 trở lên.")
    assert "sources!$A$2" in found["source_code"].formula1
    assert found["published_on"].error.startswith("Ngày viết theo dạng 2020-12-31")
    assert rules(book, "indicators")["decimals"].error == "Chỉ nhận số nguyên từ 0 đến 6."
    assert "COUNTIF" in rules(book, "targets")["target_code"].formula1


def test_a_rule_holds_for_every_row_to_come_and_lets_only_optional_cells_be_emptied(book: Workbook) -> None:
    for name, table in TABLES.items():
        required = {column.name for column in table.columns if column.required}
        for column, rule in rules(book, name).items():
            assert str(rule.sqref).endswith(str(LAST_ROW))
            assert rule.showErrorMessage
            assert rule.allow_blank == (column not in required)


def test_no_rule_is_longer_than_excel_takes(book: Workbook) -> None:
    for name in TABLES:
        for column, rule in rules(book, name).items():
            for part, longest in LONGEST.items():
                assert len(getattr(rule, part) or "") <= longest, (name, column, part)


@pytest.mark.parametrize(
    "pattern", sorted({c.pattern.pattern for t in TABLES.values() for c in t.columns if c.pattern and not c.format})
)
def test_every_pattern_of_the_schemas_is_known_to_the_workbook(pattern: str) -> None:
    column = next(c for t in TABLES.values() for c in t.columns if c.pattern and c.pattern.pattern == pattern)
    assert column.pattern
    assert all(column.pattern.fullmatch(sample) for sample in FORMS[pattern][1].split(", "))


def test_a_header_tells_its_meaning_in_both_languages(book: Workbook) -> None:
    for name, table in TABLES.items():
        for column, cell in zip(table.columns, book[name][1], strict=True):
            assert cell.comment
            assert all(column.about.within(lang) in cell.comment.text for lang in LANGUAGES)
    assert "Bắt buộc. Giá trị: ge, le, eq." in book["targets"]["C1"].comment.text


def test_a_code_is_found_by_the_name_of_its_area() -> None:
    book = opened(area("193", "district", "Thành phố Hạ Long", until="2019-12-31", parent="22"),
                  area("06970", "commune", "Xã Tân Bình", parent="193"), indicator("la", short_name_vi="Lạ"),
                  record("agencies", agency_code="so-tc", name_vi="Sở Tài chính"))  # fmt: skip
    lines = [tuple(cell.value for cell in row) for row in book[CODES_SHEET].iter_rows(min_row=2)]
    assert ("areas", "06970", "Xã Tân Bình", "Thành phố Hạ Long", "còn hiệu lực") in lines
    assert ("areas", "193", "Thành phố Hạ Long", "Đơn vị 22", "đến hết 31/12/2019") in lines
    assert [line[1:3] for line in lines if line[0] != "areas"][:1] == [("la", "Lạ")]
    assert ("agencies", "so-tc", "Sở Tài chính", None, None) in lines


def test_the_guide_is_in_vietnamese_first_and_then_in_english(book: Workbook) -> None:
    said = [cell.value for cell in book[GUIDE_SHEET]["A"]]
    assert said[0] == "HƯỚNG DẪN"
    assert said.index("GUIDE") > 0
    assert all(words(lang)("template.guide").strip().splitlines()[-1] in said for lang in LANGUAGES)


def test_tables_without_a_row_make_a_template_too() -> None:
    empty = load_workbook(io.BytesIO(workbook_template(dict.fromkeys(TABLES, ()))))
    assert all(empty[name].max_row == 1 for name in TABLES)
