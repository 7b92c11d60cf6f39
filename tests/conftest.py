"""What tests of every kind share."""

from collections.abc import Iterator

import pytest

from tests import serving


@pytest.fixture(scope="session")
def site() -> Iterator[serving.Site]:
    """The site as a real process, started once a session."""
    with serving.running() as started:
        yield started
