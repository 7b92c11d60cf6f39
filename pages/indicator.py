"""Chỉ tiêu: one promise, its verdict, its figures."""

from kh213 import ui
from kh213.draw.charts import target_chart
from kh213.view.indicator import target_page

reader = ui.reader()
w, targets = reader.w, reader.plan.targets
names = {
    code: f"{code} {reader.say(reader.plan.indicators[t.indicator_code].short_name)}" for code, t in targets.items()
}
first, last = min(targets), max(targets)

if ui.asked("ma") not in {"", *targets}:
    ui.tell(w("notice.unknown_target", found=ui.asked("ma"), first=first, last=last), reader.link("overview"), w)
code = ui.choose(w("target.choose"), "ma", list(targets), first, names.__getitem__)

view = target_page(reader, targets[code])
ui.show("target_head.html", w=w, view=view)
if view.chart:
    ui.chart(target_chart(view.chart, w, dark=ui.dark(), stamp=ui.stamp(reader)), view.chart, w)
ui.show("target_body.html", w=w, view=view)
