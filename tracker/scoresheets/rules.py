"""How a sheet is added up, and what it goes through. Plain Python."""

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from enum import StrEnum

from tracker.base.transitions import Machine, row
from tracker.guidance.kinds import CriterionKind, IfNotApplicable, QualityClass
from tracker.guidance.rules import Guidance, Verdict
from tracker.guidance.sheets import Criterion, Part

NOUGHT = Decimal(0)
ANSWER_WINDOW = timedelta(days=10)  # [R]: guidances speak of an explanation, the term is ours


class SheetState(StrEnum):
    DRAFT = "draft"
    AGREED = "agreed"
    SUBMITTED = "submitted"
    UNDER_REVIEW = "under_review"
    RETURNED = "returned"
    RECOGNISED = "recognised"
    LOCKED = "locked"


EDITABLE = [SheetState.DRAFT, SheetState.RETURNED]
WITH_SUPERIOR = frozenset({SheetState.SUBMITTED, SheetState.UNDER_REVIEW})
DECIDED = frozenset({SheetState.RECOGNISED, SheetState.LOCKED})
SHEET = Machine(
    [
        row("mark", EDITABLE, SheetState.DRAFT),
        row("agree", EDITABLE, SheetState.AGREED),
        row("reconsider", [SheetState.AGREED], SheetState.DRAFT, needs_reason=True),
        row("submit", [SheetState.AGREED], SheetState.SUBMITTED),
        row("open", WITH_SUPERIOR, SheetState.UNDER_REVIEW),
        row("adjust", [SheetState.UNDER_REVIEW], SheetState.UNDER_REVIEW, needs_reason=True),
        row("undo", [SheetState.UNDER_REVIEW], SheetState.UNDER_REVIEW),
        row("forward", WITH_SUPERIOR, SheetState.SUBMITTED, needs_reason=True),
        row("return", [SheetState.UNDER_REVIEW], SheetState.RETURNED, needs_reason=True),
        row("recognise", [SheetState.UNDER_REVIEW], SheetState.RECOGNISED),
        row("recognise_in_batch", [SheetState.SUBMITTED], SheetState.RECOGNISED),
        row("explain", [SheetState.RECOGNISED], SheetState.RECOGNISED, needs_reason=True),
        row("take_up_again", [SheetState.RECOGNISED], SheetState.UNDER_REVIEW, needs_reason=True),
        row("uphold", [SheetState.RECOGNISED], SheetState.LOCKED, needs_reason=True),
        row("lock", [SheetState.RECOGNISED], SheetState.LOCKED),
    ]
)
# What a reviewer does with a sheet that waits is done to one they have opened: the act opens it first.
OPENS_FIRST = frozenset({"adjust", "return", "recognise"})
DECIDING = frozenset({"return", "recognise", "recognise_in_batch"})


def standing(state: SheetState, locks_at: datetime | None, at: datetime) -> SheetState:
    """The state as it reads at that moment: a recognised sheet is locked from the end of its window on."""
    if state is SheetState.RECOGNISED and locks_at is not None and at >= locks_at:
        return SheetState.LOCKED
    return state


def locks_at(recognised_at: datetime, explained_at: datetime | None) -> datetime:
    """When a recognised sheet is locked.

    At the end of the cell's window; an explanation gives the committee a window of its own to answer. Recognised
    anew after the explanation, at once: the cell answers once.
    """
    if explained_at is None:
        return recognised_at + ANSWER_WINDOW
    return explained_at + ANSWER_WINDOW if explained_at >= recognised_at else recognised_at


class Fault(StrEnum):
    """Why a mark may not stand."""

    RANGE = "range"
    STEP = "step"
    LEVEL = "level"


def fault(criterion: Criterion, points: Decimal) -> Fault | None:
    """What is wrong with a mark on that criterion, ``None`` when it may stand."""
    if criterion.levels:
        return None if any(level.points == points for level in criterion.levels) else Fault.LEVEL
    return fault_within(points, criterion.full, criterion.step)


def fault_within(points: Decimal, full: Decimal, step: Decimal) -> Fault | None:
    if not NOUGHT <= points <= full:
        return Fault.RANGE
    return Fault.STEP if points % step else None


def fault_part(criterion: Criterion, part: Part, points: Decimal | None) -> Fault | None:
    """What is wrong with a sub-mark; one not given yet is not wrong."""
    return None if points is None else fault_within(points, part.full, criterion.step)


def sum_of_parts(criterion: Criterion, parts: Mapping[str, Decimal | None]) -> Decimal | None:
    """The mark that sub-marks add up to; ``None`` until each is given: a missing part is not a nought."""
    given = [parts.get(part.code) for part in criterion.parts]
    known = [points for points in given if points is not None]
    return sum(known, NOUGHT) if criterion.kind is CriterionKind.PARTS and len(known) == len(given) else None


def parted(text: str, count: int) -> list[str] | None:
    """One line of sub-marks as people write it, ``2+4+2,5+1``, taken apart; ``None`` where it is no such line.

    Blanks and semicolons part too. A line of another count than the criterion's parts is none of its marks.
    """
    found = [one for one in re.split(r"[+;\s]+", text.strip()) if one]
    return found if len(found) == count > 1 else None


def says_something(note: str) -> bool:
    """A note explains a mark only where it holds a letter or a figure: dots and unseen signs say nothing."""
    return any(sign.isalnum() for sign in note)


@dataclass(frozen=True)
class Beside:
    """A mark (or sub-mark) beside the points that the records suggest for it. ``part`` is ``""`` for a whole mark."""

    criterion: str
    part: str
    given: Decimal
    suggested: Decimal

    @property
    def above(self) -> Decimal:
        """How many points over the suggestion; below nought where it lies under it."""
        return self.given - self.suggested


def beside(
    criterion: Criterion, given: Decimal | None, parts: Mapping[str, Decimal], points: Mapping[str, Decimal | None]
) -> list[Beside]:
    """The marks of one criterion that have suggested ``points`` (by part, ``""`` the criterion itself) to stand beside.

    Sub-marks are compared part by part. Where the records cannot tell there is nothing to compare with, so no ceiling.
    """
    marks: dict[str, Decimal | None] = {"": given}
    if criterion.kind is CriterionKind.PARTS:
        marks = {part.code: parts.get(part.code) for part in criterion.parts}
    found = []
    for part, mark in marks.items():
        suggested = points.get(part)
        if mark is not None and suggested is not None:
            found.append(Beside(criterion.code, part, mark, suggested))
    return found


@dataclass(frozen=True)
class Line:
    """A criterion on the sheet of one meeting. ``given`` is ``None`` until marked, never a nought by default.

    ``applies`` is false where the meeting's circumstances leave the criterion without object.
    """

    criterion: Criterion
    group: str
    applies: bool = True
    given: Decimal | None = None

    @property
    def is_given_by_rule(self) -> bool:
        """Does not apply, and the guidance gives its full mark."""
        return not self.applies and self.criterion.if_not_applicable is IfNotApplicable.FULL

    @property
    def counts(self) -> bool:
        return self.applies or self.is_given_by_rule

    @property
    def points(self) -> Decimal | None:
        """What goes into the total; ``None`` where nothing does (yet)."""
        return self.criterion.full if self.is_given_by_rule else (self.given if self.applies else None)

    @property
    def is_missing(self) -> bool:
        return self.applies and self.given is None


@dataclass(frozen=True)
class Tally:
    """A sheet added up: ``total`` of what is marked so far, out of ``full``.

    ``counted`` is what the criteria that count are worth together.
    ``verdict`` is ``None`` while a mark is missing: no class for an unfinished sheet.
    """

    total: Decimal
    full: Decimal
    counted: Decimal
    missing: tuple[str, ...]
    sums: Mapping[str, Decimal]
    verdict: Verdict | None

    @property
    def is_complete(self) -> bool:
        return not self.missing

    @property
    def quality(self) -> QualityClass | None:
        return self.verdict.quality if self.verdict else None


def tally(guidance: Guidance, sheet_code: str, lines: Sequence[Line], happened: Collection[str] = ()) -> Tally:
    """Add up the lines and find the class by the guidance; ``happened`` as in ``Guidance.verdict``."""
    full = sum((line.criterion.full for line in lines), NOUGHT)
    counted = sum((line.criterion.full for line in lines if line.counts), NOUGHT)
    total = guidance.out_of_hundred(sum((line.points or NOUGHT for line in lines), NOUGHT), counted, full)
    missing = tuple(line.criterion.code for line in lines if line.is_missing)
    short = {line.criterion.code for line in lines if line.points is not None and line.points < line.criterion.full}
    verdict = None if missing or not counted else guidance.verdict(sheet_code, total, short, happened)
    return Tally(total, full, counted, missing, sums(lines), verdict)


def sums(lines: Iterable[Line]) -> dict[str, Decimal]:
    """What each group has so far."""
    found: dict[str, Decimal] = {}
    for line in lines:
        found[line.group] = found.get(line.group, NOUGHT) + (line.points or NOUGHT)
    return found


@dataclass(frozen=True)
class Votes:
    """How the cell voted on its sheet. Only official members vote."""

    in_favour: int
    against: int
    other: int

    @property
    def cast(self) -> int:
        return self.in_favour + self.against + self.other

    def carries(self, electorate: int) -> bool:
        """More than half of the official members obliged to attend ([B], HD 42 forms)."""
        return self.in_favour * 2 > electorate
