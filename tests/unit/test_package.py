"""A package on disk: any change to it is noticed, named and never served."""

import json
import shutil
from pathlib import Path

import pytest
from frictionless import validate

from kh213.release.issues import Issue, Unusable
from kh213.release.reading.package import write_csv
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from tests.builders import make_tables, observation, write_package


@pytest.fixture
def package(tmp_path: Path) -> Path:
    return write_package(tmp_path / "2026-11-22", observation("2020", 60, note_vi="Đạt, theo “báo”\nngày 5"))


def issues(folder: Path) -> tuple[Issue, ...]:
    with pytest.raises(Unusable) as caught:
        read_plan(folder)
    assert caught.value.release == folder.name
    return caught.value.issues


def first(folder: Path) -> tuple[str, str, int | None, str | None]:
    issue = issues(folder)[0]
    return issue.table, issue.code, issue.row, issue.column


def replaced(tmp_path: Path, **content: str) -> Path:
    """A package with a table written otherwise, and described just so."""
    return write_package(tmp_path / "2026-11-23", **{name: text.encode() for name, text in content.items()})


def csv(name: str) -> str:
    return write_csv(TABLES[name], make_tables()[name]).decode()


def test_a_written_package_can_be_read_and_is_valid_to_frictionless(package):
    assert read_plan(package).observations[0].value == 60
    assert validate(str(package / "datapackage.json")).valid


@pytest.mark.parametrize("name", TABLES)
def test_any_flipped_byte_of_a_table_is_noticed_and_the_table_named(package, name):
    path = package / f"{name}.csv"
    content = path.read_bytes()
    for at in range(0, len(content), max(1, len(content) // 40)):
        path.write_bytes(content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :])
        assert [(issue.table, issue.code) for issue in issues(package)] == [(name, "not_as_published")]


@pytest.mark.parametrize("name", TABLES)
def test_a_missing_table_is_named(package, name):
    (package / f"{name}.csv").unlink()
    assert [(issue.table, issue.code) for issue in issues(package)] == [(name, "file_missing")]


@pytest.mark.parametrize("name", TABLES)
def test_a_table_cut_short_is_named(package, name):
    path = package / f"{name}.csv"
    path.write_bytes(path.read_bytes()[:-1])
    assert first(package) == (name, "not_as_published", None, None)


def test_every_table_that_is_wrong_is_named_at_once(package):
    for name in ("areas", "targets"):
        (package / f"{name}.csv").unlink()
    assert [issue.table for issue in issues(package)] == ["targets", "areas"]


def test_an_empty_folder_and_no_folder_at_all_are_unusable(tmp_path):
    (tmp_path / "empty").mkdir()
    assert first(tmp_path / "empty") == ("datapackage.json", "unreadable", None, None)
    assert first(tmp_path / "none") == ("datapackage.json", "unreadable", None, None)


def test_a_descriptor_cut_short_anywhere_is_unusable(package):
    path = package / "datapackage.json"
    content = path.read_bytes()
    for length in range(0, len(content) - 2, 97):
        path.write_bytes(content[:length])
        assert first(package) == ("datapackage.json", "unreadable", None, None)


WRONG = [None, [], {}, 5, "text", True, [1], {"a": 1}]


@pytest.mark.parametrize("descriptor", WRONG, ids=repr)
def test_a_descriptor_that_is_none_is_unusable(package, descriptor):
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert first(package) == ("datapackage.json", "unreadable", None, None)


@pytest.mark.parametrize("name", ["version", "status", "title", "title_en", "plan", "resources"])
@pytest.mark.parametrize("value", [None, [], {}, 5, [5], ["x"], [None], [[]], [{"name": []}]], ids=repr)
def test_a_descriptor_with_a_wrong_type_is_unusable(package, name, value):
    descriptor = json.loads((package / "datapackage.json").read_text())
    (package / "datapackage.json").write_text(json.dumps(descriptor | {name: value}))
    assert issues(package)[0].code in {"unreadable", "not_described"}


@pytest.mark.parametrize("name", ["name_vi", "name_en", "short_name_vi", "short_name_en", "lead_agency_code"])
def test_a_plan_name_that_is_no_text_is_unusable(package, name):
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["plan"][name] = ["x"]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert issues(package)[0].table == "datapackage.json"


@pytest.mark.parametrize("name", ["version", "status", "title", "title_en", "plan", "resources"])
def test_a_descriptor_without_a_part_is_unusable(package, name):
    descriptor = json.loads((package / "datapackage.json").read_text())
    del descriptor[name]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert first(package) == ("datapackage.json", "unreadable", None, None)


@pytest.mark.parametrize("version", ["20261122", "22/11/2026", "2026-W47-7", "2026-11-31", ""])
def test_a_version_that_is_no_plain_day_is_unusable(package, version):
    descriptor = json.loads((package / "datapackage.json").read_text())
    (package / "datapackage.json").write_text(json.dumps(descriptor | {"version": version}))
    assert first(package) == ("datapackage.json", "unreadable", None, None)


def test_a_lead_agency_that_is_not_in_the_table_is_unusable(package):
    descriptor = json.loads((package / "datapackage.json").read_text())
    descriptor["plan"]["lead_agency_code"] = "so-khong-co"
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert first(package) == ("datapackage.json", "unknown_code", None, "lead_agency_code")


@pytest.mark.parametrize("missing", ["hash", "bytes", "name"])
def test_a_table_described_without_its_proof_is_unusable(package, missing):
    descriptor = json.loads((package / "datapackage.json").read_text())
    del descriptor["resources"][0][missing]
    (package / "datapackage.json").write_text(json.dumps(descriptor))
    assert issues(package)[0].code in {"not_as_published", "unreadable"}


def test_a_table_may_gain_a_column(tmp_path):
    text = "".join(f"{line},thêm\n" for line in csv("targets").splitlines())
    assert read_plan(replaced(tmp_path, targets=text)).targets["T01"].value == 50


@pytest.mark.parametrize("rows", [0, 1])
def test_a_missing_column_is_named_with_or_without_rows(tmp_path, rows):
    header, *body = csv("sources").splitlines()
    text = "\n".join([header.replace("publisher", "nha_xuat_ban"), *body[:rows]]) + "\n"
    assert first(replaced(tmp_path, sources=text)) == ("sources", "column_missing", 1, "publisher")


def test_a_table_of_no_bytes_lacks_every_column(tmp_path):
    found = issues(replaced(tmp_path, task_updates=""))
    assert [issue.column for issue in found] == list(TABLES["task_updates"].header)


def test_a_column_that_is_there_twice_is_named(tmp_path):
    text = "".join(
        f"{line},{end}\n" for line, end in zip(csv("targets").splitlines(), ["target_value", "99"], strict=True)
    )
    assert first(replaced(tmp_path, targets=text)) == ("targets", "column_repeated", 1, "target_value")


@pytest.mark.parametrize("line", ["short", "a,b,c,d,e,f,g,h,i,j", ""])
def test_a_row_that_is_too_short_too_long_or_blank_is_named_with_its_spreadsheet_row(tmp_path, line):
    row = ",".join(["x"] * len(TABLES["solutions"].header))
    text = "\n".join([csv("solutions").strip(), row, line, row]) + "\n"
    assert first(replaced(tmp_path, solutions=text)) == ("solutions", "ragged_row", 3, None)


@pytest.mark.parametrize("content", [b"\xff\xfe", b'G01,"open', b'"a"b,c,d,e\n'])
def test_bytes_that_are_no_csv_are_unusable(tmp_path, content):
    header = ",".join(TABLES["solutions"].header).encode() + b"\n"
    folder = write_package(tmp_path / "2026-11-23", solutions=header + content)
    assert first(folder)[:2] == ("solutions", "unreadable")


def test_the_key_changes_with_every_byte_of_a_release(tmp_path):
    one = write_package(tmp_path / "a", observation("2020", 60))
    same = shutil.copytree(one, tmp_path / "b")
    other = write_package(tmp_path / "c", observation("2020", 61))
    assert read_plan(one).release.key == read_plan(same).release.key != read_plan(other).release.key
