"""When the cells of a branch met, handed in and were answered, for the rates of ``punctuality``. Reading only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from typing import Any

from sqlalchemy import ColumnElement, Integer, and_, bindparam, case, func, or_, select, union_all

from tracker.base import clock
from tracker.base.days import start_of_day
from tracker.base.types import Moment
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.reviews import months
from tracker.reviews.models import ReviewSettings
from tracker.reviews.punctuality import Rate, Rates
from tracker.reviews.service import ABOVE, AnyMonth, Month, fetched, is_excused, placed, sits
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
    for year, number, above, *counts in fetched(_counted(month.thematic), _given(month, settings, today)):
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


def _given(month: Month, settings: ReviewSettings, today: date) -> dict[str, Any]:
    """What the statement is sent with."""
    given: dict[str, Any] = {}
    for place, (year, number) in enumerate(months.run_up_to((month.year, month.month), BEFORE + 1)):
        one = Month(month.committee, year, number, month.thematic)
        given |= one.given(f"_{place}")
        given[f"begins_{place}"] = clock.moment_of(one.first)
        given[f"ends_{place}"] = clock.moment_of(one.last + timedelta(days=1))
    for act, days in (("submit", settings.submit_days), ("review", settings.review_days)):
        given[f"{act}_days"] = days + 1
        given[f"{act}_over"] = clock.moment_of(today - timedelta(days=days))
    return given


@cache
def _counted(thematic: bool) -> Any:
    """By month and by the path of the committee above: kept in time and of how many, for each of the three rates.

    What is told apart by days is compared as moments: a day is over when the next begins. The cases are worked out
    first and counted then, or the acts of a sheet would be looked up for each of the counts.
    """
    found = union_all(*(_of_month(thematic, f"_{place}") for place in range(BEFORE + 1)))
    one = found.cte("one").prefix_with("MATERIALIZED").c
    counts = (
        one.is_in_month == 1,
        one.is_wanted == 1,
        *_within(one.held_from, one.submitted_at, "submit"),
        *_within(one.submitted_at, one.decided_at, "review"),
    )
    by = (one.year, one.month, one.above)
    return select(*by, *(func.sum(case((told, 1), else_=0)) for told in counts)).group_by(*by)


def _within(start: Any, done: Any, act: str) -> tuple[ColumnElement[bool], ColumnElement[bool]]:
    """Whether done at most so many days after the start, both days of the calendar; and whether that is counted: not
    before it is done or its day is past."""
    is_over = start < bindparam(f"{act}_over", type_=Moment())
    due = start_of_day(start, bindparam(f"{act}_days", type_=Integer()))
    return done < due, and_(start.is_not(None), or_(done.is_not(None), is_over))


def _of_month(thematic: bool, suffix: str) -> Any:
    """Each cell's meeting, or each thematic meeting. It is in time within its month; wanted where it was held or, but
    for thematic ones, the committee did not excuse the cell."""
    month = AnyMonth(thematic, suffix)
    held_from: ColumnElement[datetime | None] = case((Meeting.state.in_(AFTER), Meeting.held_from))
    begins, ends = (bindparam(name + suffix, type_=Moment()) for name in ("begins", "ends"))
    is_held = (held_from.is_not(None), 1)
    wanted = case(is_held, else_=0) if thematic else case(is_held, (is_excused(month), 0), else_=1)
    return (
        select(
            month.year.label("year"), month.month.label("month"), ABOVE.path.label("above"),
            wanted.label("is_wanted"), held_from.label("held_from"),
            case((and_(held_from >= begins, held_from < ends), 1), else_=0).label("is_in_month"),
            _first(["submit"]).label("submitted_at"), _first(DECISIONS).label("decided_at"),
        )
        .select_from(Organisation)
        .join(Placement, Placement.organisation_id == Organisation.id)
        .join(ABOVE, ABOVE.id == Placement.parent_id)
        .join(Meeting, sits(month), isouter=not thematic)
        .join(Scoresheet, Scoresheet.meeting_id == Meeting.id, isouter=not thematic)
        .where(Organisation.kind == OrganisationKind.CELL, *placed(month))
    )  # fmt: skip


def _first(acts: Iterable[str]) -> Any:
    """When the first of these was done with the sheet."""
    return (
        select(func.min(SheetAct.at))
        .where(SheetAct.scoresheet_id == Scoresheet.id, SheetAct.act.in_(acts))
        .scalar_subquery()
    )
