"""Địa phương: a place by any of its names, and what was promised and published there."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Field, Markup, Part, Picture, Piece, choice_of, show, tell
from kh213.model.areas import Area
from kh213.view import addresses
from kh213.view.area.page import AreaPage, area_chart, area_page
from kh213.view.area.places import asked_area, browse, named_on, results
from kh213.view.pinned import share
from kh213.view.reader import Reader
from kh213.words import formats


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Địa phương: of the area in `ma` (as of `luc`, with the chart of `chi`), of what `tim` finds, of all."""
    code = asked("ma").strip()
    area = asked_area(reader, code, asked("luc")) if code else None
    view = area_page(reader, area, asked("chi"), published.borders(reader)) if area else None
    wrong = _wrong(asked, reader, area, view)
    if area is None or view is None:
        return Part((*wrong, *_search(asked, reader)))
    return Part((*wrong, *_place(asked, reader, area, view), _field(asked, reader, known=True)), title=view.name)


def _wrong(asked: Asked, reader: Reader, area: Area | None, view: AreaPage | None) -> list[Markup]:
    w, code, day, charted = reader.w, asked("ma").strip(), asked("luc"), asked("chi")
    said = []
    if code and area is None:
        said.append(w("place.unknown_code", found=formats.excerpt(code)))
    if area and day and not named_on(area, day):
        shown = reader.area_name(area)
        said.append(w("place.unknown_day", code=area.code, found=formats.excerpt(day), shown=shown))
    if view and charted not in {"", *view.charted}:
        said.append(w("place.unknown_chart", found=formats.excerpt(charted)))
    return [tell(each, "", w) for each in said]


def _place(asked: Asked, reader: Reader, area: Area, view: AreaPage) -> list[Piece]:
    w, charted, day = reader.w, asked("chi"), asked("luc")
    pieces: list[Piece] = [show("area_head.html", w=w, view=view)]
    chosen = charted if charted in view.charted else next(iter(view.charted), "")
    if len(view.charted) > 1:
        names = {code: reader.promises()[code] for code in view.charted}
        pieces.append(choice_of(w("place.choose_chart"), "chi", names, chosen, view.charted[0]))
    if chosen and (chart := area_chart(reader, reader.plan.targets[chosen], area)):
        pieces.append(Picture(chart, w, reader.stamp))
    when = day if named_on(area, day) else None
    kept = charted if charted in view.charted else ""
    address = share(reader, addresses.site(), "area", ma=area.code, luc=when, chi=kept)
    return [*pieces, show("area_body.html", w=w, view=view, share=address)]


def _search(asked: Asked, reader: Reader) -> list[Piece]:
    w, text = reader.w, asked("tim").strip()
    found = [show("area_results.html", w=w, view=results(reader, text))] if text else []
    return [
        show("area_find.html", w=w),
        _field(asked, reader, known=False),
        *found,
        show("area_browse.html", lists=browse(reader)),
    ]


def _field(asked: Asked, reader: Reader, *, known: bool) -> Field:
    w = reader.w
    label = w("place.find_another") if known else w("place.find")
    return Field(label, "tim", asked("tim"), w("place.button"), w("place.example"), ("ma", "luc", "chi"))
