"""What a plan answers about itself."""

from datetime import date

from kh213.model.plan import Text
from tests.builders import INDICATOR, area, indicator, make_plan, observation, record, related


def update(reported_on: str, status: str):
    return record("task_updates", task_code="N01", reported_on=reported_on, task_status=status, source_code="bao")


def test_the_state_of_a_task_is_its_latest_report_known_on_the_day():
    plan = make_plan(
        record("tasks", task_code="N01", source_code="bao"), update("2020-03", "done"), update("2019", "in_progress")
    )
    assert plan.task_state("N01", date(2019, 12, 30)) is None
    assert plan.task_state("N01", date(2020, 3, 30)).status == "in_progress"
    assert plan.task_state("N01", date(2020, 3, 31)).status == "done"
    assert plan.task_state("N02", date(2020, 3, 31)) is None


def test_rows_are_found_by_indicator_and_area_revisions_included():
    rows = observation("2020", 1), observation("2020", 2, "2021-02-01"), observation("2020", 3, area="193")
    plan = make_plan(area("193", "district"), *rows)
    assert [row.value for row in plan.published(INDICATOR, "22")] == [1, 2]
    assert plan.areas_of(INDICATOR) == ("22", "193")
    assert plan.published(INDICATOR, "194") == plan.areas_of("khac") == ()


def test_related_figures_belong_to_their_target():
    plan = make_plan(indicator(), indicator("lien-quan"), related("lien-quan"))
    assert [row.indicator_code for row in plan.related("T01")] == ["lien-quan"]
    assert plan.related("T02") == ()


def test_a_text_is_said_in_the_language_asked_for():
    assert (Text("Đạt", "Met").within("vi"), Text("Đạt", "Met").within("en"), bool(Text())) == ("Đạt", "Met", False)
