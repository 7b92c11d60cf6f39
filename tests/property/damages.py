"""What happens to one cell between an office and its publisher: each damage as it is met in real spreadsheets."""

import unicodedata
from collections.abc import Callable, Mapping

FULL_WIDTH = str.maketrans("0123456789", "０１２３４５６７８９")


def _day_first(text: str) -> str:
    return "/".join(reversed(text.split("-"))) if text[:4].isdigit() else text


def _thousands(text: str) -> str:
    return f"{int(text):,}".replace(",", ".") if text.isascii() and text.isdigit() else text


CHANGED: Mapping[str, Callable[[str], str]] = {
    "a blank before": lambda text: f" {text}",
    "a blank after": lambda text: f"{text} ",
    "two blanks inside": lambda text: text.replace(" ", "  "),
    "a non-breaking space": lambda text: f"{text}\u00a0",
    "a hidden space": lambda text: f"\u200b{text}",
    "a remnant of a BOM": lambda text: f"\ufeff{text}",
    "a tab": lambda text: f"{text}\t",
    "a line break": lambda text: f"{text}\n",
    "a carriage return": lambda text: f"{text}\r",
    "a control character": lambda text: f"{text}\x0b",
    "a zero byte": lambda text: f"{text}\x00",
    "decimal comma": lambda text: text.replace(".", ","),
    "marks of thousands": _thousands,
    "percent": lambda text: f"{text}%",
    "a thousand times": lambda text: f"{text}000",
    "swapped digits": lambda text: text[1::-1] + text[2:],
    "negative": lambda text: f"-{text}",
    "a typographic minus": lambda text: f"−{text}",
    "day first": _day_first,
    "decomposed": lambda text: unicodedata.normalize("NFD", text),
    "UTF-8 read as Windows": lambda text: text.encode().decode("cp1252", errors="replace"),
    "letters lost": lambda text: text.encode("ascii", errors="replace").decode(),
    "without its marks": lambda text: "".join(
        letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter)
    ),
    "upper case": str.upper,
    "O for 0": lambda text: text.replace("0", "O"),
    "digits of full width": lambda text: text.translate(FULL_WIDTH),
    "a leading zero lost": lambda text: text.lstrip("0"),
    "a quote": lambda text: f'"{text}',
    "an apostrophe": lambda text: f"'{text}",
    "a semicolon": lambda text: f"{text};",
    "far too long": lambda text: f"{text}9" * 400,
}

# What stands in place of the cell, whatever it held.
REPLACED: Mapping[str, str] = {
    "deleted": "",
    "rounded up by Excel": "1.23E+05",
    "a day as Excel counts it": "44196",
    "a period in words": "Quý III/2020",
    "a formula": "=A1",
    "a reference lost": "#REF!",
    "no value": "#N/A",
    "n/a": "n/a",
    "a dash": "-",
    "an x": "x",
    "a zero": "0",
    "NULL": "NULL",
}
