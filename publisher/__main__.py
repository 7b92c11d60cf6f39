"""`python -m publisher [PORT]`: starts the publisher's page for this machine alone, and says where it is."""

import os
import sys
import threading
import time
import urllib.request
import webbrowser
from pathlib import Path

from streamlit.web import cli

from kh213.words import LANGUAGES, words
from publisher.door import MEGABYTES

HOST, PORT = "127.0.0.1", 8599
_HERE = Path(__file__).parent


def main() -> None:
    """Runs until it is stopped. The port: the first argument, else PUBLISHER_PORT, else 8599."""
    data = os.environ.get("KH213_DATA")
    if data:
        os.environ["KH213_DATA"] = str(Path(data).absolute())
    os.chdir(_HERE.parent)  # .streamlit/config.toml is read from the folder that Streamlit is started in
    port = int(sys.argv[1] if len(sys.argv) > 1 else os.environ.get("PUBLISHER_PORT") or PORT)
    address = f"http://{HOST}:{port}"
    for language in LANGUAGES:
        print(words(language)("publisher.started", address=address), flush=True)  # noqa: T201
    if _has_a_screen():
        threading.Thread(target=_open_browser, args=(address,), daemon=True).start()
    options = {"server.address": HOST, "server.port": port, "server.maxUploadSize": MEGABYTES}
    cli.main(["run", str(_HERE / "app.py"), *(f"--{name}={value}" for name, value in options.items())])


def _has_a_screen() -> bool:
    own = sys.platform in {"win32", "darwin"} or bool(os.environ.get("DISPLAY") or os.environ.get("WAYLAND_DISPLAY"))
    return own and sys.stdout.isatty()


def _open_browser(address: str) -> None:
    for _ in range(60):
        time.sleep(0.5)
        try:
            urllib.request.urlopen(f"{address}/healthz", timeout=1).close()  # noqa: S310  our own address
        except OSError:
            continue
        webbrowser.open(address)
        return


if __name__ == "__main__":
    main()
