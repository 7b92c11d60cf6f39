"""One figure out of the columns of a table of observations: the typing of read.py, text by text."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from functools import lru_cache
from itertools import chain
from typing import Generic, TypeVar

from kh213.model.observation import Observation, Text
from kh213.model.periods import Period, parse_period
from kh213.model.plan import Source
from kh213.release.columns.table import FEW, Columns, Rows
from kh213.release.reading import typed

T = TypeVar("T")
_AT_ONCE = 4_096
_COLUMNS = (
    "indicator_code",
    "area_code",
    "time_period",
    "accumulation",
    "numerator",
    "denominator",
    "obs_value",
    "qualifier",
    "obs_status",
    "published_on",
    "source_code",
    "note_vi",
    "note_en",
)


class Memo(Generic[T]):
    """What the texts of a column mean, each worked out when first asked for; of very many none is kept."""

    def __init__(self, texts: Sequence[str], build: Callable[[str], T]) -> None:
        self.texts, self.build = texts, build
        self._kept: dict[int, T] | None = {} if len(texts) <= FEW else None

    def __getitem__(self, code: int) -> T:
        if self._kept is None:
            return self.build(self.texts[code])
        try:
            return self._kept[code]
        except KeyError:
            return self._kept.setdefault(code, self.build(self.texts[code]))


class Maker:
    """Makes figures of rows. `sources` and `release_day` tell from when one is known."""

    def __init__(self, table: Columns, sources: Mapping[str, Source], release_day: date) -> None:
        self._table, self._sources, self._day = table, sources, release_day
        self.texts = {name: table.texts(name) for name in _COLUMNS}
        self.numbers = {
            name: Memo(table.texts(name), typed.number) for name in ("numerator", "denominator", "obs_value")
        }
        self._published = Memo(table.texts("published_on"), typed.day)
        self._periods = lru_cache(maxsize=None)(self._period)
        self._known = lru_cache(maxsize=None)(self._known_on)

    def each(self, rows: Rows) -> Iterator[Observation]:
        """Made little by little: whoever wants but the first does not wait for all."""
        steps = chain([16], range(_AT_ONCE, len(rows), _AT_ONCE), [len(rows)])
        start = 0
        for end in steps:
            yield from self.make(rows[start:end])
            start = max(start, end)

    def make(self, rows: Rows) -> tuple[Observation, ...]:
        columns = (self._table.codes(name)[rows].tolist() for name in _COLUMNS)
        return tuple(self._observation(*codes) for codes in zip(*columns, strict=True))

    def _observation(
        self,
        indicator: int,
        area: int,
        time_period: int,
        accumulation: int,
        numerator: int,
        denominator: int,
        stated: int,
        qualifier: int,
        status: int,
        published: int,
        source: int,
        note_vi: int,
        note_en: int,
    ) -> Observation:
        plain, numbers = self.texts, self.numbers
        above, below = numbers["numerator"][numerator], numbers["denominator"][denominator]
        said = numbers["obs_value"][stated]
        return Observation(
            indicator_code=plain["indicator_code"][indicator],
            area_code=plain["area_code"][area],
            time_period=plain["time_period"][time_period],
            period=self._periods(time_period, accumulation),
            accumulation=plain["accumulation"][accumulation],
            numerator=above,
            denominator=below,
            stated=said,
            value=typed.value(above, below, said),
            qualifier=plain["qualifier"][qualifier],
            status=plain["obs_status"][status],
            published_on=self._published[published],
            known_on=self._known(published, source),
            source_code=plain["source_code"][source],
            note=Text(plain["note_vi"][note_vi], plain["note_en"][note_en]),
        )

    def _period(self, time_period: int, accumulation: int) -> Period:
        period = parse_period(self.texts["time_period"][time_period])
        return typed.period(period, self.texts["accumulation"][accumulation])

    def _known_on(self, published: int, source: int) -> date:
        return typed.known_on(self._published[published], self._sources[self.texts["source_code"][source]], self._day)
