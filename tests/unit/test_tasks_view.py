"""What is said of the tasks, and how they are filtered."""

from dataclasses import replace
from datetime import date

import pytest

from kh213.model.plan import PlanName
from kh213.view.reader import Reader
from kh213.view.tasks import FILTERS, NOT_STATED, TasksPage, options, tasks_page
from kh213.words import words
from tests.builders import TITLE, Record, area, indicator, make_plan, record

TODAY = date(2026, 11, 22)


def task(code: str, **cells: object) -> Record:
    return record("tasks", **{"task_code": code, "source_code": "bao", "name_vi": f"Việc {code}"} | cells)


def update(code: str, on: str, status: str) -> Record:
    return record("task_updates", task_code=code, reported_on=on, task_status=status, source_code="bao")


BASE = (
    area(),
    area("195", "district", "Thành phố Cẩm Phả", until="2025-06-30", parent="22"),
    record("agencies", agency_code="so", name_vi="Sở Một", name_en="Department One", succession_vi="Nhập vào Sở Hai."),
    record("agencies", agency_code="van-phong", name_vi="Văn phòng", name_en="Office"),
    record("content_groups", content_group_code="C01", name_vi="Nhóm Một", source_code="bao"),
    record(
        "content_groups", content_group_code="C02", name_vi="Nhóm Hai", note_vi="Có thể là một mục", source_code="bao"
    ),
    record("solutions", solution_code="G01", name_vi="Tài chính", source_code="bao"),
    indicator(content_group_code="C01"),
    task("N01", lead_agency_code="so", cooperating="van-phong", area_codes="22", quote_vi="Xây dựng CSDL"),
    task("N02", content_group_code="C02", area_codes="195", due_period="2020"),
)


def reader(*records: Record, lang: str = "vi", as_of: date = TODAY) -> Reader:
    return Reader(make_plan(*BASE, *records), words(lang), "latest", as_of)


def page(look: Reader, text: str = "", **chosen: str) -> TasksPage:
    return tasks_page(look, chosen, text)


def codes(view: TasksPage) -> list[str]:
    return [row.code for row in view.rows]


def test_without_reports_the_headline_and_every_row_say_so():
    view = page(reader())
    assert view.headline == "Đã biết 2 nhiệm vụ của Thử; chưa nhiệm vụ nào có báo cáo công bố."
    assert "không có nghĩa là chưa làm" in view.silence
    assert {row.state for row in view.rows} == {"chưa có báo cáo công bố"}


def test_a_state_is_the_one_last_reported_by_the_day():
    reports = (update("N01", "2020-01-10", "in_progress"), update("N01", "2020-06-30", "stopped"))
    then, later = (page(reader(*reports, as_of=day)) for day in (date(2020, 3, 1), TODAY))
    assert [view.rows[0].state for view in (then, later)] == ["đang làm", "dừng"]
    assert later.rows[0].reported == "Báo cáo ngày 30/06/2020"
    assert later.headline == "Đã biết 2 nhiệm vụ của Thử; 1 nhiệm vụ có báo cáo công bố."
    assert later.silence == ""


def test_what_the_source_does_not_state_is_said_once_and_its_rows_are_left_out():
    view = page(reader())
    first, second = view.rows
    assert first.due == second.lead == ""
    assert second.due == "31/12/2020"
    assert view.unstated == "Nguồn không nêu hạn của 1 nhiệm vụ. Nguồn không nêu cơ quan chủ trì của 1 nhiệm vụ."


def test_what_no_task_has_is_said_of_all_and_its_column_left_out():
    view = page(reader(), nhom="C02")
    assert view.unstated == "Nguồn không nêu cơ quan chủ trì của nhiệm vụ nào."
    assert [(section.leads, section.places) for section in view.sections] == [(False, True)]


def test_a_group_is_named_once_above_its_tasks():
    view = page(reader(task("N03", content_group_code="C02")))
    assert [(section.code, len(section.rows)) for section in view.sections] == [("", 1), ("C02", 2)]
    assert [section.name for section in view.sections] == ["Nguồn không xếp vào nhóm nào", "Nhóm Hai"]


def test_what_became_of_an_agency_is_said_once_for_the_page():
    view = page(reader(task("N03", lead_agency_code="so")))
    assert {row.lead for row in view.rows} == {"Sở Một", ""}
    assert view.agencies == ("Sở Một: Nhập vào Sở Hai.",)
    assert page(reader(), nhom="C02").agencies == ()


def test_with_a_filter_the_groups_and_solutions_of_the_whole_plan_step_aside():
    view = page(reader(), nhom="C02")
    assert (view.groups, view.ungrouped, view.solutions) == ((), "", ())
    assert page(reader()).groups


def test_the_lead_agency_of_the_plan_ends_its_sentence_once():
    look = reader()
    named = replace(look.plan.release, plan_name=PlanName(TITLE, TITLE, "so", "kh213"))
    silence = page(replace(look, plan=replace(look.plan, release=named))).silence
    assert silence.endswith("Sở Một (nhập vào Sở Hai).")


def test_a_place_leads_to_its_page():
    assert page(reader()).rows[1].places[0].href == "/dia-phuong?ma=195"


@pytest.mark.parametrize(
    ("name", "value", "left"),
    [
        ("nhom", "C02", ["N02"]),
        ("nhom", NOT_STATED, ["N01"]),
        ("cq", "so", ["N01"]),
        ("cq", NOT_STATED, ["N02"]),
        ("noi", "195", ["N02"]),
        ("noi", "22", ["N01"]),
        ("tt", "done", ["N02"]),
        ("tt", NOT_STATED, ["N01"]),
    ],
)
def test_each_filter_leaves_what_fits(name, value, left):
    look = reader(update("N02", "2021-01-15", "done"))
    assert value in options(look, name)
    assert codes(page(look, **{name: value})) == left


def test_filters_hold_together_and_an_empty_result_leads_back_to_all():
    view = page(reader(), nhom="C02", noi="22")
    assert view.rows == ()
    assert view.empty
    assert view.shown == "Đang lọc: 0 trên 2 nhiệm vụ, 0 có báo cáo công bố."
    assert view.all is not None
    assert view.all.href == "/nhiem-vu"


def test_without_a_filter_there_is_nothing_to_lead_back_from():
    view = page(reader(), "  ", **dict.fromkeys(FILTERS, ""))
    assert (view.shown, view.all, view.empty) == ("", None, "")


@pytest.mark.parametrize("text", ["csdl", "XÂY DỰNG", "so mot", "van phong", "n01", "dung csdl"])
def test_words_are_looked_for_in_all_that_is_said_of_a_task(text):
    assert codes(page(reader(), text)) == ["N01"]


@pytest.mark.parametrize("text", ["zzz", "<script>alert(1)</script>", "x" * 10_000])
def test_other_words_find_nothing_and_break_nothing(text):
    assert page(reader(), text).rows == ()


def test_only_values_that_some_task_has_can_be_chosen():
    look = reader()
    assert list(options(look, "nhom")) == ["C02", NOT_STATED]
    assert options(look, "noi") == {"195": "Thành phố Cẩm Phả", "22": "Đơn vị 22"}
    assert list(options(look, "tt")) == [NOT_STATED]


def test_groups_carry_their_targets_tasks_and_notes():
    first, second = page(reader()).groups
    assert [link.href for link in first.targets] == ["/chi-tieu?ma=T01"]
    assert first.tasks is None
    assert second.targets == ()
    assert (first.said, second.said) == ("", "Nhóm này không có chỉ tiêu, chỉ có")
    assert second.tasks is not None
    assert second.tasks.href == "/nhiem-vu?nhom=C02"
    assert second.note == "Có thể là một mục"


def test_solutions_are_listed():
    assert [solution.name for solution in page(reader()).solutions] == ["Tài chính"]


def test_english_speaks_english():
    view = page(reader(lang="en"))
    assert view.headline == "2 tasks of Test are known; no report on any of them has been published."
    assert view.rows[0].cooperating[0] == "Office"
