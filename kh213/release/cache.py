"""Where copies lie that can be made again at any time: never the data, never needed, only faster."""

from __future__ import annotations

import os
import stat
import tempfile
from pathlib import Path


def folder(name: str) -> Path:
    """A folder below KH213_CACHE, else below one of this user's in the system's temporary one."""
    user = os.getuid() if hasattr(os, "getuid") else "user"
    own = os.environ.get("KH213_CACHE")
    return (Path(own) if own else Path(tempfile.gettempdir()) / f"kh213-cache-{user}") / name


def check_owner(path: Path) -> None:
    """Raises PermissionError for a folder of somebody else, who could put other copies into it; OSError for none."""
    about = path.lstat()
    if not stat.S_ISDIR(about.st_mode) or (hasattr(os, "getuid") and about.st_uid != os.getuid()):
        raise PermissionError("it belongs to somebody else")
