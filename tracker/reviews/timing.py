"""When the cells of a branch met, handed in and were answered, for the rates of ``punctuality``. Reading only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, case, func, literal, or_, select, union_all

from tracker.base import clock
from tracker.base.days import start_of_day
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.reviews import months
from tracker.reviews.models import ReviewSettings
from tracker.reviews.punctuality import Rate, Rates
from tracker.reviews.service import ABOVE, Month, fetched, is_excused, placed, sits
from tracker.scoresheets.models import Scoresheet, SheetAct

BEFORE = 6
DECISIONS = ("return", "recognise", "recognise_in_batch", "forward")
"""What a committee does with a sheet handed in that answers it, as ``SheetAct`` keeps it."""


@dataclass(frozen=True)
class Timing:
    """Of the month shown, and of the ``BEFORE`` months before it together. ``by_parent``: of the month shown, by the
    path of the committee directly above the cells."""

    shown: Rates
    before: Rates
    by_parent: dict[str, Rates]
    months_before = BEFORE

    def within(self, path: str) -> Rates:
        """Of the month shown, for all the cells anywhere below a committee."""
        return _sum(rates for above, rates in self.by_parent.items() if above.startswith(path))


def of(month: Month, settings: ReviewSettings, today: date) -> Timing:
    """One query, which counts; however many cells, a row comes back for each committee above them and month."""
    here, before = {}, []
    for year, number, above, *counts in fetched(_counted(month, settings, today), {}):
        rates = _rates(counts, is_to_come=(today.year, today.month) < (year, number))
        if (year, number) == (month.year, month.month):
            here[above] = rates
        else:
            before.append(rates)
    return Timing(_sum(here.values()), _sum(before), here)


def _rates(counts: list[int], is_to_come: bool) -> Rates:
    """Of a month to come no meeting is counted yet."""
    held, wanted, *others = counts
    return Rates(Rate() if is_to_come else Rate(held, wanted), Rate(*others[:2]), Rate(*others[2:]))


def _sum(parts: Iterable[Rates]) -> Rates:
    return sum(parts, start=Rates())


def _counted(month: Month, settings: ReviewSettings, today: date) -> Any:
    """By month and by the path of the committee above: kept in time and of how many, for each of the three rates.

    What is told apart by days is compared as moments: a day is over when the next begins. The cases are worked out
    first and counted then, or the acts of a sheet would be looked up for each of the counts.
    """
    run = months.run_up_to((month.year, month.month), BEFORE + 1)
    found = union_all(*(_of_month(Month(month.committee, year, number, month.thematic)) for year, number in run))
    one = found.cte("one").prefix_with("MATERIALIZED").c
    counts = (
        one.is_in_month == 1,
        one.is_wanted == 1,
        *_within(one.held_from, one.submitted_at, settings.submit_days, today),
        *_within(one.submitted_at, one.decided_at, settings.review_days, today),
    )
    by = (one.year, one.month, one.above)
    return select(*by, *(func.sum(case((told, 1), else_=0)) for told in counts)).group_by(*by)


def _within(start: Any, done: Any, days: int, today: date) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether done at most so many days after the start, both days of the calendar; and whether that is counted: not
    before it is done or its day is past."""
    past_due = start < clock.moment_of(today - timedelta(days=days))
    return done < start_of_day(start, days + 1), and_(start.is_not(None), or_(done.is_not(None), past_due))


def _of_month(month: Month) -> Any:
    """Each cell's meeting, or each thematic meeting. It is in time within its month; wanted where it was held or, but
    for thematic ones, the committee did not excuse the cell."""
    held_from: ColumnElement[datetime | None] = case((Meeting.state.in_(AFTER), Meeting.held_from))
    begins, ends = clock.moment_of(month.first), clock.moment_of(month.last + timedelta(days=1))
    is_held = (held_from.is_not(None), 1)
    wanted = case(is_held, else_=0) if month.thematic else case(is_held, (is_excused(month), 0), else_=1)
    return (
        select(
            literal(month.year).label("year"), literal(month.month).label("month"), ABOVE.path.label("above"),
            wanted.label("is_wanted"), held_from.label("held_from"),
            case((and_(held_from >= begins, held_from < ends), 1), else_=0).label("is_in_month"),
            _first(["submit"]).label("submitted_at"), _first(DECISIONS).label("decided_at"),
        )
        .select_from(Organisation)
        .join(Placement, Placement.organisation_id == Organisation.id)
        .join(ABOVE, ABOVE.id == Placement.parent_id)
        .join(Meeting, sits(month), isouter=not month.thematic)
        .join(Scoresheet, Scoresheet.meeting_id == Meeting.id, isouter=not month.thematic)
        .where(Organisation.kind == OrganisationKind.CELL, *placed(month))
    )  # fmt: skip


def _first(acts: Iterable[str]) -> Any:
    """When the first of these was done with the sheet."""
    return (
        select(func.min(SheetAct.at))
        .where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act.in_(acts))
        .scalar_subquery()
    )
