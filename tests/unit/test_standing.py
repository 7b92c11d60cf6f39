"""Whether a printed conclusion still holds, and since when it does not."""

from dataclasses import replace
from datetime import date

import pytest

from kh213.model.plan import Plan
from kh213.release.comparing.standing import Standing, standing
from tests.builders import PROVINCE, Record, indicator, make_plan, observation, target

PRINTED, SECOND, THIRD = date(2026, 1, 1), date(2026, 2, 1), date(2026, 3, 1)


def plan(day: date, *records: Record) -> Plan:
    made = make_plan(*records)
    return replace(made, release=replace(made.release, day=day, key=day.isoformat()))


def found(first: Plan, *later: Plan, as_of: date | None = None) -> Standing:
    return standing(first, as_of or first.release.day, "T01", PROVINCE, later)


def test_a_conclusion_of_the_newest_publication_holds() -> None:
    it = found(plan(PRINTED, observation("2020", 60)))
    assert (it.holds, it.replaced_on) == (True, None)
    assert it.now == it.printed


def test_a_figure_that_another_source_confirms_is_the_same() -> None:
    later = plan(SECOND, observation("2020", 60), observation("2020", 60, known="2026-01-20"))
    assert found(plan(PRINTED, observation("2020", 60)), later).holds


def test_another_figure_replaces_although_the_verdict_is_the_same() -> None:
    it = found(plan(PRINTED, observation("2020", 60)), plan(SECOND, observation("2020", 61)))
    assert it.replaced_on == SECOND
    assert it.now is not None
    assert (it.printed.code, it.now.code, it.concluded_anew) == ("met", "met", True)


def test_the_day_is_that_of_the_first_publication_that_said_otherwise() -> None:
    same, other = (plan(day, observation("2020", value)) for day, value in ((SECOND, 60), (THIRD, 40)))
    assert found(plan(PRINTED, observation("2020", 60)), same, other).replaced_on == THIRD
    again = plan(THIRD, observation("2020", 40))
    assert (
        found(plan(PRINTED, observation("2020", 60)), plan(SECOND, observation("2020", 40)), again).replaced_on
        == SECOND
    )


def test_what_was_replaced_and_came_back_holds() -> None:
    other, back = plan(SECOND, observation("2020", 40)), plan(THIRD, observation("2020", 60))
    assert found(plan(PRINTED, observation("2020", 60)), other, back).holds


def test_a_lowered_promise_replaces_what_was_printed_of_it() -> None:
    it = found(plan(PRINTED, target(50), observation("2020", 60)), plan(SECOND, target(40), observation("2020", 60)))
    assert (it.holds, it.promise_changed, it.concluded_anew) == (False, True, False)


def test_a_target_that_is_gone_has_no_conclusion_now() -> None:
    later = plan(SECOND, target(code="T02"), observation("2020", 60))
    it = found(plan(PRINTED, observation("2020", 60)), later)
    assert (it.now, it.replaced_on, it.newest) == (None, SECOND, later)


def test_what_was_printed_as_of_an_earlier_day_is_set_against_the_publication_itself() -> None:
    it = found(plan(PRINTED, observation("2020", 60, known="2021-05-01")), as_of=date(2021, 1, 1))
    assert (it.printed.code, it.replaced_on) == ("undetermined", PRINTED)


def test_an_unknown_target_is_not_guessed() -> None:
    with pytest.raises(KeyError):
        standing(plan(PRINTED, indicator()), PRINTED, "T99", PROVINCE, ())
