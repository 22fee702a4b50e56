"""The minutes and decisions of a meeting, as other stages ask for them. Acts: ``writing`` and ``deciding``."""

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import Presence
from tracker.minutes import rules
from tracker.minutes.models import Decision, Minutes, Proceeding, TakenUp
from tracker.people.models import Rank

THERE = (Presence.PRESENT, Presence.LATE)


def of_meeting(meeting: Meeting) -> Minutes | None:
    """The minutes with who saved and confirmed them; ``None`` while nobody began them."""
    query = (
        select(Minutes)
        .where(Minutes.meeting_id == meeting.id)
        .options(
            joinedload(Minutes.saved_by),
            joinedload(Minutes.confirmed_by),
            joinedload(Minutes.confirmed_at_meeting),
            joinedload(Minutes.meeting).joinedload(Meeting.cell),
        )
    )
    return db.session.scalar(query)


def proceedings(meeting: Meeting) -> dict[int, Proceeding]:
    """How each item went, by item; items nobody wrote about are left out."""
    query = select(Proceeding).join(Proceeding.minutes).where(Minutes.meeting_id == meeting.id).order_by(Proceeding.id)
    return {row.item_id: row for row in db.session.scalars(query)}


def taken_up(meeting: Meeting) -> dict[int, int]:
    """The agenda item whose conclusion took up each contribution, by contribution."""
    query = (
        select(TakenUp.contribution_id, Proceeding.item_id)
        .join(TakenUp.proceeding)
        .join(Proceeding.minutes)
        .where(Minutes.meeting_id == meeting.id)
        .order_by(TakenUp.contribution_id)
    )
    return {contribution: item for contribution, item in db.session.execute(query)}


def conclusions_of(contribution_ids: list[int]) -> dict[int, str]:
    """The conclusion each of these contributions was taken up in, by contribution."""
    query = (
        select(TakenUp.contribution_id, Proceeding.conclusion)
        .join(TakenUp.proceeding)
        .where(TakenUp.contribution_id.in_(contribution_ids))
        .order_by(TakenUp.contribution_id)
    )
    return {contribution: conclusion for contribution, conclusion in db.session.execute(query)}


def decisions(meeting: Meeting) -> list[Decision]:
    """Conclusions and resolutions put to the vote, in the order they were."""
    query = select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.at, Decision.id)
    return list(db.session.scalars(query))


def decision(decision_id: int) -> Decision:
    """A decision with its meeting, or ``NoResultFound``."""
    wanted = joinedload(Decision.meeting).joinedload(Meeting.cell)
    return db.session.get_one(Decision, int(decision_id), options=[wanted])


def _officials(meeting: Meeting, *conditions) -> int:
    query = select(func.count()).select_from(RollEntry)
    found = query.where(RollEntry.meeting_id == meeting.id, RollEntry.rank == Rank.OFFICIAL, *conditions)
    return db.session.scalar(found) or 0


def electorate(meeting: Meeting) -> int:
    """Official members obliged to attend, by the roll."""
    return _officials(meeting, RollEntry.is_obliged)


def voters(meeting: Meeting) -> int:
    """Official members who were there, late ones too: the most votes there can be."""
    return _officials(meeting, RollEntry.presence.in_(THERE))


def gaps(meeting: Meeting) -> list[rules.Gap]:
    """What the minutes lack before they can be confirmed."""
    written = proceedings(meeting)
    return rules.gaps(
        has_end=meeting.held_until is not None,
        has_chair=meeting.chair_id is not None,
        has_minute_taker=meeting.minute_taker_id is not None,
        has_roll=bool(meetings.roll(meeting)),
        items=[_told(written.get(item.id)) for item in agendas.items(meeting)],
    )


def _told(row: Proceeding | None) -> rules.Told:
    if row is None:
        return rules.Told(None, False)
    return rules.Told(row.is_done, bool(row.discussion or row.conclusion))


def item_titles(item_ids: list[int]) -> dict[int, str]:
    query = select(AgendaItem.id, AgendaItem.title).where(AgendaItem.id.in_(item_ids)).order_by(AgendaItem.id)
    return {item_id: title for item_id, title in db.session.execute(query)}
