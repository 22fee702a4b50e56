"""A round of calibration: which sheets, who marks them, and their marks."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.extensions import Model
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.scoresheets.models import Scoresheet


class CalibrationRound(Versioned, Model):
    """Opened by a committee over sheets of cells below it; its figures are shown once it is closed.

    ``seed`` drew the sheets.
    """

    __table_args__ = (
        CheckConstraint("name != ''", name="is_named"),
        Index("ix_calibration_round_committee_id", "committee_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    name: Mapped[str] = mapped_column(String(200))
    seed: Mapped[str] = mapped_column(String(64))
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]
    closed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))

    committee: Mapped[Organisation] = relationship()
    opened_by: Mapped[Person] = relationship(foreign_keys=[opened_by_id])
    closed_by: Mapped[Person | None] = relationship(foreign_keys=[closed_by_id])
    sheets: Mapped[list["CalibrationSheet"]] = relationship(order_by="CalibrationSheet.place")
    reviewers: Mapped[list["CalibrationReviewer"]] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.committee

    @property
    def asked(self) -> set[int]:
        """The persons who mark."""
        return {one.person_id for one in self.reviewers}


class CalibrationSheet(Model):
    """One of the round's sheets, by its ``place`` in it from 1 on: reviewers see no cell's name."""

    round_id: Mapped[int] = mapped_column(ForeignKey("calibration_round.id"), primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    place: Mapped[int]

    scoresheet: Mapped[Scoresheet] = relationship()


class CalibrationReviewer(Model):
    """One who marks; ``done_at`` when every sheet is marked and they said so."""

    round_id: Mapped[int] = mapped_column(ForeignKey("calibration_round.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    done_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class CalibrationMark(Model):
    """What one reviewer would give one criterion of one sheet."""

    __table_args__ = (CheckConstraint("points >= 0", name="points_not_negative"),)

    round_id: Mapped[int] = mapped_column(ForeignKey("calibration_round.id"), primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(20), primary_key=True)
    points: Mapped[Decimal]
