"""What stands behind a mark: the suggestion drawn from the records, the evidence named, the members' poll."""

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import JSON, CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agendas.models import Document
from tracker.base.types import choice
from tracker.extensions import Model
from tracker.organisations.models import Organisation
from tracker.people.models import Person
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.models import Scoresheet


class Suggestion(Model):
    """What a check found for one criterion, or for one ``part`` of it (``''``: the criterion itself).

    Written anew with every saving of the sheet, kept as it was from the submission on. ``points`` is ``None``
    where the records cannot tell, or where the check only informs. ``records`` name what was used; ``need`` is the
    record that is missing, with the key of the finding that misses it.
    """

    __table_args__ = (
        CheckConstraint("outcome != 'cannot_tell' OR points IS NULL", name="cannot_tell_is_no_nought"),
        CheckConstraint("points IS NULL OR points >= 0", name="points_not_negative"),
    )

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    criterion: Mapped[str] = mapped_column(String(20), primary_key=True)
    part: Mapped[str] = mapped_column(String(20), primary_key=True)
    check: Mapped[str] = mapped_column(String(40))
    check_version: Mapped[int]
    outcome: Mapped[Outcome] = mapped_column(choice(Outcome, "outcome_known"))
    points: Mapped[Decimal | None]
    sentence: Mapped[str] = mapped_column(Text)
    sentence_en: Mapped[str] = mapped_column(Text)
    records: Mapped[list[Any]]
    need: Mapped[dict[str, Any] | None] = mapped_column(JSON(none_as_null=True))

    scoresheet: Mapped[Scoresheet] = relationship()


class Drawing(Model):
    """When the suggestions of a sheet were drawn: ``link`` is the number of the last link of the cell's trail then.

    ``link_above`` is that of the committee under which the meeting stands, 0 without one: who follows the cell for it
    is told in its own trail. Every act on a cell's records adds a link, so suggestions drawn at the present ends of
    both trails are still fresh; see ``drawing``.
    """

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    link: Mapped[int]
    link_above: Mapped[int] = mapped_column(default=0)


class Evidence(Model):
    """What shows that a mark above its suggestion is due: a file of the meeting, or one of its records.

    ``record`` is the kind of record (``minutes``, ``decision``, ``duty`` …) and ``record_id`` its row; both are
    empty for a file. ``label`` is how it is cited.
    """

    __table_args__ = (
        CheckConstraint("(document_id IS NULL) = (record != '' AND record_id IS NOT NULL)", name="file_or_record"),
        Index("ix_evidence_scoresheet", "scoresheet_id", "criterion"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"))
    criterion: Mapped[str] = mapped_column(String(20))
    document_id: Mapped[int | None] = mapped_column(ForeignKey("document.id"))
    record: Mapped[str] = mapped_column(String(40), default="")
    record_id: Mapped[int | None]
    label: Mapped[str] = mapped_column(String(300))
    by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    at: Mapped[datetime]

    scoresheet: Mapped[Scoresheet] = relationship()
    document: Mapped[Document | None] = relationship()
    by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


class MemberPoll(Model):
    """The members' own marks of one meeting were asked for. It informs the proposal and replaces nothing."""

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("scoresheet.id"), primary_key=True)
    opened_at: Mapped[datetime]
    opened_by_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    closed_at: Mapped[datetime | None]

    scoresheet: Mapped[Scoresheet] = relationship()
    opened_by: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.scoresheet.cell


class PollAnswer(Model):
    """One member's marks by group, and by criterion where they gave detail, in text. Whose they are is never shown."""

    scoresheet_id: Mapped[int] = mapped_column(ForeignKey("member_poll.scoresheet_id"), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), primary_key=True)
    groups: Mapped[dict[str, Any]]
    criteria: Mapped[dict[str, Any]]
    at: Mapped[datetime]

    poll: Mapped[MemberPoll] = relationship()
    person: Mapped[Person] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.poll.organisation
