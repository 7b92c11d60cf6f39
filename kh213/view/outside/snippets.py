"""How the figures are read by the programs that people use: a line or two to copy for each."""

from __future__ import annotations

from dataclasses import dataclass

from kh213.view import addresses
from kh213.view.reader import Reader

TABLE = "observations"

# The columns to count with; everything else is text, or 06970 becomes 6970.
_NUMBERS = ("numerator", "denominator", "obs_value")

_PANDAS = """\
import pandas as pd

figures = pd.read_csv("{address}", dtype=str)
numbers = {numbers}
figures[numbers] = figures[numbers].apply(pd.to_numeric)
"""

_R = """\
library(readr)

figures <- read_csv(
  "{address}",
  col_types = cols(
    .default = col_character(),
    {numbers}
  )
)
"""


@dataclass(frozen=True, slots=True)
class Snippet:
    """What a program is called, what to do there, and what to copy."""

    name: str
    said: str
    code: str


def snippets(reader: Reader, site: str, ky: str) -> tuple[Snippet, ...]:
    """Excel, pandas and R, for the table of figures of the publication `ky`."""
    w = reader.w
    address = (site or w("data.own_address")) + addresses.data_table(ky, TABLE)
    quoted = [f'"{name}"' for name in _NUMBERS]
    doubles = ",\n    ".join(f"{name} = col_double()" for name in _NUMBERS)
    return (
        Snippet("Excel", w("citing.excel"), address),
        Snippet(
            "pandas", w("citing.pandas"), _PANDAS.format(address=address, numbers=f"[{', '.join(quoted)}]").rstrip()
        ),
        Snippet("R", w("citing.r"), _R.format(address=address, numbers=doubles).rstrip()),
    )
