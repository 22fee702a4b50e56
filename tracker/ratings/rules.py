"""What a cell's year goes through, and how its rating is worked out. Plain Python.

The numbers are the guidance's (``year_rule`` of its file). The rule of a year is that of the guidance in force
on 31 December, or the latest of the year: 2025, begun under one guidance and ended under another, is rated by
the later one [R]; each meeting keeps the sheet and the class of its own day.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal
from enum import StrEnum

from tracker.base.transitions import Machine, row
from tracker.guidance.rules import Demand, DemandKind, QualityClass, YearRule
from tracker.ratings.facts import HUNDREDTH, MonthState, Period, YearFacts, mean, periods


class YearState(StrEnum):
    OPEN = "open"
    PROPOSED = "proposed"
    RECOGNISED = "recognised"
    CLOSED = "closed"


YEARS = range(1930, 2200)
"""What the book can hold."""

YEAR = Machine(
    [
        row("propose", [YearState.OPEN, YearState.PROPOSED], YearState.PROPOSED),
        row("propose_for", [YearState.OPEN], YearState.PROPOSED, needs_reason=True),
        row("withdraw", [YearState.PROPOSED], YearState.OPEN, needs_reason=True),
        row("forward", [YearState.PROPOSED], YearState.PROPOSED, needs_reason=True),
        row("recognise", [YearState.PROPOSED, YearState.RECOGNISED], YearState.RECOGNISED),
        row("recognise_in_batch", [YearState.PROPOSED], YearState.RECOGNISED),
        row("close", [YearState.RECOGNISED], YearState.CLOSED),
        row("reopen", [YearState.RECOGNISED, YearState.CLOSED], YearState.OPEN, needs_reason=True),
    ]
)


class Unrated(StrEnum):
    """Why a year has no class."""

    NO_MEETING = "no_meeting"
    NO_SCORE = "no_score"
    NO_RULE = "no_rule"


class Provisional(StrEnum):
    """Why a class may still change."""

    YEAR_NOT_OVER = "year_not_over"
    NOT_ALL_RECOGNISED = "not_all_recognised"
    NOT_ALL_SCORED = "not_all_scored"


@dataclass(frozen=True)
class Condition:
    """One demand of a class, held against the year: the year's ``figure``, the ``bound`` asked, met or not.

    ``clause`` says how sure the demand is (A read, B second-hand, R our own).
    """

    demand: Demand
    figure: Decimal
    bound: Decimal
    is_met: bool
    clause: str


@dataclass(frozen=True)
class Trial:
    """A class tried, and what came of each thing it asks. The class holds when all are met."""

    quality: QualityClass
    conditions: tuple[Condition, ...]

    @property
    def holds(self) -> bool:
        return all(condition.is_met for condition in self.conditions)


@dataclass(frozen=True)
class Rating:
    """A year's class and why. ``mean`` is rounded to the hundredth, a half up; bounds are held against the
    exact mean. ``counts`` are meetings per class, best first. ``trials`` end with the class that holds."""

    quality: QualityClass | None
    why: Unrated | None
    mean: Decimal | None
    thematic_mean: Decimal | None
    lowest: Decimal | None
    highest: Decimal | None
    counts: tuple[tuple[QualityClass, int], ...]
    held: int
    scored: int
    recognised: int
    required: int
    themes: tuple[int, ...]
    missing: tuple[int, ...]
    excused: tuple[int, ...]
    unscored: tuple[int, ...]
    empty_quarters: tuple[int, ...]
    provisional: tuple[Provisional, ...]
    trials: tuple[Trial, ...]
    periods: tuple[Period, ...]

    @property
    def is_provisional(self) -> bool:
        return bool(self.provisional)

    def count(self, quality: QualityClass) -> int:
        return dict(self.counts)[quality]


def rate(facts: YearFacts, year_rule: YearRule | None) -> Rating:
    """The year's class by the rule: the first class whose every demand is met.

    No scored meeting, or no guidance to rate by: no class, and ``why``. A meeting held and not yet scored
    is of no class; it is never taken as a nought.
    """
    scores = facts.scores
    why = _unrated(facts, year_rule)
    trials = () if why or year_rule is None else _trials(facts, year_rule)
    totals = [score.total for score in scores]
    tally = Counter(score.quality for score in scores)
    return Rating(
        quality=trials[-1].quality if trials else None,
        why=why,
        mean=mean(totals),
        thematic_mean=mean(score.total for score in facts.thematic_scores),
        lowest=min(totals, default=None),
        highest=max(totals, default=None),
        counts=tuple((quality, tally[quality]) for quality in QualityClass),
        held=len(facts.numbers(MonthState.HELD)),
        scored=len(scores),
        recognised=sum(1 for score in scores if score.is_recognised),
        required=facts.required,
        themes=facts.themes,
        missing=facts.numbers(MonthState.MISSING),
        excused=facts.numbers(MonthState.EXCUSED),
        unscored=facts.unscored,
        empty_quarters=facts.empty_quarters,
        provisional=tuple(_provisional(facts)),
        trials=trials,
        periods=periods(facts.months),
    )


def _unrated(facts: YearFacts, year_rule: YearRule | None) -> Unrated | None:
    if not facts.numbers(MonthState.HELD):
        return Unrated.NO_MEETING
    if not facts.scores:
        return Unrated.NO_SCORE
    return Unrated.NO_RULE if year_rule is None else None


def _provisional(facts: YearFacts) -> list[Provisional]:
    said = {
        Provisional.YEAR_NOT_OVER: not facts.is_over,
        Provisional.NOT_ALL_RECOGNISED: any(not score.is_recognised for score in facts.scores),
        Provisional.NOT_ALL_SCORED: bool(facts.unscored),
    }
    return [reason for reason, is_so in said.items() if is_so]


def _trials(facts: YearFacts, year_rule: YearRule) -> tuple[Trial, ...]:
    """The classes tried, best first, up to the one that holds; the last of a rule asks nothing."""
    tried: list[Trial] = []
    for one in year_rule.classes:
        tried.append(Trial(one.quality, tuple(_condition(facts, demand) for demand in one.demands)))
        if tried[-1].holds:
            break
    return tuple(tried)


def _condition(facts: YearFacts, demand: Demand) -> Condition:
    bound = demand.bound_for(facts.required)
    if demand.kind is DemandKind.MEAN_AT_LEAST:
        return _of_mean([score.total for score in facts.scores], demand, bound)
    figure = Decimal(_counted(facts, demand))
    at_least = demand.kind is DemandKind.COUNT_AT_LEAST
    return Condition(demand, figure, bound, figure >= bound if at_least else figure <= bound, demand.source)


def _of_mean(totals: Sequence[Decimal], demand: Demand, bound: Decimal) -> Condition:
    """Held against the exact mean: 89,996 does not reach 90, and is not shown as 90."""
    total = sum(totals, Decimal(0))
    is_met = total >= bound * len(totals)
    figure = mean(totals) or Decimal(0)
    if figure >= bound and not is_met:
        figure = (total / len(totals)).quantize(HUNDREDTH, ROUND_DOWN)
    return Condition(demand, figure, bound, is_met, demand.source)


def _counted(facts: YearFacts, demand: Demand) -> int:
    if demand.kind is DemandKind.REGULAR_MISSING_AT_MOST:
        return len(facts.numbers(MonthState.MISSING))
    if demand.kind is DemandKind.THEMATIC_MISSING_AT_MOST:
        return len(facts.empty_quarters)
    if demand.quality is None:
        raise ValueError(f"{demand.kind} must name a class")
    qualities = [score.quality for score in facts.scores]
    if demand.kind is DemandKind.COUNT_AT_LEAST:
        return sum(1 for quality in qualities if quality >= demand.quality)
    return sum(1 for quality in qualities if quality <= demand.quality)
