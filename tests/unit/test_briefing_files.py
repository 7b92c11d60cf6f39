"""Slides and documents as files: what Office finds in them."""

import io
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from datetime import datetime
from functools import lru_cache
from pathlib import Path
from xml.etree import ElementTree as ET

import docx
import pytest
from docx.document import Document
from docx.oxml.ns import qn
from openpyxl import load_workbook
from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.table import _Cell

from kh213.draw.theme import palette
from kh213.export.office import fit
from kh213.export.office.document import document
from kh213.export.office.marks import MARKS
from kh213.export.office.slides import slides
from kh213.model.verdict import VERDICTS
from kh213.release.reading.read import read_plan
from kh213.view.briefing import whole as briefing
from kh213.view.briefing.whole import Briefing
from kh213.view.reader import Reader
from kh213.words import words
from tests.builders import Record, indicator, make_plan, observation, record, source, target

ROOT = Path(__file__).parents[2]
MARKS_OF_THE_PAGE = ROOT / "kh213" / "site" / "static" / "marks"
LIGHT = palette(False)
LONG = " ".join(["Tỷ lệ hồ sơ thủ tục hành chính được tiếp nhận và trả kết quả qua dịch vụ bưu chính công ích"] * 4)
CHART = "{http://schemas.openxmlformats.org/drawingml/2006/chart}"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_URL", "https://kh213.example")


@lru_cache
def reader(ky: str = "demo", lang: str = "vi") -> Reader:
    plan = read_plan(ROOT / "data" / ("demo" if ky == "demo" else "releases/2026-11-22"))
    return Reader(plan, words(lang), ky, plan.release.day)


@pytest.fixture(scope="module")
def demo_deck() -> Deck:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("KH213_URL", "https://kh213.example")
        return opened(briefing.of_plan(reader()))


@pytest.fixture(scope="module")
def demo_document() -> Document:
    return docx.Document(io.BytesIO(document(briefing.of_plan(reader()), LIGHT)))


def opened(of: Briefing) -> Deck:
    return Presentation(io.BytesIO(slides(of, LIGHT)))


def charts(slide: Slide) -> list[Chart]:
    return [shape.chart for shape in slide.shapes if shape.has_chart]


def small(*rows: object, **cells: object) -> Briefing:
    plan = make_plan(indicator(**{"short_name_vi": "Tỷ lệ thử", **cells}), target(50), *rows)  # type: ignore[arg-type]
    return briefing.of_plan(Reader(plan, words("vi"), "latest", plan.release.day))


def parts(content: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


# -------------------------------------------------------------------------------------------------------- the slides


def test_a_slide_a_target_with_the_verdict_as_its_title(demo_deck: Deck) -> None:
    said = briefing.of_plan(reader())
    titles = [slide.shapes.title.text for slide in demo_deck.slides if slide.shapes.title]
    assert titles[1:15] == [promise.headline for promise in said.promises]
    assert len(titles) == len(demo_deck.slides)


def test_a_chart_is_native_and_holds_the_figures_of_the_page(demo_deck: Deck) -> None:
    for slide, promise in zip(list(demo_deck.slides)[1:15], briefing.of_plan(reader()).promises, strict=True):
        (chart,) = charts(slide)
        figures, goal = list(chart.series)[:2]
        assert list(chart.plots[0].categories) == [column.label for column in promise.columns]
        assert list(figures.values) == [column.value for column in promise.columns]
        assert list(goal.values) == [column.goal for column in promise.columns]


def test_the_numbers_of_a_chart_can_be_edited_in_a_workbook_that_says_the_same(demo_deck: Deck) -> None:
    (chart,) = charts(demo_deck.slides[5])
    book = load_workbook(io.BytesIO(chart.part.chart_workbook.xlsx_part.blob))
    rows = list(book["kh213"].values)
    assert rows[0][1:3] == ("Số đã công bố", "Phải đạt: tối thiểu 35%")
    assert [row[1] for row in rows[1:]] == pytest.approx(list(chart.series[0].values))
    assert re.findall(r"<c:f>(.*?)</c:f>", chart.part.blob.decode())[1] == f"kh213!$A$2:$A${len(rows)}"


def test_ranks_have_first_place_on_top_and_no_columns() -> None:
    deck = opened(briefing.of_targets(reader("latest"), [reader("latest").plan.targets["T01"]]))
    (chart,) = charts(deck.slides[1])
    assert [type(plot).__name__ for plot in chart.plots] == ["LinePlot"]
    assert chart.value_axis.reverse_order
    assert chart.value_axis.minimum_scale == 1


def test_columns_stand_on_zero(demo_deck: Deck) -> None:
    (chart,) = charts(demo_deck.slides[5])
    assert [type(plot).__name__ for plot in chart.plots] == ["BarPlot", "LinePlot"]
    assert chart.value_axis.minimum_scale == 0


def test_a_missing_period_is_an_empty_cell_and_stays_a_gap() -> None:
    (chart,) = charts(opened(small(observation("2018", 30), observation("2020", 60))).slides[1])
    assert list(chart.series[0].values) == [30, None, 60]
    assert chart.element.find(f".//{CHART}dispBlanksAs").get("val") == "gap"


def test_an_uncertain_figure_is_hatched() -> None:
    of = small(observation("2019", 30), observation("2020", 60, obs_status="P"))
    (chart,) = charts(opened(of).slides[1])
    hatched = [b"pattFill" in ET.tostring(point) for point in ET.fromstring(chart.part.blob).iter(f"{CHART}dPt")]
    assert hatched == [False, True]


def test_a_target_without_a_figure_gets_words_and_no_empty_chart() -> None:
    deck = opened(briefing.of_targets(reader("latest"), [reader("latest").plan.targets["T05"]]))
    assert [charts(slide) for slide in deck.slides] == [[], [], []]
    assert any(
        "Gần nhất với chỉ tiêu" in shape.text_frame.text for shape in deck.slides[1].shapes if shape.has_text_frame
    )


def test_the_mark_of_illustrative_figures_stands_on_every_slide(demo_deck: Deck) -> None:
    for slide in demo_deck.slides:
        assert "Số liệu minh họa" in [shape.text_frame.text for shape in slide.shapes if shape.has_text_frame]
    for slide in opened(briefing.of_plan(reader("latest"))).slides:
        assert not any("minh họa" in shape.text_frame.text for shape in slide.shapes if shape.has_text_frame)


def test_whoever_cannot_see_a_shape_is_told_what_it_shows(demo_deck: Deck) -> None:
    for slide in demo_deck.slides:
        for shape in slide.shapes:
            about = shape.element.xpath(".//p:cNvPr")[0].get("descr")
            if shape.has_chart:
                assert about.startswith("Biểu đồ: ")
            elif shape.shape_type is not None and shape.shape_type.name in {"PICTURE", "GROUP"}:
                assert about.startswith(("Mã QR dẫn đến https://kh213.example/", "Dấu kết luận: "))


def test_all_but_the_first_slide_are_numbered(demo_deck: Deck) -> None:
    numbered = [
        any(place.placeholder_format.type == PP_PLACEHOLDER.SLIDE_NUMBER for place in slide.placeholders)
        for slide in demo_deck.slides
    ]
    assert numbered == [False, *[True] * (len(numbered) - 1)]


def test_the_notes_hold_the_words_of_the_plan_and_every_figure(demo_deck: Deck) -> None:
    for slide, promise in zip(list(demo_deck.slides)[1:15], briefing.of_plan(reader()).promises, strict=True):
        notes = slide.notes_slide.notes_text_frame.text
        assert promise.quote in notes
        assert [each.row.figure for each in promise.figures if each.row.figure not in notes] == []


def test_a_qr_code_is_drawn_only_where_the_site_knows_its_address(monkeypatch: pytest.MonkeyPatch) -> None:
    def pictures(deck: Deck) -> int:
        kinds = (shape.shape_type for slide in deck.slides for shape in slide.shapes)
        return sum(kind is not None and kind.name == "PICTURE" for kind in kinds)

    of = [reader().plan.targets["T05"]]
    assert pictures(opened(briefing.of_targets(reader(), of))) == 2
    monkeypatch.delenv("KH213_URL")
    assert pictures(opened(briefing.of_targets(reader(), of))) == 0


@pytest.mark.parametrize("lang", ["vi", "en"])
def test_every_text_is_in_the_language_that_it_is_checked_in(lang: str) -> None:
    look = reader(lang=lang)
    deck = opened(briefing.of_targets(look, [look.plan.targets["T05"]]))
    runs = [run for slide in deck.slides for run in slide.shapes.element.iter("{*}rPr")]
    assert {run.get("lang") for run in runs} == {{"vi": "vi-VN", "en": "en-GB"}[lang]}


@pytest.mark.parametrize("code", VERDICTS)
def test_a_mark_has_the_strokes_of_the_page(code: str) -> None:
    """The same corners: every absolute point of the SVG's paths is a point of the mark, ends of strokes included."""
    svg = ET.parse(MARKS_OF_THE_PAGE / f"{code}.svg").getroot()
    mark = MARKS[code]
    shapes = {each.tag.rpartition("}")[2] for each in svg} - {"style", "path"}
    assert shapes == {"rect" if mark.body == "square" else "circle"}
    starts = [
        tuple(float(number) for number in re.findall(r"-?[\d.]+", part)[:2])
        for each in svg.iter("{http://www.w3.org/2000/svg}path")
        for part in each.get("d", "").split("M")[1:]
    ]
    ours = [stroke[0] for stroke in (*mark.strokes, *mark.outside)]
    assert len(ours) == len(starts)
    for start, (x, y) in zip(starts, ours, strict=True):
        assert start == pytest.approx((x, y), abs=0.1)


# ------------------------------------------------------------------------------------------------------- what fits


def boxes(slide: Slide) -> list[tuple[str, float, float]]:
    """The texts with how high they are by our measure, and how high their box is, in points."""
    found = []
    for shape in slide.shapes:
        if not shape.has_text_frame or not shape.text_frame.text or shape.element.xpath('.//p:ph[@type="sldNum"]'):
            continue
        paragraphs = shape.text_frame.paragraphs
        size = paragraphs[0].runs[0].font.size.pt
        bold = bool(paragraphs[0].runs[0].font.bold)
        high = fit.height([each.text for each in paragraphs], shape.width.pt, size, bold=bold)
        found.append((shape.text_frame.text, high, shape.height.pt))
    return found


def inside(slide: Slide) -> None:
    for text, high, room in boxes(slide):
        assert high <= room + 0.5, text
    for shape in slide.shapes:
        if shape.has_table:
            high = sum(row.height for row in shape.table.rows)
            assert shape.top + high <= 7.5 * 914400


@pytest.mark.parametrize(
    "make", [lambda: briefing.of_plan(reader("latest")), lambda: briefing.of_plan(reader(lang="en"))]
)
def test_every_text_fits_its_box(make: Callable[[], Briefing]) -> None:
    for slide in opened(make()).slides:
        inside(slide)


def test_long_names_and_notes_fit_too() -> None:
    rows = [observation(f"{year}", 30 + year - 2000, f"{year + 1}-02-01", note_vi=LONG) for year in range(2001, 2021)]
    of = small(*rows, short_name_vi=LONG, name_vi=LONG, unit_measure_vi=LONG)
    for slide in opened(of).slides:
        inside(slide)


def test_a_row_higher_than_a_slide_is_cut() -> None:
    told = small(
        observation("2020", 60, source_code="dai"), source(), source("dai", title=LONG, publisher=LONG), task()
    )
    deck = opened(told)
    assert any(table.text.endswith("…") for slide in deck.slides for table in cells(slide))
    for slide in deck.slides:
        inside(slide)


def cells(slide: Slide) -> list[_Cell]:
    return [cell for shape in slide.shapes if shape.has_table for row in shape.table.rows for cell in row.cells]


def task() -> Record:
    return record("tasks", task_code="N01", name_vi=" ".join([LONG] * 12), source_code="bao")


def test_a_text_that_cannot_fit_is_cut_and_says_so() -> None:
    texts, size = fit.fitted([LONG, LONG], 200, 60, (20, 12))
    assert size == 12
    assert texts[-1].endswith("…")
    assert fit.height(texts, 200, size) <= 60


def test_the_largest_size_that_fits_is_taken() -> None:
    assert fit.fitted(["Đạt"], 200, 60, (28, 20, 12)) == (("Đạt",), 28)
    assert fit.fitted(["Đạt " * 12], 200, 60, (28, 20, 12))[1] == 12


def test_a_vietnamese_letter_is_as_wide_as_its_letter() -> None:
    assert fit.width("Ế ộ ữ", 10) == pytest.approx(fit.width("E o ư", 10))
    assert fit.width("Ế", 10) == fit.width("E\u0302\u0301", 10)


# ------------------------------------------------------------------------------------------------------- the document


def test_a_document_has_headings_to_go_by(demo_document: Document) -> None:
    headings = [each.text for each in demo_document.paragraphs if each.style and each.style.name == "Heading 1"]
    assert headings[4] == "T05 Kết quả được trả qua bưu điện. Tỉnh Quảng Ninh"
    assert len(headings) == 16


def test_a_document_of_a_place_says_of_which_plan_it_speaks() -> None:
    look = reader()
    area = look.plan.areas.at("193", look.plan.release.day)
    pages = docx.Document(io.BytesIO(document(briefing.of_area(look, area), LIGHT)))
    assert look.plan.release.plan_name.short_name.vi in "\n".join(each.text for each in pages.paragraphs[:4])


def test_a_document_has_native_charts_with_alternative_texts(demo_document: Document) -> None:
    frames = demo_document.element.body.findall(f".//{qn('wp:inline')}")
    drawn = [frame for frame in frames if frame.find(f".//{CHART}chart") is not None]
    assert len(drawn) == 14
    assert all(frame.find(qn("wp:docPr")).get("descr").startswith("Biểu đồ: ") for frame in drawn)
    ids = [frame.find(qn("wp:docPr")).get("id") for frame in frames]
    assert len(set(ids)) == len(ids)


def test_a_document_is_set_as_the_decree_on_paperwork_asks(demo_document: Document) -> None:
    """Nghị định 30/2020/NĐ-CP, annex I."""
    section = demo_document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == (210, 297)
    margins = (section.top_margin, section.bottom_margin, section.left_margin, section.right_margin)
    assert [round(each.mm) for each in margins] == [20, 20, 30, 20]
    assert (demo_document.styles["Normal"].font.name, demo_document.styles["Normal"].font.size.pt) == (
        "Times New Roman",
        13,
    )
    assert section.different_first_page_header_footer
    assert "PAGE" in section.header._element.xml
    assert "PAGE" not in section.first_page_header._element.xml


def test_a_table_repeats_its_head_on_every_page(demo_document: Document) -> None:
    for table in demo_document.tables:
        assert table.rows[0]._tr.trPr.find(qn("w:tblHeader")) is not None


def test_both_headers_of_an_illustrative_document_say_so(demo_document: Document) -> None:
    section = demo_document.sections[0]
    for header in (section.first_page_header, section.header):
        assert "Số liệu minh họa" in "\n".join(each.text for each in header.paragraphs)


def test_a_document_is_spelt_in_its_language(demo_document: Document) -> None:
    assert {each.get(qn("w:val")) for each in demo_document.styles.element.iter(qn("w:lang"))} == {"vi-VN"}


# ---------------------------------------------------------------------------------------------------------- the bytes

_AGAIN = """
import sys
from pathlib import Path
from hashlib import sha256
from kh213.draw.theme import palette
from kh213.export.office.document import document
from kh213.export.office.slides import slides
from kh213.release.reading.read import read_plan
from kh213.view.briefing import whole as briefing
from kh213.view.reader import Reader
from kh213.words import words
plan = read_plan(Path("data/demo"))
found = briefing.of_area(Reader(plan, words("vi"), "demo", plan.release.day), plan.areas.at("193", plan.release.day))
print(*(sha256(write(found, palette(False))).hexdigest() for write in (slides, document)))
"""


def test_the_same_briefing_is_the_same_bytes_in_another_process_and_at_another_time() -> None:
    said = [
        subprocess.run(
            [sys.executable, "-c", _AGAIN],
            cwd=ROOT,
            env={"PYTHONHASHSEED": seed, "TZ": zone, "PYTHONPATH": str(ROOT)},
            capture_output=True,
            text=True,
            check=True,
        ).stdout
        for seed, zone in (("1", "UTC"), ("2", "Asia/Ho_Chi_Minh"))
    ]
    assert said[0] == said[1]


@pytest.mark.parametrize("write", [slides, document])
def test_no_clock_is_inside(write: Callable[..., bytes]) -> None:
    content = write(briefing.of_plan(reader("latest")), LIGHT)
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(1980, 1, 1, 0, 0, 0)}
        assert archive.namelist()[0] == "[Content_Types].xml"
    core = parts(content)["docProps/core.xml"].decode()
    assert set(re.findall(r">(\d{4}-\d\d-\d\dT[^<]*)<", core)) == {"2026-11-22T00:00:00Z"}
    assert str(datetime.now().astimezone().year) not in core.replace("2026-11-22", "").replace("22/11/2026", "")


@pytest.mark.parametrize("write", [slides, document])
def test_every_part_is_well_formed_and_every_relationship_leads_somewhere(write: Callable[..., bytes]) -> None:
    found = parts(write(briefing.of_plan(reader("latest")), LIGHT))
    for name, content in found.items():
        if name.endswith((".xml", ".rels")):
            ET.fromstring(content)
        if name.endswith(".rels"):
            folder = Path(name).parent.parent
            for relation in ET.fromstring(content):
                if relation.get("TargetMode") != "External":
                    to = relation.get("Target", "")
                    path = to.lstrip("/") if to.startswith("/") else str(folder / to)
                    assert _without_dots(path) in found, (name, to)


def _without_dots(path: str) -> str:
    kept: list[str] = []
    for part in path.split("/"):
        if part == "..":
            kept.pop()
        elif part != ".":
            kept.append(part)
    return "/".join(kept)


@pytest.mark.parametrize("write", [slides, document])
def test_what_no_xml_can_hold_and_what_looks_like_a_tag_is_only_text(write: Callable[..., bytes]) -> None:
    of = small(observation("2020", 60, note_vi="<b>&amp;\ufffe"), short_name_vi='"><script>', unit_measure_vi="a<b")
    for name, content in parts(write(of, LIGHT)).items():
        if name.endswith(".xml"):
            ET.fromstring(content)
            assert b"<script" not in content


@pytest.mark.parametrize("write", [slides, document])
def test_a_source_of_another_scheme_is_no_link(write: Callable[..., bytes]) -> None:
    plan = make_plan(observation("2020", 60))
    of = briefing.of_plan(Reader(plan, words("vi"), "latest", plan.release.day))
    (only,) = of.sources
    harmful = type(of)(
        **{**{name: getattr(of, name) for name in of.__slots__}, "sources": (type(only)(only.text, "file:///etc"),)}
    )
    assert b'"file:///etc' not in b"".join(
        content for name, content in parts(write(harmful, LIGHT)).items() if ".rels" in name
    )
