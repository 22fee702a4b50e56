"""From a finding to points: a criterion's level, its full mark or nought, part by part where it has parts."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal

from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import NOUGHT, Bound, Criterion
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
        said = _of_criterion(criterion, finding(criterion.check), settings)
        yield Judged(criterion.code, "", criterion.full, REGISTRY[criterion.check], *said)
    for part in criterion.parts:
        if part.check:
            said = _by_bounds(part.when, part.full, finding(part.check), settings)
            yield Judged(criterion.code, part.code, part.full, REGISTRY[part.check], *said)


Said = tuple[Outcome, Decimal | None, Finding]


def _of_criterion(criterion: Criterion, found: Finding, settings: Mapping[str, Decimal]) -> Said:
    if any(level.when for level in criterion.levels):
        return _by_levels(criterion, found, settings)
    return _by_bounds(criterion.when, criterion.full, found, settings)


def _by_levels(criterion: Criterion, found: Finding, settings: Mapping[str, Decimal]) -> Said:
    """The best level whose bounds hold. Where none does and none is for the rest, no mark may be suggested."""
    for level in criterion.levels:
        held = _held(level.when, found, settings)
        if isinstance(held, Finding):
            return Outcome.CANNOT_TELL, None, held
        if held:
            return (Outcome.MET if level.points == criterion.full else Outcome.NOT_MET), level.points, found
    return Outcome.NOT_MET, None, found


def _by_bounds(bounds: tuple[Bound, ...], full: Decimal, found: Finding, settings: Mapping[str, Decimal]) -> Said:
    """All bounds held: the full mark; one not: nought; none set: the check only informs."""
    held = _held(bounds, found, settings)
    if isinstance(held, Finding):
        return Outcome.CANNOT_TELL, None, held
    if not bounds:
        open_still = next(iter(found.unknown.values()), None)
        return (Outcome.CANNOT_TELL, None, open_still) if open_still else (Outcome.MET, None, found)
    return (Outcome.MET, full, found) if held else (Outcome.NOT_MET, NOUGHT, found)


def _held(bounds: tuple[Bound, ...], found: Finding, settings: Mapping[str, Decimal]) -> bool | Finding:
    """Whether all hold. One that surely does not settles it; else a figure not told leaves it open."""
    if found.measures is None:
        return found
    told = [one for one in bounds if one.measure in found.measures]
    if not all(one.holds(found.measures[one.measure], settings) for one in told):
        return False
    return next((found.unknown[one.measure] for one in bounds if one.measure in found.unknown), True)
