"""A feed as Atom (RFC 4287). Ids are UUIDs made of names, not of addresses: they stay when the site moves."""

from __future__ import annotations

import re
from html import escape
from uuid import UUID, uuid5
from xml.etree import ElementTree as ET

from kh213.view.outside.feed import Entry, Feed

_ATOM = "http://www.w3.org/2005/Atom"
_OURS = UUID("c57824a6-618a-43c0-895e-09b972f47e5b")  # drawn once; a change would make every entry new to every reader
_NOT_XML = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def atom(feed: Feed, site: str) -> bytes:
    """The document. Links are absolute where the `site`'s own address is known, else paths from the root."""
    root = ET.Element("feed", {"xmlns": _ATOM, "xml:lang": feed.lang})
    _add(root, "id", _id(feed, "feed"))
    _add(root, "title", feed.title)
    _add(root, "subtitle", feed.subtitle)
    _add(root, "updated", max(entry.updated for entry in feed.entries).isoformat())
    _add(_add(root, "author"), "name", feed.title)
    _link(root, "self", site + feed.own, "application/atom+xml")
    _link(root, "alternate", site + feed.home, "text/html")
    for lang, path in feed.others:
        _link(root, "alternate", site + path, "application/atom+xml", lang)
    for entry in feed.entries:
        _entry(root, feed, entry, site)
    ET.indent(root)
    document: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return document + b"\n"


def _entry(root: ET.Element, feed: Feed, entry: Entry, site: str) -> None:
    element = _add(root, "entry")
    _add(element, "id", _id(feed, entry.name))
    _add(element, "title", entry.title)
    _add(element, "updated", entry.updated.isoformat())
    _add(element, "published", entry.updated.isoformat())
    _link(element, "alternate", site + entry.path, "text/html")
    _add(element, "summary", entry.lines[0])
    items = "".join(f"<li>{escape(line)}</li>" for line in entry.lines)
    _add(element, "content", f"<ul>{items}</ul>", type="html")


def _id(feed: Feed, name: str) -> str:
    return f"urn:uuid:{uuid5(_OURS, f'{feed.name}/{feed.lang}/{name}')}"


def _link(parent: ET.Element, rel: str, href: str, media_type: str, hreflang: str = "") -> None:
    _add(parent, "link", rel=rel, href=href, type=media_type, **({"hreflang": hreflang} if hreflang else {}))


def _add(parent: ET.Element, name: str, text: str | None = None, **attributes: str) -> ET.Element:
    element = ET.SubElement(parent, name, attributes)
    element.text = _NOT_XML.sub("\ufffd", text) if text else None
    return element
