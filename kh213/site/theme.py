"""Ink, paper and accent for our own stylesheet, read from .streamlit/config.toml: they are written down once."""

import tomllib
from dataclasses import fields
from functools import cache
from pathlib import Path

from kh213.draw.theme import Palette, fills, palette

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
_NAMES = {
    "ink": "textColor",
    "paper": "backgroundColor",
    "shade": "secondaryBackgroundColor",
    "accent": "linkColor",
    "line": "borderColor",
}


@cache
def drawn() -> str:
    """The colours of pictures (draw/theme.py) as CSS: `--c-muted` and its like, and the classes of a map as
    `--f-met` with what is written on them as `--t-met`.
    """
    light, dark = (_pictures(is_dark) for is_dark in (False, True))
    once = "".join(f"--{name}:{colour};" for name, colour in light.items())
    night = "".join(f"--{name}:{colour};" for name, colour in dark.items())
    both = "".join(f"--{name}:light-dark({light[name]},{dark[name]});" for name in light)
    swatches = "".join(
        f".kh-swatch-{code}{{background-color:var(--f-{code})}}.kh-area-{code}{{fill:var(--f-{code})}}"
        f".kh-on-{code}{{color:var(--t-{code})}}"
        for code in fills(dark=False)
    )
    return (
        f":root{{{once}}}@media (prefers-color-scheme:dark){{:root{{{night}}}}}"
        f"@supports (color:light-dark(#000,#fff)){{:root,.stApp{{{both}}}}}@media print{{:root,.stApp{{{once}}}}}{swatches}"
    )


def _pictures(dark: bool) -> dict[str, str]:
    colours, classes = palette(dark), fills(dark)
    named = {f"c-{each.name}": str(getattr(colours, each.name)) for each in fields(Palette)}
    for code, tone in classes.items():
        named |= {f"f-{code}": tone.colour, f"t-{code}": tone.text}
    return named


@cache
def variables() -> str:
    """The custom properties `--kh-ink`, `--kh-paper`, `--kh-shade`, `--kh-accent`, `--kh-line` as CSS.

    They follow the reader's system; inside the app they follow the app (`.stApp` sets color-scheme, and a framed
    page may ask for `embed_options=dark_theme`). Raises KeyError where config.toml lacks one of the colours.
    """
    theme = tomllib.loads(CONFIG.read_text("utf-8"))["theme"]
    light, dark = theme["light"], theme["dark"]
    both = "".join(f"--kh-{name}:light-dark({light[key]},{dark[key]});" for name, key in _NAMES.items())
    return (
        f":root{{color-scheme:light dark;{_declared(light)}}}"
        f"@media (prefers-color-scheme:dark){{:root{{{_declared(dark)}}}}}"
        f"@supports (color:light-dark(#000,#fff)){{:root,.stApp{{{both}}}}}"
    )


def _declared(colours: dict[str, str]) -> str:
    return "".join(f"--kh-{name}:{colours[key]};" for name, key in _NAMES.items())
