"""Ink, paper and accent for our own stylesheet, read from .streamlit/config.toml: they are written down once."""

import tomllib
from functools import cache
from pathlib import Path

from kh213.draw.theme import fills

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
_NAMES = {
    "ink": "textColor",
    "paper": "backgroundColor",
    "shade": "secondaryBackgroundColor",
    "accent": "linkColor",
    "line": "borderColor",
}


@cache
def swatches() -> str:
    """The colours of a map's classes (draw/theme.py) as CSS, for the legend and the table beside it."""
    light, dark = fills(dark=False), fills(dark=True)
    once = {code: f".kh-swatch-{code}" for code in light}
    both = "".join(
        f"{name}{{background-color:light-dark({light[code].colour},{dark[code].colour})}}"
        for code, name in once.items()
    )
    plain = "".join(f"{name}{{background-color:{light[code].colour}}}" for code, name in once.items())
    return f"{plain}@supports (color:light-dark(#000,#fff)){{{both}}}"


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
