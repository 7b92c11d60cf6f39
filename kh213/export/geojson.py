"""The districts or communes of a day with their verdicts, as GeoJSON (RFC 7946)."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from datetime import date
from fractions import Fraction
from typing import Any

import shapely

from kh213.export import machine
from kh213.export.status import COLUMNS, NUMBERS, status_rows
from kh213.model.areas import Area
from kh213.model.plan import Plan, Target
from kh213.model.verdict import Verdict, judge
from kh213.release.boundaries.layers import Layer, NotCovered
from kh213.words import LANGUAGES, formats, words

_Properties = dict[str, Any]


def due_day(plan: Plan, target: Target | None, as_of: date) -> date:
    """The day whose areas are given: the last of the due period, of all targets the latest, or the day asked about."""
    due = target.due.last if target else max(each.due.last for each in plan.targets.values())
    return min(due, as_of)


def areas_geojson(
    plan: Plan, units: Sequence[Area], target: Target | None, as_of: date, layer: Layer | NotCovered
) -> bytes:
    """A FeatureCollection of `units`, the areas of one level on one day, as outlined by the `layer` of that day.

    With a target, each feature has the columns of status.csv; without one, `verdict_T01` and so on. Where there is no
    outline, the geometry is null, as RFC 7946 section 3.2 wants it, and the member `note` says why.
    """
    shapes = layer.shapes if isinstance(layer, Layer) else {}
    drawn = {unit.code: shapely.orient_polygons(shapes[unit.code]) for unit in units if unit.code in shapes}
    box = {"bbox": shapely.total_bounds(list(drawn.values())).tolist()} if drawn else {}
    mark = {machine.MARK: plan.release.status} if plan.release.illustrative else {}
    collection = {
        "type": "FeatureCollection",
        **box,
        **_about(plan, units, as_of, layer),
        "features": [
            {
                "type": "Feature",
                "id": unit.code,
                **({"bbox": list(drawn[unit.code].bounds)} if unit.code in drawn else {}),
                "geometry": _geometry(drawn.get(unit.code)),
                "properties": {**_area(unit), **_judged(plan, unit, target, as_of), **mark},
            }
            for unit in units
        ],
    }
    return (json.dumps(collection, ensure_ascii=False, separators=(",", ":")) + "\n").encode()


def _about(plan: Plan, units: Sequence[Area], as_of: date, layer: Layer | NotCovered) -> Mapping[str, object]:
    """Which data these are and whose outlines, as foreign members (RFC 7946 section 6.1)."""
    about: dict[str, object] = {
        "release": plan.release.name,
        "title": {lang: plan.release.title.within(lang) for lang in LANGUAGES},
        machine.MARK: plan.release.status,
        "as_of": as_of.isoformat(),
    }
    if isinstance(layer, NotCovered):
        return about | {"note": {lang: words(lang)("geojson.no_shapes") for lang in LANGUAGES}}
    missing = ", ".join(unit.code for unit in units if unit.code not in layer.shapes)
    note = {lang: words(lang)("geojson.missing", codes=missing) for lang in LANGUAGES} if missing else None
    return about | {
        "boundaries": {
            "source": layer.source,
            "licence": layer.licence,
            "valid_from": layer.valid_from.isoformat(),
            "dissolved": layer.dissolved,
        },
        **({"note": note} if note else {}),
    }


def _geometry(shape: shapely.Geometry | None) -> object:
    return json.loads(shapely.to_geojson(shape)) if shape is not None else None


def _area(unit: Area) -> _Properties:
    return {
        "area_code": unit.code,
        "name_vi": formats.area(words("vi"), unit),
        "name_en": formats.area(words("en"), unit),
        "area_type": unit.area_type,
        "level": unit.level,
        "parent_code": unit.parent_code,
        "valid_from": machine.day(unit.valid_from) or None,
        "valid_to": machine.day(unit.valid_to) or None,
    }


def _judged(plan: Plan, unit: Area, target: Target | None, as_of: date) -> _Properties:
    if target is None:
        return {f"verdict_{code}": _verdict(plan, unit, each, as_of).code for code, each in plan.targets.items()}
    verdict = _verdict(plan, unit, target, as_of)
    (row,) = status_rows(plan, [verdict])
    source = plan.sources[verdict.figure.source_code] if verdict.figure else None
    return {
        **{name: _typed(name, row.get(name, "")) for name in COLUMNS if name != "area_code"},
        "source_title": source.title if source else None,
        "source_url": source.url if source else None,
    }


def _verdict(plan: Plan, unit: Area, target: Target, as_of: date) -> Verdict:
    """The verdict on this very area: a code that named another one on the day of the verdict says nothing of it."""
    if plan.areas.at(unit.code, min(as_of, target.due.last)) != unit:
        return Verdict(target, unit.code, as_of, "undetermined", "not_in_force")
    return judge(plan, target, unit.code, as_of)


def _typed(column: str, text: str) -> str | int | float | None:
    if column not in NUMBERS or not text:
        return text or None
    exact = Fraction(text)
    return exact.numerator if exact.denominator == 1 else float(exact)
