"""Pictures kept on disk: made once, never more than the limit, and never in the way."""

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

import anyio
import pytest

from kh213.site.sending.kept import Busy, Kept, folder, hash_of

BLOCK = 4096


@pytest.fixture
def kept(tmp_path: Path) -> Kept:
    return Kept(tmp_path / "pictures", limit=10 * BLOCK)


class Maker:
    """Makes a picture and counts how often; waits for leave where there is a gate."""

    def __init__(self, content: bytes = b"picture", gate: threading.Event | None = None) -> None:
        self.content, self.gate, self.times = content, gate, 0

    def __call__(self) -> bytes:
        self.times += 1
        if self.gate:
            assert self.gate.wait(10)
        return self.content


def get(kept: Kept, key: str, make: Callable[[], bytes]) -> bytes:
    return anyio.run(kept.get, key, make)


def size(kept: Kept) -> int:
    return sum(-(-path.stat().st_size // BLOCK) * BLOCK for path in kept.folder.iterdir())


def forbidden() -> bytes:
    raise AssertionError("made again")


def test_what_was_made_once_is_read_from_then_on_also_by_another_process(kept: Kept) -> None:
    assert get(kept, "a", lambda: b"one") == b"one"
    assert get(kept, "a", forbidden) == b"one"
    assert get(Kept(kept.folder), "a", forbidden) == b"one"


def test_an_empty_picture_is_one_too(kept: Kept) -> None:
    assert get(kept, "a", lambda: b"") == b""
    assert get(kept, "a", forbidden) == b""


def test_any_key_stays_in_the_folder(kept: Kept) -> None:
    for key in ("../../etc/passwd", "/etc/passwd", "a" * 5000, "\0\n", "Ộ", ""):
        assert get(kept, key, lambda: b"x") == b"x"
    assert {path.parent for path in kept.folder.rglob("*")} == {kept.folder}
    assert {len(path.name) for path in kept.folder.iterdir()} == {64}


def test_many_who_ask_for_the_same_at_once_get_one_that_was_made_once(kept: Kept) -> None:
    gate = threading.Event()
    make = Maker(gate=gate)
    found: list[bytes] = []

    async def ask() -> None:
        found.append(await kept.get("a", make))

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for _ in range(200):
                group.start_soon(ask)
            await anyio.sleep(0.2)
            gate.set()

    anyio.run(crowd)
    assert found == [b"picture"] * 200
    assert make.times == 1


def test_only_so_many_different_ones_may_wait(tmp_path: Path) -> None:
    kept = Kept(tmp_path, at_once=1, waiting=3)
    gate, made, busy = threading.Event(), [], []

    async def ask(key: str) -> None:
        try:
            made.append(await kept.get(key, Maker(gate=gate)))
        except Busy as error:
            busy.append(error.seconds)

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for n in range(20):
                group.start_soon(ask, str(n))
            await anyio.sleep(0.3)
            assert (len(made), len(busy)) == (0, 16)  # who is refused is told at once
            gate.set()

    anyio.run(crowd)
    assert (len(made), len(busy)) == (4, 16)
    assert min(busy) > 0
    assert get(kept, "new", lambda: b"later") == b"later"


def test_one_is_made_at_a_time(tmp_path: Path) -> None:
    kept, now, most = Kept(tmp_path, at_once=1), [0], [0]

    def make() -> bytes:
        now[0] += 1
        most[0] = max(most[0], now[0])
        time.sleep(0.02)
        now[0] -= 1
        return b"x"

    async def crowd() -> None:
        async with anyio.create_task_group() as group:
            for n in range(6):
                group.start_soon(kept.get, str(n), make)

    anyio.run(crowd)
    assert most == [1]


def test_a_reader_who_goes_away_does_not_take_the_picture_from_the_others(kept: Kept) -> None:
    gate = threading.Event()
    make = Maker(gate=gate)

    async def crowd() -> bytes:
        with anyio.move_on_after(0.1):
            await kept.get("a", make)
        gate.set()
        return await kept.get("a", make)

    assert anyio.run(crowd) == b"picture"
    assert make.times == 1


def test_what_could_not_be_made_is_an_error_for_all_who_wait_and_is_tried_again(kept: Kept) -> None:
    def fail() -> bytes:
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        get(kept, "a", fail)
    assert get(kept, "a", lambda: b"now") == b"now"


def test_the_folder_never_holds_more_than_the_limit(kept: Kept) -> None:
    for n in range(60):
        get(kept, str(n), lambda: b"x" * 3000)
        assert size(kept) <= kept.limit
    assert len(list(kept.folder.iterdir())) >= 5


def test_what_was_asked_for_longest_ago_goes_first(kept: Kept) -> None:
    for n in range(9):
        get(kept, str(n), lambda: b"x")
        os.utime(next(path for path in kept.folder.iterdir() if path.stat().st_mtime > 1000), (n, n))
    get(kept, "0", forbidden)  # now it is the youngest
    for n in range(9, 12):
        get(kept, str(n), lambda: b"x")
    get(kept, "0", forbidden)
    again = Maker()
    get(kept, "1", again)
    assert again.times == 1


def test_what_is_larger_than_the_limit_is_given_and_not_kept(tmp_path: Path) -> None:
    kept, make = Kept(tmp_path / "pictures", limit=100), Maker()
    assert [get(kept, "a", make), get(kept, "a", make)] == [b"picture"] * 2
    assert make.times == 2


def test_a_draft_that_a_dead_process_left_is_cleared_away(kept: Kept) -> None:
    get(kept, "a", lambda: b"x")
    draft = kept.folder / "draft-left"
    draft.write_bytes(b"x" * BLOCK * 5)
    os.utime(draft, (1, 1))
    for n in range(12):
        get(kept, str(n), lambda: b"x")
    assert not draft.exists()


def test_a_file_that_was_damaged_is_made_anew(kept: Kept) -> None:
    get(kept, "a", lambda: b"x" * 999)
    (file,) = kept.folder.iterdir()
    for damaged in (b"", b"short", file.read_bytes()[:-1], file.read_bytes() + b"y"):
        file.write_bytes(damaged)
        assert get(kept, "a", lambda: b"new") == b"new"
        assert get(kept, "a", forbidden) == b"new"


def test_a_full_disk_only_means_that_nothing_is_kept(
    kept: Kept, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(kept, "_put", full)
    make = Maker()
    assert [get(kept, "a", make), get(kept, "a", make)] == [b"picture"] * 2
    assert make.times == 2
    assert [record.message for record in caplog.records].count(caplog.records[0].message) == 1
    monkeypatch.undo()
    get(kept, "a", make)
    assert get(kept, "a", forbidden) == b"picture"


def test_a_disk_that_fills_while_writing_leaves_no_half_file(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", full)
    assert get(kept, "a", lambda: b"x") == b"x"
    assert list(kept.folder.iterdir()) == []


def test_a_folder_that_is_a_file_or_a_link_is_not_used(tmp_path: Path) -> None:
    for name, make in (("file", lambda path: path.write_text("x")), ("link", lambda path: path.symlink_to(tmp_path))):
        make(tmp_path / name)
        kept = Kept(tmp_path / name)
        assert get(kept, "a", lambda: b"x") == b"x"
        assert get(kept, "a", lambda: b"y") == b"y"
    assert {path.name for path in tmp_path.iterdir()} == {"file", "link"}


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only root can give a folder away")
def test_a_folder_of_somebody_else_is_neither_read_nor_written(kept: Kept) -> None:
    get(kept, "a", lambda: b"theirs")
    os.chown(kept.folder, 12345, 12345)
    assert get(kept, "a", lambda: b"ours") == b"ours"
    assert get(kept, "b", lambda: b"ours") == b"ours"
    assert len(list(kept.folder.iterdir())) == 1


def test_nobody_else_can_read_the_folder(kept: Kept) -> None:
    get(kept, "a", lambda: b"x")
    assert kept.folder.stat().st_mode & 0o077 == 0


def test_where_pictures_are_kept_can_be_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_CACHE", str(tmp_path))
    assert folder("embed") == tmp_path / "embed"
    monkeypatch.delenv("KH213_CACHE")
    assert folder("embed").parent.name.startswith("kh213-cache-")


def test_another_software_has_another_hash(tmp_path: Path) -> None:
    (tmp_path / "a.py").write_text("x = 1")
    before = hash_of((tmp_path,))
    (tmp_path / "a.py").write_text("x = 2")
    hash_of.cache_clear()
    assert hash_of((tmp_path,)) != before
    hash_of.cache_clear()
