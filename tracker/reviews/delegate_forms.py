"""What is asked of a committee naming a delegate, and of the delegate after a meeting."""

from collections.abc import Iterable, Mapping

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import Optional

from tracker.base.forms import Day, Line, Number, Paragraph, TrackerForm, options, required
from tracker.organisations.models import Organisation
from tracker.people.models import Person


class NameForm(TrackerForm):
    cell = SelectField(_l("Chi bộ"), coerce=int)
    person = SelectField(_l("Đồng chí"), coerce=lambda value: int(value) if value else None, validators=[Optional()])
    full_name = Line(
        _l("Hoặc họ và tên người chưa có trong sổ"),
        most=100,
        validators=[Optional()],
        description=_l("Đồng chí đã có tên ở một chi bộ thì hãy tìm rồi chọn, để sổ không ghi một người hai lần."),
    )
    since = Day(_l("Theo dõi chi bộ từ ngày"), validators=[required(_l("Hãy ghi ngày bắt đầu theo dõi."))])

    def offer(self, cells: Iterable[Organisation], people: Iterable[Person], member_of: Mapping[int, str]) -> None:
        """``member_of``: each person's own cell by name, for many bear the same name."""
        named = ((str(person.id), _said(person, member_of.get(person.id, ""))) for person in people)
        self.cell.choices = options((str(cell.id), cell.name) for cell in cells)
        self.person.choices = options([("", _l("– chọn –")), *named])


def _said(person: Person, cell: str) -> str:
    name = f"{person.full_name} ({person.note})" if person.note else person.full_name
    return f"{name} · {cell}" if cell else name


class EndForm(TrackerForm):
    day = Day(_l("Theo dõi đến hết ngày"), validators=[required(_l("Hãy ghi ngày cuối cùng theo dõi chi bộ."))])


class AttestForm(TrackerForm):
    total = Number(_l("Điểm xác nhận"), validators=[required(_l("Hãy ghi điểm xác nhận, từ 0 đến 100."))])
    note = Paragraph(
        _l("Nhận xét của đồng chí"), most=2000, validators=[Optional()],
        description=_l("Ví dụ: điều làm tốt, điều chi bộ cần sửa ở kỳ sau."),
    )  # fmt: skip
