"""The search behind ``improving``: which months, taken how, meet a class's demands with the least. Plain Python."""

from dataclasses import dataclass
from decimal import Decimal
from functools import cached_property, lru_cache

from tracker.guidance.rules import QualityClass
from tracker.ratings.marked import NOUGHT, Improvement

STEPS = 20_000  # of the last look, for the least points and for sets of equal size
TIES = 24


@dataclass(frozen=True)
class Option:
    """A month taken one way: the improvements, the points they add to its total, what it then comes to.

    ``total`` is ``None`` where the month has no score.
    """

    changes: tuple[Improvement, ...]
    points: Decimal
    total: Decimal | None
    quality: QualityClass | None
    is_missing: bool

    @property
    def count(self) -> int:
        return len(self.changes)


Options = tuple[Option, ...]  # of one month; the first is the month as it was
Lacks = tuple[int, ...]


@dataclass(frozen=True)
class Wanted:
    """A class's demands on months: so many of a class or better, not more of a class or worse, not more missing,
    and the mean."""

    at_least: tuple[tuple[QualityClass, int], ...]
    at_most: tuple[tuple[QualityClass, int], ...]
    missing: int | None
    mean: Decimal

    @property
    def lacks(self) -> Lacks:
        """What is still to be reached, then what may still be used up."""
        missing = () if self.missing is None else (self.missing,)
        return (*(number for _q, number in self.at_least), *(number for _q, number in self.at_most), *missing)

    def after(self, option: Option, lacks: Lacks) -> Lacks | None:
        """What is lacking once a month is taken so; ``None`` where more is used up than may be."""
        left = list(lacks)
        for place, (quality, _number) in enumerate(self.at_least):
            if option.quality and option.quality >= quality:
                left[place] = max(0, left[place] - 1)
        for place, (quality, _number) in enumerate(self.at_most, start=len(self.at_least)):
            if option.quality and option.quality <= quality:
                left[place] -= 1
        if self.missing is not None and option.is_missing:
            left[-1] -= 1
        return None if any(number < 0 for number in left) else tuple(left)

    def met(self, lacks: Lacks) -> bool:
        return not any(lacks[: len(self.at_least)])

    def surplus(self, option: Option) -> Decimal:
        """Points above the mean asked for, in this month."""
        return NOUGHT if option.total is None else option.total - self.mean


class Search:
    """The smallest choices of one option a month that meet the demands; see ``improving`` for "smallest"."""

    def __init__(self, months: list[Options], wanted: Wanted, most: int) -> None:
        self.months, self.wanted, self.most = months, wanted, most
        self.best = lru_cache(maxsize=None)(self._best)
        self.points: Decimal | None = None
        self.found: list[tuple[Option, ...]] = []
        self.steps = 0

    def smallest(self) -> list[tuple[Option, ...]]:
        """Nothing where no choice meets the demands with ``most`` improvements."""
        if self.most < 0:
            return []
        size = self._size()
        if size is not None:
            self._look(0, *size, self.wanted.lacks, NOUGHT, NOUGHT, ())
        return self.found

    def _size(self) -> tuple[int, int] | None:
        """The fewest months, then the fewest improvements in so many months."""
        for touched in range(min(len(self.months), self.most) + 1):
            if self._enough(touched, self.most):
                return touched, next(count for count in range(touched, self.most + 1) if self._enough(touched, count))
        return None

    def _enough(self, touched: int, count: int) -> bool:
        best = self.best(0, touched, count, self.wanted.lacks)
        return best is not None and best >= 0

    def _best(self, place: int, touched: int, count: int, lacks: Lacks) -> Decimal | None:
        """The most surplus that the months from ``place`` on give while meeting what is lacking."""
        if place == len(self.months):
            return NOUGHT if self.wanted.met(lacks) else None
        found: Decimal | None = None
        for option in self.telling[place]:
            if option.count > count or (option.count and not touched):
                continue
            left = self.wanted.after(option, lacks)
            rest = (
                None if left is None else self.best(place + 1, touched - bool(option.count), count - option.count, left)
            )
            if rest is not None and (found is None or rest + self.wanted.surplus(option) > found):
                found = rest + self.wanted.surplus(option)
        return found

    @cached_property
    def telling(self) -> list[Options]:
        """Of each month the best total for every number of improvements and class: the rest cannot do more."""
        return [self._telling(options) for options in self.months]

    def _telling(self, options: Options) -> Options:
        best: dict[tuple[int, QualityClass | None, bool], Option] = {}
        for option in options:
            key = (option.count, option.quality, option.is_missing)
            if key not in best or (option.total or NOUGHT) > (best[key].total or NOUGHT):
                best[key] = option
        return tuple(best.values())

    def _look(self, place: int, touched: int, count: int, lacks: Lacks, surplus: Decimal, points: Decimal,
              chosen: tuple[Option, ...]) -> None:  # fmt: skip
        """Try every choice of that size, leaving those that cannot do, or that cost more points than one found."""
        self.steps += 1
        if place == len(self.months):
            self._keep(points, chosen)
            return
        for option in self.by_points[place]:
            if option.count > count or (option.count and not touched) or self._is_over(points + option.points):
                continue
            left = self.wanted.after(option, lacks)
            if left is None:
                continue
            rest = self.best(place + 1, touched - bool(option.count), count - option.count, left)
            ahead = surplus + self.wanted.surplus(option)
            if (
                rest is not None
                and ahead + rest >= 0
                and not self._is_over(points + option.points + self._owing(place + 1, ahead))
            ):
                self._look(place + 1, touched - bool(option.count), count - option.count, left, ahead,
                           points + option.points, (*chosen, option))  # fmt: skip

    @cached_property
    def by_points(self) -> list[Options]:
        return [tuple(sorted(options, key=lambda one: one.points)) for options in self.months]

    def _owing(self, place: int, surplus: Decimal) -> Decimal:
        """The least points still to come: what the mean lacks, where no meeting can be added to make it up."""
        untouched, may_add = self.rest[place]
        return NOUGHT if may_add else max(NOUGHT, -(surplus + untouched))

    @cached_property
    def rest(self) -> list[tuple[Decimal, bool]]:
        """From each month on: the surplus of the months as they were, and whether some meeting may be added."""
        found = [(NOUGHT, False)]
        for options in reversed(self.months):
            surplus, may_add = found[0]
            adds = any(option.changes and not option.points for option in options)
            found.insert(0, (surplus + self.wanted.surplus(options[0]), may_add or adds))
        return found

    def _is_over(self, points: Decimal) -> bool:
        if self.points is None:
            return False
        return points > self.points or self.steps > STEPS or (len(self.found) >= TIES and points >= self.points)

    def _keep(self, points: Decimal, chosen: tuple[Option, ...]) -> None:
        if self.points is None or points < self.points:
            self.points, self.found = points, []
        if len(self.found) < TIES:
            self.found.append(chosen)
