"""The sheet of one meeting, its marks, and what was done with it."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.immutable import refuse_changes
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.scoresheets.rules import SheetState, standing


class Scoresheet(Versioned, Model):
    """One per scored meeting. ``total`` and ``self_class`` are the cell's; ``None`` until every mark is given.

    ``recognised_total`` and ``recognised_class`` are the superior committee's. Cell, year, month and kind
    stand beside the marks so that a year is one covering-index scan. ``superior_id`` and the two names are
    those of the day of submission. The cell may explain until ``answer_until``; the sheet is locked from
    ``locks_at`` on. ``changed_at`` moves with every change, so that ``version`` rises with every save of marks.
    """

    __table_args__ = (
        CheckConstraint("total IS NULL OR total >= 0", name="total_not_negative"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_other >= 0", name="votes_counted"),
        CheckConstraint(
            "state IN ('draft', 'returned') OR (total IS NOT NULL AND agreed_at IS NOT NULL)",
            name="agreed_whole",
        ),
        CheckConstraint(
            "state NOT IN ('recognised', 'locked') OR recognised_total IS NOT NULL", name="recognised_whole"
        ),
        Index("ix_scoresheet_cell_year", "cell_id", "year", "kind", "month"),
        Index(
            "ix_scoresheet_year", "year", "cell_id", "kind", "month", "state",
            "total", "recognised_total", "self_class", "recognised_class",
        ),
        Index("ix_scoresheet_superior", "superior_id", "state", "year", "month", "kind"),
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
    locks_at: Mapped[datetime | None]
    created_at: Mapped[datetime]
    changed_at: Mapped[datetime | None]
    changed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    superior: Mapped[Organisation | None] = relationship(foreign_keys=[superior_id])
    guidance: Mapped[GuidanceVersion] = relationship()
    submitted_by: Mapped[Person | None] = relationship(foreign_keys=[submitted_by_id])
    reviewer: Mapped[Person | None] = relationship(foreign_keys=[reviewer_id])
    changed_by: Mapped[Person | None] = relationship(foreign_keys=[changed_by_id])
    marks: Mapped[list["Mark"]] = relationship(back_populates="scoresheet", cascade="all, delete-orphan")

    @property
    def organisation(self) -> Organisation:
        return self.cell

    def state_at(self, at: datetime) -> SheetState:
        """The state as it reads at that moment; locking may not have been written yet."""
        return standing(self.state, self.locks_at, at)


class Mark(Model):
    """One criterion's mark: ``given`` by the cell, ``recognised`` by the superior committee where it differs.

    ``applies`` is false where the meeting's circumstances leave the criterion without object; ``parts`` holds
    the sub-marks given so far, by code, in text.
    """

    __table_args__ = (
        CheckConstraint("given IS NULL OR given >= 0", name="given_not_negative"),
        CheckConstraint("recognised IS NULL OR recognised >= 0", name="recognised_not_negative"),
    )

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(20), primary_key=True)
    applies: Mapped[bool] = mapped_column(default=True)
    given: Mapped[Decimal | None]
    parts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    note: Mapped[str] = mapped_column(Text, default="")
    recognised: Mapped[Decimal | None]

    scoresheet: Mapped[Scoresheet] = relationship(back_populates="marks")


class SheetAct(Model):
    """One step of the sheet's way: by whom, when, why; with the total, class and votes of that moment.

    Rows are added, never rewritten. ``act`` is a row of the ``SHEET`` machine; marking leaves none.
    """

    __table_args__ = (Index("ix_sheet_act_scoresheet", "scoresheet_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    act: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    deadline: Mapped[date | None]
    total: Mapped[Decimal | None]
    quality: Mapped[QualityClass | None] = mapped_column(choice(QualityClass, "quality_known"))
    votes_for: Mapped[int | None]
    votes_against: Mapped[int | None]
    votes_other: Mapped[int | None]

    scoresheet: Mapped[Scoresheet] = relationship()
    by: Mapped[Person | None] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


class CriterionRemark(Model):
    """The committee's word on one criterion: an adjustment (``old`` to ``new``), its withdrawal, or why it is returned.

    ``act`` is ``adjust``, ``undo`` or ``return``.
    """

    __table_args__ = (
        CheckConstraint("act = 'undo' OR reason != ''", name="has_reason"),
        Index("ix_criterion_remark_scoresheet", "scoresheet_id", "criterion", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    act: Mapped[str] = mapped_column(String(40))
    old: Mapped[Decimal | None]
    new: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(Text, default="")
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    scoresheet: Mapped[Scoresheet] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


class Explanation(Model):
    """The cell's one answer after recognition."""

    __table_args__ = (CheckConstraint("text != ''", name="says_something"),)

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    text: Mapped[str] = mapped_column(Text)
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    scoresheet: Mapped[Scoresheet] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


for _model in (SheetAct, CriterionRemark, Explanation):
    refuse_changes(_model.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
