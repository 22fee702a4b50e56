"""What a committee keeps of its own: settings, phrases, readings of sheets, samples, reminders, signals."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.immutable import refuse_changes
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.reviews.rules import SignalKind, SignalState, Wanted
from tracker.scoresheets.models import Scoresheet


class ReviewSettings(Versioned, Model):
    """How a committee reviews. A committee without a row goes by the columns' defaults [R].

    ``sample_percent``: share of its cells drawn each month to be read whatever their figures, per cent.
    ``submit_days``, ``review_days``: in how many days after the meeting a sheet is handed in, and after that is
    answered, to count as on time. ``return_days``: what the form of a return proposes. ``least_months``: sheets of a
    cell below which no signal is raised. ``same_months``: equal totals in a row that make a signal.
    ``high_points``: from which total a sheet is a high one, points. ``late_percent``: share of the months whose agenda
    was late and whose total is high all the same. ``alike_percent``: how alike two months' minutes are to be asked
    about. ``spoke_percent``: share of the meetings at which everybody present spoke. ``apart``: how many median
    absolute deviations over the neighbours. ``forwards``: sheets and years go on to the committee above for decision.
    """

    __table_args__ = (
        CheckConstraint("sample_percent BETWEEN 0 AND 100", name="sample_is_a_share"),
        CheckConstraint("late_percent BETWEEN 1 AND 100", name="late_is_a_share"),
        CheckConstraint("alike_percent BETWEEN 1 AND 100", name="alike_is_a_share"),
        CheckConstraint("spoke_percent BETWEEN 1 AND 100", name="spoke_is_a_share"),
        CheckConstraint("least_months BETWEEN 3 AND 24 AND same_months BETWEEN 3 AND 24", name="months_counted"),
        CheckConstraint(
            "submit_days BETWEEN 1 AND 60 AND review_days BETWEEN 1 AND 60 AND return_days BETWEEN 1 AND 60",
            name="days_counted",
        ),
        CheckConstraint("apart > 0", name="apart_is_apart"),
    )

    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    sample_percent: Mapped[int] = mapped_column(default=10)
    submit_days: Mapped[int] = mapped_column(default=5)
    review_days: Mapped[int] = mapped_column(default=7)
    return_days: Mapped[int] = mapped_column(default=5)
    least_months: Mapped[int] = mapped_column(default=4)
    same_months: Mapped[int] = mapped_column(default=4)
    high_points: Mapped[Decimal] = mapped_column(default=Decimal(95))
    late_percent: Mapped[int] = mapped_column(default=50)
    alike_percent: Mapped[int] = mapped_column(default=85)
    spoke_percent: Mapped[int] = mapped_column(default=90)
    apart: Mapped[Decimal] = mapped_column(default=Decimal(3))
    forwards: Mapped[bool] = mapped_column(default=False)

    committee: Mapped[Organisation] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.committee


class Phrase(Model):
    """A reason that the committee's reviewers use again and again; taken out of use, never deleted."""

    __table_args__ = (
        CheckConstraint("text != ''", name="says_something"),
        Index("ix_phrase_committee_id", "committee_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    text: Mapped[str] = mapped_column(String(300))
    added_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    added_at: Mapped[datetime]
    removed_at: Mapped[datetime | None]

    committee: Mapped[Organisation] = relationship()
    added_by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.committee


class Reading(Model):
    """What a sheet's own records said on the day it was handed in: from this the queue is ordered and signals rise.

    One for each handing-in, never rewritten, so that the order of a past day can be made again. ``gap``: points given
    above the suggestions, ``above`` in how many marks, ``unbacked`` in how many of those with a sentence and no
    evidence. ``suggested`` out of ``covered``: the points that the records suggest, of those they can tell;
    ``judged`` out of ``judged_full``: what the cell gave where they cannot. ``altered``: how many of its last
    ``looked_back`` sheets the committee adjusted or returned. ``days_taken``: days from the meeting to the handing-in.
    ``secretary_days``: days that whoever was secretary at the meeting had been so, ``None`` where there was none.
    ``streak``: sheets in a row, this one last, with this very total. ``notice_late``: the agenda went out later than
    the guidance's notice; ``None`` where the book cannot tell. ``present``, ``spoke``: members at the meeting, and of
    those who spoke. ``fingerprint``: the minutes' shingles, condensed; empty where there are too few words.
    ``backfilled``: the roll was entered days after. ``risk``: how much disagreement is expected, and ``reasons`` why.
    """

    __table_args__ = (
        UniqueConstraint("scoresheet_id", "submitted_at"),
        Index("ix_reading_cell_id", "cell_id", "year", "month"),
        CheckConstraint("gap >= 0 AND above >= 0 AND unbacked >= 0", name="gap_not_negative"),
        CheckConstraint("risk >= 0", name="risk_not_negative"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    submitted_at: Mapped[datetime]
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    month: Mapped[int]
    total: Mapped[Decimal]
    gap: Mapped[Decimal]
    above: Mapped[int]
    unbacked: Mapped[int]
    suggested: Mapped[Decimal]
    covered: Mapped[Decimal]
    judged: Mapped[Decimal]
    judged_full: Mapped[Decimal]
    altered: Mapped[int]
    looked_back: Mapped[int]
    days_taken: Mapped[int]
    secretary_days: Mapped[int | None]
    streak: Mapped[int]
    notice_late: Mapped[bool | None]
    present: Mapped[int]
    spoke: Mapped[int]
    backfilled: Mapped[bool]
    fingerprint: Mapped[list[Any]]
    risk: Mapped[Decimal]
    reasons: Mapped[list[Any]]

    scoresheet: Mapped[Scoresheet] = relationship()


class Sample(Model):
    """The cells drawn to be read in a month whatever their figures: made once, when its first sheet comes in.

    ``among``: the cells of that day, by id; ``drawn``: those that ``seed`` draws of them at ``percent``.
    """

    __table_args__ = (CheckConstraint("percent BETWEEN 0 AND 100", name="is_a_share"),)

    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), primary_key=True, autoincrement=False)
    year: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    month: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[str] = mapped_column(String(64))
    percent: Mapped[int]
    among: Mapped[list[Any]]
    drawn: Mapped[list[Any]]
    at: Mapped[datetime]


class Reminder(Model):
    """A cell was reminded by the committee of something of a month that is wanted; of a year where ``month`` is 0."""

    __table_args__ = (Index("ix_reminder_committee_id", "committee_id", "year", "month"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    year: Mapped[int]
    month: Mapped[int]
    wanted: Mapped[Wanted] = mapped_column(choice(Wanted, "wanted_known"))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.cell


class Signal(Versioned, Model):
    """A question to a cell about a pattern of its months, with the cell's answer and how the committee left it.

    ``figures`` fill the sentence. The pattern holds from the month of ``from_year`` to that of ``to_year``.
    """

    __table_args__ = (
        CheckConstraint("state != 'answered' OR answer != ''", name="answered_in_words"),
        CheckConstraint("state != 'settled' OR settled_at IS NOT NULL", name="settled_by_somebody"),
        Index("ix_signal_cell_id", "cell_id", "state"),
        Index("ix_signal_committee_id", "committee_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    committee_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[SignalKind] = mapped_column(choice(SignalKind, "kind_known"))
    state: Mapped[SignalState] = mapped_column(choice(SignalState, "state_known"), default=SignalState.RAISED)
    from_year: Mapped[int]
    from_month: Mapped[int]
    to_year: Mapped[int]
    to_month: Mapped[int]
    figures: Mapped[dict[str, Any]]
    raised_at: Mapped[datetime]
    changed_at: Mapped[datetime]
    answer: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None]
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_at: Mapped[datetime | None]
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    settled_note: Mapped[str] = mapped_column(Text, default="")

    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    committee: Mapped[Organisation] = relationship(foreign_keys=[committee_id])
    answered_by: Mapped[Person | None] = relationship(foreign_keys=[answered_by_id])
    settled_by: Mapped[Person | None] = relationship(foreign_keys=[settled_by_id])

    @property
    def organisation(self) -> Organisation:
        return self.cell

    @property
    def superior_id(self) -> int:
        return self.committee_id


class Attestation(Versioned, Model):
    """The total that the committee's delegate, who was at the meeting, would confirm, and what they say to it."""

    __table_args__ = (CheckConstraint("total >= 0 AND total <= 10000", name="out_of_hundred"),)

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True, autoincrement=False)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True, autoincrement=False)
    total: Mapped[Decimal]
    note: Mapped[str] = mapped_column(Text, default="")
    at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell


for _model in (Reading, Sample, Reminder):
    refuse_changes(_model.__table__)  # type: ignore[arg-type]  # a mapped class's table is a Table
