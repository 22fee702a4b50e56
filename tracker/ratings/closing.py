"""What a committee's year is closed with, and what reads otherwise since it was reopened. Plain Python."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from tracker.guidance.kinds import QualityClass
from tracker.ratings.rules import YearState


@dataclass(frozen=True)
class KeptCell:
    """A cell's year as it stood: the class recognised, else computed."""

    cell_id: int
    name: str
    state: YearState
    quality: QualityClass | None
    mean: Decimal | None


@dataclass(frozen=True)
class KeptCount:
    """How many cells of a class; ``None``: of none."""

    quality: QualityClass | None
    cells: int


@dataclass(frozen=True)
class KeptBranch:
    """A committee directly below, with all the cells under it."""

    committee_id: int
    name: str
    counts: tuple[KeptCount, ...]


@dataclass(frozen=True)
class Kept:
    """A committee's year: its own cells by name, their totals, and the committees below."""

    cells: tuple[KeptCell, ...]
    totals: tuple[KeptCount, ...]
    branches: tuple[KeptBranch, ...] = ()


def totals(cells: Iterable[KeptCell]) -> tuple[KeptCount, ...]:
    tally = Counter(one.quality for one in cells)
    return counts(tally)


def counts(tally: Counter[QualityClass | None]) -> tuple[KeptCount, ...]:
    """Best class first, those of none last; a class without cells is left out."""
    return tuple(KeptCount(one, tally[one]) for one in (*QualityClass, None) if tally[one])


class Change(StrEnum):
    """What became of a cell or a branch since."""

    GONE = "gone"
    NEW = "new"
    OTHER = "other"


@dataclass(frozen=True)
class CellChange:
    name: str
    change: Change
    then: KeptCell | None
    now: KeptCell | None


@dataclass(frozen=True)
class BranchChange:
    name: str
    change: Change
    then: KeptBranch | None
    now: KeptBranch | None


@dataclass(frozen=True)
class Difference:
    cells: tuple[CellChange, ...]
    branches: tuple[BranchChange, ...]

    def __bool__(self) -> bool:
        return bool(self.cells or self.branches)


def differences(then: Kept, now: Kept) -> Difference:
    """Cells and branches that read otherwise; a new name alone is no difference."""
    cells_then, cells_now = ({one.cell_id: one for one in side.cells} for side in (then, now))
    below_then, below_now = ({one.committee_id: one for one in side.branches} for side in (then, now))
    changed = []
    for key in dict.fromkeys((*cells_now, *cells_then)):
        was, stands = cells_then.get(key), cells_now.get(key)
        if _of_cell(was) != _of_cell(stands):
            changed.append(CellChange(_name(was, stands), _change(was, stands), was, stands))
    moved = []
    for key in dict.fromkeys((*below_now, *below_then)):
        before, after = below_then.get(key), below_now.get(key)
        if (before and before.counts) != (after and after.counts):
            moved.append(BranchChange(_name(before, after), _change(before, after), before, after))
    return Difference(tuple(changed), tuple(moved))


def _of_cell(one: KeptCell | None) -> tuple[object, ...]:
    return (one.state, one.quality, one.mean) if one else ()


def _change(was: object, stands: object) -> Change:
    return Change.NEW if was is None else Change.GONE if stands is None else Change.OTHER


def _name(was: KeptCell | KeptBranch | None, stands: KeptCell | KeptBranch | None) -> str:
    one = stands or was
    return one.name if one else ""
