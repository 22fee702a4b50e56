"""The stored year of a cell."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.guidance.rules import QualityClass
from tracker.organisations.models import Organisation
from tracker.ratings.rules import Unrated, YearState


class CellYear(Versioned, Model):
    """One cell's year: its state, and the figures by which it was proposed, recognised or closed.

    The summary columns are kept in the transaction that changes a sheet, and equal their recomputation as of
    ``computed_on``. ``mean``, ``lowest`` and ``highest`` are of the scored regular meetings, ``None`` when there
    is none. ``why``: why there is no ``computed_class``. ``superior_id`` and the two names are those of 31 December,
    or of ``computed_on`` while the year runs. ``closed_with`` is everything the page of a closed year needs, so
    that it reads the same for ever; it stays after reopening, to show what changed since. Who acted is kept by name.
    ``forwarded_to_id``: the committee above, where the one directly above the cell left the decision to it.
    ``proposed_for``: the name of the committee that proposed in the cell's stead; empty where the cell did.
    """

    __table_args__ = (
        UniqueConstraint("cell_id", "year"),
        CheckConstraint(
            "state NOT IN ('recognised', 'closed') OR recognised_class IS NOT NULL", name="recognised_whole"
        ),
        CheckConstraint("state != 'closed' OR closed_with IS NOT NULL", name="closed_whole"),
        CheckConstraint("state = 'open' OR proposed_class IS NOT NULL", name="proposed_whole"),
        Index(
            "ix_cell_year_superior", "superior_id", "year", "cell_id", "state", "computed_class", "recognised_class",
            "regular_held", "thematic_held", "scored", "recognised", "mean", "computed_on",
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    state: Mapped[YearState] = mapped_column(choice(YearState, "state_known"), default=YearState.OPEN)
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), active_history=True)
    superior_name: Mapped[str] = mapped_column(String(200), default="")
    cell_name: Mapped[str] = mapped_column(String(200), default="")
    regular_held: Mapped[int] = mapped_column(default=0)
    thematic_held: Mapped[int] = mapped_column(default=0)
    scored: Mapped[int] = mapped_column(default=0)
    recognised: Mapped[int] = mapped_column(default=0)
    mean: Mapped[Decimal | None]
    lowest: Mapped[Decimal | None]
    highest: Mapped[Decimal | None]
    missing: Mapped[list[Any]] = mapped_column(default=list)
    empty_quarters: Mapped[list[Any]] = mapped_column(default=list)
    why: Mapped[Unrated | None] = mapped_column(choice(Unrated, "why_known"))
    is_provisional: Mapped[bool] = mapped_column(default=True)
    computed_on: Mapped[date | None]
    good: Mapped[int] = mapped_column(default=0)
    fair: Mapped[int] = mapped_column(default=0)
    average: Mapped[int] = mapped_column(default=0)
    poor: Mapped[int] = mapped_column(default=0)
    computed_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "computed_class_known"))
    proposed_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "proposed_class_known"))
    proposed_reason: Mapped[str] = mapped_column(Text, default="")
    proposed_at: Mapped[datetime | None]
    proposed_by: Mapped[str] = mapped_column(String(200), default="")
    proposed_for: Mapped[str] = mapped_column(String(200), default="")
    recognised_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "recognised_class_known"))
    recognised_reason: Mapped[str] = mapped_column(Text, default="")
    recognised_at: Mapped[datetime | None]
    recognised_by: Mapped[str] = mapped_column(String(200), default="")
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(200), default="")
    closed_with: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str] = mapped_column(String(200), default="")
    reopened_reason: Mapped[str] = mapped_column(Text, default="")
    forwarded_to_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"), index=True)
    forwarded_at: Mapped[datetime | None]
    forwarded_by: Mapped[str] = mapped_column(String(200), default="")
    forwarded_note: Mapped[str] = mapped_column(Text, default="")

    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    superior: Mapped[Organisation | None] = relationship(foreign_keys=[superior_id])
    forwarded_to: Mapped[Organisation | None] = relationship(foreign_keys=[forwarded_to_id])

    @property
    def organisation(self) -> Organisation:
        return self.cell

    @property
    def decider_id(self) -> int | None:
        """The committee that decides: the one directly above, or that to which it forwarded the year."""
        return self.forwarded_to_id or self.superior_id


class BranchYear(Versioned, Model):
    """A committee's year over all the cells below it, closed as a whole.

    ``closed_with``: the class and mean of every cell as closed; it stays after reopening, to show what changed.
    Who acted is kept by name.
    """

    __table_args__ = (
        UniqueConstraint("committee_id", "year"),
        CheckConstraint("closed_at IS NULL OR closed_with IS NOT NULL", name="closed_whole"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    committee_name: Mapped[str] = mapped_column(String(200))
    closed_at: Mapped[datetime | None]
    closed_by: Mapped[str] = mapped_column(String(200), default="")
    closed_with: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))
    reopened_at: Mapped[datetime | None]
    reopened_by: Mapped[str] = mapped_column(String(200), default="")
    reopened_reason: Mapped[str] = mapped_column(Text, default="")

    committee: Mapped[Organisation] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.committee


class OrganisationYear(Model):
    """A committee's year in figures: the sum of the stored years of the cells directly below it.

    Kept in the transaction that changes one of those years (``summaries``), and equal to its recomputation.
    Committees further up add the rows of those below them. ``good`` to ``poor`` count the recognised class where
    there is one, else the computed; ``unrated`` have none. ``proposed``, ``recognised`` and ``closed`` count states.
    ``mean_sum`` is the sum of the means of the ``with_mean`` cells that have one.
    """

    __table_args__ = (CheckConstraint("cells = good + fair + average + poor + unrated", name="classes_whole"),)

    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    cells: Mapped[int] = mapped_column(default=0)
    good: Mapped[int] = mapped_column(default=0)
    fair: Mapped[int] = mapped_column(default=0)
    average: Mapped[int] = mapped_column(default=0)
    poor: Mapped[int] = mapped_column(default=0)
    unrated: Mapped[int] = mapped_column(default=0)
    proposed: Mapped[int] = mapped_column(default=0)
    recognised: Mapped[int] = mapped_column(default=0)
    closed: Mapped[int] = mapped_column(default=0)
    regular_held: Mapped[int] = mapped_column(default=0)
    thematic_held: Mapped[int] = mapped_column(default=0)
    sheets_scored: Mapped[int] = mapped_column(default=0)
    sheets_recognised: Mapped[int] = mapped_column(default=0)
    with_mean: Mapped[int] = mapped_column(default=0)
    mean_sum: Mapped[Decimal] = mapped_column(default=Decimal(0))

    committee: Mapped[Organisation] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.committee
