"""The public districts are fetched whole and as they are known, or not at all; from a server of our own."""

import hashlib
import json
import os
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
import shapely

from kh213.release.boundaries import fetching, installing
from kh213.release.boundaries.fetching import Fact, facts, fetch
from kh213.release.boundaries.layers import layers
from kh213.release.boundaries.refused import Refused
from tests.boundary_files import areas, districts, geojson, origin

ROOT = Path(__file__).parents[2]


def _files() -> dict[str, bytes]:
    frame = districts()
    return {
        f"/data/{row.ma}.geojson": json.dumps(
            {"type": "Feature", "properties": {}, "geometry": json.loads(shapely.to_geojson(row.geometry))}
        ).encode()
        for row in frame.itertuples()
    }


FILES = _files()
FACTS = tuple(
    Fact(path[6:9], path[1:], len(content), hashlib.sha256(content).hexdigest()) for path, content in FILES.items()
)
Answer = Callable[[BaseHTTPRequestHandler, bytes], None]


class Mirror:
    """A copy of the repository whose last file is answered in a way that a test chooses."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.last: Answer = _whole
        mirror = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                mirror.asked.append(self.path)
                answer = mirror.last if self.path == list(FILES)[-1] else _whole
                answer(self, FILES.get(self.path, b""))

            def log_message(self, *_: object) -> None:
                """Silent."""

        self.server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.address = f"http://127.0.0.1:{self.server.server_port}"


def _whole(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content)


def _status(code: int) -> Answer:
    return lambda request, _: request.send_error(code)


def _cut(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_response(200)
    request.send_header("Content-Length", str(len(content)))
    request.end_headers()
    request.wfile.write(content[:20])


def _trickle(request: BaseHTTPRequestHandler, content: bytes) -> None:
    request.send_response(200)
    request.end_headers()
    try:
        for place in range(len(content)):
            request.wfile.write(content[place : place + 1])
            request.wfile.flush()
            time.sleep(0.1)
    except OSError:
        return


def _silent(_: BaseHTTPRequestHandler, __: bytes) -> None:
    time.sleep(1.5)


@pytest.fixture
def mirror(monkeypatch: pytest.MonkeyPatch) -> Iterator[Mirror]:
    monkeypatch.setenv("no_proxy", "127.0.0.1")
    started = Mirror()
    thread = threading.Thread(target=started.server.serve_forever, daemon=True)
    thread.start()
    yield started
    started.server.shutdown()
    started.server.server_close()
    thread.join()


def refused(root: Path, mirror: Mirror, **options: float) -> str:
    with pytest.raises(Refused) as failed:
        fetch(root, areas(), mirror.address, FACTS, **options)
    assert failed.value.unreadable
    assert list(root.iterdir()) == []
    (problem,) = failed.value.problems
    return problem.code


def test_the_districts_are_fetched_verified_and_installed_with_credit(tmp_path: Path, mirror: Mirror) -> None:
    told = fetch(tmp_path, areas(), mirror.address + "/", FACTS)
    assert (told.units, told.by_code) == (3, 3)
    (layer,) = layers(tmp_path)
    assert layer.level == "district"
    assert "CC0" in layer.licence
    assert "Who’s On First" in layer.source
    assert "mesoshapes" in layer.source
    assert len(mirror.asked) == 3


@pytest.mark.parametrize(
    ("answer", "code", "tries"),
    [
        (_status(404), "net_status", 1),
        (_status(500), "net_status", 1),
        (lambda request, content: _whole(request, content + b" "), "net_size", 1),
        (lambda request, content: _whole(request, content[:-1]), "net_size", 1),
        (lambda request, content: _whole(request, content.replace(b"1", b"2")), "net_hash", 1),
        (_cut, "net_unreachable", 2),
    ],
)
def test_a_wrong_answer_leaves_nothing(tmp_path: Path, mirror: Mirror, answer: Answer, code: str, tries: int) -> None:
    mirror.last = answer
    assert refused(tmp_path, mirror) == code
    assert mirror.asked.count(list(FILES)[-1]) == tries


def test_a_connection_that_broke_once_is_tried_again(tmp_path: Path, mirror: Mirror) -> None:
    def first_cut(request: BaseHTTPRequestHandler, content: bytes) -> None:
        mirror.last = _whole
        _cut(request, content)

    mirror.last = first_cut
    assert fetch(tmp_path, areas(), mirror.address, FACTS).units == 3


def test_a_server_that_sends_a_byte_at_a_time_is_given_up(tmp_path: Path, mirror: Mirror) -> None:
    mirror.last = _trickle
    started = time.monotonic()
    assert refused(tmp_path, mirror, whole=0.6) == "net_slow"
    assert time.monotonic() - started < 5


def test_a_server_that_says_nothing_is_given_up(
    tmp_path: Path, mirror: Mirror, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(fetching, "WAIT", 0.3)
    mirror.last = _silent
    assert refused(tmp_path, mirror) == "net_unreachable"


def test_nobody_there_is_told_in_both_languages_with_exit_code_2(tmp_path: Path) -> None:
    (tmp_path / "releases").symlink_to(ROOT / "data" / "releases")
    environment = {**os.environ, "KH213_DATA": str(tmp_path), "KH213_BOUNDARIES_URL": "http://127.0.0.1:9"}
    command = [sys.executable, "-m", "kh213", "boundaries", "fetch"]
    done = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=False)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "Không tải được http://127.0.0.1:9/" in done.stderr.decode()
    assert "Could not download http://127.0.0.1:9/" in done.stderr.decode()
    done = subprocess.run(
        [*command, "--from", "file:///etc"], cwd=ROOT, env=environment, capture_output=True, check=False
    )
    assert done.returncode == 2
    assert "net_address" in done.stderr.decode()


def test_an_operators_own_districts_are_not_overwritten(tmp_path: Path, mirror: Mirror) -> None:
    own = geojson(tmp_path / "own.geojson", districts())
    installing.add(tmp_path / "data", areas(), own, origin("district", source="Sở Xây dựng"))
    with pytest.raises(Refused, match="own_layer: Sở Xây dựng"):
        fetch(tmp_path / "data", areas(), mirror.address, FACTS)
    assert mirror.asked == []


def test_the_facts_are_those_of_the_14_districts() -> None:
    assert [fact.area_code for fact in facts()] == ["193", "194", "195", "196", *map(str, range(198, 208))]
    assert all(len(fact.sha256) == 64 and fact.path.startswith("data/110/") for fact in facts())
    assert fetching.COMMIT in fetching.ADDRESS
