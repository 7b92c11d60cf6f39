"""The whole package: valid for Frictionless straight after unzip, and readable by its own descriptor."""

import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from frictionless import Package, validate

Save = Callable[..., Path]


@pytest.fixture(params=["latest", "demo"])
def unzipped(request: pytest.FixtureRequest, save: Save, tmp_path: Path) -> Path:
    with zipfile.ZipFile(save(f"/data/{request.param}/package.zip")) as archive:
        archive.extractall(tmp_path / "unzipped")
    return tmp_path / "unzipped"


@pytest.mark.filterwarnings("default")
def test_frictionless_finds_the_package_valid_straight_after_unzip(unzipped: Path) -> None:
    report = validate(str(unzipped / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.stats["tasks"] == len(list(unzipped.glob("*.csv"))) > 10


@pytest.mark.filterwarnings("default")
def test_frictionless_finds_a_changed_byte(unzipped: Path) -> None:
    table = unzipped / "targets.csv"
    table.write_bytes(table.read_bytes().replace(b"T01", b"T91", 1))
    assert not validate(str(unzipped / "datapackage.json")).valid


@pytest.mark.filterwarnings("default")
def test_frictionless_reads_typed_rows(unzipped: Path) -> None:
    package = Package(str(unzipped / "datapackage.json"))
    codes = {row["area_code"] for row in package.get_resource("areas").read_rows()}
    assert {"06970", "22"} <= codes
    values = [row["target_value"] for row in package.get_resource("targets").read_rows()]
    assert all(float(value) == value for value in values)
