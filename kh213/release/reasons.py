"""Why a file could not be read or written, as a code: words tell it where they know it (`reason.<code>`)."""

from __future__ import annotations

import errno

_FULL = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
NO_ROOM = "no_room"


def reason(error: Exception) -> str:
    """The code of an exception: that there is no room, else the name of its class."""
    return NO_ROOM if isinstance(error, OSError) and error.errno in _FULL else type(error).__name__
