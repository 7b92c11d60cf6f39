"""A briefing as a document for Word: headings to go by, charts open to be edited, a table of the figures under each.

The type, margins and page numbers are those of Nghị định 30/2020/NĐ-CP, annex I: Times New Roman 13 to 14, A4, 20 mm
above, below and right, 30 mm left, the number in the middle of the upper margin, not on the first page. The national
heading is left to the office that sends the document.
"""

from __future__ import annotations

from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN

from kh213.export.office import paper
from kh213.export.office.common import AUTHOR, Colours, moment, plain, qr_png, without_clock
from kh213.export.office.paper import SMALL
from kh213.view.briefing.promise import Promise
from kh213.view.briefing.whole import Briefing
from kh213.words import Words, words

_WIDE = 160  # mm between the margins
_CHART = (160, 80)
_QR = 22
_FIGURES = (30, 22, 20, 28)  # shares of the table's width


def document(briefing: Briefing, colours: Colours) -> bytes:
    """The .docx; the same briefing gives the same bytes."""
    w = words(briefing.lang)
    pages = paper.new_document(briefing.lang, briefing.stamp, briefing.facts[0])
    _opening(pages, briefing, w)
    for number, promise in enumerate(briefing.promises, 1):
        _promise(pages, briefing, promise, number, w, colours)
    for table in briefing.tables:
        paper.heading(pages, table.heading)
        paper.say(pages, (table.said,))
        paper.table(pages, table.heading, table.head, table.rows, table.widths, _WIDE)
        paper.say(pages, table.details, size=SMALL)
    _sources(pages, briefing, w)
    about = pages.core_properties
    about.title, about.author, about.language = plain(briefing.title), AUTHOR, briefing.lang
    about.subject, about.last_modified_by, about.comments = plain(briefing.facts[0]), AUTHOR, ""
    about.created = about.modified = moment(briefing.day)
    return without_clock(pages.save)


def _opening(pages: Document, briefing: Briefing, w: Words) -> None:
    paper.title(pages, briefing.title)
    paper.say(pages, (briefing.site, *briefing.facts), align=ALIGN.CENTER)
    paper.say(pages, briefing.lead)
    _way_back(pages, briefing, briefing.address, w("briefing.open"), w)


def _promise(pages: Document, briefing: Briefing, promise: Promise, number: int, w: Words, colours: Colours) -> None:
    paper.heading(pages, f"{promise.code} {promise.name}. {promise.place}")
    paper.say(pages, (promise.headline,), bold=True)
    paper.say(pages, (promise.promise, promise.explanation, promise.nearest))
    if promise.chart:
        unit = w("chart.rank_axis") if promise.chart.kind == "rank" else w("picture.unit", unit=promise.chart.unit)
        paper.caption(pages, f"{promise.chart.title}. {unit}")
        paper.chart(pages, promise, promise.chart, number, w, colours, _CHART)
        paper.say(pages, (*promise.reading, promise.chart.foot), size=SMALL)
    if promise.figures:
        _figures(pages, promise, w)
    paper.say(pages, (promise.quote, *promise.wording, *promise.definition))
    _way_back(pages, briefing, promise.address, w("briefing.check"), w)


def _figures(pages: Document, promise: Promise, w: Words) -> None:
    """Every figure with its source, those that were replaced as well; what is to be said of each follows the table."""
    head = tuple(w(f"figure.column_{name}") for name in ("period", "figure", "published", "source"))
    rows = [
        (
            each.row.period,
            ". ".join(filter(None, (each.row.figure, each.row.counts))),
            each.row.published,
            ". ".join(filter(None, (w("briefing.cited", number=each.source), each.row.status))),
        )
        for each in promise.figures
    ]
    paper.table(pages, w("briefing.all_figures"), head, rows, _FIGURES, _WIDE)
    paper.say(pages, promise.notes, size=SMALL)


def _sources(pages: Document, briefing: Briefing, w: Words) -> None:
    paper.heading(pages, w("briefing.sources"))
    paper.say(pages, briefing.method)
    for each in briefing.sources:
        paper.source(pages, each.text, each.href)


def _way_back(pages: Document, briefing: Briefing, address: str, said: str, w: Words) -> None:
    """Where it stands on the site: an address, and a QR code where the site knows its own."""
    code = qr_png(address) if briefing.absolute else None
    paper.way_back(pages, said, address, code, w("briefing.qr", address=address), _QR)
