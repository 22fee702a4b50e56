"""Giving somebody a story, a paper or a task. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime

from flask_babel import gettext as _

from tracker.agendas import service as agendas
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.base.names import folded
from tracker.contributions import service as contributions
from tracker.contributions.rules import OutcomeKind
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.meetings.models import Meeting
from tracker.notices import service as notices
from tracker.people.models import Person
from tracker.permissions import Actor


@dataclass(frozen=True)
class Assignment:
    """What a meeting gives somebody to do. ``due_on`` is a task's deadline, or a day in a paper's quarter."""

    kind: DutyKind
    assignee_id: int
    title: str = ""
    detail: str = ""
    due_on: date | None = None
    contribution_id: int | None = None


def assign(meeting: Meeting, given: Assignment, *, by: Actor | None, at: datetime, for_this: bool = False) -> Duty:
    """Give somebody something to do, once however often it is sent.

    ``for_this``: a story for this very meeting, nobody named in time.
    """
    agendas.hold_still(meeting)
    duties.check_open(meeting)
    same = [one for one in duties.assigned_at(meeting) if one.state is DutyState.OPEN and _asks(one) == given]
    if same and given.kind is not DutyKind.STORY:
        return same[0]
    _check_assignment(meeting, given, for_this)
    duty = Duty(
        cell=meeting.cell, kind=given.kind, title=given.title, detail=given.detail, assignee=_member(meeting, given),
        assigned_at=None if for_this else meeting, due_on=given.due_on, contribution_id=given.contribution_id,
        folded=folded(given.title), created_at=at,
    )  # fmt: skip
    audit.record(by, "duty.assign", duty, at=at)
    tie(duty)
    tell_assignee(duty, by=by, at=at)
    return duty


def _asks(duty: Duty) -> Assignment:
    return Assignment(duty.kind, duty.assignee_id, duty.title, duty.detail, duty.due_on, duty.contribution_id)


def change(
    duty: Duty,
    version: str | int | None,
    title: str,
    detail: str,
    due_on: date | None = None,
    *,
    by: Actor | None,
    at: datetime,
) -> None:
    """Name a story or paper, or put right the words or the day of an open task."""
    duty.expect(version)
    duty.state = duties.stepped("change", duty)
    if duty.kind is DutyKind.TASK:
        if not title or due_on is None:
            raise RuleBroken(_("Nhiệm vụ cần có tên và hạn hoàn thành."))
        duty.due_on = due_on
    duty.title, duty.detail, duty.folded = title, detail, folded(f"{title} {duty.lesson}")
    audit.record(by, "duty.change", duty, at=at)
    tie(duty)


def tie(duty: Duty) -> None:
    """Show the task on the contribution that it came of, if it came of one."""
    if duty.contribution_id is not None:
        contributions.tie(duty.contribution_id, OutcomeKind.TASK, duty.id, duty.title, duties.path_of(duty))


def tell_assignee(duty: Duty, *, by: Actor | None, at: datetime) -> None:
    """Tell the assignee what was given to them, unless they gave it to themselves."""
    if by is not None and by.person_id != duty.assignee_id:
        details = {"title": duty.title, "due": short_day(duty.due_on)}
        notices.tell([duty.assignee_id], duty.cell_id, f"duty_{duty.kind.value}", details, duties.path_of(duty), at)


def _member(meeting: Meeting, given: Assignment) -> Person:
    for standing in contributions.members(meeting):
        if standing.person_id == given.assignee_id:
            return standing.person
    raise RuleBroken(_("Người được chọn không sinh hoạt tại chi bộ. Hãy chọn đảng viên của chi bộ."))


def _check_assignment(meeting: Meeting, given: Assignment, for_this: bool) -> None:
    if given.kind is DutyKind.STORY:
        _check_one_storyteller(meeting, for_this)
    elif not given.title:
        raise RuleBroken(_("Hãy ghi tên chuyên đề hoặc nhiệm vụ."))
    elif given.due_on is None:
        raise RuleBroken(_("Hãy chọn hạn hoàn thành."))
    if given.kind is DutyKind.TASK and given.due_on is not None and given.due_on < meeting.day:
        raise RuleBroken(_("Hạn hoàn thành phải từ ngày họp trở đi."))
    if given.contribution_id is not None:
        source = contributions.get(given.contribution_id)
        if source.meeting_id != meeting.id:
            raise RuleBroken(_("Hãy chọn một ý kiến của kỳ họp này."))


def _check_one_storyteller(meeting: Meeting, for_this: bool) -> None:
    named = duties.carried_to(meeting) if for_this else duties.assigned_at(meeting)
    teller = next((one for one in named if one.kind is DutyKind.STORY and one.state is not DutyState.NOT_DONE), None)
    if teller is not None:
        raise RuleBroken(
            _(
                "Đã phân công đ/c “%(name)s” kể chuyện. Muốn đổi người, hãy phân công lại.",
                name=teller.assignee.full_name,
            )
        )
