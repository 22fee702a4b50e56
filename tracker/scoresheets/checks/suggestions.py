"""From a finding to points: a criterion's level, its full mark or nought, part by part where it has parts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import NOUGHT, Bound, Criterion, Part
from tracker.scoresheets.checks.conduct import required_minutes
from tracker.scoresheets.checks.facts import MeetingFacts
from tracker.scoresheets.checks.findings import Finding, Outcome
from tracker.scoresheets.checks.registry import REGISTRY, Check


@dataclass(frozen=True)
class Judged:
    """What the records suggest for a criterion (``part`` ``''``) or one part of it.

    ``points`` is ``None`` where the records cannot tell, or where the guidance sets no bound and the check only
    informs.
    """

    criterion: str
    part: str
    full: Decimal
    check: Check
    outcome: Outcome
    points: Decimal | None
    finding: Finding


def judge(criteria: tuple[Criterion, ...], facts: MeetingFacts, guidance: Guidance) -> tuple[Judged, ...]:
    """Every suggestion for these criteria; those without a check are left to the cell."""
    settings = guidance.settings | {"minutes_required": Decimal(required_minutes(facts, guidance))}
    found: dict[str, Finding] = {}

    def finding(check: str) -> Finding:
        if check not in found:
            found[check] = REGISTRY[check].find(facts, guidance)
        return found[check]

    return tuple(one for criterion in criteria for one in _judged(criterion, finding, settings))


def _judged(
    criterion: Criterion, finding: Callable[[str], Finding], settings: Mapping[str, Decimal]
) -> Iterator[Judged]:
    if criterion.check and not criterion.parts:
        found = finding(criterion.check)
        outcome, points = _of_criterion(criterion, found, settings)
        yield Judged(criterion.code, "", criterion.full, REGISTRY[criterion.check], outcome, points, found)
    for part in criterion.parts:
        if part.check:
            found = finding(part.check)
            outcome, points = _of_part(part, found, settings)
            yield Judged(criterion.code, part.code, part.full, REGISTRY[part.check], outcome, points, found)


def _of_criterion(
    criterion: Criterion, found: Finding, settings: Mapping[str, Decimal]
) -> tuple[Outcome, Decimal | None]:
    if found.measures is None:
        return Outcome.CANNOT_TELL, None
    if any(level.when for level in criterion.levels):
        level = criterion.level_for(found.measures, settings)
        points = level.points if level else NOUGHT
        return (Outcome.MET if points == criterion.full else Outcome.NOT_MET), points
    return _by_bounds(criterion.when, criterion.full, found.measures, settings)


def _of_part(part: Part, found: Finding, settings: Mapping[str, Decimal]) -> tuple[Outcome, Decimal | None]:
    if found.measures is None:
        return Outcome.CANNOT_TELL, None
    return _by_bounds(part.when, part.full, found.measures, settings)


def _by_bounds(
    bounds: tuple[Bound, ...], full: Decimal, measures: Mapping[str, Decimal], settings: Mapping[str, Decimal]
) -> tuple[Outcome, Decimal | None]:
    """All bounds held: the full mark; one not: nought; none set: the check only informs."""
    if not bounds:
        return Outcome.MET, None
    is_met = all(bound.holds(measures[bound.measure], settings) for bound in bounds)
    return (Outcome.MET, full) if is_met else (Outcome.NOT_MET, NOUGHT)
