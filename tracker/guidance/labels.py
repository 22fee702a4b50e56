"""A short label for every fixed word of a guidance file, as forms, the Excel form and the help page show it.

People may type the label, in either language, or the word itself; ``word`` finds the word.
"""

import unicodedata
from collections.abc import Mapping
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from tracker.guidance.words import CHECK, CRITERION_KIND, KIND, QUALITY

LANGUAGES = ("vi", "en")

FLAG = {"yes": _l("có"), "no": _l("không")}

PROVENANCE = {"official": _l("theo bản gốc"), "reconstructed": _l("dựng lại, chưa đối chiếu")}

NOTICE_COUNTS = {"first": _l("bản gửi đầu tiên"), "latest": _l("bản gửi sau cùng")}

FREQUENCY = {"monthly": _l("mỗi tháng một lần"), "quarterly": _l("mỗi quý một lần")}

ON_EXCLUSION = {"rescale": _l("quy tổng điểm về thang 100")}

SCORED = {str(kind): words for kind, words in KIND.items() if kind.is_scored}

WAY = {str(kind): words for kind, words in CRITERION_KIND.items()}

CIRCUMSTANCE = {
    "combined": _l("họp chung với chuyên đề"),
    "not_combined": _l("không họp chung với chuyên đề"),
    "cell_committee": _l("chi bộ có chi ủy, hoặc có bí thư và phó bí thư"),
    "tasks_due": _l("có nhiệm vụ đến hạn"),
    "delegate_present": _l("có đại diện cấp ủy cấp trên dự"),
    "probationary_present": _l("có đảng viên dự bị dự"),
}

IF_NOT_APPLICABLE = {
    "absent": _l("không có trên phiếu"),
    "full": _l("cho đủ điểm"),
    "exclude": _l("không tính vào tổng"),
}

GRADE = {str(quality): words for quality, words in QUALITY.items()}

CONDITION = {
    "full_marks": _l("đủ điểm ở các tiêu chí nêu tên"),
    "late_notice": _l("gửi nội dung muộn"),
    "no_minutes": _l("không có biên bản"),
}

YEAR_RULE = {
    "mean_and_months": _l("theo điểm trung bình và số tháng"),
    "counts": _l("theo số kỳ từng loại"),
}

DEMAND = {
    "mean_at_least": _l("điểm trung bình ít nhất"),
    "regular_missing_at_most": _l("số kỳ thường kỳ thiếu nhiều nhất"),
    "thematic_missing_at_most": _l("số kỳ chuyên đề thiếu nhiều nhất"),
    "count_at_least": _l("số kỳ xếp loại ấy trở lên ít nhất"),
    "count_at_most": _l("số kỳ xếp loại ấy trở xuống nhiều nhất"),
}

SETTING = {
    "notice_days": _l("số ngày gửi trước quy định"),
    "minutes_required": _l("số phút quy định"),
    "minutes_required_combined": _l("số phút quy định khi họp chung"),
    "filing_days": _l("số ngày nộp lưu quy định"),
    "consecutive_absences": _l("số kỳ vắng liên tiếp được phép"),
}

MEASURE = {
    "on_planned_day": _l("họp đúng ngày đã định"),
    "days_from_plan": _l("số ngày lệch so với ngày đã định"),
    "minutes": _l("số phút họp"),
    "minutes_short": _l("số phút họp thiếu"),
    "duration_percent": _l("tỷ lệ thời lượng so với quy định (%)"),
    "present_percent": _l("tỷ lệ có mặt (%)"),
    "unexcused": _l("số người vắng không lý do"),
    "late": _l("số người đến muộn"),
    "longest_absence": _l("số kỳ vắng liên tiếp dài nhất"),
    "told_percent": _l("tỷ lệ đảng viên đã được báo (%)"),
    "delegate_told": _l("đã báo cấp ủy theo dõi"),
    "lead_days": _l("số ngày gửi trước"),
    "drafts": _l("số dự thảo gửi kèm"),
    "items_with_questions": _l("số nội dung có câu hỏi gợi ý"),
    "committee_met": _l("chi ủy đã họp trước"),
    "committee_minuted": _l("họp chi ủy có biên bản"),
    "items_done_percent": _l("tỷ lệ nội dung đã tiến hành (%)"),
    "speakers_percent": _l("tỷ lệ người phát biểu (%)"),
    "speakers": _l("số người phát biểu"),
    "story_told": _l("đã kể chuyện về Bác"),
    "lesson_drawn": _l("đã rút ra bài học"),
    "told_by_named": _l("đúng người được phân công kể"),
    "summarised": _l("đã tóm tắt chuyên đề"),
    "commented": _l("đã có ý kiến thảo luận"),
    "responded": _l("người được phân công đã tiếp thu"),
    "concluded": _l("đã kết luận"),
    "planned": _l("chuyên đề có trong kế hoạch"),
    "assigned_before": _l("đã phân công từ kỳ trước"),
    "tasks_done_percent": _l("tỷ lệ nhiệm vụ hoàn thành đúng hạn (%)"),
    "tasks_due": _l("số nhiệm vụ đến hạn"),
    "passed": _l("đã biểu quyết thông qua"),
    "tasks": _l("số nhiệm vụ được giao"),
    "tasks_complete_percent": _l("tỷ lệ nhiệm vụ có người, có hạn (%)"),
    "minutes_confirmed": _l("biên bản đã xác nhận"),
    "items_concluded_percent": _l("tỷ lệ nội dung có kết luận trong biên bản (%)"),
    "filing_days_taken": _l("số ngày đến khi nộp lưu"),
    "remarks_recorded": _l("số ý biểu dương, nhắc nhở đã ghi"),
    "documents": _l("số tài liệu đã lưu"),
}

SOURCE_MARK = {"A": "A", "B": "B", "C": "C", "R": "R"}

TABLES: dict[str, Mapping[str, Any]] = {
    "flag": FLAG,
    "provenance": PROVENANCE,
    "notice_counts": NOTICE_COUNTS,
    "frequency": FREQUENCY,
    "on_exclusion": ON_EXCLUSION,
    "kind": SCORED,
    "way": WAY,
    "check": CHECK,
    "circumstance": CIRCUMSTANCE,
    "if_not_applicable": IF_NOT_APPLICABLE,
    "grade": GRADE,
    "condition": CONDITION,
    "year_rule": YEAR_RULE,
    "demand": DEMAND,
    "setting": SETTING,
    "measure": MEASURE,
    "source": SOURCE_MARK,
}


def folded(text: str) -> str:
    """Without regard to case, doubled blanks, or how the accents are coded."""
    return " ".join(unicodedata.normalize("NFC", text).casefold().split())


def label(table: str, word: str) -> str:
    """The label in the reader's language; the word itself where it has none (it is not one of the table's)."""
    return str(TABLES[table].get(word, word))


def word(table: str, typed: str) -> str:
    """The word that was meant; what was typed where it is none of them, for the validation to name."""
    return _lookup(table).get(folded(typed), typed.strip())


@cache
def _lookup(table: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for language in LANGUAGES:
        with force_locale(language):
            found |= {folded(str(words)): name for name, words in TABLES[table].items()}
    return found | {folded(name): name for name in TABLES[table]}
