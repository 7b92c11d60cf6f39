"""The pictures beside shared links, over HTTP, and what the head of every page says of them."""

import io
import re
from collections.abc import Iterator
from html import unescape
from pathlib import Path

import httpx
import pytest
from PIL import Image

from kh213.release.publications.publishing import withdraw
from kh213.view.pages import PAGES, Page
from kh213.words import words
from tests import publications, serving
from tests.publications import FIRST, SECOND

DAY = "2026-11-22"
URL = "https://theo-doi.example"
HOSTILE = {"host": "evil.example", "x-forwarded-host": "evil.example"}


@pytest.fixture(scope="module")
def own() -> Iterator[httpx.Client]:
    """A site that knows its own address."""
    with serving.running({"KH213_URL": f"{URL}/"}) as site, httpx.Client(base_url=site.url, timeout=60) as client:
        yield client


def head_of(client: httpx.Client, path: str) -> dict[str, str]:
    """What the head of a page says by name, the title under "title"."""
    html = client.get(path, headers=HOSTILE).text.partition("</head>")[0]
    found = re.findall(r'<meta (?:property|name)="([^"]+)" content="([^"]*)"', html)
    names = [name for name, _ in found]
    assert len(names) == len(set(names))
    assert "evil" not in html
    (title,) = re.findall(r"<title>(.*?)</title>", html)
    return {name: unescape(said) for name, said in (*found, ("title", title))}


def two_lines(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(lines) == 2
    return lines


# ------------------------------------------------------------------------------------------------------- the pictures


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/card/latest/tong-quan.png", f"kh213-{DAY}-lien-ket-tong-quan.png"),
        (f"/card/{DAY}/chi-tieu.png?ma=T06&lang=en", f"kh213-{DAY}-lien-ket-chi-tieu-T06-en.png"),
        (f"/card/{DAY}/chi-tieu.png?tai=2020-06-30", f"kh213-{DAY}-lien-ket-chi-tieu-tai-2020-06-30.png"),
        ("/card/demo/dia-phuong.png?ma=193", "minh-hoa-kh213-2021-09-30-lien-ket-dia-phuong-193.png"),
        (
            "/card/latest/dia-phuong.png?ma=06652&luc=2019-01-01",
            f"kh213-{DAY}-lien-ket-dia-phuong-06652-2019-01-01.png",
        ),
    ],
)
def test_a_picture_is_of_the_size_that_is_announced_and_saved_under_a_telling_name(
    client: httpx.Client, address: str, name: str
) -> None:
    answer = client.get(address)
    assert (answer.status_code, answer.headers["content-type"]) == (200, "image/png")
    assert answer.headers["content-disposition"] == f'inline; filename="{name}"'
    assert answer.headers["cross-origin-resource-policy"] == "cross-origin"
    with Image.open(io.BytesIO(answer.content)) as image:
        assert (image.format, image.size) == ("PNG", (1200, 630))
    assert len(answer.content) < 100_000


def test_a_dated_picture_is_kept_for_a_year_and_the_newest_for_a_minute(client: httpx.Client) -> None:
    dated, newest = (client.get(f"/card/{ky}/tong-quan.png") for ky in (DAY, "latest"))
    assert dated.content == newest.content
    assert dated.headers["cache-control"] == "public, max-age=31536000"
    assert newest.headers["cache-control"] == "public, max-age=60"
    again = client.get(f"/card/{DAY}/tong-quan.png", headers={"if-none-match": dated.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")


@pytest.mark.parametrize(
    ("address", "status", "named"),
    [
        ("/card/latest/tong-quan-2.png", 404, ["tong-quan-2", "tong-quan", "chi-tieu"]),
        ("/card/latest/overview.png", 404, ["overview"]),
        ("/card/2001-01-01/tong-quan.png", 404, ["2001-01-01", DAY]),
        ("/card/latest/chi-tieu.png?ma=T99", 422, ["T99", "T01", "T14"]),
        ("/card/latest/chi-tieu.png?ma=t06", 422, ["t06"]),
        ("/card/latest/chi-tieu.png?ma=", 422, ["T01"]),
        ("/card/latest/chi-tieu.png?ma=T06&luc=2020-01-01", 422, ["luc", "ma"]),
        ("/card/latest/tong-quan.png?ma=T06", 422, ["ma", "lang", "tai"]),
        ("/card/latest/dia-phuong.png?ma=99999", 422, ["99999"]),
        ("/card/latest/dia-phuong.png?ma=0193", 422, ["0193"]),
        ("/card/latest/dia-phuong.png?luc=2020-01-01", 422, ["ma"]),
        ("/card/latest/dia-phuong.png?ma=193&luc=20200101", 422, ["20200101"]),
        ("/card/latest/dia-phuong.png?ma=193&luc=2026-01-01", 422, ["2026-01-01"]),
        ("/card/latest/tong-quan.png?lang=fr", 422, ["lang", "vi", "en"]),
        ("/card/latest/tong-quan.png?lang=vi&lang=vi", 422, ["lang"]),
        ("/card/latest/tong-quan.png?tai=2030-01-01", 422, ["tai", DAY]),
        ("/card/latest/tong-quan.png?width=300", 422, ["width"]),
    ],
)
def test_what_is_not_there_is_refused_in_two_lines_that_name_it(
    client: httpx.Client, address: str, status: int, named: list[str]
) -> None:
    answer = client.get(address)
    assert answer.status_code == status
    for line in two_lines(answer):
        assert [word for word in named if word not in line] == []
        assert len(line) < 500


# ----------------------------------------------------------------------------------------------- the head of the pages


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_page_names_a_picture_that_is_there(own: httpx.Client, page: Page, lang: str) -> None:
    said = head_of(own, f"{page.path}?lang={lang}")
    assert said["twitter:card"] == "summary_large_image"
    assert said["og:image"].startswith(f"{URL}/card/{DAY}/")
    with Image.open(io.BytesIO(own.get(said["og:image"].removeprefix(URL)).content)) as image:
        assert image.size == (int(said["og:image:width"]), int(said["og:image:height"]))
    assert said["og:image:alt"]
    assert said["og:title"] == said["title"]
    assert said["og:description"] == said["description"]
    province = ("Kế hoạch 213, tỉnh Quảng Ninh", "Plan 213, Quảng Ninh Province")[lang == "en"]
    assert said["og:site_name"] == words(lang)("frame.site", plan=province)
    assert {said["og:locale"], said["og:locale:alternate"]} == {"vi_VN", "en_GB"}
    assert said["og:locale"].startswith(lang)


@pytest.mark.parametrize(
    ("path", "title", "description"),
    [
        ("/", "Tổng quan · Kế hoạch 213", "Trong 14 chỉ tiêu của Kế hoạch 213: 1 đạt, 0 không đạt, 13 chưa đủ"),
        ("/chi-tieu?ma=T01", "T01 Thứ hạng sẵn sàng công nghệ thông tin · Kế hoạch 213", "Đạt: năm 2020 là hạng 3"),
        (
            "/chi-tieu?ma=T06&lang=en",
            "T06 Provincial procedures online at level 4 · Plan 213",
            "Not enough published figures to decide. There are related figures",
        ),
        ("/dia-phuong?ma=193", "Thành phố Hạ Long · Kế hoạch 213", "Chưa tìm thấy con số nào được công bố riêng cho"),
        ("/chi-tieu?ma=T01&ky=demo", "T01 Thứ hạng", "Số liệu minh họa. Đạt: năm 2020 là hạng 2"),
        ("/chi-tieu?ma=T01&tai=2020-06-30", "T01 Thứ hạng", "Xét đến ngày 30/06/2020. "),
        ("/du-lieu", "Dữ liệu", words("vi")("page.data.description")),
    ],
)
def test_a_page_is_described_by_its_verdict(client: httpx.Client, path: str, title: str, description: str) -> None:
    said = head_of(client, path)
    assert said["og:title"].startswith(title)
    assert said["og:description"].startswith(description)


@pytest.mark.parametrize(
    ("path", "leads_to", "picture"),
    [
        ("/chi-tieu?ma=t06&embed=true", "/chi-tieu?ma=T06", f"/card/{DAY}/chi-tieu.png?ma=T06"),
        ("/?ky=demo&lang=en", "/?lang=en&ky=demo", "/card/demo/tong-quan.png?lang=en"),
        (f"/?ky={DAY}&tai=2020-06-30", f"/?ky={DAY}&tai=2020-06-30", f"/card/{DAY}/tong-quan.png?tai=2020-06-30"),
        ("/?ky=2001-01-01", "/", f"/card/{DAY}/tong-quan.png"),
        (
            "/dia-phuong?ma=06652&luc=2019-01-01",
            "/dia-phuong?ma=06652&luc=2025-06-30",
            f"/card/{DAY}/dia-phuong.png?ma=06652&luc=2019-01-01",
        ),
    ],
)
def test_a_shared_link_is_shown_with_what_it_leads_to(
    own: httpx.Client, path: str, leads_to: str, picture: str
) -> None:
    said = head_of(own, path)
    assert (said["og:url"], said["og:image"]) == (URL + leads_to, URL + picture)
    assert own.get(picture).status_code == 200


def test_og_url_is_the_canonical_address_where_a_page_has_one(own: httpx.Client) -> None:
    for path in ("/", "/chi-tieu?ma=T06", "/dia-phuong?ma=06652&luc=2019-01-01", "/ban-do?ma=T08&cap=commune&lang=en"):
        (canonical,) = re.findall(r'<link rel="canonical" href="([^"]+)"', own.get(path).text)
        assert head_of(own, path)["og:url"] == unescape(canonical)


def test_without_an_address_of_its_own_a_site_names_no_picture(client: httpx.Client) -> None:
    said = head_of(client, "/chi-tieu?ma=T06")
    assert not {"og:image", "og:image:alt", "og:url"} & set(said)
    assert said["twitter:card"] == "summary"


def test_what_was_withdrawn_is_not_shown_with_the_newest(tmp_path: Path) -> None:
    root = publications.first(tmp_path)
    publications.publish(root, SECOND, publications.second_tables())
    environment = {"KH213_DATA": str(root), "KH213_URL": URL}
    with serving.running(environment) as site, httpx.Client(base_url=site.url, timeout=60) as client:
        assert head_of(client, f"/?ky={FIRST}")["og:image"] == f"{URL}/card/{FIRST}/tong-quan.png"
        withdraw(root, FIRST, "Cột bị đổi chỗ")
        said = head_of(client, f"/?ky={FIRST}")
        assert "og:image" not in said
        assert "Cột bị đổi chỗ" in said["description"]
        assert client.get(f"/card/{FIRST}/tong-quan.png").status_code == 410
        withdraw(root, SECOND, "Cột bị đổi chỗ")
        assert client.get("/card/latest/tong-quan.png").status_code == 503
        assert "og:image" not in head_of(client, "/")
