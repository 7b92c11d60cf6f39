"""What happens once, before the first reader is served."""

import gc
import socket
import threading
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from importlib import import_module
from importlib.util import find_spec

from anyio import to_thread
from uvicorn import Config

from kh213.site.bundle import files, pack
from kh213.site.entrance.wire import Bounded
from kh213.site.pages import routes as pages
from kh213.site.pages import warm

# What the pages import on their first run; by name, so that the site layer does not depend on it.
_HEAVY = ("pandas", "altair", "geopandas", "folium")


@asynccontextmanager
async def lifespan(_: object) -> AsyncIterator[None]:
    """Loads what every page needs, then takes it out of the garbage collector's sight.

    Streamlit collects all garbage after every run of a script. With pandas, geopandas and altair loaded there are
    hundreds of thousands of objects to look through, which took most of a light run; none of them is ever garbage.
    `gc.freeze` sets them aside: 7 to 12 times more runs a second were measured on a light page.
    """
    _mend_the_server()
    await to_thread.run_sync(load)
    gc.collect()
    gc.freeze()
    stop = threading.Event()
    for work in (warm.keep, files.packing.keep_on):
        threading.Thread(target=work, args=(stop,), daemon=True).start()
    yield
    stop.set()


def _mend_the_server() -> None:
    """Sets what Streamlit's starter has no option for, before the first connection. Nobody hands out the server's own
    objects: hence the search.

    Its socket: no small answer waits for the reader's acknowledgement of its headers (Nagle's algorithm). asyncio sees
    to it for a socket that names TCP, which Streamlit's does not: every answer on a kept connection then takes 40 ms
    and more. Accepted connections take the option over from the one that listens.

    Its protocol: one that takes in only so much of a request (entrance/wire.py).
    """
    for each in gc.get_objects():
        if isinstance(each, socket.socket) and _listens(each):
            each.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        elif isinstance(each, Config):
            each.http_protocol_class = Bounded


def _listens(each: socket.socket) -> bool:
    over_tcp = each.fileno() >= 0 and each.family in (socket.AF_INET, socket.AF_INET6)
    return over_tcp and bool(each.getsockopt(socket.SOL_SOCKET, socket.SO_ACCEPTCONN))


def load() -> None:
    """Loads the modules, the newest publication and what every first visit asks for; the second time there is nothing to do."""
    for name in _HEAVY:
        if find_spec(name) is not None:
            import_module(name)
    for asked in warm.front():  # opens the newest publication on the way
        pages.find(asked)
    for address in pack.ahead():
        files.body(address)
