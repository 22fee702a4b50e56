from decimal import Decimal

from tests.factories.organisations import committee as make_committee
from tests.factories.people import person
from tests.factories.ratings import score_of
from tests.factories.scoresheets import scored_meeting, scoresheet
from tracker.base import clock
from tracker.extensions import db
from tracker.reviews.models import Phrase, Reading, Sample
from tracker.scoresheets.models import Mark
from tracker.scoresheets.rules import SheetState


def phrase(committee=None, text="Chưa có minh chứng kèm theo."):
    """A reason in the committee's bank."""
    row = Phrase(committee=committee or make_committee(), text=text, added_by=person(), added_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return row


def read_sheet(meeting, at, risk=0, reading=True, total=90, reasons=None):
    """A sheet that waits, handed in ``at``, with a reading of that much risk for one reason; marks left out."""
    sheet = score_of(meeting, total, SheetState.SUBMITTED)
    sheet.submitted_at, sheet.cell_name = at, meeting.cell.name
    if reading:
        reading_of(sheet, risk, reasons)
    db.session.commit()
    return sheet


def reading_of(sheet, risk=0, reasons=None):
    """What was read on the day the sheet was handed in; nothing to ask about unless there is risk."""
    reasons = reasons or ([{"kind": "gap", "points": str(risk), "marks": 1}] if risk else [])
    db.session.add(
        Reading(
            scoresheet=sheet, submitted_at=sheet.submitted_at, cell_id=sheet.cell_id, year=sheet.year,
            month=sheet.month, total=sheet.total, gap=Decimal(risk), above=bool(risk), unbacked=0,
            suggested=Decimal(50), covered=Decimal(50), judged=Decimal(40), judged_full=Decimal(50), altered=0,
            looked_back=0, days_taken=1, streak=1, notice_late=False, present=5, spoke=3, backfilled=False,
            fingerprint=[], risk=Decimal(risk), reasons=reasons,
        )
    )  # fmt: skip


def quiet_sheet(cell, risk=0, month=3, **less):
    """A sheet handed in whole, with its marks, of which the reading found nothing to ask about."""
    sheet = scoresheet(scored_meeting(cell, voters=1, month=month), until="agree", **less)
    sheet.state, sheet.submitted_at = SheetState.SUBMITTED, clock.now()
    sheet.superior, sheet.superior_name, sheet.cell_name = cell.parent, cell.parent.name, cell.name
    reading_of(sheet, risk)
    db.session.commit()
    return sheet


def sample(committee, year, month, drawn, at=None):
    """The month's draw, of these cells."""
    row = Sample(
        committee_id=committee.id, year=year, month=month, seed="5f0c", percent=10, among=[*drawn], drawn=[*drawn],
        at=at or clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def mark(criterion, given=5, recognised=None):
    """A mark of no sheet yet."""
    return Mark(criterion=criterion, applies=True, given=Decimal(given), parts={}, note="", recognised=recognised)
