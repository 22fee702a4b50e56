"""What is asked when a round is opened, and of each reviewer on each sheet."""

from collections.abc import Callable, Iterable, Mapping
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField, SelectMultipleField
from wtforms.validators import ValidationError

from tracker.base.forms import Line, Number, TrackerForm, Whole, options, required
from tracker.guidance.sheets import Criterion
from tracker.meetings.words import KIND
from tracker.people.models import Person
from tracker.reviews.calibration.opening import Paper
from tracker.scoresheets.forms import sentence
from tracker.scoresheets.rules import fault


class OpenForm(TrackerForm):
    name = Line(
        _l("Tên đợt"),
        validators=[required(_l("Hãy đặt tên cho đợt chấm thử."))],
        description=_l("Ví dụ: Chấm thử chung quý III năm 2026."),
    )
    paper = SelectField(_l("Mẫu phiếu"), validators=[required(_l("Hãy chọn mẫu phiếu."))])
    count = Whole(_l("Số phiếu chấm thử"), default=5, validators=[required(_l("Hãy ghi số phiếu."))])
    reviewers = SelectMultipleField(_l("Người chấm"), coerce=int)

    def offer(self, papers: Iterable[Paper], people: Iterable[Person]) -> None:
        said = [
            (
                one.key,
                _("%(kind)s, “%(number)s” (%(count)s phiếu)", number=one.number, kind=KIND[one.kind], count=one.count),
            )
            for one in papers
        ]
        self.paper.choices = options(said)
        self.reviewers.choices = options((str(person.id), person.full_name) for person in people)


def _named(one: Paper) -> str:
    return _("%(kind)s, “%(number)s” (%(count)s phiếu)", number=one.number, kind=KIND[one.kind], count=one.count)


class MarkForm(TrackerForm):
    """A mark for each criterion; made for those of one sheet with ``asking``. None needs to be given at once."""

    criteria: tuple[Criterion, ...] = ()

    @classmethod
    def asking(cls, criteria: Iterable[Criterion]) -> type["MarkForm"]:
        fields: dict[str, Any] = {"criteria": tuple(criteria)}
        for one in fields["criteria"]:
            label = _("Điểm tiêu chí %(code)s", code=one.code)
            fields[f"mark_{one.code}"] = Number(label, validators=[_fits(one)])
        return type(cls.__name__, (cls,), fields)

    def load(self, given: Mapping[str, Decimal]) -> None:
        """Show what is stored."""
        for one in self.criteria:
            self[f"mark_{one.code}"].data = given.get(one.code)

    @property
    def given(self) -> dict[str, Decimal | None]:
        """What was sent; a level not chosen is not sent, and leaves what is stored."""
        sent = {one.code: self[f"mark_{one.code}"] for one in self.criteria}
        return {code: field.data for code, field in sent.items() if field.raw_data}


def _fits(one: Criterion) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Any) -> None:
        found = None if field.data is None else fault(one, field.data)
        if found:
            raise ValidationError(sentence(found, one))

    return check
