"""Everything a meeting heard, said and gave, noted down at once as it goes. Nothing here commits."""

from dataclasses import dataclass, field
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.agendas import service as agendas
from tracker.agendas.rules import ItemKind
from tracker.base.errors import RuleBroken
from tracker.contributions import service as contributions
from tracker.duties import hearing, placing
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import month_after, usual_date
from tracker.permissions import Actor


@dataclass(frozen=True)
class Heard:
    duty: Duty
    version: str | None
    result: Result


@dataclass(frozen=True)
class Said:
    """Who spoke, on which item (``None``: the meeting in general), and the substance."""

    person_id: int
    item_id: int | None
    text: str


@dataclass(frozen=True)
class Noted:
    heard: list[Heard] = field(default_factory=list)
    said: list[Said] = field(default_factory=list)
    given: list[Assignment] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.heard or self.said or self.given)


def is_open(meeting: Meeting, at: datetime) -> bool:
    """From the day of the meeting until its minutes are confirmed."""
    return duties.is_open(meeting) and contributions.may_speak(meeting, at)


def waiting(meeting: Meeting) -> list[Duty]:
    """What the meeting is to hear and has not: its story and papers, then the tasks due."""
    found = {one.id: one for one in [*duties.carried_to(meeting), *duties.due_at(meeting)]}
    return [one for one in found.values() if one.state is DutyState.OPEN]


def discussed(meeting: Meeting) -> int | None:
    """The item on which members mostly speak: the first for discussion."""
    return next((one.id for one in agendas.items(meeting) if one.kind is ItemKind.DISCUSSION), None)


def next_day(meeting: Meeting) -> date:
    """When the next regular meeting is or would usually be: the day by which most tasks are due."""
    following = meetings.next_regular(meeting)
    if following is not None:
        return following.day
    return usual_date(*month_after(meeting.year, meeting.month), meeting.cell.usual_day or meeting.day.day)


def needs_storyteller(meeting: Meeting) -> bool:
    """A regular meeting names who tells the next story; this one has not yet."""
    named = [one.kind for one in duties.assigned_at(meeting)]
    return meeting.kind.has_regular_part and DutyKind.STORY not in named


def note(meeting: Meeting, noted: Noted, *, by: Actor, at: datetime) -> None:
    """Write all of it, or none where one piece may not be."""
    if noted.is_empty:
        raise RuleBroken(_("Chưa có gì để lưu. Hãy ghi ít nhất một việc."))
    for one in noted.heard:
        hearing.hear(one.duty, meeting, one.version, one.result, by=by, at=at)
    for said in noted.said:
        contributions.speak(meeting, said.person_id, said.text, said.item_id, by=by, at=at)
    for given in noted.given:
        placing.give(meeting, given, by=by, at=at)
