"""A member's desk: the next meeting, what was given to them, what became of what they wrote."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from flask import url_for
from flask_babel import gettext as _
from markupsafe import Markup

from tracker.agendas import service as agendas
from tracker.agendas.models import Circulation, Receipt
from tracker.base import clock
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution, Outcome
from tracker.desk import rules
from tracker.desk.todo import Todo, said, worded
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind
from tracker.meetings import replies
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting, Reply
from tracker.meetings.words import day_month, title_of
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import Action, Actor, allows
from tracker.scoresheets import polls
from tracker.scoresheets.backing_models import MemberPoll

MOST_OPINIONS = 3
RECENT = timedelta(days=180)
"""Older opinions are on the page of all of them."""


@dataclass(frozen=True)
class Invitation:
    """The next meeting, the agenda sent for it, whether this member opened it and what they answered."""

    row: Meeting
    sent: Circulation | None
    receipt: Receipt | None
    reply: Reply | None

    @property
    def is_unread(self) -> bool:
        return self.receipt is not None and self.receipt.opened_at is None


@dataclass(frozen=True)
class Desk:
    cell: Organisation
    next: Invitation | None
    todos: list[Todo]
    opinions: list[Contribution]
    outcomes: dict[int, list[Outcome]]

    name = "member"

    @property
    def waits(self) -> int:
        """Things given to them; a notice to open and an answer to give count as well."""
        return len(self.todos) + (self.next is not None and (self.next.is_unread or self.next.reply is None))


def desk(cell_id: int, by: Actor, at: datetime) -> Desk:
    cell, today = organisations.get_cell(cell_id), clock.day_of(at)
    newest = contributions.of_person(by.person_id, MOST_OPINIONS)
    opinions = [one for one in newest if one.at > at - RECENT]
    return Desk(
        cell=cell,
        next=_next(cell, by, today),
        todos=todos(by.person_id) + [_poll(one) for one in polls.waiting_for(by.person_id, cell_id)],
        opinions=opinions,
        outcomes=contributions.outcomes(opinions) if opinions else {},
    )


def _next(cell: Organisation, by: Actor, today: date) -> Invitation | None:
    """The nearest meeting that this person attends: the cell committee's own only where they belong to it."""
    ahead = [one for one in meetings.coming(cell, today) if one.day >= today and allows(by, Action.READ_MEETING, one)]
    if not ahead:
        return None
    row = ahead[0]
    sent = agendas.latest_circulation(row)
    return Invitation(row, sent, agendas.find_receipt(sent, by.person_id), replies.of(row, by.person_id))


def todos(person_id: int) -> list[Todo]:
    """What was given to this person and is not reported yet, the soonest due first."""
    waiting, _closed = duties.of_person(person_id)
    return rules.in_order(_todo(duty, weight) for weight, duty in enumerate(waiting) if not duty.is_reported)


def _poll(asked: MemberPoll) -> Todo:
    text = _("Chấm ý kiến về kỳ họp ngày %(day)s", day=day_month(asked.scoresheet.meeting.day))
    detail = _("Chi bộ hỏi các đồng chí có mặt. Không ai xem được điểm của riêng đồng chí.")
    return Todo(text, url_for("polls.show", poll_id=asked.scoresheet_id), detail)


def _todo(duty: Duty, weight: int) -> Todo:
    item = duty.item if duties.is_placed(duty) else None
    meeting = item.meeting if item else None
    due = meeting.day if meeting else duty.due_on
    is_story = duty.kind is DutyKind.STORY
    page = "duties.report" if duty.kind is DutyKind.TASK else "duties.change"
    detail: str | Markup = said(duty.detail) if duty.detail else ""
    if meeting:
        detail = _("%(meeting)s, ngày %(day)s", meeting=title_of(meeting), day=day_month(meeting.day))
    elif is_story and not duty.title:
        detail = _("Chưa chọn câu chuyện. Đồng chí ghi tên câu chuyện để chi bộ biết.")
    return Todo(_text(duty), url_for(page, duty_id=duty.id), detail, due, weight)


def _text(duty: Duty) -> str | Markup:
    if duty.kind is DutyKind.TASK:
        return said(duty.title)
    if duty.kind is DutyKind.THEMATIC_PAPER:
        return worded(_("Trình bày chuyên đề “%(title)s”"), title=said(duty.title))
    if duty.title:
        return worded(_("Kể câu chuyện về Bác: “%(title)s”"), title=said(duty.title))
    return _("Kể câu chuyện về Bác")
