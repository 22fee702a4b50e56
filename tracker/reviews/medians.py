"""The middle of a branch's marks, criterion by criterion. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from statistics import median

LEAST_CELLS = 3  # below this a median would tell a single cell's mark [R]


@dataclass(frozen=True)
class Median:
    """The middle mark, exact, halfway between two where their number is even; of how many ``cells``."""

    points: Decimal
    cells: int


def medians(marks: Iterable[tuple[str, int, Decimal]]) -> dict[str, Median]:
    """By criterion, of (criterion, cell, points); none for a criterion that fewer than three cells marked.

    A cell's several sheets of the month each count, as one cell.
    """
    points: dict[str, list[Decimal]] = {}
    cells: dict[str, set[int]] = {}
    for criterion, cell, given in marks:
        points.setdefault(criterion, []).append(given)
        cells.setdefault(criterion, set()).add(cell)
    return {
        criterion: Median(median(points[criterion]), len(of))
        for criterion, of in cells.items()
        if len(of) >= LEAST_CELLS
    }
