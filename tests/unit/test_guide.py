"""The publisher's guide says what the program does: its tables, its examples and its commands are run, not believed."""

import re
from datetime import date
from pathlib import Path

import pytest

from kh213.__main__ import parser
from kh213.release.checking.folder import check_folder
from kh213.release.publications.store import data_root
from tests import guide

DAY = date(2026, 12, 31)
COMMAND = re.compile(r"^python -m kh213 ([^#\n]+)", re.MULTILINE)


@pytest.mark.parametrize("lang", guide.GUIDES)
def test_what_follows_from_the_schemas_and_sentences_is_up_to_date(lang: str) -> None:
    assert guide.written(lang) == guide.GUIDES[lang].read_text("utf-8"), "python -m tests.guide writes it anew"


def test_there_are_examples_of_both_kinds() -> None:
    assert {bool(example.places) for example in guide.examples()} == {True, False}


@pytest.mark.parametrize("example", guide.examples(), ids=lambda example: str(example.places or "fine"))
def test_an_example_is_refused_just_where_the_guide_says(example: guide.Example, tmp_path: Path) -> None:
    (tmp_path / "observations.csv").write_text(example.csv, "utf-8")
    problems = check_folder(tmp_path, data_root(), DAY).problems
    of_the_lines = [issue for issue in problems if issue.code != "rows_lost"]  # an example is cut out of its table
    assert {(issue.row, issue.column) for issue in of_the_lines} == set(example.places)


@pytest.mark.parametrize(
    "command", sorted({said.strip() for path in guide.GUIDES.values() for said in COMMAND.findall(path.read_text())})
)
def test_every_command_in_the_guides_can_be_given(command: str) -> None:
    words = re.findall(r'"[^"]*"|\S+', command)
    assert parser().parse_args([word.strip('"') for word in words]).run


@pytest.mark.parametrize("path", guide.GUIDES.values(), ids=lambda path: path.name)
def test_every_link_in_a_guide_leads_somewhere(path: Path) -> None:
    text = path.read_text("utf-8")
    heads = {
        re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    }
    for link in re.findall(r"\]\(([^)]+)\)", text):
        found = link[1:] in heads if link.startswith("#") else (path.parent / link).is_file()
        assert found, link
