"""One chain of entries per organisation; entries are never changed or removed."""

from datetime import datetime
from typing import Any

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from tracker.base.immutable import refuse_changes
from tracker.extensions import Model


class AuditEntry(Model):
    """One act on one subject. ``digest`` covers the entry and the digest before it in the chain."""

    __table_args__ = (UniqueConstraint("organisation_id", "sequence"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    sequence: Mapped[int]
    at: Mapped[datetime]
    account_id: Mapped[int | None]
    actor: Mapped[str] = mapped_column(String(200))
    act: Mapped[str] = mapped_column(String(80))
    subject_kind: Mapped[str] = mapped_column(String(80))
    subject_id: Mapped[str] = mapped_column(String(80))
    old: Mapped[dict[str, Any]]
    new: Mapped[dict[str, Any]]
    previous: Mapped[str] = mapped_column(String(64))
    digest: Mapped[str] = mapped_column(String(64))


class AuditHead(Model):
    """The end of one organisation's chain: what the next entry builds on, and the row writers queue at."""

    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    sequence: Mapped[int]
    digest: Mapped[str] = mapped_column(String(64))


refuse_changes(AuditEntry.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
