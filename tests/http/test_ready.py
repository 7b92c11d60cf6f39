"""/readyz: whether readers should be sent here. The site is asked in this process, with a data folder of its own."""

from collections.abc import Callable
from pathlib import Path

import anyio
import httpx
import pytest
from starlette.applications import Starlette

from kh213.site import ready
from tests import publications
from tests.publications import FIRST

Ask = Callable[[], int]


@pytest.fixture
def ask(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Ask:
    monkeypatch.setenv("KH213_DATA", str(tmp_path / "data"))
    site = httpx.ASGITransport(Starlette(routes=[ready.route]))

    async def get() -> int:
        async with httpx.AsyncClient(transport=site, base_url="http://site") as client:
            return (await client.get("/readyz")).status_code

    return lambda: anyio.run(get)


def test_a_replica_without_releases_is_not_ready_and_becomes_so_when_they_come(ask: Ask, tmp_path: Path) -> None:
    assert ask() == 503
    publications.first(tmp_path / "data")
    assert ask() == 200


def test_a_replica_that_can_only_say_that_all_was_withdrawn_is_ready_to_say_so(ask: Ask, tmp_path: Path) -> None:
    root = publications.first(tmp_path / "data")
    publications.withdraw(root, FIRST, "Sai cột.")
    assert ask() == 200


def test_a_mount_that_went_away_does_not_take_readers_from_what_is_still_shown(ask: Ask, tmp_path: Path) -> None:
    root = publications.first(tmp_path / "data")
    assert ask() == 200
    (root / "releases").rename(root / "away")
    assert ask() == 200
