"""How results are told: a line each, its goal beside it where it has one, and all of them in one file."""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

Row = dict[str, float]
OUT = Path(__file__).parents[2] / "bench" / "out"


def report(results: Mapping[str, Row], file: str = "ratios.json") -> None:
    """Prints every ratio with its two medians and its goal, and writes them to bench/out/."""
    for name, row in results.items():
        print(line(name, row))  # noqa: T201
    OUT.mkdir(parents=True, exist_ok=True)
    (OUT / file).write_text(json.dumps(results, indent=2) + "\n", encoding="utf-8")


def line(name: str, row: Row) -> str:
    """One result: `ours_<unit>`, `theirs_<unit>` and `ratio`; `at_most` or `at_least` is its goal."""
    unit = next(key.removeprefix("ours_") for key in row if key.startswith("ours_"))
    ours, theirs = row[f"ours_{unit}"], row[f"theirs_{unit}"]
    return f"{row['ratio']:6.3g}  {name}  ({_number(ours)} {unit} / {_number(theirs)} {unit}){_goal(row)}"


def _goal(row: Row) -> str:
    if "at_most" in row:
        met = row["ratio"] <= row["at_most"]
        return f"  goal ≤ {row['at_most']:g}: {'met' if met else 'MISSED'}"
    if "at_least" in row:
        met = row["ratio"] >= row["at_least"]
        return f"  goal ≥ {row['at_least']:g}: {'met' if met else 'MISSED'}"
    return ""


def _number(value: float) -> str:
    return f"{value:.1f}" if abs(value) >= 1 else f"{value:.3f}"
