"""Finding an area by what people call it: old name or new, with or without diacritics, type word or code."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from difflib import get_close_matches
from functools import lru_cache

from kh213.model.areas import SAME_TERRITORY, Area, Areas

LONGEST_QUERY = 120

# What a reader may put before (or, in English, after) a name, and which types it can mean.
_TYPE_WORDS: dict[tuple[str, ...], frozenset[str]] = {
    tuple(words.split()): frozenset(types.split())
    for words, types in {
        "thanh pho": "city",
        "tp": "city",
        "city": "city",
        "thi xa": "town",
        "tx": "town",
        "town": "town",
        "thi tran": "township",
        "tt": "township",
        "township": "township",
        "huyen": "district",
        "h": "district",
        "district": "district",
        "phuong": "ward",
        "p": "ward",
        "ward": "ward",
        "xa": "commune",
        "x": "commune",
        "commune": "commune",
        "dac khu": "special_zone",
        "special zone": "special_zone",
        "tinh": "province",
        "province": "province",
    }.items()
}
_CODE = re.compile(r"\d{2,5}", re.ASCII)
_NEAR = 0.75  # one wrong letter in a name of four

# How well a name fits, best first.
_WHOLE, _BEGINNING, _IN_ORDER, _ANY_ORDER, _UNFINISHED = range(5)


@dataclass(frozen=True, slots=True)
class Found:
    """Areas in the order in which to offer them; `guessed` where no name fits and these are only like it."""

    areas: tuple[Area, ...]
    guessed: bool = False


def find(areas: Areas, text: str, day: date) -> Found:
    """Every area, of any time, that a text may mean; those in force on a day before others that fit as well.

    A place that was only given another parent under the same name is one place, offered once.
    """
    query = text[:LONGEST_QUERY]
    if _CODE.fullmatch(query.strip()):
        code = query.strip()
        return Found(_newest_first(areas.history(code) or areas.history(code.zfill(5)), day))
    readings = _telling(areas, tuple(_readings(query)))
    ranked = [(rank, area) for area in areas.spans if (rank := _rank(areas, area, readings)) is not None]
    if not ranked:
        return Found(_similar(areas, readings, day), guessed=True)
    best = min(rank for rank, _ in ranked)
    kept = [(rank, area) for rank, area in ranked if rank[0] < _UNFINISHED or best[0] == _UNFINISHED]
    ordered = sorted(kept, key=lambda item: (item[0], *_place_in_time(item[1], day)))
    return Found(tuple(_once(areas, (area for _, area in ordered))))


def now(areas: Areas, area: Area, day: date) -> tuple[Area, ...]:
    """The units in force on a later day that hold the ground of an earlier one, through every change between.

    Where nothing followed a unit itself, as when districts were abolished, those that followed the units inside it.
    """
    inside = [unit for unit in areas.spans if unit.parent_code == area.code and unit.in_force(last_day(area))]
    return _followed(areas, [area], day) or _followed(areas, inside, day)


def _followed(areas: Areas, units: Iterable[Area], day: date) -> tuple[Area, ...]:
    reached: dict[tuple[str, str], Area] = {}
    waiting = list(units)
    while waiting:
        unit = waiting.pop()
        if unit.in_force(day):
            reached[unit.code, unit.name] = unit
        elif unit.valid_to is not None and unit.valid_to < day:
            waiting.extend(areas.successors(unit))
    return tuple(sorted(reached.values(), key=lambda unit: unit.code))


def fold(text: str) -> str:
    """Letters and digits alone, lower case, without diacritics: "P. Hà Khánh" and "p ha khanh" are one."""
    return " ".join(_letters(text))


def _letters(text: str) -> list[str]:
    plain = unicodedata.normalize("NFD", text.casefold().replace("đ", "d"))
    return re.findall(r"[a-z0-9]+", "".join(c for c in plain if not unicodedata.combining(c)))


@lru_cache(maxsize=4096)
def accented(text: str) -> str:
    """The same with the marks of each syllable kept, wherever in it they are written: hoà is hòa."""
    syllables = re.findall(r"\w+", unicodedata.normalize("NFC", text.casefold()))
    return " ".join("".join(sorted(unicodedata.normalize("NFD", syllable))) for syllable in syllables)


@lru_cache(maxsize=4096)
def _name(name: str) -> tuple[str, ...]:
    return tuple(_letters(_without_type(name)))


def _without_type(name: str) -> str:
    """Published names begin with the word for their type: one word or two."""
    return parted(name)[1]


def parted(name: str) -> tuple[frozenset[str], str]:
    """The types that the word before a name can mean, none where there is no such word, and the name without it."""
    words = name.split()
    for length in (2, 1):
        types = _TYPE_WORDS.get(tuple(_letters(" ".join(words[:length]))))
        if len(words) > length and types:
            return types, " ".join(words[length:])
    return frozenset(), name


def types_of(word: str) -> frozenset[str]:
    """The types that a word alone can mean: "Thị trấn", "TT." are a township; none for any other word."""
    return _TYPE_WORDS.get(tuple(_letters(word)), frozenset())


@dataclass(frozen=True, slots=True)
class _Reading:
    """One way to understand a query: a name, perhaps its type, perhaps the names of what it lies in."""

    words: tuple[str, ...]
    types: frozenset[str]
    within: tuple[tuple[str, ...], ...]
    accented: str


def _readings(query: str) -> Iterator[_Reading]:
    """The ways to understand a query: "Phương Đông" has no type word in it, "phuong dong" may have one."""
    first, *rest = query.split(",")
    words = tuple(_letters(first))
    if not words:
        return
    within = tuple(plain for part in rest if (plain := tuple(_letters(_without_type(part)))))
    yield _Reading(words, frozenset(), within, accented(first))
    for type_words, types in _TYPE_WORDS.items():
        length = len(type_words)
        if len(words) > length and words[:length] == type_words:
            yield _Reading(words[length:], types, within, accented(_drop(first, length, at_end=False)))
        if len(words) > length and words[-length:] == type_words:
            yield _Reading(words[:-length], types, within, accented(_drop(first, length, at_end=True)))


def _telling(areas: Areas, readings: tuple[_Reading, ...]) -> tuple[_Reading, ...]:
    """Where the whole query is a name ("phuong dong"), no part of it is a word for a type."""
    whole = readings[:1]
    return whole if any(reading.words == _name(area.name) for reading in whole for area in areas.spans) else readings


def _drop(text: str, count: int, *, at_end: bool) -> str:
    words = re.findall(r"\w+", text)
    return " ".join(words[:-count] if at_end else words[count:])


_Rank = tuple[int, int, int, int]


def _rank(areas: Areas, area: Area, readings: Iterable[_Reading]) -> _Rank | None:
    """How well an area fits the best reading, smaller is better: name, then marks, level and type; None where not."""
    ranks = [rank for reading in readings if (rank := _rank_of(areas, area, reading)) is not None]
    return min(ranks, default=None)


def _rank_of(areas: Areas, area: Area, reading: _Reading) -> _Rank | None:
    fit = _fit(reading.words, _name(area.name))
    inside = _lies_in(areas, area, reading.within)
    if fit is None and not reading.within:
        fit, inside = _fit_with_parent(areas, area, reading.words)
    if fit is None or not inside:
        return None
    other_type = bool(reading.types) and area.area_type not in reading.types
    marks = accented(_without_type(area.name)) != reading.accented
    level = ("province", "district", "commune").index(area.level)
    return fit, int(other_type), int(marks), level


def _fit(words: tuple[str, ...], name: tuple[str, ...]) -> int | None:
    if words == name or "".join(words) == "".join(name):
        return _WHOLE
    if name[: len(words)] == words:
        return _BEGINNING
    if set(words) <= set(name):
        return _IN_ORDER if " ".join(words) in " ".join(name) else _ANY_ORDER
    joined = " ".join(name)
    return _UNFINISHED if len(joined) > 1 and joined.startswith(" ".join(words)) else None


def _fit_with_parent(areas: Areas, area: Area, words: tuple[str, ...]) -> tuple[int | None, bool]:
    """ "thanh son uong bi": a name followed by that of what it lies in, with or without the word for its type."""
    for cut in range(1, len(words)):
        fit = _fit(words[:cut], _name(area.name))
        if fit == _WHOLE and _lies_in(areas, area, (_plain(words[cut:]),)):
            return fit, True
    return None, False


def _plain(words: tuple[str, ...]) -> tuple[str, ...]:
    for length in (2, 1):
        if len(words) > length and words[:length] in _TYPE_WORDS:
            return words[length:]
    return words


def _lies_in(areas: Areas, area: Area, within: tuple[tuple[str, ...], ...]) -> bool:
    if not within:
        return True
    names = [_name(above.name) for above in _above(areas, area)]
    return all(any(_fit(words, name) is not None for name in names) for words in within)


def _above(areas: Areas, area: Area) -> Iterator[Area]:
    day = last_day(area)
    unit = areas.parent(area, day)
    while unit is not None:
        yield unit
        unit = areas.parent(unit, day)


def last_day(area: Area) -> date:
    """A day on which a unit is in force: its last, or its first where it has no end."""
    return area.valid_to or (area.valid_from.last if area.valid_from else date.max)


def _similar(areas: Areas, readings: tuple[_Reading, ...], day: date) -> tuple[Area, ...]:
    """Units whose names are nearly what was typed."""
    names = {" ".join(_name(area.name)) for area in areas.spans}
    near: dict[str, None] = {}
    for reading in readings:
        near.update(dict.fromkeys(get_close_matches(" ".join(reading.words), names, n=3, cutoff=_NEAR)))
    order = list(near)
    hits = [area for area in areas.spans if " ".join(_name(area.name)) in near]
    ordered = sorted(hits, key=lambda area: (order.index(" ".join(_name(area.name))), *_place_in_time(area, day)))
    return tuple(_once(areas, ordered))


def _newest_first(found: Iterable[Area], day: date) -> tuple[Area, ...]:
    return tuple(sorted(found, key=lambda area: _place_in_time(area, day)))


def _place_in_time(area: Area, day: date) -> tuple[bool, int, str]:
    begins = area.valid_from.last.toordinal() if area.valid_from else 0
    return not area.in_force(day), -begins, area.code


def _once(areas: Areas, found: Iterable[Area]) -> Iterator[Area]:
    """Each place once: of spans of one ground and one name the first that was found."""
    seen: set[tuple[str, str, date]] = set()
    for area in found:
        mark = area.code, area.name, _first_day(areas, area)
        if mark not in seen:
            seen.add(mark)
            yield area


def _first_day(areas: Areas, area: Area) -> date:
    """Since when the ground is what it is, through changes of name, type and parent."""
    while area.valid_from is not None:
        links = areas.made_of(area)
        before = areas.predecessors(area)
        if len(before) != 1 or before[0].code != area.code or any(link.kind not in SAME_TERRITORY for link in links):
            return area.valid_from.last
        area = before[0]
    return date.min
