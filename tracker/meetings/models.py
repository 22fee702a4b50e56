"""Meetings, who answered the invitation, and who was there."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base import clock
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState, Presence
from tracker.organisations.models import Organisation
from tracker.people.models import Person, Rank


class Meeting(Versioned, Model):
    """One sitting of a cell (or of its committee).

    ``year`` and ``month`` say which month's meeting it is, whatever day it was held. ``superior_id`` is the
    committee directly above on the day of the meeting. ``first_planned_at`` never changes after planning.
    ``prepared_by_id`` is the committee meeting that prepared this one. ``guidance_id`` is the version in
    force on the meeting's day, set when it is circulated or held and kept from then on. ``roll_taken_at`` is
    when the roll was last saved; ``None`` means that nobody was marked yet.
    """

    __table_args__ = (
        CheckConstraint("month BETWEEN 1 AND 12", name="month_exists"),
        CheckConstraint("held_until IS NULL OR held_until > held_from", name="ends_after_it_begins"),
        CheckConstraint("state != 'not_held' OR not_held_reason != ''", name="not_held_has_reason"),
        CheckConstraint("state NOT IN ('held', 'minuted') OR held_from IS NOT NULL", name="held_has_start"),
        CheckConstraint("kind NOT IN ('thematic', 'combined') OR theme != ''", name="theme_named"),
        Index(
            "uq_meeting_regular_month", "cell_id", "year", "month", unique=True,
            sqlite_where=text("kind IN ('regular', 'combined') AND state != 'not_held'"),
            postgresql_where=text("kind IN ('regular', 'combined') AND state != 'not_held'"),
        ),
        Index("ix_meeting_cell_year", "cell_id", "year", "month"),
        Index("ix_meeting_year", "year", "kind", "cell_id", "month", "state", "excused_at"),
        Index("ix_meeting_superior_month", "superior_id", "year", "month"),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    superior_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[MeetingKind] = mapped_column(choice(MeetingKind, "kind_known"))
    year: Mapped[int]
    month: Mapped[int]
    theme: Mapped[str] = mapped_column(String(300), default="")
    state: Mapped[MeetingState] = mapped_column(choice(MeetingState, "state_known"))
    planned_at: Mapped[datetime]
    first_planned_at: Mapped[datetime]
    place: Mapped[str] = mapped_column(String(200), default="")
    held_from: Mapped[datetime | None]
    held_until: Mapped[datetime | None]
    chair_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    minute_taker_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    guests: Mapped[str] = mapped_column(Text, default="")
    prepared_by_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id", deferrable=True, initially="IMMEDIATE"))
    guidance_id: Mapped[int | None] = mapped_column(ForeignKey("guidance_version.id"))
    roll_taken_at: Mapped[datetime | None]
    not_held_reason: Mapped[str] = mapped_column(Text, default="")
    excused_at: Mapped[datetime | None]
    excused_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    excused_reason: Mapped[str] = mapped_column(Text, default="")
    is_backfilled: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime]

    cell: Mapped[Organisation] = relationship(foreign_keys=[cell_id])
    superior: Mapped[Organisation | None] = relationship(foreign_keys=[superior_id])
    chair: Mapped[Person | None] = relationship(foreign_keys=[chair_id])
    minute_taker: Mapped[Person | None] = relationship(foreign_keys=[minute_taker_id])
    prepared_by: Mapped["Meeting | None"] = relationship(remote_side=[id])
    guidance: Mapped[GuidanceVersion | None] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.cell

    @property
    def day(self) -> date:
        """The day it was held, in Việt Nam; before that, the day it is planned for."""
        return clock.day_of(self.held_from or self.planned_at)

    @property
    def quarter(self) -> int:
        return (self.month + 2) // 3

    @property
    def is_past_planning(self) -> bool:
        return self.state in (MeetingState.HELD, MeetingState.MINUTED)


class Answer(StrEnum):
    COMING = "coming"
    ABSENT = "absent"


class Reply(Model):
    """What a member said ahead of the meeting: coming, or asks to be excused and why."""

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    answer: Mapped[Answer] = mapped_column(choice(Answer, "answer_known"))
    reason: Mapped[str] = mapped_column(String(300), default="")
    at: Mapped[datetime]
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell


class RollEntry(Model):
    """One member at one meeting, with the standing of that day. ``is_obliged``: counts in the denominator."""

    __table_args__ = (
        CheckConstraint("presence != 'excused' OR reason != ''", name="excused_has_reason"),
        Index("ix_roll_entry_person", "person_id"),
    )

    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    rank: Mapped[Rank] = mapped_column(choice(Rank, "rank_known"))
    is_obliged: Mapped[bool]
    presence: Mapped[Presence] = mapped_column(choice(Presence, "presence_known"))
    reason: Mapped[str] = mapped_column(String(300), default="")

    meeting: Mapped[Meeting] = relationship()
    person: Mapped[Person] = relationship()
