"""Whether the sheets of a guidance add up, in every kind of meeting that they serve."""

from collections import Counter
from collections.abc import Iterable, Sequence
from decimal import Decimal
from itertools import pairwise

from tracker.guidance.faults import Fault, is_readable
from tracker.guidance.kinds import CriterionKind, MeetingKind
from tracker.guidance.sheets import NOUGHT, Criterion, Group, Level, Part, Sheet

FULL_TOTAL = Decimal(100)
FINEST = Decimal("0.01")  # marks are kept in hundredths


def faults_of(sheets: Sequence[Sheet], before: Sequence[Fault]) -> list[Fault]:
    """``before``: faults of reading; no sum is checked over a value that could not be read."""
    found = _twice((sheet.code for sheet in sheets), "sheets", "code_twice")
    found += _twice((kind for sheet in sheets for kind in sheet.kinds), "sheets", "kind_twice")
    for place, sheet in enumerate(sheets):
        found += _sheet(sheet, f"sheets[{place}]", before)
    return found


def _sheet(sheet: Sheet, path: str, before: Sequence[Fault]) -> list[Fault]:
    codes = (criterion.code for group in sheet.groups for criterion in group.criteria)
    found = _twice(codes, path, "code_twice")
    found += _twice((group.code for group in sheet.groups), path, "code_twice")
    for place, group in enumerate(sheet.groups):
        found += _group(sheet, group, f"{path}.groups[{place}]", before)
    if is_readable(path, before):
        found += [
            Fault(path, "sum_sheet", _figures(sheet.full_total(kind), FULL_TOTAL, kind))
            for kind in sheet.kinds
            if sheet.full_total(kind) != FULL_TOTAL
        ]
    return found


def _group(sheet: Sheet, group: Group, path: str, before: Sequence[Fault]) -> list[Fault]:
    found: list[Fault] = []
    for place, criterion in enumerate(group.criteria):
        within = f"{path}.criteria[{place}]"
        if is_readable(within, before):
            found += _criterion(criterion, within)
    if is_readable(path, before):
        for kind in sheet.kinds:
            stated, summed = _stated(group, kind), group.in_kind(kind).full
            if summed != stated:
                found.append(Fault(f"{path}.full", "sum_group", _figures(summed, stated, kind)))
    return found


def _stated(group: Group, kind: MeetingKind) -> Decimal:
    if kind is MeetingKind.COMBINED and group.full_when_combined is not None:
        return group.full_when_combined
    return group.full


def _criterion(criterion: Criterion, path: str) -> list[Fault]:
    if not criterion.step:
        return [Fault(f"{path}.step", "step_nought")]
    if criterion.step % FINEST:
        return [Fault(f"{path}.step", "step_fine", (("step", _plain(criterion.step)),))]
    if not criterion.full:
        return [Fault(f"{path}.full", "full_nought")]
    found = _shape(criterion, path)
    found += _marks(criterion, criterion.full, criterion.levels, criterion.parts, path)
    if criterion.full_when_combined is not None:
        levels = criterion.levels_when_combined or criterion.levels
        parts = criterion.parts_when_combined or criterion.parts
        found += _marks(criterion, criterion.full_when_combined, levels, parts, f"{path}.when_combined")
    return found


def _shape(criterion: Criterion, path: str) -> list[Fault]:
    """Levels where it is marked by level, parts where it is marked in parts, and neither elsewhere."""
    found: list[Fault] = []
    by_level = criterion.kind in (CriterionKind.LEVELS, CriterionKind.YES_NO)
    in_parts = criterion.kind is CriterionKind.PARTS
    rungs = (("kind", criterion.kind),)
    if bool(criterion.levels) != by_level:
        found.append(Fault(f"{path}.levels", "levels_missing" if by_level else "levels_unwanted", rungs))
    if bool(criterion.parts) != in_parts:
        found.append(Fault(f"{path}.parts", "parts_missing" if in_parts else "parts_unwanted", rungs))
    if criterion.when and (in_parts or criterion.kind is CriterionKind.LEVELS):
        found.append(Fault(f"{path}.when", "when_in_parts" if in_parts else "when_in_levels"))
    if criterion.kind is CriterionKind.YES_NO and len(criterion.levels) not in (0, 2):
        found.append(Fault(f"{path}.levels", "yes_no_levels", rungs))
    return found


def _marks(
    criterion: Criterion, full: Decimal, levels: tuple[Level, ...], parts: tuple[Part, ...], path: str
) -> list[Fault]:
    found = _levels(full, levels, f"{path}.levels") if levels else []
    found += _parts(full, parts, f"{path}.parts") if parts else []
    marks = [(full, f"{path}.full"), *((one.points, f"{path}.levels") for one in levels)]
    marks += [(one.full, f"{path}.parts") for one in parts]
    found += [
        Fault(where, "off_step", (("points", _plain(points)), ("step", _plain(criterion.step))))
        for points, where in marks
        if points % criterion.step
    ]
    return found


def _levels(full: Decimal, levels: tuple[Level, ...], path: str) -> list[Fault]:
    points = [level.points for level in levels]
    above = [one for one in points if one > full]
    if above:
        return [Fault(path, "level_above", (("points", _plain(one)), ("full", _plain(full)))) for one in above]
    if any(worse >= better for better, worse in pairwise(points)):
        return [Fault(path, "levels_order")]
    if points[0] != full:
        return [Fault(path, "level_top", (("points", _plain(points[0])), ("full", _plain(full))))]
    return _unreachable(levels, path)


def _unreachable(levels: tuple[Level, ...], path: str) -> list[Fault]:
    """A level without bounds means "otherwise": one above others that have some would always be suggested."""
    return [
        Fault(f"{path}[{place}]", "level_unreachable", (("points", _plain(level.points)),))
        for place, level in enumerate(levels)
        if not level.when and any(lower.when for lower in levels[place + 1 :])
    ]


def _parts(full: Decimal, parts: tuple[Part, ...], path: str) -> list[Fault]:
    found = _twice((part.code for part in parts), path, "code_twice")
    summed = sum((part.full for part in parts), NOUGHT)
    if summed != full:
        found.append(Fault(path, "sum_parts", (("found", _plain(summed)), ("stated", _plain(full)))))
    return found


def _twice(names: Iterable[str], path: str, key: str) -> list[Fault]:
    return [Fault(path, key, (("name", name),)) for name, count in Counter(names).items() if name and count > 1]


def _figures(found: Decimal, stated: Decimal, kind: MeetingKind) -> tuple[tuple[str, str], ...]:
    return (("found", _plain(found)), ("stated", _plain(stated)), ("kind", kind))


def _plain(points: Decimal) -> str:
    return f"{points.normalize():f}"
