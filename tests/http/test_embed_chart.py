"""/embed/{ky}/{target}: target against actual as a picture and as a light page; and what a crowd can do to it."""

import gzip
import io
import random
import re
import threading
import time
from base64 import b64encode
from concurrent.futures import ThreadPoolExecutor
from hashlib import sha256
from pathlib import Path
from xml.etree import ElementTree as ET

import httpx
import pytest
from PIL import Image

from kh213.site.sending import kept
from kh213.view import addresses
from tests.serving import running

DAY = "2026-11-22"
CHART = "/embed/demo/T05"
PAGES = ("/embed/latest/T01.html", "/embed/latest/T02.html", "/embed/demo/T08.html?area=193",
         "/embed/demo/map/T08.html?level=commune&period=2019-Q4&compare=2019-Q3", "/embed/latest/map/T08.html?level=commune",
         "/embed/latest/map/ddci-diem.html", "/embed/demo/map/T08.html?level=district&lang=en")  # fmt: skip


def two_lines(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(lines) == 2
    return lines


# Pictures


@pytest.mark.parametrize("code", [f"T{n:02}" for n in range(1, 15)])
@pytest.mark.parametrize("ky", ["latest", DAY, "demo"])
def test_every_promise_has_its_picture_with_or_without_figures(client: httpx.Client, ky: str, code: str) -> None:
    svg = client.get(addresses.embed_chart(ky, code))
    assert svg.headers["content-type"] == "image/svg+xml"
    root = ET.fromstring(svg.content)
    assert root.get("width") == "960"
    assert (root.findtext("{http://www.w3.org/2000/svg}title") or "").endswith("tỉnh Quảng Ninh")


@pytest.mark.parametrize(("width", "scale"), [(200, 1), (390, 2), (2400, 2)])
def test_pixels_are_as_many_as_asked(client: httpx.Client, width: int, scale: int) -> None:
    asked = {"width": str(width), "theme": "dark"}
    root = ET.fromstring(client.get(f"{CHART}.svg", params=asked).content)
    answer = client.get(f"{CHART}.png", params={**asked, "scale": str(scale)})
    with Image.open(io.BytesIO(answer.content)) as image:
        assert image.size == (width * scale, int(root.get("height") or 0) * scale)
        assert image.convert("L").getpixel((1, 1)) < 128


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/embed/latest/T01.svg", "kh213-2026-11-22-chi-tieu-T01.svg"),
        ("/embed/latest/T01.png?tai=2020-12-31", "kh213-2026-11-22-chi-tieu-T01-tai-2020-12-31.png"),
        ("/embed/demo/T08.svg?area=193&lang=en&theme=dark", "minh-hoa-kh213-2021-09-30-chi-tieu-T08-193-en-dark.svg"),
        ("/embed/demo/T08.html?area=22", "minh-hoa-kh213-2021-09-30-chi-tieu-T08.html"),
    ],
)
def test_it_is_shown_and_saved_under_a_telling_name(client: httpx.Client, address: str, name: str) -> None:
    assert client.get(address).headers["content-disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("ending", ["svg", "png", "html"])
def test_a_dated_address_gives_the_same_bytes_and_answers_304(client: httpx.Client, ending: str) -> None:
    address = addresses.embed_chart(DAY, "T01", ending, lang="en")
    one, other = client.get(address), client.get(address)
    assert one.content == other.content
    assert one.headers["cache-control"] == "public, max-age=31536000"
    again = client.get(address, headers={"if-none-match": one.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    head = client.head(address)
    assert (head.content, head.headers["etag"]) == (b"", one.headers["etag"])
    assert client.head(addresses.embed_chart("latest", "T01", ending)).headers["cache-control"] == "public, max-age=60"


def test_a_code_means_what_it_meant_on_the_day(client: httpx.Client) -> None:
    """06652 was Hà Phong and is Hà Tu since 2025."""
    old, new = (
        client.get("/embed/latest/T08.svg", params={"area": "06652", **q}).text for q in ({"tai": "2020-12-31"}, {})
    )
    assert "Hà Phong" in old
    assert "Hà Tu" in new


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/embed/2001-01-01/T05.svg", ["2001-01-01", "latest", DAY, "demo"]),
        ("/embed/latest/T99.png", ["T99", "T01", "T14"]),
        ("/embed/latest/t05.html", ["t05", "T05"]),
        ("/embed/latest/ddci-diem.svg", ["ddci-diem", "T01"]),
        ("/embed/latest/a%0Ab%1B.svg", ["a·b·"]),
        (f"/embed/latest/{'9' * 3000}.svg", ["T08"]),
        ("/embed/latest/map.svg", ["map", "T08"]),
    ],
)
def test_what_is_not_there_is_a_404_that_names_what_is(client: httpx.Client, address: str, named: list[str]) -> None:
    answer = client.get(address)
    assert answer.status_code == 404
    for line in two_lines(answer):
        assert [word for word in named if word not in line] == []
        assert len(line) < 500


@pytest.mark.parametrize(
    ("query", "named"),
    [
        ("svg?area=99999", ["area", "99999", "22", "193"]),
        ("svg?area=", ["area", "22"]),
        ("svg?area=0193", ["0193"]),
        ("svg?area=193%00", ["193·"]),
        ("html?area=../../etc/passwd", ["../../etc/passwd"]),
        ("svg?width=199", ["width", "200", "2400"]),
        ("png?width=1e3", ["1e3"]),
        ("png?scale=3", ["scale", "1", "2"]),
        ("svg?scale=2", ["scale", "width"]),
        ("html?width=400", ["width", "theme"]),
        ("svg?theme=auto", ["theme", "light", "dark"]),
        ("html?theme=Auto", ["auto"]),
        ("html?lang=fr", ["lang", "vi", "en"]),
        ("svg?tai=2021-10-01", ["tai", "2021-09-30"]),
        ("svg?lang=vi&lang=en", ["lang"]),
        ("svg?level=district", ["level", "area"]),
    ],
)
def test_a_bad_parameter_is_a_422_that_names_it_and_what_it_takes(
    client: httpx.Client, query: str, named: list[str]
) -> None:
    answer = client.get(f"{CHART}.{query}")
    assert answer.status_code == 422
    for line in two_lines(answer):
        assert [word for word in named if word not in line] == []
        assert len(line) < 500


# Pages for a frame


@pytest.mark.parametrize("address", PAGES)
def test_a_page_is_light_and_asks_for_nothing_more(client: httpx.Client, address: str) -> None:
    answer = client.get(address)
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert len(answer.content) < 40_000
    assert len(gzip.compress(answer.content)) < 10_000
    assert not re.search(r"<(link|img|iframe|object|embed|base|form)\b|\bsrc=|url\(|@import|style=", answer.text)
    language = "en" if "lang=en" in address else "vi"
    assert answer.text.startswith(f'<!DOCTYPE html>\n<html lang="{language}">')


@pytest.mark.parametrize("theme", ["auto", "light", "dark"])
@pytest.mark.parametrize("address", ["/embed/demo/T05.html", "/embed/demo/map/T08.html"])
def test_its_policy_allows_its_own_style_and_script_and_any_frame(
    client: httpx.Client, address: str, theme: str
) -> None:
    answer = client.get(address, params={"theme": theme})
    policy = answer.headers["content-security-policy"]
    for element in ("style", "script"):
        (inside,) = re.findall(rf"<{element}>(.*?)</{element}>", answer.text, re.DOTALL)
        assert f"{element}-src 'sha256-{b64encode(sha256(inside.encode()).digest()).decode()}'" in policy
    assert policy.startswith("default-src 'none'; ")
    assert "frame-ancestors *" in policy
    assert "unsafe" not in policy
    assert ("prefers-color-scheme" in answer.text) == (theme == "auto")


def test_it_says_what_the_picture_says_and_has_the_figures_as_a_table(client: httpx.Client) -> None:
    found = client.get("/embed/latest/T01.html").text
    for said in ("Đạt: năm 2020 là hạng 3", "Phải đạt: hạng 3 hoặc cao hơn", "Bản dữ liệu 22/11/2026", "CC BY 4.0",
                 "Kết luận theo số liệu năm 2020. Số liệu mới nhất: năm 2023"):  # fmt: skip
        assert said in found
    assert found.count('<tr><th scope="row">') >= 8
    assert "Số liệu minh họa" in client.get("/embed/demo/T01.html").text
    assert "minh họa" not in found


def test_a_pinned_page_leads_to_the_newest_and_a_living_one_follows_it(client: httpx.Client) -> None:
    pinned, living = (client.get(f"/embed/{ky}/T01.html").text for ky in (DAY, "latest"))
    assert f'href="/chi-tieu?ma=T01&amp;ky={DAY}"' in pinned
    assert 'href="/chi-tieu?ma=T01"' in pinned
    assert f'href="/kiem-tra?ma=T01&amp;ky={DAY}"' in pinned
    assert "Trang này giữ nguyên số liệu của bản công bố 22/11/2026" in pinned
    assert 'href="/chi-tieu?ma=T01"' in living
    assert DAY not in living


def test_where_a_page_leads_answers(client: httpx.Client) -> None:
    for address in (*PAGES, f"/embed/{DAY}/map/ddci-diem.html", f"/embed/{DAY}/T08.html?area=193&tai=2020-12-31"):
        for link in re.findall(r'href="([^"]+)"', client.get(address).text):
            assert client.get(link.replace("&amp;", "&")).status_code == 200, link


# A crowd


def test_a_stream_of_ever_new_pictures_neither_fills_the_disk_nor_stalls_the_site(tmp_path: Path) -> None:
    random.seed(213)
    places = ["22", "193", "194", "195", "206", "207", "06970"]
    wanted = [
        f"/embed/demo/T{random.randint(1, 14):02}.{random.choice(['svg', 'svg', 'png', 'html'])}"
        f"?area={random.choice(places)}&lang={random.choice(['vi', 'en'])}&tai=2021-0{random.randint(1, 9)}-1{n % 10}"
        + ("" if n % 3 else "&x=1")
        for n in range(300)
    ]
    took: list[float] = []
    done = threading.Event()

    with running({"KH213_CACHE": str(tmp_path)}) as site, httpx.Client(base_url=site.url, timeout=60) as client:
        ready = client.get(f"{CHART}.svg").content

        def patient_reader() -> None:
            with httpx.Client(base_url=site.url, timeout=60) as own:
                while not done.is_set():
                    begun = time.monotonic()
                    assert own.get(f"{CHART}.svg").content == ready
                    took.append(time.monotonic() - begun)
                    time.sleep(0.05)

        with ThreadPoolExecutor(17) as crowd:
            reader = crowd.submit(patient_reader)
            answers = list(crowd.map(lambda path: client.get(path).status_code, wanted))
            done.set()
            reader.result()
    assert set(answers) <= {200, 422, 503}
    assert answers.count(422) == 100
    assert 200 in answers
    assert len(took) > 5
    assert sorted(took)[len(took) // 2] < 0.5
    assert sum(path.stat().st_size for path in (tmp_path / "embed").iterdir()) < kept.LIMIT
