"""What a duty is, what can come of it, whose turn it is, and how many tasks were done on time. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from tracker.base.transitions import Machine, row

LEAST_LIKENESS = 8
"""Letters a title needs before being contained in another counts as being like it: “Bác Hồ” is in many."""


class DutyKind(StrEnum):
    STORY = "story"
    THEMATIC_PAPER = "thematic_paper"
    TASK = "task"


class DutyState(StrEnum):
    OPEN = "open"
    DONE = "done"
    NOT_DONE = "not_done"
    DROPPED = "dropped"


CLOSED = [DutyState.DONE, DutyState.NOT_DONE, DutyState.DROPPED]
DUTY = Machine(
    [
        row("change", [DutyState.OPEN], DutyState.OPEN),
        row("report", [DutyState.OPEN], DutyState.OPEN),
        row("reassign", [DutyState.OPEN], DutyState.OPEN, needs_reason=True),
        row("finish", [DutyState.OPEN], DutyState.DONE),
        row("fail", [DutyState.OPEN], DutyState.NOT_DONE, needs_reason=True),
        row("drop", [DutyState.OPEN], DutyState.DROPPED, needs_reason=True),
        row("reopen", CLOSED, DutyState.OPEN, needs_reason=True),
    ]
)


@dataclass(frozen=True)
class Candidate:
    """Somebody who could be named. An exempt member is passed over unless willing; one away is passed over."""

    person_id: int
    is_exempt: bool = False
    is_willing: bool = False
    is_away: bool = False


@dataclass(frozen=True)
class Due:
    """A task that fell due, and the day it was finished (``None``: not yet, or not at all)."""

    due_on: date
    done_on: date | None


def in_turn(members: Sequence[Candidate], history: Mapping[int, date]) -> list[int]:
    """Those who may be named, in the order of their turn: who never told first, then who told longest ago.

    ``members`` come in the order of names, which decides between equals. ``history`` is the day of each person's
    last turn.
    """
    able = [one for one in members if not one.is_away and (one.is_willing or not one.is_exempt)]
    return [one.person_id for one in sorted(able, key=lambda one: history.get(one.person_id, date.min))]


def next_in_turn(members: Sequence[Candidate], history: Mapping[int, date]) -> int | None:
    """Whose turn it is; ``None`` when nobody can be named."""
    return next(iter(in_turn(members, history)), None)


def done_on_time(tasks: Iterable[Due]) -> tuple[int, int] | None:
    """How many were done by their day (that day included), of how many due; ``None`` when none was due."""
    due = list(tasks)
    if not due:
        return None
    return sum(task.done_on is not None and task.done_on <= task.due_on for task in due), len(due)


def is_like(title: str, other: str) -> bool:
    """Whether two folded titles name the same story: equal, or the shorter within the longer word by word.

    Quotation marks and other signs do not count.
    """
    short, long = sorted((_words_of(title), _words_of(other)), key=len)
    if not short:
        return False
    return short == long or (len(short) >= LEAST_LIKENESS and f" {short} " in f" {long} ")


def _words_of(folded: str) -> str:
    return " ".join("".join(sign if sign.isalnum() else " " for sign in folded).split())


def quarter_of(day: date) -> tuple[int, int]:
    """Year and quarter."""
    return day.year, (day.month + 2) // 3


def end_of_quarter(year: int, quarter: int) -> date:
    return date(year + quarter // 4, quarter % 4 * 3 + 1, 1) - timedelta(days=1)


def coming_quarters(today: date, most: int = 4) -> list[tuple[int, int]]:
    """This quarter and those after it."""
    year, quarter = quarter_of(today)
    return [(year + (quarter - 1 + ahead) // 4, (quarter - 1 + ahead) % 4 + 1) for ahead in range(most)]
