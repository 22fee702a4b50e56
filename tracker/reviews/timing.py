"""When the cells of a branch met, handed in and were answered, for the rates of ``punctuality``. Reading only."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import case, func, literal, select, union_all

from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.reviews import months, punctuality
from tracker.reviews.models import ReviewSettings
from tracker.reviews.punctuality import CellMonth, Rates
from tracker.reviews.service import ABOVE, Month, is_excused, placed, sits
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
    """One query, however many cells."""
    cases = _cases(month)

    def rates(found: Iterable[CellMonth]) -> Rates:
        return punctuality.rates(found, today, settings.submit_days, settings.review_days)

    here = {above: rates(found) for (year_month, above), found in cases.items() if year_month == _key(month)}
    before = _sum(rates(found) for (year_month, _above), found in cases.items() if year_month != _key(month))
    return Timing(_sum(here.values()), before, here)


def _key(month: Month) -> months.YearMonth:
    return month.year, month.month


def _sum(parts: Iterable[Rates]) -> Rates:
    return sum(parts, start=Rates())


def _cases(month: Month) -> dict[tuple[months.YearMonth, str], list[CellMonth]]:
    """By month and by the path of the committee above; the month shown and those before it."""
    run = months.run_up_to(_key(month), BEFORE + 1)
    rows = db.session.execute(
        union_all(*(_of_month(Month(month.committee, year, number, month.thematic)) for year, number in run))
    )
    found: dict[tuple[months.YearMonth, str], list[CellMonth]] = defaultdict(list)
    for year, number, above, is_wanted, *moments in rows:
        found[(year, number), above].append(CellMonth(year, number, bool(is_wanted), *map(_day, moments)))
    return found


def _day(moment: Any) -> date | None:
    return clock.day_of(moment) if moment else None


def _of_month(month: Month) -> Any:
    held_from = case((Meeting.state.in_(AFTER), Meeting.held_from))
    wanted = literal(0) if month.thematic else case((is_excused(month), 0), else_=1)
    return (
        select(
            literal(month.year), literal(month.month), ABOVE.path, wanted, held_from,
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
