"""Totals and classes of many meetings, counted before they are added up. Plain Python."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import ROUND_HALF_UP, Decimal

from tracker.guidance.kinds import QualityClass

HUNDREDTH = Decimal("0.01")
FEWEST = 3
"""Figures by criterion of fewer cells than this are withheld: they would be one cell's own."""


@dataclass(frozen=True)
class Tally:
    """How many meetings got which total and class; totals of different guidance are not to be put into one."""

    counts: Mapping[tuple[Decimal, QualityClass], int] = field(default_factory=dict)

    @property
    def meetings(self) -> int:
        return sum(self.counts.values())

    @property
    def mean(self) -> Decimal | None:
        """To the hundredth, a half rounded up; ``None`` of nothing."""
        if not self.meetings:
            return None
        points = sum((total * number for (total, _quality), number in self.counts.items()), Decimal(0))
        return (points / self.meetings).quantize(HUNDREDTH, ROUND_HALF_UP)

    @property
    def median(self) -> Decimal | None:
        """The middle one; of an even number, half way between the two in the middle."""
        number = self.meetings
        if not number:
            return None
        return (self._at((number - 1) // 2) + self._at(number // 2)) / 2

    def _at(self, place: int) -> Decimal:
        """The total at that place from the lowest, counted from nought."""
        for (total, _quality), number in sorted(self.counts.items()):
            if place < number:
                return total
            place -= number
        raise IndexError(place)

    def of(self, quality: QualityClass) -> int:
        return sum(number for (_total, own), number in self.counts.items() if own is quality)

    def share(self, quality: QualityClass) -> Decimal | None:
        return share(self.of(quality), self.meetings)


def together(tallies: Iterable[Tally]) -> Tally:
    """All of them as one."""
    found: Counter[tuple[Decimal, QualityClass]] = Counter()
    for one in tallies:
        found.update(one.counts)
    return Tally(found)


def share(part: int | Decimal, whole: int | Decimal) -> Decimal | None:
    """``None`` of nothing: never a nought in place of a "not yet"."""
    return Decimal(part) / Decimal(whole) if whole else None
