"""What is asked about people, and of people who sign in."""

from collections.abc import Iterable

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, PasswordField, SelectField
from wtforms.validators import EqualTo, Optional

from tracker.base.forms import Day, Line, TrackerForm, options, required
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.organisations.words import KINDS
from tracker.people.models import Person, Rank
from tracker.people.words import OFFICES, RANKS
from tracker.permissions import Office

NEW_PASSWORD = {"autocomplete": "new-password"}
OLD_PASSWORD = {"autocomplete": "current-password"}
NAME = {"autocomplete": "username", "autocapitalize": "none", "spellcheck": "false"}
RANK_CHOICES = options((rank.value, words) for rank, words in RANKS.items())


class SignInForm(TrackerForm):
    user_name = Line(_l("Tên đăng nhập"), validators=[required(_l("Hãy nhập tên đăng nhập."))], render_kw=NAME)
    password = PasswordField(_l("Mật khẩu"), validators=[required(_l("Hãy nhập mật khẩu."))], render_kw=OLD_PASSWORD)
    stay = BooleanField(_l("Giữ đăng nhập trên máy này 30 ngày"))


class _NewPasswordForm(TrackerForm):
    new_password = PasswordField(
        _l("Mật khẩu mới"),
        validators=[required(_l("Hãy nhập mật khẩu mới."))],
        description=_l("Ít nhất 10 ký tự. Một câu ngắn dễ nhớ, khó đoán là tốt nhất."),
        render_kw=NEW_PASSWORD,
    )
    again = PasswordField(
        _l("Nhập lại mật khẩu mới"),
        validators=[EqualTo("new_password", _l("Hai lần nhập mật khẩu mới không giống nhau. Hãy nhập lại."))],
        render_kw=NEW_PASSWORD,
    )


class ChangePasswordForm(_NewPasswordForm):
    old_password = PasswordField(
        _l("Mật khẩu đang dùng"),
        validators=[required(_l("Hãy nhập mật khẩu đang dùng."))],
        render_kw=OLD_PASSWORD,
    )


class FirstStartForm(_NewPasswordForm):
    code = Line(
        _l("Mã khởi tạo"),
        validators=[required(_l("Hãy nhập mã khởi tạo."))],
        description=_l("Mã dùng một lần, in ra khi khởi động máy chủ."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
    name = Line(_l("Tên cấp ủy cao nhất"), validators=[required(_l("Hãy ghi tên cấp ủy."))])
    organisation_code = Line(
        _l("Mã cấp ủy"),
        most=40,
        validators=[required(_l("Hãy ghi mã cấp ủy."))],
        description=_l("Chữ cái không dấu, chữ số, dấu chấm, gạch ngang; mỗi tổ chức một mã, ví dụ DU-01."),
    )
    kind = SelectField(
        _l("Là"),
        choices=options((kind.value, words) for kind, words in KINDS.items() if kind is not OrganisationKind.CELL),
        coerce=OrganisationKind,
        default=OrganisationKind.COMMUNE.value,
    )
    full_name = Line(
        _l("Họ và tên người quản trị"), most=100, validators=[required(_l("Hãy ghi họ và tên người quản trị."))]
    )
    user_name = Line(_l("Tên đăng nhập"), validators=[required(_l("Hãy đặt tên đăng nhập."))], render_kw=NAME)


class NameForm(TrackerForm):
    full_name = Line(_l("Họ và tên"), most=100, validators=[required(_l("Hãy ghi họ và tên."))])
    note = Line(
        _l("Điều để phân biệt người cùng tên"),
        validators=[Optional()],
        description=_l("Chỉ cần khi chi bộ có hai người cùng tên, ví dụ năm sinh hoặc nơi ở."),
    )


class AdmitForm(NameForm):
    rank = SelectField(_l("Tư cách"), choices=RANK_CHOICES, coerce=Rank, default=Rank.OFFICIAL.value)
    since = Day(_l("Sinh hoạt tại chi bộ từ ngày"), validators=[required(_l("Hãy ghi ngày bắt đầu sinh hoạt."))])
    reason = Line(_l("Căn cứ"), validators=[Optional()], description=_l("Kết nạp, chuyển đến từ đâu, số quyết định."))


class ChangeRankForm(TrackerForm):
    rank = SelectField(_l("Tư cách mới"), choices=RANK_CHOICES, coerce=Rank)
    day = Day(_l("Từ ngày"), validators=[required(_l("Hãy ghi ngày có hiệu lực."))])
    reason = Line(_l("Căn cứ"), validators=[Optional()], description=_l("Số, ngày của quyết định."))


class TransferForm(TrackerForm):
    cell = SelectField(_l("Chi bộ nơi đến"), coerce=int)
    day = Day(_l("Sinh hoạt ở nơi đến từ ngày"), validators=[required(_l("Hãy ghi ngày chuyển."))])
    reason = Line(_l("Căn cứ"), validators=[Optional()], description=_l("Số, ngày của giấy giới thiệu."))

    def offer(self, cells: Iterable[Organisation]) -> None:
        self.cell.choices = options((str(cell.id), f"{cell.name} ({cell.code})") for cell in cells)


class LeaveForm(TrackerForm):
    day = Day(_l("Ngày sinh hoạt cuối cùng"), validators=[required(_l("Hãy ghi ngày sinh hoạt cuối cùng."))])
    reason = Line(
        _l("Lý do"),
        validators=[required(_l("Hãy ghi lý do."))],
        description=_l("Ví dụ: chuyển sinh hoạt đi nơi khác, từ trần, xin ra khỏi Đảng."),
    )


class AppointForm(TrackerForm):
    person = SelectField(_l("Đồng chí"), coerce=lambda value: int(value) if value else None, validators=[Optional()])
    full_name = Line(
        _l("Hoặc họ và tên người chưa có trong sổ"),
        most=100,
        validators=[Optional()],
        description=_l("Chỉ dùng cho người thẩm định, người quản trị, quan sát viên, cấp ủy viên theo dõi chi bộ."),
    )
    office = SelectField(_l("Chức vụ"), coerce=Office)
    since = Day(_l("Từ ngày"), validators=[required(_l("Hãy ghi ngày bắt đầu giữ chức vụ."))])
    until = Day(_l("Đến hết ngày"), validators=[Optional()], description=_l("Quan sát viên phải có ngày kết thúc."))

    def offer(self, people: Iterable[Person], offices: Iterable[Office]) -> None:
        named = (
            (str(person.id), f"{person.full_name} ({person.note})" if person.note else person.full_name)
            for person in people
        )
        self.person.choices = options([("", _l("– chọn –")), *named])
        self.office.choices = options((office.value, OFFICES[office]) for office in offices)


class EndAppointmentForm(TrackerForm):
    day = Day(_l("Giữ chức vụ đến hết ngày"), validators=[required(_l("Hãy ghi ngày cuối cùng giữ chức vụ."))])


class AccountForm(TrackerForm):
    user_name = Line(
        _l("Tên đăng nhập"),
        most=60,
        validators=[required(_l("Hãy đặt tên đăng nhập."))],
        description=_l("Chữ cái không dấu, chữ số, dấu chấm hoặc gạch ngang."),
        render_kw={"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"},
    )
