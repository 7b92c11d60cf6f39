"""The newest publication as search engines for data read it: schema.org/Dataset in JSON-LD."""

from __future__ import annotations

from kh213.release.schema import TABLES
from kh213.view import addresses
from kh213.view.reader import Reader
from kh213.words import LANGUAGES

_LICENCE = "https://creativecommons.org/licenses/by/4.0/"


def dataset(reader: Reader, site: str) -> dict[str, object]:
    """The description of the reader's publication; addresses are absolute where the `site`'s own one is known."""
    w, plan = reader.w, reader.plan
    release, day = plan.release, plan.release.day.isoformat()
    name = w("frame.site", plan=reader.say(release.plan_name.short_name))
    publisher = {"@type": "Organization", "name": name, **({"url": f"{site}/"} if site else {})}
    page = site + addresses.page("data", lang=reader.kept()["lang"])
    return {
        "@context": "https://schema.org/",
        "@type": "Dataset",
        "@id": page,
        "name": reader.say(release.title),
        "description": w("citing.dataset", plan=reader.say(release.plan_name.name)),
        "url": page,
        "identifier": release.name,
        "version": day,
        "datePublished": day,
        "dateModified": day,
        "inLanguage": list(LANGUAGES),
        "license": _LICENCE,
        "isAccessibleForFree": True,
        "creator": publisher,
        "publisher": publisher,
        "spatialCoverage": {"@type": "Place", "name": reader.area_name(plan.areas.province)},
        "temporalCoverage": _span(reader),
        "variableMeasured": [reader.say(each.name) for each in plan.indicators.values() if plan.areas_of(each.code)],
        "distribution": [
            _download(site + addresses.data_package(day), "application/zip"),
            _download(site + addresses.data_status(day), "text/csv"),
            *(_download(site + addresses.data_table(day, table), "text/csv") for table in TABLES),
        ],
    }


def _download(address: str, media_type: str) -> dict[str, object]:
    named = {"name": address.rsplit("/", 1)[1], "contentUrl": address, "encodingFormat": media_type}
    return {"@type": "DataDownload", **named}


def _span(reader: Reader) -> str:
    """From the first day that a figure is about to the last, as ISO 8601 writes an interval."""
    told = [period for (period,) in reader.plan.observed.tally("period")]
    periods = told or [each.due for each in reader.plan.targets.values()]
    return f"{min(each.first for each in periods)}/{max(each.last for each in periods)}"
