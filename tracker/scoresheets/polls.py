"""Asking the members present for their own marks. It informs the cell's proposal. Nothing here commits.

Whose mark is whose is known to nobody: figures are shown of a closed poll only (watching them move with each answer
would tell), from three answers on, and the trail keeps that somebody answered, not what.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import exists, func, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import RollEntry
from tracker.notices import service as notices
from tracker.organisations.models import Organisation
from tracker.people import service as people
from tracker.permissions import Actor
from tracker.scoresheets import poll_rules
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import MemberPoll, PollAnswer
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.poll_rules import Asked, Figure
from tracker.scoresheets.rules import SheetState


@dataclass(frozen=True)
class Poll:
    """A poll with its sheet and the persons it asks: present by the roll, with an account."""

    row: MemberPoll
    sheet: Scoresheet
    asked: frozenset[int]

    @property
    def organisation(self) -> Organisation:
        return self.sheet.cell

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None


@dataclass(frozen=True)
class Given:
    """A member's marks by group, and by criterion where they went into detail; what is not named is left out."""

    groups: Mapping[str, Decimal] = field(default_factory=dict)
    criteria: Mapping[str, Decimal] = field(default_factory=dict)


@dataclass(frozen=True)
class Outcome:
    """How a sheet's poll stands: how many were asked and answered, and once it is closed what it came to."""

    row: MemberPoll
    asked: frozenset[int]
    answered: int
    groups: Mapping[str, Figure]
    criteria: Mapping[str, Figure]

    @property
    def is_open(self) -> bool:
        return self.row.closed_at is None

    @property
    def may_ask_again(self) -> bool:
        """Closed before anything could be shown."""
        return not self.is_open and self.answered < poll_rules.LEAST


def of_sheet(sheet: Scoresheet) -> MemberPoll | None:
    return db.session.get(MemberPoll, sheet.id)


def get(poll_id: int) -> Poll:
    """The poll of the sheet with that number, or ``NoResultFound``."""
    row = db.session.get_one(MemberPoll, poll_id)
    sheet = scoresheets.get(poll_id)
    return Poll(row, sheet, _asked(sheet))


def _asked(sheet: Scoresheet) -> frozenset[int]:
    here = [entry.person_id for entry in meetings.roll(sheet.meeting) if entry.presence in scoresheets.HERE]
    return frozenset(key for key, account in people.accounts_of(here).items() if account.closed_at is None)


def questions(sheet: Scoresheet) -> list[Asked]:
    """The sheet's groups as members are asked to mark them; one with nothing to mark in this meeting is left out."""
    found = [poll_rules.asked(group, [row.line for row in rows]) for group, rows in scoresheets.rows(sheet) if rows]
    return [one for one in found if one.criteria]


def outcome(sheet: Scoresheet) -> Outcome | None:
    """How the sheet's poll stands, ``None`` where there is none."""
    row = of_sheet(sheet)
    if row is None:
        return None
    if row.closed_at is None:
        count = select(func.count()).select_from(PollAnswer).where(PollAnswer.scoresheet_id == sheet.id)
        return Outcome(row, _asked(sheet), db.session.scalar(count) or 0, {}, {})
    query = select(PollAnswer.groups, PollAnswer.criteria).where(PollAnswer.scoresheet_id == sheet.id)
    answers = db.session.execute(query.order_by(PollAnswer.person_id)).all()
    return Outcome(
        row, _asked(sheet), len(answers),
        poll_rules.figures(_points(groups) for groups, _criteria in answers),
        poll_rules.figures(_points(criteria) for _groups, criteria in answers),
    )  # fmt: skip


def _points(stored: Mapping[str, str]) -> dict[str, Decimal]:
    return {code: Decimal(points) for code, points in stored.items()}


def answer_of(poll: Poll, person_id: int) -> Given | None:
    """What that person answered, for their own eyes."""
    found = db.session.get(PollAnswer, (poll.row.scoresheet_id, person_id))
    return Given(_points(found.groups), _points(found.criteria)) if found else None


def waiting_for(person_id: int, cell_id: int) -> list[MemberPoll]:
    """The open polls of the cell that ask this person and that they have not answered, the oldest first."""
    answered = exists().where(
        PollAnswer.scoresheet_id == MemberPoll.scoresheet_id, PollAnswer.person_id == person_id
    )  # fmt: skip
    query = (
        select(MemberPoll)
        .join(Scoresheet, Scoresheet.id == MemberPoll.scoresheet_id)
        .join(RollEntry, RollEntry.meeting_id == Scoresheet.meeting_id)
        .where(MemberPoll.closed_at.is_(None), Scoresheet.cell_id == cell_id, RollEntry.person_id == person_id)
        .where(RollEntry.presence.in_(scoresheets.HERE), ~answered)
        .options(joinedload(MemberPoll.scoresheet).joinedload(Scoresheet.meeting))
        .order_by(MemberPoll.opened_at, MemberPoll.scoresheet_id)
    )
    return list(db.session.scalars(query))


def _locked(sheet: Scoresheet) -> MemberPoll | None:
    """The poll as it stands now, held until the transaction is over."""
    db.session.execute(select(Scoresheet.id).where(Scoresheet.id == sheet.id).with_for_update())
    query = select(MemberPoll).where(MemberPoll.scoresheet_id == sheet.id)
    return db.session.scalar(query.execution_options(populate_existing=True))


@scoresheets.one_flush
def ask(sheet: Scoresheet, by: Actor, at: datetime) -> MemberPoll:
    """Ask the members present, once. A poll closed before anything could be shown may be opened again."""
    row = _locked(sheet)
    if sheet.state is not SheetState.DRAFT:
        raise RuleBroken(_("Chỉ hỏi ý kiến đảng viên khi phiếu còn là bản nháp."))
    persons = _asked(sheet)
    if not persons:
        raise RuleBroken(_("Chưa có đồng chí nào có mặt mà có tài khoản. Hãy điểm danh trước."))
    if row is None:
        row = MemberPoll(scoresheet=sheet, opened_at=at, opened_by_id=by.person_id, closed_at=None)
    elif row.closed_at is None or _count(sheet) >= poll_rules.LEAST:
        raise RuleBroken(_("Kỳ họp này đã hỏi ý kiến đảng viên rồi."))
    else:
        row.closed_at = None
    audit.record(by, "poll.open", row, at=at, old={}, new={"asked": len(persons)})
    details = {"day": short_day(sheet.meeting.day)}
    notices.tell(sorted(persons), sheet.cell_id, "poll_opened", details, path(sheet), at)
    db.session.flush()
    return row


def _count(sheet: Scoresheet) -> int:
    query = select(func.count()).select_from(PollAnswer).where(PollAnswer.scoresheet_id == sheet.id)
    return db.session.scalar(query) or 0


@scoresheets.one_flush
def close(sheet: Scoresheet, by: Actor, at: datetime) -> None:
    """No more answers; what they come to may be shown."""
    if not close_if_open(sheet, by, at):
        raise RuleBroken(_("Không có lần hỏi ý kiến nào đang mở."))


def close_if_open(sheet: Scoresheet, by: Actor, at: datetime) -> bool:
    """For the cell's agreement too: whoever answers later could move nothing."""
    row = _locked(sheet)
    if row is None or row.closed_at is not None:
        return False
    row.closed_at = at
    audit.record(by, "poll.close", row, at=at, old={}, new={"answered": _count(sheet)})
    db.session.flush()
    return True


@scoresheets.one_flush
def answer(poll: Poll, given: Given, by: Actor, at: datetime) -> None:
    """Store or change this member's answer. The trail says that they answered, not what."""
    row = _locked(poll.sheet)
    if row is None:
        raise NoResultFound
    if row.closed_at is not None:
        raise RuleBroken(_("Chi bộ đã đóng hỏi ý kiến. Điểm vừa ghi không được nhận."))
    groups = _settled(poll.sheet, given)
    criteria = {code: f"{points:f}" for code, points in given.criteria.items()}
    audit.record(by, "poll.answer", row, at=at, old={}, new={})
    stored = db.session.get(PollAnswer, (row.scoresheet_id, by.person_id))
    if stored is None:
        stored = PollAnswer(scoresheet_id=row.scoresheet_id, person_id=by.person_id)
        db.session.add(stored)
    stored.groups, stored.criteria, stored.at = groups, criteria, at
    notices.mark_path_read(by.person_id, path(poll.sheet), at)
    db.session.flush()


def _settled(sheet: Scoresheet, given: Given) -> dict[str, str]:
    """The mark of each group that was marked, in text; a sentence where group and detail do not agree."""
    found: dict[str, str] = {}
    for one in questions(sheet):
        detail = {each.code: given.criteria[each.code] for each in one.criteria if each.code in given.criteria}
        try:
            points = poll_rules.settled(one, given.groups.get(one.code), detail)
        except ValueError as wrong:
            raise RuleBroken(
                _(
                    "Nhóm %(group)s: điểm cả nhóm và điểm từng tiêu chí không khớp. "
                    "Hãy chấm đủ các tiêu chí, hoặc chỉ chấm cả nhóm.",
                    group=one.code,
                )
            ) from wrong
        if points is not None:
            found[one.code] = f"{points:f}"
    if not found:
        raise RuleBroken(_("Hãy chấm ít nhất một nhóm."))
    return found


def path(sheet: Scoresheet) -> str:
    """The page on which a member answers."""
    return f"/scoresheets/{sheet.id}/poll"
