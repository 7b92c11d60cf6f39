"""Law: what is published is what is read."""

from pathlib import Path
from tempfile import TemporaryDirectory

from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.release.cells.check import check
from kh213.release.reading.package import read_package, write_csv
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from tests.builders import (
    PLAN_NAME,
    RELEASE_DAY,
    TITLE,
    make_plan,
    make_tables,
    observation,
    source,
    target,
    write_package,
)
from tests.property.small_plans import questions

awkward = st.sampled_from(
    ['"', ",", ";", "\n", "\r\n", "\r", " ", "'", "=A1", "Hòa", "Hoà", "ỹ", "Đ", "“”", "\ufeff", "0"]
)
words = st.lists(awkward | st.text(max_size=5), min_size=1, max_size=6).map("".join).filter(bool)


def read_back(*records):
    with TemporaryDirectory() as folder:
        package = write_package(Path(folder) / "2026-11-22", *records)
        return read_package(package), read_plan(package)


@settings(max_examples=150, deadline=None)
@given(words, words, words)
def test_law_text_comes_back_letter_for_letter(note, title, quote):
    records = [source(title=title), target(quote_vi=quote), observation("2020", 1, note_vi=note, note_en=quote)]
    (_, tables), plan = read_back(*records)
    assert tables == make_tables(*records)
    assert plan.observations[0].note.vi == note
    assert (plan.sources["bao"].title, plan.targets["T01"].quote) == (title, quote)


@settings(max_examples=100, deadline=None)
@given(questions())
def test_law_a_published_plan_is_read_back_as_the_same_plan(question):
    (release, tables), plan = read_back(*question.records)
    expected = make_plan(*question.records)
    assert tables == make_tables(*question.records)
    assert check(tables) == []
    assert (release.day, release.title, release.plan_name) == (RELEASE_DAY, TITLE, PLAN_NAME)
    for name in ("indicators", "targets", "observations", "related_figures", "areas", "agencies", "sources", "tasks"):
        assert getattr(plan, name) == getattr(expected, name), name


@settings(max_examples=100, deadline=None)
@given(questions())
def test_law_the_same_rows_give_the_same_bytes_and_the_same_key(question):
    (one, _), _ = read_back(*question.records)
    (other, _), _ = read_back(*question.records)
    assert one.key == other.key
    for name, rows in make_tables(*question.records).items():
        content = write_csv(TABLES[name], rows)
        assert content.startswith(",".join(TABLES[name].header).encode() + b"\n")
        assert content.endswith(b"\n")
