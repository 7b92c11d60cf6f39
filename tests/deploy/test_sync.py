"""deploy/sync-releases.sh: releases from a store, each whole or not at all, whatever happens meanwhile."""

import os
import shutil
import signal
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import date
from pathlib import Path

import pytest

from kh213.release.publications import log, publishing, store
from tests import publications, serving
from tests.publications import FIRST, SECOND

SCRIPT = serving.ROOT / "deploy" / "sync-releases.sh"
DAYS = [FIRST.isoformat(), SECOND.isoformat()]

pytestmark = pytest.mark.skipif(
    not all(map(shutil.which, ("bash", "flock"))),
    reason="NO BASH OR NO FLOCK FOUND: releases were not brought from a store",
)

# Stand-ins for the programs of object stores, on a folder: slow, a file at a time, so that they can be interrupted.
_SLOWLY = (
    'slowly() { mkdir -p "$2"; for file in "$1"/*; do [ -f "$file" ] && cp "$file" "$2/" && sleep 0.02; done; true; }\n'
)
RCLONE = f"""#!/usr/bin/env bash
{_SLOWLY}
folder() {{ echo "$STORE_FOLDER/${{1#remote:bucket/releases}}"; }}
case "$1 $2" in
  "lsf --dirs-only") cd "$(folder "$3")" && ls -d */ ;;
  "copy --include") [ "$3" = /log.csv ] && {{ [ ! -e "$(folder "$4")/log.csv" ] || cp "$(folder "$4")/log.csv" "$5/"; }} ;;
  copy*) [ -d "$(folder "$2")" ] && slowly "$(folder "$2")" "$3" ;;
  *) exit 9 ;;
esac
"""
AWS = f"""#!/usr/bin/env bash
{_SLOWLY}
folder() {{ echo "$STORE_FOLDER/${{1#s3://bucket/releases/}}"; }}
case "$*" in
  "s3 ls "*) cd "$(folder "$3")" && for name in */; do printf '%27s %s\\n' PRE "$name"; done; ls -l ;;
  *"--include log.csv"*) [ ! -e "$STORE_FOLDER/log.csv" ] || cp "$STORE_FOLDER/log.csv" "${{@: -1}}" ;;
  "s3 cp --recursive --only-show-errors "*) slowly "$(folder "$5")" "$6" ;;
  *) exit 9 ;;
esac
"""
KINDS = {"rclone": "remote:bucket/releases", "aws": "s3://bucket/releases/"}


class Server:
    """A machine that takes releases from a store; `root` is the data folder that its replicas read."""

    def __init__(self, root: Path, given: str, environment: dict[str, str]) -> None:
        self.root, self.given, self.environment = root, given, environment
        self.releases = root / "releases"

    def start(self) -> "subprocess.Popen[str]":
        """A round in a process group of its own."""
        return subprocess.Popen(
            [str(SCRIPT), self.given, str(self.releases)],
            env={**os.environ, **self.environment},
            stderr=subprocess.PIPE,
            text=True,
            start_new_session=True,
        )

    def sync(self) -> tuple[int, str]:
        """A round: its exit code and what it said."""
        done = self.start()
        _, said = done.communicate(timeout=60)
        return done.returncode, said

    def shown(self) -> list[str]:
        """Every release that readers get, each opened. Fails for one that is there and cannot be used."""
        found = []
        for name in store.releases(self.root, date.max):
            opened = store.open_publication(self.root, name, date.max)
            assert opened.passed_over is None, f"{name}: {opened.passed_over}"
            found.append(name)
        return sorted(found)


@pytest.fixture
def office(tmp_path: Path) -> Path:
    """The data folder of the office, with two releases; its `releases` is the store."""
    root = publications.first(tmp_path / "office")
    publications.publish(root, SECOND, publications.second_tables())
    return root


@pytest.fixture
def server(office: Path, tmp_path: Path) -> Server:
    """Takes from the office's folder as it is mounted."""
    return Server(tmp_path / "server", str(office / "releases"), {})


@pytest.fixture
def slow(office: Path, tmp_path: Path) -> Callable[[str], Server]:
    """`slow("rclone")` takes from an object store."""

    def slow(kind: str) -> Server:
        programs = tmp_path / "bin"
        programs.mkdir()
        program = programs / kind
        program.write_text({"rclone": RCLONE, "aws": AWS}[kind])
        program.chmod(0o755)
        path = f"{programs}:{os.environ['PATH']}"
        return Server(tmp_path / "server", KINDS[kind], {"PATH": path, "STORE_FOLDER": str(office / "releases")})

    return slow


def stamps(folder: Path) -> dict[str, tuple[int, int]]:
    return {
        str(path.relative_to(folder)): (path.stat().st_ino, path.stat().st_mtime_ns)
        for path in folder.rglob("*")
        if path.is_file()
    }


@contextmanager
def watched(server: Server) -> Iterator[list[str]]:
    """A reader who opens everything all the while; the list holds every name seen, or what went wrong."""
    seen: list[str] = []
    stop = threading.Event()

    def look() -> None:
        while not stop.is_set():
            try:
                seen.extend(name for name in server.shown() if name not in seen)
            except (AssertionError, store.NoPublication) as error:
                seen.append(repr(error))

    thread = threading.Thread(target=look)
    thread.start()
    try:
        yield seen
    finally:
        stop.set()
        thread.join()


def test_releases_come_whole_and_a_second_round_touches_nothing(server: Server) -> None:
    assert server.sync()[0] == 0
    assert server.shown() == DAYS
    before = stamps(server.releases)
    assert server.sync() == (0, "")
    assert stamps(server.releases) == before
    assert {path.name for path in server.releases.iterdir()} == {*DAYS, "log.csv", ".lock"}


@pytest.mark.parametrize("kind", KINDS)
def test_an_object_store_is_asked_as_its_program_wants_it(slow: Callable[[str], Server], kind: str) -> None:
    server = slow(kind)
    code, said = server.sync()
    assert code == 0, said
    assert server.shown() == DAYS
    assert len(log.entries(server.root)) == len(DAYS)


def test_killed_at_any_moment_it_leaves_whole_releases_only(slow: Callable[[str], Server]) -> None:
    server = slow("rclone")
    server.releases.mkdir(parents=True)
    with watched(server) as seen:
        for step in range(12):
            started = server.start()
            time.sleep(0.1 * step)
            with suppress(ProcessLookupError):
                os.killpg(started.pid, signal.SIGKILL)
            started.communicate()
            assert set(server.shown()) <= set(DAYS)
        assert server.sync()[0] == 0
    assert server.shown() == DAYS
    assert set(seen) <= set(DAYS)
    assert not list(server.releases.glob(".staging*"))


def test_of_two_at_once_one_waits_for_the_next_round(slow: Callable[[str], Server]) -> None:
    server = slow("rclone")
    first = server.start()
    until = time.monotonic() + 20
    while not list(server.releases.glob(".staging*")):
        assert time.monotonic() < until
        time.sleep(0.01)
    code, said = server.sync()
    assert (code, said) == (0, f"somebody else is writing in {server.releases}\n")
    with pytest.raises(publishing.RefusedToPublish, match="busy"):
        publishing.record(server.root)
    first.communicate(timeout=60)
    assert first.returncode == 0
    assert server.shown() == DAYS


@pytest.mark.parametrize("what", ["no descriptor", "a table is missing", "a table is cut off", "another's descriptor"])
def test_what_is_still_being_uploaded_is_left_for_the_next_round(server: Server, office: Path, what: str) -> None:
    uploaded = office / "releases" / SECOND.isoformat()
    file = uploaded / ("datapackage.json" if "descriptor" in what else "areas.csv")
    content = file.read_bytes()
    if what == "a table is cut off":
        file.write_bytes(content[:-1])
    elif what == "another's descriptor":
        shutil.copy(office / "releases" / FIRST.isoformat() / file.name, file)
    else:
        file.unlink()
    code, said = server.sync()
    assert code == 1
    assert f"{SECOND} is not taken" in said
    assert server.shown() == [FIRST.isoformat()]
    file.write_bytes(content)
    assert server.sync()[0] == 0
    assert server.shown() == DAYS


def test_a_release_whose_line_is_not_in_the_log_yet_waits_for_it(server: Server, office: Path) -> None:
    file = office / "releases" / "log.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    file.write_bytes(b"".join(lines[:-1]))
    assert server.sync()[0] == 1
    assert server.shown() == [FIRST.isoformat()]
    file.write_bytes(b"".join(lines))
    assert server.sync()[0] == 0
    assert server.shown() == DAYS


def test_what_was_withdrawn_is_never_shown_on_its_way(slow: Callable[[str], Server], office: Path) -> None:
    publications.withdraw(office, SECOND, "Sai cột.")
    server = slow("rclone")
    server.releases.mkdir(parents=True)
    with watched(server) as seen:
        assert server.sync()[0] == 0
    assert seen == [FIRST.isoformat()]
    assert (server.releases / SECOND.isoformat()).is_dir()


def test_a_withdrawal_comes_with_the_next_round(server: Server, office: Path) -> None:
    server.sync()
    publications.withdraw(office, SECOND, "Sai cột.")
    assert server.sync() == (0, "the log is new\n")
    assert server.shown() == [FIRST.isoformat()]


@pytest.mark.parametrize("what", ["shorter", "cut off", "changed", "gone"])
def test_a_log_that_forgets_does_not_bring_back_what_was_withdrawn(server: Server, office: Path, what: str) -> None:
    publications.withdraw(office, SECOND, "Sai cột.")
    server.sync()
    file = office / "releases" / "log.csv"
    lines = file.read_bytes().splitlines(keepends=True)
    if what == "gone":
        file.unlink()
    else:
        kept = {"shorter": lines[:-1], "cut off": [*lines, b"2026-"], "changed": [*lines[:-1], lines[-1].upper()]}[what]
        file.write_bytes(b"".join(kept))
    assert server.sync()[0] == (0 if what == "gone" else 1)
    assert server.shown() == [FIRST.isoformat()]


def test_only_dates_are_taken_whatever_else_lies_in_the_store(server: Server, office: Path) -> None:
    for name in (".staging-2026-12-01", "2026-12-01x", "demo", "a b", "$(touch x)", "-rf"):
        (office / "releases" / name).mkdir()
    assert server.sync()[0] == 0
    assert {path.name for path in server.releases.iterdir()} == {*DAYS, "log.csv", ".lock"}


def test_a_store_that_does_not_answer_is_told_and_changes_nothing(server: Server, tmp_path: Path) -> None:
    server.sync()
    server.given = str(tmp_path / "nowhere")
    code, said = server.sync()
    assert (code, "could not be listed" in said) == (1, True)
    assert server.shown() == DAYS
    assert subprocess.run([str(SCRIPT)], capture_output=True, check=False).returncode == 2
