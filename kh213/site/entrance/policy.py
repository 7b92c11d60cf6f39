"""What every answer carries: the headers that tell a browser what it may do. Pure: address in, headers out.

The policy is strict because it can be: nothing comes from elsewhere, so nothing from elsewhere is allowed.
"""

from urllib.parse import parse_qs

from kh213.site.asked import OPEN
from kh213.site.bundle.files import COMPONENT
from kh213.site.entrance.doors import is_read_from_anywhere
from kh213.view.pages import PAGES

_ALWAYS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}

# Where a script can run; a table or a picture can ask for nothing, and is sent without these 170 bytes.
_SCRIPTED = {
    "Permissions-Policy": ", ".join(
        f"{feature}=()"
        for feature in (
            "accelerometer",
            "camera",
            "display-capture",
            "geolocation",
            "gyroscope",
            "magnetometer",
            "microphone",
            "midi",
            "payment",
            "usb",
            "browsing-topics",
        )
    ),
}

# connect-src 'self' covers the websocket of the same host (CSP 3), and stops `?staticAppId=`, which would make
# Streamlit's script call out. Emotion writes style elements at run time: style-src cannot be stricter.
# No inline script is served, and Vega runs without eval, so script-src is 'self' alone.
_PAGE = (
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
    "font-src 'self' data:; connect-src 'self'; frame-src 'self'; worker-src 'self' blob:; media-src 'self'; "
    "manifest-src 'self'; object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors "
)

# streamlit-folium evaluates what its parent window posts, without asking who the parent is: any page that frames
# it (or that frames a page with the map in it, and reaches in by `frames[0].frames[0]`) could run a script in
# this site's name. `sandbox` without allow-same-origin takes the name away: the component runs in an origin of
# its own that can read nothing, whoever frames it. So frame-ancestors can stay open, which framed pages need.
_COMPONENT = (
    "sandbox allow-scripts allow-popups allow-popups-to-escape-sandbox; "
    "default-src 'none'; script-src 'self' 'unsafe-inline' 'unsafe-eval'; style-src 'self' 'unsafe-inline'; "
    "img-src 'self' data: blob:; font-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'"
)

# Pictures for other people's pages: they may frame them, and nothing in one can run or load anything.
_PICTURE = "default-src 'none'; style-src 'unsafe-inline'; base-uri 'none'; form-action 'none'; frame-ancestors *"
PICTURES = "/embed/"

_NOTHING = "default-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'"

_PAGE_PATHS = frozenset(page.path for page in PAGES)


def headers(path: str, query: str) -> dict[str, str]:
    """The security headers of the answer at an address. A route that sets one of them itself keeps its own."""
    anywhere = OPEN if is_read_from_anywhere(path) else {}
    content = content_policy(path, query)
    scripted = _SCRIPTED if "script-src" in content else {}
    return {**_ALWAYS, **scripted, **anywhere, "Content-Security-Policy": content}


def content_policy(path: str, query: str) -> str:
    """The Content-Security-Policy: of a page, of the map component, of a picture, or of anything else (nothing allowed)."""
    if path in _PAGE_PATHS:
        return _PAGE + ("*" if is_embedded(query) else "'none'")
    if path.startswith(f"{COMPONENT}/"):
        return _COMPONENT
    if path.startswith(PICTURES):
        return _PICTURE
    return _NOTHING


def is_embedded(query: str) -> bool:
    """Whether a page may be framed: exactly one `embed=true`.

    A repeated parameter is refused, since this side and the browser's could each believe another one.
    """
    return parse_qs(query, keep_blank_values=True).get("embed") == ["true"]
