"""A delegate's desk: the cells they follow, the next meeting of each, and what they have yet to confirm."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, func, or_, select
from sqlalchemy.orm import joinedload

from tracker.base import clock
from tracker.desk.todo import Todo, said
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER, BEFORE
from tracker.meetings.words import title_of
from tracker.organisations.models import Organisation
from tracker.people.models import Appointment
from tracker.people.service import in_force
from tracker.permissions import Actor, Office
from tracker.reviews.models import Attestation
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

LATELY = timedelta(days=45)
"""How long after a meeting a confirming score is still asked for; it may be given until the sheet is decided."""
MOST = 10


@dataclass(frozen=True)
class Followed:
    """A cell with the nearest meeting that is still to be held."""

    cell: Organisation
    next: Meeting | None


@dataclass(frozen=True)
class Desk:
    followed: list[Followed]
    todos: list[Todo]
    year: int

    name = "delegate"

    @property
    def waits(self) -> int:
        return len(self.todos)


def desk(by: Actor, at: datetime) -> Desk | None:
    """``None`` for somebody who follows no cell today. The same few queries however many cells."""
    ids = [post.organisation_id for post in by.posts if post.office is Office.DELEGATE]
    if not ids:
        return None
    query = select(Organisation).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key, Organisation.id)
    coming = _coming(ids)
    followed = [Followed(cell, coming.get(cell.id)) for cell in db.session.scalars(query)]
    return Desk(followed, _to_confirm(by, ids, at), clock.day_of(at).year)


def _theirs(ids: list[int]) -> ColumnElement[bool]:
    return and_(Meeting.cell_id.in_(ids), Meeting.kind != MeetingKind.COMMITTEE)


def _coming(ids: list[int]) -> dict[int, Meeting]:
    """The nearest meeting of each cell that is planned or called, one whose day has passed included."""
    place = func.row_number().over(partition_by=Meeting.cell_id, order_by=(Meeting.planned_at, Meeting.id))
    ranked = select(Meeting.id, place.label("place")).where(_theirs(ids), Meeting.state.in_(BEFORE)).subquery()
    query = select(Meeting).join(ranked, ranked.c.id == Meeting.id).where(ranked.c.place == 1)
    return {meeting.cell_id: meeting for meeting in db.session.scalars(query)}


def _to_confirm(by: Actor, ids: list[int], at: datetime) -> list[Todo]:
    """The last meetings, of days on which they followed the cell, without their score and not decided yet."""
    since = clock.day_of(at) - LATELY
    mine = and_(Attestation.meeting_id == Meeting.id, Attestation.person_id == by.person_id)
    held = and_(
        Appointment.organisation_id == Meeting.cell_id, Appointment.person_id == by.person_id,
        Appointment.office == Office.DELEGATE, in_force(Appointment, clock.day_of(at)),
    )  # fmt: skip
    query = (
        select(Meeting, Appointment.from_date)
        .join(Appointment, held)
        .outerjoin(Scoresheet, Scoresheet.meeting_id == Meeting.id)
        .where(
            _theirs(ids), Meeting.state.in_(AFTER), Meeting.held_from >= clock.moment_of(since),
            Meeting.guidance_id.is_not(None), ~select(Attestation.meeting_id).where(mine).exists(),
            or_(Scoresheet.id.is_(None), Scoresheet.state.not_in(DECIDED)),
        )
        .options(joinedload(Meeting.cell))
        .order_by(Meeting.held_from, Meeting.id)
        .limit(MOST)
    )  # fmt: skip
    return [_todo(meeting) for meeting, first in db.session.execute(query) if _followed_then(meeting, first)]


def _followed_then(meeting: Meeting, first: date) -> bool:
    return first <= meeting.day


def _todo(meeting: Meeting) -> Todo:
    url = url_for("delegates.attest", meeting_id=meeting.id)
    text = _("Ghi điểm xác nhận kỳ họp đồng chí đã dự")
    return Todo(text, url, said(meeting.cell.name) + " · " + title_of(meeting))
