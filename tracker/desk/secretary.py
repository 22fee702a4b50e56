"""The desk of those who keep a cell's book: the year, what is to be done, the next meeting."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.base import clock
from tracker.desk import keeping, rules, sentences
from tracker.desk.keeping import Known, Sent
from tracker.desk.rules import Kind, Wait
from tracker.desk.todo import Todo
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.meetings import calendar, planning, replies, roll
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import BEFORE, REGULAR, MeetingState
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import KEEPING, Action, Actor, allows
from tracker.ratings import service as ratings
from tracker.ratings.rules import YearState
from tracker.reviews.rules import SignalState
from tracker.reviews.signals import service as signals
from tracker.scoresheets.models import Scoresheet

LAST_YEAR_UNTIL = 3
"""Up to this month the months missing in the year before are still spoken of."""


@dataclass(frozen=True)
class NextMeeting:
    """The panel: the nearest meeting, what was sent of it, how many wrote (and wait), who comes."""

    row: Meeting
    items: int
    sent: Sent | None
    written: int
    unanswered: int
    replies: tuple[int, int, int]

    @property
    def facts(self) -> dict[str, object]:
        """What the frame's steps want to know."""
        sent = self.sent.at if self.sent else False
        return {"items": self.items, "sent_on": sent, "contributions": self.written}


@dataclass(frozen=True)
class Desk:
    cell: Organisation
    superior: Organisation | None
    year: calendar.Year
    sheets: dict[int, Scoresheet]
    todos: list[Todo]
    next: NextMeeting | None
    month_to_plan: tuple[int, int]

    name = "secretary"

    @property
    def waits(self) -> int:
        return len(self.todos)


def cells_of(by: Actor) -> list[int]:
    """The cells whose book they keep, in the order of appointment."""
    return list(dict.fromkeys(post.organisation_id for post in by.posts if post.office in KEEPING))


def desk(cell_id: int, by: Actor, at: datetime) -> Desk:
    cell, today = organisations.get_cell(cell_id), clock.day_of(at)
    known = keeping.known(cell, at)
    year = meetings.year_page(cell, today.year, today)
    return Desk(
        cell=cell,
        superior=cell.parent,
        year=year,
        sheets=_sheets(cell, today.year),
        todos=todos(cell, known, year, by, today),
        next=_next(known, today),
        month_to_plan=planning.month_to_plan(cell, today),
    )


def todos(cell: Organisation, known: Known, year: calendar.Year, by: Actor, today: date) -> list[Todo]:
    """What waits for this person in the cell, the soonest due first; what they may not do is left out."""
    lines = [
        sentences.of_meeting(wait, meeting, known)
        for meeting in known.meetings
        for wait in [*known.waits(meeting, today)]
        if _may(wait, cell, by)
    ]
    lines += [sentences.of_meeting(wait, meeting, known) for wait, meeting in _teller(cell, known, today)]
    lines += [sentences.of_cell(wait, cell) for wait in _of_cell(cell, year, today) if _may(wait, cell, by)]
    return rules.in_order(lines)


def _may(wait: Wait, cell: Organisation, by: Actor) -> bool:
    needed = sentences.NEEDS.get(wait.kind, Action.PLAN_MEETING)
    return allows(by, needed, cell)


def _of_cell(cell: Organisation, year: calendar.Year, today: date) -> list[Wait]:
    waits = rules.of_year(year, today)
    if today.month <= LAST_YEAR_UNTIL:
        before = meetings.year_page(cell, today.year - 1, today)
        waits += rules.of_year(before, today) if before.sittings else []
    stored = ratings.find(cell, today.year - 1)
    if stored is not None and stored.state is YearState.OPEN and stored.scored:
        waits.append(Wait(Kind.PROPOSE_YEAR, about=today.year - 1))
    late = [task for task in duties.open_tasks(cell) if task.is_overdue(today) and not task.is_reported]
    if late:
        names = list(dict.fromkeys(task.assignee.full_name for task in late))
        waits.append(Wait(Kind.TASKS, late[0].due_on, names[:5], len(late)))
    waits += [Wait(Kind.QUESTION, about=one) for one in signals.live([cell.id]) if one.state is SignalState.RAISED]
    return waits


def _teller(cell: Organisation, known: Known, today: date) -> list[tuple[Wait, Meeting]]:
    """Nobody is named to tell a story at a meeting to come: to be named for the next one, or at the last one held."""
    if any(_is_to_come(duty) for duty in duties.open_stories_and_papers(cell) if duty.kind is DutyKind.STORY):
        return []
    regular = [one for one in known.meetings if one.kind in REGULAR]
    ahead = next((one for one in known.ahead(today) if one in regular), None)
    if ahead is not None:
        return [(Wait(Kind.NAME_TELLER, ahead.day), ahead)]
    held = [one for one in regular if one.state is MeetingState.HELD]
    return [(Wait(Kind.NAME_TELLER), held[-1])] if held else []


def _is_to_come(duty: Duty) -> bool:
    return not duties.is_placed(duty) or (duty.item is not None and duty.item.meeting.state in BEFORE)


def _sheets(cell: Organisation, year: int) -> dict[int, Scoresheet]:
    """The sheets of the year's regular meetings, by meeting."""
    query = select(Scoresheet).where(Scoresheet.cell_id == cell.id, Scoresheet.year == year)
    return {sheet.meeting_id: sheet for sheet in db.session.scalars(query.order_by(Scoresheet.id))}


def _next(known: Known, today: date) -> NextMeeting | None:
    """The nearest meeting to come, else the one whose day has passed unrecorded."""
    waiting = [one for one in known.meetings if one.state in BEFORE]
    row = next(iter(known.ahead(today)), waiting[-1] if waiting else None)
    if row is None:
        return None
    written, unanswered = known.written.get(row.id, (0, 0))
    sent = known.sent.get(row.id)
    return NextMeeting(row, known.items.get(row.id, 0), sent, written, unanswered, replies.counted(roll.lines(row)))
