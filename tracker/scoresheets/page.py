"""What the page of a sheet shows of each criterion."""

import json
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from functools import cached_property
from typing import Any

from tracker.guidance.rules import ConditionKind, Guidance
from tracker.guidance.sheets import Criterion, Group, Part
from tracker.guidance.words import QUALITY
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing import Backing
from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.forms import ScoresheetForm, note_label
from tracker.scoresheets.models import CriterionRemark, Mark, Scoresheet, SheetAct
from tracker.scoresheets.pieces import Plain
from tracker.scoresheets.rules import DECIDING, EDITABLE, Line, says_something
from tracker.scoresheets.service import Row
from tracker.scoresheets.suggesting import Suggested

JUDGED = "judged"


@dataclass(frozen=True)
class Reason:
    """One suggestion beside the mark it is for, a criterion's or a sub-mark's; ``before`` as it was, if it changed."""

    part: Part | None
    suggested: Suggested
    mark: Decimal | None
    before: Suggested | None

    @cached_property
    def above(self) -> Decimal | None:
        """The mark less the suggested points; ``None`` where one of them is not there."""
        points = self.suggested.points
        return None if self.mark is None or points is None else self.mark - points

    @property
    def field(self) -> str:
        """The name of the mark's field."""
        code = self.suggested.criterion
        return f"part_{code}_{self.part.code}" if self.part else f"mark_{code}"


@dataclass(frozen=True)
class Fields:
    """Of one criterion: ``held``, the stored mark or that of each part, where nothing was sent; else what was sent."""

    held: tuple[Decimal | None, ...] | None = None
    field: Any = None
    note: Any = None
    parts: tuple[tuple[Part, Any, dict[str, str]], ...] = ()


@dataclass(frozen=True)
class Shown:
    """A criterion on the page: what is stored, and its fields where it can be marked.

    ``place`` tells it from every criterion of every guidance that is or was published.
    """

    row: Row
    place: tuple[str, ...]
    caps: str | None
    fields: Fields
    remarks: tuple[CriterionRemark, ...]
    reveals: bool
    reasons: tuple[Reason, ...]
    evidence: tuple[Evidence, ...]

    @cached_property
    def is_above(self) -> bool:
        """Marked higher than the records suggest, as a whole or in one of its parts."""
        return any(reason.above is not None and reason.above > 0 for reason in self.reasons)

    @cached_property
    def is_unkept(self) -> bool:
        """A check looks at it, yet nothing was kept: the sheet was voted on before the book suggested anything."""
        checks = (self.criterion.check, *(part.check for part in self.criterion.parts))
        return not self.reasons and any(checks)

    @cached_property
    def is_explained(self) -> bool:
        return bool(self.evidence) or says_something(self.mark.note)

    @cached_property
    def outcome(self) -> str:
        """Of the criterion as a whole: the worst of its parts'; ``judged`` where no check looks at it."""
        found = {reason.suggested.outcome for reason in self.reasons}
        return next((one.value for one in WORST_FIRST if one in found), JUDGED)

    @cached_property
    def can_fill(self) -> bool:
        """A suggestion with points stands beside a mark not yet given."""
        return any(reason.mark is None and reason.suggested.points is not None for reason in self.reasons)

    @cached_property
    def beside(self) -> tuple[tuple[Part | None, Decimal, Decimal | None, str], ...]:
        """The marks that have suggested points: part, those points, the mark, and its field's name."""
        return tuple(
            (one.part, one.suggested.points, one.mark, one.field)
            for one in self.reasons
            if one.suggested.points is not None
        )

    @property
    def suggested_points(self) -> tuple[tuple[str, Decimal], ...]:
        """By part, ``""`` the criterion itself."""
        return tuple((part.code if part else "", points) for part, points, _mark, _field in self.beside)

    @property
    def is_blocking(self) -> bool:
        """Less than its full mark, which a class asks for."""
        return bool(self.caps) and self.line.points is not None and self.line.points < self.criterion.full

    @property
    def facts(self) -> dict[str, str]:
        return facts(self.criterion, self.line.group, self.caps)

    @property
    def held(self) -> tuple[Decimal | None, ...] | None:
        return self.fields.held

    @property
    def field(self) -> Any:
        return self.fields.field

    @property
    def parts(self) -> tuple[tuple[Part, Any, dict[str, str]], ...]:
        return self.fields.parts

    @property
    def note(self) -> Any:
        return self.fields.note

    @property
    def note_is_empty(self) -> bool:
        """There may be a note, none was written or sent, and none is asked for."""
        note = self.note
        return isinstance(note, Plain) and not note.data and not self.is_above and not self.evidence

    @property
    def suggested_level(self) -> Decimal | None:
        """The points suggested for the criterion as a whole, or for its first part."""
        return self.reasons[0].suggested.points if self.reasons else None

    @cached_property
    def line(self) -> Line:
        return self.row.line

    @cached_property
    def criterion(self) -> Criterion:
        return self.row.line.criterion

    @property
    def mark(self) -> Mark:
        return self.row.mark

    @property
    def is_adjusted(self) -> bool:
        """The committee gave another mark, and the reader may know it."""
        return self.reveals and self.row.mark.recognised is not None and self.row.mark.recognised != self.row.mark.given


WORST_FIRST = (Outcome.NOT_MET, Outcome.CANNOT_TELL, Outcome.MET)


def shown(
    sheet: Scoresheet,
    backed: Backing,
    form: Any = None,
    remarks: Sequence[CriterionRemark] = (),
    reveals: bool = False,
) -> list[tuple[Group, list[Shown]]]:
    """The sheet's groups with their criteria, each with its fields: those sent where ``form`` is the
    whole form, else the stored marks' own. ``reveals`` the committee's marks."""
    caps = _caps(scoresheets.guidance_of(sheet), sheet.sheet_code)
    paper = sheet.guidance.content_hash, sheet.sheet_code, sheet.kind.value

    def of(row: Row) -> Shown:
        code = row.line.criterion.code
        return Shown(
            row=row,
            place=(*paper, code),
            caps=caps.get(code),
            fields=_fields(row, caps.get(code), form),
            remarks=tuple(remark for remark in remarks if remark.criterion == code),
            reveals=reveals,
            reasons=_reasons(row, backed),
            evidence=tuple(backed.evidence.get(code, ())),
        )

    return [(group, [of(row) for row in rows]) for group, rows in scoresheets.rows(sheet)]


def _reasons(row: Row, backed: Backing) -> tuple[Reason, ...]:
    """The criterion's suggestions in the order of its parts, each with its mark."""
    one, mark = row.line.criterion, row.mark
    asked: list[tuple[Part | None, Decimal | None]] = [(None, mark.given)]
    if one.parts:
        asked = [(part, Decimal(mark.parts[part.code]) if part.code in mark.parts else None) for part in one.parts]
    found = []
    for part, points in asked:
        key = one.code, part.code if part else ""
        if key in backed.found and mark.applies:
            found.append(Reason(part, backed.found[key], points, backed.changed(*key)))
    return tuple(found)


def facts(one: Criterion, group: str, cap: str | None) -> dict[str, str]:
    """What the running total in the browser needs of a criterion's marks."""
    found = {"data-criterion": one.code, "data-group": group}
    return found | {"data-cap": cap, "data-full": f"{one.full:f}"} if cap else found


def _fields(row: Row, cap: str | None, form: Any) -> Fields:
    if form is None:
        return Fields()
    return _sent(row, cap, form) if isinstance(form, ScoresheetForm) else _stored(row)


def _sent(row: Row, cap: str | None, form: ScoresheetForm) -> Fields:
    one, note = row.line.criterion, form[f"note_{row.line.criterion.code}"]
    if not row.line.applies:
        return Fields(note=note)
    told = facts(one, row.line.group, cap)
    parts = tuple((part, form[f"part_{one.code}_{part.code}"], told | {"data-part": part.code}) for part in one.parts)
    return Fields(field=None if parts else form[f"mark_{one.code}"], note=note, parts=parts)


def _stored(row: Row) -> Fields:
    one, mark = row.line.criterion, row.mark
    note = Plain(f"note_{one.code}", mark.note, note_label(one.code), "Paragraph")
    if not row.line.applies:
        return Fields(note=note)
    given = (mark.parts.get(part.code) for part in one.parts)
    parts = tuple(None if points is None else Decimal(points) for points in given)
    return Fields(held=parts if one.parts else (mark.given,), note=note)


@dataclass(frozen=True)
class Standing:
    """Where a sheet stands against the records: how many criteria they decide, and what is asked of the cell next.

    ``tallied``: how many are met, not met, cannot be told, or are the cell's to judge. The others name criteria.
    """

    tallied: Counter[str]
    can_fill: tuple[str, ...]
    changed: tuple[str, ...]
    unexplained: tuple[str, ...]

    @property
    def looked_at(self) -> int:
        """How many criteria a check looks at."""
        return self.tallied.total() - self.tallied[JUDGED]


def standing(groups: Iterable[tuple[Group, list[Shown]]]) -> Standing:
    """Of the criteria that apply."""
    applying = [one for _group, criteria in groups for one in criteria if one.line.applies]
    return Standing(
        tallied=Counter(one.outcome for one in applying),
        can_fill=tuple(one.criterion.code for one in applying if one.can_fill),
        changed=tuple(one.criterion.code for one in applying if any(reason.before for reason in one.reasons)),
        unexplained=tuple(one.criterion.code for one in applying if one.is_above and not one.is_explained),
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
    if tally.counted != tally.full:
        facts |= {"data-score-full": f"{tally.full:f}", "data-score-counted": f"{tally.counted:f}"}
    return facts


def told(acts: Sequence[SheetAct], remarks: Sequence[CriterionRemark]) -> list[CriterionRemark]:
    """The committee's remarks that the cell may read: up to its last decision, not those still being weighed."""
    decided = last_decided(acts)
    return [remark for remark in remarks if decided is not None and remark.at <= decided]


def last_decided(acts: Sequence[SheetAct]) -> datetime | None:
    """When the committee last decided; until then it has said nothing that the cell may read."""
    return max((one.at for one in acts if one.act in DECIDING), default=None)


def wanted_back(sheet: Scoresheet, acts: Sequence[SheetAct]) -> SheetAct | None:
    """The return that the cell has yet to answer by submitting anew."""
    if sheet.state not in EDITABLE:
        return None
    last = next((one for one in reversed(acts) if one.act in ("return", "submit")), None)
    return last if last is not None and last.act == "return" else None
