"""Calling a meeting off, recording that a month had none, excusing it, planning it again. Nothing here commits."""

from datetime import date, datetime

from flask_babel import gettext as _

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import rules, service, words
from tracker.meetings.models import Meeting
from tracker.meetings.planning import suggested
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.permissions import Actor


def mark_not_held(meeting: Meeting, reason: str, by: Actor | None, at: datetime) -> Meeting:
    """The meeting will not be, or was not, held; why is written down for the committee above."""
    service.step(meeting, "mark_not_held", reason)
    meeting.not_held_reason = reason.strip()
    audit.record(by, "meeting.mark_not_held", meeting, at=at)
    return service.announce(meeting, at)


def record_not_held(cell: Organisation, year: int, month: int, reason: str, by: Actor | None, at: datetime) -> Meeting:
    """Say of a month without any plan that no regular meeting was held in it, and why."""
    today = clock.day_of(at)
    if (year, month) > (today.year, today.month):
        raise RuleBroken(_("Tháng %(month)s/%(year)s chưa đến. Hãy ghi khi đến tháng đó.", month=month, year=year))
    if not reason.strip():
        raise RuleBroken(words.reason_missing())
    found = [one for one in service.of_year(cell, year) if one.month == month and one.kind in rules.REGULAR]
    if found:
        raise RuleBroken(words.already_recorded(found[-1]))
    planned = suggested(cell, year, month, date(year, month, 1))
    meeting = Meeting(
        cell=cell, kind=MeetingKind.REGULAR, year=year, month=month, state=MeetingState.NOT_HELD,
        planned_at=clock.moment_of(planned.day, planned.start), not_held_reason=reason.strip(),
        first_planned_at=clock.moment_of(planned.day, planned.start), created_at=at,
        is_backfilled=planned.day < today,
    )  # fmt: skip
    service.fix_superior(meeting)
    audit.record(by, "meeting.record_not_held", meeting, at=at)
    return service.announce(meeting, at)


def plan_again(meeting: Meeting, reason: str, by: Actor | None, at: datetime) -> Meeting:
    """Take back that it was not held; the excuse given for it falls with it."""
    if meeting.kind in rules.REGULAR:
        standing = service.regular_of_month(meeting.cell, meeting.year, meeting.month)
        if standing is not None and standing is not meeting:
            raise RuleBroken(words.already_planned(standing))
    service.step(meeting, "plan_again", reason)
    meeting.not_held_reason = ""
    meeting.excused_at, meeting.excused_by_id, meeting.excused_reason = None, None, ""
    old, new = audit.changes(meeting)
    audit.record(by, "meeting.plan_again", meeting, at=at, old=old, new=new | {"reason": reason.strip()})
    return service.announce(meeting, at)


def excuse(meeting: Meeting, reason: str, by: Actor, at: datetime) -> Meeting:
    """The committee above accepts that the month goes without a meeting: it leaves the year's count."""
    service.step(meeting, "excuse", reason)
    if meeting.excused_at is not None:
        raise RuleBroken(_("Kỳ này đã được cấp trên đồng ý cho không họp."))
    meeting.excused_at, meeting.excused_by_id, meeting.excused_reason = at, by.person_id, reason.strip()
    audit.record(by, "meeting.excuse", meeting, at=at)
    return service.announce(meeting, at)
