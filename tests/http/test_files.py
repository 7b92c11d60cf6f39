"""The fixed files: compressed once, kept for good, told apart."""

import gzip
import re
import time
import tomllib
import unicodedata
from pathlib import Path

import brotli
import httpx
import pytest

from kh213.site import theme
from kh213.site.bundle import files, needs
from kh213.view import addresses

GZIP = {"accept-encoding": "gzip, deflate"}
BROTLI = {"accept-encoding": "gzip, deflate, br, zstd"}  # as a browser asks


def bundle_script(client: httpx.Client) -> str:
    """The address of the bundle's main script."""
    return re.findall(r'src="(/static/js/index\.[^"]+\.js)"', client.get("/").text)[0]


def raw(client: httpx.Client, path: str, headers: dict[str, str]) -> tuple[httpx.Headers, bytes]:
    """Headers and the body as it went over the wire."""
    with client.stream("GET", path, headers=headers) as answer:
        return answer.headers, b"".join(answer.iter_raw())


def compressible(client: httpx.Client) -> list[str]:
    return [
        bundle_script(client),
        "/chi-tieu",
        "/kh213/kh213.css",
        addresses.leaflet("leaflet.js"),
        "/component/streamlit_folium.st_folium/static/js/main.521860b0.js",
    ]


def test_text_is_sent_compressed_and_says_so(client: httpx.Client) -> None:
    for path in compressible(client):
        plain_headers, plain = raw(client, path, {})
        headers, packed = raw(client, path, GZIP)
        assert gzip.decompress(packed) == plain, path
        assert len(packed) < len(plain) / 2, path
        assert headers["content-encoding"] == "gzip"
        assert int(headers["content-length"]) == len(packed)
        assert headers["vary"] == plain_headers["vary"] == "Accept-Encoding"
        assert "content-encoding" not in plain_headers


def test_browsers_get_brotli_which_is_smaller(client: httpx.Client) -> None:
    for path in compressible(client):
        headers, packed = wait_for_brotli(client, path)
        _, plain = raw(client, path, {})
        _, gzipped = raw(client, path, GZIP)
        assert brotli.decompress(packed) == plain, path
        assert len(packed) < len(gzipped), path
        assert int(headers["content-length"]) == len(packed)
        assert headers["vary"] == "Accept-Encoding"


def wait_for_brotli(client: httpx.Client, path: str) -> tuple[httpx.Headers, bytes]:
    """The brotli form of a fixed file is made in the background; gzip is sent until then."""
    until = time.monotonic() + 120
    while time.monotonic() < until:
        headers, body = raw(client, path, BROTLI)
        if headers["content-encoding"] == "br":
            return headers, body
        assert headers["content-encoding"] == "gzip"
        time.sleep(0.2)
    raise TimeoutError(path)


def test_each_form_has_an_etag_of_its_own(client: httpx.Client) -> None:
    for path in compressible(client):
        wait_for_brotli(client, path)
        plain, gzipped, packed = (
            raw(client, path, asked)[0]["etag"].strip('"') for asked in ({"accept-encoding": "identity"}, GZIP, BROTLI)
        )
        assert (gzipped, packed) == (f"{plain}-gz", f"{plain}-br")


def test_who_has_another_form_of_a_file_is_told_that_it_still_holds(client: httpx.Client) -> None:
    """It came as gzip before the brotli form was made."""
    had = client.get("/kh213/kh213.css", headers=GZIP).headers["etag"]
    wait_for_brotli(client, "/kh213/kh213.css")
    again = client.get("/kh213/kh213.css", headers={**BROTLI, "if-none-match": had})
    assert (again.status_code, again.headers["etag"]) == (304, had)


def test_a_file_is_compressed_once_and_then_kept(client: httpx.Client) -> None:
    address = addresses.leaflet("leaflet.js")
    assert files.body(address).gzipped is files.body(address).gzipped
    assert raw(client, address, GZIP)[1] == files.body(address).gzipped


@pytest.mark.parametrize("refusal", ["identity", "gzip;q=0", "br;q=0", "deflate", "*;q=0", ""])
def test_who_takes_no_coding_of_ours_gets_none(client: httpx.Client, refusal: str) -> None:
    headers, _ = raw(client, "/kh213/kh213.css", {"accept-encoding": refusal})
    assert "content-encoding" not in headers


def test_pictures_and_fonts_are_not_compressed_again(client: httpx.Client) -> None:
    for path in (files.FONT, files.ICONS, addresses.leaflet("images/marker-icon.png")):
        headers, _ = raw(client, path, BROTLI)
        assert "content-encoding" not in headers


@pytest.mark.parametrize("asked", [{}, GZIP])
def test_what_the_reader_has_is_not_sent_again(client: httpx.Client, asked: dict[str, str]) -> None:
    for path in (*compressible(client), "/favicon.ico", files.FONT):
        etag = client.get(path, headers=asked).headers["etag"]
        for known in (etag, f"W/{etag}", f'"other", {etag}', "*"):
            again = client.get(path, headers={**asked, "if-none-match": known})
            assert again.status_code == 304
            assert again.content == b""
            assert again.headers["etag"] == etag
            assert "cache-control" in again.headers
        assert client.get(path, headers={**asked, "if-none-match": '"other"'}).status_code == 200


def test_only_a_name_that_holds_these_very_bytes_is_kept_for_good(client: httpx.Client) -> None:
    for path in (
        bundle_script(client),
        files.FONT,
        addresses.leaflet("leaflet.css"),
        files.versioned(files.STYLESHEET),
    ):
        assert client.get(path).headers["cache-control"] == "public, max-age=31536000, immutable"
    for path in ("/", "/kh213/kh213.css", "/kh213/kh213.css?v=old", "/component/streamlit_folium.st_folium/index.html"):
        assert client.get(path).headers["cache-control"] == "no-cache"


def test_all_of_leaflet_that_a_map_asks_for_is_here(client: httpx.Client) -> None:
    style = client.get(addresses.leaflet("leaflet.css")).text
    pictures = set(re.findall(r"url\((images/[^)]+)\)", style)) | {"images/marker-shadow.png", "leaflet.js"}
    for file in pictures:
        assert client.get(addresses.leaflet(file)).status_code == 200


def test_the_stylesheet_has_the_colours_of_the_app(client: httpx.Client) -> None:
    config = theme.CONFIG.read_text("utf-8")
    style = client.get("/kh213/kh213.css").text
    for colour in re.findall(r'linkColor = "(#[0-9a-f]{6})"', config):
        assert f"--kh-accent:{colour};" in style


def luminance(colour: str) -> float:
    """Relative luminance as WCAG 2.2 defines it."""
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("tone", ["light", "dark"])
def test_the_colours_can_be_told_apart(tone: str) -> None:
    colours = tomllib.loads(theme.CONFIG.read_text("utf-8"))["theme"][tone]
    for ground in (colours["backgroundColor"], colours["secondaryBackgroundColor"]):
        assert contrast(colours["textColor"], ground) >= 7
        assert contrast(colours["linkColor"], ground) >= 4.5
        assert contrast(colours["borderColor"], ground) >= 3


def test_the_subset_answers_at_the_address_of_streamlit_s_text_font(client: httpx.Client) -> None:
    answer = client.get(files.text_font(files.listed()))
    assert answer.content == client.get(files.FONT).content
    assert len(answer.content) < 50_000
    assert answer.headers["content-type"] == "font/woff2"
    assert "immutable" not in answer.headers["cache-control"]


def test_the_subset_answers_at_the_address_of_streamlit_s_icons(client: httpx.Client) -> None:
    answer = client.get(files.icon_font(files.listed()))
    assert answer.content == client.get(files.ICONS).content
    assert len(answer.content) < 5_000
    assert answer.headers["content-type"] == "font/woff2"
    assert "immutable" not in answer.headers["cache-control"]


def test_every_file_that_a_page_needs_at_first_is_there(client: httpx.Client) -> None:
    for address in (*needs.every_page(), needs.style()):
        assert client.head(address).headers["cache-control"] == "public, max-age=31536000, immutable"


def test_the_type_has_every_vietnamese_letter() -> None:
    """Read from the subset's list of code points, so that no font library is needed."""
    readme = (Path(files.__file__).parents[1] / "static" / "fonts" / "README.md").read_text("utf-8")
    spans = [[int(end, 16) for end in span.split("-")] for span in re.findall(r"U\+([0-9A-F]+(?:-[0-9A-F]+)?)", readme)]
    covered = {code for span in spans for code in range(span[0], span[-1] + 1)}
    bases = "aăâeêioôơuưyAĂÂEÊIOÔƠUƯY"
    marks = "\u0300\u0301\u0303\u0309\u0323"
    letters = {unicodedata.normalize("NFC", base + mark) for base in bases for mark in ("", *marks)} | {"đ", "Đ"}
    assert [letter for letter in sorted(letters) if ord(letter) not in covered] == []
