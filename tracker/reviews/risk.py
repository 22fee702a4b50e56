"""How much disagreement a sheet lets expect, and why: the order of the committee's queue. Plain Python.

Every weight is our own choice [R]. They are added up, so each reason can be read alone and a growing figure never
lowers the whole. The figure orders a list and decides nothing: what is written beside a sheet is its reasons.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

NOUGHT = Decimal(0)
LOOKED_BACK = 6  # earlier sheets of the cell that are asked whether the committee changed them [R]
NEW_DAYS = 180  # for so many days a secretary who followed another counts as new [R]

# What one of each is worth [R]: a point given above the suggestion weighs most, for it is what a reviewer would take
# away; who is new or wrote afterwards may only want help.
A_POINT, MOST_POINTS = Decimal(2), Decimal(40)
A_MARK = Decimal(1)
UNBACKED = Decimal(2)
ALTERED = Decimal(3)
RETURNED = Decimal(8)
A_DAY, MOST_DAYS = Decimal(1), Decimal(10)
LATE_NOTICE = Decimal(8)
NEW_SECRETARY = Decimal(4)
BACKFILLED = Decimal(4)
STREAK, A_MONTH = Decimal(5), Decimal(1)
MOST_MONTHS = Decimal(12)
SIGNAL, MOST_SIGNALS = Decimal(10), Decimal(50)


class Kind(StrEnum):
    """Why a sheet deserves a look, in the order in which reasons are told."""

    RETURNED = "returned"
    GAP = "gap"
    UNBACKED = "unbacked"
    LATE_NOTICE = "late_notice"
    STREAK = "streak"
    ALTERED = "altered"
    LATE = "late"
    NEW_SECRETARY = "new_secretary"
    BACKFILLED = "backfilled"


@dataclass(frozen=True)
class Reason:
    """One reason with the figures that its sentence needs, as JSON can hold them."""

    kind: Kind
    figures: Mapping[str, Any]

    def kept(self) -> dict[str, Any]:
        return {"kind": self.kind.value, **self.figures}


def reason(kept: Mapping[str, Any]) -> Reason:
    """The reason that ``kept`` gave."""
    return Reason(Kind(kept["kind"]), {name: value for name, value in kept.items() if name != "kind"})


@dataclass(frozen=True)
class Facts:
    """Of one handing-in. ``returned``: how often this sheet was sent back before. ``days_late``: past the day on which
    it was due. ``new_since``: days that a secretary who followed another had been so at the meeting, else ``None``.
    ``notice_late``: ``None`` where the book cannot tell. The other names are those of ``Reading``.
    """

    total: Decimal
    gap: Decimal = NOUGHT
    above: int = 0
    unbacked: int = 0
    returned: int = 0
    altered: int = 0
    looked_back: int = 0
    days_late: int = 0
    notice_late: bool | None = None
    new_since: int | None = None
    backfilled: bool = False
    streak: int = 1


@dataclass(frozen=True)
class Limits:
    """From the committee's settings: from which total a sheet is a high one, how many equal totals are a streak."""

    high_points: Decimal
    same_months: int


def weigh(facts: Facts, limits: Limits) -> tuple[Decimal, tuple[Reason, ...]]:
    """The risk, nought exactly where there is no reason, and the reasons."""
    found = [*_given(facts), *_behaviour(facts, limits)]
    return sum((weight for weight, _reason in found), NOUGHT), tuple(one for _weight, one in found)


def _given(facts: Facts) -> list[tuple[Decimal, Reason]]:
    """What the sheet itself says."""
    found = []
    if facts.returned > 0:
        found.append((RETURNED * facts.returned, Reason(Kind.RETURNED, {"times": facts.returned})))
    if facts.gap > 0 or facts.above > 0:
        weight = min(A_POINT * facts.gap, MOST_POINTS) + A_MARK * facts.above
        found.append((weight, Reason(Kind.GAP, {"points": f"{facts.gap:f}", "marks": facts.above})))
    if facts.unbacked > 0:
        found.append((UNBACKED * facts.unbacked, Reason(Kind.UNBACKED, {"marks": facts.unbacked})))
    return found


def _behaviour(facts: Facts, limits: Limits) -> list[tuple[Decimal, Reason]]:
    """How it came about."""
    found = []
    if facts.notice_late and facts.total >= limits.high_points:
        found.append((LATE_NOTICE, Reason(Kind.LATE_NOTICE, {"total": f"{facts.total:f}"})))
    if facts.streak >= limits.same_months:
        weight = min(STREAK + A_MONTH * (facts.streak - limits.same_months), MOST_MONTHS)
        found.append((weight, Reason(Kind.STREAK, {"months": facts.streak, "total": f"{facts.total:f}"})))
    if facts.altered > 0:
        figures = {"sheets": facts.altered, "among": facts.looked_back}
        found.append((ALTERED * facts.altered, Reason(Kind.ALTERED, figures)))
    if facts.days_late > 0:
        found.append((min(A_DAY * facts.days_late, MOST_DAYS), Reason(Kind.LATE, {"days": facts.days_late})))
    if facts.new_since is not None and facts.new_since < NEW_DAYS:
        found.append((NEW_SECRETARY, Reason(Kind.NEW_SECRETARY, {"days": facts.new_since})))
    if facts.backfilled:
        found.append((BACKFILLED, Reason(Kind.BACKFILLED, {})))
    return found


def with_signals(risk: Decimal, signals: int) -> Decimal:
    """The risk as it stands while so many questions to the cell are open."""
    return risk + min(SIGNAL * signals, MOST_SIGNALS)


class Group(StrEnum):
    """The parts of the queue, in the order in which they are read."""

    LOOK = "look"
    SAMPLE = "sample"
    QUIET = "quiet"


def group(has_reason: bool, is_drawn: bool) -> Group:
    """What has a reason is read for it, drawn or not."""
    if has_reason:
        return Group.LOOK
    return Group.SAMPLE if is_drawn else Group.QUIET


PARTS = {group: number for number, group in enumerate(Group)}


def order(
    group: Group, risk: Decimal, name_key: str, cell_id: int, sheet_id: int
) -> tuple[int, Decimal, str, int, int]:
    """By part, the highest risk first, equals in Vietnamese order of the cells' names: one order of all."""
    return PARTS[group], -risk, name_key, cell_id, sheet_id


@dataclass(frozen=True)
class Place:
    """What a sheet's place in the queue depends on, and nothing else."""

    group: Group
    risk: Decimal
    name_key: str
    cell_id: int
    sheet_id: int

    @property
    def order(self) -> tuple[int, Decimal, str, int, int]:
        return order(self.group, self.risk, self.name_key, self.cell_id, self.sheet_id)
