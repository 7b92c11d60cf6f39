"""What is taken away from /data besides the tables: a workbook, copies for Excel, areas, the catalogue; and how."""

import codecs
import csv
import io
import zipfile
from pathlib import Path

import httpx
import openpyxl
import pytest
from rdflib import DCAT, Graph

from kh213.release.schema import TABLES
from tests import publications, serving

ROOT = Path(__file__).parents[2]
DAY = "2026-11-22"
EVERY_FILE = [
    "",
    f"{DAY}/targets.csv",
    f"{DAY}/targets.csv?excel=1",
    f"{DAY}/status.csv",
    f"{DAY}/indicators/dan-so.csv",
    f"{DAY}/package.zip",
    f"{DAY}/workbook.xlsx",
    f"{DAY}/datapackage.json",
    f"{DAY}/areas/commune.geojson?target=T08",
    f"changes/{DAY}..{DAY}.csv",
]
WHOLE_FILES = ["package.zip", "workbook.xlsx"]


# ------------------------------------------------------------------------------------------------ copies for Excel


@pytest.mark.parametrize(
    "address", ["targets.csv", "status.csv", "status.csv?tai=2020-12-31", "indicators/ict-index-hang.csv"]
)
def test_the_copy_for_excel_has_the_same_cells_and_the_plain_file_none_of_its_marks(
    client: httpx.Client, address: str
) -> None:
    plain = client.get(f"/data/latest/{address}")
    copy = client.get(f"/data/latest/{address}{'&' if '?' in address else '?'}excel=1")
    assert copy.content.startswith(codecs.BOM_UTF8)
    assert b"\r" not in plain.content
    assert not plain.content.startswith(codecs.BOM_UTF8)
    rows, wanted = (
        list(csv.reader(io.StringIO(each.content.decode("utf-8-sig"), newline=""))) for each in (copy, plain)
    )
    assert rows == wanted
    assert copy.headers["content-disposition"] == plain.headers["content-disposition"].replace(".csv", "-excel.csv")
    assert copy.headers["etag"] != plain.headers["etag"]


def test_excel_0_is_the_plain_file_and_anything_else_is_refused(client: httpx.Client) -> None:
    plain = client.get("/data/latest/targets.csv").content
    assert client.get("/data/latest/targets.csv?excel=0").content == plain
    for query in ("excel=", "excel=2", "excel=true", "excel=1&excel=1"):
        answer = client.get(f"/data/latest/targets.csv?{query}")
        assert answer.status_code == 422
        assert all("excel" in line for line in answer.text.splitlines())


# ------------------------------------------------------------------------------------------------ workbook, areas


def test_the_workbook_opens_and_latest_is_that_of_its_day(client: httpx.Client) -> None:
    answer = client.get(f"/data/{DAY}/workbook.xlsx")
    assert answer.headers["content-disposition"] == f'attachment; filename="kh213-{DAY}-workbook.xlsx"'
    assert "sources" in openpyxl.load_workbook(io.BytesIO(answer.content)).sheetnames
    assert client.get("/data/latest/workbook.xlsx").content == answer.content
    demo = client.get("/data/demo/workbook.xlsx")
    assert demo.headers["content-disposition"] == 'attachment; filename="minh-hoa-kh213-2021-09-30-workbook.xlsx"'


def test_areas_are_those_of_the_day_and_a_bad_choice_says_what_there_is(client: httpx.Client) -> None:
    answer = client.get("/data/latest/areas/district.geojson")
    assert answer.headers["content-type"] == "application/geo+json"
    assert len(answer.json()["features"]) == 13
    assert len(client.get("/data/latest/areas/district.geojson?tai=2019-12-31").json()["features"]) == 14
    one = client.get("/data/demo/areas/commune.geojson?target=T08&tai=2021-03-31")
    assert one.headers["content-disposition"] == (
        'attachment; filename="minh-hoa-kh213-2021-09-30-commune-T08-tai-2021-03-31.geojson"'
    )
    assert {feature["properties"]["as_of"] for feature in one.json()["features"]} == {"2021-03-31"}
    for path, status, named in (
        ("province.geojson", 404, "district, commune"),
        ("commune.geojson?target=T99", 422, "T01"),
        ("commune.geojson?target=", 422, "T01"),
        ("commune.geojson?tai=2027-01-01", 422, DAY),
        ("commune.geojson?level=x", 422, "target, tai"),
    ):
        refused = client.get(f"/data/latest/areas/{path}")
        assert refused.status_code == status
        assert all(named in line for line in refused.text.splitlines())


def test_where_no_outlines_are_installed_yet_nobody_keeps_the_areas_for_a_year(client: httpx.Client) -> None:
    answer = client.get(f"/data/{DAY}/areas/commune.geojson")
    outlined = answer.json()["features"][0]["geometry"] is not None
    assert answer.headers["cache-control"] == ("public, max-age=31536000" if outlined else "public, max-age=60")


# ------------------------------------------------------------------------------------------------ the catalogue


@pytest.mark.filterwarnings("ignore:ConjunctiveGraph is deprecated:DeprecationWarning")
def test_every_file_of_the_catalogue_is_there_in_the_size_and_type_that_it_says(client: httpx.Client) -> None:
    answer = client.get("/data/")
    assert answer.headers["content-type"] == "application/ld+json"
    graph = Graph().parse(data=answer.text, format="json-ld", base=str(client.base_url.join("/data/")))
    files = {str(file): node for node, file in graph.subject_objects(DCAT.downloadURL)}
    assert len(files) == len(TABLES) + 5
    for address, node in files.items():
        found = client.get(address)
        assert found.status_code == 200, address
        kind = str(graph.value(node, DCAT.mediaType)).removeprefix("https://www.iana.org/assignments/media-types/")
        assert found.headers["content-type"].partition(";")[0] == kind
        size = graph.value(node, DCAT.byteSize)
        assert size is None or int(size) == len(found.content)


def test_a_site_that_knows_its_address_uses_it_and_no_other(tmp_path: Path) -> None:
    environment = {"KH213_DATA": str(publications.first(tmp_path)), "KH213_URL": "https://so-lieu.example/"}
    with serving.running(environment) as site:
        text = httpx.get(f"{site.url}/data/", headers={"host": "evil.example"}).text
        assert httpx.get(f"{site.url}/api/openapi.json").json()["servers"] == [{"url": "https://so-lieu.example"}]
        publications.publish(tmp_path, publications.SECOND, publications.second_tables())
        both = httpx.get(f"{site.url}/data/").json()["dcat:dataset"]
        publications.withdraw(tmp_path, publications.SECOND, "x")
        one = httpx.get(f"{site.url}/data/").json()["dcat:dataset"]
    assert '"https://so-lieu.example/data/2026-10-01/package.zip"' in text
    assert "evil.example" not in text
    assert [each["dcat:version"] for each in both] == ["2026-10-15", "2026-10-01"]
    assert [each["dcat:version"] for each in one] == ["2026-10-01"]


# ------------------------------------------------------------------------------------------------ how it is asked for


@pytest.mark.parametrize("file", WHOLE_FILES)
def test_a_download_that_broke_off_can_go_on(client: httpx.Client, file: str) -> None:
    address = f"/data/{DAY}/{file}"
    whole = client.get(address)
    assert whole.headers["accept-ranges"] == "bytes"
    size, tag = len(whole.content), whole.headers["etag"]
    for asked, part in (
        ("bytes=0-99", slice(0, 100)),
        ("bytes=100-", slice(100, None)),
        ("bytes=-22", slice(-22, None)),
        (f"bytes={size - 1}-{size + 5}", slice(size - 1, None)),
        (f"bytes=-{size + 5}", slice(0, None)),
    ):
        answer = client.get(address, headers={"range": asked, "if-range": tag, "accept-encoding": "gzip"})
        assert (answer.status_code, answer.content) == (206, whole.content[part]), asked
        start = range(size)[part].start
        assert answer.headers["content-range"] == f"bytes {start}-{start + len(answer.content) - 1}/{size}"
        assert answer.headers["etag"] == tag
        assert answer.headers["content-disposition"] == whole.headers["content-disposition"]
    joined = client.get(address, headers={"range": "bytes=0-999"}).content
    joined += client.get(address, headers={"range": "bytes=1000-"}).content
    assert zipfile.ZipFile(io.BytesIO(joined)).testzip() is None


@pytest.mark.parametrize("file", WHOLE_FILES)
@pytest.mark.parametrize("asked", ["bytes=99999999-", "bytes=-0", "bytes=9-3"])
def test_a_part_that_is_not_there_is_a_416_with_the_size(client: httpx.Client, file: str, asked: str) -> None:
    size = len(client.get(f"/data/{DAY}/{file}").content)
    answer = client.get(f"/data/{DAY}/{file}", headers={"range": asked})
    assert answer.status_code == 416
    assert answer.headers["content-range"] == f"bytes */{size}"
    assert len(answer.text.splitlines()) == 2


@pytest.mark.parametrize(
    "headers",
    [
        {"range": "bytes=0-1,5-6"},
        {"range": "lines=0-1"},
        {"range": "bytes=a-b"},
        {"range": "bytes=-"},
        {"range": f"bytes={'9' * 400}-"},
        {"range": "bytes=0-1", "if-range": '"another"'},
        {"range": "bytes=0-1", "if-range": "Sun, 22 Nov 2026 00:00:00 GMT"},
    ],
    ids=str,
)
def test_what_is_no_single_part_of_this_file_gets_the_whole(client: httpx.Client, headers: dict[str, str]) -> None:
    answer = client.get(f"/data/{DAY}/package.zip", headers=headers)
    assert answer.status_code == 200
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


def test_a_reader_who_has_the_file_is_told_so_whatever_part_they_ask_for(client: httpx.Client) -> None:
    address = f"/data/{DAY}/package.zip"
    tag = client.head(address, headers={"range": "bytes=0-9"}).headers["etag"]
    assert client.head(address, headers={"range": "bytes=0-9"}).status_code == 200
    assert client.get(address, headers={"range": "bytes=0-9", "if-none-match": tag}).status_code == 304


@pytest.mark.parametrize("file", EVERY_FILE)
@pytest.mark.parametrize(
    ("asked", "packed"),
    [("gzip;q=0", False), ("gzip; q=0.000, identity", False), ("identity", False), ("br;q=0", False), ("*;q=0", False)],
)
def test_who_refuses_a_coding_does_not_get_it(client: httpx.Client, file: str, asked: str, packed: bool) -> None:
    plain = client.get(f"/data/{file}")
    answer = client.get(f"/data/{file}", headers={"accept-encoding": asked})
    assert ("content-encoding" in answer.headers) == packed
    assert answer.headers["etag"] == plain.headers["etag"]
    assert answer.headers.get("vary") == plain.headers.get("vary")


@pytest.mark.parametrize("file", EVERY_FILE)
def test_two_forms_of_a_file_have_two_tags_and_say_what_they_depend_on(client: httpx.Client, file: str) -> None:
    plain, packed = (client.get(f"/data/{file}", headers={"accept-encoding": each}) for each in ("identity", "gzip"))
    assert packed.content == plain.content
    if "content-encoding" in packed.headers:
        assert packed.headers["etag"] != plain.headers["etag"]
        assert packed.headers["vary"] == plain.headers["vary"] == "Accept-Encoding"
    else:
        assert packed.headers["etag"] == plain.headers["etag"]


@pytest.mark.parametrize("file", [*EVERY_FILE, "latest/khong-co", "x/targets.csv"])
def test_any_page_may_ask_before_and_read_whatever_comes(client: httpx.Client, file: str) -> None:
    asking = {"origin": "https://example.org", "access-control-request-method": "GET"}
    before = client.options(f"/data/{file}", headers={**asking, "access-control-request-headers": "if-none-match"})
    assert (before.status_code, before.content) == (204, b"")
    assert before.headers["access-control-allow-origin"] == "*"
    assert before.headers["allow"] == before.headers["access-control-allow-methods"] == "GET, HEAD, OPTIONS"
    assert "If-None-Match" in before.headers["access-control-allow-headers"]
    after = client.get(f"/data/{file}", headers={"origin": "https://example.org"})
    assert after.headers["access-control-allow-origin"] == "*"
    assert {"ETag", "Content-Disposition"} <= set(after.headers["access-control-expose-headers"].split(", "))


@pytest.mark.parametrize("method", ["POST", "PUT", "DELETE", "PATCH", "TRACE"])
def test_nothing_can_be_written(client: httpx.Client, method: str) -> None:
    answer = client.request(method, f"/data/{DAY}/targets.csv")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD, OPTIONS")


def test_pages_are_not_asked_before(client: httpx.Client) -> None:
    answer = client.options("/du-lieu")
    assert (answer.status_code, answer.headers["allow"]) == (405, "GET, HEAD")
