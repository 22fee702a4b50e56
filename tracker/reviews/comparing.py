"""What a sheet's marks stand beside: the same cell's of the month before, and the middle of the branch's.

A criterion worth other points in another kind of meeting is not compared with itself there.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select, tuple_

from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.reviews.medians import Median, medians
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import DECIDED, WITH_SUPERIOR

HANDED_IN = WITH_SUPERIOR | DECIDED


@dataclass(frozen=True)
class Before:
    """The cell's sheet before this one, on the same form: its month, and each mark as (given, recognised)."""

    sheet_id: int
    year: int
    month: int
    marks: Mapping[str, tuple[Decimal, Decimal]]


@dataclass(frozen=True)
class Beside:
    """``before`` is ``None`` where the cell handed in no earlier sheet on this form."""

    before: Before | None
    medians: Mapping[str, Median]


def beside(sheet: Scoresheet) -> Beside:
    return Beside(_before(sheet), _medians(sheet))


def _before(sheet: Scoresheet) -> Before | None:
    found = db.session.execute(
        select(Scoresheet.id, Scoresheet.year, Scoresheet.month, Scoresheet.kind)
        .where(
            Scoresheet.cell_id == sheet.cell_id,
            Scoresheet.guidance_id == sheet.guidance_id,
            Scoresheet.sheet_code == sheet.sheet_code,
            Scoresheet.state.in_(HANDED_IN),
            tuple_(Scoresheet.year, Scoresheet.month, Scoresheet.id) < tuple_(sheet.year, sheet.month, sheet.id),
        )
        .order_by(Scoresheet.year.desc(), Scoresheet.month.desc(), Scoresheet.id.desc())
        .limit(1)
    ).first()
    if found is None:
        return None
    marks = select(Mark).where(Mark.scoresheet_id == found.id, Mark.applies, Mark.given.is_not(None))
    alike = _alike(sheet, found.kind)
    both = {mark.criterion: _both(mark) for mark in db.session.scalars(marks) if mark.criterion in alike}
    return Before(found.id, found.year, found.month, both)


def _alike(sheet: Scoresheet, kind: MeetingKind) -> set[str]:
    """The criteria worth as much at a meeting of that kind as at the sheet's own."""
    form = scoresheets.form_of(sheet)
    there = {one.code: one.full for one in form.criteria(kind)}
    return {one.code for one in form.criteria(sheet.kind) if there.get(one.code) == one.full}


def _both(mark: Mark) -> tuple[Decimal, Decimal]:
    given = mark.given or Decimal(0)
    return given, given if mark.recognised is None else mark.recognised


def _medians(sheet: Scoresheet) -> dict[str, Median]:
    """Of what the cells gave themselves, in the same month, on the same form, under the same committee."""
    query = (
        select(Mark.criterion, Scoresheet.cell_id, Mark.given, Scoresheet.kind)
        .join(Scoresheet, Scoresheet.id == Mark.scoresheet_id)
        .where(
            Scoresheet.superior_id == sheet.superior_id,
            Scoresheet.year == sheet.year,
            Scoresheet.month == sheet.month,
            Scoresheet.guidance_id == sheet.guidance_id,
            Scoresheet.sheet_code == sheet.sheet_code,
            Scoresheet.state.in_(HANDED_IN),
            Mark.applies,
            Mark.given.is_not(None),
        )
    )
    found = db.session.execute(query).all()
    alike = {kind: _alike(sheet, kind) for kind in {row[3] for row in found}}
    return medians(
        (code, cell, given) for code, cell, given, kind in found if given is not None and code in alike[kind]
    )
