"""Organisations, and where each stood in the tree, and under what name, on which days."""

from datetime import date, time
from enum import StrEnum
from typing import Any

from sqlalchemy import CheckConstraint, ColumnElement, ForeignKey, Index, String, UniqueConstraint, and_
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.base.types import choice, key_text
from tracker.extensions import Model

AFTER_SLASH = "0"  # the sign that follows the slash, sign by sign


class OrganisationKind(StrEnum):
    CENTRAL = "central"
    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"
    BASE = "base"
    CELL = "cell"


class CellType(StrEnum):
    VILLAGE = "village"
    AGENCY = "agency"
    SCHOOL = "school"
    ENTERPRISE = "enterprise"
    ARMED_FORCES = "armed_forces"
    OTHER = "other"


class Organisation(Versioned, Model):
    """A committee or a cell. ``parent`` and ``path`` say where it stands today; ``Placement`` the past.

    ``path`` lists the ids from the root down to this one, as ``/1/12/345/``.
    """

    __table_args__ = (
        CheckConstraint("kind != 'cell' OR cell_type IS NOT NULL", name="cell_has_type"),
        Index("ix_organisation_path", "path"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    code: Mapped[str] = mapped_column(String(40), unique=True)
    name: Mapped[str] = mapped_column(String(200))
    kind: Mapped[OrganisationKind] = mapped_column(choice(OrganisationKind, "kind_known"))
    cell_type: Mapped[CellType | None] = mapped_column(choice(CellType, "cell_type_known"))
    parent_id: Mapped[int | None] = mapped_column(
        ForeignKey("organisation.id", deferrable=True, initially="IMMEDIATE"), index=True
    )
    path: Mapped[str] = mapped_column(key_text(400))
    sort_key: Mapped[str] = mapped_column(key_text(1000), index=True)
    folded: Mapped[str] = mapped_column(key_text(200), index=True)
    locality: Mapped[str] = mapped_column(String(100), default="")
    founded_on: Mapped[date | None]
    ended_on: Mapped[date | None]
    usual_day: Mapped[int | None]
    usual_time: Mapped[time | None]
    usual_place: Mapped[str] = mapped_column(String(200), default="")
    least_minutes: Mapped[int | None]
    term_from: Mapped[date | None]

    parent: Mapped["Organisation | None"] = relationship(remote_side=[id])

    @property
    def is_cell(self) -> bool:
        return self.kind is OrganisationKind.CELL

    @property
    def organisation(self) -> "Organisation":
        return self

    @property
    def superior_id(self) -> int | None:
        return self.parent_id


def under(organisation: Any, path: str) -> ColumnElement[bool]:
    """``organisation`` – the model or an alias – stands at that path or anywhere below it: one range of the index of
    paths, where LIKE would read every row."""
    return and_(organisation.path >= path, organisation.path < past(path))


def past(path: str) -> str:
    """The first path that is neither this one nor below it."""
    return path[:-1] + AFTER_SLASH


class Placement(Model):
    """Under which committee, and under what name, an organisation stood from a day on, until the next."""

    __table_args__ = (
        UniqueConstraint("organisation_id", "from_date"),
        CheckConstraint("until_date IS NULL OR until_date >= from_date", name="in_order"),
        Index("ix_placement_parent", "parent_id", "from_date", "until_date", "organisation_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    parent_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    from_date: Mapped[date]
    until_date: Mapped[date | None]
    basis: Mapped[str] = mapped_column(String(200), default="")

    organisation: Mapped[Organisation] = relationship(foreign_keys=[organisation_id])
    parent: Mapped[Organisation | None] = relationship(foreign_keys=[parent_id])
