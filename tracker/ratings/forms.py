"""What a cell proposes and its superior committee decides. Field names differ, since the forms share a page."""

from flask_babel import lazy_gettext as _l
from wtforms import RadioField
from wtforms.validators import AnyOf, Optional

from tracker.base.forms import Paragraph, TrackerForm, options, required
from tracker.guidance.rules import QualityClass
from tracker.guidance.words import QUALITY

CLASSES = options((quality.value, QUALITY[quality]) for quality in QualityClass)
CHOOSE = _l("Hãy chọn mức xếp loại.")
SAY_WHY = _l("Hãy ghi lý do.")


def _class_field(label):
    return RadioField(
        label, choices=CLASSES, validators=[required(CHOOSE), AnyOf([*QualityClass], CHOOSE)], validate_choice=False
    )


class ProposeForm(TrackerForm):
    proposed = _class_field(_l("Mức chi bộ đề nghị"))
    proposed_reason = Paragraph(
        _l("Lý do"), description=_l("Phải ghi khi đề nghị mức khác với mức sổ tính."), validators=[Optional()]
    )

    @property
    def quality(self):
        return QualityClass(self.proposed.data)

    @property
    def reason(self):
        return self.proposed_reason.data or ""


class RecogniseForm(TrackerForm):
    recognised = _class_field(_l("Mức công nhận"))
    recognised_reason = Paragraph(
        _l("Lý do"), description=_l("Phải ghi khi công nhận mức khác với mức chi bộ đề nghị."), validators=[Optional()]
    )

    @property
    def quality(self):
        return QualityClass(self.recognised.data)

    @property
    def reason(self):
        return self.recognised_reason.data or ""


class ProposeForForm(TrackerForm):
    """What the committee above proposes in the stead of a cell that proposed nothing."""

    stead = _class_field(_l("Mức đề nghị thay"))
    stead_reason = Paragraph(_l("Lý do đề nghị thay"), validators=[required(SAY_WHY)])

    @property
    def quality(self):
        return QualityClass(self.stead.data)

    @property
    def reason(self):
        return self.stead_reason.data or ""


class ForwardForm(TrackerForm):
    opinion = Paragraph(
        _l("Ý kiến của cấp mình"),
        most=2000,
        validators=[required(_l("Hãy ghi ý kiến của cấp mình trước khi chuyển lên."))],
    )

    @property
    def reason(self):
        return self.opinion.data or ""


class WithdrawForm(TrackerForm):
    withdraw_reason = Paragraph(_l("Lý do rút đề nghị"), validators=[required(SAY_WHY)])

    @property
    def reason(self):
        return self.withdraw_reason.data or ""


class CloseForm(TrackerForm):
    pass


class ReopenForm(TrackerForm):
    reopen_reason = Paragraph(_l("Lý do mở lại năm"), validators=[required(SAY_WHY)])

    @property
    def reason(self):
        return self.reopen_reason.data or ""
