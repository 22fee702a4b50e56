"""What the tests of the queue share."""

from datetime import timedelta

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.reviews.models import ReviewSettings, Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.reviews.service import Month

YEAR, MONTH = 2026, 3


def commune():
    """A committee that draws nobody, so that only reasons order its queue."""
    row = make.committee(parent=make.committee())
    db.session.add(ReviewSettings(committee_id=row.id, sample_percent=0, submit_days=60))
    db.session.commit()
    return row


def in_march(commune):
    return Month(commune, YEAR, MONTH)


def handed_in(commune, name, month=MONTH, at=None, reading=True, **such):
    """A sheet waiting, with a reading of these figures."""
    meeting = make.meeting(make.cell(commune, name), YEAR, month, state=MeetingState.MINUTED)
    return make.read_sheet(meeting, at or meeting.planned_at + timedelta(days=1), reading=reading, **such)


def raise_signal(sheet, state=SignalState.RAISED, at=None, changed=None):
    at = at or sheet.submitted_at
    row = Signal(
        cell_id=sheet.cell_id, committee_id=sheet.superior_id, kind=SignalKind.SAME_TOTAL, state=state, from_year=YEAR,
        from_month=1, to_year=YEAR, to_month=MONTH, figures={"count": 4, "total": "90"},
        raised_at=at, changed_at=changed or at,
        answer="Vì" if state is SignalState.ANSWERED else "",
        settled_at=(changed or at) if state is SignalState.SETTLED else None,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def day_after(moment, days=0):
    return clock.day_of(moment) + timedelta(days=days)
