"""What a reviewer writes on a sheet."""

from collections.abc import Iterable
from typing import Any, Self

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import ValidationError

from tracker.base.forms import Day, Number, Paragraph, TrackerForm, options, required, tidy
from tracker.guidance.sheets import Criterion
from tracker.scoresheets.forms import sentence
from tracker.scoresheets.rules import fault


class PhrasedForm(TrackerForm):
    """A form whose reason may be one of the committee's phrases."""

    phrase = SelectField(_l("Lý do hay dùng"), choices=[], validate_choice=False, filters=[tidy])

    def offer(self, phrases: Iterable[str]) -> Self:
        """With the phrases to choose from; none leaves the choice out."""
        texts = list(phrases)
        self.phrase.choices = options([("", _("Chọn lý do …")), *((text, text) for text in texts)]) if texts else []
        return self


class AdjustForm(PhrasedForm):
    """Another mark for one criterion; made for it with ``on``. A phrase of the committee's own may be the reason."""

    criterion: Criterion

    points = Number(_l("Điểm công nhận"), validators=[required(_l("Hãy ghi điểm công nhận."))])
    reason = Paragraph(_l("Lý do điều chỉnh"), most=1000)

    @classmethod
    def on(cls, criterion: Criterion) -> type["AdjustForm"]:
        return type(cls.__name__, (cls,), {"criterion": criterion})

    @property
    def why(self) -> str:
        """What was written, else the phrase that was chosen."""
        return self.reason.data or self.phrase.data or ""

    def validate_reason(self, field: Any) -> None:
        if not self.why:
            raise ValidationError(_("Hãy ghi lý do điều chỉnh."))

    def validate_points(self, field: Any) -> None:
        found = None if field.data is None else fault(self.criterion, field.data)
        if found:
            raise ValidationError(sentence(found, self.criterion))


class ReturnForm(PhrasedForm):
    """Why the sheet goes back, by criterion and as a whole; made with ``asking``."""

    criteria: tuple[Criterion, ...] = ()

    summary = Paragraph(_l("Lý do chung"), most=2000)
    deadline = Day(_l("Nộp lại trước ngày"), validators=[required(_l("Hãy chọn hạn nộp lại."))])

    @classmethod
    def asking(cls, criteria: Iterable[Criterion]) -> type["ReturnForm"]:
        fields: dict[str, Any] = {"criteria": tuple(criteria)}
        for one in fields["criteria"]:
            fields[f"reason_{one.code}"] = Paragraph(_("Lý do ở tiêu chí %(code)s", code=one.code), most=1000)
        return type(cls.__name__, (cls,), fields)

    def begin_at(self, code: str | None) -> None:
        """The cursor stands in that criterion's field when the page opens."""
        if code in {one.code for one in self.criteria}:
            self[f"reason_{code}"].render_kw = {"autofocus": ""}

    @property
    def why(self) -> str:
        """What was written for the sheet as a whole, else the phrase that was chosen."""
        return self.summary.data or self.phrase.data or ""

    @property
    def reasons(self) -> dict[str, str]:
        return {one.code: self[f"reason_{one.code}"].data or "" for one in self.criteria}
