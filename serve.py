"""`python serve.py`: one replica behind a proxy. HOST and PORT say where it listens: 127.0.0.1 and 8501 unless given.

Streamlit opens its port first and then loads the site: for seconds, connections are accepted that nobody answers, and a
proxy that finds a replica open sends it readers. Here all is loaded first, so an open port is one that answers.
"""

import gc
import os
from pathlib import Path

from streamlit.web import cli
from streamlit.web.server.starlette import starlette_server  # noqa: F401  else it is loaded when the port is open

from kh213.site import (
    routes,  # noqa: F401  routes, and through them all that answers
    start,
)

HOST, PORT = "127.0.0.1", "8501"


def main() -> None:
    """Runs until SIGTERM: then the port closes, what was asked is still answered, and sessions go to another replica."""
    data = os.environ.get("KH213_DATA")
    if data:
        os.environ["KH213_DATA"] = str(Path(data).absolute())
    os.chdir(Path(__file__).parent)  # .streamlit/config.toml is read from the folder that Streamlit is started in
    host, port = os.environ.get("HOST") or HOST, os.environ.get("PORT") or PORT
    start.load()
    gc.collect()
    gc.freeze()  # here, so that start.lifespan has little left to look through
    cli.main(["run", "app.py", "--server.address", host, "--server.port", port])


if __name__ == "__main__":
    main()
