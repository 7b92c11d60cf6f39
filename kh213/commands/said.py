"""What commands share: how one ends, what it says on standard error, in both languages."""

from __future__ import annotations

import argparse
import os
import re
import sys
from collections.abc import Iterable
from contextlib import suppress
from datetime import date
from typing import Any, NoReturn

from kh213.release.publications import store
from kh213.release.reasons import reason
from kh213.words import LANGUAGES, Words, formats, words

FINE, PROBLEMS, UNREADABLE = 0, 1, 2


class CommandError(Exception):
    """A command that could not do its work: how it ends, and what to say, line by line."""

    def __init__(self, code: int, lines: Iterable[str]) -> None:
        super().__init__(code)
        self.code, self.lines = code, tuple(lines)


# What argparse says, in English only, of a command that is not right: the sentence for it, and what fills it in.
_WRONG = tuple(
    (key, re.compile(said))
    for key, said in (
        ("required", r"the following arguments are required: (?P<what>.+)"),
        ("unrecognized", r"unrecognized arguments: (?P<what>.+)"),
        ("choice", r"argument (?P<what>\S+): invalid choice: '(?P<found>.*)' \(choose from (?P<known>.+)\)"),
        ("no_value", r"argument (?P<what>\S+): expected one argument"),
        ("no_number", r"argument (?P<what>\S+): invalid int value: '(?P<found>.*)'"),
        ("value", r"argument (?P<what>\S+): ignored explicit argument '(?P<found>.*)'"),
        ("ambiguous", r"ambiguous option: (?P<what>\S+) could match (?P<known>.+)"),
    )
)


class Parser(argparse.ArgumentParser):
    """argparse speaks English only; its headings, and what is wrong with a command, are said in both languages."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, formatter_class=_Help, add_help=False)
        self._positionals.title, self._optionals.title = help_of("arguments"), help_of("options")
        self.add_argument("-h", "--help", action="help", help=help_of("help"))

    def error(self, message: str) -> NoReturn:
        vi, en = (words(lang)("cli.bad_command", message=_wrong(words(lang), message)) for lang in LANGUAGES)
        complain((vi, en, self.format_usage().strip()))
        sys.exit(UNREADABLE)


class _Help(argparse.HelpFormatter):
    def add_usage(self, usage: Any, actions: Any, groups: Any, prefix: str | None = None) -> None:
        super().add_usage(usage, actions, groups, f"{help_of('usage')}: " if prefix is None else prefix)


def _wrong(w: Words, message: str) -> str:
    found = ((key, said.fullmatch(message)) for key, said in _WRONG)
    key, parts = next(((key, match.groupdict()) for key, match in found if match), ("", {}))
    return w(f"cli.wrong.{key}", **parts) if key else message


def both(key: str, **parameters: object) -> list[str]:
    """A sentence in both languages, a line each."""
    return [words(lang)(key, **parameters) for lang in LANGUAGES]


def help_of(key: str) -> str:
    """The help of a command or option: both languages on one line."""
    return " / ".join(both(f"cli.help.{key}"))


def not_written(folder: object, error: OSError) -> CommandError:
    """How a command ends that could not write."""
    why = reason(error)
    said = (
        words(lang)("cli.not_written", folder=folder, reason=formats.reason(words(lang), why)) for lang in LANGUAGES
    )
    return CommandError(UNREADABLE, said)


def show(text: str) -> None:
    """Writes to standard output; a reader who has read enough (`| head`) changes nothing about how a command ends."""
    try:
        print(text, flush=True)
    except BrokenPipeError:
        nobody_reads()


def nobody_reads() -> None:
    """Keeps Python from flushing the rest at its end, into a pipe that is closed."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


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
    root = store.data_root()
    try:
        return store.open_publication(root, store.LATEST, date.today())
    except store.NoPublication as error:
        withdrawn = store.last_withdrawn(root)
        if withdrawn:
            said = both("cli.only_withdrawn", release=root / "releases" / withdrawn)
            raise CommandError(UNREADABLE, said) from error
        raise CommandError(UNREADABLE, both("cli.nothing_published", folder=root)) from error
