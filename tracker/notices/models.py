"""Notices, shown at the front door of the person they are for."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column

from tracker.extensions import Model


class Notice(Model):
    """``kind`` chooses the sentence, ``details`` fills its gaps, ``path`` is the page that answers it."""

    __table_args__ = (Index("ix_notice_person_unread", "person_id", "read_at", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[str] = mapped_column(String(60))
    details: Mapped[dict[str, Any]]
    path: Mapped[str] = mapped_column(String(200))
    at: Mapped[datetime]
    read_at: Mapped[datetime | None]
