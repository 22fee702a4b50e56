"""What a member says ahead of a meeting: coming, or asks to be excused. Nothing here commits."""

from datetime import datetime

from flask_babel import gettext as _

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import roll, rules, words
from tracker.meetings.models import Answer, Meeting, Reply
from tracker.permissions import Actor


def of(meeting: Meeting, person_id: int) -> Reply | None:
    """What this person said of this meeting, if anything."""
    return db.session.get(Reply, (meeting.id, person_id))


def reply(meeting: Meeting, person_id: int, answer: Answer, reason: str, by: Actor, at: datetime) -> Reply:
    """Keep a member's answer, replacing an earlier one; ``by`` may be somebody who enters it for them."""
    if meeting.state not in rules.BEFORE:
        raise RuleBroken(words.too_late_to_reply())
    if person_id not in {standing.person_id for standing in roll.expected(meeting)}:
        raise RuleBroken(_("Đồng chí này không thuộc thành phần dự kỳ họp."))
    if answer is Answer.ABSENT and not reason.strip():
        raise RuleBroken(_("Hãy ghi lý do xin vắng."))
    given = of(meeting, person_id) or Reply(meeting_id=meeting.id, person_id=person_id)
    given.answer, given.reason = answer, reason.strip() if answer is Answer.ABSENT else ""
    given.at, given.entered_by_id = at, by.person_id
    new = {"person_id": person_id, "answer": answer, "reason": given.reason}
    old = audit.changes(given)[0]
    audit.record(by, "meeting.reply", given, at=at, organisation_id=meeting.cell_id, old=old, new=new)
    return given


def counted(lines: list[roll.Line]) -> tuple[int, int, int]:
    """How many of those obliged said that they come, how many asked to be excused, how many said nothing."""
    said = [line.reply.answer if line.reply else None for line in lines if line.is_obliged]
    return said.count(Answer.COMING), said.count(Answer.ABSENT), said.count(None)
