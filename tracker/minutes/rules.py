"""How a vote is counted, what minutes need to be confirmed, what can be done with them and when. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from tracker.meetings.rules import AFTER, MEETING, MeetingState


def is_carried(votes_for: int, electorate: int) -> bool:
    """More than half of the official members obliged to attend, not of those present; exactly half does not carry.

    Only official members vote; probationary members discuss.
    """
    return electorate > 0 and votes_for * 2 > electorate


class Gap(StrEnum):
    """What minutes lack before they can be confirmed."""

    END = "end"
    CHAIR = "chair"
    MINUTE_TAKER = "minute_taker"
    ROLL = "roll"
    MINUTES = "minutes"
    ITEMS = "items"
    GENERAL = "general"
    VOTES = "votes"


@dataclass(frozen=True)
class Told:
    """One agenda item as the minutes tell it; ``is_done`` is ``None`` while nobody said."""

    is_done: bool | None
    says_something: bool


UNTOLD = Told(None, False)


def is_told(item: Told) -> bool:
    """An item is told when it is marked as not come to, or as done with something said of it."""
    return item.is_done is False or (item.is_done is True and item.says_something)


@dataclass(frozen=True)
class Record:
    """What is recorded of a meeting. ``items`` in the order of the agenda; ``general`` is what came up beside it.

    ``votes_match``: every decision was counted on the roll as it now stands.
    """

    has_end: bool = True
    has_chair: bool = True
    has_minute_taker: bool = True
    has_roll: bool = True
    has_minutes: bool = True
    items: Sequence[Told] = ()
    general: Told = UNTOLD
    votes_match: bool = True


def gaps(record: Record) -> list[Gap]:
    """What is still missing, in the order of the page; empty when the minutes can be confirmed.

    Where no agenda was made, the course of the meeting must be told in general.
    """
    missing = {
        Gap.END: not record.has_end,
        Gap.CHAIR: not record.has_chair,
        Gap.MINUTE_TAKER: not record.has_minute_taker,
        Gap.ROLL: not record.has_roll,
        Gap.MINUTES: not record.has_minutes,
        Gap.ITEMS: record.has_minutes and not all(is_told(item) for item in record.items),
        Gap.GENERAL: record.has_minutes and not record.items and not record.general.says_something,
        Gap.VOTES: not record.votes_match,
    }
    return [gap for gap, is_missing in missing.items() if is_missing]


class Act(StrEnum):
    """What can be done with the minutes of a meeting; who may is in the grants."""

    WRITE = "write"
    DECIDE = "decide"
    CONFIRM = "confirm"
    REOPEN = "reopen"
    FILE = "file"
    PRINT = "print"


def acts(state: MeetingState, missing: Sequence[Gap], is_filed: bool) -> set[Act]:
    """What can be done now. Minutes are written once the meeting is held and until they are confirmed."""
    possible = {
        Act.WRITE: state is MeetingState.HELD,
        Act.DECIDE: state is MeetingState.HELD and Gap.ROLL not in missing,
        Act.CONFIRM: MEETING.may("confirm_minutes", state) and not missing,
        Act.REOPEN: MEETING.may("reopen_minutes", state),
        Act.FILE: state is MeetingState.MINUTED and not is_filed,
        Act.PRINT: state in AFTER,
    }
    return {act for act, is_possible in possible.items() if is_possible}


@dataclass(frozen=True)
class Filing:
    """How many days after the meeting its documents were filed; ``met`` is ``None`` where nothing is asked or the
    stamp tells nothing (minutes typed in afterwards)."""

    days: int
    met: bool | None


def filing(held_on: date, filed_on: date, allowed: Decimal | None) -> Filing:
    """Filed on the last day allowed is in time."""
    days = (filed_on - held_on).days
    return Filing(days, None if allowed is None else days <= allowed)
