"""What a guidance says: its settings, its sheets, its classes and its rule of the year.

Plain Python. No number of any guidance stands here; each comes from a guidance file (``data/*.yaml``),
read by :mod:`tracker.guidance.parsing`. The other stages take everything from this module.
"""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction
from functools import cached_property
from math import ceil

from tracker.guidance.kinds import (
    ConditionKind,
    CriterionKind,
    DemandKind,
    IfNotApplicable,
    MeetingKind,
    QualityClass,
    YearRuleKind,
    circumstances_of,
)
from tracker.guidance.sheets import NOUGHT, Bound, Criterion, Group, Level, Part, Sheet, Worded

__all__ = [
    "Attendance",
    "Bound",
    "Condition",
    "ConditionKind",
    "Criterion",
    "CriterionKind",
    "Demand",
    "DemandKind",
    "Group",
    "Guidance",
    "IfNotApplicable",
    "Level",
    "MeetingKind",
    "Part",
    "QualityClass",
    "Sheet",
    "Verdict",
    "YearClass",
    "YearRule",
    "YearRuleKind",
    "circumstances_of",
    "total",
]


@dataclass(frozen=True)
class Condition(Worded):
    """A cap on the class whatever the points. ``sheet`` ``None`` means every sheet of the guidance."""

    kind: ConditionKind
    at_most: QualityClass
    enabled: bool
    sheet: str | None
    criteria: tuple[str, ...]
    source: str

    def bites(self, sheet: str, short: Collection[str], happened: Collection[str]) -> bool:
        """``short``: codes marked below full. ``happened``: ``late_notice``, ``no_minutes``."""
        if not self.enabled or self.sheet not in (None, sheet):
            return False
        if self.kind is ConditionKind.FULL_MARKS:
            return any(code in short for code in self.criteria)
        return self.kind in happened


@dataclass(frozen=True)
class Verdict:
    """The class, the class that the points alone would give, and the conditions that lowered it."""

    quality: QualityClass
    by_points: QualityClass
    lowered_by: tuple[Condition, ...]


@dataclass(frozen=True)
class Demand:
    """One thing that a class of the year asks. ``of_months``: the bound is for so many required months and
    shrinks in proportion, rounded up, where fewer are required (10 of 12; 9 of 10)."""

    kind: DemandKind
    bound: Decimal
    quality: QualityClass | None
    of_months: int | None
    source: str

    def bound_for(self, required: int) -> Decimal:
        if self.of_months is None or required >= self.of_months:
            return self.bound
        return Decimal(ceil(self.bound * required / self.of_months))


@dataclass(frozen=True)
class YearClass:
    quality: QualityClass
    demands: tuple[Demand, ...]


@dataclass(frozen=True)
class YearRule(Worded):
    """The classes of the year, best first: the first whose demands all hold is the year's; the last asks nothing."""

    kind: YearRuleKind
    classes: tuple[YearClass, ...]


@dataclass(frozen=True)
class Attendance:
    """Who stands in the denominator, and what share of it must be present."""

    exempt_counted: bool
    special_duty_counted: bool
    excused_counted: bool
    floor: Bound
    unexcused_allowed: bool
    consecutive_absences: int


@dataclass(frozen=True)
class Guidance(Worded):
    """A guidance in force from one day to another, both included. ``text`` is its title."""

    code: str
    number: str
    issuer: str
    legal_basis: str
    issued_on: date
    valid_from: date
    valid_until: date | None
    provenance: str
    scope: str | None
    notice_days: Decimal
    minutes_required: int
    minutes_required_combined: int
    filing_days: Decimal
    quorum: Fraction
    vote_majority: Fraction
    absent_months: tuple[int, ...]
    regular_every: str
    thematic_every: str
    attendance: Attendance
    notice_counts: str
    on_exclusion: str
    sheets: tuple[Sheet, ...]
    classes: tuple[tuple[QualityClass, Decimal], ...]
    conditions: tuple[Condition, ...]
    year_rule: YearRule
    sources: tuple[tuple[str, str], ...]
    notes: tuple[str, ...]

    @property
    def is_reconstructed(self) -> bool:
        return self.provenance == "reconstructed"

    @property
    def notice(self) -> timedelta:
        return timedelta(seconds=int(self.notice_days * 86_400))

    @property
    def kinds(self) -> frozenset[MeetingKind]:
        return frozenset(kind for sheet in self.sheets for kind in sheet.kinds)

    @cached_property
    def settings(self) -> dict[str, Decimal]:
        """The settings a bound may name."""
        return {
            "notice_days": self.notice_days,
            "minutes_required": Decimal(self.minutes_required),
            "minutes_required_combined": Decimal(self.minutes_required_combined),
            "filing_days": self.filing_days,
            "consecutive_absences": Decimal(self.attendance.consecutive_absences),
        }

    def in_force(self, on: date) -> bool:
        return self.valid_from <= on and (self.valid_until is None or on <= self.valid_until)

    def minutes_for(self, kind: MeetingKind) -> int:
        return self.minutes_required_combined if kind is MeetingKind.COMBINED else self.minutes_required

    def sheet_for(self, kind: MeetingKind) -> Sheet | None:
        """The sheet of such a meeting, or ``None`` where this guidance does not score it."""
        return next((sheet for sheet in self.sheets if kind in sheet.kinds), None)

    def sheet(self, code: str) -> Sheet:
        return next(sheet for sheet in self.sheets if sheet.code == code)

    def class_of(self, total: Decimal) -> QualityClass:
        """A total on the line takes the better class."""
        return next(quality for quality, floor in self.classes if total >= floor)

    def verdict(
        self, sheet: str, total: Decimal, short: Collection[str] = (), happened: Collection[str] = ()
    ) -> Verdict:
        """The class of a total once the enabled conditions have had their say; see ``Condition.bites``."""
        by_points = self.class_of(total)
        biting = tuple(one for one in self.conditions if one.bites(sheet, short, happened) and one.at_most < by_points)
        return Verdict(min([by_points, *(one.at_most for one in biting)]), by_points, biting)

    def out_of_hundred(self, given: Decimal, counted: Decimal, full: Decimal) -> Decimal:
        """A total out of ``full`` where only criteria worth ``counted`` were counted, by the guidance's own rule."""
        if counted == full or not counted:
            return given
        return (given * full / counted).quantize(Decimal("0.01"), ROUND_HALF_UP)


def total(marks: Iterable[Decimal]) -> Decimal:
    return sum(marks, NOUGHT)
