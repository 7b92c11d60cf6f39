"""A second plan, from an empty folder to readers: started, filled in, checked, published, read, corrected."""

import csv
import io
import json
import os
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest
from frictionless import validate
from streamlit.testing.v1 import AppTest

from kh213.release.draft.starting import EXAMPLE
from kh213.view.pages import PAGES, Page
from kh213.words import words
from tests import serving

SLUG, NAME = "ke-hoach-77", "Kế hoạch 77/KH-UBND tỉnh Ví Dụ"
FIRST, SECOND = "2025-02-01", "2025-03-01"


def kh213(data: Path, *arguments: object) -> str:
    """What a command prints when all is well. Fails with all it said when it is not."""
    command = [sys.executable, "-m", "kh213", *map(str, arguments)]
    environment = os.environ | {"KH213_DATA": str(data)}
    done = subprocess.run(command, cwd=serving.ROOT, env=environment, capture_output=True, check=False)
    assert done.returncode == 0, done.stdout.decode() + done.stderr.decode()
    return done.stdout.decode()


def fill_in(draft: Path) -> None:
    """What a person does with the example: names of one's own, and a deadline of one's own."""
    descriptor = json.loads((draft / "datapackage.json").read_text("utf-8"))
    descriptor["title"] = f"{NAME}: số liệu"
    descriptor["plan"] |= {"name_vi": NAME, "short_name_vi": "Kế hoạch 77", "short_name_en": "Plan 77", "slug": SLUG}
    (draft / "datapackage.json").write_text(json.dumps(descriptor, ensure_ascii=False), "utf-8")
    add_figure(draft, indicator_code="diem-wifi", area_code="99", time_period="2022", obs_value="12",
               published_on="2023-01-10", source_code="bao-cao-2023", obs_status="A")  # fmt: skip


def add_figure(draft: Path, **cells: str) -> None:
    path = draft / "observations.csv"
    with path.open(encoding="utf-8", newline="") as file:
        header = next(csv.reader(file))
    row = {"accumulation": "point", "qualifier": "eq", "note_vi": "Thêm khi thử."} | cells
    with path.open("a", encoding="utf-8", newline="") as file:
        csv.DictWriter(file, header, restval="", lineterminator="\n").writerow(row)


class Published:
    """The data folder of the second plan, the draft it comes from, and the site that shows it."""

    def __init__(self, data: Path, draft: Path, client: httpx.Client) -> None:
        self.data, self.draft, self.client = data, draft, client


@pytest.fixture(scope="module")
def published(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Published]:
    folder = tmp_path_factory.mktemp("second")
    data, draft = folder / "data", folder / "nhap"
    kh213(data, "init", folder / "moi")
    shutil.copytree(folder / "moi" / EXAMPLE, draft)
    fill_in(draft)
    kh213(data, "check", draft, "--date", FIRST)
    kh213(data, "publish", draft, "--date", FIRST)
    with (
        serving.running({"KH213_DATA": str(data)}) as site,
        httpx.Client(base_url=site.url, timeout=30) as client,
    ):
        yield Published(data, draft, client)


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_is_of_the_second_plan_and_names_no_other(published: Published, page: Page, lang: str) -> None:
    answer = published.client.get(page.path, params={"lang": lang})
    assert answer.status_code == 200
    assert {"vi": "Kế hoạch 77", "en": "Plan 77"}[lang] in answer.text
    assert "Quảng Ninh" not in answer.text
    assert "Kế hoạch 213" not in answer.text


@pytest.mark.filterwarnings("default")
def test_its_package_is_valid_for_any_frictionless_tool(published: Published, tmp_path: Path) -> None:
    content = published.client.get("/data/latest/package.zip").content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        archive.extractall(tmp_path)
    report = validate(str(tmp_path / "datapackage.json"))
    assert report.flatten(["name", "rowNumber", "fieldName", "type", "message"]) == []
    assert json.loads((tmp_path / "datapackage.json").read_text("utf-8"))["name"] == f"{SLUG}-{FIRST}"


def test_its_verdicts_are_there_for_machines(published: Published) -> None:
    rows = list(csv.DictReader(io.StringIO(published.client.get("/data/latest/status.csv").text)))
    assert {row["target_code"]: row["verdict"] for row in rows if row["area_code"] == "99"} == {
        "T01": "met", "T02": "missed",
    }  # fmt: skip


def test_a_correction_is_seen_as_one_changed_figure_and_one_changed_verdict(published: Published) -> None:
    add_figure(published.draft, indicator_code="diem-wifi", area_code="99", time_period="2024", obs_value="41",
               published_on="2025-02-20", source_code="bao-cao-2024", obs_status="A")  # fmt: skip
    kh213(published.data, "publish", published.draft, "--date", SECOND)
    found = json.loads(kh213(published.data, "diff", FIRST, SECOND, "--json"))
    assert [(each["old"]["obs_value"], each["new"]["obs_value"]) for each in found["revisions"]] == [("38", "41")]
    assert [(each["target_code"], each["old"]["verdict"], each["new"]["verdict"]) for each in found["flips"]] == [
        ("T02", "missed", "met")
    ]
    assert {cell["table"] for cell in found["cells"]} == {"observations"}
    assert "Không đạt → Đạt" in kh213(published.data, "diff", FIRST, SECOND)

    answer = published.client.get(f"/data/changes/{FIRST}..{SECOND}.csv")
    assert answer.status_code == 200
    assert "diem-wifi" in answer.text
    assert json.loads(published.client.get(f"/data/{SECOND}/datapackage.json").content)["version"] == SECOND


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_of_it_is_drawn_without_a_grid_or_outlines(
    published: Published, page: Page, lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KH213_DATA", str(published.data))
    app = AppTest.from_file(str(serving.ROOT / "pages" / "site.py"), default_timeout=60)
    app.query_params["lang"] = lang
    app.run()
    app = app if page.name == "overview" else app.switch_page(f"{page.name}.py").run()
    said = " ".join(each.proto.body for each in app.main if each.type == "html")
    assert not app.exception
    assert words(lang)("notice.page_failed") not in said
    assert "Quảng Ninh" not in said
    assert "ky=demo" not in said  # it has no illustrative figures, so nothing leads there
