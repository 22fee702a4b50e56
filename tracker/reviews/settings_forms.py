"""What a committee sets for its reviewing, each figure with what it does, its unit and its default."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from wtforms import BooleanField
from wtforms.validators import ValidationError

from tracker.base.filters import number
from tracker.base.forms import Line, Number, TrackerForm, Whole, required
from tracker.reviews.settings import DEFAULTS


class Between:
    """The figure lies between these two, both included."""

    def __init__(self, least: int | str, most: int | str):
        self.least, self.most = Decimal(least), Decimal(most)

    def __call__(self, form: Any, field: Any) -> None:
        if field.data is not None and not self.least <= field.data <= self.most:
            raise ValidationError(
                _(
                    "“%(label)s” phải từ %(least)s đến %(most)s.",
                    label=field.label.text,
                    least=number(self.least),
                    most=number(self.most),
                )
            )


FILL = required(_l("Hãy ghi một con số."))


def _whole(label: Any, least: int, most: int, says: Any) -> Whole:
    return Whole(label, validators=[FILL, Between(least, most)], description=says)


class SettingsForm(TrackerForm):
    """One field for each column of ``ReviewSettings``; the groups are the sections of the page."""

    sample_percent = _whole(
        _l("Tỷ lệ rút ngẫu nhiên (%)"), 0, 100,
        _l("Mỗi tháng máy rút chừng này phần trăm số chi bộ để đọc kỹ, dù số liệu bình thường. 0 là không rút."),
    )  # fmt: skip
    submit_days = _whole(
        _l("Hạn nộp phiếu (ngày)"), 1, 60,
        _l("Số ngày sau kỳ họp chi bộ phải nộp phiếu. Nộp sau hạn thì tính là nộp muộn."),
    )  # fmt: skip
    review_days = _whole(
        _l("Hạn thẩm định (ngày)"), 1, 60,
        _l("Số ngày sau khi nhận phiếu cấp ủy phải công nhận hoặc trả lại để tính là đúng hạn."),
    )  # fmt: skip
    return_days = _whole(
        _l("Hạn nộp lại (ngày)"), 1, 60,
        _l("Khi trả lại phiếu, hạn nộp lại được điền sẵn sau chừng này ngày; người thẩm định sửa được."),
    )  # fmt: skip
    least_months = _whole(
        _l("Số tháng ít nhất"), 3, 24,
        _l("Chi bộ có ít phiếu hơn số này thì không nêu câu hỏi nào: quá ít để thấy một nếp lặp lại."),
    )  # fmt: skip
    same_months = _whole(
        _l("Số tháng cùng tổng điểm"), 3, 24,
        _l("Liền chừng này tháng một tổng điểm như nhau thì nêu câu hỏi, và phiếu lên trước trong hàng chờ."),
    )  # fmt: skip
    high_points = Number(
        _l("Điểm cao từ (điểm)"), validators=[FILL, Between(0, 100)],
        description=_l("Từ tổng điểm này trở lên, chương trình gửi muộn là điều cần hỏi."),
    )  # fmt: skip
    late_percent = _whole(
        _l("Phần chương trình gửi muộn (%)"), 1, 100,
        _l("Từ chừng này phần trăm kỳ họp vừa gửi chương trình muộn vừa điểm cao thì nêu câu hỏi."),
    )  # fmt: skip
    alike_percent = _whole(
        _l("Độ giống của biên bản (%)"), 1, 100,
        _l("Biên bản hai tháng giống nhau từ chừng này phần trăm thì nêu câu hỏi. So theo cụm từ, không kể dấu."),
    )  # fmt: skip
    spoke_percent = _whole(
        _l("Phần kỳ họp ai cũng phát biểu (%)"), 1, 100,
        _l("Từ chừng này phần trăm kỳ họp ghi mọi người có mặt đều phát biểu thì nêu câu hỏi."),
    )  # fmt: skip
    apart = Number(
        _l("Khoảng cách với các chi bộ khác (lần)"), validators=[FILL, Between("0.5", 20)],
        description=_l(
            "Điểm cao hơn trung vị các chi bộ cùng cấp ủy quá chừng này lần mức chênh thường có (trung vị của "
            "độ lệch), mà căn cứ như nhau, thì nêu câu hỏi."
        ),
    )  # fmt: skip
    forwards = BooleanField(
        _l("Chuyển lên cấp ủy cấp trên quyết định"),
        description=_l("Cấp ủy xem trước rồi chuyển phiếu và xếp loại năm lên cấp ủy trên trực tiếp quyết định."),
    )

    GROUPS = (
        ("days", _l("Thời hạn"), ("submit_days", "review_days", "return_days")),
        ("sample", _l("Rút ngẫu nhiên"), ("sample_percent",)),
        (
            "signals",
            _l("Khi nào nêu câu hỏi với chi bộ"),
            ("least_months", "same_months", "high_points", "late_percent", "alike_percent", "spoke_percent", "apart"),
        ),
    )

    @property
    def given(self) -> dict[str, Any]:
        return {name: self[name].data for name in DEFAULTS}

    def validate_high_points(self, field: Any) -> None:
        _no_finer(field, "0.01")

    def validate_apart(self, field: Any) -> None:
        _no_finer(field, "0.01")


def _no_finer(field: Any, than: str) -> None:
    if field.data is not None and field.data % Decimal(than):
        raise ValidationError(_("“%(label)s” chỉ lẻ đến phần trăm.", label=field.label.text))


class PhraseForm(TrackerForm):
    text = Line(_l("Câu mới"), most=300, validators=[required(_l("Hãy ghi câu cần thêm."))])
