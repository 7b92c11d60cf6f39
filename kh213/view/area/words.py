"""How places are spoken of inside a sentence: several of them, their kinds, what stood there before."""

from __future__ import annotations

from collections.abc import Sequence

from kh213.model.areas import Area
from kh213.view.reader import Reader
from kh213.words import Words, formats

MOST_NAMES = 3  # more places than this are counted, not named
_IN_WORDS = 10
_ORDER = ("city", "town", "district", "commune", "ward", "township", "special_zone", "province")


def former(reader: Reader, units: Sequence[Area]) -> str:
    """The units that were here before: by name where they are few ("phường Hà Khánh và phường Cao Xanh cũ")."""
    if len(units) > MOST_NAMES:
        return former_counted(reader, units)
    names = [formats.area_inside(reader.w, unit) for unit in units]
    return reader.w("place.former", names=joined(reader.w, "place.and", names))


def former_counted(reader: Reader, units: Sequence[Area]) -> str:
    """The same by their number and kind: "hai phường trước đó"."""
    n = len(units)
    said = reader.w(f"place.number.{n}") if 0 < n <= _IN_WORDS else str(n)
    return reader.w("place.former_many", n=said, kinds=kinds(reader, units))


def kinds(reader: Reader, units: Sequence[Area], *, one: bool = False) -> str:
    """What several units are: "xã, phường"; English has the singular for one unit, or where `one` asks for it."""
    present = {unit.area_type for unit in units}
    number = "type" if one or len(units) == 1 else "types"
    names = [reader.w(f"place.{number}.{kind}").lower() for kind in _ORDER if kind in present]
    return joined(reader.w, "place.kinds_and", names)


def joined(w: Words, key: str, names: Sequence[str]) -> str:
    """Names in a row, the last one joined as the sentence `key` joins it."""
    *rest, last = names
    return w(key, rest=", ".join(rest), last=last) if rest else last
