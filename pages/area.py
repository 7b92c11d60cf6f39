"""Địa phương: a place by any of its names, and what was promised and published there."""

from kh213 import ui
from kh213.draw.charts import target_chart
from kh213.view.area import area_chart, area_page
from kh213.view.places import asked_area, browse, results
from kh213.words import formats

reader = ui.reader()
w, targets = reader.w, reader.plan.targets
code = ui.asked("ma").strip()
area = asked_area(reader, code, ui.asked("luc")) if code else None
view = area_page(reader, area, ui.asked("chi")) if area else None
if code and area is None:
    ui.tell(w("place.unknown_code", found=formats.excerpt(code)), "", w)


def name(target: str) -> str:
    return f"{target} {reader.say(reader.plan.indicators[targets[target].indicator_code].short_name)}"


if area and view:
    ui.show("area_head.html", w=w, view=view)
    if view.charted:
        if ui.asked("chi") not in {"", *view.charted}:
            ui.tell(w("place.unknown_chart", found=formats.excerpt(ui.asked("chi"))), "", w)
        chosen = view.charted[0]
        if len(view.charted) > 1:
            chosen = ui.choose(w("place.choose_chart"), "chi", view.charted, chosen, name)
        if chart := area_chart(reader, targets[chosen], area):
            ui.chart(target_chart(chart, w, dark=ui.dark(), stamp=ui.stamp(reader)), chart, w)
    ui.show("area_body.html", w=w, view=view)
else:
    ui.show("area_find.html", w=w)
label = w("place.find_another") if view else w("place.find")
text = ui.text(label, "tim", button=w("place.button"), placeholder=w("place.example"), clears=("ma", "luc", "chi"))
if text and not view:
    ui.show("area_results.html", w=w, view=results(reader, text))
if not view:
    ui.show("area_browse.html", lists=browse(reader))
