"""The sentence of each kind of notice, with the gaps its details fill."""

from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

SENTENCE = {
    "agenda_sent": _l("Đã gửi chương trình họp ngày %(day)s. Mời đồng chí đọc và báo có dự được không."),
    "agenda_changed": _l("Chương trình họp ngày %(day)s có thay đổi, đây là bản %(number)s. Mời đồng chí đọc lại."),
    "agenda_copied": _l("%(cell)s đã gửi chương trình họp ngày %(day)s cho đảng viên (bản %(number)s)."),
    "calibration_asked": _l("%(committee)s mời đồng chí chấm thử chung %(count)s phiếu: “%(name)s”."),
    "calibration_closed": _l("Đợt chấm thử “%(name)s” đã kết thúc. Mời đồng chí xem kết quả."),
    "contribution_answered": _l("Ý kiến của đồng chí cho kỳ họp ngày %(day)s đã được trả lời."),
    "duty_story": _l("Đồng chí được phân công kể câu chuyện về Bác tại kỳ họp tới."),
    "duty_thematic_paper": _l("Đồng chí được phân công viết chuyên đề “%(title)s”, trình bày trước %(due)s."),
    "duty_task": _l("Đồng chí được giao nhiệm vụ “%(title)s”, hạn %(due)s."),
    "agenda_reminder": _l("Đồng chí chưa mở chương trình họp ngày %(day)s. Mời đồng chí đọc trước khi họp."),
    "poll_opened": _l(
        "Chi bộ hỏi ý kiến đồng chí về chất lượng kỳ họp ngày %(day)s. Mời đồng chí chấm theo nhóm; "
        "không ai xem được điểm của riêng đồng chí."
    ),
    "scoresheet_submitted": _l("%(cell)s đã nộp phiếu đánh giá tháng %(month)s/%(year)s, chờ thẩm định."),
    "scoresheet_forwarded": _l(
        "%(committee)s chuyển phiếu đánh giá tháng %(month)s/%(year)s của %(cell)s để cấp trên quyết định."
    ),
    "scoresheet_passed_on": _l(
        "%(committee)s đã chuyển phiếu đánh giá tháng %(month)s/%(year)s lên %(above)s quyết định."
    ),
    "year_forwarded": _l("%(committee)s chuyển xếp loại năm %(year)s của %(cell)s để cấp trên quyết định."),
    "year_passed_on": _l("%(committee)s đã chuyển xếp loại năm %(year)s lên %(above)s quyết định."),
    "scoresheet_returned": _l("%(committee)s trả lại phiếu đánh giá tháng %(month)s/%(year)s. Mời đồng chí xem lý do."),
    "scoresheet_recognised": _l("%(committee)s đã công nhận phiếu đánh giá tháng %(month)s/%(year)s."),
    "scoresheet_adjusted": _l(
        "%(committee)s đã công nhận phiếu đánh giá tháng %(month)s/%(year)s, có điều chỉnh điểm. Mời đồng chí xem."
    ),
    "scoresheet_explained": _l("%(cell)s đã giải trình phiếu đánh giá tháng %(month)s/%(year)s."),
    "scoresheet_taken_up": _l("%(committee)s thẩm định lại phiếu đánh giá tháng %(month)s/%(year)s sau giải trình."),
    "signal_raised": _l(
        "Có câu hỏi gửi chi bộ, “Đề nghị xem vì …”, về các kỳ sinh hoạt gần đây. %(committee)s cũng thấy câu hỏi này. "
        "Mời đồng chí xem và trả lời."
    ),
    "signal_answered": _l("%(cell)s đã trả lời câu hỏi “Đề nghị xem vì …”. Mời đồng chí đọc."),
    "signal_settled": _l("%(committee)s đã xem xét xong câu hỏi “Đề nghị xem vì …” gửi chi bộ."),
    "scoresheet_upheld": _l("%(committee)s giữ nguyên kết quả phiếu đánh giá tháng %(month)s/%(year)s."),
    "reminder_meet": _l(
        "%(committee)s nhắc: sổ chưa ghi kỳ sinh hoạt tháng %(month)s/%(year)s. "
        "Mời đồng chí ghi kỳ họp, hoặc ghi lý do không họp."
    ),
    "reminder_submit": _l("%(committee)s nhắc chi bộ nộp phiếu đánh giá tháng %(month)s/%(year)s."),
    "reminder_resubmit": _l(
        "%(committee)s nhắc chi bộ nộp lại phiếu đánh giá tháng %(month)s/%(year)s đã trả lại, nay quá hạn."
    ),
    "reminder_answer": _l(
        "%(committee)s nhắc chi bộ xem điểm đã điều chỉnh của phiếu tháng %(month)s/%(year)s. "
        "Chi bộ được giải trình một lần."
    ),
    "reminder_propose": _l("%(committee)s nhắc chi bộ đề nghị xếp loại năm %(year)s."),
}


def sentence(kind: str, details: dict[str, Any]) -> str:
    """What a notice says, in the reader's language. A gap that its details do not fill stays empty."""
    pattern = SENTENCE.get(kind)
    if pattern is None:
        return _("Có việc mới cần đồng chí xem.")
    return str(pattern) % _Gaps({name: str(value) for name, value in details.items()})


class _Gaps(dict[str, str]):
    def __missing__(self, name: str) -> str:
        return ""
