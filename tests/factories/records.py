from datetime import timedelta

from tests.factories.agendas import before, document
from tests.factories.agendas import circulation as send
from tests.factories.agendas import item as make_item
from tests.factories.contributions import contribution
from tests.factories.duties import story, task
from tests.factories.meetings import meeting as make_meeting
from tests.factories.meetings import roll_entry
from tests.factories.minutes import decision, minutes
from tests.factories.people import member, reviewer, secretary
from tests.factories.scoresheets import actor, holder_of
from tracker.agendas.models import Receipt
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.contributions.rules import Phase
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes import writing
from tracker.permissions import LEADING, Office

STORY = "Chiếc đồng hồ của Bác"


def recorded_meeting(cell, members=5, minutes_held=110, absent=0, tasks_late=0, lead_days=4, speakers=3, **columns):
    """A regular meeting with every record a prepared secretary keeps, filed the next morning.

    ``absent``: members away without reason; ``tasks_late``: of the four tasks due, how many were not done.
    """
    lead = holder_of(cell, LEADING, secretary)
    holder_of(cell.parent, {Office.REVIEWER}, reviewer)
    people = [lead, *(member(cell) for _number in range(members - 1))]
    row = make_meeting(cell, chair=lead, minute_taker=people[1], **columns)
    earlier = make_meeting(cell, row.year, row.month - 1, 6, state=MeetingState.MINUTED)
    _agenda(row, lead, lead_days)
    _duties(row, earlier, people, tasks_late)
    _hold(row, people, minutes_held, absent)
    for who in people[:speakers]:
        contribution(row, who, phase=Phase.SPOKEN, at=row.held_from)
    votes = members - absent
    decision(row, votes=(votes, 0, 0), at=row.held_until)
    minutes(row, praise="Biểu dương đồng chí làm tốt.", criticism="Nhắc việc đi họp muộn.")
    writing.confirm(row, row, actor(lead), row.held_until)
    writing.file(row, actor(lead), row.held_until + timedelta(hours=18))
    db.session.commit()
    return row


def _agenda(row, lead, lead_days):
    make_item(row, "Kiểm điểm nghị quyết tháng trước", ItemKind.RESULTS)
    make_item(row, "Thảo luận việc làm đường", questions="Mỗi hộ góp mấy ngày công?", presenter=lead)
    document(row, lead, kind=DocumentKind.DRAFT_RESOLUTION)
    sent = send(row, lead, before(row, lead_days))
    hand_over(sent)


def hand_over(sent):
    """Paper in every member's hands the same day."""
    for receipt in db.session.query(Receipt).filter_by(circulation_id=sent.id):
        receipt.handed_over_at = sent.at
    db.session.commit()


def _duties(row, earlier, people, tasks_late):
    told = {"state": DutyState.DONE, "title": STORY, "lesson": "Đúng giờ", "result_at": row, "done_on": row.day}
    story(earlier, people[2], **told)
    for number in range(4):
        late = number < tasks_late
        task(
            earlier, people[number % len(people)], state=DutyState.OPEN if late else DutyState.DONE,
            due_on=row.day - timedelta(days=3),
        )  # fmt: skip
    task(row, people[1], due_on=row.day + timedelta(days=20))


def _hold(row, people, minutes_held, absent):
    for place, who in enumerate(people):
        away = place >= len(people) - absent
        roll_entry(row, who, Presence.UNEXCUSED if away else Presence.PRESENT)
    row.state, row.held_from = MeetingState.HELD, row.planned_at
    row.held_until = row.planned_at + timedelta(minutes=minutes_held)
    db.session.commit()
