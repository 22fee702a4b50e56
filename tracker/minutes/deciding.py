"""Putting a conclusion or resolution to the vote. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import func, select

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.minutes import rules, service
from tracker.minutes.models import Decision, DecisionKind
from tracker.minutes.writing import check_writable
from tracker.organisations.models import Organisation
from tracker.permissions import Actor


@dataclass(frozen=True)
class Put:
    """What was put to the vote, and the votes of official members."""

    kind: DecisionKind
    title: str
    text: str
    votes_for: int
    votes_against: int
    votes_other: int


def term_of(meeting: Meeting) -> int:
    """The term that numbers run through, named by the year it began in; without a known term, the year itself."""
    began = meeting.cell.term_from
    return began.year if began and began <= meeting.day else meeting.year


def next_number(meeting: Meeting, kind: DecisionKind) -> int:
    query = select(func.max(Decision.number)).where(
        Decision.cell_id == meeting.cell_id, Decision.kind == kind, Decision.term == term_of(meeting)
    )
    return (db.session.scalar(query) or 0) + 1


def _hold_numbers(meeting: Meeting) -> None:
    """Take the cell's row until the transaction is over, so that no two decisions get one number."""
    db.session.execute(select(Organisation.id).where(Organisation.id == meeting.cell_id).with_for_update())


def _check_votes(put: Put, electorate: int, voters: int, has_roll: bool) -> None:
    if not has_roll:
        raise RuleBroken(_("Chưa lưu điểm danh nên chưa biết số đảng viên được biểu quyết. Hãy điểm danh trước."))
    if electorate == 0:
        raise RuleBroken(_("Theo điểm danh, không có đảng viên chính thức nào phải dự nên không biểu quyết được."))
    cast = put.votes_for + put.votes_against + put.votes_other
    if cast > voters:
        raise RuleBroken(
            _(
                "Tổng số phiếu là %(cast)s, nhiều hơn %(voters)s đảng viên chính thức có mặt. Hãy kiểm lại.",
                cast=cast,
                voters=voters,
            )
        )
    if cast == 0:
        raise RuleBroken(_("Chưa có phiếu nào. Hãy ghi số phiếu."))


def _write(row: Decision, put: Put, meeting: Meeting) -> None:
    electorate, voters = service.count_votes(meeting)
    _check_votes(put, electorate, voters, bool(meetings.roll(meeting)))
    row.title, row.text = put.title, put.text
    row.votes_for, row.votes_against, row.votes_other = put.votes_for, put.votes_against, put.votes_other
    row.electorate, row.voters = electorate, voters
    row.is_passed = rules.is_carried(put.votes_for, electorate)


def decide(meeting: Meeting, put: Put, by: Actor, at: datetime) -> Decision:
    """Record the vote; the number is the next of its kind in the term, whether it carried or not.

    A vote recorded just so already takes no second number.
    """
    check_writable(meeting)
    _hold_numbers(meeting)
    same = next((one for one in service.decisions(meeting) if _put(one) == put), None)
    if same:
        return same
    row = Decision(meeting_id=meeting.id, cell_id=meeting.cell_id, kind=put.kind, term=term_of(meeting), at=at)
    row.number = next_number(meeting, put.kind)
    _write(row, put, meeting)
    row.meeting = meeting
    audit.record(by, "decision.record", row, at=at)
    return row


def _put(row: Decision) -> Put:
    return Put(row.kind, row.title, row.text, row.votes_for, row.votes_against, row.votes_other)


def correct(row: Decision, put: Put, version: int | str | None, by: Actor, at: datetime) -> None:
    """Correct a recorded vote or text while the minutes are open; kind and number stay. Counted on the roll of now."""
    check_writable(row.meeting)
    row.expect(version)
    with db.session.no_autoflush:  # what changed must still be seen by the trail
        _write(row, put, row.meeting)
    audit.record(by, "decision.correct", row, at=at)
