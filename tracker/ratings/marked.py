"""A scored sheet taken apart, and what it would come to with other marks. Plain Python."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum

from tracker.guidance.rules import ConditionKind, CriterionKind, Guidance, QualityClass
from tracker.scoresheets.rules import Line, Tally, tally

NOUGHT = Decimal(0)

# What a condition asks of the meeting, and the check whose full mark says that it was so.
PROVEN_BY = {ConditionKind.LATE_NOTICE.value: "lead_time", ConditionKind.NO_MINUTES.value: "minutes_confirmed"}


class Act(StrEnum):
    """``RAISE``: a criterion marked higher. ``MEND``: what a condition on the class bites on is put right.
    ``HOLD``: a missing meeting held. ``SCORE``: a meeting held and not scored is scored. ``THEME``: a missing
    thematic meeting held."""

    RAISE = "raise"
    MEND = "mend"
    HOLD = "hold"
    SCORE = "score"
    THEME = "theme"


@dataclass(frozen=True, order=True)
class Improvement:
    """One thing that might have been better. ``place`` is the month, of a theme the quarter.

    ``code`` is the criterion raised from ``given`` to ``raised``, or the condition mended; of a meeting held or
    scored ``raised`` is the least total it needs.
    """

    act: Act
    place: int
    code: str = ""
    given: Decimal = NOUGHT
    raised: Decimal = NOUGHT


@dataclass(frozen=True)
class MarkedSheet:
    """A sheet with every mark known, as it counts for the year; ``happened`` as in ``Guidance.verdict``."""

    guidance: Guidance
    sheet_code: str
    lines: tuple[Line, ...]
    happened: frozenset[str] = frozenset()

    @property
    def tally(self) -> Tally:
        return tally(self.guidance, self.sheet_code, self.lines, self.happened)

    @property
    def lost(self) -> tuple[Line, ...]:
        """The lines marked below full."""
        return tuple(line for line in self.lines if line.applies and line.given != line.criterion.full)

    @property
    def watched(self) -> frozenset[str]:
        """The criteria below full on which some condition on the class turns."""
        short = {line.criterion.code for line in self.lost}
        said = [one for one in self.guidance.conditions if one.enabled and one.sheet in (None, self.sheet_code)]
        return frozenset(code for one in said for code in one.criteria if code in short)

    def scored(self, gain: Decimal, short: frozenset[str], happened: frozenset[str]) -> tuple[Decimal, QualityClass]:
        """Total and class with so many points more, where of the watched criteria these stay below full."""
        given = sum((line.points or NOUGHT for line in self.lines), NOUGHT) + gain
        full = sum((line.criterion.full for line in self.lines), NOUGHT)
        counted = sum((line.criterion.full for line in self.lines if line.counts), NOUGHT)
        total = self.guidance.out_of_hundred(given, counted, full)
        return total, self.guidance.verdict(self.sheet_code, total, short, happened).quality

    def improved(self, changes: frozenset[Improvement]) -> "MarkedSheet":
        """The sheet with those marks raised and those conditions mended."""
        raised = {one.code: one for one in changes if one.act is Act.RAISE}
        mended = {one.code for one in changes if one.act is Act.MEND}
        lines = tuple(
            replace(line, given=raised[line.criterion.code].raised) if line.criterion.code in raised else line
            for line in self.lines
        )
        for line in lines:
            if line.criterion.code in raised and line.given == line.criterion.full:
                mended |= proves(line)
        return replace(self, lines=lines, happened=self.happened - mended)

    def improvements(self, month: int) -> Iterator[tuple["Better", ...]]:
        """What might have been better in it: of each group at most one, since a criterion has one mark."""
        for line in self.lost:
            code, given = line.criterion.code, line.given or NOUGHT
            yield tuple(
                Better(Improvement(Act.RAISE, month, code, given, points), points == line.criterion.full, proves(line))
                for points in better(line)
            )
        proven = frozenset(name for line in self.lost for name in proves(line))
        for name in sorted(self.happened - proven):
            yield (Better(Improvement(Act.MEND, month, name), True, frozenset({name})),)


@dataclass(frozen=True)
class Better:
    """An improvement, whether the criterion is full then, and the conditions that a full mark puts right."""

    change: Improvement
    is_full: bool
    proves: frozenset[str]

    @property
    def mends(self) -> frozenset[str]:
        return self.proves if self.is_full else frozenset()

    @property
    def fills(self) -> frozenset[str]:
        return frozenset({self.change.code}) if self.is_full else frozenset()


def better(line: Line) -> tuple[Decimal, ...]:
    """The marks above the one given that the improvement may lead to: better levels, else the full mark."""
    criterion = line.criterion
    if criterion.kind is CriterionKind.LEVELS:
        return tuple(sorted({level.points for level in criterion.levels if level.points > (line.given or NOUGHT)}))
    return (criterion.full,)


def proves(line: Line) -> frozenset[str]:
    """The conditions that no longer bite once this line has its full mark: sent in time is not late."""
    checks = {line.criterion.check, *(part.check for part in line.criterion.parts)}
    return frozenset(name for name, check in PROVEN_BY.items() if check in checks)
