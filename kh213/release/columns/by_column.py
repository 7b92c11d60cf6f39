"""What a table of text is when it is too long to be a list of rows. Knows no library: small releases need none."""

from __future__ import annotations

from abc import abstractmethod
from collections.abc import Mapping, Sequence


class ByColumn(Sequence[Mapping[str, str]]):
    """The rows of a table, made one by one when they are asked for; kept as the texts of each column.

    Everything that takes rows takes it. What a rule says of a text it says of every row that holds it, so that a few
    hundred different texts need to be looked at and not millions of cells.
    """

    @abstractmethod
    def texts(self, column: str) -> Sequence[str]:
        """Each text of a column once; every one of them occurs. Raises KeyError for a column that is not there."""

    @abstractmethod
    def all_differ(self, columns: Sequence[str]) -> bool:
        """Whether no two rows hold the same texts in all of these columns."""
