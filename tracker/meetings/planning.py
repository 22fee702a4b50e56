"""Planning a meeting, changing the plan, calling it off, excusing, planning again. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.audit import service as audit
from tracker.base import clock, filters
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import rules, service, words
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.people import service as people
from tracker.permissions import Actor, Office

USUAL_TIME = time(14)


@dataclass(frozen=True)
class Plan:
    """What is decided about a meeting ahead: ``year`` and ``month`` it counts for, the day and hour in Việt Nam."""

    kind: MeetingKind
    year: int
    month: int
    day: date
    start: time
    place: str = ""
    theme: str = ""
    chair_id: int | None = None
    minute_taker_id: int | None = None
    prepared_by_id: int | None = None


def _check_month(cell: Organisation, given: Plan, besides: Meeting | None = None) -> None:
    if not rules.is_near(given.day, given.year, given.month):
        raise RuleBroken(
            _(
                "Ngày %(day)s cách tháng %(month)s/%(year)s quá xa. Hãy xem lại ngày họp hoặc tháng của kỳ họp.",
                day=filters.short_day(given.day),
                month=given.month,
                year=given.year,
            )
        )
    if given.kind not in rules.REGULAR:
        return
    standing = service.regular_of_month(cell, given.year, given.month)
    if standing is not None and standing is not besides:
        raise RuleBroken(words.already_planned(standing))


def _check_people(cell: Organisation, given: Plan) -> None:
    """Chair and minute-taker are members, or hold an office in the cell, on the day."""
    wanted = {given.chair_id, given.minute_taker_id} - {None}
    if not wanted:
        return
    known = {standing.person_id for standing in people.members_on(cell, given.day)}
    if wanted - known:
        known |= {appointment.person_id for appointment in people.appointments_on(cell, given.day)}
    if wanted - known:
        raise RuleBroken(_("Người chủ trì và người ghi biên bản phải là đảng viên của chi bộ vào ngày họp."))


def check_preparation(cell: Organisation, prepared_by_id: int | None) -> None:
    """Raise ``RuleBroken`` unless it is a meeting of the cell's own committee, or none."""
    if prepared_by_id is None:
        return
    prepared = db.session.get(Meeting, prepared_by_id)
    if prepared is None or prepared.cell_id != cell.id or prepared.kind is not MeetingKind.COMMITTEE:
        raise RuleBroken(_("Hãy chọn một kỳ họp chi ủy của chính chi bộ."))


def _check(cell: Organisation, given: Plan, besides: Meeting | None = None) -> None:
    if given.kind.has_thematic_part and not given.theme.strip():
        raise RuleBroken(_("Hãy ghi tên chuyên đề."))
    _check_month(cell, given, besides)
    _check_people(cell, given)
    check_preparation(cell, given.prepared_by_id)


def _apply(meeting: Meeting, given: Plan) -> None:
    meeting.kind, meeting.year, meeting.month = given.kind, given.year, given.month
    meeting.planned_at = clock.moment_of(given.day, given.start)
    meeting.place = given.place
    meeting.theme = given.theme if given.kind.has_thematic_part else ""
    meeting.chair_id, meeting.minute_taker_id = given.chair_id, given.minute_taker_id
    meeting.prepared_by_id = given.prepared_by_id


def plan(cell: Organisation, given: Plan, by: Actor | None, at: datetime) -> Meeting:
    """Write a meeting into the book. One whose day is already past is marked as entered afterwards."""
    _check(cell, given)
    planned = clock.moment_of(given.day, given.start)
    meeting = Meeting(
        cell=cell,
        state=MeetingState.PLANNED,
        first_planned_at=planned,
        is_backfilled=given.day < clock.day_of(at),
        created_at=at,
    )
    _apply(meeting, given)
    service.fix_superior(meeting)
    audit.record(by, "meeting.plan", meeting, at=at)
    return meeting


def change(meeting: Meeting, given: Plan, by: Actor | None, at: datetime) -> Meeting:
    """Another day, place or people, while the meeting is still ahead. ``first_planned_at`` stays."""
    service.step(meeting, "change_sent_plan" if meeting.state is MeetingState.CIRCULATED else "change_plan")
    _check(meeting.cell, given, besides=meeting)
    _apply(meeting, given)
    service.fix_superior(meeting)
    audit.record(by, "meeting.change_plan", meeting, at=at)
    return meeting


def _still_there(cell: Organisation, day: date, person_id: int | None) -> int | None:
    members = {standing.person_id for standing in people.members_on(cell, day)}
    return person_id if person_id in members else None


def _secretary_id(cell: Organisation, day: date) -> int | None:
    secretary = people.holder(cell, Office.SECRETARY, day)
    return secretary.id if secretary else None


def plan_of(meeting: Meeting) -> Plan:
    """The plan as it stands."""
    planned = clock.local(meeting.planned_at)
    return Plan(
        kind=meeting.kind,
        year=meeting.year,
        month=meeting.month,
        day=planned.date(),
        start=planned.time(),
        place=meeting.place,
        theme=meeting.theme,
        chair_id=meeting.chair_id,
        minute_taker_id=meeting.minute_taker_id,
        prepared_by_id=meeting.prepared_by_id,
    )


def suggested(cell: Organisation, year: int, month: int, today: date, kind: MeetingKind | None = None) -> Plan:
    """A meeting of the month (regular unless said) as the cell usually has it: its usual day, the last one's hour
    and place. In the month that runs, never before today."""
    last = service.last_regular(cell)
    usual_day = cell.usual_day or (clock.local(last.planned_at).day if last else today.day)
    day = rules.usual_date(year, month, usual_day)
    if (year, month) == (today.year, today.month):
        day = max(day, today)
    start = clock.local(last.planned_at).time() if last else cell.usual_time or USUAL_TIME
    return Plan(
        kind=kind or MeetingKind.REGULAR,
        year=year,
        month=month,
        day=day,
        start=start.replace(tzinfo=None),
        place=last.place if last and last.place else cell.usual_place,
        chair_id=_still_there(cell, day, last.chair_id if last else None) or _secretary_id(cell, day),
        minute_taker_id=_still_there(cell, day, last.minute_taker_id if last else None),
    )


def month_to_plan(cell: Organisation, today: date) -> tuple[int, int]:
    """The month that one press plans: this one while it has no regular meeting and no word of why, else the next."""
    this = (today.year, today.month)
    query = select(Meeting.id).where(
        Meeting.cell_id == cell.id,
        Meeting.year == today.year,
        Meeting.month == today.month,
        Meeting.kind.in_(rules.REGULAR),
    )
    taken = db.session.scalars(query.order_by(Meeting.id).limit(1)).first()
    return rules.month_to_plan(today, [this] if taken else [])


def plan_next(cell: Organisation, by: Actor | None, at: datetime, month: tuple[int, int] | None = None) -> Meeting:
    """The next regular meeting, made from the last in one press; the one that stands there already, if any.

    ``month`` is (year, month); left out, it is what ``month_to_plan`` says.
    """
    today = clock.day_of(at)
    wanted = month or month_to_plan(cell, today)
    standing = service.regular_of_month(cell, *wanted)
    return standing or plan(cell, suggested(cell, *wanted, today), by, at)
