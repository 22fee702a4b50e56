"""Putting stories and papers on agendas: what one meeting named stands on the next by itself.

Nothing here commits.
"""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.agendas import items
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem
from tracker.agendas.rules import ItemKind
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.duties import giving, rules
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.meetings import planning
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import BEFORE, REGULAR, THEMATIC, MeetingState
from tracker.organisations.models import Organisation
from tracker.permissions import Actor

ITEM = {DutyKind.STORY: ItemKind.STORY, DutyKind.THEMATIC_PAPER: ItemKind.THEME}
HEARING = {DutyKind.STORY: REGULAR, DutyKind.THEMATIC_PAPER: THEMATIC}
STORY_TITLE = "Câu chuyện về Bác"
"""The item's title is the cell's own text, which it edits: not translated. So are the tasks under an item."""
MOST_LISTED = 15


def plan_next(cell: Organisation, *, by: Actor | None, at: datetime) -> Meeting:
    """The next regular meeting with its usual agenda and, on it, the storyteller and author already named.

    Pressed again it gives the same meeting and adds only what was named since.
    """
    meeting = planning.plan_next(cell, by, at)
    if meeting.state is MeetingState.PLANNED:
        if not agendas.items(meeting):
            items.add_standard(meeting, by, at)
        place_open(meeting, by=by, at=at)
        list_open_tasks(meeting, by=by, at=at)
    return meeting


def list_open_tasks(meeting: Meeting, *, by: Actor | None, at: datetime) -> None:
    """Put the tasks whose results the meeting is to hear under its item of results, unless something stands there."""
    due = duties.due_at(meeting)
    item = next((one for one in agendas.items(meeting) if one.kind is ItemKind.RESULTS), None)
    if item is None or item.questions or not due:
        return
    lines = [f"{task.title} (đ/c {task.assignee.full_name}, hạn {short_day(task.due_on)})" for task in due]
    if len(lines) > MOST_LISTED:
        lines[MOST_LISTED:] = [f"Và {len(lines) - MOST_LISTED} nhiệm vụ khác"]
    given = items.Given(item.kind, item.title, item.minutes, item.presenter_id, "\n".join(lines))
    items.edit(item, given, item.version, by, at)


def place_open(meeting: Meeting, *, by: Actor | None, at: datetime) -> list[Duty]:
    """Put on a planned meeting's agenda the stories and papers that wait for it; those that were put there."""
    return [duty for duty in waiting_for(meeting) if place(duty, meeting, by=by, at=at)]


def waiting_for(meeting: Meeting) -> list[Duty]:
    """Stories and papers named earlier, on no agenda yet, that this meeting is to hear."""
    return [duty for duty in duties.unplaced(meeting.cell) if belongs_to(duty, meeting)]


def belongs_to(duty: Duty, meeting: Meeting) -> bool:
    """A story belongs to the next regular meeting; a paper to a thematic one of its quarter."""
    if meeting.kind not in HEARING.get(duty.kind, ()):
        return False
    if duty.assigned_at is not None and duty.assigned_at.planned_at >= meeting.planned_at:
        return False
    return duty.kind is DutyKind.STORY or (
        duty.due_on is not None and rules.quarter_of(duty.due_on) == (meeting.year, meeting.quarter)
    )


def place(duty: Duty, meeting: Meeting, *, by: Actor | None, at: datetime, even_sent: bool = False) -> bool:
    """Put a story or paper on its item of a meeting; whether it stands there now.

    Nothing moves on an agenda that was sent, unless ``even_sent``: that makes a new version to send, or, once the
    meeting is held, says under which item it was heard.
    """
    open_to = BEFORE | {MeetingState.HELD} if even_sent else {MeetingState.PLANNED}
    if meeting.state not in open_to or duty.state is not DutyState.OPEN:
        return False
    item = _free_item(duty, meeting)
    if item is None:
        return False
    duty.item = item
    audit.record(by, "duty.place", duty, at=at)
    renew_item(duty, by=by, at=at)
    return True


def place_by_hand(duty: Duty, meeting: Meeting, *, by: Actor | None, at: datetime) -> None:
    """``place`` at the secretary's word, on a sent agenda too, or ``RuleBroken`` with what stands in the way."""
    if meeting.cell_id != duty.cell_id or duties.is_placed(duty):
        raise RuleBroken(_("Việc này đã có trong chương trình. Hãy tải lại trang."))
    if not place(duty, meeting, by=by, at=at, even_sent=True):
        raise RuleBroken(_("Chương trình chưa có nội dung còn trống cho việc này. Hãy thêm nội dung rồi đặt lại."))


def renew_item(duty: Duty, *, by: Actor | None, at: datetime) -> None:
    """Let the item on which a duty stands name its assignee and its title, while the meeting is not held."""
    item = duty.item
    if item is None or not duties.is_placed(duty) or item.meeting.state not in BEFORE:
        return
    title = item.title
    if duty.title and duty.kind is DutyKind.STORY:
        title = f"{STORY_TITLE}: “{duty.title}”"[:300]
    if item.presenter_id != duty.assignee_id or item.title != title:
        given = items.Given(item.kind, title, item.minutes, duty.assignee_id, item.questions)
        items.edit(item, given, item.version, by, at)


@dataclass(frozen=True)
class Place:
    """Where a story or paper stands, or (not ``is_placed``) the planned meeting that is to hear it, if any."""

    meeting: Meeting | None
    is_placed: bool


def places(given: list[Duty], cell: Organisation, today: date) -> dict[int, Place]:
    """By duty, where those of ``given`` that are carried to a meeting and still open stand; one query."""
    coming = meetings.coming(cell, today)
    found = {}
    for duty in given:
        if duty.kind in ITEM and duty.state is DutyState.OPEN:
            placed = duties.is_placed(duty)
            found[duty.id] = Place(duty.item.meeting if placed and duty.item else next_hearing(duty, coming), placed)
    return found


def next_hearing(duty: Duty, coming: list[Meeting]) -> Meeting | None:
    """The first of the meetings to come, nearest first, that is to hear a duty; ``None`` where none is planned yet."""
    return next((one for one in coming if belongs_to(duty, one)), None)


def give(meeting: Meeting, given: Assignment, *, by: Actor | None, at: datetime, for_this: bool = False) -> Duty:
    """Assign a duty and, if the meeting that is to hear it is planned and its agenda not sent, put it there at once."""
    duty = giving.assign(meeting, given, by=by, at=at, for_this=for_this)
    if duty.kind not in ITEM:
        return duty
    hearing = meeting if for_this else next_hearing(duty, meetings.coming(meeting.cell, clock.day_of(at)))
    if hearing is not None:
        place(duty, hearing, by=by, at=at, even_sent=for_this)
    return duty


def _free_item(duty: Duty, meeting: Meeting) -> AgendaItem | None:
    """The first item of the duty's kind on which no other open duty stands."""
    kind = ITEM.get(duty.kind)
    taken = {
        other.item_id
        for other in duties.carried_to(meeting)
        if other.id != duty.id and other.state is not DutyState.NOT_DONE
    }
    return next((one for one in agendas.items(meeting) if one.kind is kind and one.id not in taken), None)
