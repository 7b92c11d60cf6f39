"""What stands in place of a moving picture until the app has come: the same chart or map as plain SVG."""

from kh213.view.chart import Chart
from kh213.view.map import MapPage
from kh213.words import Words


def still_chart(chart: Chart, w: Words, stamp: str) -> str:
    """A chart."""
    return f'<p class="kh-empty">{chart.alt}</p>'


def still_map(page: MapPage, w: Words, stamp: str, picked: str) -> str:
    """A map."""
    return f'<p class="kh-empty">{page.title}</p>'
