"""Every sentence a reader sees, in Vietnamese and English: `words("vi")("page.overview.title")`."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from typing import Any

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Words:
    """The sentences of one language, by dotted key."""

    lang: str
    sentences: Mapping[str, str]

    def __call__(self, key: str, **params: object) -> str:
        """The sentence of a key with its parameters filled in. Raises KeyError for a key or parameter not there."""
        return self.sentences[key].format_map(params)

    def __hash__(self) -> int:
        return hash(self.lang)

    def __contains__(self, key: str) -> bool:
        return key in self.sentences


@lru_cache(maxsize=len(LANGUAGES))
def words(lang: str) -> Words:
    """The words of "vi" or "en", from all files of its folder. Raises FileNotFoundError for any other language."""
    sentences: dict[str, str] = {}
    for file in sorted(files(__package__).joinpath(lang).iterdir(), key=lambda each: each.name):
        sentences |= dict(_flat(tomllib.loads(file.read_text(encoding="utf-8"))))
    return Words(lang, sentences)


def _flat(node: Mapping[str, Any], path: str = "") -> Iterator[tuple[str, str]]:
    for name, value in node.items():
        key = f"{path}{name}"
        if isinstance(value, str):
            yield key, value
        else:
            yield from _flat(value, f"{key}.")
