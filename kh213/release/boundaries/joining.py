"""Which unit each row of a boundary file is: by its code, else by its name with its type and its district."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from kh213.model import search
from kh213.model.areas import Area, Areas
from kh213.release.boundaries.refused import Problem, Refused, listed, refuse

# Letters that no Vietnamese text has, but that its older encodings leave when they are read as Western ones; TCVN3 is
# the only one that uses what stands below À. Tried in this order.
_ENCODINGS = (
    ("UTF-8", re.compile("Ã[\x80-\xbf]|á[º»]|Æ°|Ä[‘ƒ\x91\x83]")),
    ("TCVN3 (ABC)", re.compile("[¡¢§¨©ª«¬\xad®µ¶·¸¹»¼½¾]")),
    ("VNI", re.compile("[ñöøûäëïåüîÿÑÖØÛÄËÏÅÜÎ]")),
    ("?", re.compile("[\ufffd?]")),
)
_CODE = re.compile(r"\d{1,5}", re.ASCII)
_GARBLED = 0.1  # of the rows without a unit: what must have such letters to say that the file is in that encoding
_MOST = 0.5  # of the rows or units: what a column must match to be taken for what it seems


@dataclass(frozen=True)
class Wanted:
    """What a file is to hold: the units of a level in force on a day, and what is known around them."""

    areas: Areas
    level: str
    day: date
    units: Mapping[str, Area] = field(init=False)

    def __post_init__(self) -> None:
        units = {unit.code: unit for unit in self.areas.on(self.day, self.level)}
        object.__setattr__(self, "units", units)

    def at(self, level: str) -> Wanted:
        return Wanted(self.areas, level, self.day)

    def name(self, code: str) -> str:
        """The unit with its code and its district, so that a person finds it: "Xã Đầm Hà (06862, Huyện Đầm Hà)"."""
        unit = self.units[code]
        above = self.areas.parent(unit, self.day)
        within = f", {above.name}" if above is not None and above.level != "province" else ""
        return f"{unit.name} ({code}{within})"


@dataclass(frozen=True)
class Joined:
    """The unit of each row, None where it is none; how many were found how; rows of other provinces left aside."""

    codes: tuple[str | None, ...]
    by_code: int
    by_name: int
    unmatched: tuple[str, ...]
    elsewhere: int
    missing: tuple[str, ...]
    other_type: tuple[str, ...]


@dataclass(frozen=True)
class Chosen:
    """Columns that the operator named; None lets the values decide."""

    name: str | None = None
    code: str | None = None


def join(columns: Mapping[str, Sequence[str]], wanted: Wanted, chosen: Chosen, *, allow_missing: bool) -> Joined:
    """Joins rows to units. Raises Refused with every reason: wrong level, units twice, missing, of another day."""
    if not wanted.units:
        raise refuse("no_units", wanted.level, wanted.day)
    for column in (chosen.name, chosen.code):
        if column is not None and column not in columns:
            raise refuse("column_unknown", column, listed(list(columns)))
    match = _match(columns, wanted, chosen)
    _right_level(columns, wanted, chosen, match)
    _legible(columns, match)
    problems = [*_twice(match, wanted), *_disagreeing(match, wanted), *_of_another_day(match, wanted)]
    missing = tuple(code for code in wanted.units if code not in match.found)
    if not match.found:
        problems.append(Problem("no_match", listed(list(dict.fromkeys(filter(None, match.labels)))[:6]) or "—"))
    elif missing and not allow_missing:
        problems.append(Problem("missing", listed([wanted.name(code) for code in missing]), str(len(missing))))
    if problems:
        raise Refused(*problems)
    return Joined(
        match.codes,
        by_code=sum(how == "code" for how in match.how),
        by_name=sum(how == "name" for how in match.how),
        unmatched=tuple(match.label(row) for row in match.unmatched),
        elsewhere=match.elsewhere,
        missing=missing,
        other_type=tuple(wanted.name(code) for code in match.other_type),
    )


# ------------------------------------------------------------------------------------------------ matching


@dataclass(frozen=True)
class _Match:
    codes: tuple[str | None, ...]
    how: tuple[str, ...]
    labels: tuple[str, ...]
    named: tuple[str | None, ...]  # what the name alone says, with certainty
    inside: tuple[bool, ...]
    other_type: tuple[str, ...] = ()

    @property
    def found(self) -> frozenset[str]:
        return frozenset(code for code in self.codes if code)

    @property
    def unmatched(self) -> list[int]:
        return [row for row, code in enumerate(self.codes) if code is None and self.inside[row]]

    @property
    def elsewhere(self) -> int:
        return self.inside.count(False)

    def label(self, row: int) -> str:
        return self.labels[row] or f"#{row + 1}"


def _match(columns: Mapping[str, Sequence[str]], wanted: Wanted, chosen: Chosen) -> _Match:
    rows = len(next(iter(columns.values()), ()))
    inside = _inside(columns, wanted, rows)
    coded = _by_code(columns, wanted, chosen.code, inside) or (None,) * rows
    names = _Names(wanted, _districts(columns, wanted, rows), _types(columns, wanted, rows), inside)
    column = chosen.name or _name_column(columns, names)
    texts = tuple(columns[column]) if column else ("",) * rows
    sure = names.read(texts)
    codes = tuple(code or name for code, name in zip(coded, sure, strict=True))
    codes, other_type = names.by_name_alone(texts, codes)
    how = tuple("code" if by_code else "name" if code else "" for by_code, code in zip(coded, codes, strict=True))
    return _Match(codes, how, texts, sure, inside, other_type)


def _by_code(
    columns: Mapping[str, Sequence[str]], wanted: Wanted, chosen: str | None, inside: Sequence[bool]
) -> tuple[str | None, ...] | None:
    """The column that holds most of the codes in force; none where it has fewer than half of them, or of the rows."""
    names = [chosen] if chosen else list(columns)
    read = [_codes(columns[name], wanted, inside) for name in names]
    best = max(read, key=_distinct, default=None)
    if best is None or chosen:
        return best
    least = _MOST * min(len(wanted.units), sum(inside))
    return best if _distinct(best) >= least and _distinct(best) > 0 else None


def _codes(cells: Sequence[str], wanted: Wanted, inside: Sequence[bool]) -> tuple[str | None, ...]:
    length = max(map(len, wanted.units))
    padded = (cell.zfill(length) if _CODE.fullmatch(cell) else "" for cell in cells)
    return tuple(code if code in wanted.units and here else None for code, here in zip(padded, inside, strict=True))


def _distinct(codes: Iterable[str | None]) -> int:
    return len({code for code in codes if code})


class _Names:
    """The units by their names, and what else a row says about them: its type, its district."""

    def __init__(
        self,
        wanted: Wanted,
        districts: Sequence[frozenset[str]],
        types: Sequence[frozenset[str]],
        inside: Sequence[bool],
    ) -> None:
        self.wanted, self.districts, self.types, self.inside = wanted, districts, types, inside
        self.spelt: dict[str, list[Area]] = defaultdict(list)
        self.folded: dict[str, list[Area]] = defaultdict(list)
        for unit in wanted.units.values():
            bare = search.parted(unit.name)[1]
            self.spelt[search.accented(bare)].append(unit)
            self.folded[search.fold(bare)].append(unit)

    def read(self, texts: Sequence[str]) -> tuple[str | None, ...]:
        """The unit that each text names beyond doubt; the type decides between namesakes."""
        return tuple(self._sure(row, text) for row, text in enumerate(texts))

    def by_name_alone(
        self, texts: Sequence[str], codes: Sequence[str | None]
    ) -> tuple[tuple[str | None, ...], tuple[str, ...]]:
        """What is left over, where name and district leave one unit of another type that no row has claimed."""
        claimed = {code for code in codes if code}
        fuller, other_type = list(codes), []
        for row, text in enumerate(texts):
            if fuller[row] is not None or not text:
                continue
            left = [unit for unit in self._candidates(row, text, typed=False) if unit.code not in claimed]
            if len(left) == 1:
                fuller[row] = left[0].code
                claimed.add(left[0].code)
                other_type.append(left[0].code)
        return tuple(fuller), tuple(other_type)

    def _sure(self, row: int, text: str) -> str | None:
        found = self._candidates(row, text, typed=True)
        return found[0].code if len(found) == 1 else None

    def _candidates(self, row: int, text: str, *, typed: bool) -> list[Area]:
        if not text or not self.inside[row]:
            return []
        for types, bare in _readings(text):
            known = (types or self.types[row]) if typed else frozenset()
            for units in (self.spelt.get(search.accented(bare), ()), self._unmarked(bare)):
                fitting = [unit for unit in units if self._fits(row, unit, known)]
                if fitting:
                    return fitting
        return []

    def _unmarked(self, bare: str) -> Sequence[Area]:
        """Names without diacritics, for a text that has none itself: "Quảng Trung" is not "Quang Trung"."""
        return self.folded.get(search.fold(bare), ()) if bare.isascii() else ()

    def _fits(self, row: int, unit: Area, types: frozenset[str]) -> bool:
        districts = self.districts[row]
        return (not types or unit.area_type in types) and (not districts or unit.parent_code in districts)


def _readings(text: str) -> tuple[tuple[frozenset[str], str], ...]:
    """With the word for a type taken off ("TP.Hạ Long" has one), then as it stands: "Phương Đông" has none."""
    spaced = " ".join(text.replace(".", ". ").replace("_", " ").split())
    return search.parted(spaced), (frozenset(), spaced)


def _name_column(columns: Mapping[str, Sequence[str]], names: _Names) -> str | None:
    """The column that names most units; of equals the one with marks and types, which says most."""
    ranked = [
        (
            _distinct(names.by_name_alone(cells, names.read(cells))[0]),
            sum(map(len, (cell for cell in cells if not cell.isascii()))),
            name,
        )
        for name, cells in columns.items()
    ]
    best = max(ranked, key=lambda item: item[:2], default=None)
    if best is None or best[0] == 0:
        return max(columns, key=lambda name: _lettered(columns[name]), default=None)
    return best[2]


def _lettered(cells: Sequence[str]) -> int:
    """How many different words a column has: what to show where no name is known."""
    return len({cell for cell in cells if any(letter.isalpha() for letter in cell)})


def _types(columns: Mapping[str, Sequence[str]], wanted: Wanted, rows: int) -> list[frozenset[str]]:
    """A column of nothing but types ("Xã", "Thị trấn"), of which some are types of the units wanted."""
    kinds = {unit.area_type for unit in wanted.units.values()}
    for cells in columns.values():
        read = [search.types_of(cell) for cell in cells]
        if sum(map(bool, read)) > _MOST * rows and any(types & kinds for types in read):
            return read
    return [frozenset()] * rows


def _districts(columns: Mapping[str, Sequence[str]], wanted: Wanted, rows: int) -> list[frozenset[str]]:
    """A column that names the districts: for each row the codes it can mean, none where it says nothing."""
    if wanted.level != "commune":
        return [frozenset()] * rows
    names: dict[str, set[str]] = defaultdict(set)
    for district in wanted.areas.on(wanted.day, "district"):
        names[search.fold(search.parted(district.name)[1])].add(district.code)
    best: list[frozenset[str]] = [frozenset()] * rows
    for cells in columns.values():
        read = [frozenset(names.get(search.fold(_readings(cell)[0][1]), ())) for cell in cells]
        # A district is named by many rows, a commune that is called like one by itself alone.
        if sum(map(bool, read)) > max(_MOST * min(rows, len(wanted.units)), sum(map(bool, best))):
            best = read
    return best


def _inside(columns: Mapping[str, Sequence[str]], wanted: Wanted, rows: int) -> tuple[bool, ...]:
    """Which rows are of the plan's province, where a column says so and others are not; else all."""
    name = search.fold(search.parted(wanted.areas.province.name)[1])
    best: tuple[bool, ...] = (True,) * rows
    most = _MOST * len(wanted.units)
    for cells in columns.values():
        here = tuple(name == search.fold(_readings(cell)[0][1]) for cell in cells)
        if sum(here) >= most:
            best, most = here, sum(here)
    return best


# ------------------------------------------------------------------------------------------------ judging


def _right_level(columns: Mapping[str, Sequence[str]], wanted: Wanted, chosen: Chosen, match: _Match) -> None:
    """A file of districts given as communes names more of its rows as districts, and the other way round."""
    other = wanted.at("commune" if wanted.level == "district" else "district")
    if not other.units:
        return
    there = _match(columns, other, Chosen(chosen.name))
    if len(there.found) > len(match.found) and len(there.found) >= _MOST * (len(there.codes) - there.elsewhere):
        raise refuse("other_level", other.level, wanted.level)


def _legible(columns: Mapping[str, Sequence[str]], match: _Match) -> None:
    """Names in an old encoding, or lost to one, where they keep rows from being found."""
    texts = [match.labels[row] for row in match.unmatched]
    if not any(texts):
        texts = [cell for cells in columns.values() for cell in cells] if match.unmatched else []
    for encoding, pattern in _ENCODINGS:
        garbled = [text for text in texts if pattern.search(text)]
        if garbled and len(garbled) >= _GARBLED * len(match.unmatched):
            raise refuse("encoding", garbled[0], encoding)


def _twice(match: _Match, wanted: Wanted) -> list[Problem]:
    counts = Counter(code for code in match.codes if code)
    twice = [code for code, count in counts.items() if count > 1]
    return [Problem("duplicate", listed([wanted.name(code) for code in twice]), str(len(twice)))] if twice else []


def _disagreeing(match: _Match, wanted: Wanted) -> list[Problem]:
    """Rows whose code names one unit and whose name another: codes are given out again."""
    pairs = [
        f"{match.label(row)} ≠ {wanted.name(code)}"
        for row, (code, name) in enumerate(zip(match.codes, match.named, strict=True))
        if code and name and code != name and match.how[row] == "code"
    ]
    return [Problem("disagree", listed(pairs), str(len(pairs)))] if pairs else []


def _of_another_day(match: _Match, wanted: Wanted) -> list[Problem]:
    """Rows left over that name units of other days: the file is of another day than it was said to be."""
    names: dict[str, list[Area]] = defaultdict(list)
    for unit in wanted.areas.spans:
        if unit.level == wanted.level and not unit.in_force(wanted.day):
            names[search.accented(unit.name)].append(unit)
    old = [row for row in match.unmatched if names.get(search.accented(match.labels[row]))]
    return [Problem("other_day", listed([match.label(row) for row in old]), str(wanted.day))] if old else []
