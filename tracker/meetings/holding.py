"""Writing down that a meeting was held: when, who chaired, who wrote, who came as a guest. Nothing here commits."""

from dataclasses import dataclass
from datetime import date, datetime, time

from flask_babel import gettext as _

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import planning, service, words
from tracker.meetings.models import Meeting
from tracker.people import service as people
from tracker.permissions import Actor


@dataclass(frozen=True)
class Held:
    """How it was. Hours are of Việt Nam; an end earlier than the start is refused; ``end`` may still be unknown.

    ``prepared_by_id`` is the committee meeting that prepared this one; it is taken over only where
    ``names_preparation`` says that the writer was asked.
    """

    day: date
    start: time
    end: time | None
    chair_id: int | None = None
    minute_taker_id: int | None = None
    guests: str = ""
    prepared_by_id: int | None = None
    names_preparation: bool = False


def _check(meeting: Meeting, given: Held, at: datetime) -> None:
    start = clock.moment_of(given.day, given.start)
    if start > at:
        raise RuleBroken(_("Giờ bắt đầu chưa đến. Hãy ghi khi kỳ họp đã bắt đầu."))
    if given.end is not None and given.end <= given.start:
        raise RuleBroken(_("Giờ kết thúc phải sau giờ bắt đầu."))
    wanted = {given.chair_id, given.minute_taker_id} - {None}
    known = {one.person_id for one in people.members_on(meeting.cell, given.day)}
    known |= {one.person_id for one in people.appointments_on(meeting.cell, given.day)}
    if wanted - known:
        raise RuleBroken(_("Người chủ trì và người ghi biên bản phải là đảng viên của chi bộ vào ngày họp."))


def hold(meeting: Meeting, given: Held, by: Actor | None, at: datetime) -> Meeting:
    """The meeting was held so. Until its minutes are confirmed this may be corrected.

    Fixes the committee above and the guidance of that very day.
    """
    _check(meeting, given, at)
    service.step(meeting, "hold")
    meeting.held_from = clock.moment_of(given.day, given.start)
    meeting.held_until = clock.moment_of(given.day, given.end) if given.end else None
    meeting.chair_id, meeting.minute_taker_id = given.chair_id, given.minute_taker_id
    meeting.guests = given.guests
    if given.names_preparation:
        planning.check_preparation(meeting.cell, given.prepared_by_id)
        meeting.prepared_by_id = given.prepared_by_id
    service.fix_superior(meeting)
    service.fix_guidance(meeting)
    audit.record(by, "meeting.hold", meeting, at=at)
    return service.announce(meeting, at)


def duration(meeting: Meeting) -> str:
    """110 phút; yêu cầu từ 90 phút – or nothing while the end is not known."""
    lasted = words.minutes_of(meeting)
    if lasted is None:
        return ""
    return words.duration(lasted, minutes_required(meeting))


def minutes_required(meeting: Meeting) -> int | None:
    """The least length of the sitting; ``None`` for a committee meeting, or where no guidance is in force.

    The guidance's figure, or the one set for this cell, which is for an ordinary sitting and not for a shared one.
    """
    found = service.guidance_of(meeting)
    if found is None or not meeting.kind.is_scored:
        return None
    if meeting.cell.least_minutes and meeting.kind is not MeetingKind.COMBINED:
        return meeting.cell.least_minutes
    return found.minutes_for(meeting.kind)


def as_planned(meeting: Meeting) -> Held:
    """What the form starts from: what was written before, else the plan."""
    start = clock.local(meeting.held_from or meeting.planned_at)
    end = clock.local(meeting.held_until).time() if meeting.held_until else None
    return Held(
        start.date(), start.time(), end, meeting.chair_id, meeting.minute_taker_id, meeting.guests,
        meeting.prepared_by_id,
    )  # fmt: skip
