"""What an agenda holds, what was sent of it and who received it. Acts stand in modules named by their verb.

``items`` adds and edits, ``documents`` attaches, ``drafting`` says what would be sent, ``circulating``
sends, ``receiving`` stamps receipts.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta

from flask_babel import gettext as _
from sqlalchemy import bindparam, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.agendas import content as contents
from tracker.agendas import rules
from tracker.agendas.models import AgendaItem, Circulation, Document, Receipt
from tracker.agendas.rules import DocumentKind
from tracker.audit.models import AuditEntry
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings import holding
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState

NO_NOTICE = timedelta(0)


_ITEMS = (
    select(AgendaItem)
    .where(AgendaItem.meeting_id == bindparam("meeting_id"), AgendaItem.removed_at.is_(None))
    .options(joinedload(AgendaItem.presenter))
    .order_by(AgendaItem.position, AgendaItem.id)
)
_DOCUMENTS = (
    select(Document)
    .where(
        Document.meeting_id == bindparam("meeting_id"),
        Document.removed_at.is_(None),
        Document.kind != DocumentKind.EVIDENCE,
    )
    .order_by(Document.uploaded_at, Document.id)
)
_CIRCULATIONS = (
    select(Circulation)
    .where(Circulation.meeting_id == bindparam("meeting_id"))
    .options(joinedload(Circulation.by))
    .order_by(Circulation.number)
)
_RECEIPTS = (
    select(Receipt)
    .where(Receipt.circulation_id == bindparam("circulation_id"))
    .join(Receipt.person)
    .options(contains_eager(Receipt.person))
)
_HOLD_STILL = (
    select(Meeting)
    .where(Meeting.id == bindparam("meeting_id"))
    .with_for_update()
    .execution_options(populate_existing=True)
)


def items(meeting: Meeting) -> list[AgendaItem]:
    """The items in order, each with its presenter."""
    return list(db.session.scalars(_ITEMS, {"meeting_id": meeting.id}))


def item(item_id: int) -> AgendaItem:
    """An item that stands on its agenda, with its meeting, or ``NoResultFound``."""
    query = (
        select(AgendaItem)
        .where(AgendaItem.id == item_id, AgendaItem.removed_at.is_(None))
        .options(joinedload(AgendaItem.meeting).joinedload(Meeting.cell), joinedload(AgendaItem.presenter))
    )
    return db.session.scalars(query).one()


def documents(meeting: Meeting) -> list[Document]:
    """The documents of the agenda that stand, in the order they were attached; never their bytes."""
    return list(db.session.scalars(_DOCUMENTS, {"meeting_id": meeting.id}))


def circulations(meeting: Meeting) -> list[Circulation]:
    """Every version sent, the first first, each with who sent it."""
    return list(db.session.scalars(_CIRCULATIONS, {"meeting_id": meeting.id}))


def latest_circulation(meeting: Meeting) -> Circulation | None:
    return next(reversed(circulations(meeting)), None)


def circulation(meeting: Meeting, number: int) -> Circulation:
    """One version sent, or ``NoResultFound``."""
    query = (
        select(Circulation)
        .where(Circulation.meeting_id == meeting.id, Circulation.number == number)
        .options(joinedload(Circulation.by))
    )
    return db.session.scalars(query).one()


def receipts(sent: Circulation) -> list[Receipt]:
    """Everybody who was sent this version, in the order of names."""
    found = db.session.scalars(_RECEIPTS, {"circulation_id": sent.id})
    return sorted(found, key=lambda receipt: (receipt.person.sort_key, receipt.person_id))


def receipt(sent: Circulation, person_id: int) -> Receipt:
    """One person's receipt of this version, or ``NoResultFound``."""
    return db.session.get_one(Receipt, (sent.id, person_id))


def find_receipt(sent: Circulation | None, person_id: int | None) -> Receipt | None:
    if sent is None or person_id is None:
        return None
    return db.session.get(Receipt, (sent.id, person_id))


def notice_of(meeting: Meeting) -> timedelta:
    """How long ahead content must be sent; nought where no guidance is in force."""
    rule = meetings.guidance_of(meeting)
    return rule.notice if rule else NO_NOTICE


def standard_items(meeting: Meeting) -> list[rules.Usual]:
    """The usual items for a meeting of its kind, the theme named, the minutes adding up to those required."""
    usual = rules.usual_agenda(meeting.kind, holding.minutes_required(meeting))
    return [
        one._replace(title=f"{one.title}: {meeting.theme}"[:300])
        if one.kind is rules.ItemKind.THEME and meeting.theme
        else one
        for one in usual
    ]


@dataclass(frozen=True)
class LeadTime:
    """How long ahead content was sent. The first version counts; the latest is shown beside it."""

    first: Circulation
    latest: Circulation
    notice: timedelta
    lead: rules.Lead
    latest_lead: rules.Lead

    @property
    def early(self) -> timedelta:
        return self.lead.early

    @property
    def met(self) -> bool:
        return self.lead.met

    @property
    def was_changed(self) -> bool:
        return self.latest.number != self.first.number


def lead_time(meeting: Meeting, sent: Sequence[Circulation] | None = None) -> LeadTime | None:
    """The lead of the versions sent (fetched if not at hand) against the guidance's notice; ``None``: none was sent."""
    sent = circulations(meeting) if sent is None else sent
    if not sent:
        return None
    notice = notice_of(meeting)
    return LeadTime(
        sent[0],
        sent[-1],
        notice,
        rules.lead(sent[0].at, meeting.planned_at, notice),
        rules.lead(sent[-1].at, meeting.planned_at, notice),
    )


def verify_hash(sent: Circulation) -> bool:
    """Whether the content kept is, to the letter, the content whose hash was stamped when it was sent."""
    return contents.digest(sent.content) == sent.content_hash


def check_open(meeting: Meeting) -> None:
    """Raise ``RuleBroken`` where the agenda can no longer be changed."""
    if meeting.is_past_planning:
        raise RuleBroken(
            _("Kỳ họp đã diễn ra nên không sửa chương trình được nữa. Việc phát sinh hãy ghi vào biên bản.")
        )
    if meeting.state is MeetingState.NOT_HELD:
        raise RuleBroken(_("Kỳ họp đã ghi là không tổ chức. Muốn sửa chương trình, hãy lập lại kế hoạch cho kỳ này."))


def hold_still(meeting: Meeting) -> None:
    """Take the meeting's row until the transaction is over, so that acts on one agenda follow each other."""
    db.session.scalars(_HOLD_STILL, {"meeting_id": meeting.id}).one()


def last_change(one: AgendaItem) -> AuditEntry | None:
    """Who last saved an item, and when."""
    query = (
        select(AuditEntry)
        .where(
            AuditEntry.organisation_id == one.organisation.id,
            AuditEntry.subject_kind == "AgendaItem",
            AuditEntry.subject_id == str(one.id),
        )
        .order_by(AuditEntry.sequence.desc())
        .limit(1)
    )
    return db.session.scalar(query)
