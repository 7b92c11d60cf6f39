"""The mended copy of a draft: only what is certain, every change listed, the original as it was."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from unicodedata import normalize

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from openpyxl import Workbook

from kh213.release.cells.check import check
from kh213.release.draft.mending import Change, fix
from kh213.release.draft.reading import Unreadable, read_draft
from kh213.release.reading.package import write_csv
from kh213.release.schema import TABLES
from tests.builders import area, make_tables, observation, source, target

ROOT = Path(__file__).parents[2]
REAL = ROOT / "data" / "releases" / "2026-11-22"
HEADER = ",".join(TABLES["observations"].header)


def figures(*values: str, **cells: str) -> bytes:
    """observations.csv with a row for each value."""
    records = [observation(str(2000 + at), value, **cells) for at, value in enumerate(values)]
    return write_csv(TABLES["observations"], make_tables(*records)["observations"])


@contextmanager
def handed_in(**files: bytes) -> Iterator[Path]:
    with TemporaryDirectory() as name:
        folder = Path(name) / "draft"
        folder.mkdir()
        for table, content in files.items():
            (folder / f"{table}.csv").write_bytes(content)
        yield folder


def copy_of(**files: bytes) -> tuple[dict[str, bytes], list[Change]]:
    """What the copy holds, by file, and the changes."""
    with handed_in(**files) as folder:
        changes = fix(folder, folder.parent / "out")
        return {path.name: path.read_bytes() for path in (folder.parent / "out").iterdir()}, changes


def values_after(*values: str) -> list[str]:
    content, _ = copy_of(observations=figures(*values))
    with handed_in(observations=content["observations.csv"]) as folder:
        return [row["obs_value"] for row in read_draft(folder).sheets["observations"].rows()]


def said(changes: list[Change]) -> list[tuple[str, int | None, str | None, str, str]]:
    return [(each.code, each.row, each.column, each.old, each.new) for each in changes]


# ------------------------------------------------------------------------------------------------------------ figures


def test_decimal_commas_are_mended_where_the_whole_column_proves_them() -> None:
    assert values_after("58,5", "60", "0,325") == ["58.5", "60", "0.325"]


@pytest.mark.parametrize(
    "values",
    [["1,552", "2,318"], ["58,5", "1,552"], ["58,5", "60.5"], ["58,5", "1.552"], ["58,5", "-"], ["58,5", "n/a", "3"]],
)
def test_one_cell_that_may_be_read_otherwise_leaves_the_column_to_people(values: list[str]) -> None:
    assert values_after(*values) == values


def test_a_comma_is_judged_without_the_blanks_and_apostrophes_around_it() -> None:
    assert values_after("58,5 ", "'60", "\u00a0−1") == ["58.5", "60", "-1"]


@pytest.mark.parametrize(
    "value", ["1.552", "1 552", "1.234,5", "58,5%", "58 điểm", "1.23E+05", "-", "#N/A", "=A1", "+5"]
)
def test_a_figure_is_never_guessed(value: str) -> None:
    assert values_after(value) == [value]


def test_a_count_that_may_be_thousands_stays_and_stays_reported() -> None:
    content, changes = copy_of(observations=figures("", numerator="1.552", denominator="2.000"))
    assert (content["observations.csv"], changes) == (figures("", numerator="1.552", denominator="2.000"), [])


def test_every_change_of_a_cell_is_listed_with_its_row_and_column() -> None:
    _, changes = copy_of(observations=figures("58,5", "60 "))
    assert said(changes) == [
        ("decimal_comma", 2, "obs_value", "58,5", "58.5"),
        ("blanks_around", 3, "obs_value", "60 ", "60"),
    ]


# -------------------------------------------------------------------------------------------------------------- dates


def dates_after(*dates: str) -> list[str]:
    rows = [area(f"{number:05}", "commune", until=day).row for number, day in enumerate(dates)]
    content, _ = copy_of(areas=write_csv(TABLES["areas"], rows))
    with handed_in(areas=content["areas.csv"]) as folder:
        return [row["valid_to"] for row in read_draft(folder).sheets["areas"].rows()]


def test_dates_are_mended_where_their_column_proves_the_order() -> None:
    assert dates_after("31/12/2019", "01/02/2020", "2021-01-01") == ["2019-12-31", "2020-02-01", "2021-01-01"]
    assert dates_after("12/31/2019", "01/02/2020") == ["2019-12-31", "2020-01-02"]


@pytest.mark.parametrize("dates", [["01/02/2020", "03/04/2020"], ["31/12/2019", "12/31/2019"], ["44196"], ["31/12/20"]])
def test_dates_that_prove_no_order_stay(dates: list[str]) -> None:
    assert dates_after(*dates) == dates


# ---------------------------------------------------------------------------------------------------------- container


@pytest.mark.parametrize(
    ("damage", "codes"),
    [
        (lambda text: b"\xef\xbb\xbf" + text.encode(), {"byte_order_mark"}),
        (lambda text: text.encode("utf-16"), {"utf_16"}),
        (lambda text: text.replace("\n", "\r\n").encode(), {"line_ends"}),
        (lambda text: text.replace(",", ";").encode(), {"delimiter"}),
        (lambda text: text.replace(",", "\t").encode(), {"delimiter"}),
        (lambda text: (text + "\n\n,,,,,,,,,,,,\n").encode(), {"blank_rows"}),
        (lambda text: text.replace("obs_value", "OBS_Value ").encode(), {"column_renamed"}),
        (lambda text: text.replace("time_period", "Kỳ số liệu").encode(), {"column_renamed"}),
        (lambda text: (text + HEADER + "\n").encode(), {"header_repeated"}),
        (lambda text: normalize("NFD", text).encode(), {"not_composed"}),
    ],
)
def test_a_damaged_container_gives_the_bytes_of_the_good_one(damage, codes: set[str]) -> None:
    good = figures("58.5", "60", note_vi="Tỉnh Quảng Ninh")
    content, changes = copy_of(observations=damage(good.decode()))
    assert content == {"observations.csv": good}
    assert {change.code for change in changes} == codes


def test_a_header_that_is_only_like_a_name_is_left_to_people() -> None:
    content, changes = copy_of(observations=figures("60").replace(b"obs_value", b"obs_valeu"))
    assert (content["observations.csv"].splitlines()[0].count(b"obs_valeu"), changes) == (1, [])


def test_lines_that_carry_no_data_stay_where_they_are() -> None:
    lines = figures("60").decode().splitlines()
    written = "\n".join(
        ["BÁO CÁO" + "," * 12, lines[0], lines[1], "Tổng cộng" + "," * 12, "Người lập biểu: An" + "," * 12]
    )
    content, changes = copy_of(observations=f"{written}\n".encode())
    assert (content["observations.csv"].decode(), changes) == (written + "\n", [])


def test_a_header_repeated_without_the_name_of_somebodys_own_column_is_left_out_of_the_copy() -> None:
    head, figure = figures("60").decode().splitlines()
    content, changes = copy_of(observations=f"{head},Người nhập\n{figure},An\n{head},\n".encode())
    assert content["observations.csv"].decode() == f"{head},Người nhập\n{figure},An\n"
    assert [(change.code, change.row) for change in changes] == [("header_repeated", 3)]


def test_columns_of_nobody_and_other_orders_stay() -> None:
    good = figures("60").decode().splitlines()
    written = "\n".join(f"{more},{line}" for more, line in zip(("Người nhập", "An "), good, strict=True)) + "\n"
    assert copy_of(observations=written.encode()) == ({"observations.csv": written.encode()}, [])


def test_a_line_with_a_cell_too_many_is_left_to_people() -> None:
    line = ",".join(["ty-le ", *[" "] * 13])
    content, changes = copy_of(observations=f"{HEADER}\n{line}\n".encode())
    assert (content["observations.csv"].decode().splitlines()[1], changes) == (line, [])


def test_a_file_whose_quotes_do_not_match_is_copied_as_it_is() -> None:
    broken = figures("60 ").replace(b"ty-le", b'"ty-le')
    assert copy_of(observations=broken) == ({"observations.csv": broken}, [])


def test_files_that_are_no_tables_are_copied_and_locks_are_not(tmp_path: Path) -> None:
    folder = tmp_path / "draft"
    folder.mkdir()
    (folder / "Observations.CSV").write_bytes(figures("60 "))
    for name in ("datapackage.json", "README.txt", "~$observations.xlsx", ".DS_Store"):
        (folder / name).write_bytes(b"{}")
    fix(folder, tmp_path / "out")
    assert {path.name for path in (tmp_path / "out").iterdir()} == {
        "observations.csv",
        "datapackage.json",
        "README.txt",
    }


def workbook(path: Path, value: object, number_format: str = "General") -> None:
    book = Workbook()
    sheet = book.active
    sheet.title = "observations"
    row = observation("2020").row
    sheet.append(list(row))
    sheet.append(list((row | {"obs_value": value, "area_code": "22 "}).values()))
    sheet.cell(2, list(row).index("obs_value") + 1).number_format = number_format
    book.save(path)


def test_a_workbook_becomes_the_csv_of_its_table(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    workbook(tmp_path / "draft" / "bao-cao.xlsx", 58.5)
    changes = fix(tmp_path / "draft", tmp_path / "out")
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["observations.csv"]
    assert b",22,2020,period,,,58.5," in (tmp_path / "out" / "observations.csv").read_bytes()
    assert said(changes) == [("blanks_around", 2, "area_code", "22 ", "22")]


def test_a_workbook_that_shows_other_figures_than_it_holds_is_copied_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "draft").mkdir()
    workbook(tmp_path / "draft" / "bao-cao.xlsx", 0.585, "0.0%")
    assert fix(tmp_path / "draft", tmp_path / "out") == []
    assert [path.name for path in (tmp_path / "out").iterdir()] == ["bao-cao.xlsx"]


# ------------------------------------------------------------------------------------------------- all or nothing


def test_nothing_is_written_over(tmp_path: Path) -> None:
    with handed_in(observations=figures("60 ")) as folder:
        (tmp_path / "letter.txt").write_text("kept")
        with pytest.raises(FileExistsError):
            fix(folder, tmp_path)
        with pytest.raises(FileExistsError):
            fix(folder, tmp_path / "letter.txt")
        assert [path.name for path in tmp_path.iterdir()] == ["letter.txt"]


def test_the_copy_may_take_the_place_of_an_empty_folder(tmp_path: Path) -> None:
    with handed_in(observations=figures("60 ")) as folder:
        assert len(fix(folder, tmp_path)) == 1
        assert [path.name for path in tmp_path.iterdir()] == ["observations.csv"]


def test_the_original_is_never_written_into() -> None:
    with handed_in(observations=figures("60 ")) as folder:
        for out, refusal in ((folder, FileExistsError), (folder / "out", PermissionError)):
            with pytest.raises(refusal):
                fix(folder, out)
        assert {path.name: path.read_bytes() for path in folder.iterdir()} == {"observations.csv": figures("60 ")}


def test_a_failure_leaves_nothing_behind(monkeypatch: pytest.MonkeyPatch) -> None:
    def full_disk(*_args: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full_disk)
    with handed_in(observations=figures("60 ")) as folder:
        with pytest.raises(OSError, match="No space left"):
            fix(folder, folder.parent / "out")
        assert [path.name for path in folder.parent.iterdir()] == ["draft"]


def test_a_folder_that_is_no_draft_gives_no_copy(tmp_path: Path) -> None:
    with pytest.raises(Unreadable):
        fix(tmp_path / "none", tmp_path / "out")
    assert list(tmp_path.iterdir()) == []


# --------------------------------------------------------------------------------------------------------------- laws


def test_law_a_published_package_comes_back_byte_for_byte(tmp_path: Path) -> None:
    for name, package in (("real", REAL), ("demo", ROOT / "data" / "demo")):
        assert fix(package, tmp_path / name) == []
        for path in package.iterdir():
            assert (tmp_path / name / path.name).read_bytes() == path.read_bytes()


marks = st.sampled_from(
    [" ", "\u00a0", "\u200b", "'", ",", ".", "−", "–", "%", "５", "/", "31/12/2020", "01/02/2020", "58,5", "1,552", "x"]
    + ["\u0301", "e", "Tổng", ";", '"', "\n", "\r", "=", "-", "a", "A", "2020", "T", "Quáº£ng", "so-tt", "#N/A"]
)
cells = st.lists(marks | st.text(max_size=3), max_size=4).map("".join)
rows = st.fixed_dictionaries(
    {
        "indicator_code": cells | st.just("ty-le"),
        "obs_value": cells | st.just("58.5"),
        "obs_status": cells | st.just("A"),
        "published_on": cells | st.just("2021-01-15"),
        "time_period": cells | st.just("2020"),
        "note_vi": cells,
    }
)


@settings(max_examples=150, deadline=None)
@given(st.lists(rows, min_size=1, max_size=4), st.sampled_from([",", ";", "\t"]), st.booleans())
def test_laws_of_any_draft(given_rows: list[dict[str, str]], delimiter: str, windows: bool) -> None:
    """What fix changes, check complained of; the original stays; and a second time nothing is left to change."""
    made = [observation("2020").row | row for row in given_rows]
    content = write_csv(TABLES["observations"], made)
    if delimiter != ",":
        quoted = ('"' + cell.replace('"', '""') + '"' for row in made for cell in row.values())
        lines = [delimiter.join(TABLES["observations"].header)]
        lines += [delimiter.join(next(quoted) for _ in TABLES["observations"].header) for _ in made]
        content = ("\r\n" if windows else "\n").join([*lines, ""]).encode()
    with handed_in(observations=content) as folder:
        draft = read_draft(folder)
        if "observations" not in draft.sheets:
            return
        sheet = draft.sheets["observations"]
        complained = {(issue.code, issue.row, issue.column) for issue in draft.issues} | {
            (issue.code, issue.row, issue.column)
            for issue in check({"observations": sheet.rows()}, {"observations": sheet.numbers()})
        }
        once = fix(folder, folder.parent / "once")
        assert (folder / "observations.csv").read_bytes() == content
        assert {(each.code, each.row, each.column) for each in once} <= complained
        assert fix(folder.parent / "once", folder.parent / "twice") == []
        mended = (folder.parent / "once" / "observations.csv").read_bytes()
        assert (folder.parent / "twice" / "observations.csv").read_bytes() == mended


@settings(max_examples=60, deadline=None)
@given(st.lists(st.decimals(-999, 10**6, places=3).map(str), min_size=1, max_size=6), st.sampled_from(["\ufeff", ""]))
def test_law_every_figure_of_a_good_file_survives_letter_for_letter(values: list[str], mark: str) -> None:
    good = write_csv(
        TABLES["observations"],
        make_tables(source(), target(), *[observation(str(2000 + at), each) for at, each in enumerate(values)])[
            "observations"
        ],
    )
    content, _ = copy_of(observations=mark.encode() + good)
    assert content["observations.csv"] == good
