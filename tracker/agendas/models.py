"""The agenda, its documents, what was sent of it, and who received it."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.base.immutable import refuse_changes
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class AgendaItem(Versioned, Model):
    """One item, in its place. ``questions`` holds one discussion question a line.

    An item taken off keeps its row (``removed_at``), since contributions and minutes may speak of it.
    """

    __table_args__ = (
        CheckConstraint("minutes IS NULL OR minutes > 0", name="minutes_positive"),
        Index("ix_agenda_item_meeting_position", "meeting_id", "position"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    position: Mapped[int]
    kind: Mapped[ItemKind] = mapped_column(choice(ItemKind, "kind_known"))
    title: Mapped[str] = mapped_column(String(300))
    minutes: Mapped[int | None]
    presenter_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    questions: Mapped[str] = mapped_column(Text, default="")
    removed_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    presenter: Mapped[Person | None] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell

    @property
    def superior_id(self) -> int | None:
        return self.meeting.superior_id

    @property
    def asked(self) -> list[str]:
        return [line.strip() for line in self.questions.splitlines() if line.strip()]


class Document(Model):
    """A file attached to a meeting, or to one of its items. ``token`` is the opaque id in its address."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token: Mapped[str] = mapped_column(String(43), unique=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    kind: Mapped[DocumentKind] = mapped_column(choice(DocumentKind, "kind_known"))
    file_name: Mapped[str] = mapped_column(String(200))
    media_type: Mapped[str] = mapped_column(String(100))
    size: Mapped[int]
    sha256: Mapped[str] = mapped_column(String(64))
    uploaded_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    uploaded_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell

    @property
    def superior_id(self) -> int | None:
        return self.meeting.superior_id


class DocumentContent(Model):
    """The bytes, apart from the row that lists them, in the database so that a backup is whole."""

    document_id: Mapped[int] = mapped_column(ForeignKey("document.id"), primary_key=True)
    content: Mapped[bytes]


class Circulation(Model):
    """One version of the agenda as it was sent: stamped by the server, hashed, never changed."""

    __table_args__ = (UniqueConstraint("meeting_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    number: Mapped[int]
    at: Mapped[datetime]
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    content: Mapped[dict[str, Any]]
    content_hash: Mapped[str] = mapped_column(String(64))

    meeting: Mapped[Meeting] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell


class Channel(StrEnum):
    APP = "app"
    PAPER = "paper"


class Receipt(Model):
    """One person who was sent one version: by what channel, when opened, when acknowledged."""

    __table_args__ = (Index("ix_receipt_person", "person_id"),)

    circulation_id: Mapped[int] = mapped_column(ForeignKey("circulation.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    channel: Mapped[Channel] = mapped_column(choice(Channel, "channel_known"))
    opened_at: Mapped[datetime | None]
    acknowledged_at: Mapped[datetime | None]
    handed_over_at: Mapped[datetime | None]
    handed_over_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    circulation: Mapped[Circulation] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])

    @property
    def organisation(self) -> Organisation:
        return self.circulation.meeting.cell

    @property
    def is_reached(self) -> bool:
        """Opened on screen, or handed over on paper."""
        return self.opened_at is not None or self.handed_over_at is not None


refuse_changes(Circulation.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
