"""Makes the first responses of a publication before anyone asks: after the start, and whenever the data has changed."""

from __future__ import annotations

import logging
import threading
from collections.abc import Iterator
from datetime import date

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.release.publications import store
from kh213.site.pages import routes as pages
from kh213.view.pages import PAGES
from kh213.words import LANGUAGES

_PAUSE = 20.0  # seconds between two looks at the data folder: a listing and some stats

_log = logging.getLogger(__name__)


def front() -> Iterator[Asked]:
    """Every page as a reader comes to it, in every language."""
    for language in LANGUAGES:
        for page in PAGES:
            yield Asked(page.name, _spoken(language))


def targets() -> Iterator[Asked]:
    """The page of every target of the newest publication, in every language: their charts take a while to draw."""
    try:
        plan = store.open_publication(store.data_root(), store.LATEST, date.today()).plan
    except store.NoPublication:
        return
    for language in LANGUAGES:
        for code in plan.targets:
            yield Asked("indicator", (("ma", code), *_spoken(language)))


def keep(stop: threading.Event) -> None:
    """Looks again and again until `stop` is set. Run it in a thread of its own; what fails is for the log."""
    made = None
    while True:
        try:
            found = published.state()
            if found != made:
                for asked in (*front(), *targets()):
                    if stop.is_set():
                        return
                    pages.find(asked)
                made = found
        except Exception:  # noqa: BLE001  the next reader is told what is wrong, where it lasts
            _log.exception("first responses could not be made ahead")
        if stop.wait(_PAUSE):
            return


def _spoken(language: str) -> tuple[tuple[str, str], ...]:
    return () if language == LANGUAGES[0] else (("lang", language),)
