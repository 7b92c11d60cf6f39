"""What stands on a slide besides text: a chart, a table, the mark of a verdict. All of it can be edited there."""

from __future__ import annotations

from collections.abc import Sequence

from pptx.enum.shapes import MSO_SHAPE
from pptx.enum.text import MSO_ANCHOR
from pptx.opc.constants import CONTENT_TYPE as CT
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.oxml.shapes.graphfrm import CT_GraphicalObjectFrame
from pptx.parts.chart import ChartPart
from pptx.parts.embeddedpackage import EmbeddedXlsxPart
from pptx.shapes.autoshape import Shape
from pptx.slide import Slide
from pptx.table import _Cell
from pptx.util import Emu, Inches, Pt

from kh213.export.office import fit
from kh213.export.office.chart import WORKBOOK, chart_workbook, chart_xml
from kh213.export.office.deck import Box, Pen, describe, write
from kh213.export.office.marks import MARKS, Point
from kh213.view.briefing.promise import Promise
from kh213.view.figures.chart import Chart
from kh213.words import Words

_POINTS = 72
_PAD = 0.06  # inches around the text of a cell
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"  # PowerPoint's "No Style, No Grid"
_BODIES = {"disc": MSO_SHAPE.OVAL, "ring": MSO_SHAPE.OVAL, "dashes": MSO_SHAPE.OVAL, "square": MSO_SHAPE.RECTANGLE}
_STROKE = 2.2  # of the 24 that a mark is wide


def chart(pen: Pen, slide: Slide, promise: Promise, drawn: Chart, box: Box, w: Words) -> None:
    """The chart of a promise with its numbers in a workbook of its own."""
    package = slide.part.package
    part = ChartPart.load(
        package.next_partname(ChartPart.partname_template),
        CT.DML_CHART,
        package,
        chart_xml(promise, drawn, w, pen.colours, "+mn-lt", 12),
    )
    workbook = EmbeddedXlsxPart.new(chart_workbook(promise, drawn, w), package)
    if part.relate_to(workbook, RT.PACKAGE) != WORKBOOK:
        raise LookupError("the chart names another workbook")
    tree = slide.shapes.element
    number = 1 + max(int(each) for each in tree.xpath("//p:cNvPr/@id"))
    link, place = slide.part.relate_to(part, RT.CHART), (Inches(each) for each in box)
    frame = CT_GraphicalObjectFrame.new_chart_graphicFrame(number, f"Chart {number}", link, *place)
    describe(frame, drawn.alt)
    tree.append(frame)


def mark(pen: Pen, slide: Slide, code: str, box: tuple[float, float, float], alt: str) -> None:
    """The mark of a verdict in a square: `box` is left, top and side in inches."""
    drawn = MARKS[code]
    left, top, unit = Inches(box[0]), Inches(box[1]), Inches(box[2]) / 24
    group = slide.shapes.add_group_shape()
    x, y, side = drawn.box
    body = group.shapes.add_shape(
        _BODIES[drawn.body], Emu(round(left + x * unit)), Emu(round(top + y * unit)), *[Emu(round(side * unit))] * 2
    )
    _plain(body)
    if drawn.filled:
        body.fill.solid()
        body.fill.fore_color.rgb = pen.colour(drawn.side)
        body.line.fill.background()
    else:
        body.fill.background()
        _line(pen, body, drawn.side, unit, dashed=drawn.body == "dashes")
    for strokes, tone in ((drawn.strokes, "paper" if drawn.filled else drawn.side), (drawn.outside, drawn.side)):
        for points in strokes:
            _line(pen, _stroke(group.shapes, points, (left, top), unit), tone, unit)
    describe(group.element, alt)


def _stroke(shapes: object, points: Sequence[Point], origin: tuple[int, int], unit: float) -> Shape:
    (x, y), *rest = points
    builder = shapes.build_freeform(x * 100, y * 100, scale=unit / 100)  # type: ignore[attr-defined]
    builder.add_line_segments([(x * 100, y * 100) for x, y in rest], close=False)
    shape: Shape = builder.convert_to_shape(*origin)
    _plain(shape)
    shape.fill.background()
    return shape


def _plain(shape: Shape) -> None:
    """Without the shadow and colours of the theme."""
    for style in shape.element.findall(qn("p:style")):
        shape.element.remove(style)


def _line(pen: Pen, shape: Shape, tone: str, unit: float, *, dashed: bool = False) -> None:
    shape.line.color.rgb, shape.line.width = pen.colour(tone), Emu(round(_STROKE * unit))
    line = shape.line._get_or_add_ln()  # noqa: SLF001  python-pptx has no word for round ends
    line.set("cap", "flat" if dashed else "rnd")
    if dashed:
        dashes = '<a:custDash {}><a:ds d="160000" sp="175000"/></a:custDash>'
        line.append(parse_xml(dashes.format(nsdecls("a"))))
    else:
        line.append(parse_xml(f"<a:round {nsdecls('a')}/>"))


def row_height(cells: Sequence[str], widths: Sequence[float], size: float, *, bold: bool = False) -> float:
    """How high a row of a table will be, in inches."""
    inner = ((width - 2 * _PAD) * _POINTS for width in widths)
    tallest = max(fit.height((cell,), room, size, bold=bold) for cell, room in zip(cells, inner, strict=True))
    return tallest / _POINTS + 2 * _PAD


def cut(cells: Sequence[str], widths: Sequence[float], size: float, room: float) -> tuple[str, ...]:
    """The texts of a row, shortened where it would be higher than `room` inches."""
    down = (room - 2 * _PAD) * _POINTS
    sized = zip(cells, widths, strict=True)
    return tuple("".join(fit.fitted((cell,), (width - 2 * _PAD) * _POINTS, down, (size,))[0]) for cell, width in sized)


def table(
    pen: Pen,
    slide: Slide,
    head: Sequence[str],
    rows: Sequence[Sequence[str]],
    box: Box,
    widths: Sequence[float],
    size: float,
) -> None:
    """Rows with a head, in lines of text only: `widths` in inches; as high as its texts, whatever the box says."""
    shape = slide.shapes.add_table(len(rows) + 1, len(head), *(Inches(each) for each in box))
    drawn = shape.table
    drawn.horz_banding = False
    for style in shape.element.iter(qn("a:tableStyleId")):
        style.text = _NO_STYLE
    for place, width in enumerate(widths):
        drawn.columns[place].width = Inches(width)
    for down, cells in enumerate((head, *rows)):
        drawn.rows[down].height = Inches(row_height(cells, widths, size, bold=down == 0))
        for across, text in enumerate(cells):
            _cell(pen, drawn.cell(down, across), text, widths[across], size, head=down == 0)


def _cell(pen: Pen, cell: _Cell, text: str, width: float, size: float, *, head: bool) -> None:
    box = (0, 0, width - 2 * _PAD, row_height((text,), (width,), size, bold=head) + 1)
    write(pen, cell.text_frame, (text,), box, (size,), bold=head, tone="muted" if head else "ink")
    cell.margin_left = cell.margin_right = cell.margin_top = cell.margin_bottom = Inches(_PAD)
    cell.vertical_anchor = MSO_ANCHOR.TOP
    colour = pen.colour("ink" if head else "grid")
    line = f'<a:lnB {nsdecls("a")} w="{Pt(1)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:lnB>'
    properties = cell._tc.get_or_add_tcPr()  # noqa: SLF001  python-pptx has no word for the lines of a cell
    properties.insert(0, parse_xml(line))
