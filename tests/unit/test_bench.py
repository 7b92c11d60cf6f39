"""What the benchmarks compute and how they tell it; what they measure is not a test's business."""

import pytest

from tests.bench.memory import growth
from tests.bench.national import ratio
from tests.bench.phone import _Wire
from tests.bench.report import line
from tests.bench.still import loads, static_html

PAGE = """<html><head><link rel="canonical" href="/elsewhere"><link rel="icon" href="/kh213/icon.svg?v=1">
<link rel="preload" href="/static/media/type.woff2" as="font"><link rel="stylesheet" crossorigin href="/static/app.css">
<style>a{background:url("/kh213/mark.svg")}</style></head><body><h1>x</h1><img src="/embed/a.svg?x=1&amp;y=2">
<script defer src="/kh213/kh213.js"></script><link rel="modulepreload" crossorigin href="/static/js/a.js">
<script type="module" crossorigin src="/static/js/index.js"></script></body></html>"""


def test_a_static_page_keeps_the_content_and_nothing_of_the_app() -> None:
    html = static_html(PAGE)
    assert "<h1>x</h1>" in html
    assert "<script" not in html
    assert "app.css" not in html
    assert "modulepreload" not in html


def test_a_static_page_is_saved_with_all_that_it_loads_and_no_page_that_it_leads_to() -> None:
    assert loads(static_html(PAGE)) == {
        "/kh213/icon.svg?v=1",
        "/kh213/mark.svg",
        "/embed/a.svg?x=1&y=2",
        "/static/media/type.woff2",
    }


def test_one_odd_round_is_no_growth_but_a_steady_rise_is() -> None:
    assert growth([100, 100, 140, 100, 100, 100, 100]) == pytest.approx(0)
    assert growth([100, 102, 104, 106]) == pytest.approx(2)


def test_a_goal_is_said_to_be_met_or_missed() -> None:
    row = {"ours_ms": 50.0, "theirs_ms": 1000.0, "ratio": 0.05}
    assert line("x", row).endswith("x  (50.0 ms / 1000.0 ms)")
    assert line("x", row | {"at_most": 0.08}).endswith("goal ≤ 0.08: met")
    assert line("x", row | {"at_most": 0.04}).endswith("goal ≤ 0.04: MISSED")
    assert line("x", row | {"at_least": 0.06}).endswith("goal ≥ 0.06: MISSED")


def test_bytes_are_counted_as_they_arrive_and_none_that_came_over_no_wire() -> None:
    wire = _Wire()
    wire._sent({"requestId": "a", "request": {"url": "http://x/"}, "wallTime": 1000.0, "timestamp": 5.0})
    wire._sent({"requestId": "b", "request": {"url": "data:,x"}, "wallTime": 1000.1, "timestamp": 5.1})
    wire._add({"requestId": "a", "timestamp": 5.2}, 300)
    wire._add({"requestId": "b", "timestamp": 5.2}, 999)
    wire._finished({"requestId": "a", "timestamp": 5.4, "encodedDataLength": 1000})
    assert wire.until(1000.3) == 300
    assert wire.until(1000.5) == 1000


def test_a_country_is_compared_pair_by_pair() -> None:
    ours = [{"read": {"cpu": cpu, "mb": 10}} for cpu in (1.0, 2.0, 9.0)]
    theirs = [{"csv": {"cpu": cpu, "mb": 40}} for cpu in (2.0, 8.0, 3.0)]
    assert ratio(ours, "read", theirs, "csv") == {"ours_ms": 2000, "theirs_ms": 3000, "ratio": 0.5}
    assert ratio(ours, "read", theirs, "csv", "mb") == {"ours_mb": 10, "theirs_mb": 40, "ratio": 0.25}
