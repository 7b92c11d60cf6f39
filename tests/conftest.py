"""What tests of every kind share."""

from collections.abc import Iterator

import httpx
import pytest

from tests import serving


@pytest.fixture(scope="session")
def site() -> Iterator[serving.Site]:
    """The site as a real process, started once a session."""
    with serving.running() as started:
        yield started


@pytest.fixture(scope="session")
def client(site: serving.Site) -> Iterator[httpx.Client]:
    """Follows no redirect and asks for no compression: a test that wants one says so."""
    with httpx.Client(base_url=site.url, headers={"accept-encoding": "identity"}, timeout=30) as client:
        yield client
