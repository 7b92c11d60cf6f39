"""kh213.model against a second, naive reading of the method, on thousands of random small plans."""

from collections import Counter

from hypothesis import given, settings

from kh213.model.verdict import REASONS, VERDICTS, Verdict, judge
from tests.builders import RELEASE_DAY, make_plan, make_tables
from tests.property import oracle
from tests.property.small_plans import Question, question_of, questions


def both(question: Question) -> Verdict:
    """The verdict that the model and the oracle agree on."""
    tables, plan = make_tables(*question.records), make_plan(*question.records)
    found = judge(plan, plan.targets["T01"], question.area_code, question.as_of)
    pace = found.pace
    said = (
        found.code,
        found.reason,
        next((at for at, row in enumerate(plan.observations) if row is found.figure), None),
        found.since_lost,
        pace and pace.pace,
        pace and (pace.observed_rate, pace.needed_rate),
    )
    assert said == oracle.judge(tables, RELEASE_DAY, tables["targets"][0], question.area_code, question.as_of)
    return found


@settings(max_examples=2000, deadline=None)
@given(questions())
def test_both_readings_of_the_method_give_the_same_verdict(question):
    both(question)


def test_they_do_so_for_every_verdict_and_every_reason():
    seen: Counter[str] = Counter()
    for seed in range(3000):
        found = both(question_of(seed))
        seen.update([found.code, found.reason or "", "since_lost" * found.since_lost])
    assert {name for name in (*VERDICTS, *REASONS, "since_lost") if seen[name] < 3} == set()
