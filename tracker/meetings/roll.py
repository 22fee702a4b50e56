"""Taking the roll: who is expected on the day, what the form shows of each, saving it. Nothing here commits."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import delete, insert, select
from sqlalchemy.orm.attributes import flag_modified

from tracker.audit import service as audit
from tracker.audit.models import AuditEntry
from tracker.base import clock, filters
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings import rules, service, words
from tracker.meetings.models import Meeting, Reply, RollEntry
from tracker.meetings.rules import Mark, Presence
from tracker.people import service as people
from tracker.people.models import Person, Rank, Standing
from tracker.permissions import IN_COMMITTEE, Actor, Office

EXEMPT = "Miễn sinh hoạt"
SPECIAL_DUTY = "Làm nhiệm vụ đặc biệt"
"""Reasons kept with the roll, in the book's language: they are printed in the minutes."""


@dataclass(frozen=True)
class Line:
    """One person on the roll page: standing and offices of the day, what they said ahead, what is marked now."""

    person: Person
    rank: Rank
    offices: tuple[Office, ...]
    is_obliged: bool
    reply: Reply | None
    mark: Mark | None
    absent_months: int
    warned_of: int


def expected(meeting: Meeting) -> list[Standing]:
    """Everybody with a standing in the cell on the meeting's day, by name; for its committee's meeting, that alone."""
    members = people.members_on(meeting.cell, meeting.day)
    if meeting.kind is not MeetingKind.COMMITTEE:
        return members
    committee = {
        one.person_id for one in people.appointments_on(meeting.cell, meeting.day) if one.office in IN_COMMITTEE
    }
    return [standing for standing in members if standing.person_id in committee]


def is_obliged(meeting: Meeting, rank: Rank, reason: str, counting: rules.Counting) -> bool:
    """Exempt members, and those on special duty, are outside the count unless the guidance counts them."""
    if meeting.kind is not MeetingKind.COMMITTEE and rank is Rank.EXEMPT:
        return counting.exempt_counted
    return counting.special_duty_counted or reason != SPECIAL_DUTY


def lines(meeting: Meeting) -> list[Line]:
    """The roll page, a line for each person expected; what was saved before is on it."""
    counting = service.counting(meeting)
    said = service.replies(meeting)
    saved = {entry.person_id: Mark(entry.person_id, entry.presence, entry.reason) for entry in service.roll(meeting)}
    missed = service.absent_months(meeting.cell, meeting.year, meeting.month)
    offices: dict[int, list[Office]] = {}
    for appointment in people.appointments_on(meeting.cell, meeting.day):
        offices.setdefault(appointment.person_id, []).append(appointment.office)
    return [
        Line(
            person=standing.person,
            rank=standing.rank,
            offices=tuple(offices.get(standing.person_id, [])),
            is_obliged=is_obliged(meeting, standing.rank, "", counting),
            reply=said.get(standing.person_id),
            mark=saved.get(standing.person_id),
            absent_months=missed.get(standing.person_id, 0),
            warned_of=rules.warned_of(missed.get(standing.person_id, 0), counting.absent_months),
        )
        for standing in expected(meeting)
    ]


def is_open(meeting: Meeting, at: datetime) -> bool:
    """The roll can be marked now: the day has come, and the minutes are not yet confirmed."""
    return meeting.state in rules.ROLL_OPEN and meeting.day <= clock.day_of(at)


def _check(meeting: Meeting, at: datetime) -> None:
    if meeting.state not in rules.ROLL_OPEN:
        raise RuleBroken(words.wrong_state(meeting))
    if meeting.day > clock.day_of(at):
        day = filters.full_day(meeting.day)
        raise RuleBroken(_("Kỳ này họp %(day)s. Hãy điểm danh từ ngày đó.", day=day))


def _check_reasons(marks: Iterable[Mark], standings: dict[int, Standing]) -> None:
    unsaid = [
        standings[mark.person_id].person.full_name
        for mark in marks
        if mark.presence is Presence.EXCUSED and not mark.reason.strip()
    ]
    if unsaid:
        raise RuleBroken(_("Hãy ghi lý do vắng của “%(names)s”.", names=", ".join(unsaid)))


def _rows(meeting: Meeting, marks: dict[int, Mark], standings: list[Standing]) -> list[dict[str, object]]:
    """A row for everybody expected: as marked; else present, or for the exempt, away as they may be."""
    counting = service.counting(meeting)
    rows: list[dict[str, object]] = []
    for standing in standings:
        stays_away = standing.rank is Rank.EXEMPT and meeting.kind is not MeetingKind.COMMITTEE
        usual = Mark(standing.person_id, Presence.EXCUSED, EXEMPT) if stays_away else None
        mark = marks.get(standing.person_id) or usual or Mark(standing.person_id, Presence.PRESENT)
        reason = mark.reason.strip() if mark.presence is Presence.EXCUSED else ""
        rows.append(
            {
                "meeting_id": meeting.id,
                "person_id": standing.person_id,
                "rank": standing.rank,
                "is_obliged": is_obliged(meeting, standing.rank, reason, counting),
                "presence": mark.presence,
                "reason": reason,
            }
        )
    return rows


def _told(rows: list[dict[str, object]]) -> dict[str, list[object]]:
    """The roll for the trail: only those not simply present."""
    return {
        str(row["person_id"]): [row["presence"], row["reason"]]
        for row in rows
        if row["presence"] is not Presence.PRESENT
    }


def take(meeting: Meeting, marks: Iterable[Mark], guests: str, by: Actor | None, at: datetime) -> None:
    """Save the whole roll: everybody expected that day; those not marked are present.

    The meeting's version rises with it, so that two rolls taken at once meet on the conflict page.
    """
    _check(meeting, at)
    standings = expected(meeting)
    known = {standing.person_id: standing for standing in standings}
    given = {mark.person_id: mark for mark in marks if mark.person_id in known}
    _check_reasons(given.values(), known)
    rows = _rows(meeting, given, standings)
    before = service.roll(meeting)
    old = _told([{"person_id": one.person_id, "presence": one.presence, "reason": one.reason} for one in before])
    old_roll, new_roll = {"roll": old, "guests": meeting.guests}, {"roll": _told(rows), "guests": guests}
    meeting.guests, meeting.roll_taken_at = guests, at
    flag_modified(meeting, "roll_taken_at")
    audit.record(by, "meeting.take_roll", meeting, at=at, old=old_roll, new=new_roll)
    db.session.execute(delete(RollEntry).where(RollEntry.meeting_id == meeting.id))
    if rows:
        db.session.execute(insert(RollEntry), rows)


@dataclass(frozen=True)
class Clash:
    """Where the roll somebody saved meanwhile differs from the one being sent; ``person`` ``None``: the guests."""

    person: Person | None
    theirs: Mark | str
    yours: Mark | str


def clashes(meeting: Meeting, version: str | None, marks: Iterable[Mark], guests: str) -> list[Clash]:
    """What would be overwritten unseen; nothing where the form was drawn from the roll as it stands."""
    if str(meeting.version) == str(version) or meeting.roll_taken_at is None:
        return []
    given = {mark.person_id: mark for mark in marks}
    found: list[Clash] = []
    for entry in service.roll(meeting):
        stored = Mark(entry.person_id, entry.presence, entry.reason)
        sent = given.get(entry.person_id)
        if sent is not None and sent != stored:
            found.append(Clash(entry.person, stored, sent))
    if guests != meeting.guests:
        found.append(Clash(None, meeting.guests, guests))
    return found


def last_taker(meeting: Meeting) -> str:
    """Who saved the roll last, by the trail."""
    query = (
        select(AuditEntry.actor)
        .where(AuditEntry.organisation_id == meeting.cell_id, AuditEntry.act == "meeting.take_roll")
        .where(AuditEntry.subject_id == str(meeting.id))
    )
    return db.session.scalars(query.order_by(AuditEntry.sequence.desc()).limit(1)).first() or ""
