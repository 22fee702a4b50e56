"""Versions of the guidance, as published."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.immutable import refuse_changes
from tracker.base.models import Versioned
from tracker.extensions import Model
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class Provenance(StrEnum):
    OFFICIAL = "official"
    RECONSTRUCTED = "reconstructed"


class GuidanceVersion(Model):
    """One published version. ``document`` holds all of its rules; only ``valid_until`` may be set, once.

    ``valid_until`` is the row's where it differs from the document's: a version is retired by date.
    """

    __table_args__ = (
        CheckConstraint("valid_until IS NULL OR valid_until >= valid_from", name="in_order"),
        Index("ix_guidance_version_dates", "valid_from", "valid_until"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    number: Mapped[str] = mapped_column(String(80))
    title: Mapped[str] = mapped_column(String(300))
    issuer: Mapped[str] = mapped_column(String(200))
    provenance: Mapped[str] = mapped_column(String(20))
    valid_from: Mapped[date]
    valid_until: Mapped[date | None]
    scope_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    document: Mapped[dict[str, Any]] = mapped_column(deferred=True)
    content_hash: Mapped[str] = mapped_column(String(64))
    published_at: Mapped[datetime]

    scope: Mapped[Organisation | None] = relationship()

    @property
    def is_reconstructed(self) -> bool:
        return self.provenance == Provenance.RECONSTRUCTED


class GuidanceDraft(Versioned, Model):
    """A version being written. ``content`` is the mapping of a guidance file, sound or not yet.

    ``based_on_id`` is the published version it was copied from. Published, it keeps its row (``published_id``).
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(300))
    content: Mapped[dict[str, Any]]
    based_on_id: Mapped[int | None] = mapped_column(ForeignKey("guidance_version.id"))
    published_id: Mapped[int | None] = mapped_column(ForeignKey("guidance_version.id"))
    created_at: Mapped[datetime]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    changed_at: Mapped[datetime]
    changed_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    removed_at: Mapped[datetime | None]

    based_on: Mapped[GuidanceVersion | None] = relationship(foreign_keys=[based_on_id])
    published: Mapped[GuidanceVersion | None] = relationship(foreign_keys=[published_id])
    created_by: Mapped[Person] = relationship(foreign_keys=[created_by_id])
    changed_by: Mapped[Person] = relationship(foreign_keys=[changed_by_id])


# Named one by one: neither engine compares whole rows alike, and PostgreSQL cannot compare JSON but as text.
KEPT = ("id", "code", "number", "title", "issuer", "provenance", "valid_from", "content_hash", "published_at")
UNCHANGED = " AND ".join(f"OLD.{name} = NEW.{name}" for name in KEPT)

refuse_changes(
    GuidanceVersion.__table__,  # type: ignore[arg-type]  # a mapped class's table is a Table
    unless=f"OLD.valid_until IS NULL AND NEW.valid_until IS NOT NULL AND {UNCHANGED}"
    " AND COALESCE(OLD.scope_id, 0) = COALESCE(NEW.scope_id, 0)"
    " AND CAST(OLD.document AS TEXT) = CAST(NEW.document AS TEXT)",
)
