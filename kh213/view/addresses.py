"""Every address of the site is built here and nowhere else. All are paths from the root: no host is known."""

from urllib.parse import quote, urlencode

from kh213.view import pages

LEAFLET_VERSION = "1.9.4"
TEXT_FONT = "/kh213/fonts/kh213-sans-3.052.woff2"


def page(name: str, **query: str | None) -> str:
    """The address of a page: `page("indicator", ma="T06", lang="en")` is `/chi-tieu?ma=T06&lang=en`.

    A query value of None or "" is left out. Raises KeyError for an unknown page name.
    """
    kept = [(key, value) for key, value in query.items() if value]
    return pages.page(name).path + (f"?{urlencode(kept)}" if kept else "")


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


def embed_map(ky: str, code: str, ending: str = "svg", **query: str | None) -> str:
    """The map of a target or context indicator as a picture that stands alone, `ending` svg or png.

    `query`: level, period, within, compare, drawing (tiles, geography), lang, theme (light, dark), width, scale (png),
    tai; a value of None or "" is left out.
    """
    kept = [(key, value) for key, value in query.items() if value]
    path = "/embed/" + "/".join(quote(part, safe="") for part in (ky, "map", f"{code}.{ending}"))
    return path + (f"?{urlencode(kept)}" if kept else "")


def leaflet(file: str) -> str:
    """A file of Leaflet that the site serves itself: `leaflet("leaflet.js")`, `leaflet("images/layers.png")`."""
    return f"/leaflet/{LEAFLET_VERSION}/{quote(file)}"


def static(file: str) -> str:
    """A file of our own in kh213/site/static, by its path there: `static("kh213.css")`."""
    return f"/kh213/{quote(file)}"


def _data(*parts: str) -> str:
    return "/data/" + "/".join(quote(part, safe="") for part in parts)
