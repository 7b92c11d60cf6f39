"""Every address of the site is built here and nowhere else. All are paths from the root: only `site` knows a host."""

import os
from collections.abc import Mapping
from urllib.parse import quote, urlencode

from kh213.view import pages

LEAFLET_VERSION = "1.9.4"
TEXT_FONT = "/kh213/fonts/kh213-sans-3.052.woff2"


def site() -> str:
    """The site's own public address, which its operator gives in KH213_URL, without a slash at its end; "" if none."""
    return os.environ.get("KH213_URL", "").rstrip("/")


def page(name: str, **query: str | None) -> str:
    """The address of a page: `page("indicator", ma="T06", lang="en")` is `/chi-tieu?ma=T06&lang=en`.

    A query value of None or "" is left out. Raises KeyError for an unknown page name.
    """
    return _queried(pages.page(name).path, query)


def data_table(ky: str, table: str) -> str:
    """One table of a publication as CSV; `ky` is `latest`, a release date or `demo`."""
    return _data(ky, f"{table}.csv")


def data_indicator(ky: str, code: str) -> str:
    """One indicator's figures with names, target and source beside them, as CSV."""
    return _data(ky, "indicators", f"{code}.csv")


def data_status(ky: str, tai: str | None = None) -> str:
    """Every verdict of a publication with its inputs, as CSV; as of the day `tai` where one is given."""
    return _data(ky, "status.csv") + (f"?tai={quote(tai)}" if tai else "")


def data_descriptor(ky: str) -> str:
    """The publication's datapackage.json."""
    return _data(ky, "datapackage.json")


def data_package(ky: str) -> str:
    """The whole publication as one zip."""
    return _data(ky, "package.zip")


def data_workbook(ky: str) -> str:
    """The whole publication as one Excel workbook."""
    return _data(ky, "workbook.xlsx")


def data_areas(ky: str, level: str) -> str:
    """The districts or communes with their verdicts, as GeoJSON."""
    return _data(ky, "areas", f"{level}.geojson")


def data_catalogue() -> str:
    """What there is to download, as DCAT in JSON-LD."""
    return "/data/"


def data_changes(old: str, new: str) -> str:
    """Every cell that changed between two publications, by their dates, as CSV."""
    return _data("changes", f"{old}..{new}.csv")


def data_citation(ky: str, ending: str, target: str | None = None, lang: str | None = None) -> str:
    """How to cite a publication, or one of its targets, as a file: `ending` is txt, bib or ris."""
    kept = [(key, value) for key, value in (("target", target), ("lang", lang)) if value]
    return _data(ky, f"citation.{ending}") + (f"?{urlencode(kept)}" if kept else "")


def feed(lang: str | None = None) -> str:
    """The Atom feed of publications and turned verdicts."""
    return "/feed.atom" + (f"?lang={quote(lang)}" if lang else "")


def sitemap() -> str:
    """Every page that a search engine should know."""
    return "/sitemap.xml"


def embed_chart(ky: str, code: str, ending: str = "svg", **query: str | None) -> str:
    """Target against actual as something that stands alone, `ending` svg, png or html.

    `query`: area, lang, theme, width, scale (png), tai; a value of None or "" is left out.
    """
    return _queried("/embed/" + "/".join(quote(part, safe="") for part in (ky, f"{code}.{ending}")), query)


def embed_map(ky: str, code: str, ending: str = "svg", **query: str | None) -> str:
    """The map of a target or context indicator as a picture that stands alone, `ending` svg or png.

    `query`: level, period, within, compare, drawing (tiles, geography), lang, theme (light, dark), width, scale (png),
    tai; a value of None or "" is left out.
    """
    return _queried("/embed/" + "/".join(quote(part, safe="") for part in (ky, "map", f"{code}.{ending}")), query)


def card(ky: str, name: str, **query: str | None) -> str:
    """The picture of a page of that name beside a link to it, as PNG.

    `query`: ma (a target or an area), luc (a day on which the area is meant), lang, tai; None or "" is left out.
    Raises KeyError for an unknown page name.
    """
    return _queried(f"/card/{quote(ky, safe='')}/{card_slug(name)}.png", query)


def card_slug(name: str) -> str:
    """What the picture of a page is called in its address: as the page is; the first page has no other name there."""
    return pages.page(name).slug or "tong-quan"


def brief(ky: str, ending: str, **query: str | None) -> str:
    """The briefing, `ending` pptx or docx. `query`: targets (T01,T05), group, area, lang, tai; None or "" is left out."""
    return _queried(f"/brief/{quote(ky, safe='')}.{ending}", query)


def leaflet(file: str) -> str:
    """A file of Leaflet that the site serves itself: `leaflet("leaflet.js")`, `leaflet("images/layers.png")`."""
    return f"/leaflet/{LEAFLET_VERSION}/{quote(file)}"


def static(file: str) -> str:
    """A file of our own in kh213/site/static, by its path there: `static("kh213.css")`."""
    return f"/kh213/{quote(file)}"


def _data(*parts: str) -> str:
    return "/data/" + "/".join(quote(part, safe="") for part in parts)


def _queried(path: str, query: Mapping[str, str | None]) -> str:
    kept = [(key, value) for key, value in query.items() if value]
    return path + (f"?{urlencode(kept)}" if kept else "")
