"""What is known of a cell's meetings that still ask for something, in a handful of queries however many there are."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import func, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agendas import drafting
from tracker.agendas.models import AgendaItem, Channel, Circulation, Receipt
from tracker.base import clock
from tracker.contributions.models import Contribution
from tracker.contributions.rules import OPEN, Phase
from tracker.desk import rules
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.rules import Guidance
from tracker.meetings.models import Answer, Meeting, Reply
from tracker.meetings.rules import AFTER, BEFORE, MeetingState
from tracker.organisations.models import Organisation
from tracker.scoresheets.models import Explanation, Mark, Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState

MOST_AHEAD = 3
"""Meetings to come that are looked at closely: one by one, whether their agenda differs from what was sent."""
LATEST = timedelta(days=400)
"""How far back meetings held still ask for their papers here; older ones are on the pages of their years."""


@dataclass
class Sent:
    """The latest version of an agenda, and who of those it went to has it."""

    at: datetime
    number: int
    total: int = 0
    unopened: int = 0
    on_paper: int = 0

    @property
    def reached(self) -> int:
        return self.total - self.unopened - self.on_paper


@dataclass
class Known:
    """What is known of the meetings looked at, by the meeting's id."""

    meetings: list[Meeting]
    guidance: dict[int, Guidance | None]
    items: dict[int, int] = field(default_factory=dict)
    sent: dict[int, Sent] = field(default_factory=dict)
    written: dict[int, tuple[int, int]] = field(default_factory=dict)
    changed: set[int] = field(default_factory=set)
    away: dict[int, list[Duty]] = field(default_factory=dict)
    sheets: dict[int, Scoresheet] = field(default_factory=dict)
    asked: dict[int, rules.Sheet] = field(default_factory=dict)

    def ahead(self, today: date) -> list[Meeting]:
        return [one for one in self.meetings if one.state in BEFORE and one.day >= today]

    def waits(self, meeting: Meeting, today: date) -> list[rules.Wait]:
        unanswered = self.written.get(meeting.id, (0, 0))[1]
        if meeting.state in BEFORE:
            return rules.of_ahead(self._ahead(meeting, unanswered), today)
        return rules.of_held(self._held(meeting, unanswered), today)

    def _ahead(self, meeting: Meeting, unanswered: int) -> rules.Ahead:
        sent, says = self.sent.get(meeting.id), self.guidance.get(meeting.id)
        return rules.Ahead(
            day=meeting.day,
            send_by=clock.day_of(meeting.planned_at - (says.notice if says else timedelta())),
            items=self.items.get(meeting.id, 0),
            is_sent=sent is not None,
            is_changed=meeting.id in self.changed,
            unopened=sent.unopened if sent else 0,
            on_paper=sent.on_paper if sent else 0,
            unanswered=unanswered,
            away=self.away.get(meeting.id, ()),
        )

    def _held(self, meeting: Meeting, unanswered: int) -> rules.Held:
        says = self.guidance.get(meeting.id)
        paper = says.sheet_for(meeting.kind) if says and meeting.kind.is_scored else None
        return rules.Held(
            day=meeting.day,
            file_by=meeting.day + timedelta(days=int(says.filing_days) if says else 0),
            has_roll=meeting.roll_taken_at is not None,
            is_confirmed=meeting.state is MeetingState.MINUTED,
            is_scored=paper is not None and not paper.optional,
            sheet=self.asked.get(meeting.id),
            unanswered=unanswered,
        )


def known(cell: Organisation, at: datetime) -> Known:
    """The cell's meetings not held yet, nearest first, and those held of late whose papers are not finished."""
    today = clock.day_of(at)
    found = _meetings(cell, at)
    ids = [one.id for one in found]
    sheets = _sheets(ids)
    known = Known(
        found, _guidance(cell, found), items=_items(ids), sent=_sent(ids), written=_written(ids),
        away=_away(ids), sheets=sheets, asked=_asked(sheets, at),
    )  # fmt: skip
    near = [one for one in known.ahead(today) if one.id in known.sent][:MOST_AHEAD]
    known.changed = {one.id for one in near if drafting.has_unsent_changes(one)}
    return known


def _meetings(cell: Organisation, at: datetime) -> list[Meeting]:
    """Finished ones are left out: minutes confirmed, the sheet with the committee above, or past the cell's word."""
    finished = select(Scoresheet.meeting_id).where(
        Scoresheet.meeting_id == Meeting.id,
        or_(
            Scoresheet.state.in_([SheetState.SUBMITTED, SheetState.UNDER_REVIEW, SheetState.LOCKED]),
            Scoresheet.answer_until < at,
        ),
    )
    settled = (Meeting.state == MeetingState.MINUTED) & finished.exists()
    query = (
        select(Meeting)
        .where(
            Meeting.cell_id == cell.id,
            or_(Meeting.state.in_(BEFORE), Meeting.state.in_(AFTER) & (Meeting.held_from > at - LATEST)),
            ~settled,
        )
        .options(joinedload(Meeting.cell), joinedload(Meeting.guidance))
    )
    return list(db.session.scalars(query.order_by(Meeting.planned_at, Meeting.id)))


def _guidance(cell: Organisation, meetings: Sequence[Meeting]) -> dict[int, Guidance | None]:
    chosen = guidance.choices(cell, [(one.kind, one.day) for one in meetings if one.guidance is None])
    versions = {one.id: one.guidance or chosen[one.kind, one.day] for one in meetings}
    return {meeting_id: guidance.read(version) if version else None for meeting_id, version in versions.items()}


def _items(ids: Sequence[int]) -> dict[int, int]:
    query = (
        select(AgendaItem.meeting_id, func.count())
        .where(AgendaItem.meeting_id.in_(ids), AgendaItem.removed_at.is_(None))
        .group_by(AgendaItem.meeting_id)
    )
    return {meeting_id: number for meeting_id, number in db.session.execute(query)}


def _sent(ids: Sequence[int]) -> dict[int, Sent]:
    """The latest version of each agenda. Whoever was reached does not count, by whatever channel they were to be."""
    query = (
        select(Circulation.meeting_id, Circulation.number, Circulation.at, Receipt.channel,
               func.count(Receipt.person_id), func.count(func.coalesce(Receipt.opened_at, Receipt.handed_over_at)))
        .outerjoin(Receipt, Receipt.circulation_id == Circulation.id)
        .where(Circulation.meeting_id.in_(ids))
        .group_by(Circulation.meeting_id, Circulation.number, Circulation.at, Receipt.channel)
        .order_by(Circulation.meeting_id, Circulation.number)
    )  # fmt: skip
    found: dict[int, Sent] = {}
    for meeting_id, number, at, channel, total, reached in db.session.execute(query):
        if meeting_id not in found or found[meeting_id].number != number:
            found[meeting_id] = Sent(at, number)
        one = found[meeting_id]
        one.total += total
        if channel is Channel.PAPER:
            one.on_paper += total - reached
        else:
            one.unopened += total - reached
    return found


def _written(ids: Sequence[int]) -> dict[int, tuple[int, int]]:
    """What was written before each meeting: how many, and how many of them nobody answered or merged."""
    query = (
        select(Contribution.meeting_id, Contribution.fate, func.count())
        .where(Contribution.meeting_id.in_(ids), Contribution.phase == Phase.BEFORE)
        .group_by(Contribution.meeting_id, Contribution.fate)
    )
    counts: dict[int, dict[Any, int]] = defaultdict(dict)
    for meeting_id, fate, number in db.session.execute(query):
        counts[meeting_id][fate] = number
    return {
        meeting_id: (sum(n for fate, n in by.items() if fate != "withdrawn"), sum(by.get(fate, 0) for fate in OPEN))
        for meeting_id, by in counts.items()
    }


def _away(ids: Sequence[int]) -> dict[int, list[Duty]]:
    """Stories and papers on these agendas whose assignee asked to be excused from that very meeting."""
    query = (
        select(Duty)
        .join(Duty.item)
        .join(Reply, (Reply.meeting_id == AgendaItem.meeting_id) & (Reply.person_id == Duty.assignee_id))
        .where(
            AgendaItem.meeting_id.in_(ids), AgendaItem.removed_at.is_(None), Duty.state == DutyState.OPEN,
            Duty.kind != DutyKind.TASK, Reply.answer == Answer.ABSENT,
        )
        .options(joinedload(Duty.assignee), contains_eager(Duty.item))
        .order_by(Duty.id)
    )  # fmt: skip
    found: dict[int, list[Duty]] = defaultdict(list)
    for duty in db.session.scalars(query):
        if duty.item is not None:
            found[duty.item.meeting_id].append(duty)
    return found


def _sheets(ids: Sequence[int]) -> dict[int, Scoresheet]:
    query = select(Scoresheet).where(Scoresheet.meeting_id.in_(ids)).order_by(Scoresheet.id)
    return {sheet.meeting_id: sheet for sheet in db.session.scalars(query)}


def _asked(sheets: dict[int, Scoresheet], at: datetime) -> dict[int, rules.Sheet]:
    ids = [sheet.id for sheet in sheets.values()]
    returned = select(SheetAct.scoresheet_id, SheetAct.deadline).where(
        SheetAct.scoresheet_id.in_(ids), SheetAct.act == "return"
    )
    deadlines = {sheet_id: day for sheet_id, day in db.session.execute(returned.order_by(SheetAct.id))}
    marks = select(Mark.scoresheet_id).where(Mark.scoresheet_id.in_(ids), Mark.recognised.is_not(None))
    adjusted = set(db.session.scalars(marks.distinct()))
    said = select(Explanation.scoresheet_id).where(Explanation.scoresheet_id.in_(ids))
    explained = set(db.session.scalars(said))
    return {
        meeting_id: rules.Sheet(
            state=sheet.state_at(at),
            was_submitted=sheet.submitted_at is not None,
            deadline=deadlines.get(sheet.id),
            is_adjusted=sheet.id in adjusted,
            is_explained=sheet.id in explained,
            answer_until=clock.day_of(sheet.answer_until) if sheet.answer_until else None,
        )
        for meeting_id, sheet in sheets.items()
    }
