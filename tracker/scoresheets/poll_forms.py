"""What a member types when the cell asks for their marks."""

from collections.abc import Callable, Sequence
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from wtforms.validators import ValidationError

from tracker.base.filters import number
from tracker.base.forms import Number, TrackerForm
from tracker.scoresheets import rules
from tracker.scoresheets.poll_rules import Asked
from tracker.scoresheets.polls import Given
from tracker.scoresheets.rules import Fault


class PollForm(TrackerForm):
    """A field for each group and each criterion; made for a sheet's questions with ``asking``."""

    questions: Sequence[Asked] = ()

    @classmethod
    def asking(cls, questions: Sequence[Asked]) -> "type[PollForm]":
        fields: dict[str, Any] = {}
        for one in questions:
            named = _("nhóm %(code)s", code=one.code)
            fields[f"group_{one.code}"] = _field(named, one.full, one.step)
            for each in one.criteria:
                named = _("tiêu chí %(code)s", code=each.code)
                fields[f"detail_{each.code}"] = _field(named, each.full, each.step)
        return type(cls.__name__, (cls,), fields | {"questions": questions})

    def load(self, given: Given) -> None:
        for code, points in given.groups.items():
            self._show(f"group_{code}", points)
        for code, points in given.criteria.items():
            self._show(f"detail_{code}", points)

    def _show(self, name: str, points: Decimal) -> None:
        if name in self:
            self[name].data = points

    @property
    def detailed(self) -> set[str]:
        """The groups in which some criterion holds something typed."""
        return {
            one.code for one in self.questions if any(self[f"detail_{each.code}"]._value() for each in one.criteria)
        }

    @property
    def given(self) -> Given:
        return Given(self._typed("group_"), self._typed("detail_"))

    def _typed(self, start: str) -> dict[str, Decimal]:
        typed = {name.removeprefix(start): field.data for name, field in self._fields.items() if name.startswith(start)}
        return {code: points for code, points in typed.items() if points is not None}


def _field(named: str, full: Decimal, step: Decimal) -> Any:
    return Number(_("Điểm đồng chí chấm %(what)s", what=named), validators=[_fits(named, full, step)])


def _fits(named: str, full: Decimal, step: Decimal) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        fault = None if field.data is None else rules.fault_within(field.data, full, step)
        if fault is Fault.STEP:
            raise ValidationError(_("Điểm của %(what)s lẻ đến %(step)s. Hãy sửa lại.", what=named, step=number(step)))
        if fault:
            raise ValidationError(_("Điểm của %(what)s phải từ 0 đến %(full)s.", what=named, full=number(full)))

    return check
