"""What the page of a sheet shows of each criterion."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.guidance.rules import ConditionKind, Guidance
from tracker.guidance.sheets import Criterion, Group, Part
from tracker.guidance.words import QUALITY
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import CriterionRemark, Mark, Scoresheet, SheetAct
from tracker.scoresheets.rules import EDITABLE, Line
from tracker.scoresheets.service import Row


@dataclass(frozen=True)
class Shown:
    """A criterion on the page: what is stored, and its fields where it can be marked."""

    row: Row
    facts: dict[str, str]
    caps: str | None
    field: Any
    note: Any
    parts: tuple[tuple[Part, Any, dict[str, str]], ...]
    remarks: tuple[CriterionRemark, ...]
    reveals: bool

    @property
    def line(self) -> Line:
        return self.row.line

    @property
    def criterion(self) -> Criterion:
        return self.row.line.criterion

    @property
    def mark(self) -> Mark:
        return self.row.mark

    @property
    def is_adjusted(self) -> bool:
        """The committee gave another mark, and the reader may know it."""
        return self.reveals and self.row.mark.recognised is not None and self.row.mark.recognised != self.row.mark.given


def shown(
    sheet: Scoresheet, form: Any = None, remarks: Sequence[CriterionRemark] = (), reveals: bool = False
) -> list[tuple[Group, list[Shown]]]:
    """The sheet's groups with their criteria, each with its fields from ``form``; ``reveals`` the committee's marks."""
    caps = _caps(scoresheets.guidance_of(sheet), sheet.sheet_code)
    return [
        (group, [_shown(row, caps.get(row.line.criterion.code), form, remarks, reveals) for row in rows])
        for group, rows in scoresheets.rows(sheet)
    ]


def _shown(row: Row, cap: str | None, form: Any, remarks: Sequence[CriterionRemark], reveals: bool) -> Shown:
    one = row.line.criterion
    facts = {"data-criterion": one.code, "data-group": row.line.group}
    if cap:
        facts |= {"data-cap": cap, "data-full": f"{one.full:f}"}
    fields = form if form is not None and row.line.applies else None
    parts = tuple(
        (part, fields[f"part_{one.code}_{part.code}"], facts | {"data-part": part.code}) for part in one.parts if fields
    )
    return Shown(
        row=row,
        facts=facts,
        caps=cap,
        field=fields[f"mark_{one.code}"] if fields and not one.parts else None,
        note=form[f"note_{one.code}"] if form is not None else None,
        parts=parts,
        remarks=tuple(remark for remark in remarks if remark.criterion == one.code),
        reveals=reveals,
    )


def _caps(found: Guidance, sheet_code: str) -> dict[str, str]:
    """The criteria without whose full mark the class goes no higher, and how high."""
    return {
        code: condition.at_most.value
        for condition in found.conditions
        if condition.enabled and condition.kind is ConditionKind.FULL_MARKS and condition.sheet in (None, sheet_code)
        for code in condition.criteria
    }


def scoring_facts(sheet: Scoresheet, tally: Any) -> dict[str, str]:
    """What the running total in the browser needs: the classes, and how much of the full total counts."""
    classes = [
        {"key": quality.value, "label": str(QUALITY[quality]), "floor": f"{floor:f}"}
        for quality, floor in scoresheets.guidance_of(sheet).classes
    ]
    facts = {"data-score": "", "data-classes": json.dumps(classes, ensure_ascii=False)}
    if tally.counted != tally.full and scoresheets.guidance_of(sheet).on_exclusion == "rescale":
        facts |= {"data-score-full": f"{tally.full:f}", "data-score-counted": f"{tally.counted:f}"}
    return facts


def told(acts: Sequence[SheetAct], remarks: Sequence[CriterionRemark]) -> list[CriterionRemark]:
    """The committee's remarks that the cell may read: up to its last decision, not those still being weighed."""
    decided: datetime | None = max((one.at for one in acts if one.act in ("recognise", "return")), default=None)
    return [remark for remark in remarks if decided is not None and remark.at <= decided]


def wanted_back(sheet: Scoresheet, acts: Sequence[SheetAct]) -> SheetAct | None:
    """The return that the cell has yet to answer by submitting anew."""
    if sheet.state not in EDITABLE:
        return None
    last = next((one for one in reversed(acts) if one.act in ("return", "submit")), None)
    return last if last is not None and last.act == "return" else None
