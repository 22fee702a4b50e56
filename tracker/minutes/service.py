"""The minutes and decisions of a meeting, as other stages ask for them. Acts: ``writing`` and ``deciding``."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem
from tracker.base import clock
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.contributions.rules import OutcomeKind
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes import rules
from tracker.minutes.models import Decision, Minutes, Proceeding
from tracker.people.models import Rank

THERE = (Presence.PRESENT, Presence.LATE)


@dataclass(frozen=True)
class Record:
    """Minutes with all that is told beside them, for a page that needs it more than once. ``rows``: by item."""

    minutes: Minutes | None
    items: list[AgendaItem]
    rows: dict[int | None, Proceeding]
    decisions: list[Decision]
    roll: list[RollEntry]


def record(meeting: Meeting) -> Record:
    return Record(
        of_meeting(meeting), agendas.items(meeting), proceedings(meeting), decisions(meeting), meetings.roll(meeting)
    )


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


def proceedings(meeting: Meeting) -> dict[int | None, Proceeding]:
    """How each item went, by item; ``None`` is what came up beside the agenda. What nobody wrote of is left out."""
    query = select(Proceeding).join(Proceeding.minutes).where(Minutes.meeting_id == meeting.id).order_by(Proceeding.id)
    return {row.item_id: row for row in db.session.scalars(query)}


def taken_up(given: list[Contribution]) -> set[int]:
    """Which of these contributions a conclusion took up."""
    outcomes = contributions.outcomes(given)
    return {
        contribution_id
        for contribution_id, rows in outcomes.items()
        if any(row.kind is OutcomeKind.CONCLUSION for row in rows)
    }


def decisions(meeting: Meeting) -> list[Decision]:
    """Conclusions and resolutions put to the vote, in the order they were."""
    query = select(Decision).where(Decision.meeting_id == meeting.id).order_by(Decision.at, Decision.id)
    return list(db.session.scalars(query))


def decision(decision_id: int) -> Decision:
    """A decision with its meeting, or ``NoResultFound``."""
    wanted = joinedload(Decision.meeting).joinedload(Meeting.cell)
    return db.session.get_one(Decision, int(decision_id), options=[wanted])


def conclusions(meeting: Meeting) -> str:
    """The chair's conclusions, an item a paragraph in the order of the agenda: the draft of what is put to the vote."""
    rows = proceedings(meeting)
    in_order = [rows.get(item_id) for item_id in [*(item.id for item in agendas.items(meeting)), None]]
    return "\n".join(row.conclusion for row in in_order if row is not None and row.conclusion)


def count_votes(meeting: Meeting) -> tuple[int, int]:
    """By the roll: official members obliged to attend, and official members who were there, late ones too."""
    query = (
        select(RollEntry.is_obliged, RollEntry.presence, func.count())
        .where(RollEntry.meeting_id == meeting.id, RollEntry.rank == Rank.OFFICIAL)
        .group_by(RollEntry.is_obliged, RollEntry.presence)
    )
    return _votes((obliged, presence, count) for obliged, presence, count in db.session.execute(query))


def _votes(counted: Iterable[tuple[bool, Presence, int]]) -> tuple[int, int]:
    """Of official members: how many were obliged, and how many were there."""
    obliged = there = 0
    for is_obliged, presence, count in counted:
        obliged += count if is_obliged else 0
        there += count if presence in THERE else 0
    return obliged, there


def electorate(meeting: Meeting) -> int:
    """Official members obliged to attend: more than half of them carries a vote."""
    return count_votes(meeting)[0]


def voters(meeting: Meeting) -> int:
    """Official members who were there: the most votes there can be."""
    return count_votes(meeting)[1]


def gaps(meeting: Meeting, found: Record | None = None) -> list[rules.Gap]:
    """What the minutes lack before they can be confirmed; ``found``: the record, where it is at hand."""
    of = found or record(meeting)
    counted = _votes((entry.is_obliged, entry.presence, 1) for entry in of.roll if entry.rank is Rank.OFFICIAL)
    return rules.gaps(
        rules.Record(
            has_end=meeting.held_until is not None,
            has_chair=meeting.chair_id is not None,
            has_minute_taker=meeting.minute_taker_id is not None,
            has_roll=bool(of.roll),
            has_minutes=of.minutes is not None,
            items=[_told(of.rows.get(item.id)) for item in of.items],
            general=_told(of.rows.get(None)),
            votes_match=all((row.electorate, row.voters) == counted for row in of.decisions),
        )
    )


def _told(row: Proceeding | None) -> rules.Told:
    if row is None:
        return rules.UNTOLD
    return rules.Told(row.is_done, bool(row.discussion or row.conclusion))


def next_sitting(meeting: Meeting) -> Meeting | None:
    """The next sitting of the same body, cell or cell committee, not called off; ``None`` if none is planned."""
    is_committee = meeting.kind is MeetingKind.COMMITTEE
    same_body = Meeting.kind == MeetingKind.COMMITTEE if is_committee else Meeting.kind != MeetingKind.COMMITTEE
    query = select(Meeting).where(
        Meeting.cell_id == meeting.cell_id,
        same_body,
        Meeting.state != MeetingState.NOT_HELD,
        Meeting.planned_at > meeting.planned_at,
    )
    return db.session.scalar(query.order_by(Meeting.planned_at, Meeting.id).limit(1))


def passing_places(meeting: Meeting, today: date) -> list[Meeting]:
    """Where the minutes may be passed: at this meeting or, once its day has come, at the next sitting or the next
    regular one."""
    following = [next_sitting(meeting)]
    if meeting.kind is not MeetingKind.COMMITTEE:
        following.append(meetings.next_regular(meeting))
    come = [one for one in following if one is not None and meeting.day <= one.day <= today]
    return list(dict.fromkeys([meeting, *come]))


def filing(meeting: Meeting, minutes: Minutes | None) -> rules.Filing | None:
    """How soon the documents were filed, by the guidance of the meeting; ``None`` while they are not."""
    if minutes is None or minutes.filed_at is None:
        return None
    guidance = meetings.guidance_of(meeting)
    allowed = guidance.filing_days if guidance and not meeting.is_backfilled else None
    return rules.filing(meeting.day, clock.day_of(minutes.filed_at), allowed)
