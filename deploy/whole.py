# ruff: noqa: INP001  a script beside the one that calls it, in no package
"""What sync-releases.sh asks before it puts something in place. Python's own library only: runs where the site is not.

`whole.py log OLD NEW`: whether NEW is a log that goes on where OLD ends. `whole.py release LOG NAME FOLDER`: whether FOLDER
is the release NAME, complete, and the very one that the log names. Ends with 0, or with 1 and a sentence.
"""

import csv
import hashlib
import json
import sys
from pathlib import Path


class NotWhole(Exception):
    """The sentence that is said."""


def check_log(old: Path, new: Path) -> None:
    """Raises NotWhole for a log that is cut off, or has lost or changed a line that was read here before."""
    found, known = new.read_bytes(), old.read_bytes() if old.exists() else b""
    if not found.endswith(b"\n"):
        raise NotWhole("the log of the store is cut off: is it being written?")
    if not found.startswith(known):
        raise NotWhole("the log of the store lacks lines that are known here: it is not taken (docs/operating.md)")


def check_release(log: Path, name: str, folder: Path) -> None:
    """Raises NotWhole for a release that lacks a file, has other bytes than it says, or is not the one in the log."""
    descriptor = _bytes(folder / "datapackage.json")
    named = _in_log(log, name)
    if named is not None and hashlib.sha256(descriptor).hexdigest() not in named:
        raise NotWhole(f"{name}: the log does not know this datapackage.json")
    try:
        described = json.loads(descriptor)
        if described["version"] != name:
            raise NotWhole(f"{name}: its datapackage.json is of {described['version']}")
        files = [(each["path"], each["bytes"], each["hash"]) for each in described["resources"]]
    except (ValueError, KeyError, TypeError) as error:
        raise NotWhole(f"{name}: datapackage.json cannot be read ({error!r})") from error
    for path, size, digest in files:
        content = _bytes(folder / path)
        if len(content) != size or f"sha256:{hashlib.sha256(content).hexdigest()}" != digest:
            raise NotWhole(f"{name}: {path} is not complete")


def _in_log(log: Path, name: str) -> set[str] | None:
    """The hashes of the descriptor that the log knows for a release; None where there is no log at all."""
    if not log.exists():
        return None
    with log.open(encoding="utf-8-sig", newline="", errors="replace") as lines:
        return {row[3] for row in csv.reader(lines) if len(row) == 5 and row[1:3] == ["published", name]}


def _bytes(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise NotWhole(
            f"{path.parent.name.removeprefix('.staging-')}: {path.name} is missing ({error.strerror})"
        ) from error


def main(arguments: list[str]) -> int:
    """The exit code."""
    try:
        match arguments:
            case ["log", old, new]:
                check_log(Path(old), Path(new))
            case ["release", log, name, folder]:
                check_release(Path(log), name, Path(folder))
            case _:
                print(__doc__, file=sys.stderr)  # noqa: T201
                return 2
    except (NotWhole, OSError) as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
