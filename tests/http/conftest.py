"""Asking the site over HTTP."""

from collections.abc import Iterator

import httpx
import pytest

from tests.serving import Site


@pytest.fixture(scope="session")
def client(site: Site) -> Iterator[httpx.Client]:
    """Follows no redirect and asks for no compression: a test that wants one says so."""
    with httpx.Client(base_url=site.url, headers={"accept-encoding": "identity"}, timeout=30) as client:
        yield client
