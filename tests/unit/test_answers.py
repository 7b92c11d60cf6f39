"""Which form of an answer goes to whom."""

import gzip

import brotli
import pytest
from starlette.datastructures import Headers

from kh213.site.sending.answers import FOREVER, Body, answer, codings

TEXT = Body(b"a line of text that comes again\n" * 200, "text/html")


@pytest.mark.parametrize(
    ("accept", "taken"),
    [
        ("gzip, deflate, br, zstd", ["br", "gzip"]),
        ("gzip, deflate", ["gzip"]),
        ("br", ["br"]),
        ("BR, GZIP", ["br", "gzip"]),
        ("br;q=0, gzip", ["gzip"]),
        ("br;q=0.000,gzip;q=0", []),
        ("br;q=0.5, gzip;q=1.0", ["gzip", "br"]),
        ("br ; q=0.8 , gzip ; q=0.8", ["br", "gzip"]),
        ("*", ["br", "gzip"]),
        ("*;q=0", []),
        ("gzip, *;q=0", ["gzip"]),
        ("br;q=0, *", ["gzip"]),
        ("identity", []),
        ("identity;q=1, gzip;q=0.5", []),
        ("identity;q=0.5, gzip;q=1", ["gzip"]),
        ("deflate, zstd", []),
        ("gzip;q=much", []),
        ("gzip;q=-1", []),
        ("gzip;q=nan", []),
        ("gzip;level=9", []),
        ("", []),
        (",;,q=1", []),
    ],
)
def test_a_coding_is_sent_to_whoever_takes_it_and_best_to_whom_likes_it_best(accept: str, taken: list[str]) -> None:
    assert codings(accept) == taken


@pytest.mark.parametrize(("coding", "suffix"), [("br", "-br"), ("gzip", "-gz"), ("", "")])
def test_each_form_says_what_it_is_and_unpacks_to_the_same(coding: str, suffix: str) -> None:
    sent = answer(TEXT, Headers({"accept-encoding": coding}), cache=FOREVER)
    unpack = {"br": brotli.decompress, "gzip": gzip.decompress, "": bytes}[coding]
    assert unpack(sent.body) == TEXT.content
    assert sent.headers["etag"] == f'"{TEXT.tag}{suffix}"'
    assert sent.headers["vary"] == "Accept-Encoding"
    assert sent.headers.get("content-encoding", "") == coding


def test_what_gains_nothing_is_sent_as_it_is_to_everyone_under_one_tag() -> None:
    for body in (Body(b"short", "text/html"), Body(bytes(9_000), "font/woff2")):
        sent = answer(body, Headers({"accept-encoding": "br, gzip"}), cache=FOREVER)
        assert sent.body == body.content
        assert sent.headers["etag"] == f'"{body.tag}"'
        assert "content-encoding" not in sent.headers
        assert "vary" not in sent.headers


@pytest.mark.parametrize("form", ["", "-gz", "-br"])
@pytest.mark.parametrize("weak", ["", "W/"])
def test_whatever_form_a_reader_has_they_are_told_that_this_one_still_holds(form: str, weak: str) -> None:
    had = f'"{TEXT.tag}{form}"'
    asked = Headers({"accept-encoding": "br", "if-none-match": f'"other", {weak}{had}'})
    again = answer(TEXT, asked, cache=FOREVER)
    assert (again.status_code, again.body, again.headers["etag"]) == (304, b"", had)
    assert "content-encoding" not in again.headers


def test_an_error_is_sent_whole_even_to_a_reader_who_has_it() -> None:
    asked = Headers({"if-none-match": f'"{TEXT.tag}"'})
    assert answer(TEXT, asked, cache=FOREVER, status=410).status_code == 410
