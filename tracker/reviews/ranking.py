"""Whether the queue's order is worth its name: what became of the sheets it put first, drew, or left quiet."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, case, func, or_, select

from tracker.extensions import db
from tracker.organisations.models import Organisation, under
from tracker.reviews import months
from tracker.reviews.models import Reading, Sample
from tracker.reviews.months import YearMonth
from tracker.reviews.risk import Group
from tracker.reviews.seats import Superior
from tracker.scoresheets.models import Mark, Scoresheet, SheetAct
from tracker.scoresheets.rules import DECIDED

MONTHS = 12


@dataclass(frozen=True)
class Became:
    """Of the sheets of one part of the queue that were answered: how many, and how many adjusted or returned."""

    group: Group
    answered: int
    altered: int

    @property
    def percent(self) -> int | None:
        """``None`` where nothing was answered: no share of nothing."""
        return round(100 * self.altered / self.answered) if self.answered else None


def became(within: Organisation, until: YearMonth) -> list[Became]:
    """Over the twelve months up to that one, by part of the queue; three queries whatever the number of sheets.

    Parts are told by each handing-in's own reading and draw. A sheet returned counts for the handing-in returned.
    """
    run = months.run_up_to(until, MONTHS)
    risky = dict.fromkeys((True, False), (0, 0))
    is_risky = Reading.risk > 0  # one expression: PostgreSQL does not take two alike for the same
    query = select(is_risky, func.count(), func.sum(_altered_as_number())).group_by(is_risky)
    for has_reason, count, altered in db.session.execute(_answered(query, within, run)):
        risky[bool(has_reason)] = (count, altered or 0)
    drawn = _drawn(within, run)
    ordinary = (risky[False][0] - drawn[0], risky[False][1] - drawn[1])
    counted = ((Group.LOOK, risky[True]), (Group.SAMPLE, drawn), (Group.QUIET, ordinary))
    return [Became(group, *numbers) for group, numbers in counted]


def _answered(query: Any, within: Organisation, run: list[YearMonth]) -> Any:
    """Only handing-ins of these months to the committee, or to one below it, that were decided or returned."""
    month = Reading.year * 12 + Reading.month
    first, last = (year * 12 + number for year, number in (run[0], run[-1]))
    return (
        query.select_from(Reading)
        .join(Scoresheet, Scoresheet.id == Reading.scoresheet_id)
        .join(Superior, Superior.id == Scoresheet.superior_id)
        .where(
            under(Superior, within.path), month.between(first, last),
            or_(Scoresheet.state.in_(DECIDED), _returned()),
        )
    )  # fmt: skip


def _returned() -> ColumnElement[bool]:
    query = select(SheetAct.id).where(
        SheetAct.scoresheet_id == Reading.scoresheet_id, SheetAct.act == "return", SheetAct.at >= Reading.submitted_at
    )
    return query.correlate(Reading).exists()


def _altered() -> ColumnElement[bool]:
    adjusted = select(Mark.criterion).where(Mark.scoresheet_id == Reading.scoresheet_id, Mark.recognised.is_not(None))
    return or_(_returned(), adjusted.correlate(Reading).exists())


def _altered_as_number() -> ColumnElement[int]:
    return case((_altered(), 1), else_=0)


def _drawn(within: Organisation, run: list[YearMonth]) -> tuple[int, int]:
    """Of the sheets without a reason, those of cells drawn that month."""
    first, last = (year * 12 + number for year, number in (run[0], run[-1]))
    query = (
        select(Sample.committee_id, Sample.year, Sample.month, Sample.drawn)
        .join(Superior, Superior.id == Sample.committee_id)
        .where(
            under(Superior, within.path),
            (Sample.year * 12 + Sample.month).between(first, last),
        )
    )  # fmt: skip
    draws = {(one.committee_id, one.year, one.month): set(one.drawn) for one in db.session.execute(query)}
    cells = {cell for drawn in draws.values() for cell in drawn}
    sheets = select(Scoresheet.superior_id, Reading.year, Reading.month, Reading.cell_id, _altered().label("altered"))
    asked = _answered(sheets, within, run).where(Reading.risk == 0, Reading.cell_id.in_(cells))
    rows = db.session.execute(asked)
    found = [one.altered for one in rows if one.cell_id in draws.get((one.superior_id, one.year, one.month), ())]
    return len(found), sum(map(bool, found))
