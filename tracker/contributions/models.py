"""Papers and remarks, written before the meeting or spoken in it."""

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agendas.models import AgendaItem
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.contributions.rules import ContributionKind, Fate, OutcomeKind, Phase
from tracker.extensions import Model
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class Contribution(Versioned, Model):
    """``entered_by`` differs from ``person`` when somebody typed it for them (nhập hộ)."""

    __table_args__ = (
        CheckConstraint("text != ''", name="says_something"),
        CheckConstraint("fate != 'merged' OR merged_into_id IS NOT NULL", name="merged_into_one"),
        CheckConstraint("fate != 'answered' OR response != ''", name="answered_in_words"),
        Index("ix_contribution_meeting", "meeting_id", "phase"),
        Index("ix_contribution_person", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    meeting_id: Mapped[int] = mapped_column(ForeignKey("meeting.id"))
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"))
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    entered_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    kind: Mapped[ContributionKind] = mapped_column(choice(ContributionKind, "kind_known"))
    phase: Mapped[Phase] = mapped_column(choice(Phase, "phase_known"))
    text: Mapped[str] = mapped_column(Text)
    fate: Mapped[Fate] = mapped_column(choice(Fate, "fate_known"), default=Fate.WAITING)
    merged_into_id: Mapped[int | None] = mapped_column(
        ForeignKey("contribution.id", deferrable=True, initially="IMMEDIATE")
    )
    response: Mapped[str] = mapped_column(Text, default="")
    responded_by_id: Mapped[int | None] = mapped_column(ForeignKey("person.id"))
    responded_at: Mapped[datetime | None]
    at: Mapped[datetime]

    meeting: Mapped[Meeting] = relationship()
    item: Mapped[AgendaItem | None] = relationship()
    person: Mapped[Person] = relationship(foreign_keys=[person_id])
    entered_by: Mapped[Person] = relationship(foreign_keys=[entered_by_id])
    responded_by: Mapped[Person | None] = relationship(foreign_keys=[responded_by_id])
    merged_into: Mapped["Contribution | None"] = relationship(remote_side=[id])

    @property
    def organisation(self) -> Organisation:
        return self.meeting.cell

    @property
    def superior_id(self) -> int | None:
        return self.meeting.superior_id

    @property
    def is_on_behalf(self) -> bool:
        """Somebody else typed what the person wrote."""
        return self.phase is Phase.BEFORE and self.entered_by_id != self.person_id


class Outcome(Model):
    """What came of a contribution: a task given, a conclusion that took it up.

    Written by the later stage that made it, so that this one need not look ahead. ``subject_id`` is its row
    there, ``path`` the page that shows it.
    """

    __table_args__ = (
        UniqueConstraint("contribution_id", "kind", "subject_id"),
        Index("ix_outcome_subject", "subject_id", "kind"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    contribution_id: Mapped[int] = mapped_column(ForeignKey("contribution.id"))
    kind: Mapped[OutcomeKind] = mapped_column(choice(OutcomeKind, "kind_known"))
    subject_id: Mapped[int]
    words: Mapped[str] = mapped_column(String(300))
    path: Mapped[str] = mapped_column(String(200))

    contribution: Mapped[Contribution] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.contribution.meeting.cell
