"""Sending the agenda: stamped, numbered, hashed, with a receipt for everybody it went to. Nothing here commits."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import insert, select

from tracker.agendas import content as contents
from tracker.agendas import drafting
from tracker.agendas import service as agendas
from tracker.agendas.models import Channel, Circulation, Receipt
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.notices import service as notices
from tracker.people import service as people
from tracker.people.models import Account
from tracker.permissions import IN_COMMITTEE, Actor, Office


def path_of(meeting: Meeting) -> str:
    """The page that answers a notice about this agenda."""
    return f"/meetings/{meeting.id}/agenda"


def recipients(meeting: Meeting, day: date) -> list[int]:
    """Whom the agenda goes to: every member of that day; for a committee meeting, the cell committee."""
    if meeting.kind is MeetingKind.COMMITTEE:
        posts = people.appointments_on(meeting.cell, day)
        return list(dict.fromkeys(post.person_id for post in posts if post.office in IN_COMMITTEE))
    return [standing.person_id for standing in people.members_on(meeting.cell, day)]


def with_accounts(person_ids: list[int]) -> set[int]:
    """Those of them who can sign in."""
    query = select(Account.person_id).where(Account.person_id.in_(person_ids), Account.closed_at.is_(None))
    return set(db.session.scalars(query))


def circulate(meeting: Meeting, by: Actor, at: datetime, seen: str | None = None) -> Circulation:
    """Send the agenda as it stands, as the next version.

    ``seen`` is the hash of what the sender was shown: what was changed since is not sent unseen. The same
    content is not sent twice.
    """
    agendas.hold_still(meeting)
    agendas.check_open(meeting)
    content = drafting.draft_content(meeting)
    stamp = contents.digest(content)
    latest = agendas.latest_circulation(meeting)
    _check_worth_sending(content, stamp, latest, seen)
    row = Circulation(
        meeting=meeting,
        number=latest.number + 1 if latest else 1,
        at=at,
        by_id=by.person_id,
        content=content,
        content_hash=stamp,
    )
    old = {"state": meeting.state}
    meetings.step(meeting, "circulate")
    meetings.fix_guidance(meeting)
    audit.record(by, "agenda.circulate", row, at=at, old=old, new=_told(row))
    _deliver(row, by, at)
    return row


def _told(row: Circulation) -> dict[str, object]:
    return {
        "meeting_id": row.meeting.id,
        "number": row.number,
        "state": row.meeting.state,
        "content_hash": row.content_hash,
    }


def _check_worth_sending(content: dict[str, object], stamp: str, latest: Circulation | None, seen: str | None) -> None:
    if not content["items"]:
        raise RuleBroken(_("Chương trình chưa có nội dung nào. Hãy thêm ít nhất một nội dung rồi gửi."))
    if latest and latest.content_hash == stamp:
        raise RuleBroken(
            _("Chương trình không có gì thay đổi từ bản %(number)s nên không gửi lại.", number=latest.number)
        )
    if seen is not None and seen != stamp:
        raise RuleBroken(_("Chương trình vừa có người sửa. Hãy xem lại nội dung dưới đây rồi gửi."))


def _deliver(sent: Circulation, by: Actor, at: datetime) -> None:
    """Receipts for all; notices for those with an account but the sender, and for who follows the cell."""
    meeting = sent.meeting
    to = recipients(meeting, clock.day_of(at))
    reachable = with_accounts(to)
    if to:
        db.session.execute(insert(Receipt), [_receipt(sent, one, one in reachable, by, at) for one in to])
    details = {"day": short_day(meeting.planned_at), "number": sent.number}
    kind = "agenda_sent" if sent.number == 1 else "agenda_changed"
    told = [one for one in to if one in reachable and one != by.person_id]
    notices.tell(told, meeting.cell_id, kind, details, path_of(meeting), at)
    above = [one for one in followers(meeting, clock.day_of(at)) if one not in to]
    copied = details | {"cell": sent.content["meeting"]["cell"]}
    notices.tell(above, meeting.cell_id, "agenda_copied", copied, path_of(meeting), at)


def _receipt(sent: Circulation, person_id: int, by_app: bool, by: Actor, at: datetime) -> dict[str, object]:
    """The sender has had the content open."""
    return {
        "circulation_id": sent.id,
        "person_id": person_id,
        "channel": Channel.APP if by_app else Channel.PAPER,
        "opened_at": at if person_id == by.person_id else None,
    }


def followers(meeting: Meeting, day: date) -> list[int]:
    """Who follows the cell for the committee above: its delegates to the cell, and the committee's reviewers.

    Nobody for the cell committee's own meeting.
    """
    if meeting.superior is None or meeting.kind is MeetingKind.COMMITTEE:
        return []
    posts = [*people.appointments_on(meeting.cell, day), *people.appointments_on(meeting.superior, day)]
    found = [post.person_id for post in posts if post.office in (Office.DELEGATE, Office.REVIEWER)]
    return list(dict.fromkeys(found))
