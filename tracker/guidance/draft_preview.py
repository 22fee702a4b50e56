"""A sheet of a draft as the secretary will meet it: the criteria with their fields, nothing marked yet.

Gives the macros of ``templates/scoresheets`` what the sheet of a meeting gives them.
"""

from dataclasses import dataclass, field
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from flask_babel import gettext as _
from wtforms import Form

from tracker.base.forms import Number, Paragraph
from tracker.guidance.kinds import ConditionKind, MeetingKind
from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import NOUGHT, Criterion, Group, Sheet
from tracker.guidance.words import CHECK

MEETING = SimpleNamespace(id=0)
"""There is none yet; no link to it is ever drawn."""


@dataclass(frozen=True)
class Shown:
    criterion: Criterion
    field: Any
    note: Any
    parts: tuple[tuple[Any, Any, dict[str, str]], ...]
    caps: str | None
    facts: dict[str, str] = field(default_factory=dict)
    remarks: tuple[Any, ...] = ()
    evidence: tuple[Any, ...] = ()
    is_adjusted: bool = False
    is_above: bool = False
    is_unkept: bool = False
    is_blocking: bool = False
    note_is_empty: bool = False
    place: None = None
    held: None = None
    suggested_level: None = None
    beside: tuple[Any, ...] = ()

    @property
    def reasons(self) -> list[Any]:
        """What the records will be asked once there is a meeting: of the criterion, and of each of its parts."""
        asked: list[tuple[Any, str | None]] = [(part, part.check) for part in self.criterion.parts] or [
            (None, self.criterion.check)
        ]
        return [_reason(part, check) for part, check in asked if check]

    @property
    def line(self) -> Any:
        """Every criterion is shown as it is where it applies."""
        return SimpleNamespace(criterion=self.criterion, applies=True, points=None, is_given_by_rule=False)

    @property
    def mark(self) -> Any:
        return SimpleNamespace(given=None, parts={}, note="", recognised=None)


def _reason(part: Any, check: str) -> Any:
    said = _("Sổ sẽ đối chiếu: %(what)s.", what=CHECK[check])
    outcome = SimpleNamespace(value="cannot_tell")
    suggested = SimpleNamespace(outcome=outcome, points=None, need=None, records=(), sentence=lambda _language: said)
    return SimpleNamespace(part=part, suggested=suggested, mark=None, before=None, above=None)


def form_of(sheet: Sheet, kind: MeetingKind) -> Form:
    """Fields to look at; nothing is ever sent from them."""
    fields: dict[str, Any] = {}
    for number, one in enumerate(sheet.criteria(kind)):
        fields[f"note_{number}"] = Paragraph(one.code)
        fields[f"mark_{number}"] = Number(one.code)
        fields |= {f"part_{number}_{place}": Number(part.text) for place, part in enumerate(one.parts)}
    made: Form = type("PreviewForm", (Form,), fields)()
    return made


def groups(guidance: Guidance, sheet: Sheet, kind: MeetingKind) -> list[tuple[Group, list[Shown]]]:
    form, numbers = form_of(sheet, kind), iter(range(1000))
    caps = _caps(guidance, sheet.code)
    return [
        (group, [_shown(one, form, next(numbers), caps.get(one.code)) for one in group.criteria])
        for group in sheet.groups_in(kind)
    ]


def _shown(one: Criterion, form: Any, number: int, caps: str | None) -> Shown:
    parts: tuple[Any, ...] = tuple((part, form[f"part_{number}_{place}"], {}) for place, part in enumerate(one.parts))
    return Shown(one, None if parts else form[f"mark_{number}"], form[f"note_{number}"], parts, caps)


def _caps(guidance: Guidance, code: str) -> dict[str, str]:
    """The criteria without whose full mark the class goes no higher, and how high."""
    return {
        criterion: condition.at_most.value
        for condition in guidance.conditions
        if condition.enabled and condition.kind is ConditionKind.FULL_MARKS and condition.sheet in (None, code)
        for criterion in condition.criteria
    }


def tally(sheet: Sheet, kind: MeetingKind) -> Any:
    """The sums of a sheet on which nothing is marked."""
    sums: dict[str, Decimal] = {group.code: NOUGHT for group in sheet.groups}
    criteria = sheet.criteria(kind)
    return SimpleNamespace(sums=sums, total=NOUGHT, full=sheet.full_total(kind), missing=[one.code for one in criteria])
