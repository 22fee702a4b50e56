"""What is asked about an organisation."""

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import SelectField
from wtforms.validators import NumberRange, Optional

from tracker.base.forms import Clock, Day, Line, TrackerForm, Whole, options, required
from tracker.organisations.models import CellType, Organisation, OrganisationKind
from tracker.organisations.words import CELL_TYPES, KINDS

NONE = ("", _l("– chọn –"))


class SettingsForm(TrackerForm):
    """The settings that meetings start from."""

    usual_day = Whole(
        _l("Ngày sinh hoạt thường kỳ trong tháng"),
        validators=[Optional(), NumberRange(1, 31, _l("Ngày trong tháng từ 1 đến 31."))],
        description=_l("Ví dụ 3: ngày 3 hằng tháng."),
    )
    usual_time = Clock(_l("Giờ sinh hoạt"), validators=[Optional()])
    usual_place = Line(_l("Nơi sinh hoạt"), validators=[Optional()])
    least_minutes = Whole(
        _l("Số phút tối thiểu mỗi kỳ"),
        validators=[Optional(), NumberRange(15, 600, _l("Số phút từ 15 đến 600."))],
        description=_l("Chỉ ghi khi cấp ủy cấp trên cho chi bộ ít đảng viên một mức khác với hướng dẫn."),
    )
    term_from = Day(
        _l("Ngày bắt đầu nhiệm kỳ"),
        validators=[Optional()],
        description=_l("Số văn bản được đánh liên tục trong nhiệm kỳ."),
    )
    locality = Line(
        _l("Địa danh ghi trên văn bản"),
        most=100,
        validators=[Optional()],
        description=_l("Đứng trước ngày tháng, ví dụ tên xã."),
    )
    cell_type = SelectField(
        _l("Loại hình chi bộ"),
        choices=options([NONE, *((kind.value, words) for kind, words in CELL_TYPES.items())]),
        coerce=lambda value: CellType(value) if value else None,
        validators=[Optional()],
    )

    FIELDS = ("usual_day", "usual_time", "usual_place", "least_minutes", "term_from", "locality", "cell_type")

    @property
    def given(self) -> dict[str, Any]:
        """The settings as they are kept; texts never ``None``."""
        values = {name: self[name].data for name in self.FIELDS}
        return values | {name: values[name] or "" for name in ("usual_place", "locality")}

    def load(self, organisation: Organisation) -> None:
        for name in self.FIELDS:
            self[name].data = getattr(organisation, name)
        self.version.data = organisation.version


class OrganisationForm(SettingsForm):
    """A new organisation under a committee."""

    name = Line(_l("Tên"), validators=[required(_l("Hãy ghi tên tổ chức."))])
    code = Line(
        _l("Mã"),
        most=40,
        validators=[required(_l("Hãy ghi mã tổ chức."))],
        description=_l("Chữ cái không dấu, chữ số, dấu chấm, gạch ngang; mỗi tổ chức một mã, ví dụ CB-012."),
    )
    kind = SelectField(
        _l("Là"),
        choices=options((kind.value, words) for kind, words in reversed(KINDS.items())),
        coerce=OrganisationKind,
        default=OrganisationKind.CELL.value,
    )
    since = Day(_l("Từ ngày"), validators=[required(_l("Hãy ghi ngày tổ chức bắt đầu hoạt động."))])
    basis = Line(_l("Căn cứ"), validators=[Optional()], description=_l("Số, ngày của quyết định."))


class _DatedForm(TrackerForm):
    day = Day(_l("Từ ngày"), validators=[required(_l("Hãy ghi ngày có hiệu lực."))])
    basis = Line(_l("Căn cứ"), validators=[Optional()], description=_l("Số, ngày của quyết định."))


class RenameForm(_DatedForm):
    name = Line(_l("Tên mới"), validators=[required(_l("Hãy ghi tên mới."))])


class MoveForm(_DatedForm):
    parent = SelectField(_l("Cấp ủy mới"), coerce=int, validators=[required(_l("Hãy chọn cấp ủy mới."))])

    def offer(self, committees: Iterable[Organisation]) -> None:
        self.parent.choices = options((str(row.id), f"{row.name} ({row.code})") for row in committees)


class EndForm(_DatedForm):
    day = Day(_l("Ngày hoạt động cuối cùng"), validators=[required(_l("Hãy ghi ngày hoạt động cuối cùng."))])
