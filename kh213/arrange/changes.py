"""Thay đổi: what changed from one publication to the next."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import NotNow, Part, show, tell
from kh213.release.issues import Unusable
from kh213.view import addresses
from kh213.view.change.compared import choices, earlier, uncompared, withdrawn_lines
from kh213.view.change.page import changes_page, citation_line
from kh213.view.reader import Reader


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Thay đổi, since the publication in `tu`. Raises NotNow where one of the two cannot be read now."""
    w, days = reader.w, published.publications()
    withdrawn = withdrawn_lines(w, published.withdrawn())
    old = earlier(reader, days, asked("tu"))
    if old is None:
        return Part((show("changes_none.html", w=w, view=uncompared(reader, days), withdrawn=withdrawn),))

    form = choices(reader, days, old, asked("tu"))
    wrong = [tell(form.refused, "", w)] if form.refused else []
    chosen = show("changes_form.html", w=w, form=form, withdrawn=withdrawn)
    try:
        found = published.difference(reader, old)
    except Unusable as error:
        raise NotNow(Part((*wrong, show("changes_gone.html", w=w), chosen))) from error
    cited = citation_line(reader, found, addresses.site(), published.today())
    return Part((*wrong, show("changes.html", w=w, view=changes_page(reader, found), cited=cited), chosen))
