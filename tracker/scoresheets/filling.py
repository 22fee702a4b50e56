"""A sheet opened to be filled, in one statement after that of its meeting. Nothing here commits."""

from dataclasses import dataclass
from functools import partial

from sqlalchemy import and_, bindparam, select
from sqlalchemy.orm import attributes, joinedload

from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.scoresheets import drawing, suggesting
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.suggesting import Drawn


@dataclass(frozen=True)
class Filling:
    """The sheet with its marks. ``drawn``: the suggestions kept with it, ``None`` where they no longer hold."""

    sheet: Scoresheet
    drawn: Drawn | None


_MEETING = (
    select(Meeting)
    .where(Meeting.id == bindparam("meeting_id"))
    .options(joinedload(Meeting.cell), joinedload(Meeting.guidance))
)


def meeting_of(meeting_id: int) -> Meeting:
    """The meeting with what a saving asks of it: whose it is, and by what it is scored; or ``NoResultFound``."""
    return db.session.scalars(_MEETING, {"meeting_id": int(meeting_id)}).one()


_OPENED = (
    drawing.joined(
        select(Mark, Scoresheet, Suggestion.check, Suggestion.check_version, *drawing.ENDS)
        .select_from(Scoresheet)
        .join(Scoresheet.meeting)
        .outerjoin(Mark, Mark.scoresheet_id == Scoresheet.id)
    )
    .outerjoin(Suggestion, and_(Suggestion.scoresheet_id == Mark.scoresheet_id, Suggestion.criterion == Mark.criterion))
    .where(Scoresheet.meeting_id == bindparam("meeting_id"))
    .order_by(Mark.criterion)
)


def of_meeting(meeting: Meeting) -> Filling | None:
    """The meeting's sheet, ``None`` while nobody began one."""
    rows = db.session.execute(_OPENED, {"meeting_id": meeting.id}).all()
    if not rows:
        return None
    _mark, sheet, _check, _version, *ends = rows[0]
    attributes.set_committed_value(sheet, "marks", list(dict.fromkeys(row[0] for row in rows if row[0] is not None)))
    found = drawing.read(*ends)
    holds = found.are_as_drawn and suggesting.are_of_today((row[2], row[3]) for row in rows if row[2] is not None)
    return Filling(sheet, Drawn(found, partial(suggesting.kept, sheet), is_kept=True) if holds else None)
