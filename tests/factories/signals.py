from datetime import timedelta
from decimal import Decimal

from tests.factories.organisations import cell as make_cell
from tests.factories.people import person
from tests.factories.scoresheets import scored_meeting, scoresheet
from tracker.base import clock
from tracker.extensions import db
from tracker.reviews.models import Reading, ReviewSettings, Signal
from tracker.reviews.rules import SignalKind, SignalState


def review_settings(committee, **columns):
    row = ReviewSettings(committee=committee, **columns)
    db.session.add(row)
    db.session.commit()
    return row


def reading(sheet, **facts):
    """What a sheet handed in said; its total is the sheet's, and its records bear out what it gives itself."""
    given = {
        "total": sheet.total, "gap": Decimal(0), "above": 0, "unbacked": 0, "suggested": Decimal(40),
        "covered": Decimal(50), "judged": Decimal(40), "judged_full": Decimal(50), "altered": 0, "looked_back": 0,
        "days_taken": 2, "secretary_days": 400, "streak": 1, "notice_late": False, "present": 5, "spoke": 3,
        "backfilled": False, "fingerprint": [], "risk": Decimal(0), "reasons": [],
    }  # fmt: skip
    row = Reading(
        scoresheet_id=sheet.id, submitted_at=sheet.submitted_at, cell_id=sheet.cell_id, year=sheet.year,
        month=sheet.month, **given | facts,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def signal(cell=None, kind=SignalKind.SAME_TOTAL, state=SignalState.RAISED, sheets=None, **columns):
    """A question to a cell about these sheets of its own; one handed in is made if none are given."""
    sheets = sheets or [scoresheet(scored_meeting(cell or make_cell()), until="submit")]
    cell = sheets[0].cell
    shown = [
        {"year": one.year, "month": one.month, "sheet": one.id, "meeting": one.meeting_id, "total": str(one.total),
         "late": True, "present": 8, "spoke": 8}
        for one in sheets
    ]  # fmt: skip
    figures = {
        "total": "98", "high": "95", "alike": 93, "own": 99, "usual": 84, "own_borne_out": 70, "usual_borne_out": 80,
        "neighbours": 9, "count": len(sheets), "looked_at": 12, "months": shown,
        "copies": [one | {"alike": 93} for one in shown],
    }  # fmt: skip
    at = clock.now() - timedelta(days=3)
    given = {
        "from_year": sheets[0].year, "from_month": sheets[0].month, "to_year": sheets[-1].year,
        "to_month": sheets[-1].month, "figures": figures, "raised_at": at, "changed_at": at,
    }  # fmt: skip
    if state in (SignalState.ANSWERED, SignalState.SETTLED):
        given |= {"answer": "Chúng tôi đã xem lại.", "answered_at": at, "answered_by": person()}
    if state is SignalState.SETTLED:
        given |= {"settled_note": "Đúng thực tế.", "settled_at": at, "settled_by": person()}
    row = Signal(cell=cell, committee=cell.parent, kind=kind, state=state, **given | columns)
    db.session.add(row)
    db.session.commit()
    return row
