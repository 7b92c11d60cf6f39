"""Laws that hold for every target, area, set of figures and day."""

from dataclasses import replace
from decimal import Decimal
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from kh213.model.verdict import PACED, REASONS, VERDICTS, Verdict, judge
from tests.builders import Record, make_plan
from tests.property.small_plans import Question, questions

many = settings(max_examples=600, deadline=None)


def answer(question: Question) -> Verdict:
    plan = make_plan(*question.records)
    return judge(plan, plan.targets["T01"], question.area_code, question.as_of)


def content(verdict: Verdict) -> tuple[object, ...]:
    """All that is said, without the rows that it is said of."""
    figure = verdict.figure and (verdict.figure.period.span, verdict.figure.value, verdict.figure.known_on)
    return verdict.code, verdict.reason, figure, verdict.gap, verdict.pace, verdict.since_lost


def observations_of(question: Question) -> list[Record]:
    return [record for record in question.records if record.table == "observations"]


def with_observations(question: Question, rows: list[Record]) -> Question:
    return replace(question, records=[r for r in question.records if r.table != "observations"] + rows)


@many
@given(questions())
def test_law_there_is_exactly_one_verdict_and_a_reason_exactly_if_it_is_undetermined(question):
    found = answer(question)
    assert found.code in VERDICTS
    assert (found.reason in REASONS) if found.code == "undetermined" else (found.reason is None)
    assert (found.pace is not None) == (found.code in PACED)
    assert found.figure is not None or found.reason in REASONS[:4]
    assert not found.since_lost or found.code == "met"


SWAPPED = {"ge": "le", "le": "ge", "gt": "lt", "lt": "gt", "higher": "lower"}


def mirrored(record: Record, c: int = 1000) -> Record:
    row = dict(record.row)
    for name in ("target_value", "baseline_value", "obs_value"):
        if row.get(name):
            row[name] = str(c - Decimal(row[name]))
    for name in ("comparator", "qualifier", "better"):
        if name in row:
            row[name] = SWAPPED.get(row[name], row[name])
    return Record(record.table, row)


@many
@given(questions(counted=False, approx=False, kinds=("count", "score", "rank")))
def test_law_a_mirrored_indicator_has_the_mirrored_verdict_and_the_same_pace(question):
    one, other = answer(question), answer(replace(question, records=[mirrored(record) for record in question.records]))
    assert (one.code, one.reason, one.since_lost) == (other.code, other.reason, other.since_lost)
    assert (one.pace and one.pace.pace) == (other.pace and other.pace.pace)
    assert one.gap == (None if other.gap is None else -other.gap)


@many
@given(questions(), st.integers(0, 1000))
def test_law_the_order_of_rows_known_on_different_days_does_not_matter(question, seed):
    known = [row.known_on for row in make_plan(*question.records).observations]
    rows = [row for at, row in enumerate(observations_of(question)) if known[at] not in known[:at]]
    shuffled = Random(seed).sample(rows, len(rows))
    assert content(answer(with_observations(question, rows))) == content(answer(with_observations(question, shuffled)))


@many
@given(questions())
def test_law_figures_published_after_the_day_asked_about_change_nothing(question):
    known = [row.known_on for row in make_plan(*question.records).observations]
    rows = [row for at, row in enumerate(observations_of(question)) if known[at] <= question.as_of]
    assert content(answer(question)) == content(answer(with_observations(question, rows)))


@many
@given(questions(kinds=("share",)), st.integers(2, 10**30))
def test_law_numerator_and_denominator_times_k_change_nothing(question, k):
    def scaled(record: Record) -> Record:
        row = record.row
        counts = {name: str(int(row[name]) * k) for name in ("numerator", "denominator") if row[name]}
        return Record(record.table, row | counts)

    rows = [scaled(row) for row in observations_of(question)]
    assert content(answer(question)) == content(answer(with_observations(question, rows)))
