"""A reviewer's desk: for each committee, the month just over and this one, and what waits for an answer."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.base import clock
from tracker.desk import reviewer_todos
from tracker.desk.todo import Todo
from tracker.extensions import db
from tracker.meetings.rules import month_before
from tracker.organisations.models import Organisation
from tracker.permissions import Actor, Office
from tracker.reviews import context, lacking, settings, timing
from tracker.reviews import service as reviews
from tracker.reviews.lacking import Lacking
from tracker.reviews.models import ReviewSettings
from tracker.reviews.months import YearMonth
from tracker.reviews.service import Month, Status
from tracker.reviews.timing import Timing

MOST_NAMES = 5
SHOWN = (Status.NOT_MET, Status.NOT_SUBMITTED, Status.WAITING, Status.UNDER_REVIEW, Status.RETURNED, Status.RECOGNISED)


@dataclass(frozen=True)
class Figures:
    """A committee's month in figures, each with the list it counts."""

    year: int
    month: int
    counts: list[tuple[Status, int, str]]


@dataclass(frozen=True)
class Desk:
    """``lists`` and ``timing`` are of the month whose sheets are on the table, ``shown``; each list is short."""

    committee: Organisation
    todos: list[Todo]
    months: list[Figures]
    shown: Month
    lists: list[Lacking]
    timing: Timing
    settings: ReviewSettings

    name = "reviewer"

    @property
    def waits(self) -> int:
        return len(self.todos)


def committees_of(by: Actor) -> list[int]:
    return list(dict.fromkeys(post.organisation_id for post in by.posts if post.office is Office.REVIEWER))


def desks(by: Actor, at: datetime) -> list[Desk]:
    """One for each committee they review for with those of theirs below it, the highest first. Queries grow with
    these, not with their cells."""
    ids, today = committees_of(by), clock.day_of(at)
    if not ids:
        return []
    query = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key, Organisation.id)
    committees = sorted(db.session.scalars(query), key=lambda committee: committee.path.count("/"))
    waiting, days = reviewer_todos.todos(ids, at, by), settings.of_all(ids)
    return [
        _desk(top, reviewer_todos.together(waiting, _named(top, committees)), days[top.id], today, at)
        for top in committees
        if not any(top is not other and top.path.startswith(other.path) for other in committees)
    ]


def _named(top: Organisation, committees: list[Organisation]) -> dict[int, str]:
    """The reader's committees at or below that one."""
    return {one.id: one.name for one in committees if one.path.startswith(top.path)}


def _desk(committee: Organisation, waiting: list[Todo], days: ReviewSettings, today: date, at: datetime) -> Desk:
    month = Month(committee, *context.worked_on(committee, days, today))
    counts = _counts(committee, today)
    return Desk(
        committee=committee,
        todos=waiting,
        months=[_figures(committee, *year_month, found) for year_month, found in counts.items()],
        shown=month,
        lists=lacking.of_month(month, days, at, counts[month.year, month.month], most=MOST_NAMES),
        timing=timing.of(month, days, today),
        settings=days,
    )


def _counts(committee: Organisation, today: date) -> dict[YearMonth, dict[Status, int]]:
    """The month just over, whose sheets are being handed in, then the present one."""
    this = (today.year, today.month)
    return {month: reviews.tallies(Month(committee, *month)) for month in (month_before(*this), this)}


def _figures(committee: Organisation, year: int, month: int, counts: dict[Status, int]) -> Figures:
    lines = [(status, counts[status], reviewer_todos.list_of(committee.id, year, month, status)) for status in SHOWN]
    return Figures(year, month, lines)
