"""What one square of the map says, and how a cell's squares are weighed. Plain Python."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.guidance.kinds import QualityClass
from tracker.meetings.rules import AFTER, MeetingState
from tracker.ratings.facts import MONTHS, Life
from tracker.scoresheets.rules import DECIDED, WITH_SUPERIOR, SheetState

LOW = (QualityClass.AVERAGE, QualityClass.POOR)


class SquareState(StrEnum):
    """A cell's regular meeting of a month, as the committee above sees it.

    ``ELSEWHERE``: the cell did not exist, or stood under another committee. ``COMING``: the month is not over and
    nothing was held in it. ``UNSCORED``: held, and no sheet handed in. ``RETURNED``: handed in and sent back.
    """

    ELSEWHERE = "elsewhere"
    COMING = "coming"
    NOT_MET = "not_met"
    EXCUSED = "excused"
    UNSCORED = "unscored"
    RETURNED = "returned"
    SELF_SCORED = "self_scored"
    RECOGNISED = "recognised"


MET = frozenset({SquareState.UNSCORED, SquareState.RETURNED, SquareState.SELF_SCORED, SquareState.RECOGNISED})
SCORED = frozenset({SquareState.SELF_SCORED, SquareState.RECOGNISED})
DUE = MET | {SquareState.NOT_MET}


class Order(StrEnum):
    BRANCH = "branch"
    NAME = "name"
    TROUBLE = "trouble"


@dataclass(frozen=True)
class Stay:
    """The days during which a cell stood in the branch, both included, and those during which it existed."""

    since: date
    until: date | None
    life: Life

    def holds(self, year: int, month: int) -> bool:
        """Whether the month's meeting is this branch's to ask for: that of the last day on which the cell existed."""
        if not self.life.spans(year, month):
            return False
        last = last_day(year, month)
        if self.life.ended_on is not None:
            last = min(last, self.life.ended_on)
        return self.since <= last and (self.until is None or self.until >= last)


@dataclass(frozen=True)
class Sitting:
    """One regular meeting as the map needs it, with its sheet where there is one.

    ``is_here``: the committee directly above on its day belongs to the branch. ``handed_in_on``: the day of the first
    handing-in. ``term``: in how many days after the meeting a sheet is to be handed in.
    """

    month: int
    meeting_id: int
    state: MeetingState
    is_excused: bool
    is_here: bool
    held_on: date | None
    sheet_id: int | None
    sheet_state: SheetState | None
    handed_in_on: date | None
    term: int
    total: Decimal | None
    quality: QualityClass | None

    @property
    def is_held(self) -> bool:
        return self.state in AFTER

    def is_late(self, today: date) -> bool:
        """Handed in after its term, or not handed in and the term is over. The last day of the term is in time."""
        if self.held_on is None:
            return False
        return (self.handed_in_on or today) > self.held_on + timedelta(days=self.term)


@dataclass(frozen=True)
class Square:
    """``total`` and ``quality`` only where scored: the committee's where it decided, else the cell's."""

    month: int
    state: SquareState
    is_late: bool = False
    meeting_id: int | None = None
    sheet_id: int | None = None
    total: Decimal | None = None
    quality: QualityClass | None = None

    @property
    def is_low(self) -> bool:
        return self.quality in LOW


@dataclass(frozen=True)
class Trouble:
    """Why a cell asks to be looked at, as counts of one year: months without a meeting that nobody excused, sheets
    handed in late or overdue, meetings of the two lowest classes, and the committee's open questions to the cell.

    Each counts one [R]. Of as much trouble, the cell that met less stands first, then the lower classes, then lateness.
    """

    missing: int = 0
    late: int = 0
    low: int = 0
    signals: int = 0

    @property
    def weight(self) -> int:
        return self.missing + self.late + self.low + self.signals

    @property
    def rank(self) -> tuple[int, ...]:
        """Sorted by it, the most trouble comes first."""
        return (-self.weight, -self.missing, -self.low, -self.late, -self.signals)


def last_day(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1) - timedelta(days=1)


def squares(
    sittings: Iterable[Sitting], stay: Stay, year: int, today: date, kept: Collection[int] | None = None
) -> tuple[Square, ...]:
    """The twelve squares of a cell's year. ``kept``: the months in which a meeting is missed whatever the calendar
    says; those with which a closed year was closed, or none where the meetings are not owed monthly."""
    by_month: dict[int, list[Sitting]] = {month: [] for month in MONTHS}
    for one in sittings:
        by_month[one.month].append(one)
    return tuple(_square(by_month[month], stay, year, month, today, kept) for month in MONTHS)


def _square(
    here: Sequence[Sitting], stay: Stay, year: int, month: int, today: date, kept: Collection[int] | None
) -> Square:
    held = [one for one in here if one.is_held]
    if held:
        return _met(held[0], today) if held[0].is_here else Square(month, SquareState.ELSEWHERE)
    excused = [one for one in here if one.is_excused and one.is_here]
    if excused:
        return Square(month, SquareState.EXCUSED, meeting_id=excused[0].meeting_id)
    return Square(month, _not_met(stay, year, month, today, kept), meeting_id=_first_here(here))


def _not_met(stay: Stay, year: int, month: int, today: date, kept: Collection[int] | None) -> SquareState:
    if not stay.holds(year, month) or (kept is not None and month not in kept):
        return SquareState.ELSEWHERE
    return SquareState.NOT_MET if today > last_day(year, month) else SquareState.COMING


def _first_here(here: Sequence[Sitting]) -> int | None:
    return next((one.meeting_id for one in here if one.is_here), None)


def _met(one: Sitting, today: date) -> Square:
    state = _state(one)
    scored = state in SCORED
    return Square(
        month=one.month,
        state=state,
        is_late=one.is_late(today),
        meeting_id=one.meeting_id,
        sheet_id=one.sheet_id,
        total=one.total if scored else None,
        quality=one.quality if scored else None,
    )


def _state(one: Sitting) -> SquareState:
    """What the cell has marked and not handed in is its own affair still."""
    if one.sheet_state in DECIDED:
        return SquareState.RECOGNISED
    if one.sheet_state in WITH_SUPERIOR:
        return SquareState.SELF_SCORED
    return SquareState.RETURNED if one.handed_in_on else SquareState.UNSCORED


def trouble(squares: Iterable[Square], signals: int = 0) -> Trouble:
    squares = tuple(squares)
    return Trouble(
        missing=sum(one.state is SquareState.NOT_MET for one in squares),
        late=sum(one.is_late for one in squares),
        low=sum(one.is_low for one in squares),
        signals=signals,
    )
