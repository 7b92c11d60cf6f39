"""Readers who ask for files without a pause, and remember whatever was wrong."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import httpx

CODINGS = ("gzip", "identity")
PAUSE = 0.1  # seconds between two requests of one reader: four of them stay below what nginx allows one address


class Answer(NamedTuple):
    """One answer: when it was asked for and had, what for, its status (0: none at all), its tag
    or what was wrong, and in which form it was wanted."""

    asked_at: float
    had_at: float
    address: str
    status: int
    tag: str
    coding: str


class Load:
    """What the readers have seen so far."""

    def __init__(self) -> None:
        self.answers: list[Answer] = []
        self.stop = threading.Event()

    def wrong(self) -> list[Answer]:
        """What was no answer, or not 200."""
        return [each for each in self.answers if each.status != 200]

    def of(self, address: str, after: float) -> list[Answer]:
        """The answers for an address that were asked for after a moment."""
        return [each for each in self.answers if each.address == address and each.asked_at > after]


def tag_of(answer: httpx.Response) -> str:
    """The content's hash, whatever form it came in; "" where there is none."""
    return answer.headers.get("etag", "").strip('"').partition("-")[0]


@contextmanager
def load(url: str, addresses: Sequence[str], readers: int) -> Iterator[Load]:
    """So many readers, each of whom begins elsewhere in the addresses. They stop at the end of the block."""
    found = Load()
    threads = [
        threading.Thread(target=_read, args=(found, url, addresses, number, readers)) for number in range(readers)
    ]
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        found.stop.set()
        for each in threads:
            each.join()


def _read(found: Load, url: str, addresses: Sequence[str], number: int, readers: int) -> None:
    coding = CODINGS[number % len(CODINGS)]
    first = number * len(addresses) // readers
    with httpx.Client(base_url=url, headers={"accept-encoding": coding}, timeout=60) as client:
        while not found.stop.wait(PAUSE):
            address = addresses[first % len(addresses)]
            first += 1
            asked_at = time.monotonic()
            try:
                answer = client.get(address)
                status, tag = answer.status_code, tag_of(answer)
            except httpx.HTTPError as error:
                status, tag = 0, repr(error)
            found.answers.append(Answer(asked_at, time.monotonic(), address, status, tag, coding))
