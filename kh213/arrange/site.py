"""A whole page: its own part in the frame that every page has. Made once for an address and a state of the data."""

from __future__ import annotations

import logging
from collections.abc import Callable, Hashable, Mapping
from functools import lru_cache

from kh213.arrange import area, changes, data, embed, indicator, method, overview, published, tasks, verify
from kh213.arrange import map as map_
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Arranged, NotNow, Part, Piece, show
from kh213.arrange.visits import Visit, framed, visit
from kh213.release.publications import store
from kh213.view import addresses
from kh213.view.frame import Frame, Notice
from kh213.view.reader import Reader
from kh213.view.withdrawn import withdrawn_page
from kh213.words import LANGUAGES, Words, issues, words

_PARTS: Mapping[str, Callable[[Asked, Reader], Part]] = {
    "overview": overview.arrange,
    "indicator": indicator.arrange,
    "map": map_.arrange,
    "area": area.arrange,
    "tasks": tasks.arrange,
    "data": data.arrange,
    "embed": embed.arrange,
    "changes": changes.arrange,
    "verify": verify.arrange,
    "method": method.arrange,
}
_MOST = 300  # whole pages that are kept, 20 to 400 KB each

_log = logging.getLogger("kh213")


def arranged(asked: Asked) -> Arranged:
    """The page at an address. What fails is told on the page itself, and in the log; it is not kept."""
    try:
        look = visit(asked)
    except store.NoPublication as error:
        return Arranged("kh213", (_nothing(error),))
    try:
        return _arranged(look, published.state())
    except NotNow as now:
        return _whole(look, now.part)
    except Exception:  # noqa: BLE001  a reader sees one calm sentence; what happened is for the log
        _log.exception("page %s failed", asked.page)
        w = look.reader.w
        failed = Notice(w("notice.page_failed"), addresses.page("overview"))
        return _whole(look, Part((show("notice.html", w=w, notice=failed),)))


@lru_cache(maxsize=_MOST)
def _arranged(look: Visit, _state: Hashable) -> Arranged:
    if look.withdrawn:
        gone = withdrawn_page(look.reader, look.withdrawn, framed(look).full)
        return _whole(look, Part((show("withdrawn.html", view=gone),), title=gone.title), title=gone.title)
    return _whole(look, _PARTS[look.asked.page](look.asked, look.reader))


def _whole(look: Visit, part: Part, title: str = "") -> Arranged:
    return Arranged(
        title or _title(look, part), (*_above(look, frame := framed(look)), *part.pieces, _below(look, frame))
    )


def _above(look: Visit, frame: Frame) -> list[Piece]:
    w = look.reader.w
    top = [] if look.asked.embedded else [show("top.html", w=w, frame=frame, notices=look.notices)]
    return [*top, *([show("band.html", band=frame.band)] if frame.band else [])]


def _below(look: Visit, frame: Frame) -> Piece:
    return show("foot_embedded.html" if look.asked.embedded else "foot.html", w=look.reader.w, frame=frame)


def _title(look: Visit, part: Part) -> str:
    """What the page is about, before the name of the plan."""
    reader = look.reader
    w, plan = reader.w, reader.say(reader.plan.release.plan_name.short_name)
    return w("frame.page_title", page=part.title or w(f"page.{look.asked.page}.title"), plan=plan)


def _nothing(error: store.NoPublication) -> Piece:
    """Says in both languages that no publication can be shown, and what is wrong with the one that should be."""
    found = error.unusable.issues[:5] if error.unusable else ()
    languages: list[Words] = [words(lang) for lang in LANGUAGES]
    said = [[f"{issues.place(issue)}: {issues.sentence(w, issue)}" for issue in found] for w in languages]
    withdrawn = [published.withdrawal_lines(w) for w in languages]
    return show("nothing.html", languages=list(zip(languages, said, withdrawn, strict=True)))
