"""What would be sent now, as plain data, and whether it has been. Nothing here changes anything."""

from collections.abc import Sequence
from typing import Any

from tracker.agendas import content as contents
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem, Document
from tracker.base import clock
from tracker.meetings.models import Meeting
from tracker.organisations import service as organisations


def draft_content(meeting: Meeting, items: Sequence[AgendaItem] | None = None) -> dict[str, Any]:
    """What would be sent now: the meeting's time and place, its items (where they are at hand) and documents, as plain
    data."""
    standing = agendas.items(meeting) if items is None else items
    return {
        "format": contents.FORMAT,
        "meeting": {
            "cell": organisations.name_on(meeting.cell, clock.day_of(meeting.planned_at)),
            "kind": meeting.kind.value,
            "year": meeting.year,
            "month": meeting.month,
            "theme": meeting.theme,
            "planned_at": meeting.planned_at.isoformat(),
            "place": meeting.place,
        },
        "items": [_item_content(one) for one in standing],
        "documents": [_document_content(one) for one in agendas.documents(meeting)],
    }


def _item_content(one: AgendaItem) -> dict[str, Any]:
    return {
        "id": one.id,
        "kind": one.kind.value,
        "title": one.title,
        "minutes": one.minutes,
        "presenter": one.presenter.full_name if one.presenter else "",
        "questions": one.asked,
    }


def _document_content(one: Document) -> dict[str, Any]:
    return {
        "token": one.token,
        "item": one.item_id,
        "kind": one.kind.value,
        "file_name": one.file_name,
        "size": one.size,
        "sha256": one.sha256,
    }


def has_unsent_changes(meeting: Meeting) -> bool:
    """Whether the agenda differs from the version last sent; false before the first."""
    latest = agendas.latest_circulation(meeting)
    return latest is not None and contents.digest(draft_content(meeting)) != latest.content_hash
