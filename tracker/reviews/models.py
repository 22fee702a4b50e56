"""What the committee did with a sheet, and what the cell answered. Rows are added, never rewritten."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.immutable import refuse_changes
from tracker.extensions import Model
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.scoresheets.models import Scoresheet


class ReviewAct(Model):
    """One act: ``open``, ``return``, ``recognise``, ``take_up_again``; with its reason and deadline."""

    __table_args__ = (Index("ix_review_act_scoresheet", "scoresheet_id", "at"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    act: Mapped[str] = mapped_column(String(40))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]
    reason: Mapped[str] = mapped_column(Text, default="")
    deadline: Mapped[date | None]

    scoresheet: Mapped[Scoresheet] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


class CriterionRemark(Model):
    """The committee's word on one criterion: an adjustment (``old`` to ``new``) or why it is returned."""

    __table_args__ = (
        CheckConstraint("reason != ''", name="has_reason"),
        Index("ix_criterion_remark_scoresheet", "scoresheet_id", "criterion", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    act_id: Mapped[int | None] = mapped_column(ForeignKey("review_act.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    old: Mapped[Decimal | None]
    new: Mapped[Decimal | None]
    reason: Mapped[str] = mapped_column(Text)
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


for _model in (ReviewAct, CriterionRemark, Explanation):
    refuse_changes(_model.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
