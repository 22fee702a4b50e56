"""What was said and decided, item by item, and the cell's word that it is so."""

from datetime import datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agendas.models import AgendaItem
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class Minutes(Versioned, Model):
    """The minutes of one meeting. Confirmed at the meeting itself or at the next one; then they stand.

    Every saving sets ``saved_at``, so that ``version`` counts for the proceedings too. ``confirmed_at_id`` is the
    meeting that confirmed them, ``filed_at`` when the finished documents were filed.
    """

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), unique=True)
    opening: Mapped[str] = mapped_column(Text, default="")
    closing: Mapped[str] = mapped_column(Text, default="")
    praise: Mapped[str] = mapped_column(Text, default="")
    criticism: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime]
    saved_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    confirmed_at: Mapped[datetime | None]
    confirmed_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    confirmed_at_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"))
    filed_at: Mapped[datetime | None]

    meeting: Mapped[Meeting] = relationship(foreign_keys=[meeting_id])
    confirmed_at_meeting: Mapped[Meeting | None] = relationship(foreign_keys=[confirmed_at_id])
    confirmed_by: Mapped[Person | None] = relationship(foreign_keys=[confirmed_by_id])
    saved_by: Mapped[Person] = relationship(foreign_keys=[saved_by_id])
    proceedings: Mapped[list["Proceeding"]] = relationship(back_populates="minutes", cascade="all, delete-orphan")

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell

    @property
    def superior_id(self) -> int | None:
        return self.meeting.superior_id

    @property
    def is_confirmed(self) -> bool:
        return self.confirmed_at is not None


class Proceeding(Model):
    """One agenda item as it went: the course of discussion, the chair's conclusion, done or not.

    Without an item it tells what came up beside the agenda, or everything where no agenda was made.
    """

    __table_args__ = (
        UniqueConstraint("minutes_id", "item_id"),
        Index(
            "uq_proceeding_general", "minutes_id", unique=True,
            sqlite_where=text("item_id IS NULL"), postgresql_where=text("item_id IS NULL"),
        ),
    )  # fmt: skip

    id: Mapped[int] = mapped_column(primary_key=True)
    minutes_id: Mapped[int] = mapped_column(ForeignKey("minutes.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    discussion: Mapped[str] = mapped_column(Text, default="")
    conclusion: Mapped[str] = mapped_column(Text, default="")
    is_done: Mapped[bool | None]

    minutes: Mapped[Minutes] = relationship(back_populates="proceedings")
    item: Mapped[AgendaItem | None] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.minutes.meeting.cell


class DecisionKind(StrEnum):
    CONCLUSION = "conclusion"
    RESOLUTION = "resolution"


class Decision(Versioned, Model):
    """A conclusion or resolution put to the vote. Only official members vote; numbers run per kind
    through the ``term`` (named by the year it began in).

    ``electorate`` is how many official members were obliged to attend: more than half of it carries.
    """

    __table_args__ = (
        UniqueConstraint("cell_id", "kind", "term", "number"),
        CheckConstraint("votes_for >= 0 AND votes_against >= 0 AND votes_other >= 0", name="votes_counted"),
        CheckConstraint("votes_for + votes_against + votes_other <= voters", name="no_more_votes_than_voters"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[DecisionKind] = mapped_column(choice(DecisionKind, "kind_known"))
    term: Mapped[int]
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    text: Mapped[str] = mapped_column(Text)
    electorate: Mapped[int]
    voters: Mapped[int]
    votes_for: Mapped[int]
    votes_against: Mapped[int]
    votes_other: Mapped[int]
    is_passed: Mapped[bool]
    at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell

    @property
    def superior_id(self) -> int | None:
        return self.meeting.superior_id
