"""A verdict in words: computed once, and said the same on page, map, embed and slide."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.model.plan import Indicator
from kh213.model.verdict import VERDICTS, Verdict
from kh213.view import addresses
from kh213.view.reader import Reader
from kh213.words import Words, formats


@dataclass(frozen=True, slots=True)
class Judgement:
    """`code` is the verdict's code, `label` its name, `sentence` the whole of it with its figures.

    `explanation` says more where there is more to say: why nothing can be decided, what the pace is.
    """

    code: str
    label: str
    sentence: str
    explanation: str
    mark: str


def judgement(reader: Reader, verdict: Verdict) -> Judgement:
    w, target = reader.w, verdict.target
    indicator = reader.plan.indicators[target.indicator_code]
    known = {
        "promise": formats.promise(w, indicator, target),
        "due": formats.day(w, target.due.last),
        "due_period": formats.period(w, target.due.code),
        "as_of": formats.day(w, verdict.as_of),
    } | _figure_words(w, indicator, verdict)
    explanation = w(_reason(reader, verdict.reason), **known) if verdict.reason else _pace_words(w, indicator, verdict)
    if verdict.since_lost:
        explanation = w("verdict.since_lost")
    return Judgement(
        verdict.code,
        label(w, verdict.code),
        w(f"verdict.{verdict.code}.sentence", **known),
        explanation,
        mark(verdict.code),
    )


def _reason(reader: Reader, reason: str) -> str:
    """The key of a reason; on a day in the past, what is missing is missing "by then"."""
    key = f"reason.{reason}"
    return f"{key}_by" if reader.day_moved and f"{key}_by" in reader.w else key


def label(w: Words, code: str) -> str:
    return w(f"verdict.{code}.label")


def mark(code: str) -> str:
    """The address of a verdict's mark."""
    return addresses.static(f"marks/{code}.svg")


def counts(verdicts: list[Verdict]) -> dict[str, int]:
    """How many of each verdict; groups are counted, never averaged, and what is undecided stays in the total."""
    return {code: sum(verdict.code == code for verdict in verdicts) for code in VERDICTS}


def _figure_words(w: Words, indicator: Indicator, verdict: Verdict) -> dict[str, str]:
    row = verdict.figure
    if row is None:
        return {}
    gap = verdict.gap
    return {
        "figure": formats.figure(w, indicator, row, beside=verdict.target.value),
        "period": formats.period(w, row.time_period, row.accumulation),
        "gap": formats.difference(w, indicator, gap) if gap is not None else "",
    }


def _pace_words(w: Words, indicator: Indicator, verdict: Verdict) -> str:
    pace = verdict.pace
    if pace is None:
        return ""
    decimals = max(indicator.decimals, 1)
    said = w(
        "verdict.pace",
        baseline=formats.measure(w, indicator, pace.baseline_value, decimals),
        baseline_period=formats.period(w, pace.baseline_period.code),
        expected=formats.measure(w, indicator, pace.expected_value, decimals),
        observed=formats.difference(w, indicator, pace.observed_rate),
        direction=w("verdict.fell" if pace.observed_rate < 0 else "verdict.rose"),
    )
    if pace.needed_rate is None:
        return said
    return said + " " + w("verdict.needed", needed=formats.difference(w, indicator, pace.needed_rate))
