"""Địa phương: a place by any of its names, and what was promised and published there."""

from kh213 import ui
from kh213.draw.charts import target_chart
from kh213.view.area import area_chart, area_page
from kh213.view.pinned import share
from kh213.view.places import asked_area, browse, named_on, results
from kh213.words import formats

reader = ui.reader()
w, targets = reader.w, reader.plan.targets
code, day, charted = ui.asked("ma").strip(), ui.asked("luc"), ui.asked("chi")
area = asked_area(reader, code, day) if code else None
view = area_page(reader, area, charted, ui.borders(reader)) if area else None

if code and area is None:
    ui.tell(w("place.unknown_code", found=formats.excerpt(code)), "", w)
if area and day and not named_on(area, day):
    shown = reader.area_name(area)
    ui.tell(w("place.unknown_day", code=area.code, found=formats.excerpt(day), shown=shown), "", w)
if view and charted not in {"", *view.charted}:
    ui.tell(w("place.unknown_chart", found=formats.excerpt(charted)), "", w)

if area and view:
    ui.title(view.name)
    ui.show("area_head.html", w=w, view=view)
    if view.charted:
        chosen = view.charted[0]
        if len(view.charted) > 1:
            chosen = ui.choose(w("place.choose_chart"), "chi", view.charted, chosen, reader.promises().__getitem__)
        if chart := area_chart(reader, targets[chosen], area):
            ui.chart(target_chart(chart, w, dark=ui.dark(), stamp=ui.stamp(reader)), chart, w)
    when = day if named_on(area, day) else None
    charted = charted if charted in view.charted else ""
    address = share(reader, ui.site_address(), "area", ma=area.code, luc=when, chi=charted)
    ui.show("area_body.html", w=w, view=view, share=address)
else:
    ui.show("area_find.html", w=w)
label = w("place.find_another") if view else w("place.find")
text = ui.text(label, "tim", button=w("place.button"), placeholder=w("place.example"), clears=("ma", "luc", "chi"))
if text and not view:
    ui.show("area_results.html", w=w, view=results(reader, text))
if not view:
    ui.show("area_browse.html", lists=browse(reader))
