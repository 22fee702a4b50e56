"""Who was named for what, at which meeting, and what came of it at the next."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.agendas.models import AgendaItem
from tracker.base.models import Versioned
from tracker.base.types import choice
from tracker.contributions.models import Contribution
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import Model
from tracker.meetings.models import Meeting
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class Duty(Versioned, Model):
    """A story to tell, a theme to write, or a task to do.

    ``assigned_at_id`` is the meeting that named the assignee, ``item_id`` the agenda item on which the
    story or paper stands, ``result_at_id`` the meeting that heard the result, ``contribution_id`` the
    member's input a task came of. ``done_on`` is the day a task was finished, to tell late from on time.
    An open duty with a ``result`` was reported by its assignee and waits for the meeting to hear it.
    ``folded`` is title and lesson as a search compares them. ``carries_on_id`` is the task, not done, that
    this one continues with a new deadline.
    """

    __table_args__ = (
        CheckConstraint("kind != 'task' OR due_on IS NOT NULL", name="task_has_deadline"),
        CheckConstraint("state = 'open' OR result != '' OR kind = 'story'", name="result_in_words"),
        CheckConstraint("state != 'done' OR kind != 'task' OR done_on IS NOT NULL", name="done_on_a_day"),
        Index("ix_duty_cell_state", "cell_id", "kind", "state"),
        Index("ix_duty_assignee", "assignee_id", "state"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    kind: Mapped[DutyKind] = mapped_column(choice(DutyKind, "kind_known"))
    title: Mapped[str] = mapped_column(String(300))
    detail: Mapped[str] = mapped_column(Text, default="")
    assignee_id: Mapped[int] = mapped_column(ForeignKey("person.id"))
    assigned_at_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    due_on: Mapped[date | None]
    item_id: Mapped[int | None] = mapped_column(ForeignKey("agenda_item.id"), index=True)
    contribution_id: Mapped[int | None] = mapped_column(ForeignKey("contribution.id"), index=True)
    state: Mapped[DutyState] = mapped_column(choice(DutyState, "state_known"), default=DutyState.OPEN)
    result: Mapped[str] = mapped_column(Text, default="")
    result_at_id: Mapped[int | None] = mapped_column(ForeignKey("meeting.id"), index=True)
    done_on: Mapped[date | None]
    lesson: Mapped[str] = mapped_column(Text, default="")
    folded: Mapped[str] = mapped_column(Text, default="")
    carries_on_id: Mapped[int | None] = mapped_column(ForeignKey("duty.id"))
    created_at: Mapped[datetime]

    cell: Mapped[Organisation] = relationship()
    assignee: Mapped[Person] = relationship()
    assigned_at: Mapped[Meeting | None] = relationship(foreign_keys=[assigned_at_id])
    result_at: Mapped[Meeting | None] = relationship(foreign_keys=[result_at_id])
    item: Mapped[AgendaItem | None] = relationship()
    contribution: Mapped[Contribution | None] = relationship()
    carries_on: Mapped["Duty | None"] = relationship(remote_side=[id])

    @property
    def organisation(self) -> Organisation:
        return self.cell

    @property
    def is_reported(self) -> bool:
        """The assignee said how it went; the meeting has not heard it yet."""
        return self.state is DutyState.OPEN and bool(self.result)

    def is_overdue(self, today: date) -> bool:
        return self.state is DutyState.OPEN and self.due_on is not None and self.due_on < today
