"""/embed/…/map: the same picture for slides and print, bounded whatever is asked for."""

import gzip
import io
import re
import shutil
import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path
from xml.etree import ElementTree as ET

import anyio
import httpx
import pytest
from PIL import Image
from starlette.applications import Starlette

from kh213.draw import png
from kh213.release.publications import store
from kh213.site import asked
from kh213.site.drawn import embed, pictures
from kh213.site.drawn import map as embed_map
from kh213.site.sending.kept import Kept
from kh213.view import addresses
from kh213.view.map import words as map_words
from kh213.view.map.choices import choices, subjects
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import area, observation, write_package

DAY = "2026-11-22"
MAP = "/embed/demo/map/T08"


def two_lines(answer: httpx.Response) -> list[str]:
    assert answer.headers["content-type"] == "text/plain; charset=utf-8"
    lines = answer.text.splitlines()
    assert len(lines) == 2
    return lines


def size(answer: httpx.Response) -> tuple[int, int]:
    with Image.open(io.BytesIO(answer.content)) as image:
        image.load()
        return image.size


# ------------------------------------------------------------------------------------------------ the running site


@pytest.mark.parametrize("ky", ["latest", DAY, "demo"])
@pytest.mark.parametrize("level", ["district", "commune"])
def test_a_map_is_a_picture_in_both_forms(client: httpx.Client, ky: str, level: str) -> None:
    svg = client.get(f"/embed/{ky}/map/T08.svg", params={"level": level})
    assert svg.headers["content-type"] == "image/svg+xml"
    assert ET.fromstring(svg.content).get("width") == "960"
    png = client.get(f"/embed/{ky}/map/T08.png", params={"level": level})
    assert png.headers["content-type"] == "image/png"
    assert size(png)[0] == 960


@pytest.mark.parametrize(("width", "scale"), [(200, 1), (320, 2), (700, 1), (2400, 2)])
def test_a_picture_is_as_large_as_asked(client: httpx.Client, width: int, scale: int) -> None:
    root = ET.fromstring(client.get(f"{MAP}.svg", params={"width": width}).content)
    answer = client.get(f"{MAP}.png", params={"width": width, "scale": scale})
    assert size(answer) == (width * scale, int(root.get("height") or 0) * scale)


def test_theme_and_language_are_those_asked_for(client: httpx.Client) -> None:
    for theme, dark in (("light", False), ("dark", True)):
        with Image.open(io.BytesIO(client.get(f"{MAP}.png", params={"theme": theme}).content)) as image:
            corner = image.convert("L").getpixel((1, 1))
        assert (corner < 128) == dark
    assert "Illustrative figures" in client.get(f"{MAP}.svg?lang=en").text
    assert "Số liệu minh họa" in client.get(f"{MAP}.svg?lang=vi").text


def test_vietnamese_is_drawn_in_our_own_type(client: httpx.Client) -> None:
    """Without it vl-convert takes any type of the machine, and letters come out as boxes where it has none."""
    svg = (
        '<svg xmlns="http://www.w3.org/2000/svg" width="400" height="60"><rect width="400" height="60" fill="#fff"/>'
        "<text x='10' y='40' font-size='30' font-family=\"{}\">Ộ ế ữ ỵ đ ₫ ≥ 30%</text></svg>"
    )
    own, unknown = (png.png(svg.format(family)) for family in ("KH213 Sans", "no such family, serif"))
    assert own != unknown
    assert (ET.fromstring(client.get(f"{MAP}.svg").content).get("font-family") or "").startswith("'KH213 Sans'")


@pytest.mark.parametrize(
    ("address", "name"),
    [
        ("/embed/latest/map/ddci-diem.svg", "kh213-2026-11-22-ban-do-ddci-diem-district-2020.svg"),
        ("/embed/latest/map/T08.svg?tai=2020-12-31", "kh213-2026-11-22-ban-do-T08-commune-2020-tai-2020-12-31.svg"),
        (f"{MAP}.png?period=2019-Q4", "minh-hoa-kh213-2021-09-30-ban-do-T08-commune-2019-Q4.png"),
        (f"{MAP}.svg?lang=en&theme=dark", "minh-hoa-kh213-2021-09-30-ban-do-T08-commune-2020-Q4-en-dark.svg"),
        (f"{MAP}.svg?within=193", "minh-hoa-kh213-2021-09-30-ban-do-T08-commune-2020-Q4-193.svg"),
        (f"{MAP}.svg?compare=2019-Q4", "minh-hoa-kh213-2021-09-30-ban-do-T08-commune-2020-Q4-so-2019-Q4.svg"),
    ],
)
def test_a_picture_is_shown_and_saved_under_a_telling_name(client: httpx.Client, address: str, name: str) -> None:
    assert client.get(address).headers["content-disposition"] == f'inline; filename="{name}"'


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_a_dated_address_may_be_kept_for_a_year_and_the_others_for_a_minute(client: httpx.Client, ending: str) -> None:
    for ky, kept in (("latest", 60), (DAY, 31536000), ("demo", 60)):
        cache = client.head(f"/embed/{ky}/map/T08.{ending}").headers["cache-control"]
        assert cache == f"public, max-age={kept}"


@pytest.mark.parametrize("ending", ["svg", "png"])
def test_head_etag_304_and_gzip(client: httpx.Client, ending: str) -> None:
    address = f"{MAP}.{ending}?lang=en"
    get, head = client.get(address), client.head(address)
    assert head.content == b""
    assert {**head.headers, "date": ""} == {**get.headers, "date": ""}
    again = client.get(address, headers={"if-none-match": get.headers["etag"]})
    assert (again.status_code, again.content) == (304, b"")
    with client.stream("GET", address, headers={"accept-encoding": "gzip"}) as packed:
        body = b"".join(packed.iter_raw())
    assert (packed.headers.get("content-encoding") == "gzip") == (ending == "svg")
    assert (gzip.decompress(body) if ending == "svg" else body) == get.content


def test_only_reading_is_possible(client: httpx.Client) -> None:
    for method in ("POST", "PUT", "DELETE", "PATCH"):
        assert client.request(method, f"{MAP}.svg").status_code == 405
    assert client.options(f"{MAP}.svg").status_code == 204


@pytest.mark.parametrize("address", [f"{MAP}.svg", f"{MAP}.png", "/embed/demo/map/T99.svg", f"{MAP}.svg?x=1"])
def test_any_page_may_show_a_picture_and_nothing_in_it_can_run(client: httpx.Client, address: str) -> None:
    headers = client.get(address, headers={"origin": "https://example.org"}).headers
    policy = headers["content-security-policy"]
    assert policy.startswith("default-src 'none'; style-src 'unsafe-inline'")
    assert "script" not in policy
    assert "frame-ancestors *" in policy
    assert headers["access-control-allow-origin"] == "*"
    assert headers["cross-origin-resource-policy"] == "cross-origin"
    assert headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("address", "named"),
    [
        ("/embed/2001-01-01/map/T08.svg", ["2001-01-01", "latest", DAY, "demo"]),
        ("/embed/Demo/map/T08.png", ["Demo", "demo"]),
        ("/embed/latest/map/T99.svg", ["T99", "T08", "ddci-diem"]),
        ("/embed/latest/map/t08.svg", ["t08", "T08"]),
        ("/embed/latest/map/a%0Ab%1B.svg", ["a·b·"]),
        (f"/embed/latest/map/{'9' * 3000}.svg", ["T08"]),
        ("/embed/latest/map/..svg", ["T08"]),
        ("/embed/latest/map/T08.svg.svg", ["T08.svg"]),
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
        ("width=199", ["width", "200", "2400"]),
        ("width=2401", ["2401"]),
        ("width=960.0", ["960.0"]),
        ("width=0960", ["0960"]),
        ("width=+960", ["width"]),
        ("width=٩٦٠", ["width"]),
        ("width=", ["width"]),
        (f"width={'9' * 5000}", ["width"]),
        ("scale=2", ["scale", "level"]),
        ("level=xa", ["level", "xa", "district", "commune"]),
        ("level=", ["level", "district"]),
        ("level=district&period=2025-Q3", ["period", "2025-Q3"]),
        ("period=2031", ["period", "2031", "2019-Q4"]),
        ("period=", ["period", "2019-Q4"]),
        ("period=2019-Q4%00", ["period"]),
        ("within=999", ["within", "999", "193"]),
        ("compare=2020-Q4", ["compare", "2019-Q4"]),
        ("drawing=leaflet", ["drawing", "tiles", "geography"]),
        ("lang=fr", ["lang", "vi", "en"]),
        ("theme=Dark", ["theme", "light", "dark"]),
        ("tai=2021-10-01", ["tai", "2021-09-30"]),
        ("tai=x", ["tai"]),
        ("lang=vi&lang=vi", ["lang"]),
        ("x=1", ["x", "level", "period", "width"]),
        ("Width=300", ["Width", "width"]),
    ],
)
def test_a_bad_parameter_is_a_422_that_names_it_and_what_it_takes(
    client: httpx.Client, query: str, named: list[str]
) -> None:
    answer = client.get(f"{MAP}.svg?{query}")
    assert answer.status_code == 422
    for line in two_lines(answer):
        assert [word for word in named if word not in line] == []
        assert len(line) < 500


@pytest.mark.parametrize("query", ["scale=3", "scale=0", "scale=1.5", "scale=2&scale=2"])
def test_a_picture_in_pixels_comes_once_or_twice_as_large(client: httpx.Client, query: str) -> None:
    assert client.get(f"{MAP}.png?{query}").status_code == 422


@pytest.mark.parametrize(
    "path",
    [
        "/embed/demo/map/..%2fT08.svg",
        "/embed/demo/map/%2e%2e/T08.svg",
        "/embed/demo/map/C:%5CT08.svg",
        "/embed/demo//map/T08.svg",
        "/embed/demo/map/T08.svg/",
        "/embed/demo/map/T08",
        "/embed/demo/map/T08.jpg",
        "/embed/demo/map/.svg",
        "/embed/demo/maps/T08.svg",
        "/embed/%2e%2e%2fdemo/map/T08.svg",
        "/embed/",
    ],
)
def test_no_path_leads_elsewhere(client: httpx.Client, path: str) -> None:
    answer = client.get(httpx.URL(str(client.base_url), raw_path=path.encode()))
    assert answer.status_code == 404


@pytest.mark.parametrize("period", ["0001", "9999-Q4", "2020-02", "2016/2020", "2019-S1", "2025-Q3"])
@pytest.mark.parametrize("level", ["district", "commune"])
def test_where_nothing_is_published_any_period_can_be_asked_for(client: httpx.Client, period: str, level: str) -> None:
    answer = client.get("/embed/latest/map/T08.svg", params={"period": period, "level": level})
    assert answer.status_code in {200, 422}
    if answer.status_code == 200:
        ET.fromstring(answer.content)
        assert re.fullmatch(r'inline; filename="[\w.-]+"', answer.headers["content-disposition"])


@pytest.mark.parametrize("ky", ["latest", "demo"])
def test_everything_that_the_page_can_show_can_be_a_picture(client: httpx.Client, ky: str) -> None:
    plan = asked.publication(ky).plan
    for code in subjects(Reader(plan, words("vi"), ky, plan.release.day)):
        for level in ("district", "commune"):
            answer = client.get(addresses.embed_map(ky, code, level=level, width="400"))
            assert answer.status_code == 200, (code, level, answer.text)
            ET.fromstring(answer.content)


@pytest.mark.parametrize("day", ["0001-01-01", "2016-02-29", "2019-09-18", "2020-06-30"])
def test_any_day_before_the_release_can_be_asked_about(client: httpx.Client, day: str) -> None:
    for ky in ("latest", "demo"):
        assert client.get(f"/embed/{ky}/map/T08.svg", params={"tai": day}).status_code == 200


def test_addresses_are_built_in_one_place(client: httpx.Client) -> None:
    assert addresses.embed_map("latest", "T08") == "/embed/latest/map/T08.svg"
    address = addresses.embed_map("demo", "T08", "png", level="commune", period="2019-Q4", lang=None, scale="2")
    assert address == "/embed/demo/map/T08.png?level=commune&period=2019-Q4&scale=2"
    assert client.get(address).status_code == 200


# ------------------------------------------------------------------------------------------------ in this process


class Own:
    """The routes asked in this process with a cache of their own; an exception is an error."""

    def __init__(self, kept: Kept) -> None:
        self.kept = kept

    def get(self, *paths: str) -> list[httpx.Response]:
        """All at once."""

        async def ask() -> list[httpx.Response]:
            found: dict[int, httpx.Response] = {}
            transport = httpx.ASGITransport(Starlette(routes=embed.routes))
            async with httpx.AsyncClient(transport=transport, base_url="http://own") as client:

                async def one(n: int, path: str) -> None:
                    found[n] = await client.get(path)

                async with anyio.create_task_group() as group:
                    for n, path in enumerate(paths):
                        group.start_soon(one, n, path)
            return [found[n] for n in range(len(paths))]

        return anyio.run(ask)


@pytest.fixture
def own(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Own:
    kept = Kept(tmp_path / "cache", limit=200_000)
    monkeypatch.setattr(pictures, "_pictures", kept)
    return Own(kept)


def test_a_picture_is_drawn_once_even_when_many_ask_at_once(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    drawn: list[int] = []
    real = embed_map.static_map_svg

    def counted(*arguments: object) -> str:
        drawn.append(threading.get_ident())
        return real(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(embed_map, "static_map_svg", counted)
    answers = own.get(*[f"{MAP}.svg"] * 20)
    assert {answer.status_code for answer in answers} == {200}
    assert len({answer.content for answer in answers}) == 1
    assert len(drawn) == 1
    own.get(f"{MAP}.svg")
    assert len(drawn) == 1
    assert threading.get_ident() not in drawn  # never in the server's own thread


def test_the_newest_release_and_its_date_are_one_picture(own: Own) -> None:
    own.get("/embed/latest/map/T08.svg")
    own.get(f"/embed/{DAY}/map/T08.svg")
    assert len(list(own.kept.folder.iterdir())) == 1


def test_a_stream_of_ever_new_pictures_stays_within_the_limit(own: Own) -> None:
    for width in range(300, 320):
        (answer,) = own.get(f"{MAP}.svg?width={width}")
        assert answer.status_code == 200
        assert sum(path.stat().st_size for path in own.kept.folder.iterdir()) <= own.kept.limit
    assert len(list(own.kept.folder.iterdir())) < 10


def test_too_many_new_ones_at_once_are_asked_to_come_again(own: Own) -> None:
    answers = own.get(*(f"{MAP}.svg?width={width}" for width in range(300, 330)))
    refused = [answer for answer in answers if answer.status_code == 503]
    assert refused
    assert {answer.status_code for answer in answers} == {200, 503}
    for answer in refused:
        assert int(answer.headers["retry-after"]) > 0
        assert answer.headers["cache-control"] == "no-store"
        assert answer.headers["retry-after"] in two_lines(answer)[0]


def test_where_no_pixels_can_be_drawn_the_other_form_still_is(own: Own, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(png, "__file__", "/no/such/file.py")
    pixels, lines = own.get(f"{MAP}.png", f"{MAP}.svg")
    assert (pixels.status_code, lines.status_code) == (503, 200)
    assert all(".svg" in line for line in two_lines(pixels))


def test_another_release_of_one_date_is_another_picture(
    own: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    folder = tmp_path / "releases" / "2021-05-01"
    address = "/embed/2021-05-01/map/T01.svg?level=district"
    found = []
    for value in (40, 60):
        shutil.rmtree(folder, ignore_errors=True)
        rows = (area(), area("193", "district", "Huyện Thử", parent="22"), observation("2020", value, area="193"))
        write_package(folder, *rows, day=date(2021, 5, 1))
        found += own.get(address)
    assert [answer.status_code for answer in found] == [200, 200]
    assert found[0].content != found[1].content
    assert [answer.status_code for answer in own.get("/embed/latest/map/T01.svg", "/embed/demo/map/T01.svg")] == [
        200,
        404,
    ]
    (folder / "observations.csv").write_bytes(b"other\n")
    assert own.get(address)[0].status_code == 503


def test_a_plan_without_areas_has_no_map_and_says_so(own: Own, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_DATA", str(tmp_path))
    write_package(tmp_path / "releases" / "2021-05-01", observation("2020", 60), day=date(2021, 5, 1))
    (answer,) = own.get("/embed/latest/map/T01.svg")
    assert answer.status_code == 422
    assert all("level" in line for line in two_lines(answer))


def test_the_site_goes_on_answering_while_pictures_are_drawn(client: httpx.Client) -> None:
    def draw(width: int) -> int:
        return client.get(f"{MAP}.png", params={"width": width, "scale": 2}).status_code

    with ThreadPoolExecutor(6) as crowd:
        pictures = [crowd.submit(draw, width) for width in range(2301, 2307)]
        took = [client.get("/healthz").elapsed.total_seconds() for _ in range(20)]
        assert {each.result() for each in pictures} <= {200, 503}
    assert sorted(took)[len(took) // 2] < 0.5


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_the_links_of_the_map_page_answer(client: httpx.Client, lang: str) -> None:
    for ky, ma in ((store.LATEST, "T08"), (store.DEMO, "T07")):
        plan = store.open_publication(store.data_root(), ky, date.today()).plan
        reader = Reader(plan, words(lang), ky, plan.release.day)
        found = [link.href for link in map_words.links(reader, choices(reader, ma=ma, cap="district"))]
        pictures = [address for address in found if address.startswith("/embed/")]
        assert len(pictures) == 2
        assert not any(address.startswith("/embed/latest") for address in pictures)
        assert {client.get(address).status_code for address in pictures} == {200}
