"""/data: every file as it was published, and a clear word where there is none."""

import csv
import gzip
import io
import shutil
import zipfile
from datetime import date, timedelta
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from kh213.release.reading.package import describe, write_descriptor
from kh213.release.reading.read import read_plan
from kh213.release.schema import TABLES
from kh213.site.downloads.data import routes
from tests.builders import PLAN_NAME, TITLE, observation, write_package

ROOT = Path(__file__).parents[2]
REAL, DEMO = ROOT / "data" / "releases" / "2026-11-22", ROOT / "data" / "demo"
DAY = "2026-11-22"
FILES = [*(f"{name}.csv" for name in TABLES), "datapackage.json", "status.csv", "package.zip"]
FOLDERS = {"latest": REAL, DAY: REAL, "demo": DEMO}


def two_lines(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(lines) == 2
    return lines


# ------------------------------------------------------------------------------------------------ the running site


@pytest.mark.parametrize("ky", FOLDERS)
@pytest.mark.parametrize("file", [*(f"{name}.csv" for name in TABLES), "datapackage.json"])
def test_a_published_file_is_given_byte_for_byte(client: httpx.Client, ky: str, file: str) -> None:
    answer = client.get(f"/data/{ky}/{file}")
    assert answer.status_code == 200
    assert answer.content == (FOLDERS[ky] / file).read_bytes()
    kind = "application/json" if file.endswith(".json") else "text/csv; charset=utf-8"
    assert answer.headers["content-type"] == kind


def test_the_verdicts_are_those_of_the_release_day_or_of_the_day_asked_for(client: httpx.Client) -> None:
    golden = (ROOT / "tests" / "golden" / "status-2026-11-22.csv").read_bytes()
    assert client.get("/data/latest/status.csv").content == golden
    assert client.get(f"/data/{DAY}/status.csv?tai={DAY}").content == golden
    earlier = list(csv.DictReader(io.StringIO(client.get("/data/latest/status.csv?tai=2020-12-31").text)))
    assert (earlier[0]["as_of"], earlier[0]["verdict"]) == ("2020-12-31", "reached")


def test_the_whole_package_is_one_zip(client: httpx.Client) -> None:
    with zipfile.ZipFile(io.BytesIO(client.get("/data/latest/package.zip").content)) as archive:
        assert {name: archive.read(name) for name in archive.namelist()} == {
            path.name: path.read_bytes() for path in REAL.iterdir()
        }


def test_one_indicator_comes_with_names_and_sources(client: httpx.Client) -> None:
    rows = list(csv.DictReader(io.StringIO(client.get("/data/latest/indicators/ict-index-hang.csv").text)))
    assert {row["target_code"] for row in rows} == {"T01"}
    assert all(row["area_name_vi"] and row["source_publisher"] for row in rows)


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/data/latest/observations.csv", "kh213-2026-11-22-observations.csv"),
        (f"/data/{DAY}/package.zip", "kh213-2026-11-22-package.zip"),
        ("/data/latest/status.csv?tai=2020-12-31", "kh213-2026-11-22-status-tai-2020-12-31.csv"),
        ("/data/latest/indicators/dan-so.csv", "kh213-2026-11-22-dan-so.csv"),
        ("/data/demo/observations.csv", "minh-hoa-kh213-2021-09-30-observations.csv"),
        ("/data/demo/package.zip", "minh-hoa-kh213-2021-09-30-package.zip"),
    ],
)
def test_a_download_has_a_telling_name(client: httpx.Client, address: str, name: str) -> None:
    assert client.get(address).headers["content-disposition"] == f'attachment; filename="{name}"'


def test_what_we_write_ourselves_of_invented_figures_says_so_in_the_file(client: httpx.Client) -> None:
    for address in ("/data/demo/status.csv", "/data/demo/indicators/iso-tthc.csv"):
        rows = list(csv.DictReader(io.StringIO(client.get(address).text)))
        assert {row["publication_status"] for row in rows} == {"illustrative"}
    assert "publication_status" not in client.get("/data/latest/status.csv").text


@pytest.mark.parametrize("file", FILES)
def test_a_dated_address_may_be_kept_for_a_year_and_the_others_for_a_minute(client: httpx.Client, file: str) -> None:
    kept = {ky: client.head(f"/data/{ky}/{file}").headers["cache-control"] for ky in FOLDERS}
    assert kept == {"latest": "public, max-age=60", DAY: "public, max-age=31536000", "demo": "public, max-age=60"}


@pytest.mark.parametrize("file", [*FILES, "indicators/dan-so.csv"])
def test_head_etag_and_304_and_gzip_work_on_every_file(client: httpx.Client, file: str) -> None:
    address = f"/data/latest/{file}"
    get, head = client.get(address), client.head(address)
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    again = client.get(address, headers={"if-none-match": get.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    assert again.headers["access-control-allow-origin"] == "*"
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
    if packed.headers.get("content-encoding") == "gzip":
        assert gzip.decompress(body) == get.content
        assert packed.headers["etag"] != get.headers["etag"]
    else:
        assert body == get.content


def test_any_page_of_the_web_may_read_the_data(client: httpx.Client) -> None:
    for address in ("/data/latest/targets.csv", "/data/latest/x.csv", "/data/x/targets.csv"):
        answer = client.get(address, headers={"origin": "https://example.org"})
        assert answer.headers["access-control-allow-origin"] == "*"
        assert "access-control-allow-credentials" not in answer.headers


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/data/2001-01-01/targets.csv", ["2001-01-01", "latest", DAY, "demo"]),
        ("/data/Latest/package.zip", ["Latest", "latest"]),
        ("/data/2026-11-2२/targets.csv", ["latest"]),
        ("/data/latest/goals.csv", ["goals", "targets", "observations"]),
        ("/data/latest/Targets.csv", ["Targets", "targets"]),
        ("/data/latest/indicators/x.csv", ["ict-index-hang"]),
        ("/data/latest/indicators/a%0Ab%1B.csv", ["a·b·"]),
        ("/data/%00/targets.csv", []),
        (f"/data/{'9' * 3000}/targets.csv", ["latest"]),
    ],
)
def test_what_is_not_there_is_a_404_that_names_what_is(client: httpx.Client, address: str, named: list[str]) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    for line in two_lines(answer):
        assert [word for word in named if word not in line] == []
        assert len(line) < 2000


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("tai=yesterday", "yesterday"),
        ("tai=", "2020-12-31"),
        ("tai=20201231", "20201231"),
        ("tai=2020-02-30", "2020-02-30"),
        ("tai=2026-11-23", "2026-11-22"),
        ("tai=9999-12-31", "9999-12-31"),
        ("tai=2020-12-31&tai=2020-12-31", "tai"),
        ("tai=2020-12-31&x=1", "x"),
        ("TAI=2020-12-31", "TAI"),
    ],
)
def test_a_bad_parameter_is_a_422_that_names_it(client: httpx.Client, query: str, named: str) -> None:
    answer = client.get(f"/data/latest/status.csv?{query}")
    assert answer.status_code == 422
    assert all(named in line for line in two_lines(answer))


@pytest.mark.parametrize("file", [file for file in FILES if file != "status.csv"])
def test_the_other_files_take_no_parameter(client: httpx.Client, file: str) -> None:
    assert client.get(f"/data/latest/{file}?tai=2020-12-31").status_code == 422


@pytest.mark.parametrize("day", ["0001-01-01", "2016-02-29", "2019-09-18", "2020-01-01", "2025-07-01"])
def test_any_day_before_the_release_can_be_asked_about(client: httpx.Client, day: str) -> None:
    for ky in ("latest", "demo") if day < "2021" else ("latest",):
        answer = client.get(f"/data/{ky}/status.csv", params={"tai": day})
        assert answer.status_code == 200
        assert {row["as_of"] for row in csv.DictReader(io.StringIO(answer.text))} == {day}


@pytest.mark.parametrize(
    "path",
    [
        "/data/../app.py.csv",
        "/data/..%2f..%2fapp.py.csv",
        "/data/latest/..%2f..%2ftasks.csv",
        "/data/latest/%2e%2e/demo/tasks.csv",
        "/data/latest/....//tasks.csv",
        "/data/latest/C:%5Ctasks.csv",
        "/data/latest/indicators/..%2ftasks.csv",
        "/data/releases/2026-11-22/tasks.csv",
        "/data/latest/tasks.csv/",
        "/data//tasks.csv",
        "/data/latest/.csv",
    ],
)
def test_no_path_climbs_out(client: httpx.Client, path: str) -> None:
    answer = client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
    assert answer.status_code == 404


# ----------------------------------------------------------------------------------- other data folders, in process


@pytest.fixture
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own with two releases and no demo."""
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    write_package(tmp_path / "releases" / "2021-05-01", observation("2020", 60), day=date(2021, 5, 1))
    write_package(tmp_path / "releases" / "2021-06-01", observation("2020", 61), day=date(2021, 6, 1))
    return tmp_path


class Own:
    """The routes asked in this process, on whatever data folder KH213_DATA names; an exception is an error."""

    def get(self, path: str) -> httpx.Response:
        async def ask() -> httpx.Response:
            transport = httpx.ASGITransport(Starlette(routes=routes))
            async with httpx.AsyncClient(transport=transport, base_url="http://own") as client:
                return await client.get(path)

        return anyio.run(ask)


@pytest.fixture
def own() -> Own:
    return Own()


def test_an_old_publication_keeps_its_address_and_its_figures(data: Path, own: Own) -> None:
    old = (data / "releases" / "2021-05-01" / "observations.csv").read_bytes()
    assert own.get("/data/2021-05-01/observations.csv").content == old
    assert own.get("/data/latest/observations.csv").content != old


def test_a_release_is_not_given_before_its_day(data: Path, own: Own) -> None:
    tomorrow = date.today() + timedelta(days=1)
    write_package(data / "releases" / tomorrow.isoformat(), day=tomorrow)
    assert own.get(f"/data/{tomorrow}/targets.csv").status_code == 404
    assert own.get("/data/latest/status.csv").text.splitlines()[1].split(",")[3] == "2021-06-01"


@pytest.mark.parametrize("file", FILES)
def test_a_broken_release_gives_no_file_under_its_date_and_the_last_good_one_as_latest(
    data: Path, own: Own, file: str
) -> None:
    (data / "releases" / "2021-06-01" / "targets.csv").write_bytes(b"target_code\n")
    answer = own.get(f"/data/2021-06-01/{file}")
    assert answer.status_code == 503
    assert all("2021-06-01" in line for line in two_lines(answer))
    assert own.get(f"/data/latest/{file}").content == own.get(f"/data/2021-05-01/{file}").content


def test_a_release_that_breaks_while_it_is_served_gives_nothing_half(data: Path, own: Own) -> None:
    folder = data / "releases" / "2021-06-01"
    assert own.get("/data/2021-06-01/status.csv").status_code == 200
    (folder / "tasks.csv").write_bytes(b"other\n")
    answers = [own.get(f"/data/2021-06-01/{file}") for file in ("tasks.csv", "package.zip", "observations.csv")]
    assert [answer.status_code for answer in answers] == [503, 503, 503]


def test_a_release_that_is_mended_under_the_same_date_is_given_as_it_is_now(data: Path, own: Own) -> None:
    folder = data / "releases" / "2021-06-01"
    before = own.get("/data/2021-06-01/observations.csv").content
    (folder / "observations.csv").write_bytes(before.replace(b",61,", b",62.5,"))
    write_descriptor(folder, {**describe(folder, date(2021, 6, 1), "published", TITLE, PLAN_NAME), "mended": True})
    assert own.get("/data/2021-06-01/observations.csv").content == before.replace(b",61,", b",62.5,")


@pytest.mark.parametrize("file", FILES)
def test_a_site_without_a_demo_has_no_demo_and_a_broken_one_is_not_given(data: Path, own: Own, file: str) -> None:
    assert own.get(f"/data/demo/{file}").status_code == 404
    shutil.copytree(DEMO, data / "demo")
    (data / "demo" / "areas.csv").unlink()
    assert own.get(f"/data/demo/{file}").status_code == 503


def test_an_empty_data_folder_answers_and_does_not_fall(
    tmp_path: Path, own: Own, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KH213_DATA", str(tmp_path / "none"))
    answers = {ky: own.get(f"/data/{ky}/targets.csv").status_code for ky in FOLDERS}
    assert answers == {ky: 503 if ky == "latest" else 404 for ky in FOLDERS}


def test_every_indicator_of_every_publication_has_its_file(client: httpx.Client) -> None:
    for ky, folder in (("latest", REAL), ("demo", DEMO)):
        for code in read_plan(folder).indicators:
            assert client.get(f"/data/{ky}/indicators/{code}.csv").status_code == 200, code
