"""The list of pages for search engines (sitemaps.org), each with its forms in the other languages."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from xml.etree import ElementTree as ET

_NAMESPACES = {"xmlns": "http://www.sitemaps.org/schemas/sitemap/0.9", "xmlns:xhtml": "http://www.w3.org/1999/xhtml"}


def sitemap(site: str, pages: Iterable[Mapping[str, str]], changed: date) -> bytes:
    """The document. `pages` are the paths of each page by language, `site` the address before them."""
    root = ET.Element("urlset", _NAMESPACES)
    for page in pages:
        for path in page.values():
            url = ET.SubElement(root, "url")
            ET.SubElement(url, "loc").text = site + path
            ET.SubElement(url, "lastmod").text = changed.isoformat()
            for lang, other in page.items():
                ET.SubElement(url, "xhtml:link", rel="alternate", hreflang=lang, href=site + other)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"
