"""What waits for somebody, when it is due, and in which order it is shown. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Any, TypeVar

from tracker.meetings.calendar import MonthStatus, Quarter, ThemeStatus, Year
from tracker.meetings.rules import last_day
from tracker.scoresheets.rules import SheetState

W = TypeVar("W", bound=Any)
AHEAD = timedelta(days=31)
"""How long before its agenda must go out a planned meeting begins to ask for it."""
NEAR = timedelta(days=45)
"""How long before its end a quarter without a theme is spoken of."""


class Kind(StrEnum):
    """What can wait for those who keep a cell's book; of things equally due the first here comes first."""

    RETURNED = "returned"
    REPLACE = "replace"
    RECORD = "record"
    AGENDA = "agenda"
    SEND = "send"
    SEND_CHANGES = "send_changes"
    ROLL = "roll"
    MINUTES = "minutes"
    SCORE = "score"
    FINISH_SCORE = "finish_score"
    SUBMIT = "submit"
    ADJUSTED = "adjusted"
    QUESTION = "question"
    REMIND = "remind"
    HAND_OVER = "hand_over"
    ANSWER = "answer"
    NAME_TELLER = "name_teller"
    PLAN_MONTH = "plan_month"
    MONTHS_MISSING = "months_missing"
    THEME = "theme"
    TASKS = "tasks"
    PROPOSE_YEAR = "propose_year"


WEIGHT = {kind: weight for weight, kind in enumerate(Kind)}


@dataclass(frozen=True)
class Wait:
    """One thing that waits; ``about`` is what it is about, ``count`` how many of it."""

    kind: Kind
    due: date | None = None
    about: Any = None
    count: int = 1


@dataclass(frozen=True)
class Ahead:
    """A meeting not held yet. ``send_by``: the last day on which its agenda goes out in time."""

    day: date
    send_by: date
    items: int = 0
    is_sent: bool = False
    is_changed: bool = False
    unopened: int = 0
    on_paper: int = 0
    unanswered: int = 0
    away: Sequence[Any] = ()


def of_ahead(meeting: Ahead, today: date) -> list[Wait]:
    """What a meeting to come asks for. ``away``: duties on its agenda whose assignee asked to be excused."""
    if meeting.day < today:
        return [Wait(Kind.RECORD, meeting.day)]
    waits = [Wait(Kind.REPLACE, max(meeting.day - timedelta(days=1), today), duty) for duty in meeting.away]
    if not meeting.is_sent:
        if today >= meeting.send_by - AHEAD:
            waits.append(Wait(Kind.SEND if meeting.items else Kind.AGENDA, meeting.send_by))
    elif meeting.is_changed:
        waits.append(Wait(Kind.SEND_CHANGES, meeting.day))
    counts = ((Kind.REMIND, meeting.unopened), (Kind.HAND_OVER, meeting.on_paper), (Kind.ANSWER, meeting.unanswered))
    return waits + [Wait(kind, meeting.day, count=count) for kind, count in counts if count]


@dataclass(frozen=True)
class Sheet:
    """The sheet of a meeting held. ``deadline``: the day a returned one is wanted back."""

    state: SheetState
    was_submitted: bool = False
    deadline: date | None = None
    is_adjusted: bool = False
    is_explained: bool = False
    answer_until: date | None = None


@dataclass(frozen=True)
class Held:
    """A meeting held. ``is_scored``: its guidance asks for a sheet. ``file_by``: when its papers should be done."""

    day: date
    file_by: date
    has_roll: bool
    is_confirmed: bool
    is_scored: bool = True
    sheet: Sheet | None = None
    unanswered: int = 0


def of_held(meeting: Held, today: date) -> list[Wait]:
    """What a meeting held still asks for: its roll, its minutes, its sheet."""
    waits = []
    if not meeting.is_confirmed:
        waits += [] if meeting.has_roll else [Wait(Kind.ROLL, meeting.day)]
        waits.append(Wait(Kind.MINUTES, meeting.file_by))
        if meeting.unanswered:
            waits.append(Wait(Kind.ANSWER, count=meeting.unanswered))
    if meeting.sheet is not None:
        waits += of_sheet(meeting.sheet, today)
    elif meeting.is_scored and meeting.has_roll:
        waits.append(Wait(Kind.SCORE))
    return waits


def of_sheet(sheet: Sheet, today: date) -> list[Wait]:
    """A sheet sent back keeps its deadline until it is handed in again."""
    if sheet.state is SheetState.AGREED:
        return [Wait(Kind.SUBMIT, sheet.deadline)]
    if sheet.state is SheetState.RETURNED or (sheet.state is SheetState.DRAFT and sheet.was_submitted):
        return [Wait(Kind.RETURNED, sheet.deadline)]
    if sheet.state is SheetState.DRAFT:
        return [Wait(Kind.FINISH_SCORE)]
    asks = sheet.state is SheetState.RECOGNISED and sheet.is_adjusted and not sheet.is_explained
    if asks and sheet.answer_until is not None and sheet.answer_until >= today:
        return [Wait(Kind.ADJUSTED, sheet.answer_until)]
    return []


def of_year(year: Year, today: date) -> list[Wait]:
    """Months without a meeting or a word of why, this month not planned, quarters without a theme near their end."""
    gone = [month for month in year.months if month.status is MonthStatus.MISSING and month.sitting is None]
    about = {"year": year.number, "months": [month.number for month in gone]}
    waits = [Wait(Kind.MONTHS_MISSING, about=about, count=len(gone))] if gone else []
    now = next((month for month in year.months if month.is_now), None)
    if now is not None and now.status is MonthStatus.TO_COME:
        waits.append(Wait(Kind.PLAN_MONTH, last_day(year.number, now.number), (year.number, now.number)))
    return waits + [
        Wait(Kind.THEME, theme_due(year.number, quarter, today), (year.number, quarter.number))
        for quarter in year.quarters
        if wants_theme(year.number, quarter, today)
    ]


def first_day(year: int, quarter: Quarter) -> date:
    return date(year, quarter.number * 3 - 2, 1)


def wants_theme(year: int, quarter: Quarter, today: date) -> bool:
    """A quarter that runs, near its end; or the next one, in the month before it begins."""
    if quarter.status is not ThemeStatus.TO_COME:
        return False
    first, last = first_day(year, quarter), last_day(year, quarter.number * 3)
    return last - NEAR <= today <= last or first - AHEAD <= today < first


def theme_due(year: int, quarter: Quarter, today: date) -> date:
    first = first_day(year, quarter)
    return first - timedelta(days=1) if today < first else last_day(year, quarter.number * 3)


def in_order(waits: Iterable[W]) -> list[W]:
    """What is due first, then what has no day; of things equally due by ``weight``, the least first."""
    return sorted(waits, key=lambda one: (one.due or date.max, one.weight))


class Nearness(StrEnum):
    OVERDUE = "overdue"
    TODAY = "today"
    TOMORROW = "tomorrow"
    LATER = "later"


def nearness(due: date, today: date) -> Nearness:
    days = (due - today).days
    if days < 0:
        return Nearness.OVERDUE
    return {0: Nearness.TODAY, 1: Nearness.TOMORROW}.get(days, Nearness.LATER)


def what_waits_first(sections: Iterable[W]) -> list[W]:
    """The parts of a page for whom something waits before the others, else in the order given."""
    return sorted(sections, key=lambda one: not one.waits)
