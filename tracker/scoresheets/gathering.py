"""Reading the facts of one meeting out of the book, in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import and_, func, select

from tracker.agendas import circulating
from tracker.agendas.circulating import path_of
from tracker.agendas.models import AgendaItem, Channel, Circulation, Document, Receipt
from tracker.agendas.rules import DocumentKind
from tracker.base import clock
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, Phase
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import roll as rolls
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import AFTER, REGULAR, Presence
from tracker.minutes.models import Decision, Minutes, Proceeding
from tracker.notices.models import Notice
from tracker.people.models import Rank
from tracker.scoresheets.checks.facts import (
    CommitteeFact,
    DecisionFact,
    DocumentFact,
    DutyFact,
    ItemFact,
    MeetingFacts,
    MinutesFact,
    PastFact,
    RollFact,
    SentFact,
    SpokenFact,
)


def facts(meeting: Meeting) -> MeetingFacts:
    """Everything the checks may ask about a meeting that was held, under whatever guidance."""
    held_at = meeting.held_from or meeting.planned_at
    follow = circulating.followers(meeting, meeting.day)
    told = _told_above(meeting, follow)
    return MeetingFacts(
        meeting_id=meeting.id,
        kind=meeting.kind,
        is_backfilled=meeting.is_backfilled,
        planned_at=meeting.planned_at,
        first_planned_on=clock.day_of(meeting.first_planned_at),
        held_on=clock.day_of(held_at),
        held_at=held_at,
        minutes_held=_minutes_between(meeting.held_from, meeting.held_until),
        least_minutes=meeting.cell.least_minutes,
        was_planned_ahead=clock.day_of(meeting.created_at) < clock.day_of(held_at),
        has_superior=meeting.superior_id is not None,
        followers=len(follow),
        followers_told=told,
        roll=_roll(meeting),
        past=_past(meeting),
        sent=_sent(meeting),
        documents=_documents(meeting),
        items=_items(meeting),
        committee=_committee(meeting),
        spoken=_spoken(meeting),
        heard=_heard(meeting),
        due=_duties(duties.due_at(meeting, duties.NAMED), meeting),
        given=_duties((one for one in duties.assigned_at(meeting, duties.NAMED) if one.kind == "task"), meeting),
        minutes=_minutes(meeting),
        decisions=_decisions(meeting),
    )


def _minutes_between(start: datetime | None, end: datetime | None) -> int | None:
    return int((end - start).total_seconds() // 60) if start and end else None


def _told_above(meeting: Meeting, followers: list[int]) -> int:
    """How many of them were sent this agenda: by a notice, or as members of the cell themselves."""
    if not followers:
        return 0
    noticed = select(Notice.person_id).where(
        Notice.path == path_of(meeting),
        Notice.kind.in_(("agenda_copied", "agenda_sent", "agenda_changed")),
        Notice.person_id.in_(followers),
    )
    sent = (
        select(Receipt.person_id)
        .join(Receipt.circulation)
        .where(Circulation.meeting_id == meeting.id, Receipt.person_id.in_(followers))
    )
    return len(set(db.session.scalars(noticed)) | set(db.session.scalars(sent)))


def _roll(meeting: Meeting) -> tuple[RollFact, ...]:
    return tuple(
        RollFact(
            person_id=one.person_id,
            name=one.person.full_name,
            is_exempt=one.rank is Rank.EXEMPT,
            on_special_duty=one.reason == rolls.SPECIAL_DUTY,
            presence=one.presence,
        )
        for one in meetings.roll(meeting)
    )


def _past(meeting: Meeting) -> tuple[PastFact, ...]:
    """Meetings of the same part (regular, or thematic) held before this one in its year, with a roll."""
    kinds = REGULAR if meeting.kind in REGULAR else {MeetingKind.THEMATIC}
    query = (
        select(Meeting.id, Meeting.held_from, RollEntry.person_id, RollEntry.presence, RollEntry.is_obliged)
        .join(RollEntry, RollEntry.meeting_id == Meeting.id)
        .where(
            Meeting.cell_id == meeting.cell_id,
            Meeting.year == meeting.year,
            Meeting.kind.in_(kinds),
            Meeting.state.in_(AFTER),
            Meeting.held_from < (meeting.held_from or meeting.planned_at),
            Meeting.id != meeting.id,
        )
    )
    away: dict[tuple[int, Any], set[int]] = defaultdict(set)
    for meeting_id, held_from, person_id, presence, is_obliged in db.session.execute(query):
        absent = away[meeting_id, held_from]
        if is_obliged and presence in (Presence.EXCUSED, Presence.UNEXCUSED):
            absent.add(person_id)
    return tuple(PastFact(meeting_id, held_at, frozenset(absent)) for (meeting_id, held_at), absent in away.items())


def _sent(meeting: Meeting) -> tuple[SentFact, ...]:
    query = (
        select(Circulation.id, Circulation.number, Circulation.at, Receipt)
        .outerjoin(Receipt, Receipt.circulation_id == Circulation.id)
        .where(Circulation.meeting_id == meeting.id)
    )
    found: dict[tuple[int, int, datetime], list[Receipt]] = defaultdict(list)
    for circulation_id, number, at, receipt in db.session.execute(query):
        found[circulation_id, number, at] += [receipt] if receipt else []
    return tuple(
        SentFact(
            id=circulation_id,
            number=number,
            at=at,
            to=frozenset(one.person_id for one in receipts),
            reached=frozenset(one.person_id for one in receipts if _is_reached(one, meeting)),
        )
        for (circulation_id, number, at), receipts in found.items()
    )


def _is_reached(receipt: Receipt, meeting: Meeting) -> bool:
    """In the app, or on paper before the meeting began: handed over at the table is no notice."""
    begun = meeting.held_from or meeting.planned_at
    return receipt.channel is Channel.APP or (receipt.handed_over_at is not None and receipt.handed_over_at < begun)


def _documents(meeting: Meeting) -> tuple[DocumentFact, ...]:
    query = select(Document.id, Document.kind, Document.file_name, Document.uploaded_at)
    query = query.where(
        Document.meeting_id == meeting.id, Document.removed_at.is_(None), Document.kind != DocumentKind.EVIDENCE
    )
    return tuple(DocumentFact(*row) for row in db.session.execute(query))


def _items(meeting: Meeting) -> tuple[ItemFact, ...]:
    """The items that stand on the agenda, each with what the minutes say of it."""
    query = (
        select(AgendaItem, Proceeding)
        .outerjoin(Minutes, Minutes.meeting_id == AgendaItem.meeting_id)
        .outerjoin(Proceeding, and_(Proceeding.minutes_id == Minutes.id, Proceeding.item_id == AgendaItem.id))
        .where(AgendaItem.meeting_id == meeting.id, AgendaItem.removed_at.is_(None))
    )
    return tuple(
        ItemFact(
            id=item.id,
            kind=item.kind,
            title=item.title,
            has_questions=bool(item.asked),
            is_done=row.is_done if row else None,
            is_written=bool(row and (row.is_done is False or row.discussion.strip() or row.conclusion.strip())),
            has_conclusion=bool(row and row.conclusion.strip()),
        )
        for item, row in db.session.execute(query)
    )


def _committee(meeting: Meeting) -> CommitteeFact | None:
    if meeting.prepared_by_id is None:
        return None
    query = (
        select(Meeting.id, Meeting.held_from, func.count(Minutes.id))
        .outerjoin(Minutes, Minutes.meeting_id == Meeting.id)
        .where(Meeting.id == meeting.prepared_by_id)
        .group_by(Meeting.id, Meeting.held_from)
    )
    meeting_id, held_from, minuted = db.session.execute(query).one()
    return CommitteeFact(meeting_id, held_from, bool(minuted))


def _spoken(meeting: Meeting) -> tuple[SpokenFact, ...]:
    query = select(Contribution.id, Contribution.person_id, Contribution.item_id).where(
        Contribution.meeting_id == meeting.id,
        Contribution.phase == Phase.SPOKEN,
        Contribution.fate != Fate.WITHDRAWN,
    )
    return tuple(SpokenFact(*row) for row in db.session.execute(query))


def _heard(meeting: Meeting) -> tuple[DutyFact, ...]:
    """Stories and papers of this agenda; one that another meeting heard in the end was not heard at this one."""
    carried = duties.carried_to(meeting, duties.NAMED)
    elsewhere = {one.id for one in carried if one.result_at_id not in (None, meeting.id)}
    return tuple(
        replace(one, state=DutyState.OPEN, lesson="") if one.id in elsewhere else one
        for one in _duties(carried, meeting)
    )


def _duties(given: Iterable[Duty], meeting: Meeting) -> tuple[DutyFact, ...]:
    return tuple(
        DutyFact(
            id=one.id,
            kind=one.kind,
            title=one.title,
            assignee_id=one.assignee_id,
            assignee=one.assignee.full_name,
            state=one.state,
            named_before=clock.day_of(one.created_at) < meeting.day and one.assigned_at_id != meeting.id,
            lesson=one.lesson,
            due_on=one.due_on,
            done_on=one.done_on,
        )
        for one in given
    )


def _minutes(meeting: Meeting) -> MinutesFact | None:
    query = select(Minutes.id, Minutes.confirmed_at, Minutes.filed_at, Minutes.praise, Minutes.criticism)
    row = db.session.execute(query.where(Minutes.meeting_id == meeting.id)).first()
    if row is None:
        return None
    filed_on = clock.day_of(row.filed_at) if row.filed_at else None
    return MinutesFact(
        row.id, row.confirmed_at is not None, filed_on, bool(row.praise.strip()), bool(row.criticism.strip())
    )


def _decisions(meeting: Meeting) -> tuple[DecisionFact, ...]:
    query = select(Decision.id, Decision.title, Decision.is_passed, Decision.votes_for, Decision.electorate)
    return tuple(DecisionFact(*row) for row in db.session.execute(query.where(Decision.meeting_id == meeting.id)))
