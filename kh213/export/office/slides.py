"""A briefing as slides: one promise a slide, its verdict as the title, its chart open to be edited."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from pptx.slide import Slide

from kh213.export.office import deck, fit, slide_shapes
from kh213.export.office.common import AUTHOR, Colours, moment, plain, without_clock
from kh213.export.office.deck import MARGIN, WIDE, Pen
from kh213.view.briefing.promise import Promise
from kh213.view.briefing.tables import Table
from kh213.view.briefing.whole import Briefing
from kh213.view.figures.chart import Chart
from kh213.words import Words, words

_ACROSS = WIDE - 2 * MARGIN
_TITLE = (MARGIN + 0.85, 0.8, _ACROSS - 0.85, 0.95)
_SIZES = (28, 26, 24, 22, 20)
_BESIDE = 8.5  # where the column right of a chart begins
_BOTTOM = 6.85  # above the slide's number
_QR = 1.05


def slides(briefing: Briefing, colours: Colours) -> bytes:
    """The .pptx; the same briefing gives the same bytes."""
    w = words(briefing.lang)
    pen = Pen(deck.new_deck(), briefing.lang, colours, briefing.stamp)
    _opening(pen, briefing, w)
    for promise in briefing.promises:
        _promise(pen, briefing, promise, w)
    for table in briefing.tables:
        _table(pen, table)
    _closing(pen, briefing, w)
    for slide in list(pen.deck.slides)[1:]:
        deck.number(pen, slide)
    about = pen.deck.core_properties
    about.title, about.author, about.language = plain(briefing.title), AUTHOR, briefing.lang
    about.subject, about.last_modified_by = plain(" ".join(briefing.facts[:1])), AUTHOR
    about.created = about.modified = moment(briefing.day)
    return without_clock(pen.deck.save)


def _opening(pen: Pen, briefing: Briefing, w: Words) -> None:
    slide = deck.first_slide(
        pen, briefing.title, (MARGIN, 1.0, _ACROSS, 1.5), briefing.lead, (MARGIN, 2.75, _ACROSS, 2.3)
    )
    deck.say(pen, slide, (briefing.site,), (MARGIN, 0.45, 8, 0.35), (16, 14), tone="muted")
    deck.say(pen, slide, briefing.facts, (MARGIN, 5.35, 7.6, 1.5), (16, 14, 12), tone="muted")
    _way_back(pen, slide, briefing, briefing.address, w("briefing.open"), w)
    deck.notes(slide, (*briefing.lead, *briefing.facts, *briefing.method))


def _promise(pen: Pen, briefing: Briefing, promise: Promise, w: Words) -> None:
    slide = deck.add_slide(pen, promise.headline, _TITLE, _SIZES)
    kicker = f"{promise.code} {promise.name}. {promise.place}"
    deck.say(pen, slide, (kicker,), (MARGIN, 0.32, 9.6, 0.36), (16, 14, 12, 11), tone="muted")
    if promise.judgement:
        alt = w("briefing.mark", label=promise.judgement.label)
        slide_shapes.mark(pen, slide, promise.judgement.code, (MARGIN, 0.96, 0.62), alt)
    if promise.chart:
        deck.say(
            pen,
            slide,
            (promise.promise, promise.explanation),
            (MARGIN + 0.85, 1.78, _ACROSS - 0.85, 0.72),
            (16, 14, 12, 11),
        )
        _drawn(pen, slide, promise, promise.chart, w)
    else:
        under = (promise.promise, promise.explanation, promise.nearest, promise.quote)
        deck.say(pen, slide, under, (MARGIN + 0.85, 2.0, 9.6, 4.6), (22, 20, 18, 16, 14))
    _way_back(pen, slide, briefing, promise.address, w("briefing.check"), w)
    deck.notes(slide, _notes(promise, w))


def _drawn(pen: Pen, slide: Slide, promise: Promise, chart: Chart, w: Words) -> None:
    """The chart with what it counts above and how to read it below, its figures beside it."""
    unit = w("chart.rank_axis") if chart.kind == "rank" else w("picture.unit", unit=chart.unit)
    wide = _BESIDE - MARGIN - 0.35
    deck.say(pen, slide, (f"{chart.title}. {unit}",), (MARGIN, 2.6, wide, 0.3), (13, 12, 11, 10), tone="muted")
    slide_shapes.chart(pen, slide, promise, chart, (MARGIN, 2.9, wide, 3.3), w)
    below = (*promise.reading, chart.foot)
    deck.say(pen, slide, below, (MARGIN, 6.25, wide, 0.95), (12, 11, 10, 9), tone="muted")
    _figures(pen, slide, promise, w)


def _figures(pen: Pen, slide: Slide, promise: Promise, w: Words) -> None:
    """The newest figures, as many as there is room for above the QR code."""
    across = WIDE - MARGIN - _BESIDE
    widths = tuple(across * share for share in (0.33, 0.22, 0.27, 0.18))
    head = tuple(w(f"figure.column_{name}") for name in ("period", "figure", "published", "source"))
    rows = [
        (each.row.period, each.row.figure, each.row.published, w("briefing.cited", number=each.source))
        for each in promise.in_force
    ]
    room = _BOTTOM - _QR - 0.35 - 2.6
    pages = list(_pages(head, rows, widths, 11, room))
    slide_shapes.table(pen, slide, head, pages[0], (_BESIDE, 2.6, across, 0.4), widths, 11)
    left = len(rows) - len(pages[0])
    if left:
        more = w("briefing.more_figures", n=left)
        deck.say(pen, slide, (more,), (_BESIDE, _BOTTOM - _QR - 0.32, across, 0.25), (11, 10), tone="muted")


def _table(pen: Pen, table: Table) -> None:
    """A table on as many slides as it needs."""
    widths = tuple(_ACROSS * share / sum(table.widths) for share in table.widths)
    said_high = min(1.4, fit.height((table.said,), _ACROSS * 72, 16) / 72)
    top = 1.38 + said_high + 0.2
    pages = list(_pages(table.head, table.rows, widths, 14, _BOTTOM - top))
    for place, rows in enumerate(pages):
        count = f" ({place + 1}/{len(pages)})" if len(pages) > 1 else ""
        slide = deck.add_slide(pen, table.heading + count, (MARGIN, 0.72, _ACROSS, 0.62), _SIZES)
        deck.say(pen, slide, (table.said,), (MARGIN, 1.38, _ACROSS, said_high), (16, 14, 12, 11), tone="muted")
        slide_shapes.table(pen, slide, table.head, rows, (MARGIN, top, _ACROSS, 0.4), widths, 14)
        deck.notes(slide, (table.said, *table.details) if place == 0 else ())


def _pages(
    head: Sequence[str], rows: Sequence[Sequence[str]], widths: Sequence[float], size: float, room: float
) -> Iterator[list[Sequence[str]]]:
    """The rows of a table, as many at a time as fit into a height in inches; the texts of a row higher than that are cut."""
    first = slide_shapes.row_height(head, widths, size, bold=True)
    page: list[Sequence[str]] = []
    used = first
    for each in rows:
        row = slide_shapes.cut(each, widths, size, room - first)
        high = slide_shapes.row_height(row, widths, size)
        if page and used + high > room:
            yield page
            page, used = [], first
        page.append(row)
        used += high
    yield page


def _closing(pen: Pen, briefing: Briefing, w: Words) -> None:
    """How verdicts are reached, and the sources by the numbers that the slides give."""
    box = (MARGIN, 0.72, _ACROSS, 0.62)
    slide = deck.add_slide(pen, w("briefing.sources"), box, _SIZES)
    deck.say(pen, slide, briefing.method, (MARGIN, 1.5, _ACROSS, 2.0), (16, 14, 12, 11))
    deck.notes(slide, (*briefing.method, *(each.text for each in briefing.sources)))
    top = 3.6
    for each in briefing.sources:
        said = f"{each.text} {each.href}".strip()
        high = slide_shapes.row_height((said,), (_ACROSS,), 12)
        if top + high > _BOTTOM:
            slide, top = deck.add_slide(pen, w("briefing.sources_more"), box, _SIZES), 1.5
        deck.say(pen, slide, (said,), (MARGIN, top, _ACROSS, high), (12, 11), href=each.href)
        top += high


def _way_back(pen: Pen, slide: Slide, briefing: Briefing, address: str, said: str, w: Words) -> None:
    """Where it stands on the site: an address, and a QR code where the site knows its own."""
    left, top = WIDE - MARGIN - _QR, _BOTTOM - _QR
    right = left - 0.15 if briefing.absolute else WIDE - MARGIN
    href = address if briefing.absolute else ""
    box = (_BESIDE, top + 0.1, right - _BESIDE, _QR - 0.15)
    deck.say(pen, slide, (said, address), box, (11, 10, 9, 8), tone="muted", href=href)
    if briefing.absolute:
        deck.qr(slide, address, (left, top, _QR, _QR), w("briefing.qr", address=address))


def _notes(promise: Promise, w: Words) -> Iterator[str]:
    """Everything about a promise that does not stand on its slide: the words of the plan, and every figure."""
    yield from (promise.quote, promise.promise, promise.headline, promise.explanation, promise.nearest)
    yield from (*promise.wording, *promise.definition)
    if promise.chart:
        yield w("briefing.edited")
    if promise.figures:
        yield w("briefing.all_figures") + ":"
    for each in promise.figures:
        row = each.row
        counts = f" ({row.counts})" if row.counts else ""
        said = w(
            "chart.point", period=row.period, figure=row.figure + counts, published=row.published, status=row.status
        )
        cited = w("briefing.cited", number=each.source)
        yield f"{said.strip()} {row.source.text} {cited}."
    yield from promise.notes
