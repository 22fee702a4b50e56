"""What is known of a cell's year: its months, its quarters, its scores. Plain Python.

Marked [R] are our own readings, where no guidance seen says otherwise.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum

from tracker.guidance.rules import MeetingKind, QualityClass

HUNDREDTH = Decimal("0.01")
MONTHS = range(1, 13)
QUARTERS = range(1, 5)


class MonthState(StrEnum):
    """``NOT_YET``: not over, and nothing held in it. ``OUTSIDE``: the cell did not exist in it."""

    HELD = "held"
    MISSING = "missing"
    EXCUSED = "excused"
    NOT_YET = "not_yet"
    OUTSIDE = "outside"


REQUIRED = {MonthState.HELD, MonthState.MISSING}


@dataclass(frozen=True)
class Score:
    """A meeting's total and class: the recognised ones where there are any, else those the cell agreed."""

    total: Decimal
    quality: QualityClass
    is_recognised: bool


@dataclass(frozen=True)
class MeetingFact:
    """One meeting of the year as far as its rating goes. ``is_excused``: not held, and the superior excused it."""

    kind: MeetingKind
    month: int
    is_held: bool
    is_excused: bool = False
    score: Score | None = None


@dataclass(frozen=True)
class Month:
    """A month's regular meeting; ``score`` only where it was held and scored."""

    month: int
    state: MonthState
    score: Score | None = None

    @property
    def quarter(self) -> int:
        return (self.month + 2) // 3


@dataclass(frozen=True)
class YearFacts:
    """``themes``: thematic meetings held per quarter. ``quarters_due``: those that must have had one by now."""

    months: tuple[Month, ...]
    themes: tuple[int, ...]
    quarters_due: tuple[int, ...]
    thematic_scores: tuple[Score, ...]
    is_over: bool

    def numbers(self, *states: MonthState) -> tuple[int, ...]:
        return tuple(month.month for month in self.months if month.state in states)

    @property
    def scores(self) -> tuple[Score, ...]:
        return tuple(month.score for month in self.months if month.score)

    @property
    def unscored(self) -> tuple[int, ...]:
        """Months whose meeting was held and has no agreed score yet."""
        return tuple(month.month for month in self.months if month.state is MonthState.HELD and not month.score)

    @property
    def empty_quarters(self) -> tuple[int, ...]:
        return tuple(quarter for quarter in self.quarters_due if not self.themes[quarter - 1])

    @property
    def required(self) -> int:
        """The months by which a floor of months is measured: an excused month leaves it.

        While the year runs, so do months not yet over and meetings not yet scored: the rating so far asks
        nothing of them [R].
        """
        due = [month for month in self.months if month.state in REQUIRED]
        return sum(1 for month in due if self.is_over or month.state is MonthState.MISSING or month.score)


@dataclass(frozen=True)
class Life:
    """The days between which the cell existed, both included; ``None`` is without end."""

    founded_on: date | None = None
    ended_on: date | None = None

    def spans(self, year: int, month: int) -> bool:
        """Whether the cell existed on some day of the month."""
        begun = self.founded_on is None or self.founded_on < _month_after(year, month)
        return begun and (self.ended_on is None or self.ended_on >= date(year, month, 1))


def _month_after(year: int, month: int) -> date:
    return date(year + month // 12, month % 12 + 1, 1)


def year_facts(meetings: Iterable[MeetingFact], year: int, today: date, life: Life | None = None) -> YearFacts:
    """The facts of a year from its meetings, in whatever order they come.

    A month is due when it is over. A thematic meeting counts for the quarter of its month; one that shares
    its sitting with a regular meeting counts as both.
    """
    meetings, life = tuple(meetings), life or Life()
    months = tuple(_month(meetings, year, month, today, life) for month in MONTHS)
    held = [meeting for meeting in meetings if meeting.is_held and meeting.kind.has_thematic_part]
    return YearFacts(
        months=months,
        themes=tuple(sum(1 for one in held if (one.month + 2) // 3 == quarter) for quarter in QUARTERS),
        quarters_due=tuple(quarter for quarter in QUARTERS if _is_due(months, quarter, year, today)),
        thematic_scores=_sorted(one.score for one in held if one.kind is MeetingKind.THEMATIC and one.score),
        is_over=today.year > year,
    )


def _month(meetings: Sequence[MeetingFact], year: int, month: int, today: date, life: Life) -> Month:
    here = [one for one in meetings if one.month == month and one.kind.has_regular_part]
    held = [one for one in here if one.is_held]
    if held:
        scores = _sorted(one.score for one in held if one.score)
        return Month(month, MonthState.HELD, scores[-1] if scores else None)
    if any(one.is_excused for one in here):
        return Month(month, MonthState.EXCUSED)
    if not life.spans(year, month):
        return Month(month, MonthState.OUTSIDE)
    return Month(month, MonthState.MISSING if today >= _month_after(year, month) else MonthState.NOT_YET)


def _is_due(months: Sequence[Month], quarter: int, year: int, today: date) -> bool:
    """A quarter asks for a theme once over, if the cell could meet in it: one wholly excused asks none [R]."""
    required = any(month.state in REQUIRED for month in months if month.quarter == quarter)
    return required and today >= _month_after(year, quarter * 3)


def _sorted(scores: Iterable[Score | None]) -> tuple[Score, ...]:
    return tuple(sorted((one for one in scores if one), key=lambda one: (one.total, one.quality.worth)))


def mean(totals: Iterable[Decimal]) -> Decimal | None:
    """To the hundredth, a half rounded up; ``None`` of nothing."""
    totals = tuple(totals)
    if not totals:
        return None
    return (sum(totals, Decimal(0)) / len(totals)).quantize(HUNDREDTH, ROUND_HALF_UP)


class Span(StrEnum):
    QUARTER = "quarter"
    HALF = "half"
    YEAR = "year"


@dataclass(frozen=True)
class Period:
    """A stretch of the year and the mean of its scored regular meetings; ``number`` from 1."""

    span: Span
    number: int
    mean: Decimal | None
    scored: int


def periods(months: Sequence[Month]) -> tuple[Period, ...]:
    """Quarters, half-years, the year: one of the two readings of a "trung bình" said of a year."""

    def period(span: Span, number: int, within: range) -> Period:
        totals = [month.score.total for month in months if month.score and month.month in within]
        return Period(span, number, mean(totals), len(totals))

    return (
        *(period(Span.QUARTER, number, range(number * 3 - 2, number * 3 + 1)) for number in QUARTERS),
        *(period(Span.HALF, number, range(number * 6 - 5, number * 6 + 1)) for number in (1, 2)),
        period(Span.YEAR, 1, MONTHS),
    )
