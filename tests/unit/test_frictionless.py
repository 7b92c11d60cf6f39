"""The official validator reads every package that we publish, as it lies on disk."""

from pathlib import Path

import pytest
from frictionless import validate

DATA = Path(__file__).parents[2] / "data"


def packages() -> list[Path]:
    return sorted((DATA / "releases").glob("*/")) + [DATA / "demo"]


def test_there_is_a_release():
    assert [folder.name for folder in packages() if folder.name != "demo"]


@pytest.mark.filterwarnings("default")
@pytest.mark.parametrize("folder", packages(), ids=lambda folder: folder.name)
def test_frictionless_finds_every_package_valid(folder):
    report = validate(str(folder / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "message"]) == []
    assert report.valid
    assert report.stats["tasks"] == len(list(folder.glob("*.csv")))
