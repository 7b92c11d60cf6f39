"""The brotli forms of fixed files: kept on disk, proved before they are sent, and never in the way."""

import os
import threading
import time
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import brotli
import pytest

from kh213.site.bundle import files, pack, packing
from kh213.site.bundle.packing import BEST, Fixed, Packing, missing, write

CONTENT = b"".join(b"line %d of a script\n" % number for number in range(2_000))
SMALLEST = brotli.compress(CONTENT, quality=BEST)


def script(content: bytes = CONTENT) -> Fixed:
    return Fixed(content, "text/javascript")


def kept(place: Path) -> Path:
    """The one file of a folder."""
    (path,) = place.iterdir()
    return path


def packed(*places: Path) -> bytes | None:
    """The form that a new process finds."""
    return Packing(*places).take(script()).brotli


def test_until_the_form_is_made_gzip_is_sent_and_then_brotli(tmp_path: Path) -> None:
    own = Packing(tmp_path)
    body = own.take(script())
    assert body.form("br, gzip")[0] == "gzip"
    own.make(body)
    assert body.form("br, gzip") == ("br", SMALLEST)


def test_what_one_process_has_made_the_next_one_finds(tmp_path: Path) -> None:
    Packing(tmp_path).make(script())
    assert packed(tmp_path) == SMALLEST


def test_what_was_made_when_the_site_was_set_up_is_found_and_not_copied(tmp_path: Path) -> None:
    installed, cache = tmp_path / "installed", tmp_path / "cache"
    write(installed, script(), SMALLEST)
    assert packed(installed, cache) == SMALLEST
    assert not cache.exists()


@pytest.mark.parametrize(
    "damage",
    [
        b"",
        b"not brotli at all",
        SMALLEST[:-1],
        SMALLEST + b"\0",
        b"\0" + SMALLEST[1:],
        brotli.compress(b"alert('somebody else')"),
        brotli.compress(CONTENT + b"and more"),
        brotli.compress(bytes(50_000_000), quality=1),  # a few bytes that would take more memory than they may
    ],
    ids=["empty", "foreign", "cut", "longer", "flipped", "other", "more", "bomb"],
)
def test_a_damaged_or_foreign_form_is_never_sent_and_is_made_anew(tmp_path: Path, damage: bytes) -> None:
    write(tmp_path, script(), SMALLEST)
    kept(tmp_path).write_bytes(damage)
    assert packed(tmp_path) is None
    Packing(tmp_path).make(script())
    assert packed(tmp_path) == SMALLEST


def test_other_bytes_under_the_same_address_have_a_form_of_their_own(tmp_path: Path) -> None:
    Packing(tmp_path).make(script())
    changed = script(CONTENT + b"changed")
    assert Packing(tmp_path).take(changed).brotli is None


def test_where_nothing_can_be_written_the_form_is_sent_all_the_same_and_the_log_says_so_once(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    in_the_way = tmp_path / "a file"
    in_the_way.write_text("not a folder")
    own = Packing(in_the_way / "brotli")
    for body in (script(), script(CONTENT + b"2")):
        own.make(body)
        assert body.brotli is not None
    assert len(caplog.records) == 1


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device here that is always full")
def test_a_full_disk_leaves_nothing_half_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened = os.fdopen
    monkeypatch.setattr(
        os, "fdopen", lambda handle, _: (os.close(handle), opened(os.open("/dev/full", os.O_WRONLY), "wb"))[1]
    )
    body = script()
    Packing(tmp_path).make(body)
    assert body.brotli == SMALLEST
    assert list(tmp_path.iterdir()) == []


def test_many_processes_at_once_leave_one_good_file(tmp_path: Path) -> None:
    with ThreadPoolExecutor(8) as several:
        list(several.map(lambda _: Packing(tmp_path).make(script()), range(16)))
    assert kept(tmp_path).read_bytes() == SMALLEST


def test_what_gains_nothing_is_never_made(tmp_path: Path) -> None:
    noise = Fixed(os.urandom(5_000), "text/javascript")
    own = Packing(tmp_path)
    own.make(noise)
    assert noise.form("br")[0] == ""
    assert missing(tmp_path, [Fixed(CONTENT, "font/woff2"), Fixed(b"short", "text/css")]) == []


def test_a_thread_of_its_own_makes_what_is_taken_and_goes_on_after_a_failure(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    own, stop = Packing(tmp_path), threading.Event()
    wrong, right = own.take(script(CONTENT + b"2")), own.take(script())
    make = own.make

    def fails_once(body: Fixed) -> None:
        if body is wrong:
            raise RuntimeError
        make(body)

    monkeypatch.setattr(own, "make", fails_once)
    worker = threading.Thread(target=own.keep_on, args=(stop,))
    worker.start()
    until = time.monotonic() + 20
    while right.brotli is None and time.monotonic() < until:
        time.sleep(0.01)
    stop.set()
    worker.join(20)
    assert (wrong.brotli, right.brotli) == (None, SMALLEST)
    assert not worker.is_alive()


def test_setting_up_makes_what_pages_ask_for_and_the_second_time_nothing(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    place = tmp_path / "share" / "brotli"
    monkeypatch.setattr(packing, "installed", lambda: place)
    monkeypatch.setattr(pack, "ahead", lambda: (files.STYLESHEET, files.SCRIPT, files.FONT))
    pack.main()
    made = {path.name: path.stat().st_mtime_ns for path in place.iterdir()}
    assert set(made) == {f"{files.body(each).tag}.br" for each in (files.STYLESHEET, files.SCRIPT)}
    pack.main()
    assert {path.name: path.stat().st_mtime_ns for path in place.iterdir()} == made
