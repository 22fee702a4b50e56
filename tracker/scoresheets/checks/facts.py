"""What is recorded of a meeting, as the checks ask for it. Plain data; the order of every tuple is without meaning."""

from dataclasses import dataclass
from datetime import date, datetime

from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.duties.rules import DutyKind, DutyState
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import Presence


@dataclass(frozen=True)
class RollFact:
    """One person on the roll; ``is_exempt`` and ``on_special_duty`` decide with the guidance who is counted."""

    person_id: int
    name: str
    is_exempt: bool
    on_special_duty: bool
    presence: Presence

    @property
    def is_there(self) -> bool:
        return self.presence in (Presence.PRESENT, Presence.LATE)


@dataclass(frozen=True)
class PastFact:
    """A meeting of the same kind held earlier in the year, and who of those obliged was absent, with reason or not."""

    meeting_id: int
    held_at: datetime
    absent: frozenset[int]


@dataclass(frozen=True)
class SentFact:
    """A version of the agenda as sent: to whom, and whom it reached (in the app, or on paper before it began)."""

    id: int
    number: int
    at: datetime
    to: frozenset[int]
    reached: frozenset[int]


@dataclass(frozen=True)
class DocumentFact:
    id: int
    kind: DocumentKind
    name: str
    at: datetime


@dataclass(frozen=True)
class ItemFact:
    """An agenda item and how it went; ``is_done`` ``None``: nobody said. ``is_written``: the minutes tell of it."""

    id: int
    kind: ItemKind
    title: str
    has_questions: bool
    is_done: bool | None
    is_written: bool
    has_conclusion: bool


@dataclass(frozen=True)
class CommitteeFact:
    """The cell committee's meeting that prepared this one."""

    meeting_id: int
    held_at: datetime | None
    is_minuted: bool


@dataclass(frozen=True)
class SpokenFact:
    id: int
    person_id: int
    item_id: int | None


@dataclass(frozen=True)
class DutyFact:
    """A story, paper or task. ``named_before``: named before the day of the meeting."""

    id: int
    kind: DutyKind
    title: str
    assignee_id: int
    assignee: str
    state: DutyState
    named_before: bool
    lesson: str = ""
    due_on: date | None = None
    done_on: date | None = None


@dataclass(frozen=True)
class MinutesFact:
    id: int
    is_confirmed: bool
    filed_on: date | None
    has_praise: bool
    has_criticism: bool


@dataclass(frozen=True)
class DecisionFact:
    id: int
    title: str
    is_passed: bool
    votes_for: int
    electorate: int


@dataclass(frozen=True)
class MeetingFacts:
    """One meeting. Days are of Việt Nam. ``least_minutes`` is the figure set for this cell, where one is.

    ``followers`` counts who follows the cell for the committee above, ``followers_told`` those of them who were sent
    the agenda. ``is_backfilled``: entered afterwards, so that what was sent when cannot be read from the book.
    """

    meeting_id: int
    kind: MeetingKind
    is_backfilled: bool
    planned_at: datetime
    first_planned_on: date
    held_on: date
    held_at: datetime
    minutes_held: int | None
    least_minutes: int | None
    was_planned_ahead: bool
    has_superior: bool
    followers: int
    followers_told: int
    roll: tuple[RollFact, ...] = ()
    past: tuple[PastFact, ...] = ()
    sent: tuple[SentFact, ...] = ()
    documents: tuple[DocumentFact, ...] = ()
    items: tuple[ItemFact, ...] = ()
    committee: CommitteeFact | None = None
    spoken: tuple[SpokenFact, ...] = ()
    heard: tuple[DutyFact, ...] = ()
    due: tuple[DutyFact, ...] = ()
    given: tuple[DutyFact, ...] = ()
    minutes: MinutesFact | None = None
    decisions: tuple[DecisionFact, ...] = ()

    @property
    def minutes_stand(self) -> bool:
        """Confirmed: what is not recorded by then was not so."""
        return self.minutes is not None and self.minutes.is_confirmed
