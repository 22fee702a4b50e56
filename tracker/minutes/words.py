"""What is said of minutes and votes."""

from datetime import date
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.minutes.models import Decision, DecisionKind
from tracker.minutes.rules import Filing, Gap

DECISION = {
    DecisionKind.CONCLUSION: _l("Kết luận"),
    DecisionKind.RESOLUTION: _l("Nghị quyết"),
}
SYMBOL = {DecisionKind.CONCLUSION: "KL", DecisionKind.RESOLUTION: "NQ"}
GAP = {
    Gap.END: _l("Chưa ghi giờ kết thúc."),
    Gap.CHAIR: _l("Chưa ghi đồng chí chủ trì."),
    Gap.MINUTE_TAKER: _l("Chưa ghi đồng chí ghi biên bản."),
    Gap.ROLL: _l("Chưa lưu điểm danh."),
    Gap.MINUTES: _l("Chưa viết biên bản."),
    Gap.ITEMS: _l("Còn nội dung chưa ghi diễn biến hoặc chưa đánh dấu đã làm, không làm."),
    Gap.GENERAL: _l("Kỳ này không có chương trình: chưa ghi diễn biến chung."),
    Gap.VOTES: _l("Điểm danh đã sửa sau khi biểu quyết: cần kiểm lại số phiếu."),
}
# Where each gap is mended: the page, the words of the link to it, the action it takes.
MENDED_AT = {
    Gap.END: ("meetings.hold", _l("Ghi giờ họp"), "run_meeting"),
    Gap.CHAIR: ("meetings.hold", _l("Ghi người chủ trì"), "run_meeting"),
    Gap.MINUTE_TAKER: ("meetings.hold", _l("Ghi người ghi biên bản"), "run_meeting"),
    Gap.ROLL: ("meetings.roll", _l("Điểm danh"), "run_meeting"),
    Gap.MINUTES: ("minutes.edit", _l("Viết biên bản"), "write_minutes"),
    Gap.ITEMS: ("minutes.edit", _l("Viết tiếp biên bản"), "write_minutes"),
    Gap.GENERAL: ("minutes.edit", _l("Ghi diễn biến chung"), "write_minutes"),
    Gap.VOTES: ("minutes.show", _l("Xem phần biểu quyết"), "write_minutes"),
}


def number_of(row: Decision) -> str:
    """05-NQ/CB: two digits at least, the symbol of the kind, the cell."""
    return f"{row.number:02d}-{SYMBOL[row.kind]}/CB"


def votes_in_words(row: Decision) -> str:
    return _(
        "Tán thành %(votes_for)s, không tán thành %(votes_against)s, ý kiến khác %(votes_other)s; "
        "trên %(electorate)s đảng viên chính thức phải dự.",
        votes_for=row.votes_for,
        votes_against=row.votes_against,
        votes_other=row.votes_other,
        electorate=row.electorate,
    )


def filing_in_words(filing: Filing) -> str:
    """đã lưu sau 1 ngày"""
    if filing.days <= 0:
        return _("Đã lưu hồ sơ ngay trong ngày họp.")
    return ngettext("Đã lưu hồ sơ sau %(num)s ngày.", "Đã lưu hồ sơ sau %(num)s ngày.", filing.days)


def filing_rule(allowed: Decimal) -> str:
    return _("Yêu cầu: trong %(days)s ngày.", days=number(allowed))


def official_day(day: date) -> str:
    """ngày 05 tháng 02 năm 2026, for official forms: days below 10 and months 1 and 2 with a leading nought."""
    month = f"{day.month:02d}" if day.month < 3 else str(day.month)
    return f"ngày {day.day:02d} tháng {month} năm {day.year}"


def item_label(title: str, label: str) -> str:
    """A field of one agenda item, named in full: “Câu chuyện về Bác” – Diễn biến"""
    return f"“{title}” – {label}"


def general_label(label: str) -> str:
    return _("Việc ngoài chương trình – %(label)s", label=label)
