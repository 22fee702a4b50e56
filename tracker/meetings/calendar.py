"""A cell's year of meetings: what stands in each month and each quarter. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any

from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import AFTER, REGULAR, THEMATIC, MeetingState, last_day


class MonthStatus(StrEnum):
    """``overdue``: its day has passed and nothing is recorded. ``missing``: so, and the month is over."""

    OUTSIDE = "outside"
    TO_COME = "to_come"
    PLANNED = "planned"
    CIRCULATED = "circulated"
    OVERDUE = "overdue"
    HELD = "held"
    MINUTED = "minuted"
    NOT_HELD = "not_held"
    EXCUSED = "excused"
    MISSING = "missing"


WAS_HELD = frozenset({MonthStatus.HELD, MonthStatus.MINUTED})
NOT_REQUIRED = frozenset({MonthStatus.OUTSIDE, MonthStatus.EXCUSED})


class ThemeStatus(StrEnum):
    OUTSIDE = "outside"
    TO_COME = "to_come"
    PLANNED = "planned"
    HELD = "held"
    MISSING = "missing"


@dataclass(frozen=True)
class Sitting:
    """One meeting as the year sees it. ``day``: held, or planned. ``row``: what to link to."""

    kind: MeetingKind
    month: int
    day: date
    state: MeetingState
    is_excused: bool = False
    is_backfilled: bool = False
    theme: str = ""
    row: Any = None

    @property
    def was_held(self) -> bool:
        return self.state in AFTER


@dataclass(frozen=True)
class Month:
    year: int
    number: int
    status: MonthStatus
    sitting: Sitting | None
    is_now: bool


@dataclass(frozen=True)
class Quarter:
    number: int
    months: tuple[Month, ...]
    status: ThemeStatus
    themes: tuple[Sitting, ...]


@dataclass(frozen=True)
class Year:
    """The whole page. ``required``: regular meetings of the year, without months excused or outside its life."""

    number: int
    quarters: tuple[Quarter, ...]
    sittings: tuple[Sitting, ...]
    committee: tuple[Sitting, ...]
    held_thematic: int

    @property
    def months(self) -> list[Month]:
        return [month for quarter in self.quarters for month in quarter.months]

    @property
    def required(self) -> int:
        return sum(1 for month in self.months if month.status not in NOT_REQUIRED)

    @property
    def held_regular(self) -> int:
        return sum(1 for month in self.months if month.status in WAS_HELD)

    @property
    def missing(self) -> list[int]:
        """The months gone by without a regular meeting and without word of why."""
        return [month.number for month in self.months if month.status is MonthStatus.MISSING]

    @property
    def not_held(self) -> list[int]:
        return [month.number for month in self.months if month.status is MonthStatus.NOT_HELD]

    @property
    def without_theme(self) -> list[int]:
        return [quarter.number for quarter in self.quarters if quarter.status is ThemeStatus.MISSING]


def is_outside(first: date, last: date, since: date | None, until: date | None) -> bool:
    """The cell did not exist on any day of the span."""
    return (since is not None and last < since) or (until is not None and first > until)


def month_status(
    year: int,
    month: int,
    sitting: Sitting | None,
    today: date,
    since: date | None = None,
    until: date | None = None,
) -> MonthStatus:
    """What to say of a month. It is missing from the first day of the month after, never before."""
    is_over = today > last_day(year, month)
    if sitting is None:
        if is_outside(date(year, month, 1), last_day(year, month), since, until):
            return MonthStatus.OUTSIDE
        return MonthStatus.MISSING if is_over else MonthStatus.TO_COME
    if sitting.state is MeetingState.NOT_HELD:
        return MonthStatus.EXCUSED if sitting.is_excused else MonthStatus.NOT_HELD
    if not sitting.was_held and sitting.day < today:
        return MonthStatus.MISSING if is_over else MonthStatus.OVERDUE
    return MonthStatus(sitting.state.value)


def theme_status(
    year: int,
    quarter: int,
    themes: Iterable[Sitting],
    today: date,
    since: date | None = None,
    until: date | None = None,
) -> ThemeStatus:
    """Whether the quarter had its thematic meeting; it is missing once the quarter is over."""
    first, last = date(year, quarter * 3 - 2, 1), last_day(year, quarter * 3)
    given = list(themes)
    if any(theme.was_held for theme in given):
        return ThemeStatus.HELD
    if any(theme.state is not MeetingState.NOT_HELD and theme.day >= today for theme in given):
        return ThemeStatus.PLANNED
    if is_outside(first, last, since, until):
        return ThemeStatus.OUTSIDE
    return ThemeStatus.MISSING if today > last else ThemeStatus.TO_COME


def regular_sitting(sittings: Iterable[Sitting], month: int) -> Sitting | None:
    """The month's regular meeting: the one that stands rather than one not held; of those, an excused one."""
    found = [sitting for sitting in sittings if sitting.month == month and sitting.kind in REGULAR]
    found.sort(key=lambda sitting: (sitting.state is MeetingState.NOT_HELD, not sitting.is_excused))
    return found[0] if found else None


def year_of(
    number: int,
    sittings: Iterable[Sitting],
    today: date,
    since: date | None = None,
    until: date | None = None,
) -> Year:
    """The year's page out of the year's meetings; ``since`` and ``until`` bound the life of the cell."""
    given = tuple(sorted(sittings, key=lambda sitting: (sitting.day, sitting.month)))

    def month_of(month: int) -> Month:
        sitting = regular_sitting(given, month)
        status = month_status(number, month, sitting, today, since, until)
        return Month(number, month, status, sitting, (number, month) == (today.year, today.month))

    def quarter_of(quarter: int) -> Quarter:
        months = tuple(month_of(month) for month in range(quarter * 3 - 2, quarter * 3 + 1))
        themes = tuple(one for one in given if one.kind in THEMATIC and (one.month + 2) // 3 == quarter)
        return Quarter(quarter, months, theme_status(number, quarter, themes, today, since, until), themes)

    return Year(
        number=number,
        quarters=tuple(quarter_of(quarter) for quarter in range(1, 5)),
        sittings=given,
        committee=tuple(one for one in given if one.kind is MeetingKind.COMMITTEE),
        held_thematic=sum(1 for one in given if one.kind in THEMATIC and one.was_held),
    )
