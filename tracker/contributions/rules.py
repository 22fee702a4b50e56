"""What a contribution is, what can become of it, and how many were answered. Plain Python."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.base.transitions import Machine, row
from tracker.meetings.rules import BEFORE, MeetingState


class ContributionKind(StrEnum):
    PAPER = "paper"
    REMARK = "remark"


class Phase(StrEnum):
    BEFORE = "before"
    SPOKEN = "spoken"


class Fate(StrEnum):
    WAITING = "waiting"
    RAISED = "raised"
    MERGED = "merged"
    ANSWERED = "answered"
    WITHDRAWN = "withdrawn"


class OutcomeKind(StrEnum):
    """What a contribution led to in a later stage."""

    TASK = "task"
    CONCLUSION = "conclusion"


OPEN = [Fate.WAITING, Fate.RAISED]
CONTRIBUTION = Machine(
    [
        row("raise", [Fate.WAITING], Fate.RAISED),
        row("merge", OPEN, Fate.MERGED),
        row("answer", [*OPEN, Fate.ANSWERED], Fate.ANSWERED),
        row("withdraw", [Fate.WAITING], Fate.WITHDRAWN),
        row("wait", [Fate.RAISED, Fate.MERGED], Fate.WAITING, needs_reason=True),
        row("strike", [Fate.RAISED], Fate.WITHDRAWN, needs_reason=True),
    ]
)


@dataclass(frozen=True)
class Input:
    """What counting needs of a contribution: whether it was answered, by itself or in the one it was merged into."""

    id: int
    fate: Fate
    merged_into: int | None = None


def may_write(state: MeetingState, backfilled_by_keeper: bool = False) -> bool:
    """Written input is taken until the meeting is held; for one entered afterwards, until its minutes stand."""
    return state in BEFORE or (backfilled_by_keeper and state is MeetingState.HELD)


def may_speak(state: MeetingState, planned: date, today: date) -> bool:
    """Speakers are recorded from the day of the meeting until its minutes are confirmed."""
    return state is MeetingState.HELD or (state in BEFORE and today >= planned)


def answered(inputs: Iterable[Input]) -> tuple[int, int] | None:
    """How many were answered, of how many; ``None`` when there are none. The withdrawn do not count.

    One merged into another is answered when that other is.
    """
    counted = {one.id: one for one in inputs if one.fate is not Fate.WITHDRAWN}
    if not counted:
        return None
    return sum(_root(one, counted).fate is Fate.ANSWERED for one in counted.values()), len(counted)


def _root(one: Input, known: dict[int, Input]) -> Input:
    """The contribution at the end of a chain of merging; stops where the chain leaves what is known or turns round."""
    seen = {one.id}
    while one.fate is Fate.MERGED and one.merged_into in known and one.merged_into not in seen:
        one = known[one.merged_into]
        seen.add(one.id)
    return one
