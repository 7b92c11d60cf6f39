"""Ink, paper and accent for our own stylesheet, read from .streamlit/config.toml: they are written down once."""

import tomllib
from functools import cache
from pathlib import Path

CONFIG = Path(__file__).parents[2] / ".streamlit" / "config.toml"
_NAMES = {
    "ink": "textColor",
    "paper": "backgroundColor",
    "shade": "secondaryBackgroundColor",
    "accent": "linkColor",
    "line": "borderColor",
}


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
