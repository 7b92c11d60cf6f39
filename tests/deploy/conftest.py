"""What runs around the site where there is more than one of it."""

import shutil

import pytest


@pytest.fixture(scope="session")
def nginx() -> None:
    """Skips, loudly, what needs the shipped proxy where there is none; also under CI, which installs none."""
    if shutil.which("nginx") is None:
        pytest.skip("NO NGINX FOUND: nothing was tried behind the shipped proxy")
