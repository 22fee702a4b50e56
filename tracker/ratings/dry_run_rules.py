"""A meeting that was scored under one guidance, scored again under another. Plain Python.

A criterion of the same code, text and full mark, on which the records say the same under both, keeps its mark. For
others the records decide, where a check can tell. What is left was judged, and a judgment cannot be had anew: it takes
the share of full marks that was given then, on the criterion of the same code and text if there was one, else on all
on which no record decided in that meeting, rounded down to a level or step [R].
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from functools import cached_property

from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import NOUGHT, Criterion, Group, Part
from tracker.scoresheets.rules import Line, Tally, tally


class Basis(StrEnum):
    """What a new mark rests on. ``KEPT``: the mark as it was given. ``RULE``: without object, so by the guidance."""

    RECORDS = "records"
    KEPT = "kept"
    SHARE = "share"
    RULE = "rule"


Suggested = Mapping[tuple[str, str], Decimal | None]
"""By criterion and part, what the records suggest; ``None`` where a record is missing. Only what a check decides."""


@dataclass(frozen=True)
class Marked:
    """A line of the sheet as it was scored: the committee's mark where it gave another than the cell.

    ``points`` is ``None`` where the criterion had no object.
    """

    criterion: Criterion
    points: Decimal | None


@dataclass(frozen=True)
class Before:
    """A meeting as it was scored: its marks by code, and what its own guidance makes of the records."""

    marks: Mapping[str, Marked]
    suggested: Suggested

    @cached_property
    def share(self) -> Fraction:
        """Of the full marks of what no record decided, the part that was given; of all, where records decided all."""
        judged = _share(one for one in self.marks.values() if self._is_judged(one.criterion))
        found = _share(self.marks.values()) if judged is None else judged
        return Fraction(0) if found is None else found

    def _is_judged(self, criterion: Criterion) -> bool:
        pieces = [part.code for part in criterion.parts] or [""]
        return any(self.suggested.get((criterion.code, piece)) is None for piece in pieces)

    def applied(self, criterion: Criterion, circumstances: Collection[str]) -> bool:
        """As it was taken then, where the criterion and its condition are the same; else as it was recorded."""
        old = self.of(criterion)
        if old and old.criterion.applies_when == criterion.applies_when:
            return old.points is not None
        return criterion.applies(circumstances)

    def of(self, criterion: Criterion) -> Marked | None:
        """What was given on the criterion of the same code and text."""
        old = self.marks.get(criterion.code)
        return old if old and old.criterion.text == criterion.text else None

    def suggestions(self, code: str) -> list[tuple[str, Decimal | None]]:
        return suggestions(self.suggested, code)


def suggestions(found: Suggested, code: str) -> list[tuple[str, Decimal | None]]:
    return [(part, points) for (criterion, part), points in found.items() if criterion == code]


def decided(criterion: Criterion) -> list[tuple[str, str]]:
    """The criterion, or those of its parts, that its checks give points to."""
    if criterion.parts:
        return [(criterion.code, part.code) for part in criterion.parts if part.check and part.when]
    decides = criterion.check and (criterion.when or any(level.when for level in criterion.levels))
    return [(criterion.code, "")] if decides else []


def _share(marks: Iterable[Marked]) -> Fraction | None:
    """Of the full marks of those that had an object; ``None`` of nothing."""
    known = [(one.criterion.full, one.points) for one in marks if one.points is not None]
    full = sum((full for full, _points in known), NOUGHT)
    return Fraction(sum((points for _full, points in known), NOUGHT)) / Fraction(full) if full else None


@dataclass(frozen=True)
class Placed:
    """A line under the new guidance. ``rests``: its full mark, part by part, and what each part's mark rests on.

    ``untold``: how many of its checks could not tell for want of a record.
    """

    line: Line
    rests: tuple[tuple[Basis, Decimal], ...]
    untold: int = 0


@dataclass(frozen=True)
class Rescored:
    """A meeting under the new guidance: total and class, and how many points of the sheet rest on what."""

    tally: Tally
    bases: Mapping[Basis, Decimal]
    untold: int


def rescore(guidance: Guidance, sheet_code: str, placed: Sequence[Placed], happened: Collection[str] = ()) -> Rescored:
    """Add up the lines; ``happened`` as in ``Guidance.verdict``."""
    rests = [piece for one in placed for piece in one.rests]
    return Rescored(
        tally=tally(guidance, sheet_code, [one.line for one in placed], happened),
        bases={basis: sum((full for on, full in rests if on is basis), NOUGHT) for basis in Basis},
        untold=sum(one.untold for one in placed),
    )


def place(
    groups: Iterable[Group], before: Before, suggested: Suggested, circumstances: Collection[str]
) -> list[Placed]:
    """Every line of the new sheet with its mark, and what the mark rests on."""
    return [
        _placed(Line(criterion, group.code, before.applied(criterion, circumstances)), before, suggested)
        for group in groups
        for criterion in group.criteria
    ]


def _placed(line: Line, before: Before, suggested: Suggested) -> Placed:
    criterion = line.criterion
    if not line.applies:
        return Placed(line, ((Basis.RULE, criterion.full),) if line.counts else ())
    own = suggestions(suggested, criterion.code)
    untold = sum(points is None for _part, points in own)
    old = before.of(criterion)
    if old and _stands(criterion, old) and (own == before.suggestions(criterion.code) or untold == len(own)):
        return Placed(Line(criterion, line.group, given=old.points), ((Basis.KEPT, criterion.full),), untold)
    share = _share([old]) if old else None
    pieces = list(_pieces(criterion, dict(own), before.share if share is None else share))
    given = sum((points for _basis, _full, points in pieces), NOUGHT)
    rests = tuple((basis, full) for basis, full, _points in pieces)
    return Placed(Line(criterion, line.group, given=given), rests, untold)


def _stands(criterion: Criterion, old: Marked) -> bool:
    return old.points is not None and old.criterion.full == criterion.full and criterion.takes(old.points)


def _pieces(
    criterion: Criterion, own: Mapping[str, Decimal | None], share: Fraction
) -> Iterator[tuple[Basis, Decimal, Decimal]]:
    """The criterion, or each of its parts: what its mark rests on, its full mark, its mark."""
    levels = [level.points for level in criterion.levels]
    pieces: Sequence[Criterion | Part] = criterion.parts or (criterion,)
    for piece in pieces:
        points = own.get(piece.code if isinstance(piece, Part) else "")
        if points is not None:
            yield Basis.RECORDS, piece.full, points
        else:
            yield Basis.SHARE, piece.full, rounded_down(piece.full, share, criterion.step, levels)


def rounded_down(full: Decimal, share: Fraction, step: Decimal, levels: Collection[Decimal] = ()) -> Decimal:
    """That share of the full mark, down to a level where there are levels (the lowest, where all are above it)."""
    points = Fraction(full) * share
    if levels:
        return max((level for level in levels if Fraction(level) <= points), default=min(levels))
    return (points // Fraction(step)) * step
