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
    "cell_committee": _l("Chỉ chấm ở chi bộ có chi ủy, hoặc có bí thư và phó bí thư."),
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


CHECK = {
    "held_on_planned_day": _l("họp đúng ngày đã định"),
    "duration": _l("thời lượng họp"),
    "attendance": _l("điểm danh"),
    "consecutive_absences": _l("số kỳ vắng liên tiếp"),
    "notice_to_all": _l("đã báo đến mọi đảng viên"),
    "lead_time": _l("thời gian gửi trước"),
    "draft_resolution": _l("dự thảo và gợi ý gửi kèm"),
    "committee_met_first": _l("chi ủy họp trước"),
    "agenda_done": _l("nội dung đã tiến hành"),
    "speakers": _l("người phát biểu"),
    "story_told": _l("câu chuyện về Bác"),
    "thematic_sequence": _l("các bước của chuyên đề"),
    "theme_planned": _l("chuyên đề đã định và phân công"),
    "previous_tasks": _l("nhiệm vụ kỳ trước"),
    "conclusion_passed": _l("kết luận, nghị quyết được biểu quyết"),
    "tasks_assigned": _l("nhiệm vụ có người, có hạn"),
    "minutes_confirmed": _l("biên bản"),
    "filed_in_time": _l("nộp lưu"),
    "praise_and_criticism": _l("biểu dương, phê bình đã ghi"),
    "documents_kept": _l("tài liệu đã lưu"),
}
