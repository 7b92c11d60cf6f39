"""Đối chiếu: whether a printed figure is still the one in use."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Markup, NotNow, Part, show, tell
from kh213.model.plan import Plan
from kh213.view.reader import Reader
from kh213.view.verify.all import verify_all_page
from kh213.view.verify.asked import named, settled, standings, subject, wrong
from kh213.view.verify.page import verify_page


def arrange(asked: Asked, shown: Reader) -> Part:
    """The page Đối chiếu: of the target in `ma`, in the area in `noi`. Raises NotNow where a later publication, which
    may have changed the figure, cannot be read now.
    """
    reader = settled(shown)
    w, ma, noi = reader.w, asked("ma"), asked("noi")
    told = tuple(tell(said, "", w) for said in wrong(reader, ma, noi))
    later = published.later(reader) if named(reader) else ()
    if later is None:
        raise NotNow(Part((*told, show("verify_unread.html", w=w))))
    return Part((*told, _found(reader, ma, noi, later)))


def _found(reader: Reader, ma: str, noi: str, later: tuple[Plan, ...]) -> Markup:
    w, asked = reader.w, subject(reader, ma, noi)
    found = standings(reader, asked, later)
    if not asked.target_code:
        return show("verify_all.html", w=w, view=verify_all_page(reader, asked, found))
    since = published.difference_since(reader) if later else None
    return show("verify.html", w=w, view=verify_page(reader, found[0], since))
