"""Eight people at once: no read-then-write is lost, and a form sent twice has its effect once."""

from concurrent.futures import ThreadPoolExecutor

from sqlalchemy import func, select

from tests import factories as make
from tracker.audit import service as audit
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MEETING, MeetingState

THREADS, ROUNDS = 8, 100


def move(app, meeting_id):
    """A hundred read-then-write transitions, each a transaction of its own, with its audit entry."""
    for _round in range(ROUNDS):
        with app.app_context():
            meeting = db.session.get_one(Meeting, meeting_id, with_for_update=True)
            meeting.state = MEETING.step("circulate", meeting.state)
            meeting.guests = str(int(meeting.guests) + 1)
            audit.record(None, "meeting.circulate", meeting, at=clock.now())
            db.session.commit()


def test_eight_threads_lose_nothing(app):
    meeting = make.meeting(guests="0", state=MeetingState.PLANNED)
    meeting_id, cell_id = meeting.id, meeting.cell_id
    db.session.commit()

    with ThreadPoolExecutor(THREADS) as pool:
        for done in [pool.submit(move, app, meeting_id) for _thread in range(THREADS)]:
            done.result()

    db.session.expire_all()
    assert db.session.get_one(Meeting, meeting_id).guests == str(THREADS * ROUNDS)
    written = select(func.count()).select_from(AuditEntry).where(AuditEntry.organisation_id == cell_id)
    assert db.session.scalar(written) == THREADS * ROUNDS
    assert list(audit.faults(cell_id)) == []
