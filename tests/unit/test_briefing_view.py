"""What a briefing says: of the plan, of a group, of a place, of chosen targets."""

from datetime import date
from pathlib import Path

import pytest

from kh213.release.reading.read import read_plan
from kh213.view.area.places import asked_area
from kh213.view.briefing import whole as briefing
from kh213.view.briefing.whole import Briefing
from kh213.view.figures.judgement import judgement
from kh213.view.reader import Reader, verdicts
from kh213.words import words
from tests.builders import area, change, indicator, make_plan, observation, record, source, target

DATA = Path(__file__).parents[2] / "data"
SITE = "https://kh213.example"


@pytest.fixture(autouse=True)
def site(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KH213_URL", SITE + "/")


@pytest.fixture(scope="module")
def real() -> Reader:
    plan = read_plan(DATA / "releases" / "2026-11-22")
    return Reader(plan, words("vi"), "latest", plan.release.day)


@pytest.fixture(scope="module")
def demo() -> Reader:
    plan = read_plan(DATA / "demo")
    return Reader(plan, words("vi"), "demo", plan.release.day)


def place(reader: Reader, code: str, day: str = "") -> Briefing:
    found = asked_area(reader, code, day)
    assert found is not None
    return briefing.of_area(reader, found)


def said(of: Briefing) -> str:
    cells = [cell for table in of.tables for row in table.rows for cell in row]
    return "\n".join((of.title, *of.lead, *of.facts, *cells, *(each.headline for each in of.promises)))


# -------------------------------------------------------------------------------------------------- the four kinds


def test_the_whole_plan_is_every_target_once_and_its_tasks(real: Reader) -> None:
    whole = briefing.of_plan(real)
    assert whole.lead[0] == (
        "Trong 14 chỉ tiêu của Kế hoạch 213: 1 đạt, 0 không đạt, 13 chưa đủ số liệu công bố để kết luận."
    )
    silent, tasks = whole.tables
    assert [each.code for each in whole.promises] == ["T01"]
    assert [row[0].partition(" ")[0] for row in silent.rows] == [f"T{n:02}" for n in range(2, 15)]
    assert len(tasks.rows) == len(real.plan.tasks)


def test_a_verdict_is_the_sentence_of_the_page(demo: Reader) -> None:
    judged = verdicts(demo.plan, demo.as_of)
    for each in briefing.of_plan(demo).promises:
        assert each.judgement == judgement(demo, judged[each.code, "22"])
        assert each.headline == each.judgement.sentence


def test_a_group_without_target_and_task_says_so(real: Reader) -> None:
    found = briefing.of_group(real, real.plan.content_groups["C05"])
    assert found.title == "Nhóm nội dung C05: Phát triển công nghiệp CNTT"
    assert found.lead == ("Không có chỉ tiêu nào được xếp vào nhóm này.",)
    assert (found.promises, found.tables) == ((), ())


def test_a_group_counts_its_own_targets(real: Reader) -> None:
    found = briefing.of_group(real, real.plan.content_groups["C01"])
    assert found.lead[0].startswith("Trong 3 chỉ tiêu của nhóm nội dung này: 1 đạt, 2 chưa đủ")


def test_chosen_targets_stand_in_the_order_in_which_they_were_chosen(demo: Reader) -> None:
    chosen = [demo.plan.targets[code] for code in ("T08", "T05")]
    assert [each.code for each in briefing.of_targets(demo, chosen).promises] == ["T08", "T05"]


def test_a_single_target_without_a_figure_is_told_in_words(real: Reader) -> None:
    found = briefing.of_targets(real, [real.plan.targets["T05"]])
    (only,) = found.promises
    assert (only.chart, only.columns, found.tables) == (None, (), ())
    assert only.headline == "Chưa đủ số liệu công bố để kết luận."
    assert only.nearest.startswith("Gần nhất với chỉ tiêu: Số hồ sơ qua bưu điện")


def test_a_place_shows_its_own_figures_and_not_those_of_the_province(demo: Reader) -> None:
    found = place(demo, "06970")
    (only,) = found.promises
    assert (only.code, only.place) == ("T08", "Thị trấn Ba Chẽ")
    assert {figure.row.area for figure in only.figures} == {"Thị trấn Ba Chẽ"}
    assert only.address == f"{SITE}/kiem-tra?ma=T08&noi=06970&ky=demo"


def test_a_place_without_figures_says_what_was_promised_there(real: Reader) -> None:
    found = place(real, "06970")
    assert found.promises == ()
    assert [row[0] for row in found.tables[0].rows] == ["Thủ tục cấp xã trực tuyến mức độ 4"]


def test_a_target_asked_for_in_a_place_without_a_figure_is_not_refused(real: Reader) -> None:
    found = asked_area(real, "195", "")
    assert found is not None
    (only,) = briefing.of_area(real, found, [real.plan.targets["T07"]]).promises
    assert (only.chart, only.place) == (None, "Thành phố Cẩm Phả")
    assert only.judgement is not None
    assert only.judgement.code == "undetermined"


def test_a_merged_place_shows_its_parts_side_by_side_with_their_sources() -> None:
    plan = make_plan(
        area(),
        area("20001", "commune", "Xã Một", until="2025-06-30", parent="22"),
        area("20002", "commune", "Xã Hai", until="2025-06-30", parent="22"),
        area("20003", "commune", "Xã Ba", since="2025-07-01", parent="22"),
        change("20001", "20003", "2025-07-01"),
        change("20002", "20003", "2025-07-01"),
        source(title="Báo cáo", publisher="Sở"),
        observation("2020", 40, area="20001"),
        observation("2020", 60, area="20002"),
    )
    reader = Reader(plan, words("vi"), "latest", plan.release.day)
    found = place(reader, "20003")
    (table,) = found.tables
    assert [row[:2] for row in table.rows][:2] == [("Xã Một", "40%"), ("Xã Hai", "60%")]
    assert [row[4] for row in table.rows][:2] == ["Không đạt", "Đạt"]
    assert table.rows[0][3] == "15/01/2021 [1]"
    assert found.sources[0].text.startswith("[1] Báo cáo. Sở")


# ------------------------------------------------------------------------------------------------------- its sources


@pytest.mark.parametrize("ky", ["real", "demo"])
def test_every_number_cited_stands_in_the_list_and_none_twice(ky: str, request: pytest.FixtureRequest) -> None:
    found = briefing.of_plan(request.getfixturevalue(ky))
    listed = [each.text.partition(" ")[0] for each in found.sources]
    assert listed == [f"[{n}]" for n in range(1, len(listed) + 1)]
    assert {f"[{figure.source}]" for each in found.promises for figure in each.figures} <= set(listed)


def test_the_related_figure_that_a_reason_rests_on_has_its_source(real: Reader) -> None:
    found = briefing.of_plan(real)
    reason = found.tables[0].rows[0][2]
    number = reason.rpartition(" ")[2]
    assert any(each.text.startswith(number) for each in found.sources)


def test_a_replaced_figure_stays_in_the_list_but_is_not_in_force() -> None:
    plan = make_plan(observation("2020", 40, "2021-01-15"), observation("2020", 60, "2021-06-15"))
    (only,) = briefing.of_plan(Reader(plan, words("vi"), "latest", plan.release.day)).promises
    assert [each.row.figure for each in only.figures] == ["60%", "40%"]
    assert [each.row.figure for each in only.in_force] == ["60%"]


def test_a_note_that_holds_for_most_figures_is_said_once(demo: Reader) -> None:
    (only,) = briefing.of_targets(demo, [demo.plan.targets["T08"]]).promises
    assert only.notes == ("Số liệu minh họa.",)


def test_uncertain_periods_are_named_and_not_only_drawn(real: Reader) -> None:
    (only,) = briefing.of_targets(real, [real.plan.targets["T01"]]).promises
    assert only.reading[0] == ("Số tạm thời, ước tính hoặc độ tin cậy thấp (chấm rỗng): năm 2017; năm 2018; năm 2023.")


# ------------------------------------------------------------------------------------------------ marks and addresses


def test_invented_figures_are_marked_and_published_ones_are_not(real: Reader, demo: Reader) -> None:
    assert briefing.of_plan(demo).stamp == "Số liệu minh họa"
    assert any("đặt ra để thử" in fact for fact in briefing.of_plan(demo).facts)
    assert briefing.of_plan(real).stamp == ""


def test_the_newest_publication_is_named_by_its_date(real: Reader) -> None:
    found = briefing.of_plan(real)
    addresses = [found.address, *(each.address for each in found.promises), *found.method[1:3]]
    assert [address for address in addresses if "ky=2026-11-22" not in address] == []


def test_without_an_address_of_the_site_paths_are_printed_and_it_is_said(
    real: Reader, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("KH213_URL")
    found = briefing.of_plan(real)
    assert not found.absolute
    assert found.address.startswith("/")
    assert any("không có mã QR" in fact for fact in found.facts)


def test_the_government_need_not_say_that_it_is_not_the_government(real: Reader) -> None:
    ours, theirs = (briefing.of_plan(real, official=official).method for official in (False, True))
    assert set(ours) - set(theirs) == {words("vi")("frame.not_official", province="tỉnh Quảng Ninh")}


def test_a_day_in_the_past_knows_only_what_was_known(demo: Reader) -> None:
    then = Reader(demo.plan, demo.w, demo.ky, date(2020, 5, 1))
    figures = [figure for each in briefing.of_plan(then).promises for figure in each.figures]
    assert figures
    assert {figure.row.period for figure in figures}.isdisjoint({"năm 2020", "quý IV/2020"})
    assert "01/05/2020" in briefing.of_plan(then).facts[0]


@pytest.mark.parametrize("lang", ["vi", "en"])
@pytest.mark.parametrize("ky", ["real", "demo"])
def test_every_group_and_every_place_can_be_told(lang: str, ky: str, request: pytest.FixtureRequest) -> None:
    known: Reader = request.getfixturevalue(ky)
    reader = Reader(known.plan, words(lang), known.ky, known.as_of)
    for group in reader.plan.content_groups.values():
        assert briefing.of_group(reader, group).title
    for unit in reader.plan.areas.spans[::17]:
        assert said(briefing.of_area(reader, unit)).startswith(reader.area_name(unit))


def test_a_plan_without_targets_of_a_group_or_tasks_has_no_empty_table() -> None:
    plan = make_plan(
        indicator(), target(), record("content_groups", content_group_code="C01", name_vi="Nhóm", source_code="bao")
    )
    reader = Reader(plan, words("vi"), "latest", plan.release.day)
    assert briefing.of_plan(reader).tables == ()
    assert [each.code for each in briefing.of_plan(reader).promises] == ["T01"]
