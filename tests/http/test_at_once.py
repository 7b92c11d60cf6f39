"""A kept connection answers as fast as a new one."""

import http.client
import statistics
import time

from tests.serving import Site

ACKNOWLEDGED = 0.035  # seconds after which a reader's machine acknowledges what it has received, at the earliest


def test_no_answer_waits_for_the_acknowledgement_of_its_headers(site: Site) -> None:
    """Streamlit's socket leaves Nagle's algorithm on: the body of every small answer then waits for that long."""
    wire = http.client.HTTPConnection(site.url.removeprefix("http://"), timeout=30)
    took = []
    for _ in range(60):  # the first dozen are acknowledged at once in any case
        started = time.perf_counter()
        wire.request("GET", "/healthz")
        assert wire.getresponse().read() == b"ok"
        took.append(time.perf_counter() - started)
    wire.close()
    assert statistics.median(took) < ACKNOWLEDGED
