"""What the rest of a running year must bring. Plain Python.

Two years are imagined from what is held. The best: every month still to come, and every meeting held and not yet
scored, has the most points there are; every quarter not yet over has its theme. The worst: each of those is held and
has no point, or is not held at all, whichever is worse; no quarter to come has a theme. Every end lies between them,
since no mark raised, meeting held or theme held ever lowers a class (``tests/ratings/test_laws.py``).
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from decimal import ROUND_UP, Decimal

from tracker.guidance.rules import DemandKind, QualityClass, YearClass, YearRule
from tracker.ratings.facts import HUNDREDTH, QUARTERS, REQUIRED, Month, MonthState, Score, YearFacts
from tracker.ratings.rules import Rating, rate

NOUGHT = Decimal(0)
ClassOf = Callable[[Decimal], QualityClass]


@dataclass(frozen=True)
class Need:
    """What the months to come must bring for a class.

    ``mean``: the mean they need, 0 where any will do, ``None`` where the class asks for none. ``months``: by class,
    how many of them must be of it or better. ``spare``: by class, how many may be of it or worse. ``skips``: how many
    may go without a meeting. ``themes``: the quarters that must yet have one. ``lost_since``: the month that put the
    class out of reach.
    """

    quality: QualityClass
    is_in_reach: bool
    lost_since: int | None = None
    mean: Decimal | None = None
    months: tuple[tuple[QualityClass, int], ...] = ()
    spare: tuple[tuple[QualityClass, int], ...] = ()
    skips: int | None = None
    themes: tuple[int, ...] = ()


@dataclass(frozen=True)
class Outlook:
    """The range of ends of the year, and what each class asks of its rest. ``left``: months that can still score."""

    best: QualityClass
    worst: QualityClass
    highest_mean: Decimal
    lowest_mean: Decimal | None
    left: tuple[int, ...]
    needs: tuple[Need, ...]

    @property
    def is_settled(self) -> bool:
        return self.best is self.worst


@dataclass(frozen=True)
class Horizon:
    """The year rule, and by what a meeting to come is imagined: the most points, and the class of a total."""

    rule: YearRule
    full: Decimal
    class_of: ClassOf

    def best(self, facts: YearFacts) -> Rating:
        return rate(self.ended(facts, self.held(self.full), themed=True), self.rule)

    def worst(self, facts: YearFacts) -> Rating:
        """The worse of: all held without a point, none held."""
        held = rate(self.ended(facts, self.held(NOUGHT), themed=False), self.rule)
        skipped = rate(self.ended(facts, None, themed=False), self.rule)
        if skipped.quality is not None and held.quality is not None and skipped.quality < held.quality:
            return replace(skipped, mean=held.mean)
        return held

    def held(self, total: Decimal) -> Score:
        return Score(total, self.class_of(total), is_recognised=False)

    def ended(self, facts: YearFacts, score: Score | None, themed: bool) -> YearFacts:
        """The year as it would end with that score in every month that can still have one; ``None``: not held."""
        months = tuple(_ended(month, score) for month in facts.months)
        coming = [quarter for quarter in QUARTERS if quarter not in facts.quarters_due and _asks(months, quarter)]
        themes = tuple(
            max(1, number) if themed and quarter in coming else number
            for quarter, number in zip(QUARTERS, facts.themes, strict=True)
        )
        due = tuple(sorted((*facts.quarters_due, *coming)))
        return replace(facts, months=months, themes=themes, quarters_due=due, is_over=True)


def _ended(month: Month, score: Score | None) -> Month:
    if month.state is MonthState.NOT_YET:
        return Month(month.month, MonthState.HELD if score else MonthState.MISSING, score)
    if month.state is MonthState.HELD and month.score is None:
        return replace(month, score=score)
    return month


def _asks(months: tuple[Month, ...], quarter: int) -> bool:
    return any(month.state in REQUIRED for month in months if month.quarter == quarter)


def outlook(facts: YearFacts, horizon: Horizon) -> Outlook | None:
    """``None`` once nothing is left that could still count."""
    left = (*facts.numbers(MonthState.NOT_YET), *facts.unscored)
    best, worst = horizon.best(facts), horizon.worst(facts)
    if facts.is_over or not left or best.quality is None or worst.quality is None or best.mean is None:
        return None
    classes = horizon.rule.classes
    needs = tuple(_need(facts, horizon, one, best.quality) for one in classes if one.demands)
    return Outlook(best.quality, worst.quality, best.mean, worst.mean, tuple(sorted(left)), needs)


def _need(facts: YearFacts, horizon: Horizon, wanted: YearClass, best: QualityClass) -> Need:
    if best < wanted.quality:
        return Need(wanted.quality, False, lost_since=_lost_since(facts, horizon, wanted.quality))
    ended = horizon.ended(facts, horizon.held(horizon.full), themed=True)
    skips = _least(wanted, DemandKind.REGULAR_MISSING_AT_MOST, ended.required)
    return Need(
        quality=wanted.quality,
        is_in_reach=True,
        mean=_mean_needed(facts, wanted),
        months=_months_needed(facts, wanted, ended.required),
        spare=_months_spare(facts, wanted, ended.required),
        skips=None if skips is None else skips - len(facts.numbers(MonthState.MISSING)),
        themes=_themes_needed(facts, ended, wanted),
    )


def _lost_since(facts: YearFacts, horizon: Horizon, quality: QualityClass) -> int | None:
    """The first month after which, all going best from there, the class could no longer come."""
    for month in range(1, 13):
        best = horizon.best(_up_to(facts, month)).quality
        if best is not None and best < quality:
            return month
    return None


def _up_to(facts: YearFacts, last: int) -> YearFacts:
    """The year as it was known at the end of that month."""
    months = tuple(
        Month(month.month, MonthState.NOT_YET) if month.month > last and month.state in REQUIRED else month
        for month in facts.months
    )
    due = tuple(quarter for quarter in facts.quarters_due if quarter * 3 <= last)
    return replace(facts, months=months, quarters_due=due, is_over=False)


def _least(wanted: YearClass, kind: DemandKind, required: int) -> int | None:
    bounds = [int(demand.bound_for(required)) for demand in wanted.demands if demand.kind is kind]
    return min(bounds, default=None)


def _mean_needed(facts: YearFacts, wanted: YearClass) -> Decimal | None:
    """To the hundredth upwards, if all that is left is held and scored."""
    bounds = [demand.bound for demand in wanted.demands if demand.kind is DemandKind.MEAN_AT_LEAST]
    left = len(facts.numbers(MonthState.NOT_YET)) + len(facts.unscored)
    if not bounds or not left:
        return None
    have = sum((score.total for score in facts.scores), NOUGHT)
    owed = max(bounds) * (len(facts.scores) + left) - have
    return max(NOUGHT, (owed / left).quantize(HUNDREDTH, ROUND_UP))


def _months_needed(facts: YearFacts, wanted: YearClass, required: int) -> tuple[tuple[QualityClass, int], ...]:
    return tuple(
        (demand.quality, max(0, int(demand.bound_for(required)) - _count(facts, demand.quality, or_better=True)))
        for demand in wanted.demands
        if demand.quality and demand.kind is DemandKind.COUNT_AT_LEAST
    )


def _months_spare(facts: YearFacts, wanted: YearClass, required: int) -> tuple[tuple[QualityClass, int], ...]:
    return tuple(
        (demand.quality, int(demand.bound_for(required)) - _count(facts, demand.quality, or_better=False))
        for demand in wanted.demands
        if demand.quality and demand.kind is DemandKind.COUNT_AT_MOST
    )


def _count(facts: YearFacts, quality: QualityClass, or_better: bool) -> int:
    if or_better:
        return sum(1 for score in facts.scores if score.quality >= quality)
    return sum(1 for score in facts.scores if score.quality <= quality)


def _themes_needed(facts: YearFacts, ended: YearFacts, wanted: YearClass) -> tuple[int, ...]:
    """The quarters not over, without a theme yet, where the class allows none to be without."""
    asked = any(demand.kind is DemandKind.THEMATIC_MISSING_AT_MOST for demand in wanted.demands)
    coming = [quarter for quarter in ended.quarters_due if quarter not in facts.quarters_due]
    return tuple(quarter for quarter in coming if asked and not facts.themes[quarter - 1])
