from decimal import Decimal

from sqlalchemy import select

from tests.factories.guidance import guidance as publish_guidance
from tests.factories.meetings import meeting as make_meeting
from tests.factories.meetings import roll_entry
from tests.factories.organisations import cell as make_cell
from tests.factories.people import member, reviewer, secretary
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.models import GuidanceVersion
from tracker.meetings.models import RollEntry
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.people.models import Appointment, Standing
from tracker.permissions import LEADING, Actor, Office, Post
from tracker.reviews import acts as reviewing
from tracker.scoresheets import agreeing, marking, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import Votes


def actor(who):
    """The person as services are handed them, with the posts they hold."""
    held = db.session.scalars(select(Appointment).where(Appointment.person_id == who.id))
    standing = db.session.scalar(select(Standing).where(Standing.person_id == who.id))
    posts = tuple(Post(post.office, post.organisation_id, post.organisation.path) for post in held)
    return Actor(0, who.id, who.full_name, standing.cell_id if standing else None, posts)


def holder_of(organisation, offices, make):
    """Who first held one of these offices there; made where nobody does."""
    there = Appointment.organisation_id == organisation.id
    found = db.session.scalar(
        select(Appointment).where(there, Appointment.office.in_(offices)).order_by(Appointment.id)
    )
    return found.person if found else make(organisation)


def _holder(organisation, offices, make):
    return actor(holder_of(organisation, offices, make))


def full_marks(sheet, **less):
    """Every criterion at full, but those named (``c1_1="4"`` for 1.1); ``None`` leaves one unmarked.

    The records of such a meeting are few: what a check looks at is explained in a note.
    """
    marks, parts = {}, {}
    for one in scoresheets.form_of(sheet).criteria(sheet.kind):
        key = "c" + one.code.replace(".", "_")
        if one.parts and key not in less:
            parts[one.code] = {part.code: part.full for part in one.parts}
            continue
        given = less.get(key, one.full)
        marks[one.code] = None if given is None else Decimal(given)
    notes = {code: "Theo ghi chép tay của thư ký" for code, _part in suggesting.fresh(sheet)}
    return marking.Given(marks=marks, parts=parts, notes=notes, strengths="Chuẩn bị kỹ", weaknesses="Ít ý kiến")


def scored_meeting(cell=None, voters=5, **columns):
    """A meeting held, with its roll of official members taken, and a secretary in the cell."""
    cell = cell or make_cell()
    if db.session.scalar(select(GuidanceVersion.id)) is None:
        publish_guidance()
    row = make_meeting(cell=cell, **{"state": MeetingState.HELD} | columns)
    _holder(cell, LEADING, secretary)
    for _number in range(voters):
        roll_entry(row, member(cell))
    return row


def scoresheet(meeting=None, until="start", **less):
    """A sheet brought by its own acts to ``start``, ``mark``, ``agree``, ``submit``, ``open``, ``return``,
    ``recognise``, ``explain`` or ``uphold``; full marks but for ``less``, see ``full_marks``."""
    meeting = meeting or scored_meeting()
    cell = db.session.get(Organisation, meeting.cell_id)
    by = _holder(cell, LEADING, secretary)
    above = _holder(cell.parent, {Office.REVIEWER}, reviewer)
    at = clock.now()
    sheet = marking.start(meeting, by, at)
    here = db.session.query(RollEntry).filter_by(meeting_id=meeting.id).count()
    way = {
        "start": lambda: None,
        "mark": lambda: marking.record(sheet, full_marks(sheet, **less), by, at),
        "agree": lambda: agreeing.agree(sheet, Votes(here, 0, 0), by, at),
        "submit": lambda: agreeing.submit(sheet, by, at),
        "open": lambda: reviewing.open_sheet(sheet, above, at),
        "return": lambda: reviewing.send_back(sheet, {"1.1": "Chưa rõ giờ"}, "Cần xem lại", None, above, at),
        "recognise": lambda: reviewing.recognise(sheet, above, at),
        "explain": lambda: agreeing.explain(sheet, "Họp muộn do mưa lũ", by, at),
        "uphold": lambda: reviewing.uphold(sheet, "Đã xem xét", above, at),
    }
    for act, do in way.items():
        if act != "return" or until == "return":
            do()
        if act == until:
            break
    db.session.commit()
    return sheet
