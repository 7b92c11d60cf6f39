"""pandas, as a journalist uses it: by address, with and without types."""

import csv
import io
from collections.abc import Callable
from pathlib import Path

import pandas as pd
import pytest

from kh213.release.schema import TABLES
from tests.serving import Site

Save = Callable[..., Path]
FILES = [*(f"{name}.csv" for name in TABLES), "status.csv", "indicators/ict-index-hang.csv", "indicators/iso-tthc.csv"]


@pytest.mark.parametrize("ky", ["latest", "demo"])
@pytest.mark.parametrize("file", FILES)
def test_read_as_text_every_cell_is_what_the_file_says(site: Site, save: Save, ky: str, file: str) -> None:
    frame = pd.read_csv(f"{site.url}/data/{ky}/{file}", dtype=str, keep_default_na=False)
    header, *rows = csv.reader(io.StringIO(save(f"/data/{ky}/{file}").read_text("utf-8"), newline=""))
    assert (list(frame.columns), frame.to_numpy().tolist()) == (header, rows)


@pytest.mark.parametrize("file", FILES)
def test_the_excel_copy_has_the_same_columns_and_rows_and_no_mark_in_a_name(site: Site, file: str) -> None:
    """`utf-8` in place of `utf-8-sig`: pandas itself must see nothing of the byte order mark."""
    plain = pd.read_csv(f"{site.url}/data/latest/{file}", dtype=str, keep_default_na=False)
    excel = pd.read_csv(f"{site.url}/data/latest/{file}?excel=1", dtype=str, keep_default_na=False)
    assert list(excel.columns) == list(plain.columns)
    assert excel.map(lambda cell: cell.lstrip("'")).equals(plain.map(lambda cell: cell.lstrip("'")))


def test_read_without_a_word_about_types_figures_are_numbers(site: Site) -> None:
    frame = pd.read_csv(f"{site.url}/data/latest/observations.csv")
    assert frame["obs_value"].dtype == "float64"
    stated = {row["obs_value"] for row in plain_rows("observations") if row["obs_value"]}
    assert {float(value) for value in stated} == set(frame["obs_value"].dropna())


def test_read_as_the_snippet_says_codes_keep_their_zeros(site: Site) -> None:
    areas = pd.read_csv(f"{site.url}/data/latest/areas.csv", dtype={"area_code": str, "parent_code": str})
    assert "06970" in set(areas["area_code"])
    assert "06970" not in set(map(str, pd.read_csv(f"{site.url}/data/latest/areas.csv")["area_code"]))


def test_a_figure_of_an_indicator_stands_beside_its_target_and_its_source(site: Site) -> None:
    frame = pd.read_csv(f"{site.url}/data/latest/indicators/ict-index-hang.csv", dtype=str)
    latest = frame[frame["time_period"] == "2020"].iloc[0]
    assert latest["target_code"] == "T01"
    assert latest["source_publisher"]
    assert "ố" in "".join(frame["area_name_vi"].fillna("") + frame["source_title"].fillna(""))


def test_the_verdicts_are_one_a_target_and_area(site: Site) -> None:
    frame = pd.read_csv(f"{site.url}/data/latest/status.csv", dtype=str)
    assert not frame.duplicated(["target_code", "area_code"]).any()
    assert set(frame["target_code"]) == {row["target_code"] for row in plain_rows("targets")}


def plain_rows(table: str) -> list[dict[str, str]]:
    folder = Path(__file__).parents[2] / "data" / "releases" / "2026-11-22"
    with (folder / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))
