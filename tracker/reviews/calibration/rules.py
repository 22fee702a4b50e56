"""How alike reviewers mark the same sheets, and who is stricter. Plain Python, exact.

All figures stand on what every one of them marked; fewer than two reviewers give no figures. A reviewer is held
against the median of the *others*, so that one odd mark among them moves little.
"""

import hashlib
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations
from statistics import median

NOUGHT = Decimal(0)
LIKE = Decimal("0.5")  # [R]: nearer to the others' median than this, points a sheet, is called alike
FAR = Decimal(1)  # [R]: two branches whose reviewers lie further apart, points a sheet, are not compared without a word

Asked = tuple[int, str]
"""One criterion of one sheet: the sheet's place in the round, and the code."""
Marks = Mapping[int, Mapping[Asked, Decimal]]
"""What each reviewer gave, by reviewer."""


class Leaning(StrEnum):
    STRICTER = "stricter"
    ALIKE = "alike"
    MILDER = "milder"


@dataclass(frozen=True)
class Lean:
    """How far one reviewer's marks lie from the others' median: below nought is stricter.

    ``total`` over ``count`` sheets, points; ``typical`` is the median of the sheets, points a sheet.
    """

    total: Decimal
    count: int
    typical: Decimal

    @property
    def mean(self) -> Decimal:
        return self.total / self.count

    @property
    def leaning(self) -> Leaning:
        if abs(self.typical) < LIKE:
            return Leaning.ALIKE
        return Leaning.STRICTER if self.typical < 0 else Leaning.MILDER


@dataclass(frozen=True)
class OfCriterion:
    """One criterion over the sheets on which it was asked: ``equal`` of ``pairs`` of reviewers agree exactly."""

    code: str
    equal: int
    pairs: int
    leans: Mapping[int, Lean]

    @property
    def agreement(self) -> Decimal:
        return Decimal(self.equal) / self.pairs


@dataclass(frozen=True)
class OfSheet:
    """One sheet: each reviewer's sum, how far apart they lie, and the criteria on which they lie furthest apart."""

    place: int
    totals: Mapping[int, Decimal]
    widest: tuple[str, ...]

    @property
    def spread(self) -> Decimal:
        return max(self.totals.values()) - min(self.totals.values())


@dataclass(frozen=True)
class Result:
    """``criteria`` in the order of ``codes``, ``sheets`` with the widest spread first."""

    criteria: tuple[OfCriterion, ...]
    leans: Mapping[int, Lean]
    sheets: tuple[OfSheet, ...]

    @property
    def equal(self) -> int:
        return sum(one.equal for one in self.criteria)

    @property
    def pairs(self) -> int:
        return sum(one.pairs for one in self.criteria)

    @property
    def agreement(self) -> Decimal:
        return Decimal(self.equal) / self.pairs


def common(marks: Marks) -> set[Asked]:
    """What every reviewer marked."""
    each = [set(given) for given in marks.values()]
    return set.intersection(*each) if each else set()


def result(marks: Marks, codes: Sequence[str]) -> Result | None:
    """The figures of a round; ``None`` with fewer than two reviewers, or nothing that all of them marked."""
    asked = common(marks)
    if len(marks) < 2 or not asked:
        return None
    apart = {one: {key: marks[one][key] - _others(marks, one, key) for key in asked} for one in marks}
    places = sorted({place for place, _code in asked})
    present = {code for _place, code in asked}
    ordered = [code for code in codes if code in present] + sorted(present - set(codes))
    return Result(
        criteria=tuple(_of_criterion(code, marks, apart, asked) for code in ordered),
        leans={one: _lean(_by_place(apart[one], places)) for one in marks},
        sheets=tuple(sorted((_of_sheet(place, marks, asked) for place in places), key=_widest_first)),
    )


def _others(marks: Marks, one: int, key: Asked) -> Decimal:
    return median(given[key] for other, given in marks.items() if other != one)


def _by_place(apart: Mapping[Asked, Decimal], places: Iterable[int]) -> list[Decimal]:
    return [sum((points for (at, _code), points in apart.items() if at == place), NOUGHT) for place in places]


def _lean(apart: Sequence[Decimal]) -> Lean:
    return Lean(sum(apart, NOUGHT), len(apart), median(apart))


def _of_criterion(
    code: str, marks: Marks, apart: Mapping[int, Mapping[Asked, Decimal]], asked: Iterable[Asked]
) -> OfCriterion:
    keys = sorted(key for key in asked if key[1] == code)
    pairs = [(first[key], second[key]) for first, second in combinations(marks.values(), 2) for key in keys]
    leans = {one: _lean([apart[one][key] for key in keys]) for one in marks}
    return OfCriterion(code, sum(one == other for one, other in pairs), len(pairs), leans)


def _of_sheet(place: int, marks: Marks, asked: Iterable[Asked]) -> OfSheet:
    keys = sorted(key for key in asked if key[0] == place)
    totals = {one: sum((given[key] for key in keys), NOUGHT) for one, given in marks.items()}
    spreads = {key[1]: _spread([given[key] for given in marks.values()]) for key in keys}
    most = max(spreads.values())
    widest = tuple(code for code, spread in spreads.items() if most > 0 and spread == most)
    return OfSheet(place, totals, widest)


def _spread(points: Sequence[Decimal]) -> Decimal:
    return max(points) - min(points)


def _widest_first(sheet: OfSheet) -> tuple[Decimal, int]:
    return -sheet.spread, sheet.place


def apart(first: Marks, second: Marks) -> Decimal | None:
    """How many points a sheet the first group lies above the second: the median over the sheets of the difference
    between the groups' median sums. ``None`` where a group is empty or they have nothing in common."""
    asked = common({**first, **second})
    if not (first and second and asked):
        return None
    places = sorted({place for place, _code in asked})
    return median(_median_sum(first, asked, place) - _median_sum(second, asked, place) for place in places)


def _median_sum(group: Marks, asked: Iterable[Asked], place: int) -> Decimal:
    keys = [key for key in asked if key[0] == place]
    return median(sum((given[key] for key in keys), NOUGHT) for given in group.values())


def draw(ids: Iterable[int], seed: str, count: int) -> list[int]:
    """``count`` of the ids in an order that the seed alone decides, so that a draw can be made again."""
    return sorted(set(ids), key=lambda one: hashlib.sha256(f"{seed}:{one}".encode()).hexdigest())[:count]


PREFIX = re.compile(r"chi bộ\s+", re.IGNORECASE)


def veiled(text: str, names: Iterable[str]) -> str:
    """The text without these names of cells: in full they become “chi bộ”, without those two words an ellipsis."""
    known = sorted({" ".join(name.split()) for name in names if name.strip()}, key=len, reverse=True)
    for name in known:
        text = re.sub(_anyhow(name), "chi bộ", text, flags=re.IGNORECASE)
        bare = PREFIX.sub("", name, count=1)
        if bare != name and len(bare) > 2:
            text = re.sub(rf"(?<!\w){_anyhow(bare)}(?!\w)", "…", text, flags=re.IGNORECASE)
    return text


def _anyhow(name: str) -> str:
    """The name with any blanks between its words."""
    return r"\s+".join(re.escape(word) for word in name.split())
