"""How a vote is counted, and what minutes need before they can be confirmed. Plain Python."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


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
    ITEMS = "items"


@dataclass(frozen=True)
class Told:
    """One agenda item as the minutes tell it; ``is_done`` is ``None`` while nobody said."""

    is_done: bool | None
    says_something: bool


def is_told(item: Told) -> bool:
    """An item is told when it is marked as not come to, or as done with something said of it."""
    return item.is_done is False or (item.is_done is True and item.says_something)


def gaps(*, has_end: bool, has_chair: bool, has_minute_taker: bool, has_roll: bool, items: Sequence[Told]) -> list[Gap]:
    """What is still missing, in the order of the page; empty when the minutes can be confirmed."""
    missing = {
        Gap.END: not has_end,
        Gap.CHAIR: not has_chair,
        Gap.MINUTE_TAKER: not has_minute_taker,
        Gap.ROLL: not has_roll,
        Gap.ITEMS: not items or not all(is_told(item) for item in items),
    }
    return [gap for gap, is_missing in missing.items() if is_missing]
