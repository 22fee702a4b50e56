"""The words for what a guidance holds, and the sentences for what a guidance file got wrong."""

from flask_babel import get_locale
from flask_babel import lazy_gettext as _l

from tracker.guidance.kinds import ConditionKind, CriterionKind, IfNotApplicable, MeetingKind, QualityClass
from tracker.guidance.sheets import Worded

RECONSTRUCTED = _l("Mẫu tham khảo – cần đối chiếu bản gốc")

QUALITY = {
    QualityClass.GOOD: _l("Tốt"),
    QualityClass.FAIR: _l("Khá"),
    QualityClass.AVERAGE: _l("Trung bình"),
    QualityClass.POOR: _l("Kém"),
}

KIND = {
    MeetingKind.REGULAR: _l("sinh hoạt thường kỳ"),
    MeetingKind.THEMATIC: _l("sinh hoạt chuyên đề"),
    MeetingKind.COMMITTEE: _l("họp chi ủy"),
    MeetingKind.COMBINED: _l("sinh hoạt thường kỳ kết hợp chuyên đề"),
}

CRITERION_KIND = {
    CriterionKind.LEVELS: _l("theo mức"),
    CriterionKind.YES_NO: _l("có hoặc không"),
    CriterionKind.NUMBER: _l("cho điểm"),
    CriterionKind.PARTS: _l("cho điểm từng ý"),
}

SOURCE = {
    "A": _l("đọc ở nguồn chính thức"),
    "B": _l("dẫn lại qua nguồn khác"),
    "C": _l("hiểu biết chung, chưa đối chiếu"),
    "R": _l("tự dựng lại"),
}

PROVENANCE = {
    "official": _l("Theo bản gốc"),
    "reconstructed": RECONSTRUCTED,
}

CIRCUMSTANCE = {
    "combined": _l("Chỉ chấm khi thường kỳ và chuyên đề họp chung một buổi."),
    "not_combined": _l("Chỉ chấm khi không họp chung với chuyên đề."),
    "cell_committee": _l("Chỉ chấm ở chi bộ có chi ủy."),
    "tasks_due": _l("Chỉ chấm khi có nhiệm vụ đến hạn."),
    "delegate_present": _l("Chỉ chấm khi có đại diện cấp ủy cấp trên dự."),
    "probationary_present": _l("Chỉ chấm khi có đảng viên dự bị dự."),
}

IF_NOT_APPLICABLE = {
    IfNotApplicable.ABSENT: _l("Không áp dụng thì không có trên phiếu."),
    IfNotApplicable.FULL: _l("Không áp dụng thì cho đủ điểm."),
    IfNotApplicable.EXCLUDE: _l("Không áp dụng thì không tính vào tổng."),
}

CONDITION = {
    ConditionKind.FULL_MARKS: _l("Xếp cao hơn phải đủ điểm ở các tiêu chí nêu tên"),
    ConditionKind.LATE_NOTICE: _l("Gửi nội dung muộn"),
    ConditionKind.NO_MINUTES: _l("Không có biên bản"),
}


def wording(thing: Worded) -> str:
    """The guidance's own words for this, in the reader's language where the file has them."""
    locale = get_locale()
    return thing.wording(locale.language if locale else "vi")
