"""Readers who ask for files without a pause, and remember whatever was wrong."""

import threading
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import NamedTuple

import httpx

PAUSE = 0.1  # seconds between two requests of one reader: four of them stay below what nginx allows one address


class Answer(NamedTuple):
    """One answer: when it was asked for and had, what for, its status (0: none at all), and its tag or what was wrong."""

    asked_at: float
    had_at: float
    address: str
    status: int
    tag: str


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


@contextmanager
def load(url: str, addresses: Sequence[str], readers: int) -> Iterator[Load]:
    """So many readers, each of whom begins elsewhere in the addresses. They stop at the end of the block."""
    found = Load()
    threads = [
        threading.Thread(target=_read, args=(found, url, addresses, number * len(addresses) // readers))
        for number in range(readers)
    ]
    for each in threads:
        each.start()
    try:
        yield found
    finally:
        found.stop.set()
        for each in threads:
            each.join()


def _read(found: Load, url: str, addresses: Sequence[str], first: int) -> None:
    coding = ("gzip", "identity")[first % 2]
    with httpx.Client(base_url=url, headers={"accept-encoding": coding}, timeout=60) as client:
        while not found.stop.wait(PAUSE):
            address = addresses[first % len(addresses)]
            first += 1
            asked_at = time.monotonic()
            try:
                answer = client.get(address)
                status, tag = answer.status_code, answer.headers.get("etag", "").removesuffix('-gz"').rstrip('"')
            except httpx.HTTPError as error:
                status, tag = 0, repr(error)
            found.answers.append(Answer(asked_at, time.monotonic(), address, status, tag))
