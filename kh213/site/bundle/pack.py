"""`python -m kh213.site.bundle.pack`: the brotli forms of what pages ask for, made at the set-up (make setup).

Says nothing. Without it, or where the folder cannot be written to, the running site makes them (packing.py).
"""

import contextlib
import os
from concurrent.futures import ThreadPoolExecutor

import brotli

from kh213.site.bundle import files, needs, packing


def ahead() -> tuple[str, ...]:
    """The addresses of all that pages ask for, what every first visit needs before the rest."""
    ours = (each for each in files.listed() if not each.startswith("/static/"))
    return tuple(dict.fromkeys((*needs.at_once(), needs.style(), *needs.every_page(), *ours)))


def main() -> None:
    """Makes what is missing beside the installed packages, on all processors."""
    place = packing.installed()
    bodies = packing.missing(place, map(files.body, ahead()))

    def make(body: packing.Fixed) -> None:
        with contextlib.suppress(OSError):
            packing.write(place, body, brotli.compress(body.content, quality=packing.BEST))

    with ThreadPoolExecutor(os.cpu_count()) as makers:
        list(makers.map(make, bodies))


if __name__ == "__main__":
    main()
