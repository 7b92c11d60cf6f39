"""What happens once, before the first reader is served."""

import gc
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from anyio import to_thread

from kh213.site import files, shell
from kh213.view.pages import PAGES
from kh213.words import LANGUAGES

# What the pages import on their first run; by name, so that the site layer does not depend on it.
_HEAVY = ("pandas", "altair", "geopandas", "folium")


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Loads what every page needs, then takes it out of the garbage collector's sight.

    Streamlit collects all garbage after every run of a script. With pandas, geopandas and altair loaded there are
    hundreds of thousands of objects to look through, which took most of a light run; none of them is ever garbage.
    `gc.freeze` sets them aside: 7 to 12 times more runs a second were measured on a light page.
    """
    await to_thread.run_sync(_warm)
    gc.collect()
    gc.freeze()
    yield


def _warm() -> None:
    for name in _HEAVY:
        if find_spec(name) is not None:
            import_module(name)
    for page in PAGES:
        for language in LANGUAGES:
            _ = shell.shell(page, language).gzipped  # opens the newest publication on the way
    for address in shell.preloads():
        files.body(address)
