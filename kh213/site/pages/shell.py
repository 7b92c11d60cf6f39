"""The document of a first response: the page as HTML, and behind it what the app needs, from Streamlit's index.html."""

from __future__ import annotations

import re
from functools import cache

from kh213.draw.html import html
from kh213.site.bundle import files, needs
from kh213.words import LANGUAGES, words


def document(
    lang: str,
    head: str,
    body: str,
    *,
    styles: tuple[str, ...] = (),
    scripts: tuple[str, ...] = (),
    preloads: tuple[str, ...] = (),
    without_script: str = "",
) -> bytes:
    """The document. `head` and `body` are HTML; without a body it is empty until the app has drawn it.

    `styles` and `scripts` are addresses of more files than every page has, `preloads` of what the app on this page will
    need; `without_script` is said where there are none.
    """
    module, *imported = needs.at_once()
    icon = f'<link rel="icon" href="{files.versioned(files.ICON)}" type="image/svg+xml">'
    return html(
        "shell.html",
        lang=lang,
        head=f"{head}\n{icon}",
        font=files.text_font(files.listed()),
        style=style(),
        skip=words(lang)("frame.skip"),
        lost={each: words(each)("frame.lost") for each in LANGUAGES},
        body=body,
        without_script=without_script,
        styles=(needs.style(), *styles),
        scripts=(files.versioned(files.SCRIPT), files.versioned(files.FIRST), *scripts),
        preloads=(*imported, *preloads),
        module=module,
    ).encode()


@cache
def style() -> str:
    """Our stylesheet, to stand in the document itself: one round trip less before anything is seen."""
    text = files.body(files.STYLESHEET).content.decode()
    text = re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)
    return _FACES.format(font=files.text_font(files.listed())) + re.sub(r"\s*\n\s*", "\n", text).strip()


# The type of the app, at the address where the app asks for it. Until it has come, letters that nearly every machine
# has, made as wide as ours: words stay in their lines when the type changes. Widths measured on a Vietnamese text.
_FACES = (
    '@font-face{{font-family:"Source Sans";font-weight:200 900;font-display:swap;src:url({font})format("woff2")}}'
    '@font-face{{font-family:"kh213 wait";font-weight:400;size-adjust:91.3%;src:local("Arial"),local("Liberation Sans"),'
    'local("Roboto"),local("Helvetica Neue"),local("Helvetica")}}'
    '@font-face{{font-family:"kh213 wait";font-weight:600;size-adjust:88.9%;src:local("Arial Bold"),local("Arial-BoldMT"),'
    'local("Liberation Sans Bold"),local("Roboto Bold"),local("Roboto-Bold"),local("HelveticaNeue-Bold"),'
    'local("Helvetica-Bold")}}'
)


def language_asked(given: list[str]) -> str:
    """The language of a first response: the last `lang` where it is known, else the first of LANGUAGES.

    The last, because the page (st.query_params) and kh213.js take that one too.
    """
    return given[-1] if given and given[-1] in LANGUAGES else LANGUAGES[0]
