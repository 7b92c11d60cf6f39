"""Words of closed lists, codes of the table itself, lists of codes."""

import pytest

from kh213.release.cells.codes import _SPOKEN
from kh213.release.cells.diagnosis import diagnose
from kh213.release.cells.found import Found
from kh213.release.schema import TABLES, Column


def column(table: str, name: str) -> Column:
    return next(each for each in TABLES[table].columns if each.name == name)


BETTER = column("indicators", "better")
STATUS = column("observations", "obs_status")
INDICATOR = column("indicators", "indicator_code")
TARGET = column("targets", "target_code")
AREA = column("areas", "area_code")
COOPERATING = column("tasks", "cooperating")
ENUMS = [(table.name, each) for table in TABLES.values() for each in table.columns if each.enum]


@pytest.mark.parametrize(("table", "listed"), ENUMS, ids=lambda each: getattr(each, "name", each))
def test_a_word_in_other_capitals_is_mended_and_every_word_has_vietnamese_names(table: str, listed: Column) -> None:
    assert table
    for word in listed.enum:
        assert diagnose(listed, word.swapcase()) == Found("other_case", word, word)
        assert all(diagnose(listed, said) == Found("word_for_code", word) for said in _SPOKEN[listed.name][word])


def test_no_vietnamese_name_means_two_words() -> None:
    for words in _SPOKEN.values():
        said = [each for ways in words.values() for each in ways]
        assert len(said) == len(set(said))


def test_a_vietnamese_word_is_offered_as_its_code_and_not_mended() -> None:
    assert diagnose(BETTER, "Cao hơn") == Found("word_for_code", "higher")
    assert diagnose(STATUS, "Ước tính") == Found("word_for_code", "E")


def test_a_word_misspelt_is_offered_the_nearest() -> None:
    assert diagnose(BETTER, "highr") == Found("near_word", "higher")
    assert diagnose(BETTER, "khác") == Found("not_in_list", "higher, lower")


@pytest.mark.parametrize(
    ("listed", "text", "found"),
    [
        (AREA, "6970", Found("lost_zero", "06970")),
        (AREA, "6970.0", Found("lost_zero", "06970")),
        (AREA, "22.0", Found("near_code", "22")),
        (TARGET, "T1", Found("lost_zero", "T01")),
        (TARGET, "t01", Found("near_code", "T01")),
        (TARGET, "T 01", Found("near_code", "T01")),
        (INDICATOR, "ICT_Index", Found("near_code", "ict-index")),
        (INDICATOR, "ict–index", Found("other_dash", "ict-index", "ict-index")),
        (AREA, "Phường", Found("wrong_form", "[0-9]{2}|[0-9]{3}|[0-9]{5}")),
    ],
    ids=lambda each: str(each)[:20],
)
def test_a_code_of_the_table_itself_is_offered_in_its_form(listed: Column, text: str, found: Found) -> None:
    assert diagnose(listed, text) == found


@pytest.mark.parametrize(
    "text", ["so-tt, so-nv", "so-tt;so-nv;", "so-tt ; so-nv", "so-tt|so-nv", "so-tt\nso-nv", ";so-tt;;so-nv"]
)
def test_codes_of_a_list_are_separated_by_one_semicolon(text: str) -> None:
    assert diagnose(COOPERATING, text) == Found("list_marks", "so-tt;so-nv", "so-tt;so-nv")


def test_a_list_of_names_is_not_taken_apart() -> None:
    assert diagnose(COOPERATING, "Sở Nội vụ, Sở Tài chính").mended is None
