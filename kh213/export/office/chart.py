"""Target against actual as a chart that Office draws and edits: its XML, and the workbook that it is edited in.

python-pptx writes charts of one kind only, and python-docx none; this one has columns and lines, in both.
"""

from __future__ import annotations

from jinja2 import Environment, PackageLoader, StrictUndefined
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell

from kh213.export.office.common import LOCALES, Colours, plain
from kh213.export.sheets import BOLD, text_cell, workbook_bytes
from kh213.view.briefing.promise import Promise
from kh213.view.figures.chart import Chart
from kh213.words import Words

SHEET = "kh213"
WORKBOOK = "rId1"  # how the chart names its workbook: its only relationship
# In a number format: LibreOffice writes the marks of this language, Office those of the reader's system.
_MARKS_OF = {"vi": "[$-42A]", "en": "[$-809]"}
_SHAPES = {"reached": "circle", "short": "square", "none": "diamond"}
_SIDES = tuple(_SHAPES)
_ALL_LABELLED = 14  # more columns than this get a label on the last figure alone
_MOST_NAMES = 14
_FEW_RANKS = 12
_SMALL = 5  # an axis that ends below it is marked in tenths

_templates = Environment(
    loader=PackageLoader("kh213.export.office", ""),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def chart_xml(promise: Promise, chart: Chart, w: Words, colours: Colours, font: str, size: int) -> bytes:
    """The chart part of a slide or document; `size` in points."""
    columns = promise.columns
    figures = [(place, column) for place, column in enumerate(columns) if column.value is not None]
    drawn = [n for column in columns for n in (column.value, column.goal, column.path) if n is not None]
    is_rank = chart.kind == "rank"
    said = _templates.get_template("chart.xml").render(
        columns=columns,
        figures=figures,
        labelled=figures if len(figures) <= _ALL_LABELLED else figures[-1:],
        last=len(columns) + 1,
        skip=-(-len(columns) // _MOST_NAMES),
        sheet=SHEET,
        workbook=WORKBOOK,
        figure=w("briefing.figure_series"),
        goal=_goal(chart, w),
        path=w("briefing.path_series"),
        has_path=any(column.path is not None for column in columns),
        is_rank=is_rank,
        step=_step(chart),
        floor=min((chart.floor, *drawn)),
        ceiling=max((chart.ceiling, *drawn)),
        axis_form='#,##0"%"'
        if chart.kind == "share"
        else "#,##0.0"
        if max(drawn) < _SMALL and not is_rank
        else "#,##0",
        prefix=_MARKS_OF[w.lang],
        locale=LOCALES[w.lang],
        font=font,
        size=size,
        tones={side: _hex(colours.side(side)) for side in _SIDES},
        shapes=_SHAPES,
        **{name: _hex(getattr(colours, name)) for name in ("ink", "paper", "muted", "grid")},
        neutral=_hex(colours.side("none")),
        axis=_hex(colours.line),
    )
    return plain(said).encode()


def chart_workbook(promise: Promise, chart: Chart, w: Words) -> bytes:
    """What stands behind the chart: a period a row; an empty cell is a gap."""
    book = Workbook(write_only=True)
    sheet = book.create_sheet(SHEET)
    sheet.column_dimensions["A"].width = 28
    names = (w("briefing.axis_periods"), w("briefing.figure_series"), _goal(chart, w), w("briefing.path_series"))
    sheet.append([text_cell(sheet, name, BOLD) for name in names])
    for column in promise.columns:
        numbers = (column.value, column.goal, column.path)
        cells = [None if number is None else WriteOnlyCell(sheet, number) for number in numbers]
        sheet.append([text_cell(sheet, column.label), *cells])
    return workbook_bytes(book)


def _step(chart: Chart) -> int | None:
    """From mark to mark of the axis, where it is not left to the program: whole ranks, fifths of a hundred percent."""
    if chart.kind == "rank":
        return 1 if chart.ceiling <= _FEW_RANKS else None
    return 20 if chart.kind == "share" else None


def _goal(chart: Chart, w: Words) -> str:
    return w("chart.target", promise=chart.goal.text) if chart.goal else w("briefing.goal_series")


def _hex(colour: str) -> str:
    return colour.removeprefix("#").upper()
