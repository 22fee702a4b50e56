"""A sheet as a reviewer sees it who marks it blind.

Shown: each criterion with its rule, what the records suggest and why, the cell's notes, the names of its evidence.
Hidden: the cell's name (veiled where a text holds it), its own marks and class, what the committee recognised and
remarked, the other reviewers' marks, and every link to a record, for a record's page names the cell.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from tracker.guidance.sheets import Criterion, Group, Part
from tracker.reviews.calibration import rules
from tracker.scoresheets import backing
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.suggesting import Suggested


@dataclass(frozen=True)
class Said:
    """What the records say of the criterion, or of one part of it; ``points`` is ``None`` where they cannot tell."""

    part: Part | None
    outcome: str
    points: Decimal | None
    sentence: str


@dataclass(frozen=True)
class Line:
    """One criterion to be marked."""

    criterion: Criterion
    said: tuple[Said, ...]
    note: str
    evidence: tuple[str, ...]
    field: Any

    @property
    def suggested(self) -> Decimal | None:
        """The points suggested for the criterion as a whole."""
        return self.said[0].points if len(self.said) == 1 and self.said[0].part is None else None


def lines(sheet: Scoresheet, form: Any, language: str) -> list[tuple[Group, list[Line]]]:
    """The criteria that apply, by group, in the guidance's order."""
    names = {sheet.cell_name, sheet.cell.name}
    backed = backing.of_sheet(sheet)
    notes = {mark.criterion: mark.note for mark in sheet.marks}
    applying = {mark.criterion for mark in sheet.marks if mark.applies}

    def line(one: Criterion) -> Line:
        cited = [rules.veiled(row.label, names) for row in backed.evidence.get(one.code, ())]
        return Line(
            criterion=one,
            said=_said(one, backed.found, names, language),
            note=rules.veiled(notes[one.code], names),
            evidence=tuple(label for label in cited if label),
            field=form[f"mark_{one.code}"],
        )

    found = [
        (group, [line(one) for one in group.criteria if one.code in applying])
        for group in scoresheets.form_of(sheet).groups_in(sheet.kind)
    ]
    return [(group, criteria) for group, criteria in found if criteria]


def _said(
    one: Criterion, found: Mapping[tuple[str, str], Suggested], names: set[str], language: str
) -> tuple[Said, ...]:
    parts: list[Part | None] = [None, *one.parts]
    asked = [(part, found.get((one.code, part.code if part else ""))) for part in parts]
    return tuple(
        Said(part, told.outcome.value, told.points, rules.veiled(told.sentence(language), names))
        for part, told in asked
        if told is not None
    )
