"""The sheet of one meeting and its marks."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.scoresheets.rules import SheetState


class Scoresheet(Versioned, Model):
    """One per scored meeting. ``total`` and ``self_class`` are the cell's; ``None`` until every mark is given.

    ``recognised_total`` and ``recognised_class`` are the superior committee's. Cell, year, month and kind
    stand beside the marks so that a year is one covering-index scan. ``superior_id`` and the two names are
    those of the day of submission.
    """

    __table_args__ = (
        CheckConstraint("total IS NULL OR total >= 0", name="total_not_negative"),
        CheckConstraint(
            "state IN ('draft', 'returned') OR (total IS NOT NULL AND agreed_at IS NOT NULL)",
            name="agreed_whole",
        ),
        CheckConstraint(
            "state NOT IN ('recognised', 'locked') OR recognised_total IS NOT NULL", name="recognised_whole"
        ),
        Index(
            "ix_scoresheet_cell_year", "cell_id", "year", "kind", "month", "state",
            "total", "recognised_total", "self_class", "recognised_class",
        ),
        Index("ix_scoresheet_superior", "superior_id", "state", "year", "month"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    month: Mapped[int]
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind, "kind_known"))
    guidance_id: Mapped[int] = mapped_column(ForeignKey("guidance_version.id"))
    sheet_code: Mapped[str] = mapped_column(String(40))
    state: Mapped[SheetState] = mapped_column(choice(SheetState, "state_known"))
    total: Mapped[Decimal | None]
    self_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "self_class_known"))
    strengths: Mapped[str] = mapped_column(Text, default="")
    weaknesses: Mapped[str] = mapped_column(Text, default="")
    remedies: Mapped[str] = mapped_column(Text, default="")
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_other: Mapped[int | None]
    agreed_at: Mapped[datetime | None]
    submitted_at: Mapped[datetime | None]
    submitted_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    superior_name: Mapped[str] = mapped_column(String(200), default="")
    cell_name: Mapped[str] = mapped_column(String(200), default="")
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    recognised_at: Mapped[datetime | None]
    recognised_total: Mapped[Decimal | None]
    recognised_class: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "recognised_class_known"))
    answer_until: Mapped[datetime | None]
    created_at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    superior: Mapped[Organisation | None] = relationship(foreign_keys=[superior_id])
    guidance: Mapped[GuidanceVersion] = relationship()
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    reviewer: Mapped[Person | None] = relationship(foreign_keys=[reviewer_id])
    marks: Mapped[list["Mark"]] = relationship(back_populates="scoresheet", cascade="all, delete-orphan")

    @property
    def organisation(self) -> Organisation:
        return self.cell


class Mark(Model):
    """One criterion's mark: ``given`` by the cell, ``recognised`` by the superior committee."""

    __table_args__ = (
        CheckConstraint("given IS NULL OR given >= 0", name="given_not_negative"),
        CheckConstraint("recognised IS NULL OR recognised >= 0", name="recognised_not_negative"),
    )

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(20), primary_key=True)
    given: Mapped[Decimal | None]
    parts: Mapped[str] = mapped_column(String(200), default="")
    note: Mapped[str] = mapped_column(Text, default="")
    recognised: Mapped[Decimal | None]

    scoresheet: Mapped[Scoresheet] = relationship(back_populates="marks")
