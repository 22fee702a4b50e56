"""Taking over what the records suggest, in one press. Nothing here commits."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from tracker.guidance.kinds import CriterionKind
from tracker.guidance.sheets import Criterion
from tracker.permissions import Actor
from tracker.scoresheets import marking
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.marking import Given
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.suggesting import Drawn, Suggested, Suggestions

# The cell's own text, which it edits before it votes: it is not translated.
STRENGTHS = "Theo hồ sơ kỳ họp:"


@dataclass(frozen=True)
class Accepted:
    """How many criteria took their suggestion, and which the cell has still to judge, in the sheet's order."""

    filled: int
    left: tuple[str, ...]


@scoresheets.one_flush
def accept(
    sheet: Scoresheet, given: Given, by: Actor, at: datetime, version: Any = None, drawn: Drawn | None = None
) -> Accepted:
    """Record what was given, and the suggested points wherever no mark stands. A mark given otherwise stays."""
    drawn = drawn or marking.drawn_now(sheet)
    found = drawn.found
    marks = {mark.criterion: mark for mark in sheet.marks}
    criteria = scoresheets.form_of(sheet).criteria(sheet.kind)
    taken = _taken([one for one in criteria if marks[one.code].applies], marks, given, found)
    given = replace(given, marks={**given.marks, **taken.marks}, parts=_joined(given.parts, taken.parts))
    given = _with_texts(sheet, given, [one for one in criteria if marks[one.code].applies], found)
    tally = marking.record(sheet, given, by, at, version, drawn)
    return Accepted(len({*taken.marks, *taken.parts}), tally.missing)


def _taken(criteria: Iterable[Criterion], marks: dict[str, Mark], given: Given, found: Suggestions) -> Given:
    """The suggested points of the marks and sub-marks that stand empty."""
    taken = Given(marks={}, parts={})
    for one in criteria:
        mark = marks[one.code]
        if one.kind is CriterionKind.PARTS:
            stored = {name: Decimal(points) for name, points in mark.parts.items()}
            typed = {**stored, **given.parts.get(one.code, {})}
            parts = {part.code: _points(found, one.code, part.code) for part in one.parts}
            empty = {part: points for part, points in parts.items() if typed.get(part) is None and points is not None}
            if empty:
                taken.parts[one.code] = empty  # type: ignore[index]  # our own dict
        elif given.marks.get(one.code, mark.given) is None and _points(found, one.code) is not None:
            taken.marks[one.code] = _points(found, one.code)  # type: ignore[index]  # our own dict
    return taken


def _points(found: Suggestions, code: str, part: str = "") -> Decimal | None:
    suggested = found.get((code, part))
    return suggested.points if suggested else None


def _joined(given: Any, taken: Any) -> dict[str, dict[str, Decimal | None]]:
    return {code: {**given.get(code, {}), **taken.get(code, {})} for code in {*given, *taken}}


def _with_texts(sheet: Scoresheet, given: Given, criteria: list[Criterion], found: Suggestions) -> Given:
    """Strengths and weaknesses as the records show them, where the cell has written neither."""
    strengths = sheet.strengths if given.strengths is None else given.strengths
    weaknesses = sheet.weaknesses if given.weaknesses is None else given.weaknesses
    if strengths.strip() or weaknesses.strip():
        return given
    return replace(given, strengths=_strong(criteria, found), weaknesses=_weak(criteria, found))


def _strong(criteria: list[Criterion], found: Suggestions) -> str:
    """What the records say where they show a criterion, or a part of it, met in full."""
    said = [f"– {one.sentence('vi')}" for one in _of(criteria, found) if one.outcome is Outcome.MET and one.points]
    return "\n".join([STRENGTHS, *dict.fromkeys(said)]) if said else ""


def _weak(criteria: list[Criterion], found: Suggestions) -> str:
    """What they say of those they show not met."""
    short = [one for one in _of(criteria, found) if one.outcome is Outcome.NOT_MET]
    return "\n".join(f"– Tiêu chí {one.criterion}: {one.sentence('vi')}" for one in short)


def _of(criteria: list[Criterion], found: Suggestions) -> list[Suggested]:
    """The suggestions in the order of the sheet."""
    keys = [(one.code, part) for one in criteria for part in ("", *(part.code for part in one.parts))]
    return [found[key] for key in keys if key in found]
