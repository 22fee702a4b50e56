"""What would have changed a year's class: the smallest sets of improvements that lift it. Plain Python.

Smallest is by the number of meetings touched, then by the number of improvements, then by the points they add to
the totals of the year; the first two are exact up to ``MOST`` improvements, beyond which no set is given: so long a
list helps nobody. The least points, and sets of equal size, are looked for within ``STEPS`` steps. An improvement is
a criterion of a meeting raised to its full mark or to a better level, a condition on the class put right, a missing
meeting held, a meeting held but unscored scored, a missing theme held. Of two regular meetings in a month the better
one counts, and it is the one improved.
"""

from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from enum import StrEnum
from typing import NamedTuple

from tracker.guidance.rules import DemandKind, QualityClass, YearClass, YearRule
from tracker.ratings.facts import HUNDREDTH, Month, MonthState, Score, YearFacts
from tracker.ratings.marked import NOUGHT, Act, Better, Improvement, MarkedSheet
from tracker.ratings.rules import rate
from tracker.ratings.searching import Option, Options, Search, Wanted

MOST = 12
SETS = 3  # told at most, and one alone where it is longer than ``SHORT``
SHORT = 4
HABITS = 2

ClassOf = Callable[[Decimal], QualityClass]
ChangeSet = tuple[Improvement, ...]


class Outcome(StrEnum):
    """``TOO_MANY``: more than ``MOST`` improvements. ``IMPOSSIBLE``: not even with all of them."""

    FOUND = "found"
    TOO_MANY = "too_many"
    IMPOSSIBLE = "impossible"


@dataclass(frozen=True)
class Lift:
    """What would have brought the class. ``least`` are smallest sets, all of one size; ``habits`` put one criterion
    right in the fewest meetings. ``needs_meetings``: with every mark full it would still fail for what was not held;
    ``only_meetings``: nothing but that stands in the way."""

    target: QualityClass
    outcome: Outcome
    least: tuple[ChangeSet, ...] = ()
    habits: tuple[ChangeSet, ...] = ()
    needs_meetings: bool = False

    @property
    def only_meetings(self) -> bool:
        return bool(self.least) and all(one.act in (Act.HOLD, Act.THEME, Act.SCORE) for one in self.least[0])


@dataclass(frozen=True)
class Year:
    """A finished or running year as it can be improved: ``sheets`` by month, those that can be taken apart.

    ``class_of`` gives the class of a total for a meeting that has no sheet; ``full`` is the most it could have had.
    """

    facts: YearFacts
    rule: YearRule
    sheets: Mapping[int, MarkedSheet]
    class_of: ClassOf
    full: Decimal

    @property
    def quality(self) -> QualityClass | None:
        return rate(self.facts, self.rule).quality


def lift(year: Year, target: QualityClass) -> Lift:
    """The smallest sets after which the year's class is the target or better."""
    wanted = [one for one in year.rule.classes if one.quality >= target]
    found = [least for one in wanted if (least := _least(year, one, _months(year)))]
    if not found:
        outcome = Outcome.TOO_MANY if _reached_with_all(year, target) else Outcome.IMPOSSIBLE
        return Lift(target, outcome, needs_meetings=not _reached_with_all(year, target, held=False))
    least = min(found, key=lambda sets: _size(sets[0]))
    least = least[: SETS if len(least[0]) <= SHORT else 1]
    return Lift(
        target,
        Outcome.FOUND,
        tuple(_with_totals(year, target, one) for one in least),
        _habits(year, target, least),
        needs_meetings=not _reached_with_all(year, target, held=False),
    )


def _size(changes: ChangeSet) -> tuple[int, int, Decimal]:
    """By what sets are compared: meetings touched, improvements, points."""
    points = sum((one.raised - one.given for one in changes if one.act is Act.RAISE), NOUGHT)
    return len({(one.act is Act.THEME, one.place) for one in changes}), len(changes), points


def _least(year: Year, wanted: YearClass, months: list[Options]) -> list[ChangeSet]:
    """Every smallest set found by which that class's own demands hold, those of the fewest kinds first."""
    themes = _themes(year.facts, wanted)
    if themes is None:
        return []
    found = Search(months, _wanted(year, wanted), MOST - len(themes)).smallest()
    sets = [tuple(sorted((*themes, *(one for option in chosen for one in option.changes)))) for chosen in found]
    return sorted(dict.fromkeys(sets), key=lambda one: (len({change.code for change in one}), one))


def _themes(facts: YearFacts, wanted: YearClass) -> ChangeSet | None:
    """The themes that must be held whatever else changes; ``None`` where there are too many."""
    allowed = [demand.bound for demand in wanted.demands if demand.kind is DemandKind.THEMATIC_MISSING_AT_MOST]
    lacking = max([len(facts.empty_quarters) - int(bound) for bound in allowed] + [0])
    if lacking > MOST:
        return None
    return tuple(Improvement(Act.THEME, quarter) for quarter in facts.empty_quarters[:lacking])


def _wanted(year: Year, wanted: YearClass) -> Wanted:
    """The class's demands on months, as counts to reach and counts not to pass, and the mean."""
    at_least, at_most, means = [], [], [NOUGHT]
    missing: int | None = None
    for demand in wanted.demands:
        bound = demand.bound_for(year.facts.required)
        if demand.kind is DemandKind.MEAN_AT_LEAST:
            means.append(bound)
        elif demand.kind is DemandKind.REGULAR_MISSING_AT_MOST:
            missing = min(int(bound), missing) if missing is not None else int(bound)
        elif demand.quality and demand.kind is DemandKind.COUNT_AT_LEAST:
            at_least.append((demand.quality, int(bound)))
        elif demand.quality and demand.kind is DemandKind.COUNT_AT_MOST:
            at_most.append((demand.quality, int(bound)))
    return Wanted(tuple(at_least), tuple(at_most), missing, max(means))


# --- what each month might have been --------------------------------------------------------------------------------


def _months(year: Year, only: str | None = None) -> list[Options]:
    """The months of the year with what each might have been; ``only`` that criterion raised, nothing else."""
    recurring = Counter(line.criterion.code for sheet in year.sheets.values() for line in sheet.lost)
    return [
        (_as_it_was(month), *_might_have_been(year, month, recurring, only))
        for month in year.facts.months
        if month.state in (MonthState.HELD, MonthState.MISSING)
    ]


def _as_it_was(month: Month) -> Option:
    score = month.score
    total, quality = (score.total, score.quality) if score else (None, None)
    return Option((), NOUGHT, total, quality, month.state is MonthState.MISSING)


def _might_have_been(year: Year, month: Month, recurring: Mapping[str, int], only: str | None) -> list[Option]:
    if month.score:
        sheet = year.sheets.get(month.month)
        return _marked_higher(sheet, month.month, recurring, only) if sheet else []
    act = Act.HOLD if month.state is MonthState.MISSING else Act.SCORE
    if only or (act is Act.SCORE and not year.facts.is_over):
        return []
    change = Improvement(act, month.month, raised=year.full)
    return [Option((change,), NOUGHT, year.full, year.class_of(year.full), False)]


def _marked_higher(sheet: MarkedSheet, number: int, recurring: Mapping[str, int], only: str | None) -> list[Option]:
    """One option for each number of improvements, gain and class that the sheet could have had.

    Of equal ones that with the criteria which recur most in the year is kept, as it makes the plainer advice.
    """
    states: dict[Marked, ChangeSet] = {Marked(0, NOUGHT, sheet.watched, sheet.happened): ()}
    groups = [one for one in sheet.improvements(number) if only in (None, one[0].change.code)]
    for choices in sorted(groups, key=lambda one: -recurring.get(one[0].change.code, 0)):
        for state, changes in list(states.items()):
            if state.number < MOST:
                for choice in choices:
                    states.setdefault(state.after(choice), (*changes, choice.change))
    before = sheet.tally.total
    found: dict[tuple[int, Decimal, QualityClass], Option] = {}
    for state, changes in states.items():
        if changes:
            total, quality = sheet.scored(state.gain, state.short, state.happened)
            key = (state.number, total, quality)
            found.setdefault(key, Option(changes, total - before, total, quality, False))
    return list(found.values())


class Marked(NamedTuple):
    """A sheet partly improved: ``short`` and ``happened`` are what still holds its class down."""

    number: int
    gain: Decimal
    short: frozenset[str]
    happened: frozenset[str]

    def after(self, better: Better) -> "Marked":
        gain = self.gain + better.change.raised - better.change.given
        return Marked(self.number + 1, gain, self.short - better.fills, self.happened - better.mends)


def _reached_with_all(year: Year, target: QualityClass, held: bool = True) -> bool:
    """Whether the class would be reached with every mark full and, if ``held``, everything held that was missing."""
    changes = [one for month, sheet in year.sheets.items() for one in _all_of(sheet, month)]
    if held:
        changes += [Improvement(Act.HOLD, month, raised=year.full) for month in year.facts.numbers(MonthState.MISSING)]
        changes += [Improvement(Act.THEME, quarter) for quarter in year.facts.empty_quarters]
        unscored = year.facts.unscored if year.facts.is_over else ()
        changes += [Improvement(Act.SCORE, month, raised=year.full) for month in unscored]
    quality = rate(applied(year, tuple(changes)), year.rule).quality
    return quality is not None and quality >= target


def _all_of(sheet: MarkedSheet, month: int) -> list[Improvement]:
    return [choices[-1].change for choices in sheet.improvements(month)]


# --- applying a set -------------------------------------------------------------------------------------------------


def applied(year: Year, changes: ChangeSet) -> YearFacts:
    """The facts of the year as they would have been with those improvements."""
    facts = year.facts
    themes = list(facts.themes)
    for one in changes:
        if one.act is Act.THEME:
            themes[one.place - 1] += 1
    of_months = [one for one in changes if one.act is not Act.THEME]
    months = tuple(
        _changed(year, month, frozenset(one for one in of_months if one.place == month.month)) for month in facts.months
    )
    return replace(facts, months=months, themes=tuple(themes))


def _changed(year: Year, month: Month, changes: frozenset[Improvement]) -> Month:
    if not changes:
        return month
    for one in changes:
        if one.act in (Act.HOLD, Act.SCORE):
            return Month(month.month, MonthState.HELD, Score(one.raised, year.class_of(one.raised), False))
    tally = year.sheets[month.month].improved(changes).tally
    if month.score is None or tally.quality is None:
        return month
    return replace(month, score=replace(month.score, total=tally.total, quality=tally.quality))


def reaches(year: Year, target: QualityClass, changes: ChangeSet) -> bool:
    """Whether the year, rated again with those improvements, has the class or a better one."""
    quality = rate(applied(year, changes), year.rule).quality
    return quality is not None and quality >= target


def _with_totals(year: Year, target: QualityClass, changes: ChangeSet) -> ChangeSet:
    """The set with the least total, to the hundredth, that its meetings not held or not scored would have needed."""
    if not any(one.act in (Act.HOLD, Act.SCORE) for one in changes):
        return changes
    low, high = -1, int(year.full / HUNDREDTH)
    while high - low > 1:
        middle = (low + high) // 2
        if reaches(year, target, _totalling(changes, middle * HUNDREDTH)):
            high = middle
        else:
            low = middle
    return _totalling(changes, high * HUNDREDTH)


def _totalling(changes: ChangeSet, total: Decimal) -> ChangeSet:
    return tuple(replace(one, raised=total) if one.act in (Act.HOLD, Act.SCORE) else one for one in changes)


# --- one habit ------------------------------------------------------------------------------------------------------


def _habits(year: Year, target: QualityClass, least: list[ChangeSet]) -> tuple[ChangeSet, ...]:
    """Sets that put a single criterion right in several meetings, the fewest meetings first."""
    recurring = Counter(line.criterion.code for sheet in year.sheets.values() for line in sheet.lost)
    wanted = [one for one in year.rule.classes if one.quality >= target]
    found = []
    for code in sorted(code for code, number in recurring.items() if number > 1):
        months = _months(year, code)
        sets = [sets[0] for one in wanted if (sets := _least(year, one, months)) and len(sets[0]) > 1]
        found += [min(sets, key=_size)] if sets else []
    return tuple(sorted((one for one in found if one not in least), key=lambda one: (_size(one), one))[:HABITS])
