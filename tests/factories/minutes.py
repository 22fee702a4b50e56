from datetime import timedelta

from tests.factories.agendas import item as make_item
from tests.factories.meetings import meeting as make_meeting
from tests.factories.meetings import roll_entry
from tests.factories.organisations import cell as make_cell
from tests.factories.people import member
from tests.factories.scoresheets import actor
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.minutes import deciding, writing
from tracker.minutes import service as minutes_service
from tracker.minutes.models import DecisionKind


def meeting_to_minute(cell=None, voters=5, titles=("Thảo luận việc làm đường",), **columns):
    """A meeting held and ended, with chair, minute-taker, agenda and the roll of official members, all present."""
    cell = cell or make_cell()
    row = make_meeting(cell, **columns)
    for title in titles:
        make_item(row, title)
    officials = [member(cell) for _number in range(voters)]
    for who in officials:
        roll_entry(row, who)
    row.chair, row.minute_taker = officials[0], officials[1]
    row.state, row.held_from = MeetingState.HELD, row.planned_at
    row.held_until = row.planned_at + timedelta(minutes=110)
    db.session.commit()
    return row


def told_items(meeting, discussion="Các đồng chí thảo luận sôi nổi.", conclusion="Thống nhất làm trước 20/3."):
    items = minutes_service.agendas.items(meeting)
    return {item.id: writing.Told(discussion, conclusion, True) for item in items}


def minutes(meeting=None, by=None, at=None, **texts):
    """Minutes that want nothing more before they are confirmed."""
    meeting = meeting or meeting_to_minute()
    written_by = actor(by or meeting.minute_taker)
    given = writing.Given(**{"opening": "Chủ trì tuyên bố lý do."} | texts, items=told_items(meeting))
    standing = minutes_service.of_meeting(meeting)
    row = writing.save(meeting, given, standing.version if standing else "", written_by, at or meeting.held_until)
    db.session.commit()
    return row


def confirmed_minutes(meeting=None, at_meeting=None, at=None, **texts):
    row = minutes(meeting, **texts)
    meeting = db.session.get(Meeting, row.meeting_id)
    at = at or (at_meeting or meeting).held_until + timedelta(hours=1)
    writing.confirm(meeting, at_meeting or meeting, actor(meeting.chair), at)
    db.session.commit()
    return row


def decision(meeting, votes=(5, 0, 0), kind=DecisionKind.RESOLUTION, title="Nhiệm vụ tháng 4", at=None):
    put = deciding.Put(kind, title, "Hoàn thành đường liên thôn.", *votes)
    row = deciding.decide(meeting, put, actor(meeting.chair), at or clock.now())
    db.session.commit()
    return row
