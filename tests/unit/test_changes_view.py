"""What readers and publishers are told of the changes between two releases, in both languages."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from kh213.release.comparing.diff import Difference, difference
from kh213.view import addresses
from kh213.view.change.compared import choices, earlier, uncompared, withdrawn_lines
from kh213.view.change.page import changes_page, citation_line, sentences
from kh213.view.reader import Reader
from kh213.words import words
from tests import second_release
from tests.builders import Record, area, make_plan, observation, source, target, write_package

VI, EN = words("vi"), words("en")


@pytest.fixture(scope="module")
def changed(tmp_path_factory: pytest.TempPathFactory) -> Difference:
    return difference(*second_release.pair(tmp_path_factory.mktemp("releases")))


def reader_of(found: Difference, lang: str = "vi", ky: str = "latest") -> Reader:
    return Reader(found.new, words(lang), ky, found.new.release.day)


def between(tmp_path: Path, old: list[Record], new: list[Record], *days: str) -> Difference:
    first, last = (date.fromisoformat(day) for day in days or ("2022-01-01", "2022-06-01"))
    before = write_package(tmp_path / "old", *old, day=first)
    return difference(before, write_package(tmp_path / "new", *new, day=last))


# ------------------------------------------------------------------------------------------------ sentences


def test_the_first_sentence_counts_what_weighs_most(changed: Difference) -> None:
    assert sentences(VI, changed)[0] == (
        "1 chỉ tiêu đổi, 7 kết luận đổi, 6 con số mới, 2 con số sửa lại, 1 con số rút lại, "
        "1 con số không còn trong bản mới."
    )
    assert sentences(EN, changed)[0].startswith("1 target changed, 7 verdicts changed, 6 new figures, 2 figures")


def test_a_changed_promise_is_said_before_all_else(changed: Difference) -> None:
    assert sentences(VI, changed)[1] == (
        "T07 Thủ tục cấp huyện trực tuyến mức độ 4: trước là tối thiểu 40%, hạn năm 2020; "
        "nay là tối thiểu 35%, hạn năm 2020."
    )


def test_verdicts_are_said_with_both_sides_and_many_areas_in_one_sentence(changed: Difference) -> None:
    said = sentences(VI, changed)
    assert "Chỉ tiêu T06 Thủ tục cấp tỉnh trực tuyến mức độ 4 (toàn tỉnh): Chưa đủ số liệu công bố → Đạt." in said
    assert any("T08" in line and "4 nơi: Phường Hà Phong" in line and "→ Đạt." in line for line in said)
    assert any("T08" in line and "(Phường Hà Tu)" in line and "→ Không đạt." in line for line in said)


def test_figures_are_said_with_both_sides(changed: Difference) -> None:
    said = sentences(EN, changed, 100)
    assert "Rank for readiness in information technology, 2020: rank 3 → rank 4." in said
    assert "Satisfaction with public administration, 2022: 87.59% → taken back (missing, not published)." in said
    assert "Post offices, end of January 2018: 40 post offices → no longer in this publication." in said
    assert "Commune procedures online at level 4, Hà Phong Ward, 2020: none yet → 35%." in said


def test_a_revision_smaller_than_the_usual_decimals_is_still_to_be_seen(changed: Difference) -> None:
    line = next(line for line in sentences(VI, changed, 100) if "36,04%" in line)
    assert "36% (độ tin cậy thấp) → 36,04% (độ tin cậy thấp)" in line


def test_a_long_list_is_cut_and_says_how_many_are_left(changed: Difference) -> None:
    whole = sentences(VI, changed, 1000)
    short = sentences(VI, changed, 3)
    assert short[:-1] == whole[:4]
    assert short[-1] == f"và {len(whole) - 4} nữa"


def test_a_release_with_nothing_new_says_so() -> None:
    same = difference(second_release.FIRST, second_release.FIRST)
    assert sentences(VI, same) == ["Không có gì thay đổi."]
    assert sentences(EN, same) == ["Nothing changed."]


def test_few_new_figures_are_named_and_a_new_row_of_another_table_says_what_it_is(changed: Difference) -> None:
    said = sentences(VI, changed, 100)
    assert "Thủ tục cấp tỉnh trực tuyến mức độ 4, năm 2020: chưa có → 61%." in said
    assert "Nguồn: thêm bao-cao-2027: Báo cáo tháng 1." in said


def test_a_figure_that_was_taken_back_and_comes_again_is_a_new_one(tmp_path: Path) -> None:
    figure = observation("2020", 40)
    found = between(tmp_path, [figure, observation("2020", None, "2021-06-01", obs_status="M")], [figure])
    assert any(line.endswith("năm 2020: chưa có → 40%.") for line in sentences(VI, found))


def test_what_weighs_less_is_counted_where_it_is_all(tmp_path: Path) -> None:
    found = between(tmp_path, [observation("2020", 40, note_vi="a")], [observation("2020", 40, note_vi="b")])
    assert sentences(VI, found) == [
        "1 dòng khác trong các bảng đổi.",
        "Số liệu: ty-le · 22 · 2020 · period · bao · 2021-01-15, Ghi chú: “a” → “b”.",
    ]


def test_a_deadline_that_passed_is_named_as_the_only_cause(tmp_path: Path) -> None:
    rows = [observation("2020-S1", 60, "2020-07-15")]
    found = between(tmp_path, rows, rows, "2020-08-01", "2021-02-01")
    (line,) = sentences(VI, found)[1:]
    assert line.endswith(
        "Đã đạt mức → Đạt. Chỉ vì đã qua hạn 31/12/2020: cũng số liệu của bản trước, xét đến ngày 01/02/2021 "
        "thì kết luận cũng như vậy."
    )


def test_time_that_passed_before_the_deadline_is_not_called_a_deadline(tmp_path: Path) -> None:
    rows = [observation("2018", 30, "2019-01-15"), observation("2019", 60, "2020-03-15")]
    found = between(tmp_path, rows, rows, "2020-02-01", "2020-06-01")
    assert any("Chỉ vì ngày xét muộn hơn" in line for line in sentences(VI, found))
    assert not any("qua hạn" in line for line in sentences(VI, found))


def test_a_target_that_came_went_or_was_reworded_is_said(tmp_path: Path) -> None:
    old = [target(50, code="T01"), target(40, code="T02", quote_vi="cũ")]
    new = [target(40, code="T02", quote_vi="mới"), target(30, code="T03")]
    lines = sentences(VI, between(tmp_path, old, new))[1:4]
    assert "đã sửa: Nguyên văn theo nguồn" in lines[0]
    assert lines[1].startswith("Chỉ tiêu mới T03")
    assert lines[2].startswith("Không còn chỉ tiêu T01")


def test_a_verdict_changed_by_its_own_promise_says_so(tmp_path: Path) -> None:
    row = observation("2020", 45)
    lines = sentences(EN, between(tmp_path, [row, target(50)], [row, target(40)]))
    assert any(line.endswith("by the old target the verdict would be another.") for line in lines)


@pytest.mark.parametrize("w", [VI, EN])
def test_no_sentence_is_left_with_a_blank_or_ends_in_a_space(changed: Difference, w: object) -> None:
    for line in sentences(w, changed, 1000):  # type: ignore[arg-type]
        assert line == line.strip()
        assert "{" not in line
        assert "  " not in line


# ------------------------------------------------------------------------------------------------ the page


def test_the_heading_names_both_publications_and_what_changed(changed: Difference) -> None:
    title = changes_page(reader_of(changed), changed).title
    assert title.startswith("Bản 15/01/2027 so với bản 22/11/2026: 1 chỉ tiêu đổi, 7 kết luận đổi")


def test_a_verdict_that_turned_has_both_marks_and_leads_to_its_target(changed: Difference) -> None:
    row = next(row for row in changes_page(reader_of(changed), changed).flips if "T06" in row.target.text)
    assert (row.old.code, row.new.code) == ("undetermined", "met")
    assert row.target.href == "/chi-tieu?ma=T06"
    assert row.said == "Đạt: năm 2020 là 61%, chỉ tiêu là tối thiểu 50%."


def test_a_revised_figure_stands_with_old_new_source_day_and_reason(changed: Difference) -> None:
    row = changes_page(reader_of(changed), changed).revised[0]
    assert (row.old, row.new) == ("hạng 3", "hạng 4")
    assert (row.source.text, row.published) == ("Văn phòng UBND tỉnh", "công bố 20/01/2026")
    assert row.reasons == ("Bảng xếp hạng được tính lại.",)


def test_an_old_note_is_no_reason_for_a_change_within_a_row(changed: Difference) -> None:
    row = next(row for row in changes_page(reader_of(changed), changed).revised if "36,04%" in row.new)
    assert row.reasons == (VI("changes.in_place"), VI("changes.no_reason"))
    assert row.published == "không rõ ngày"


def test_a_figure_that_is_gone_has_no_source_to_name(changed: Difference) -> None:
    row = next(row for row in changes_page(reader_of(changed), changed).revised if row.old == "40 bưu cục")
    assert (row.new, row.source.text, row.reasons) == ("không còn trong bản này", "", (VI("changes.no_reason"),))


def test_few_new_figures_are_said_and_many_are_counted(changed: Difference) -> None:
    added = {row.indicator.text: row for row in changes_page(reader_of(changed), changed).added}
    (figure,) = added["Thủ tục cấp tỉnh trực tuyến mức độ 4"].figures
    assert (figure.said, figure.source.text) == ("năm 2020: 61%", "Văn phòng UBND tỉnh")
    assert figure.published == "công bố 20/01/2026"
    assert added["Thứ hạng chuyển đổi số"].figures[0].said == "năm 2023: thiếu, không được công bố"
    many = added["Thủ tục cấp xã trực tuyến mức độ 4"]
    assert (many.said, len(many.figures), many.more) == ("5 con số mới", 5, "")


def test_other_tables_are_said_row_by_row(changed: Difference) -> None:
    tables = {row.name: row for row in changes_page(reader_of(changed, "en"), changed).tables}
    assert tables["Reports on tasks"].lines == ("added N03 · 2026-01-20: in progress",)
    assert tables["Sources"].lines == ("added bao-cao-2027: Báo cáo tháng 1",)
    assert "(new)”" in tables["Agencies"].lines[0]


def test_of_the_figures_only_the_rows_not_named_above_are_said_row_by_row(tmp_path: Path) -> None:
    old = [observation("2019", 30, note_vi="a"), observation("2020", 40)]
    new = [observation("2019", 30, note_vi="b"), observation("2020", 41)]
    found = between(tmp_path, old, new)
    (row,) = changes_page(reader_of(found), found).tables
    assert (row.said, row.heading) == ("2 ô sửa", VI("changes.untold_lines"))
    assert [line.partition(",")[2] for line in row.lines] == [" Ghi chú: “a” → “b”"]


def test_the_comparison_is_cited_at_an_address_that_names_both_days(changed: Difference) -> None:
    cited = citation_line(reader_of(changed), changed, "https://kh213.example", date(2027, 2, 1))
    assert cited.startswith("Thay đổi từ bản 22/11/2026 đến bản 15/01/2027 (")
    assert "truy cập 01/02/2027, https://kh213.example/thay-doi?tu=2026-11-22&ky=2027-01-15." in cited


def test_the_file_is_that_of_both_dates(changed: Difference) -> None:
    assert changes_page(reader_of(changed), changed).download.href == "/data/changes/2026-11-22..2027-01-15.csv"


def test_links_keep_the_publication_that_is_looked_at(changed: Difference) -> None:
    row = changes_page(reader_of(changed, "en", "2027-01-15"), changed).flips[0]
    assert row.target.href == "/chi-tieu?ma=T01&lang=en&ky=2027-01-15"


def of_many_areas(tmp_path: Path) -> Difference:
    """A release with 30 new figures of one indicator, and a source that is called otherwise."""
    codes = [f"{number:05}" for number in range(30)]
    places = [area(), *(area(code, "commune") for code in codes), observation("2020", 60)]
    new = [observation("2020", 180 + at, area=code) for at, code in enumerate(codes)]
    return between(tmp_path, [*places, source(title="Cũ")], [*places, *new, source(title="Mới")])


def test_many_new_figures_are_counted_first_and_then_said_as_far_as_there_is_room(tmp_path: Path) -> None:
    found = of_many_areas(tmp_path)
    _, _, counted, *rest = sentences(VI, found, 13)
    assert counted.endswith(": 30 con số mới.")
    assert "“Cũ” → “Mới”" in rest[0]
    assert rest[1].endswith("Đơn vị 00000, năm 2020: chưa có → 180%.")
    assert (len(rest), rest[-1]) == (12, "và 20 nữa")


def test_the_page_shows_the_first_of_many_new_figures(tmp_path: Path) -> None:
    found = of_many_areas(tmp_path)
    (row,) = changes_page(reader_of(found), found).added
    assert (row.said, len(row.figures)) == ("30 con số mới", 10)
    assert row.more == "và 20 nữa; tất cả nằm trong tệp CSV."


def test_thousands_of_revisions_do_not_make_a_page_of_thousands_of_rows(tmp_path: Path) -> None:
    codes = [f"{number:05}" for number in range(120)]
    places = [area(), *(area(code, "commune") for code in codes)]
    old = [observation("2020", 40, area=code) for code in codes]
    found = between(tmp_path, [*places, *old], [*places, *(observation("2020", 60, area=code) for code in codes)])
    view = changes_page(reader_of(found), found)
    assert len(view.revised) == 50
    assert view.more_revised == "và 70 nữa; tất cả nằm trong tệp CSV."
    assert [row.place for row in view.flips] == ["120 nơi: Đơn vị 00000, Đơn vị 00001, Đơn vị 00002…"]


# ------------------------------------------------------------------------------------------------ which two


DAYS = ("2027-01-15", "2026-12-01", "2026-11-22")


def reader_on(day: str, status: str = "published") -> Reader:
    plan = make_plan(observation("2020", 60), status=status)
    object.__setattr__(plan.release, "day", date.fromisoformat(day))
    return Reader(plan, VI, "latest", plan.release.day)


@pytest.mark.parametrize(
    ("here", "asked", "old"),
    [
        ("2027-01-15", "", "2026-12-01"),
        ("2027-01-15", "2026-11-22", "2026-11-22"),
        ("2026-12-01", "", "2026-11-22"),
        ("2026-12-01", "2027-01-15", "2026-11-22"),
        ("2026-12-01", "x", "2026-11-22"),
        ("2026-11-22", "", None),
        ("2026-11-22", "2027-01-15", None),
    ],
)
def test_a_publication_is_compared_with_an_earlier_one(here: str, asked: str, old: str | None) -> None:
    assert earlier(reader_on(here), DAYS, asked) == old


def test_invented_figures_are_compared_with_nothing() -> None:
    reader = reader_on("2027-01-15", "illustrative")
    assert earlier(reader, DAYS, "2026-11-22") is None
    assert uncompared(reader, DAYS).said == VI("changes.illustrative")
    assert uncompared(reader, DAYS).way.href == "/thay-doi"


def test_a_single_publication_says_when_there_will_be_something_to_compare() -> None:
    told = uncompared(reader_on("2026-11-22"), ("2026-11-22",))
    assert "Hiện chỉ có một bản công bố, ngày 22/11/2026" in told.said
    assert "Khi có bản sau" in told.said


def test_the_first_of_several_leads_to_the_newest() -> None:
    told = uncompared(reader_on("2026-11-22"), DAYS)
    assert (told.said, told.way.href) == (VI("changes.first", day="22/11/2026"), "/thay-doi")


def test_the_form_offers_what_can_be_compared_and_says_what_cannot() -> None:
    form = choices(reader_on("2026-12-01"), DAYS, "2026-11-22", "2027-01-15")
    assert [item.ky for item in form.old] == ["2026-12-01", "2026-11-22"]
    assert [item.ky for item in form.new if item.chosen] == ["2026-12-01"]
    assert [item.name for item in form.old if item.chosen] == ["22/11/2026"]
    assert "“2027-01-15”" in form.refused
    assert choices(reader_on("2026-12-01"), DAYS, "2026-11-22", "2026-11-22").refused == ""


def test_a_withdrawn_publication_is_named_with_its_reason() -> None:
    assert withdrawn_lines(VI, {"2026-12-01": "Sai số liệu."}) == (
        "Bản ngày 01/12/2026 đã bị rút, nên không so được: Sai số liệu.",
    )


def test_the_address_of_the_file_names_both_dates() -> None:
    assert addresses.data_changes("2026-11-22", "latest") == "/data/changes/2026-11-22..latest.csv"
