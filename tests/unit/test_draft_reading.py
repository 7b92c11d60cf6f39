"""Folders as offices hand them in: what is read, what is said of each file, and that no line is lost."""

import os
import shutil
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.release.draft import dialect
from kh213.release.draft.reading import Unreadable, read_draft
from kh213.release.issues import Issue
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from kh213.words import LANGUAGES, words
from tests.builders import make_tables, observation, record, taken_back

PUBLISHED = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"
HEADER = ",".join(TABLES["observations"].header)
FIGURE = "ty-le,22,2020,period,,,60,eq,A,2021-01-15,bao,,"
SAID = """
    blank_cells blank_rows byte_order_mark column_extra column_like column_missing column_renamed column_repeated
    column_unnamed delimiter file_empty file_ignored file_too_large formula_cell header_missing header_repeated
    hidden_column hidden_row hidden_sheet letters_lost letters_tcvn3 letters_unknown letters_vni letters_windows
    capital_lost line_above_header line_ends merged_cells mojibake no_table_sheet old_font_word not_a_table not_text note_row old_workbook
    percent_cell quote_inside quote_not_closed ragged_row sheet_ignored split_decimal table_twice too_many_rows totals_row
    unreadable utf_16 workbook_unreadable
""".split()  # noqa: SIM905  one a line would hide the rest of the tests
WIDTH = len(TABLES["observations"].header)


@pytest.fixture
def folder(tmp_path):
    return tmp_path


def written(folder: Path, *lines: str, name: str = "observations.csv", end: str = "\n") -> Path:
    (folder / name).write_bytes("".join(line + end for line in lines).encode())
    return folder


def codes(folder: Path) -> list[tuple[str, int | None, str | None]]:
    return [(issue.code, issue.row, issue.column) for issue in read_draft(folder).issues]


def rows(folder: Path, table: str = "observations") -> list[dict[str, str]]:
    return read_draft(folder).sheets[table].rows()


def test_what_was_published_is_read_as_it_is_and_has_no_issue():
    draft = read_draft(PUBLISHED)
    assert draft.issues == ()
    assert list(draft.sheets) == list(TABLES)
    assert draft.descriptor["plan"]["slug"] == "kh213"
    for table in TABLES.values():
        assert write_csv(table, draft.sheets[table.name].rows()) == (PUBLISHED / f"{table.name}.csv").read_bytes()


def test_a_draft_is_the_tables_that_are_handed_in(folder):
    draft = read_draft(written(folder, HEADER, FIGURE))
    assert list(draft.sheets) == ["observations"]
    assert draft.sheets["observations"].numbers() == [2]
    assert draft.descriptor is None


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_windows_adds_is_said_once_and_changes_no_cell(folder, encoding):
    table = (PUBLISHED / "targets.csv").read_text("utf-8")
    (folder / "targets.csv").write_bytes(table.replace("\n", "\r\n").encode(encoding))
    draft = read_draft(folder)
    assert all(issue.warning for issue in draft.issues)
    assert write_csv(TABLES["targets"], draft.sheets["targets"].rows()).decode() == table


def test_blank_rows_are_counted_once_and_rows_after_them_keep_their_numbers(folder):
    written(folder, HEADER, "", FIGURE, "," * (WIDTH - 1), " ,", FIGURE, "")
    assert read_draft(folder).sheets["observations"].numbers() == [3, 6]
    issues = read_draft(folder).issues
    assert [(issue.code, issue.row, issue.count, issue.warning) for issue in issues] == [("blank_rows", 2, 4, True)]


def test_cells_beyond_the_header_are_passed_over_only_where_they_are_empty(folder):
    written(folder, HEADER, FIGURE + ",,", FIGURE + ",x")
    assert codes(folder) == [("ragged_row", 3, None), ("blank_cells", 2, None)]
    assert len(rows(folder)) == 2


def test_a_row_with_too_few_cells_is_reported_and_kept(folder):
    written(folder, HEADER, "ty-le,22,2020")
    assert [(i.code, i.row, i.found, i.expected) for i in read_draft(folder).issues] == [("ragged_row", 2, "3", "13")]
    assert rows(folder)[0]["time_period"] == "2020"


def test_a_decimal_comma_that_parts_a_figure_is_recognised(folder):
    written(folder, HEADER, FIGURE.replace(",60,", ",58,5,"))
    assert [(i.code, i.row, i.column, i.found) for i in read_draft(folder).issues] == [
        ("split_decimal", 2, "obs_value", "58,5")
    ]
    assert rows(folder)[0] == rows(written(folder, HEADER, FIGURE))[0] | {"obs_value": "58,5"}


def test_a_figure_that_may_be_parted_in_two_ways_is_not_guessed(folder):
    written(folder, HEADER, "ty-le,22,2020,period,5,8,58,5,eq,A,2021-01-15,bao,,")
    assert codes(folder) == [("ragged_row", 2, None)]


@pytest.mark.parametrize("word", ["Tổng cộng", "TỔNG", "Cộng:", "Total", "Toàn tỉnh"])
@pytest.mark.parametrize("row", ["{},,,,100,200,50,,,,,,", "ty-le,{},2020,period,100,200,,eq,A,2021-01-15,bao,,"])
def test_a_total_is_reported_and_not_taken_for_a_figure(folder, word, row):
    written(folder, HEADER, FIGURE, row.format(word))
    assert codes(folder) == [("totals_row", 3, None)]
    assert len(rows(folder)) == 1


@pytest.mark.parametrize(
    "row",
    [
        "Ghi chú: số liệu tạm thời,,,,,,,,,,,,",
        "Người lập biểu,,,,,,,Giám đốc,,,,,",
        "Hạ Long ngày 5/1/2021,,,,,,,,,,,,",
    ],
)
def test_a_note_below_the_table_is_reported_and_not_taken_for_a_figure(folder, row):
    written(folder, HEADER, FIGURE, row)
    assert codes(folder) == [("note_row", 3, None)]
    assert len(rows(folder)) == 1


def test_a_header_in_the_middle_is_a_warning(folder):
    written(folder, HEADER, FIGURE, HEADER, FIGURE)
    assert codes(folder) == [("header_repeated", 3, None)]
    assert read_draft(folder).issues[0].warning


def test_a_header_in_the_middle_may_lack_the_names_of_somebodys_own_columns(folder):
    written(folder, HEADER + ",Người nhập", FIGURE + ",An", HEADER + ",", FIGURE + ",An")
    assert ("header_repeated", 3, None) in codes(folder)
    assert len(read_draft(folder).sheets["observations"].lines) == 2


def test_a_cell_in_a_column_without_a_name_is_reported(folder):
    written(folder, HEADER + ",", FIGURE + ",", FIGURE + ",xem lại")
    assert [(i.code, i.row, i.found) for i in read_draft(folder).issues] == [("column_unnamed", 3, "xem lại")]


def test_a_folder_that_is_not_there(folder):
    with pytest.raises(Unreadable) as error:
        read_draft(folder / "nowhere")
    assert error.value.why == "no_folder"
    (folder / "bao-cao.xlsx").write_bytes(b"PK")
    with pytest.raises(Unreadable) as error:
        read_draft(folder / "bao-cao.xlsx")
    assert error.value.why == "a_file"


def test_a_folder_without_a_table(folder):
    (folder / "README.md").write_text("nothing")
    (folder / "anh.png").write_bytes(b"\x89PNG")
    with pytest.raises(Unreadable) as error:
        read_draft(folder)
    assert error.value.why == "no_table"


@pytest.mark.parametrize(
    ("name", "code", "expected"),
    [
        ("observation.csv", "not_a_table", "observations"),
        ("observations (1).csv", "not_a_table", "observations"),
        ("Số liệu.csv", "not_a_table", "observations"),
        ("bao-cao.csv", "not_a_table", "observations"),
        ("observations.xls", "old_workbook", ""),
    ],
)
def test_a_file_under_another_name_is_reported_with_the_table_meant(folder, name, code, expected):
    written(folder, HEADER, FIGURE, name=name)
    issue = read_draft(folder).issues[0]
    assert (issue.code, issue.expected, issue.file, issue.warning) == (code, expected, name, False)


@pytest.mark.parametrize("name", ["Observations.CSV", "observations.txt", "observations.tsv"])
def test_the_ending_and_the_case_of_a_name_do_not_matter(folder, name):
    assert codes(written(folder, HEADER, FIGURE, name=name)) == []


def test_one_table_in_two_files(folder):
    written(folder, HEADER, FIGURE, name="observations.csv")
    written(folder, HEADER, FIGURE, name="observations.txt")
    assert codes(folder) == [("table_twice", None, None)]


def test_what_lies_about_in_a_folder_is_passed_over(folder):
    written(folder, HEADER, FIGURE)
    for name in ("~$observations.xlsx", ".DS_Store", "Thumbs.db", "desktop.ini", "README.txt"):
        (folder / name).write_bytes(b"x")
    (folder / "anh").mkdir()
    assert codes(folder) == []


def test_files_and_folders_that_may_have_been_meant_are_named(folder):
    written(folder, HEADER, FIGURE)
    (folder / "bao-cao.docx").write_bytes(b"PK")
    (folder / "cu").mkdir()
    written(folder / "cu", HEADER, name="areas.csv")
    issues = read_draft(folder).issues
    assert [(issue.code, issue.found, issue.warning) for issue in issues] == [
        ("file_ignored", "bao-cao.docx", True),
        ("file_ignored", "cu", True),
    ]


def test_nothing_outside_the_folder_is_opened(folder):
    draft = folder / "draft"
    draft.mkdir()
    written(draft, HEADER, FIGURE)
    written(folder, HEADER, FIGURE, name="targets.csv")
    (draft / "targets.csv").symlink_to(folder / "targets.csv")
    os.mkfifo(draft / "areas.csv")
    assert codes(draft) == [("file_ignored", None, None), ("file_ignored", None, None)]


@pytest.mark.parametrize(
    ("content", "code", "found"),
    [
        (b"\x89PNG\r\n\x1a\n", "not_text", "PNG"),
        (b"PK\x03\x04\x14\0", "not_text", "ZIP (.xlsx, .docx, .zip)"),
        (b"\xd0\xcf\x11\xe0\xa1", "not_text", "Excel 97–2003 (.xls)"),
        (b"%PDF-1.7", "not_text", "PDF"),
        (b"\xef\xbb\xbf <html><table>", "not_text", "HTML, XML"),
        (b"a,b\n\0\n", "not_text", "NUL"),
        (b"", "file_empty", ""),
        (b"\xef\xbb\xbf\r\n \r\n", "file_empty", ""),
    ],
)
def test_a_csv_that_is_none_says_what_it_is(folder, content, code, found):
    (folder / "observations.csv").write_bytes(content)
    draft = read_draft(folder)
    assert draft.sheets == {}
    assert draft.issues == (Issue("observations", code, found=found, file="observations.csv"),)


def test_a_file_that_is_too_large_is_not_opened(folder):
    with (folder / "observations.csv").open("wb") as file:
        file.truncate(200_000_001)
    assert codes(folder) == [("file_too_large", None, None)]


@pytest.mark.parametrize("line", [FIGURE, FIGURE + '"', FIGURE + ',"a" b'])
def test_a_table_of_too_many_rows_is_refused_before_it_is_read(folder, monkeypatch, line):
    monkeypatch.setattr(dialect, "MOST_ROWS", 3)
    assert read_draft(written(folder, HEADER, FIGURE, FIGURE, line)).sheets["observations"].numbers() == [2, 3, 4]
    draft = read_draft(written(folder, HEADER, FIGURE, FIGURE, line, FIGURE))
    assert draft.sheets == {}
    assert [(i.table, i.code, i.expected) for i in draft.issues] == [("observations", "too_many_rows", "500 000")]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("code", SAID)
def test_what_is_said_of_a_file_has_its_sentence_and_its_remedy(lang, code):
    assert f"issue.{code}" in words(lang)
    assert f"remedy.{code}" in words(lang)


def test_old_letters_are_read_and_reported(folder):
    lines = f"{HEADER}\n{FIGURE}\n".replace("bao,,", "bao,Tû lÖ hå s¬ trùc tuyÕn møc ®é 4,")
    (folder / "observations.csv").write_bytes(lines.encode("latin-1"))
    issue = read_draft(folder).issues[0]
    assert (issue.code, issue.row, issue.expected) == ("letters_tcvn3", None, "Tỷ lệ hồ sơ trực tuyến mức độ 4")
    assert rows(folder)[0]["note_vi"] == "Tỷ lệ hồ sơ trực tuyến mức độ 4"


@pytest.mark.parametrize("content", ["{", "[]", '"x"', ""])
def test_a_descriptor_that_cannot_be_read(folder, content):
    written(folder, HEADER, FIGURE)
    (folder / "datapackage.json").write_text(content)
    draft = read_draft(folder)
    assert [(issue.table, issue.code) for issue in draft.issues] == [("datapackage.json", "unreadable")]
    assert draft.descriptor is None


def test_progress_is_told_in_bytes(folder):
    shutil.copytree(PUBLISHED, folder, dirs_exist_ok=True)
    told = []
    read_draft(folder, lambda *heard: told.append(heard))
    total = sum(path.stat().st_size for path in PUBLISHED.glob("*.csv"))
    assert told[0] == ("reading", 0, total)
    assert told[-1] == ("reading", total, total)
    assert [done for _, done, _ in told] == sorted(done for _, done, _ in told)


GOOD = write_csv(
    TABLES["observations"],
    make_tables(observation("2020", 60), observation("2021", of=(3, 4)), taken_back("2020", "2022-01-01"))[
        "observations"
    ],
)


@settings(deadline=None)
@given(st.integers(0, len(GOOD)), st.binary(max_size=4), st.integers(0, 3))
def test_any_damage_to_the_bytes_is_read_or_said(tmp_path_factory, at, put, taken):
    folder = tmp_path_factory.mktemp("damage")
    (folder / "observations.csv").write_bytes(GOOD[:at] + put + GOOD[at + taken :])
    draft = read_draft(folder)
    sheet = draft.sheets.get("observations")
    assert draft.issues or len(sheet.lines) >= 1


@settings(deadline=None)
@given(st.lists(st.tuples(*[st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=5)] * 5)))
def test_every_line_handed_in_is_kept_or_named(tmp_path_factory, handed):
    folder = tmp_path_factory.mktemp("lines")
    table = TABLES["solutions"]
    given_rows = [dict(zip(table.header, row, strict=False)) for row in handed]
    (folder / "solutions.csv").write_bytes(
        write_csv(table, [record("solutions", **row).row | row for row in given_rows])
    )
    draft = read_draft(folder)
    kept = draft.sheets["solutions"].numbers()
    named = sum(issue.count for issue in draft.issues if issue.code in LEFT_OUT)
    assert len(kept) + named == len(handed)


LEFT_OUT = {"blank_rows", "totals_row", "note_row", "header_repeated"}
