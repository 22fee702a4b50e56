"""What the cell answers, and what the committee writes when it has looked."""

from flask_babel import lazy_gettext as _l

from tracker.base.forms import Paragraph, TrackerForm, required


class AnswerForm(TrackerForm):
    text = Paragraph(_l("Trả lời của chi bộ"), most=5000, validators=[required(_l("Hãy ghi câu trả lời."))])


class SettleForm(TrackerForm):
    note = Paragraph(
        _l("Đã xem xét thế nào"), most=5000, validators=[required(_l("Hãy ghi đã xem xét thế nào."))]
    )  # fmt: skip
