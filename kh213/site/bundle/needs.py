"""Which files of Streamlit's bundle the first view of a page needs, read out of the bundle itself.

Streamlit's script loads the part for each kind of element when the first of that kind arrives over the websocket: a
round trip more, or two, before anything is drawn. `first_needs` names these files ahead, for `<link rel=modulepreload>`.

All that is assumed about the bundle stands here. A new Streamlit that is made in another way fails at the start, and what
the browser really loads is held against this list by tests/browser/test_bytes.py.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache

from kh213.arrange.pieces import Choice, Field, Frame, Map, Markup, Picture, Piece, Several, flat
from kh213.site.bundle import files

_JS = "/static/js/"
_INDEX = files.package("streamlit") / "static" / "index.html"
_IMPORTED = re.compile(r'(?:\bfrom|\bimport)"\./([^"/]+\.js)"')  # of the static kind; import(`./…`) is a later request

# What a piece is made of (ui/shown.py): names of the bundle's parts, without the hash.
HTML, SELECT, SLIDER, PILLS = "Html", "Selectbox", "Slider", "ButtonGroup"
TEXT, BUTTON, CHART, COMPONENT, FRAME = "TextInput", "Button", "ArrowVegaLiteChart", "ComponentInstance", "IFrame"
_PARTS: Mapping[type[Piece], tuple[str, ...]] = {
    Markup: (HTML,),
    Choice: (SELECT,),
    Several: (PILLS,),
    Field: (TEXT, BUTTON),
    Picture: (HTML, CHART),
    Map: (COMPONENT,),
    Frame: (FRAME,),
}
USED = (HTML, SELECT, SLIDER, PILLS, TEXT, BUTTON, CHART, COMPONENT, FRAME)


def first_needs(pieces: Iterable[Piece], *, embedded: bool = False) -> tuple[str, ...]:
    """The addresses of the scripts that these pieces need, in the order of the pieces, beyond those that index.html
    names itself. An `embedded` page shows no choices (ui/shown.py).
    """
    names = dict.fromkeys(name for piece in flat(pieces) for name in _names(piece, embedded))
    return _scripts(tuple(names))


@cache
def every_page() -> tuple[str, ...]:
    """The scripts that any page of the site needs."""
    return (*at_once(), *_scripts(USED))


@cache
def at_once() -> tuple[str, ...]:
    """What index.html loads: the module first, then what that imports.

    Raises ValueError where these are not just the module's imports: then this module cannot read the bundle any more.
    """
    text = _INDEX.read_text("utf-8")
    module, *others = re.findall(r'<script type="module" crossorigin src="\.(/static/js/[^"]+)">', text)
    named = re.findall(r'<link rel="modulepreload" crossorigin href="\.(/static/js/[^"]+)">', text)
    if others or {module, *named} != set(closure([module])):
        raise ValueError("index.html does not name the imports of Streamlit's script: bundle/needs.py cannot read it")
    return (module, *named)


@cache
def style() -> str:
    """The address of the bundle's stylesheet. Raises ValueError where index.html has none or several."""
    (found,) = re.findall(
        r'<link rel="stylesheet" crossorigin href="\.(/static/css/[^"]+)">', _INDEX.read_text("utf-8")
    )
    return str(found)


def closure(addresses: Iterable[str]) -> tuple[str, ...]:
    """Scripts with all that they import, each once, those asked for first. Raises KeyError for one that is not there."""
    found: dict[str, None] = {}
    waiting = list(addresses)
    while waiting:
        address = waiting.pop(0)
        if address not in found:
            found[address] = None
            waiting += [_JS + name for name in _IMPORTED.findall(files.listed()[address].read_text("utf-8"))]
    return tuple(found)


def part(name: str) -> str:
    """The address of the bundle's part of that name. Raises ValueError where a new version has none or several."""
    pattern = re.compile(rf"{_JS}{re.escape(name)}\.[\w-]{{8}}\.js")
    found = [address for address in files.listed() if pattern.fullmatch(address)]
    if len(found) != 1:
        raise ValueError(f"Streamlit's bundle has {len(found)} parts named {name}; bundle/needs.py expects one")
    return found[0]


@cache
def _scripts(names: tuple[str, ...]) -> tuple[str, ...]:
    there = set(at_once())
    return tuple(each for each in closure(map(part, names)) if each not in there)


def _names(piece: Piece, embedded: bool) -> Iterator[str]:
    if isinstance(piece, Choice) and piece.slider and not embedded:
        yield SLIDER
    elif not (embedded and isinstance(piece, Choice | Several)):
        yield from _PARTS[type(piece)]
