"""Lines and cells of a CSV as a spreadsheet sees them, whatever stands between cells and however quotes fail."""

import csv
from io import StringIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kh213.release.draft.dialect import Fault, parsed

NAMES = {"code", "name", "value"}


def known(cells) -> int:
    return len(NAMES.intersection(cells))


def lines(text: str) -> list[tuple[str, ...]]:
    found = parsed(text, known).lines
    assert [line.number for line in found] == list(range(1, len(found) + 1))
    return [line.cells for line in found]


def faults(text: str) -> list[Fault]:
    return parsed(text, known).faults


def test_a_csv_of_ours_has_no_fault():
    text = 'code,name,value\na,"b ""c"", d",1\n'
    assert lines(text) == [("code", "name", "value"), ("a", 'b "c", d', "1")]
    assert faults(text) == []


@pytest.mark.parametrize(("delimiter", "said"), [(";", ";"), ("\t", "Tab"), ("|", "|")])
def test_another_delimiter_is_known_by_the_names_it_parts(delimiter, said):
    text = "code,name,value\na,b,1\n".replace(",", delimiter)
    assert lines(text) == [("code", "name", "value"), ("a", "b", "1")]
    assert faults(text) == [Fault("delimiter", None, said, ",")]


def test_the_delimiter_is_that_of_the_header_not_of_the_title_above_it():
    text = "Báo cáo, quý III, năm 2020, số liệu\ncode;name;value\na;b;58,5\n"
    assert lines(text)[2] == ("a", "b", "58,5")


def test_the_line_that_excel_writes_for_itself_is_no_row():
    text = "sep=;\r\ncode;name;value\r\na;b;1\r\n"
    assert lines(text)[0] == ("code", "name", "value")
    assert [fault.code for fault in faults(text)] == ["line_ends", "delimiter"]


@pytest.mark.parametrize(("end", "said"), [("\r\n", "CRLF"), ("\r", "CR")])
def test_other_line_ends_are_said(end, said):
    text = "code,name,value\na,b,1\n".replace("\n", end)
    assert lines(text) == [("code", "name", "value"), ("a", "b", "1")]
    assert faults(text) == [Fault("line_ends", None, said, "LF")]


def test_blank_lines_keep_the_numbers_of_the_rows_after_them():
    assert lines("code,name,value\n\na,b,1\n") == [("code", "name", "value"), (), ("a", "b", "1")]


def test_a_cell_of_several_lines_is_one_row():
    text = 'code,name,value\na,"b\nc",1\nd,e,2\n'
    assert lines(text)[1:] == [("a", "b\nc", "1"), ("d", "e", "2")]
    assert faults(text) == []


def test_a_quote_never_closed_is_reported_where_it_opened_and_swallows_no_row():
    text = 'code,name,value\na,"b,1\nc,d,2\ne,f,3\n'
    assert lines(text)[1:] == [("a", '"b', "1"), ("c", "d", "2"), ("e", "f", "3")]
    assert faults(text) == [Fault("quote_not_closed", 2, '"b,1')]


def test_two_quotes_never_closed_do_not_swallow_the_rows_between_them():
    text = 'code,name,value\na,"b,1\nc,d,2\ne,"f,3\ng,h,4\n'
    assert lines(text)[1:] == [("a", '"b', "1"), ("c", "d", "2"), ("e", '"f', "3"), ("g", "h", "4")]
    assert [fault.row for fault in faults(text)] == [2, 4]


def test_a_cell_of_several_lines_stays_whole_in_a_file_with_another_quote_never_closed():
    text = 'code,name,value\r\na,"b\r\nc",1\r\nd,"e,2\r\nf,g,3\r\n'
    assert lines(text)[1:] == [("a", "b\r\nc", "1"), ("d", '"e', "2"), ("f", "g", "3")]
    assert faults(text)[1:] == [Fault("quote_not_closed", 3, '"e,2')]


def test_letters_after_a_closing_quote_are_kept_and_reported():
    text = 'code,name,value\na,"b"c,1\n'
    assert lines(text)[1] == ("a", '"b"c', "1")
    assert faults(text) == [Fault("quote_inside", 2, '"b"c,1')]


def test_a_quote_inside_a_cell_without_quotes_is_a_letter():
    text = 'code,name,value\na,19" màn hình,1\n'
    assert lines(text)[1] == ("a", '19" màn hình', "1")
    assert faults(text) == []


def test_a_huge_cell_that_a_quote_opens_is_contained():
    text = 'code,name,value\na,"b,1\n' + "c,d,2\n" * 40_000
    assert len(lines(text)) == 40_002
    assert [fault.row for fault in faults(text)] == [2]


cells = st.text(st.characters(codec="utf-8", exclude_characters="\r\0"), max_size=8)


@given(st.lists(st.tuples(cells, cells, cells), max_size=6), st.sampled_from(",;\t|"))
def test_what_a_csv_writer_wrote_is_read_back(rows, delimiter):
    written = StringIO(newline="")
    writer = csv.writer(written, delimiter=delimiter, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerows([("code", "name", "value"), *rows])
    assert lines(written.getvalue())[1:] == rows


@given(st.text(alphabet='ab",;\n\r', max_size=60))
def test_no_letter_outside_quotes_and_marks_is_lost(text):
    content = "code,name,value\n" + text
    read = "".join(cell for row in lines(content)[1:] for cell in row)
    assert sum(read.count(letter) for letter in "ab") == sum(text.count(letter) for letter in "ab")
