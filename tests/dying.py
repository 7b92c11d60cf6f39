"""Publishes a second release into a data folder as its own process, which may die on the way.

    python -m tests.dying ROOT publish|withdraw N [USER]

ends itself, as a power cut would, before it touches anything below ROOT for the Nth time; it is killed by a signal
then, and ends well where it was done before. N of 0 never dies. USER is the number of the user that it becomes.
"""

import os
import signal
import sys
from datetime import date
from pathlib import Path

from kh213.release.publications import publishing
from tests.builders import PLAN_NAME, TITLE, make_tables, observation

NEW = date(2026, 11, 1)
_TOUCHES = {"open", "os.mkdir", "os.rename", "os.remove", "os.rmdir"}


def die_at(root: Path, touch: int) -> None:
    """Ends this process before that touch. An audit hook sees what Python asks of the system, whoever asks."""
    left = touch

    def hook(event: str, found: tuple[object, ...]) -> None:
        nonlocal left
        if event in _TOUCHES and str(found[0]).startswith(str(root)):
            left -= 1
            if left == 0:
                os.kill(os.getpid(), signal.SIGKILL)

    sys.addaudithook(hook)


def main() -> None:
    root, what, touch = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
    die_at(root, touch)
    if len(sys.argv) > 4:
        os.setuid(int(sys.argv[4]))
    sys.stdout.write("ready\n")
    sys.stdout.flush()
    if what == "publish":
        publishing.publish(root, NEW, make_tables(observation("2020", 70)), TITLE, PLAN_NAME)
    else:
        publishing.withdraw(root, date(2026, 5, 1), "Số liệu sai")


if __name__ == "__main__":
    main()
