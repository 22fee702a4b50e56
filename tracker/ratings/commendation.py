"""Which cells were rated Tốt year after year, and which miss it by one. Plain Python.

Only a class that the superior committee recognised counts; a year without one is not Tốt, whatever was computed.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import IntEnum

from tracker.guidance.kinds import QualityClass

USUAL_YEARS = 3  # [R]: the article's district looked back over several years and does not say how many
MOST_YEARS = 10


class Place(IntEnum):
    """Where a cell stands on the list."""

    LISTED = 0
    MISSES_BY_ONE = 1
    OFF = 2


@dataclass(frozen=True)
class Recognised:
    """One year of a cell: the class recognised, ``None`` where none is; the mean; its committee of that year."""

    year: int
    quality: QualityClass | None = None
    mean: Decimal | None = None
    committee: str = ""

    @property
    def is_good(self) -> bool:
        return self.quality is QualityClass.GOOD


@dataclass(frozen=True)
class Candidate:
    """A cell with every year looked at, the earliest first."""

    cell_id: int
    name: str
    years: tuple[Recognised, ...]

    @property
    def lacking(self) -> tuple[Recognised, ...]:
        return tuple(one for one in self.years if not one.is_good)

    @property
    def place(self) -> Place:
        """One year alone is met or not: nobody misses it by one."""
        if not self.lacking:
            return Place.LISTED
        return Place.MISSES_BY_ONE if len(self.lacking) == 1 and len(self.years) > 1 else Place.OFF


def span(to: int, count: int) -> range:
    """The years looked at: so many, the last of them ``to``."""
    return range(to - count + 1, to + 1)


def candidate(cell_id: int, name: str, known: Mapping[int, Recognised], years: range) -> Candidate:
    """A year of which nothing is known stands there as one without a class."""
    return Candidate(cell_id, name, tuple(known.get(year) or Recognised(year) for year in years))
