"""Chỉ tiêu: one promise, its verdict, its figures."""

from kh213.arrange import published
from kh213.arrange.asked import Asked
from kh213.arrange.pieces import Part, Picture, choice_of, show
from kh213.view.indicator import named, target_page
from kh213.view.reader import Reader


def arrange(asked: Asked, reader: Reader) -> Part:
    """The page Chỉ tiêu: of the target in `ma`, of the first one where none is named."""
    w, promises = reader.w, reader.promises()
    first, wanted = next(iter(promises)), asked("ma").upper()
    if wanted and wanted not in promises:
        return Part((show("target_unknown.html", w=w, view=named(reader, asked("ma"))),))

    code = wanted or first
    view = target_page(reader, reader.plan.targets[code])
    return Part(
        (
            choice_of(w("target.choose"), "ma", promises, code, first),
            show("target_head.html", w=w, view=view),
            *([Picture(view.chart, w, reader.stamp)] if view.chart else []),
            show("target_body.html", w=w, view=view, citation=published.citation(reader, code)),
        ),
        title=promises[code],
    )
