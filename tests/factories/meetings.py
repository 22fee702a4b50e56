from datetime import date, time, timedelta

from tests.factories.organisations import cell as make_cell
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import MeetingState, Presence
from tracker.people.models import Rank


def meeting(cell=None, year=2026, month=3, day=6, kind=MeetingKind.REGULAR, state=MeetingState.PLANNED, **columns):
    """A meeting at 14:00 of that day; one held or minuted lasted 110 minutes unless said otherwise."""
    cell = cell or make_cell()
    planned = clock.moment_of(date(year, month, day), time(14))
    held = state in (MeetingState.HELD, MeetingState.MINUTED)
    given = {
        "theme": "Chuyên đề thử" if kind in (MeetingKind.THEMATIC, MeetingKind.COMBINED) else "",
        "planned_at": planned,
        "first_planned_at": planned,
        "held_from": planned if held else None,
        "held_until": planned + timedelta(minutes=110) if held else None,
        "not_held_reason": "Mưa lũ chia cắt" if state is MeetingState.NOT_HELD else "",
        "superior_id": cell.parent_id,
        "created_at": planned - timedelta(days=20),
    }
    row = Meeting(cell=cell, year=year, month=month, kind=kind, state=state, **given | columns)
    db.session.add(row)
    db.session.commit()
    return row


def roll_entry(meeting, person, presence=Presence.PRESENT, rank=Rank.OFFICIAL, reason="", is_obliged=None):
    row = RollEntry(
        meeting=meeting,
        person=person,
        rank=rank,
        is_obliged=rank is not Rank.EXEMPT if is_obliged is None else is_obliged,
        presence=presence,
        reason=reason or ("Ốm" if presence is Presence.EXCUSED else ""),
    )
    db.session.add(row)
    db.session.commit()
    return row
