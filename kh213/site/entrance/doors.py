"""Which of Streamlit's own addresses are open. A list of what is open, so that a door that the next version of
Streamlit adds is closed until someone opens it here.

Open by default in Streamlit 1.67 and closed here, since the site has no use for them:
`/_stcore/upload_file/…` (takes hundreds of MB from anyone), `/_stcore/metrics`, `/_stcore/script-health-check`,
`/_stcore/agent/interact`, `/_stcore/agent/mcp`, `/_stcore/agent/openapi.json`, `/_stcore/bidi-components/…`,
`/auth/login`, `/auth/logout`, `/oauth2callback`, `/app/static/…`, `/component/…` of any other component,
and the fallback that answers every unknown address with the page's HTML and a 200.
"""

import re

SOCKET = "/_stcore/stream"  # the page's websocket; Streamlit checks its Origin (server.enableCORS)
_OPEN = frozenset(
    {
        "/_stcore/health",  # the page's script asks it before it connects
        "/_stcore/host-config",  # likewise; says that no foreign page may send messages (client.allowedOrigins)
        SOCKET,
    }
)
_MEDIA = "/media/"  # pictures and downloads that a page's script made for its session

METHODS = ("GET", "HEAD")
_READ_FROM_ANYWHERE = ("/data/", "/embed/")


def methods(path: str) -> tuple[str, ...]:
    """The methods that an address takes: for what any page of the web may read, also the question before (OPTIONS)."""
    return (*METHODS, "OPTIONS") if is_read_from_anywhere(path) else METHODS


def is_read_from_anywhere(path: str) -> bool:
    """Whether any page of the web may read what stands at an address, errors too."""
    return path.startswith(_READ_FROM_ANYWHERE)


def is_streamlits(path: str) -> bool:
    """Whether Streamlit itself may answer this address."""
    return path in _OPEN or path.startswith(_MEDIA)


def is_no_address(path: str) -> bool:
    """Whether a path could be read as something else: another host (`//evil.example`), a share, a drive, a way up.

    Streamlit refuses these too, in a sentence of its own; none of ours looks like it.
    """
    return bool(_NO_ADDRESS.search(path))


_NO_ADDRESS = re.compile(r"//|\\|\0|(?:^|/)\.\.(?:/|$)|^/[A-Za-z]:")
