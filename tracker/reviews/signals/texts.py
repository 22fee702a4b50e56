"""The words of a meeting's minutes that are its own: what was said and concluded, without the opening and closing."""

from sqlalchemy import select

from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.minutes.models import Minutes, Proceeding


def of_meeting(meeting: Meeting) -> str:
    """Discussion and conclusion of each item, in the order they were entered; empty where nothing was minuted."""
    query = (
        select(Proceeding.discussion, Proceeding.conclusion)
        .join(Proceeding.minutes)
        .where(Minutes.meeting_id == meeting.id)
        .order_by(Proceeding.id)
    )
    return "\n".join(text for row in db.session.execute(query) for text in row if text)
