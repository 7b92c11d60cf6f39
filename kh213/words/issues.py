"""What is wrong with a package, in a sentence that names the place and the remedy."""

from __future__ import annotations

from kh213.release.issues import Issue
from kh213.words import LANGUAGES, Words, formats, words


def place(issue: Issue) -> str:
    """Where it is: `observations, 5, obs_value, not_a_number`; a dash for the whole file or row."""
    return ", ".join((issue.table, str(issue.row or "-"), issue.column or "-", issue.code))


def sentence(w: Words, issue: Issue) -> str:
    """What was found, what was expected, how to mend it."""
    found, expected = formats.excerpt(issue.found), formats.excerpt(issue.expected, 200)
    return w(f"issue.{issue.code}", found=found, expected=expected)


def line(issue: Issue) -> str:
    """One problem on one line: `observations, 5, obs_value, not_a_number: …` with its sentence in both languages."""
    return f"{place(issue)}: {' / '.join(sentence(words(lang), issue) for lang in LANGUAGES)}"
