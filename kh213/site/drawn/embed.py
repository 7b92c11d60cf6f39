"""/embed: what other pages, slides and papers show. A dated address gives the same bytes for good."""

from starlette.routing import BaseRoute

from kh213.site.drawn import chart as embed_chart
from kh213.site.drawn import map as embed_map

routes: list[BaseRoute] = [*embed_map.routes, *embed_chart.routes]
