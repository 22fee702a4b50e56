"""Whether a guidance that could be read also holds together: classes, dates, conditions, the year's rule."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from tracker.guidance import sheet_soundness
from tracker.guidance.faults import Fault, is_readable
from tracker.guidance.kinds import ConditionKind, QualityClass
from tracker.guidance.rules import Condition, Guidance
from tracker.guidance.sheets import NOUGHT

HUNDRED = Decimal(100)
BEST_FIRST = tuple(QualityClass)

StatedClass = tuple[QualityClass, Decimal, Decimal | None]


def examine(guidance: Guidance, faults: list[Fault]) -> None:
    """Add every fault found; where a value could not be read, what hangs on it is left alone."""
    faults.extend(sheet_soundness.faults_of(guidance.sheets, tuple(faults)))
    faults.extend(_dates(guidance.valid_from, guidance.valid_until, faults))
    if is_readable("sheets", faults):
        for place, condition in enumerate(guidance.conditions):
            faults.extend(_condition(guidance, condition, f"conditions[{place}]"))
    if is_readable("year_rule.classes", faults):
        faults.extend(_year(guidance))


def _dates(since: date, until: date | None, faults: list[Fault]) -> list[Fault]:
    if until and until < since and is_readable("valid_from", faults) and is_readable("valid_until", faults):
        return [Fault("valid_until", "ends_before", (("since", since.isoformat()), ("until", until.isoformat())))]
    return []


def classes(stated: Sequence[StatedClass]) -> list[Fault]:
    """All four, once, best first, each from a floor below the one before, the last from nought.

    ``below`` may be stated; it must then meet the floor of the class before, with no gap and no overlap.
    """
    found = _all_four([quality for quality, _floor, _below in stated], "classes")
    for place in range(1, len(stated)):
        found += _edge(stated[place - 1], stated[place], f"classes[{place}]")
    if stated and stated[-1][1] != NOUGHT:
        found.append(Fault(f"classes[{len(stated) - 1}].at_least", "class_floor", (("floor", str(stated[-1][1])),)))
    if stated and not NOUGHT < stated[0][1] <= HUNDRED:
        found.append(Fault("classes[0].at_least", "class_top", (("floor", str(stated[0][1])),)))
    return found


def _edge(better: StatedClass, worse: StatedClass, path: str) -> list[Fault]:
    if worse[1] >= better[1]:
        params = (("better", better[0]), ("worse", worse[0]), ("floor", str(better[1])))
        return [Fault(f"{path}.at_least", "class_overlap", params)]
    below = worse[2]
    if below is not None and below != better[1]:
        key = "class_overlap_below" if below > better[1] else "class_gap"
        figures = (("better", better[0]), ("worse", worse[0]), ("floor", str(better[1])), ("below", str(below)))
        return [Fault(f"{path}.below", key, figures)]
    return []


def _all_four(given: Sequence[QualityClass], path: str) -> list[Fault]:
    found = [Fault(path, "class_missing", (("quality", quality),)) for quality in BEST_FIRST if quality not in given]
    twice = [quality for quality in BEST_FIRST if list(given).count(quality) > 1]
    found += [Fault(path, "class_twice", (("quality", quality),)) for quality in twice]
    if not twice and list(given) != sorted(given, reverse=True):
        found.append(Fault(path, "class_order"))
    return found


def _condition(guidance: Guidance, condition: Condition, path: str) -> list[Fault]:
    sheets = {sheet.code: sheet.codes for sheet in guidance.sheets}
    if condition.sheet is not None and condition.sheet not in sheets:
        params = (("sheet", condition.sheet), ("known", ", ".join(sheets)))
        return [Fault(f"{path}.sheet", "unknown_sheet", params)]
    known = sheets[condition.sheet] if condition.sheet else frozenset[str]().union(*sheets.values())
    needed = condition.kind is ConditionKind.FULL_MARKS
    if needed and not condition.criteria:
        return [Fault(f"{path}.criteria", "condition_needs_criteria")]
    return [
        Fault(f"{path}.criteria", "unknown_criterion", (("code", code),))
        for code in condition.criteria
        if code not in known
    ]


def _year(guidance: Guidance) -> list[Fault]:
    stated = guidance.year_rule.classes
    found = _all_four([one.quality for one in stated], "year_rule.classes")
    last = len(stated) - 1
    for place, one in enumerate(stated):
        if place != last and not one.demands:
            found.append(Fault(f"year_rule.classes[{place}].demands", "year_asks_nothing"))
    if stated[last].demands:
        found.append(Fault(f"year_rule.classes[{last}].demands", "year_last_asks"))
    return found
