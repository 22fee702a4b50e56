"""The agenda as one person sees it: its keepers the working text, everybody else what was last sent."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from tracker.agendas import content as contents
from tracker.agendas import drafting, receiving
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem, Circulation, Receipt
from tracker.agendas.service import LeadTime
from tracker.meetings import holding
from tracker.meetings import service as meetings
from tracker.meetings.models import Answer, Meeting, Reply


@dataclass(frozen=True)
class Page:
    """``has_changes``: the working text differs from what was last sent. ``standing``: documents not taken off.

    ``unattended``: items whose presenter has asked to be excused.
    """

    content: dict[str, Any]
    sent: Sequence[Circulation]
    has_changes: bool
    required: int | None
    notice: timedelta
    lead: LeadTime | None
    mine: Receipt | None
    my_reply: Reply | None
    tally: receiving.Tally
    standing: frozenset[str]
    unattended: frozenset[int]

    @property
    def latest(self) -> Circulation | None:
        return self.sent[-1] if self.sent else None

    @property
    def minutes(self) -> int:
        return total_minutes(self.content)


def total_minutes(content: dict[str, Any]) -> int:
    """Items without minutes count as none."""
    return sum(item["minutes"] or 0 for item in content["items"])


def page(meeting: Meeting, person_id: int, keeps: bool) -> Page:
    items, replies = agendas.items(meeting), meetings.replies(meeting)
    draft = drafting.draft_content(meeting, items)
    sent = agendas.circulations(meeting)
    latest = sent[-1] if sent else None
    receipts = agendas.receipts(latest) if latest else []
    has_changes = latest is not None and contents.digest(draft) != latest.content_hash
    return Page(
        content=latest.content if latest and has_changes and not keeps else draft,
        sent=sent,
        has_changes=has_changes,
        required=holding.minutes_required(meeting),
        notice=agendas.notice_of(meeting),
        lead=agendas.lead_time(meeting, sent),
        mine=next((one for one in receipts if one.person_id == person_id), None),
        my_reply=replies.get(person_id),
        tally=receiving.Tally(receipts),
        standing=frozenset(document["token"] for document in draft["documents"]),
        unattended=unattended(items, replies),
    )


def unattended(items: Iterable[AgendaItem], replies: Mapping[int, Reply]) -> frozenset[int]:
    """The items, by id, whose presenter has said that they cannot come."""
    absent = {one for one, reply in replies.items() if reply.answer is Answer.ABSENT}
    return frozenset(item.id for item in items if item.presenter_id in absent)
