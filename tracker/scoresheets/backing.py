"""What stands behind a sheet's marks: suggestions and evidence, and where a mark goes beyond them."""

from dataclasses import dataclass, field
from decimal import Decimal

from sqlalchemy import bindparam, select
from sqlalchemy.orm import joinedload

from tracker.extensions import db
from tracker.guidance.sheets import Criterion
from tracker.scoresheets import drawing, rules, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.drawing import Ends
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import EDITABLE, Beside
from tracker.scoresheets.suggesting import Suggested, Suggestions


@dataclass(frozen=True)
class Backing:
    """Of one sheet. ``before``: as the suggestions were at the last saving, while the sheet may still be changed."""

    found: Suggestions = field(default_factory=dict)
    before: Suggestions = field(default_factory=dict)
    evidence: dict[str, list[Evidence]] = field(default_factory=dict)

    def changed(self, criterion: str, part: str) -> Suggested | None:
        """What was suggested at the last saving, where the records now say otherwise."""
        old, new = self.before.get((criterion, part)), self.found.get((criterion, part))
        return old if old is not None and new is not None and old.points != new.points else None


def of_sheet(sheet: Scoresheet) -> Backing:
    """As the records say while the sheet may be changed, as it was stored from the cell's agreement on."""
    ends = drawing.ends(sheet.meeting) if sheet.state in EDITABLE else None
    return over(sheet, ends, suggesting.kept(sheet), evidence_of(sheet))


def over(sheet: Scoresheet, ends: Ends | None, kept: Suggestions, evidence: dict[str, list[Evidence]]) -> Backing:
    """The same of what was read already; ``ends`` before ``kept``, and only for a sheet that may be changed."""
    if ends is None or sheet.state not in EDITABLE:
        return Backing(found=suggesting.closed(kept), evidence=evidence)
    if suggesting.hold(kept, ends):
        return Backing(found=kept, before=kept, evidence=evidence)
    return Backing(found=suggesting.fresh(sheet), before=suggesting.closed(kept), evidence=evidence)


_EVIDENCE = (
    select(Evidence)
    .where(Evidence.scoresheet_id == bindparam("scoresheet_id"))
    .options(joinedload(Evidence.document))
    .order_by(Evidence.at, Evidence.id)
)


def evidence_of(sheet: Scoresheet) -> dict[str, list[Evidence]]:
    """The evidence named so far, by criterion, first first."""
    rows: dict[str, list[Evidence]] = {}
    for row in db.session.scalars(_EVIDENCE, {"scoresheet_id": sheet.id}):
        rows.setdefault(row.criterion, []).append(row)
    return rows


def beside(criterion: Criterion, mark: Mark, found: Suggestions) -> list[Beside]:
    """The marks of one criterion that have a suggestion to stand beside; see ``rules.beside``."""
    points = {part: one.points for (code, part), one in found.items() if code == criterion.code}
    parts = {name: Decimal(value) for name, value in mark.parts.items()}
    return rules.beside(criterion, mark.given, parts, points) if mark.applies else []


def unexplained(sheet: Scoresheet, found: Suggestions) -> list[str]:
    """The criteria marked above what the records suggest with neither evidence nor a sentence, in the sheet's order."""
    backed = evidence_of(sheet)
    marks = {mark.criterion: mark for mark in sheet.marks}
    return [
        one.code
        for one in scoresheets.form_of(sheet).criteria(sheet.kind)
        if any(pair.above > 0 for pair in beside(one, marks[one.code], found))
        and not (rules.says_something(marks[one.code].note) or backed.get(one.code))
    ]
