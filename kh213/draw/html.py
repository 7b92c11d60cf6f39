"""Views as HTML fragments, through the templates beside this file. Every value is escaped."""

from __future__ import annotations

from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

_templates = Environment(
    loader=PackageLoader("kh213.draw"),
    autoescape=True,
    trim_blocks=True,
    lstrip_blocks=True,
    undefined=StrictUndefined,
    auto_reload=False,
)


def html(template: str, **values: object) -> str:
    """The fragment of a template ("overview.html") with its values. Raises UndefinedError for one not given."""
    return _templates.get_template(template).render(**values)


def macros(template: str) -> Any:
    """The macros of a template, as functions that give HTML."""
    return _templates.get_template(template).module


def _safe_address(address: str) -> str:
    """An address that a link may lead to, or "": data may name any scheme, a page leads only to pages."""
    return address if address.startswith(("https://", "http://", "/", "?", "#")) else ""


def _css_text(text: str) -> str:
    """A text as the inside of a quoted string of a stylesheet: what could end it, or is HTML, is written as a number."""
    return "".join(char if char.isalnum() or char in " -._~/?=%+,:;" else f"\\{ord(char):06x}" for char in text)


_templates.filters["address"] = _safe_address
_templates.filters["css"] = _css_text
