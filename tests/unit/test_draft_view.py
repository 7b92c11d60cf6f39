"""A draft on the publisher's page: the rows around what is wrong, the cells marked as a spreadsheet names them."""

from pathlib import Path

import pytest

from kh213.release.checking.causes import causes
from kh213.release.draft.sheets import Draft, Line, Sheet
from kh213.release.issues import Issue
from kh213.view.draft.notes import letter
from kh213.view.draft.sheets import SHOWN_NOTES, DraftView, SheetView, draft_view
from kh213.words import words

VI = words("vi")
FILE = "observations.csv"
HEAD = ("area_code", "ghi chú", "obs_value", "note_vi")
COLUMNS = ("area_code", None, "obs_value", "note_vi")


def sheet(rows: int = 9, left_out: int | None = None) -> Sheet:
    """Rows 2, 3, … of a file, `left_out` one that is no row of the table; the last column is empty."""
    numbers = [number for number in range(2, rows + 2) if number != left_out]
    lines = tuple(Line(number, (f"A{number}", f"B{number}", f"C{number}", "")) for number in numbers)
    return Sheet("observations", FILE, HEAD, COLUMNS, lines)


def issue(row: int | None, column: str | None = "obs_value", code: str = "decimal_comma", **more: str) -> Issue:
    return Issue("observations", code, row, column, **{"found": "3,5", "expected": "3.5", "file": FILE} | more)


def seen(*issues: Issue, of: Sheet | None = None) -> DraftView:
    return draft_view(VI, Draft(Path(), {"observations": of or sheet()}), causes(issues))


def only(*issues: Issue, of: Sheet | None = None) -> SheetView:
    (shown,) = seen(*issues, of=of).sheets
    return shown


@pytest.mark.parametrize(("place", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (702, "AAA")])
def test_columns_have_the_letters_of_a_spreadsheet(place: int, name: str) -> None:
    assert letter(place) == name


def test_a_marked_cell_stands_between_its_neighbours() -> None:
    shown = only(issue(5))
    assert [row.number for row in shown.rows] == [4, 5, 6]
    assert [row.after_gap for row in shown.rows] == [True, False, False]
    (marked,) = [cell for row in shown.rows for cell in row.cells if cell.notes]
    assert (marked.text, marked.state) == ("C5", "problem")
    assert marked.notes[0].place == "ô C5 (obs_value)"
    assert "3,5" in marked.notes[0].text
    assert "3.5" in marked.notes[0].remedy


def test_the_letters_are_those_of_the_file_and_not_of_the_table() -> None:
    assert only(issue(5, "ghi chú")).rows[1].cells[1].notes[0].place == "ô B5 (ghi chú)"


def test_a_column_in_which_nothing_of_this_stands_is_left_out() -> None:
    shown = only(issue(5))
    assert [head.letter for head in shown.head] == ["A", "B", "C"]
    assert {len(row.cells) for row in shown.rows} == {3}
    assert [head.letter for head in only(issue(5, "note_vi")).head] == ["A", "B", "C", "D"]


def test_of_a_wide_table_only_the_first_columns_and_the_marked_ones_are_shown() -> None:
    columns = tuple(f"cột {number}" for number in range(9))
    wide = Sheet("observations", FILE, columns, (None,) * 9, (Line(2, columns), Line(3, columns)))
    assert [head.letter for head in only(issue(3, "cột 7"), of=wide).head] == ["A", "B", "C", "H"]
    assert len(only(issue(3, None), of=wide).head) == 9


def test_flags_are_numbered_as_they_stand_on_the_page() -> None:
    shown = only(issue(None, None, "byte_order_mark"), issue(5), issue(None, None, "letters_tcvn3"))
    (letters, mark), (cell,) = shown.notes, shown.placed_notes
    assert [note.flag for note in (letters, cell, mark)] == ["Sửa 1", "Sửa 2", "Đã đọc đúng"]


def test_a_sheet_of_a_workbook_is_named_by_its_own_name() -> None:
    file = "so-lieu.xlsx"
    sheets = {name: Sheet(name, file, HEAD, COLUMNS, sheet().lines) for name in ("observations", "sources", "tasks")}
    view = draft_view(VI, Draft(Path(), sheets), causes([issue(5, file=file)]))
    assert [each.title for each in view.sheets] == ["trang tính observations trong so-lieu.xlsx"]
    assert view.fine == ("sources", "tasks")


def test_the_first_and_the_last_row_have_one_neighbour() -> None:
    shown = only(issue(2), issue(10))
    assert [row.number for row in shown.rows] == [2, 3, 9, 10]
    assert [row.after_gap for row in shown.rows] == [False, False, True, False]


def test_what_is_wrong_with_a_whole_row_marks_its_number() -> None:
    row = only(issue(5, None)).rows[1]
    assert row.state == "problem"
    assert row.notes[0].place == "dòng 5"
    assert not any(cell.notes for cell in row.cells)


def test_a_line_that_is_no_row_of_the_table_is_shown_as_it_was_found() -> None:
    shown = only(issue(5, None, "totals_row", found="Tổng cộng"), of=sheet(left_out=5))
    assert [row.number for row in shown.rows] == [4, 5, 6]
    assert (shown.rows[1].cells, shown.rows[1].unread) == ((), "Tổng cộng")


def test_what_is_wrong_with_the_head_marks_it() -> None:
    shown = only(issue(1, "obs_value", "column_repeated"))
    assert shown.rows == ()
    assert shown.head[2].cell.notes[0].place == "ô C1 (obs_value)"


def test_a_column_that_is_not_there_is_told_of_the_whole_file() -> None:
    shown = only(issue(1, "published_on", "column_missing"))
    assert [note.place for note in shown.notes] == ["dòng 1, cột published_on"]


def test_one_cause_is_told_once_with_where_else_it_is() -> None:
    shown = only(*(issue(row) for row in range(2, 12)), of=sheet(20))
    (note,) = shown.placed_notes
    assert "10 chỗ" in note.more
    assert "2, 3, 4, 5, 6" in note.more
    assert shown.said == "10 chỗ phải sửa"


def test_a_warning_is_marked_as_one() -> None:
    shown = only(issue(5, code="jump"), issue(6))
    assert [row.cells[2].state for row in shown.rows] == ["", "warning", "problem", ""]
    assert shown.said == "1 chỗ phải sửa và 1 điều nên xem lại"


def test_of_very_many_places_the_first_are_shown_and_the_rest_counted() -> None:
    columns = [f"cột {number}" for number in range(SHOWN_NOTES + 7)]
    wide = Sheet("observations", FILE, tuple(columns), (None,) * len(columns), (Line(2, tuple(columns)),))
    shown = only(*(issue(2, column) for column in columns), of=wide)
    assert len(shown.placed_notes) == SHOWN_NOTES
    assert shown.left_out.startswith("Còn 7 chỗ")


def test_what_is_said_of_a_table_of_the_release_is_not_put_on_the_sheet_handed_in() -> None:
    other = Issue("sources", "unused_code", 4, "source_code", "bao", file="2026-11-22/sources.csv")
    view = seen(other)
    assert [(shown.title, shown.rows) for shown in view.sheets] == [("2026-11-22/sources.csv", ())]
    assert view.fine == (FILE,)


def test_nothing_wrong_is_said_plainly() -> None:
    assert seen().headline == "không thấy lỗi nào"


def test_a_row_with_more_cells_than_the_head_is_shown_whole() -> None:
    ragged = Sheet("observations", FILE, HEAD, COLUMNS, (Line(2, ("a", "b", "c", "d", "thừa")),))
    assert [cell.text for cell in only(issue(2, None, "ragged_row"), of=ragged).rows[0].cells][-1] == "thừa"


def test_what_bears_no_row_number_still_says_how_often_it_is() -> None:
    shown = only(*(issue(None, None, "row_gone", found=f"dòng {number}") for number in range(7)))
    assert [note.more for note in shown.notes] == ["Cùng điều này có ở 7 chỗ; danh sách tải về nêu từng chỗ."]
