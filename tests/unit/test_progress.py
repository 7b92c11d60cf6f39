"""How far a long piece of work is: nothing is said of a short one."""

import io
import itertools

from kh213.commands.progress import MARK, Line
from kh213.words import LANGUAGES, formats, words


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def told_at(stream: io.StringIO, *seconds: float) -> str:
    """What is written where the clock shows these seconds, one word of progress each, and then the end."""
    now = [0.0]
    line = Line(stream, lambda: now[0])
    for done, second in enumerate(seconds):
        now[0] = second
        line.tell("second_judge", done, len(seconds))
    line.clear()
    return stream.getvalue()


def test_a_short_piece_of_work_says_nothing() -> None:
    assert told_at(Terminal(), 0.1, 1.0, 1.9) == ""
    assert told_at(io.StringIO(), 0.1, 1.0, 1.9) == ""


def test_a_terminal_shows_one_line_and_is_left_as_it_was() -> None:
    written = told_at(Terminal(), 0.5, 2.0, 2.05, 2.5)
    assert "\n" not in written
    first, last, after = written.split("\r\x1b[K")[1:]
    assert ("25%" in first, "75%" in last, after) == (True, True, "")


def test_a_log_gets_a_line_every_few_seconds() -> None:
    lines = told_at(io.StringIO(), *(second / 10 for second in range(130))).splitlines()
    assert len(lines) == 3
    assert all(line.startswith(MARK) and " / " in line and "\x1b" not in line for line in lines)


def test_how_far_it_is_is_said_in_parts_of_a_hundred() -> None:
    assert formats.progress(words("vi"), "reading", 62_194, 124_388).endswith(": 50%")
    assert formats.progress(words("vi"), "reading", 0, 0).endswith(": 100%")


class Gone(io.StringIO):
    def write(self, _text: str) -> int:
        raise BrokenPipeError


def test_nobody_listening_does_not_end_the_work() -> None:
    told_at(Gone(), 3, 9)


def test_the_line_fits_the_terminal(monkeypatch) -> None:
    monkeypatch.setenv("COLUMNS", "30")
    assert all(len(part) < 30 for part in told_at(Terminal(), 3, 4).split("\r\x1b[K"))


def test_progress_is_said_in_both_languages() -> None:
    for lang, what in itertools.product(LANGUAGES, ("second_judge", "rules", "check", "writing", "reading_back")):
        assert words(lang)(f"cli.progress.{what}", percent=50)
