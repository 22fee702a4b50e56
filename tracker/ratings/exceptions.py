"""What keeps a cell's year from being recognised with the others at one press. Plain Python."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import IntEnum, StrEnum

from tracker.guidance.kinds import QualityClass
from tracker.ratings.rules import YearState


class Doubt(StrEnum):
    """Why a year is to be looked at by itself, in the order of weight."""

    NOT_PROPOSED = "not_proposed"
    NO_CLASS = "no_class"
    OTHER_CLASS = "other_class"
    IN_STEAD = "in_stead"
    REOPENED = "reopened"
    NOT_OVER = "not_over"
    NOT_SCORED = "not_scored"
    NOT_RECOGNISED = "not_recognised"
    MONTHS_MISSING = "months_missing"
    THEMES_MISSING = "themes_missing"
    SIGNALS = "signals"


class Group(IntEnum):
    """Where a year stands on the committee's page; the first are looked at first."""

    ALONE = 0
    IN_BATCH = 1
    RECOGNISED = 2
    CLOSED = 3


@dataclass(frozen=True)
class Summary:
    """The stored figures of a year. ``held``, ``scored``, ``recognised`` count regular meetings; ``signals``: live
    questions to the cell about months of the year."""

    state: YearState
    computed: QualityClass | None
    proposed: QualityClass | None
    is_over: bool
    held: int = 0
    scored: int = 0
    recognised: int = 0
    missing: Sequence[int] = ()
    empty_quarters: Sequence[int] = ()
    signals: int = 0
    was_reopened: bool = False
    in_stead: bool = False


@dataclass(frozen=True)
class Found:
    """One doubt, with what fills its sentence: a number, or months or quarters."""

    doubt: Doubt
    count: int = 0
    numbers: tuple[int, ...] = ()


def doubts(year: Summary) -> tuple[Found, ...]:
    """Everything that asks for a look, heaviest first; empty for a year that may go with the others."""
    unscored, unrecognised = year.held - year.scored, year.scored - year.recognised
    said: Iterable[tuple[bool, Found]] = (
        (year.state is YearState.OPEN, Found(Doubt.NOT_PROPOSED)),
        (year.computed is None, Found(Doubt.NO_CLASS)),
        (_differs(year), Found(Doubt.OTHER_CLASS)),
        (year.in_stead, Found(Doubt.IN_STEAD)),
        (year.was_reopened, Found(Doubt.REOPENED)),
        (not year.is_over, Found(Doubt.NOT_OVER)),
        (unscored > 0, Found(Doubt.NOT_SCORED, unscored)),
        (unrecognised > 0, Found(Doubt.NOT_RECOGNISED, unrecognised)),
        (bool(year.missing), Found(Doubt.MONTHS_MISSING, len(year.missing), tuple(year.missing))),
        (bool(year.empty_quarters), Found(Doubt.THEMES_MISSING, len(year.empty_quarters), tuple(year.empty_quarters))),
        (year.signals > 0, Found(Doubt.SIGNALS, year.signals)),
    )
    return tuple(found for is_so, found in said if is_so)


def _differs(year: Summary) -> bool:
    return year.proposed is not None and year.computed is not None and year.proposed is not year.computed


def group(year: Summary) -> Group:
    """A decided year stands with the decided, whatever could be said of it."""
    if year.state is YearState.CLOSED:
        return Group.CLOSED
    if year.state is YearState.RECOGNISED:
        return Group.RECOGNISED
    return Group.ALONE if doubts(year) else Group.IN_BATCH
