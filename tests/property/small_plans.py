"""Random small plans: few areas, periods, days and values, so that revisions, ties, bounds and mergers often meet.

Drawn from a seed rather than piece by piece: it is ten times faster, every verdict comes up, and a failing seed names
its plan for good.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from random import Random

from hypothesis import strategies as st

from tests.builders import INDICATOR, PROVINCE, Record, area, change, indicator, observation, related, source, target

RELATED = "lien-quan"
PERIODS = (
    ["2017", "2018", "2018", "2018-Q4", "2019", "2019", "2019-S1", "2019-S2", "2019-Q4", "2019-12", "2019-Q1/2019-Q4"]
    + ["2018-07/2019-06", "2020", "2020", "2020", "2020-S1", "2020-Q4", "2020-01", "2020-06", "2020-12"]
    + ["2021", "2021", "2021-S1", "2021-Q1", "2022"]
)
DUE = ["2019", "2020", "2020", "2020-S1", "2020-06", "2020-12", "2021"]
KNOWN = [
    "2018-03-01",
    "2019-01-20",
    "2019",
    "2019-07",
    "2019-12-31",
    "2020-02-01",
    "2020-08-05",
    "2021-01-15",
    "2022",
    None,
]
KINDS = ["merge", "split", "rename", "reclassify", "reparent"]
CHANGE_DAYS = [date(2019, 7, 1), date(2020, 1, 1), date(2021, 4, 1)]
VALUES = ["0", "1", "2", "2.5", "3", "3.50", "4", "5", "6", "7", "8", "10", "20", "50", "99.9", "100", "110"]
QUALIFIERS = ["approx", "gt", "ge", "lt", "le"]


@dataclass(frozen=True)
class Question:
    """A plan with one target, and the area and the day to ask about."""

    records: list[Record]
    area_code: str
    as_of: date


ALL_KINDS = ("share", "share", "count", "score", "rank")


def questions(
    counted: bool = True, approx: bool = True, kinds: tuple[str, ...] = ALL_KINDS
) -> st.SearchStrategy[Question]:
    """Random questions; without counts, without `approx`, or of some kinds only where a law needs that."""
    return st.integers(0, 2**32).map(lambda seed: question_of(seed, counted, approx, kinds))


def question_of(seed: int, counted: bool = True, approx: bool = True, kinds: tuple[str, ...] = ALL_KINDS) -> Question:
    rng = Random(seed)
    asked = rng.choice([PROVINCE, PROVINCE, "193", "193", "204"])
    rows = [_observation(rng, asked, counted, approx) for _ in range(rng.randint(0, 9))]
    records = [
        *_units(rng),
        source(published_on=rng.choice([None, "2020", "2021-02"]), retrieved_on=rng.choice([None, "2021-09-01"])),
        source("khac"),
        indicator(
            kind=rng.choice(kinds), frequency=rng.choice(["annual", "annual", "semiannual", "quarterly", "monthly"])
        ),
        indicator(RELATED),
        *([related(RELATED)] if rng.random() < 0.5 else []),
        _target(rng),
        *_one_of_each_key(rows),
    ]
    return Question(records, asked, date(2019, 1, 1) + timedelta(days=rng.choice([364, 365, rng.randint(0, 1600)])))


def _observation(rng: Random, asked: str, counted: bool, approx: bool) -> Record:
    holds = rng.choice(["value"] * 6 + ["counts"] * 3 * counted + ["nothing", "taken back"])
    counts = {"counts": (rng.randint(0, 12), rng.randint(1, 12)), "nothing": (rng.choice([0, None]), 0)}.get(holds)
    qualifier = "eq" if rng.random() < 0.75 else rng.choice(QUALIFIERS if approx else QUALIFIERS[1:])
    return observation(
        rng.choice(PERIODS),
        rng.choice(VALUES) if holds == "value" else None,
        rng.choice(KNOWN),
        counts,
        asked if rng.random() < 0.85 else rng.choice([PROVINCE, "193", "204"]),
        indicator_code=INDICATOR if rng.random() < 0.85 else RELATED,
        accumulation=rng.choice(["period"] * 4 + ["year_to_date", "point"]),
        qualifier=qualifier,
        obs_status="O" if holds == "taken back" else rng.choice("AAAAAAAAAPEUDB"),
        source_code=rng.choice(["bao", "khac"]),
    )


def _one_of_each_key(rows: list[Record]) -> list[Record]:
    key = ("indicator_code", "area_code", "time_period", "accumulation", "source_code", "published_on")
    return list({tuple(record.row[name] for name in key): record for record in rows}.values())


def _units(rng: Random) -> list[Record]:
    """The province, a district 193 that may change once or twice, and a district 204 that may join it."""
    changes = sorted(rng.sample(CHANGE_DAYS, rng.choice([0, 1, 1, 2])))
    begins = "2018-09-01" if rng.random() < 0.2 else None
    records = [area(PROVINCE)]
    for day in changes:
        records.append(area("193", "district", since=begins, until=(day - timedelta(days=1)).isoformat()))
        begins = day.isoformat()
        if rng.random() < 0.9:
            records.append(change("193", "193", begins, rng.choice(KINDS)))
    records.append(area("193", "district", since=begins, until=rng.choice([None, None, "2021-12-31"])))
    joins = rng.choice([*changes, None])
    records.append(area("204", "district", until=(joins - timedelta(days=1)).isoformat() if joins else None))
    if joins:
        records.append(change("204", "193", joins.isoformat(), rng.choice(KINDS)))
    return records


def _target(rng: Random) -> Record:
    stated = rng.random() < 0.3
    return target(
        rng.choice(VALUES),
        rng.choice(["ge", "ge", "le", "le", "eq"]),
        rng.choice(DUE),
        baseline_period=rng.choice(["2017", "2018", "2019", "2020"]) if stated else None,
        baseline_value=rng.choice(VALUES) if stated else None,
    )
