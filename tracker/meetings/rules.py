"""What a meeting goes through, how a roll is counted, and what a year of meetings looks like. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from tracker.base.transitions import Machine, row
from tracker.guidance.kinds import MeetingKind


class MeetingState(StrEnum):
    PLANNED = "planned"
    CIRCULATED = "circulated"
    HELD = "held"
    MINUTED = "minuted"
    NOT_HELD = "not_held"


class Presence(StrEnum):
    PRESENT = "present"
    LATE = "late"
    EXCUSED = "excused"
    UNEXCUSED = "unexcused"


BEFORE = frozenset({MeetingState.PLANNED, MeetingState.CIRCULATED})
AFTER = frozenset({MeetingState.HELD, MeetingState.MINUTED})
ROLL_OPEN = BEFORE | {MeetingState.HELD}

MEETING = Machine(
    [
        row("change_plan", [MeetingState.PLANNED], MeetingState.PLANNED),
        row("change_sent_plan", [MeetingState.CIRCULATED], MeetingState.CIRCULATED),
        row("circulate", [MeetingState.PLANNED, MeetingState.CIRCULATED], MeetingState.CIRCULATED),
        row("hold", [MeetingState.PLANNED, MeetingState.CIRCULATED, MeetingState.HELD], MeetingState.HELD),
        row("confirm_minutes", [MeetingState.HELD], MeetingState.MINUTED),
        row("reopen_minutes", [MeetingState.MINUTED], MeetingState.HELD, needs_reason=True),
        row(
            "mark_not_held",
            [MeetingState.PLANNED, MeetingState.CIRCULATED],
            MeetingState.NOT_HELD,
            needs_reason=True,
        ),
        row("excuse", [MeetingState.NOT_HELD], MeetingState.NOT_HELD, needs_reason=True),
        row("plan_again", [MeetingState.NOT_HELD], MeetingState.PLANNED, needs_reason=True),
    ]
)


# --- the roll -------------------------------------------------------------------------------------------------------

QUORUM = Fraction(2, 3)
"""Below this share of those obliged the page warns; no act is refused. Used where no guidance is in force."""

ABSENT_MONTHS = (2, 3)
"""After so many months of one year absent without reason, the book says so. Used where no guidance is in force."""


@dataclass(frozen=True)
class Mark:
    """What was marked of one person."""

    person_id: int
    presence: Presence
    reason: str = ""


@dataclass(frozen=True)
class Counting:
    """Who stands in the denominator: the guidance's settings, or these where none is in force."""

    exempt_counted: bool = False
    special_duty_counted: bool = False
    excused_counted: bool = True
    quorum: Fraction = QUORUM
    absent_months: tuple[int, ...] = ABSENT_MONTHS


@dataclass(frozen=True)
class Turnout:
    """A roll in figures. ``obliged`` are those who had to come; ``counted`` the denominator of the share."""

    obliged: int = 0
    counted: int = 0
    on_time: int = 0
    late: int = 0
    excused: int = 0
    unexcused: int = 0
    outside: int = 0
    outside_present: int = 0
    quorum: Fraction = QUORUM

    @property
    def present(self) -> int:
        """Those obliged who were there, late ones included."""
        return self.on_time + self.late

    @property
    def share(self) -> Decimal | None:
        """Present out of the denominator (0.85 is 85 %); ``None`` where nobody was obliged."""
        return Decimal(self.present) / Decimal(self.counted) if self.counted else None

    @property
    def is_below_quorum(self) -> bool:
        return bool(self.obliged) and Fraction(self.present, self.obliged) < self.quorum


def turnout(marks: Iterable[tuple[bool, Presence]], counting: Counting) -> Turnout:
    """Count a roll of (is obliged, presence). Excused ones leave the denominator where the guidance says so."""
    given = list(marks)
    of = {presence: sum(1 for obliged, mark in given if obliged and mark is presence) for presence in Presence}
    obliged = sum(of.values())
    there = {Presence.PRESENT, Presence.LATE}
    return Turnout(
        obliged=obliged,
        counted=obliged if counting.excused_counted else obliged - of[Presence.EXCUSED],
        on_time=of[Presence.PRESENT],
        late=of[Presence.LATE],
        excused=of[Presence.EXCUSED],
        unexcused=of[Presence.UNEXCUSED],
        outside=len(given) - obliged,
        outside_present=sum(1 for is_obliged, mark in given if not is_obliged and mark in there),
        quorum=counting.quorum,
    )


def warned_of(months: int, thresholds: Iterable[int] = ABSENT_MONTHS) -> int:
    """The highest threshold reached by so many months absent without reason; nought where none is."""
    return max((threshold for threshold in thresholds if months >= threshold), default=0)


# --- months ---------------------------------------------------------------------------------------------------------


def month_after(year: int, month: int) -> tuple[int, int]:
    return (year + 1, 1) if month == 12 else (year, month + 1)


def month_before(year: int, month: int) -> tuple[int, int]:
    return (year - 1, 12) if month == 1 else (year, month - 1)


def last_day(year: int, month: int) -> date:
    return date(*month_after(year, month), 1) - timedelta(days=1)


def usual_date(year: int, month: int, usual_day: int) -> date:
    """The usual day in this month; the month's last where it is shorter."""
    return min(date(year, month, 1) + timedelta(days=usual_day - 1), last_day(year, month))


def is_near(day: date, year: int, month: int) -> bool:
    """A meeting may be held at most one calendar month away from the month that it counts for."""
    return date(*month_before(year, month), 1) <= day <= last_day(*month_after(year, month))


def month_to_plan(today: date, taken: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """The month that "plan the next" means: this one while it has no regular meeting, else the one after.

    Pressing twice gives the same month.
    """
    this = (today.year, today.month)
    return month_after(*this) if this in set(taken) else this


class Step(StrEnum):
    AGENDA = "agenda"
    SENT = "sent"
    INPUT = "input"
    HELD = "held"
    MINUTES = "minutes"
    SCORED = "scored"


def steps(
    state: MeetingState, *, is_scored: bool = True, prepared: bool = False, sent: bool = True, scored: bool = False
) -> list[tuple[Step, str]]:
    """The six-step line: each step with ``done``, ``now``, ``stopped`` or nothing.

    ``prepared``: a planned meeting has its agenda. ``sent``: a held one had been circulated. ``scored``: its sheet
    was agreed. A committee meeting is not scored and has five steps.
    """
    line = [step for step in Step if is_scored or step is not Step.SCORED]
    if state is MeetingState.NOT_HELD:
        return [(step, "stopped" if step is Step.HELD else "") for step in line]
    reached = {
        MeetingState.PLANNED: 1 if prepared else 0,
        MeetingState.CIRCULATED: 2,
        MeetingState.HELD: 4,
        MeetingState.MINUTED: 6 if scored else 5,
    }[state]
    marks = ["done" if at < reached else "now" if at == reached else "" for at in range(len(line))]
    if state in AFTER and not sent:
        marks[1] = "stopped"
    return list(zip(line, marks, strict=True))


REGULAR = frozenset(kind for kind in MeetingKind if kind.has_regular_part)
THEMATIC = frozenset(kind for kind in MeetingKind if kind.has_thematic_part)
