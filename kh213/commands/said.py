"""What commands share: how one ends, what it says on standard error, in both languages."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import NoReturn

from kh213.release import store
from kh213.words import LANGUAGES, formats, words

FINE, PROBLEMS, UNREADABLE = 0, 1, 2


class CommandError(Exception):
    """A command that could not do its work: how it ends, and what to say, line by line."""

    def __init__(self, code: int, lines: Iterable[str]) -> None:
        super().__init__(code)
        self.code, self.lines = code, tuple(lines)


class Parser(argparse.ArgumentParser):
    """argparse speaks English only; what is wrong with a command is said in both languages, with how to write it."""

    def error(self, message: str) -> NoReturn:
        complain((*both("cli.bad_command", message=message), self.format_usage().strip()))
        sys.exit(UNREADABLE)


def both(key: str, **parameters: object) -> list[str]:
    """A sentence in both languages, a line each."""
    return [words(lang)(key, **parameters) for lang in LANGUAGES]


def help_of(key: str) -> str:
    """The help of a command or option: both languages on one line."""
    return " / ".join(both(f"cli.help.{key}"))


def complain(lines: Iterable[str]) -> None:
    """Says on standard error what went wrong."""
    for line in lines:
        print(line, file=sys.stderr)


def day(text: str) -> date:
    """The day that a reader typed. Raises CommandError for anything else."""
    with suppress(ValueError):
        found = date.fromisoformat(text)
        if found.isoformat() == text:  # Python reads 2026-W48-1 as well
            return found
    raise CommandError(UNREADABLE, both("cli.bad_day", found=formats.excerpt(text)))


def newest() -> store.Opened:
    """The newest good release of the data folder. Raises CommandError where there is none."""
    try:
        return store.open_publication(store.data_root(), store.LATEST, date.today())
    except store.NoPublication as error:
        raise CommandError(UNREADABLE, both("cli.nothing_published", folder=store.data_root())) from error
