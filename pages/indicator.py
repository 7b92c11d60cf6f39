"""Chỉ tiêu: one promise, its verdict, its figures."""

from kh213 import ui
from kh213.draw.charts import target_chart
from kh213.view.indicator import named, target_page

reader = ui.reader()
w, promises = reader.w, reader.promises()
asked = ui.asked("ma").upper()

if asked and asked not in promises:
    ui.show("target_unknown.html", w=w, view=named(reader, ui.asked("ma")))
else:
    code = ui.choose(w("target.choose"), "ma", list(promises), next(iter(promises)), promises.__getitem__, value=asked)
    view = target_page(reader, reader.plan.targets[code])
    ui.title(promises[code])
    ui.show("target_head.html", w=w, view=view)
    if view.chart:
        ui.chart(target_chart(view.chart, w, dark=ui.dark(), stamp=ui.stamp(reader)), view.chart, w)
    ui.show("target_body.html", w=w, view=view, citation=ui.citation(reader, code))
