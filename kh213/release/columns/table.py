"""A table as columns: the texts that occur in each, once, and for every row which of them (a code).

Read from a CSV by the very reader that makes rows of a short one, and never parsed by another: what is a cell, what a
broken quote or a short line, is decided in one place. A few bytes a row instead of a few thousand.
"""

from __future__ import annotations

import csv
import hashlib
import io
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice
from pathlib import Path
from typing import Any, overload

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from kh213.release.columns.by_column import ByColumn

Codes = npt.NDArray[np.unsignedinteger[Any]]
Rows = npt.NDArray[np.integer[Any]]  # numbers of rows
_AT_ONCE = 500  # rows that are text at a time: few, so that they stay near the processor
FEW = 65_536  # so many texts are kept as Python's own; more stay where they are and are made on demand
_WIDEST = 2**62


class NotColumns(ValueError):
    """A file that is no table with one cell a column in every row: it is to be read row by row, to say where not."""


class Columns(ByColumn):
    """The rows of a table that was kept by columns; all of it may be asked by many threads, none of it changes."""

    def __init__(self, header: Sequence[str], texts: Sequence[pa.Array], codes: Sequence[Codes]) -> None:
        self.header = tuple(header)
        self._texts: Mapping[str, Sequence[str]] = dict(zip(header, map(_as_sequence, texts), strict=True))
        self._codes: Mapping[str, Codes] = dict(zip(header, codes, strict=True))
        self._length = len(codes[0])

    def texts(self, column: str) -> Sequence[str]:
        return self._texts[column]

    def codes(self, column: str) -> Codes:
        """For every row the place of its text in `texts(column)`."""
        return self._codes[column]

    def combined(self, columns: Sequence[str], rows: Rows | None = None) -> tuple[npt.NDArray[np.int64], int]:
        """A number for every row, the same where all these columns hold the same texts; and what all are below.

        Of some rows only where they are given: the numbers are then those that they have among all.
        """
        found, below = np.zeros(self._length if rows is None else len(rows), np.int64), 1
        for name in columns:
            width = max(1, len(self._texts[name]))
            if below * width > _WIDEST:
                if rows is not None:
                    return self.combined(columns)[0][rows], below
                different, found = np.unique(found, return_inverse=True)
                below = len(different)
            found = found * width + (self._codes[name] if rows is None else self._codes[name][rows])
            below *= width
        return found, below

    def all_differ(self, columns: Sequence[str]) -> bool:
        numbers = np.sort(self.combined(columns)[0])  # numpy's own `unique` takes ten times as long
        return bool((numbers[1:] != numbers[:-1]).all())

    def same_as(self, other: Columns) -> bool:
        """Whether both hold the same texts in the same order, as two readings of one file do."""
        return self.header == other.header and all(
            list(texts) == list(other.texts(name)) and np.array_equal(self._codes[name], other.codes(name))
            for name, texts in self._texts.items()
        )

    def __len__(self) -> int:
        return self._length

    @overload
    def __getitem__(self, at: int) -> Mapping[str, str]: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[Mapping[str, str]]: ...
    def __getitem__(self, at: int | slice) -> Mapping[str, str] | Sequence[Mapping[str, str]]:
        if isinstance(at, slice):
            return [self[each] for each in range(self._length)[at]]
        return {name: self._texts[name][codes[at]] for name, codes in self._codes.items()}

    def __iter__(self) -> Iterator[Mapping[str, str]]:
        for start in range(0, self._length, _AT_ONCE):
            columns = (
                [texts[code] for code in self._codes[name][start : start + _AT_ONCE].tolist()]
                for name, texts in self._texts.items()
            )
            yield from (dict(zip(self.header, cells, strict=True)) for cells in zip(*columns, strict=True))

    def to_arrow(self) -> bytes:
        """The same as an Arrow file: dictionary columns, in memory as they are on disk."""
        arrays = [
            pa.DictionaryArray.from_arrays(pa.array(codes), _as_array(self._texts[name]))
            for name, codes in self._codes.items()
        ]
        batch = pa.RecordBatch.from_arrays(arrays, names=list(self.header))
        into = pa.BufferOutputStream()
        with pa.ipc.new_file(into, batch.schema) as file:
            file.write_batch(batch)
        return bytes(into.getvalue())


def from_arrow(content: bytes | memoryview) -> Columns:
    """What `to_arrow` wrote. Raises ValueError (pyarrow's own among them) for anything else."""
    batch = pa.ipc.open_file(pa.py_buffer(content)).get_batch(0)
    arrays = [batch.column(at) for at in range(batch.num_columns)]
    codes = [each.indices.to_numpy(zero_copy_only=True) for each in arrays]
    return Columns(batch.schema.names, [each.dictionary for each in arrays], codes)


def read_columns(path: Path) -> tuple[Columns, int, str]:
    """A CSV, with the number and the sha256 (in hex) of the very bytes that were read.

    Raises NotColumns, OSError, and what reading its text raises: UnicodeDecodeError, csv.Error.
    """
    with path.open("rb", buffering=0) as raw:
        hashed = _Hashed(raw)
        text = io.TextIOWrapper(io.BufferedReader(hashed, 1 << 20), encoding="utf-8", newline="")
        columns = _columns(csv.reader(text, strict=True))
        return columns, hashed.size, hashed.digest.hexdigest()


def _columns(lines: Iterator[list[str]]) -> Columns:
    header = next(lines, [])
    if not header or len(set(header)) < len(header):
        raise NotColumns("header")
    known = [_Known() for _ in header]
    parts: list[list[Codes]] = [[] for _ in header]
    while rows := list(islice(lines, _AT_ONCE)):
        if set(map(len, rows)) != {len(header)}:
            raise NotColumns("rows of other lengths")
        for codes, part, cells in zip(known, parts, zip(*rows, strict=True), strict=True):
            found = np.fromiter(map(codes.__getitem__, cells), np.uint32, len(rows))
            part.append(found.astype(np.min_scalar_type(len(codes)), copy=False))  # narrow at once: memory is small
    if not parts[0]:
        raise NotColumns("no rows")
    texts = [pa.array(list(codes), pa.string()) for codes in known]
    return Columns(header, texts, [np.concatenate(part) for part in parts])


class _Known(dict[str, int]):
    """The code of every text that was met, the next one for a new text."""

    def __missing__(self, text: str) -> int:
        self[text] = len(self)
        return len(self) - 1


class _Hashed(io.RawIOBase):
    """A file whose bytes are hashed as they are read: what is proved is what was parsed."""

    def __init__(self, raw: io.FileIO) -> None:
        self._raw, self.size, self.digest = raw, 0, hashlib.sha256()

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        count = self._raw.readinto(buffer) or 0
        self.digest.update(memoryview(buffer)[:count])
        self.size += count
        return count


class _Texts(Sequence[str]):
    """Many texts, made one by one."""

    def __init__(self, array: pa.Array) -> None:
        self.array = array

    def __len__(self) -> int:
        return len(self.array)

    @overload
    def __getitem__(self, at: int) -> str: ...
    @overload
    def __getitem__(self, at: slice) -> Sequence[str]: ...
    def __getitem__(self, at: int | slice) -> str | Sequence[str]:
        return _Texts(self.array[at]) if isinstance(at, slice) else str(self.array[at].as_py())

    def __iter__(self) -> Iterator[str]:
        for start in range(0, len(self.array), _AT_ONCE):
            yield from self.array[start : start + _AT_ONCE].to_pylist()


def _as_sequence(array: pa.Array) -> Sequence[str]:
    return array.to_pylist() if len(array) <= FEW else _Texts(array)


def _as_array(texts: Sequence[str]) -> pa.Array:
    return texts.array if isinstance(texts, _Texts) else pa.array(texts, pa.string())
