"""The short forms that official texts are full of, written out where they occur."""

from __future__ import annotations

import re

from kh213.words import Words

SHORT_FORMS = ("BCCI", "CBCCVC", "CNTT", "CSDL", "DDCI", "DVCTT", "ISO", "TCVN", "TTHC", "UBND")


def written_out(w: Words, *texts: str) -> str:
    """One sentence that explains the short forms occurring in some texts, in alphabetical order; "" for none."""
    found = set(re.findall(r"\b[A-Z]{3,}\b", " ".join(texts)))
    said = [f"{short}: {w(f'abbreviation.{short}')}" for short in SHORT_FORMS if short in found]
    return "; ".join(said) + "." if said else ""
