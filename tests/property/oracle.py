"""The verdict method a second time, straight from the text of method.md and as plainly as possible.

It reads the rows of the CSVs and shares no code with kh213: it parses periods, days and numbers itself. Slow and
long-winded on purpose; where it and kh213.model differ, one of the two is wrong.
"""

from __future__ import annotations

import calendar
from datetime import date, timedelta
from fractions import Fraction

SAME = {"rename", "reclassify", "reparent"}
MONTHS = {"annual": 12, "semiannual": 6, "quarterly": 3, "monthly": 1}


def month_end(year, month):
    return date(year, month, calendar.monthrange(year, month)[1])


def one_period(code):
    year = int(code[:4])
    if len(code) == 4:
        return date(year, 1, 1), date(year, 12, 31)
    if code[5] == "S":
        half = int(code[6])
        return (date(year, 1, 1), date(year, 6, 30)) if half == 1 else (date(year, 7, 1), date(year, 12, 31))
    if code[5] == "Q":
        quarter = int(code[6])
        return date(year, 3 * quarter - 2, 1), month_end(year, 3 * quarter)
    return date(year, int(code[5:7]), 1), month_end(year, int(code[5:7]))


def period(code, accumulation="period"):
    parts = code.split("/")
    first, last = one_period(parts[0])[0], one_period(parts[-1])[1]
    if accumulation == "year_to_date":
        first = date(last.year, 1, 1)
    return first, last


def known_day(text):
    parts = [int(part) for part in text.split("-")]
    if len(parts) == 1:
        return date(parts[0], 12, 31)
    if len(parts) == 2:
        return month_end(*parts)
    return date(*parts)


def number(text):
    return None if text == "" else Fraction(text)


class Figure:
    """One row of observations, read."""

    def __init__(self, row, position, sources, release_day):
        self.row = row
        self.position = position
        self.first, self.t = period(row["time_period"], row["accumulation"])
        self.days = (self.t - self.first).days
        published = row["published_on"]
        if not published:
            published = sources[row["source_code"]]["published_on"]
        if not published:
            published = sources[row["source_code"]]["retrieved_on"]
        self.known = known_day(published) if published else release_day
        numerator, denominator = number(row["numerator"]), number(row["denominator"])
        self.no_dossiers = denominator is not None and denominator == 0
        self.y = number(row["obs_value"])
        if numerator is not None and denominator is not None and not self.no_dossiers:
            self.y = 100 * numerator / denominator
        if self.no_dossiers:
            self.y = None
        self.qualifier = row["qualifier"]
        self.broken = row["obs_status"] == "B"

    @property
    def same_figure(self):
        return self.row["indicator_code"], self.row["area_code"], self.first, self.t, self.row["accumulation"]


def known_figures(tables, release_day, indicator_code, area_code, as_of):
    """Of several rows for one figure the one known last; none where that one has no value."""
    sources = {row["source_code"]: row for row in tables["sources"]}
    figures = [Figure(row, at, sources, release_day) for at, row in enumerate(tables["observations"])]
    figures = [f for f in figures if (f.row["indicator_code"], f.row["area_code"]) == (indicator_code, area_code)]
    figures = [f for f in figures if f.known <= as_of]
    holding = []
    for figure in figures:
        rivals = [f for f in figures if f.same_figure == figure.same_figure]
        if any((f.known, f.position) > (figure.known, figure.position) for f in rivals):
            continue
        if figure.y is None and not figure.no_dossiers:
            continue
        holding.append(figure)
    return holding


def span_on(tables, code, day):
    for row in tables["areas"]:
        begins = known_day(row["valid_from"]) if row["valid_from"] else date.min
        ends = date.fromisoformat(row["valid_to"]) if row["valid_to"] else date.max
        if row["area_code"] == code and begins <= day <= ends:
            return row
    return None


def same_area(tables, code, one, other):
    """Stops at each day on which some unit ended or begins; where this code's span changes, every recorded link must
    leave the territory as it is."""
    first, last = min(one, other), max(one, other)
    if span_on(tables, code, first) is None:
        return False
    stops = {known_day(row["valid_from"]) for row in tables["areas"] if row["valid_from"]}
    stops |= {date.fromisoformat(row["valid_to"]) + timedelta(days=1) for row in tables["areas"] if row["valid_to"]}
    for stop in sorted(stops):
        if not first < stop <= last:
            continue
        if span_on(tables, code, stop) is None:
            return False
        if span_on(tables, code, stop) is not span_on(tables, code, stop - timedelta(days=1)):
            links = [row for row in tables["area_changes"] if row["changed_on"] == stop.isoformat()]
            links = [row for row in links if code in (row["from_code"], row["to_code"])]
            if not links or any(row["change_kind"] not in SAME for row in links):
                return False
    return True


def half_of_last_place(text):
    digits = text.lstrip("-")
    if "." in digits:
        digits = digits.rstrip("0")
        if not digits.endswith("."):
            return Fraction(1, 10 ** len(digits.split(".")[1])) / 2
        digits = digits[:-1]
    if not digits.strip("0"):
        return Fraction(1, 2)
    return Fraction(10 ** (len(digits) - len(digits.rstrip("0")))) / 2


def points_of(figure, bound):
    """Points that stand for the whole range, as far as one bound is concerned: below, at and above it."""
    tiny = Fraction(1, 10**12)
    y = figure.y
    if figure.qualifier == "approx":
        if figure.row["obs_value"] == "":
            return [bound - 1, bound, bound + 1]
        half = half_of_last_place(figure.row["obs_value"])
        low, high = y - half, y + half
        return [low, high] + ([bound] if low <= bound <= high else [])
    if figure.qualifier == "eq":
        return [y]
    if figure.qualifier in ("gt", "ge"):
        start = y if figure.qualifier == "ge" else y + tiny
        return [start, max(start, bound) + 1] + ([bound] if bound >= start else [])
    start = y if figure.qualifier == "le" else y - tiny
    return [start, min(start, bound) - 1] + ([bound] if bound <= start else [])


def reaches(target, indicator, figure):
    """True, False, or None where the figure cannot decide."""
    bound = number(target["target_value"])
    comparator = target["comparator"]
    if comparator == "eq" and indicator["kind"] == "share" and bound == 100:
        comparator = "ge"
    test = {"ge": lambda y: y >= bound, "le": lambda y: y <= bound, "eq": lambda y: y == bound}[comparator]
    answers = {test(y) for y in points_of(figure, bound)}
    return answers.pop() if len(answers) == 1 else None


def latest(figures):
    """The latest t; at the same t the longest span, then the latest known."""
    return max(figures, key=lambda f: (f.t, f.days, f.known, f.position), default=None)


def best_of_each_end(figures):
    ends = sorted({f.t for f in figures})
    return [latest([f for f in figures if f.t == end]) for end in ends]


def judge(tables, release_day, target, area_code, as_of):
    """(verdict, reason, (t, span, published) of the figure shown, since_lost, R, rates)."""
    due = period(target["due_period"])[1]
    indicator = next(row for row in tables["indicators"] if row["indicator_code"] == target["indicator_code"])
    reference = min(as_of, due)

    def own_figures(indicator_code):
        found = known_figures(tables, release_day, indicator_code, area_code, as_of)
        return [f for f in found if same_area(tables, area_code, f.t, reference)]

    if span_on(tables, area_code, reference) is None:
        return undetermined("not_in_force")
    figures = own_figures(target["indicator_code"])
    if not figures:
        for row in tables["related_figures"]:
            if row["target_code"] == target["target_code"] and own_figures(row["indicator_code"]):
                return undetermined("only_related_figures")
        return undetermined("no_observation")
    if as_of > due:
        return after(target, indicator, due, figures)
    return before(tables, target, indicator, area_code, due, figures)


def after(target, indicator, due, figures):
    back = due.year * 12 + due.month - 1 - MONTHS[indicator["frequency"]]
    one_interval_before = month_end(back // 12, back % 12 + 1)
    deciding = latest([f for f in figures if one_interval_before < f.t <= due])
    if deciding is None:
        return undetermined("none_for_due_period")
    if deciding.no_dossiers:
        return undetermined("no_dossiers", deciding)
    answer = reaches(target, indicator, deciding)
    if answer is None:
        return undetermined("qualifier_cannot_decide", deciding)
    later = best_of_each_end([f for f in figures if f.t > due and f.y is not None])
    if answer:
        lost = bool(later) and reaches(target, indicator, later[-1]) is False
        return ("met", None, shown(deciding), lost, None, None)
    for figure in later:
        if reaches(target, indicator, figure):
            return ("met_late", None, shown(figure), False, None, None)
    return ("missed", None, shown(deciding), False, None, None)


def before(tables, target, indicator, area_code, due, figures):  # noqa: C901  as long as the text it follows
    figures = [f for f in figures if f.t <= due]
    figure = latest(figures)
    if figure is None:
        return undetermined("none_for_due_period")
    if figure.no_dossiers:
        return undetermined("no_dossiers", figure)
    if reaches(target, indicator, figure):
        return ("reached", None, shown(figure), False, None, None)
    if figure.qualifier != "eq":
        return undetermined("qualifier_cannot_decide", figure)
    if indicator["kind"] == "rank":
        return undetermined("no_pace", figure)

    province = next(row["area_code"] for row in tables["areas"] if row["area_level"] == "province")
    goal = number(target["target_value"])
    if target["baseline_period"] and target["baseline_value"] and area_code == province:
        t0, b = period(target["baseline_period"])[1], number(target["baseline_value"])
    else:
        exact = [f for f in figures if f.qualifier == "eq" and f.y is not None]
        first = best_of_each_end(exact)[0]
        if first is figure:
            return undetermined("no_baseline", figure)
        t0, b = first.t, first.y

    if target["comparator"] == "eq" and not (indicator["kind"] == "share" and goal == 100):
        return undetermined("no_pace", figure)
    if (b <= goal) if target["comparator"] == "le" else (b >= goal):
        return undetermined("no_pace", figure)
    if any(f.broken and t0 < f.t <= figure.t for f in figures):
        return undetermined("no_pace", figure)

    y, t = figure.y, figure.t
    if t0 >= t or t0 >= due:
        return undetermined("too_early", figure)
    f = Fraction((t - t0).days, (due - t0).days)
    if f < Fraction("0.1"):
        return undetermined("too_early", figure)
    expected = b + (goal - b) * f
    pace = (y - b) / (expected - b)
    rates = (
        (y - b) / Fraction((t - t0).days, 365),
        (goal - y) / Fraction((due - t).days, 365) if t < due else None,
    )
    code = "on_track" if pace >= Fraction("0.95") else "behind" if pace >= 0 else "moving_away"
    return (code, None, shown(figure), False, pace, rates)


def shown(figure):
    return None if figure is None else figure.position


def undetermined(reason, figure=None):
    return ("undetermined", reason, shown(figure), False, None, None)
