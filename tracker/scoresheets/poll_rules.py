"""What members' marks of a meeting come to, and what they may be. Plain Python."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tracker.guidance.sheets import Criterion, Group
from tracker.scoresheets.rules import NOUGHT, Line

LEAST = 3
"""Answers from which figures are shown [R]: of two, each would read the other's mark off the mean."""
SHOWN_TO = Decimal("0.1")


@dataclass(frozen=True)
class Asked:
    """A group as a member is asked to mark it: its full mark in this meeting, and the criteria open to detail.

    ``fixed`` is what criteria without object get by the guidance's rule; nobody marks those singly.
    """

    group: Group
    full: Decimal
    fixed: Decimal
    step: Decimal
    criteria: tuple[Criterion, ...]

    @property
    def code(self) -> str:
        return self.group.code


def asked(group: Group, lines: Sequence[Line]) -> Asked:
    """The group without what leaves the denominator. Its step is the finest of its criteria's."""
    return Asked(
        group=group,
        full=sum((line.criterion.full for line in lines if line.counts), NOUGHT),
        fixed=sum((line.criterion.full for line in lines if line.is_given_by_rule), NOUGHT),
        step=min(line.criterion.step for line in lines),
        criteria=tuple(line.criterion for line in lines if line.applies),
    )


def settled(one: Asked, mark: Decimal | None, detail: Mapping[str, Decimal]) -> Decimal | None:
    """The group's mark out of what was typed; ``None`` where the member leaves the group out.

    Detail of every criterion makes the mark by itself. ``ValueError`` where mark and detail cannot both be so, or
    where some criteria were marked and neither the rest nor the group.
    """
    if not detail:
        return mark
    low = one.fixed + sum(detail.values(), NOUGHT)
    high = low + sum((criterion.full for criterion in one.criteria if criterion.code not in detail), NOUGHT)
    if mark is None and low == high:
        return low
    if mark is None or not low <= mark <= high:
        raise ValueError(one.code)
    return mark


@dataclass(frozen=True)
class Figure:
    """Members' marks of one group or criterion, taken together; ``mean`` is rounded to a tenth."""

    mean: Decimal
    lowest: Decimal
    highest: Decimal
    count: int


def figure(marks: Sequence[Decimal]) -> Figure | None:
    """``None`` below ``LEAST`` marks: nobody's own mark may be read off."""
    if len(marks) < LEAST:
        return None
    mean = (sum(marks, NOUGHT) / len(marks)).quantize(SHOWN_TO, ROUND_HALF_UP)
    return Figure(mean, min(marks), max(marks), len(marks))


def figures(answers: Iterable[Mapping[str, Decimal]]) -> dict[str, Figure]:
    """A figure for each code that enough answers name; the order of the answers does not matter."""
    by_code: dict[str, list[Decimal]] = {}
    for answer in answers:
        for code, points in answer.items():
            by_code.setdefault(code, []).append(points)
    return {code: found for code, marks in by_code.items() if (found := figure(marks))}
