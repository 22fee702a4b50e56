"""The stored year of a cell."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.guidance.rules import QualityClass
from tracker.organisations.models import Organisation
from tracker.ratings.rules import YearState


class CellYear(Versioned, Model):
    """One cell's year: its state, and the figures by which it was proposed, recognised or closed.

    The summary columns are kept in the transaction that changes a sheet, and equal their recomputation.
    ``mean`` is of the scored regular meetings, ``None`` when there is none. ``closed_with`` is everything
    the page of a closed year needs, so that it reads the same for ever.
    """

    __table_args__ = (
        UniqueConstraint("cell_id", "year"),
        CheckConstraint(
            "state NOT IN ('recognised', 'closed') OR recognised_class IS NOT NULL", name="recognised_whole"
        ),
        Index("ix_cell_year_superior", "superior_id", "year"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    state: Mapped[YearState] = mapped_column(choice(YearState, "state_known"), default=YearState.OPEN)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    superior_name: Mapped[str] = mapped_column(String(200), default="")
    cell_name: Mapped[str] = mapped_column(String(200), default="")
    regular_held: Mapped[int] = mapped_column(default=0)
    thematic_held: Mapped[int] = mapped_column(default=0)
    scored: Mapped[int] = mapped_column(default=0)
    recognised: Mapped[int] = mapped_column(default=0)
    mean: Mapped[Decimal | None]
    good: Mapped[int] = mapped_column(default=0)
    fair: Mapped[int] = mapped_column(default=0)
    average: Mapped[int] = mapped_column(default=0)
    poor: Mapped[int] = mapped_column(default=0)
    computed_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "computed_class_known"))
    proposed_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "proposed_class_known"))
    proposed_reason: Mapped[str] = mapped_column(Text, default="")
    recognised_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "recognised_class_known"))
    recognised_reason: Mapped[str] = mapped_column(Text, default="")
    closed_at: Mapped[datetime | None]
    closed_with: Mapped[dict[str, Any] | None]

    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    superior: Mapped[Organisation | None] = relationship(foreign_keys=[superior_id])

    @property
    def organisation(self) -> Organisation:
        return self.cell
