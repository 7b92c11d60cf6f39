"""/brief: slides and documents for a meeting, made once, named after what is in them."""

import io
import zipfile

import httpx
import pytest

from kh213.view import addresses

DAY = "2026-11-22"
TYPES = {
    "pptx": "application/vnd.openxmlformats-officedocument.presentationml.presentation",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
}


@pytest.mark.parametrize("ending", TYPES)
@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/brief/latest.{}", "kh213-2026-11-22-tom-tat"),
        ("/brief/2026-11-22.{}?group=C05", "kh213-2026-11-22-C05-tom-tat"),
        ("/brief/latest.{}?area=06970", "kh213-2026-11-22-06970-tom-tat"),
        ("/brief/latest.{}?area=06652&luc=2020-01-01", "kh213-2026-11-22-06652-2020-01-01-tom-tat"),
        ("/brief/demo.{}?targets=T05,T08&lang=en", "minh-hoa-kh213-2021-09-30-T05-T08-briefing"),
        ("/brief/demo.{}?area=193&targets=T08", "minh-hoa-kh213-2021-09-30-193-T08-tom-tat"),
        ("/brief/demo.{}?tai=2020-05-01", "minh-hoa-kh213-2021-09-30-tai-2020-05-01-tom-tat"),
    ],
)
def test_a_briefing_is_a_file_named_after_what_is_in_it(
    client: httpx.Client, ending: str, address: str, name: str
) -> None:
    answer = client.get(address.format(ending))
    assert (answer.status_code, answer.headers["content-type"]) == (200, TYPES[ending])
    assert answer.headers["content-disposition"] == f'attachment; filename="{name}.{ending}"'
    assert zipfile.ZipFile(io.BytesIO(answer.content)).testzip() is None


@pytest.mark.parametrize("ending", TYPES)
def test_the_newest_publication_and_its_date_are_the_same_bytes(client: httpx.Client, ending: str) -> None:
    newest, dated = client.get(f"/brief/latest.{ending}"), client.get(f"/brief/{DAY}.{ending}")
    assert newest.content == dated.content
    assert newest.headers["etag"] == dated.headers["etag"]
    assert newest.headers["cache-control"] == "public, max-age=60"
    assert dated.headers["cache-control"] == "public, max-age=31536000"


def test_a_briefing_that_a_reader_has_is_not_sent_again(client: httpx.Client) -> None:
    address = "/brief/demo.pptx?targets=T05"
    get, head = client.get(address), client.head(address)
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    again = client.get(address, headers={"if-none-match": get.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


def test_the_province_is_the_whole_plan(client: httpx.Client) -> None:
    assert client.get("/brief/latest.pptx?area=22").content == client.get("/brief/latest.pptx").content


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("/brief/2001-01-01.pptx", 404, ["2001-01-01", DAY, "demo"]),
        ("/brief/Demo.docx", 404, ["Demo", "demo"]),
        ("/brief/latest.pptx?group=C99", 422, ["C99", "C01"]),
        ("/brief/latest.pptx?group=", 422, ["C01"]),
        ("/brief/latest.pptx?area=99999", 422, ["99999", "areas.csv"]),
        ("/brief/latest.pptx?area=6970", 422, ["6970"]),
        ("/brief/latest.pptx?area=%D9%A1", 422, ["areas.csv"]),
        ("/brief/latest.pptx?area=06652&luc=20200101", 422, ["luc", "20200101"]),
        ("/brief/latest.pptx?area=06652&luc=", 422, ["luc"]),
        ("/brief/latest.pptx?luc=2020-01-01", 422, ["area"]),
        ("/brief/latest.pptx?targets=", 422, ["targets", "T01"]),
        ("/brief/latest.pptx?targets=t01", 422, ["t01", "T01"]),
        ("/brief/latest.pptx?targets=T01,T01", 422, ["“T01”"]),
        ("/brief/latest.pptx?targets=T01,", 422, ["T14"]),
        ("/brief/latest.pptx?targets=T01%00", 422, ["T01·"]),
        (f"/brief/latest.pptx?targets={'T01,' * 3000}", 422, ["“T01”"]),
        ("/brief/latest.pptx?group=C01&targets=T01", 422, ["group", "targets"]),
        ("/brief/latest.pptx?group=C01&area=193", 422, ["group", "area"]),
        ("/brief/latest.pptx?lang=fr", 422, ["lang", "vi", "en"]),
        ("/brief/latest.pptx?tai=2031-01-01", 422, ["tai", DAY]),
        ("/brief/latest.pptx?lang=vi&lang=vi", 422, ["lang"]),
        ("/brief/latest.pptx?width=3", 422, ["width", "group"]),
    ],
)
def test_what_is_not_there_is_refused_in_two_lines(
    client: httpx.Client, address: str, status: int, named: list[str]
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (status, "text/plain; charset=utf-8")
    lines = answer.text.splitlines()
    assert len(lines) == 2
    for line in lines:
        assert [word for word in named if word not in line] == []
        assert len(line) < 600


def test_a_target_named_twice_is_not_said_to_be_missing(client: httpx.Client) -> None:
    answer = client.get("/brief/latest.pptx?targets=T01,T05,T01")
    assert "nhiều lần" in answer.text
    assert "more than once" in answer.text
    assert "Không có" not in answer.text


@pytest.mark.parametrize(
    "path",
    ["/brief/latest.pdf", "/brief/.pptx", "/brief/", "/brief/..%2fdemo.pptx", "/brief/demo.pptx/", "/brief/a/b.pptx"],
)
def test_no_path_leads_elsewhere(client: httpx.Client, path: str) -> None:
    assert client.get(httpx.URL(str(client.base_url), raw_path=path.encode())).status_code == 404


def test_a_briefing_is_only_read(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, "/brief/latest.pptx").status_code == 405


def test_addresses_are_built_in_one_place(client: httpx.Client) -> None:
    address = addresses.brief("demo", "docx", targets="T05,T08", lang=None)
    assert address == "/brief/demo.docx?targets=T05%2CT08"
    assert client.get(address).status_code == 200
