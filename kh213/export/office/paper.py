"""Pages of a Word document to be written on: styles, headers, and what python-docx has no word for.

Charts are parts of DrawingML like those of a slide: Word edits them, LibreOffice draws them.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence

import docx
from docx.document import Document
from docx.enum.text import WD_ALIGN_PARAGRAPH as ALIGN
from docx.opc.constants import CONTENT_TYPE as CT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.section import Section
from docx.shared import Mm, Pt, RGBColor
from docx.styles.style import ParagraphStyle
from docx.table import _Row
from docx.text.paragraph import Paragraph

from kh213.export.office.chart import WORKBOOK, chart_workbook, chart_xml
from kh213.export.office.common import LOCALES, Colours, is_address, plain
from kh213.view.briefing.promise import Promise
from kh213.view.figures.chart import Chart
from kh213.words import Words

FONT = "Times New Roman"
BODY, SMALL = 13, 12  # points
_INK = RGBColor(0, 0, 0)
_CHART_URI = "http://schemas.openxmlformats.org/drawingml/2006/chart"


def new_document(lang: str, stamp: str, foot: str) -> Document:
    """Empty pages with the stamp ("" for published figures) on each, and the publication at their foot."""
    pages = docx.Document()
    _set_language(pages, lang)
    for name, size, before, after in (("Normal", BODY, 0, 6), ("Title", 16, 0, 6), ("Heading 1", 14, 18, 6)):
        _set_style(pages.styles[name], size, before, after, bold=name != "Normal")
    _set_style(pages.styles["Caption"], SMALL, 6, 3, bold=True)
    section = pages.sections[0]
    section.page_width, section.page_height = Mm(210), Mm(297)
    section.top_margin = section.bottom_margin = section.right_margin = Mm(20)
    section.left_margin = Mm(30)
    section.header_distance = section.footer_distance = Mm(10)
    _set_margins(section, stamp, foot)
    return pages


def title(pages: Document, text: str) -> None:
    paragraph = pages.add_paragraph(plain(text), "Title")
    paragraph.alignment = ALIGN.CENTER


def heading(pages: Document, text: str) -> None:
    pages.add_paragraph(plain(text), "Heading 1")


def caption(pages: Document, text: str) -> None:
    paragraph = pages.add_paragraph(plain(text), "Caption")
    paragraph.paragraph_format.keep_with_next = True


def say(
    pages: Document, texts: Iterable[str], *, bold: bool = False, size: int = BODY, align: ALIGN = ALIGN.JUSTIFY
) -> None:
    """Paragraphs; an empty text is left out."""
    for text in texts:
        if text:
            paragraph = pages.add_paragraph()
            paragraph.alignment = align
            run = paragraph.add_run(plain(text))
            run.bold, run.font.size = bold, Pt(size)


def source(pages: Document, text: str, href: str) -> None:
    """A source of the list, with its address written out: paper has no links."""
    paragraph = pages.add_paragraph()
    paragraph.paragraph_format.left_indent, paragraph.paragraph_format.first_line_indent = Mm(10), Mm(-10)
    paragraph.add_run(plain(text) + (" " if href else ""))
    _link(paragraph, href)


def way_back(pages: Document, said: str, address: str, code: bytes | None, alt: str, side: int) -> None:
    """An address in words, above its QR code where there is one; `side` in mm."""
    paragraph = pages.add_paragraph()
    paragraph.add_run(plain(f"{said}: ")).font.size = Pt(SMALL)
    _link(paragraph, address)
    if code:
        paragraph.paragraph_format.keep_with_next = True
        shape = pages.add_paragraph().add_run().add_picture(io.BytesIO(code), Mm(side), Mm(side))
        shape._inline.docPr.set("descr", plain(alt))  # noqa: SLF001  python-docx has no word for it


def table(
    pages: Document,
    about: str,
    head: Sequence[str],
    rows: Iterable[Sequence[str]],
    widths: Sequence[float],
    across: float,
) -> None:
    """Rows with a head that comes again on every page; `widths` are shares of `across`, in mm."""
    drawn = pages.add_table(1, len(head), "Table Grid")
    drawn.autofit = False
    _fill(drawn.rows[0], head, bold=True)
    drawn.rows[0]._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))  # noqa: SLF001
    for cells in rows:
        _fill(drawn.add_row(), cells, bold=False)
    for column, share in zip(drawn.columns, widths, strict=True):
        for cell in (column, *column.cells):
            cell.width = Mm(across * share / sum(widths))
    caption_of = parse_xml(f"<w:tblCaption {nsdecls('w')}/>")
    caption_of.set(qn("w:val"), plain(about))
    drawn._tbl.tblPr.append(caption_of)  # noqa: SLF001
    pages.add_paragraph().paragraph_format.space_after = Pt(0)


def chart(
    pages: Document, promise: Promise, drawn: Chart, number: int, w: Words, colours: Colours, size: tuple[int, int]
) -> None:
    """The `number`th chart of the document with its numbers in a workbook of its own; `size` in mm."""
    package = pages.part.package
    part = Part(
        PackURI(f"/word/charts/chart{number}.xml"),
        CT.DML_CHART,
        chart_xml(promise, drawn, w, colours, FONT, 11),
        package,
    )
    name = PackURI(f"/word/embeddings/Microsoft_Excel_Sheet{number}.xlsx")
    workbook = Part(name, CT.SML_SHEET, chart_workbook(promise, drawn, w), package)
    if part.relate_to(workbook, RT.PACKAGE) != WORKBOOK:
        raise LookupError("the chart names another workbook")
    inline = parse_xml(
        f"<wp:inline {nsdecls('wp', 'a', 'r')} distT='0' distB='0' distL='0' distR='0'>"
        f"<wp:extent cx='{Mm(size[0])}' cy='{Mm(size[1])}'/>"
        f"<wp:docPr id='{1000 + number}' name='Chart {number}'/><wp:cNvGraphicFramePr/>"
        f"<a:graphic><a:graphicData uri='{_CHART_URI}'>"
        f"<c:chart xmlns:c='{_CHART_URI}' r:id='{pages.part.relate_to(part, RT.CHART)}'/>"
        "</a:graphicData></a:graphic></wp:inline>"
    )
    inline.find(qn("wp:docPr")).set("descr", plain(drawn.alt))
    frame = OxmlElement("w:drawing")
    frame.append(inline)
    paragraph = pages.add_paragraph()
    paragraph.paragraph_format.keep_with_next = True
    paragraph.add_run()._r.append(frame)  # noqa: SLF001


def _fill(row: _Row, cells: Sequence[str], *, bold: bool) -> None:
    row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))  # noqa: SLF001
    for cell, text in zip(row.cells, cells, strict=True):
        paragraph = cell.paragraphs[0]
        paragraph.alignment, paragraph.paragraph_format.space_after = ALIGN.LEFT, Pt(2)
        run = paragraph.add_run(plain(text))
        run.bold, run.font.size = bold, Pt(SMALL)


def _link(paragraph: Paragraph, address: str) -> None:
    """An address that a click leads to; one that is only a path, or of another scheme, stays text."""
    if not is_address(address):
        paragraph.add_run(plain(address)).font.size = Pt(SMALL)
        return
    link = OxmlElement("w:hyperlink")
    link.set(qn("r:id"), paragraph.part.relate_to(plain(address), RT.HYPERLINK, is_external=True))
    run = paragraph.add_run(plain(address))
    run.underline, run.font.size = True, Pt(SMALL)
    link.append(run._r)  # noqa: SLF001
    paragraph._p.append(link)  # noqa: SLF001


def _set_language(pages: Document, lang: str) -> None:
    """For the spelling check; the template says en-US."""
    for language in pages.styles.element.iter(qn("w:lang")):
        language.set(qn("w:val"), LOCALES[lang])


def _set_style(style: ParagraphStyle, size: int, before: int, after: int, *, bold: bool) -> None:
    """Plain black type of our family, whatever the template's theme says."""
    style.font.name, style.font.size, style.font.bold = FONT, Pt(size), bold
    style.font.italic, style.font.color.rgb = False, _INK
    fonts = style.element.rPr.rFonts
    for name in list(fonts.keys()):
        del fonts.attrib[name]
    for name in ("ascii", "hAnsi", "cs", "eastAsia"):
        fonts.set(qn(f"w:{name}"), FONT)
    for line in style.element.iter(qn("w:pBdr")):
        line.getparent().remove(line)
    shape = style.paragraph_format
    shape.space_before, shape.space_after, shape.line_spacing = Pt(before), Pt(after), 1.15


def _set_margins(section: Section, stamp: str, foot: str) -> None:
    section.different_first_page_header_footer = True
    first, others = section.first_page_header.paragraphs[0], section.header.paragraphs[0]
    _field(others, "PAGE")
    others.alignment = ALIGN.CENTER
    for place in (first, section.header.add_paragraph() if stamp else first):
        place.alignment = ALIGN.RIGHT
        place.add_run(plain(stamp)).bold = True
    for place in (section.first_page_footer.paragraphs[0], section.footer.paragraphs[0]):
        place.add_run(plain(foot)).font.size = Pt(10)


def _field(paragraph: Paragraph, code: str) -> None:
    run = paragraph.add_run()
    run.font.size = Pt(BODY)
    for kind in ("begin", "", "end"):
        if kind:
            part = OxmlElement("w:fldChar")
            part.set(qn("w:fldCharType"), kind)
        else:
            part = OxmlElement("w:instrText")
            part.text = code
        run._r.append(part)  # noqa: SLF001
