"""What the cell puts on its sheet, and how it voted."""

from collections.abc import Callable, Iterable
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import SelectField
from wtforms.validators import Optional, ValidationError

from tracker.agendas.documents import Upload
from tracker.base.filters import number
from tracker.base.forms import Number, Paragraph, TrackerForm, Whole, options, required
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.sheets import Criterion
from tracker.scoresheets import check_words, rules
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.checks.findings import Record
from tracker.scoresheets.marking import TEXTS, Given
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import Fault, fault, fault_part


class TextsForm(TrackerForm):
    """The three texts of a sheet; by itself the form of a sheet as stored, whose marks are drawn without fields."""

    strengths = Paragraph(_l("Ưu điểm cần phát huy"), most=4000)
    weaknesses = Paragraph(_l("Hạn chế"), most=4000)
    remedies = Paragraph(_l("Cách khắc phục"), most=4000)

    def load(self, sheet: Scoresheet) -> None:
        """Show what is stored."""
        self.strengths.data, self.weaknesses.data = sheet.strengths, sheet.weaknesses
        self.remedies.data = sheet.remedies


class ScoresheetForm(TextsForm):
    """A mark and a note for each criterion; made for the criteria of one sheet with ``asking``.

    Sub-marks may come as one line, ``2+4+2,5+1``, in the first one's field.
    """

    class Meta(TrackerForm.Meta):
        def wrap_formdata(self, form: Any, formdata: Any) -> Any:
            sent = super().wrap_formdata(form, formdata)
            return parted(sent, form.criteria) if sent else sent

    criteria: tuple[Criterion, ...] = ()

    @classmethod
    def asking(cls, criteria: Iterable[Criterion]) -> type["ScoresheetForm"]:
        """The form class that asks for these criteria's marks."""
        fields: dict[str, Any] = {"criteria": tuple(criteria)}
        for one in fields["criteria"]:
            fields |= _fields_of(one)
        return type(cls.__name__, (cls,), fields)

    @classmethod
    def of(cls, sheet: Scoresheet) -> type["ScoresheetForm"]:
        """The form class for that sheet's criteria, made once for all sheets of a guidance: it holds words alone."""
        key = sheet.guidance.content_hash, sheet.sheet_code, sheet.kind
        if key not in _MADE:
            _MADE[key] = cls.asking(scoresheets.form_of(sheet).criteria(sheet.kind))
        return _MADE[key]

    def load(self, sheet: Scoresheet) -> None:
        super().load(sheet)
        marks = {mark.criterion: mark for mark in sheet.marks}
        for one in self.criteria:
            mark = marks[one.code]
            self[f"note_{one.code}"].data = mark.note
            for part in one.parts:
                given = mark.parts.get(part.code)
                self[f"part_{one.code}_{part.code}"].data = None if given is None else Decimal(given)
            if not one.parts:
                self[f"mark_{one.code}"].data = mark.given

    @property
    def given(self) -> Given:
        """What was sent. A field that was not sent (a level not chosen) leaves what is stored."""
        return Given(
            marks=self._sent({one.code: f"mark_{one.code}" for one in self.criteria if not one.parts}),
            parts={
                one.code: self._sent({part.code: f"part_{one.code}_{part.code}" for part in one.parts})
                for one in self.criteria
                if one.parts
            },
            notes=self._sent({one.code: f"note_{one.code}" for one in self.criteria}),
            **self._sent({name: name for name in TEXTS}),
        )

    def _sent(self, names: dict[str, str]) -> dict[str, Any]:
        return {key: self[name].data for key, name in names.items() if self[name].raw_data}


_MADE: dict[tuple[str, str, MeetingKind], type[ScoresheetForm]] = {}


def parted(sent: Any, criteria: Iterable[Criterion]) -> Any:
    """What was sent, each line of sub-marks laid out over the fields of its criterion."""
    laid_out = sent.copy()
    for one in criteria:
        names = [f"part_{one.code}_{part.code}" for part in one.parts]
        line = rules.parted(sent.get(names[0], ""), len(names)) if names else None
        for name, text in zip(names, line or (), strict=bool(line)):
            laid_out.setlist(name, [text])
    return laid_out


def note_label(code: str) -> Any:
    return _l("Ghi chú tiêu chí %(code)s", code=code)


def _fields_of(one: Criterion) -> dict[str, Any]:
    named = _l("Điểm tự chấm tiêu chí %(code)s", code=one.code)
    fields: dict[str, Any] = {f"note_{one.code}": Paragraph(note_label(one.code), most=1000)}
    if not one.parts:
        return fields | {f"mark_{one.code}": Number(named, validators=[_fits(one, lambda points: fault(one, points))])}
    for part in one.parts:
        label = _l("tiêu chí %(code)s, ý “%(part)s”", code=one.code, part=part.text)
        check = _fits(one, lambda points, part=part: fault_part(one, part, points), part.full, label)  # type: ignore[misc]  # mypy loses lambda defaults
        fields[f"part_{one.code}_{part.code}"] = Number(label, validators=[check])
    return fields


def _fits(
    one: Criterion, fault_of: Callable[[Decimal], Fault | None], full: Decimal | None = None, named: Any = ""
) -> Callable[[Any, Any], None]:
    """A validator that says in a sentence why a mark may not stand."""

    def check(_form: Any, field: Any) -> None:
        found = None if field.data is None else fault_of(field.data)
        if found:
            raise ValidationError(sentence(found, one, full, named))

    return check


def sentence(found: Fault, one: Criterion, full: Decimal | None = None, named: Any = "") -> str:
    """What to do about a mark that may not stand."""
    what = named or _("tiêu chí %(code)s", code=one.code)
    if found is Fault.LEVEL:
        levels = "; ".join(number(level.points) for level in one.levels)
        return _("Điểm của %(what)s phải là một trong các mức: %(levels)s.", what=what, levels=levels)
    if found is Fault.STEP:
        return _("Điểm của %(what)s lẻ đến %(step)s. Hãy sửa lại.", what=what, step=number(one.step))
    most = number(one.full if full is None else full)
    return _("Điểm của %(what)s phải từ 0 đến %(full)s.", what=what, full=most)


class VoteForm(TrackerForm):
    """How the official members present voted on the sheet."""

    votes_for = Whole(_l("Tán thành"), validators=[required(_l("Hãy ghi số phiếu tán thành."))])
    votes_against = Whole(_l("Không tán thành"), default=0)
    votes_other = Whole(_l("Ý kiến khác"), default=0)


class EvidenceForm(TrackerForm):
    """A file, or one of the meeting's records; made with ``offering``."""

    file = FileField(_l("Tệp"), validators=[Optional()])
    record = SelectField(
        _l("Hồ sơ của kỳ họp"), validators=[Optional()], invalid_choice_message=_l("Hãy chọn trong danh sách.")
    )
    records: tuple[Record, ...] = ()

    @classmethod
    def offering(cls, records: Iterable[Record]) -> "EvidenceForm":
        """The form, with these records to choose from."""
        form = cls()
        form.records = tuple(records)
        named = [(_key(one), check_words.record_label(one)) for one in form.records]
        form.record.choices = options([("", _("Chưa chọn")), *named])
        return form

    def validate(self, extra_validators: Any = None) -> bool:
        if not super().validate(extra_validators):
            return False
        if not self.file.data and self.chosen is None:
            self.refuse(_("Hãy chọn một tệp hoặc một hồ sơ của kỳ họp."), "file")
            return False
        return True

    @property
    def chosen(self) -> Record | None:
        return next((one for one in self.records if _key(one) == self.record.data), None)

    def upload(self, limit: int) -> Upload | None:
        """The file if one was sent, read one byte past the limit at most."""
        if not self.file.data:
            return None
        return Upload(self.file.data.filename or "", self.file.data.stream.read(limit + 1))


def _key(record: Record) -> str:
    return f"{record.kind.value}-{record.id}"


class ReasonForm(TrackerForm):
    """Why an act goes backwards."""

    reason = Paragraph(_l("Lý do"), most=2000, validators=[required(_l("Hãy ghi lý do."))])


class ExplanationForm(TrackerForm):
    """The cell's one answer."""

    text = Paragraph(_l("Nội dung giải trình"), most=5000, validators=[required(_l("Hãy ghi nội dung giải trình."))])
