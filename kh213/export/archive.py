"""package.zip: a whole release in one file that any Frictionless tool opens."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Mapping

_NO_CLOCK = (1980, 1, 1, 0, 0, 0)  # the first moment that a zip can write: the days are in the descriptor
_PLAIN_FILE = 0o100644 << 16
_UNIX = 3


def package_zip(files: Mapping[str, bytes]) -> bytes:
    """The descriptor and the tables of a release in the order of their names; the same files give the same bytes."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name in sorted(files):
            entry = zipfile.ZipInfo(name, _NO_CLOCK)
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.create_system, entry.external_attr = _UNIX, _PLAIN_FILE
            archive.writestr(entry, files[name], compresslevel=9)
    return packed.getvalue()
