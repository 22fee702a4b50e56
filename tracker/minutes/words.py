"""What is said of minutes and votes."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.minutes.models import DecisionKind
from tracker.minutes.rules import Gap

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
    Gap.ITEMS: _l("Còn nội dung chưa ghi diễn biến hoặc chưa đánh dấu đã làm, không làm."),
}


def number_of(kind: DecisionKind, number: int) -> str:
    """05-NQ/CB: two digits at least, the symbol of the kind, the cell."""
    return f"{number:02d}-{SYMBOL[kind]}/CB"


def votes_in_words(votes_for: int, votes_against: int, votes_other: int, electorate: int) -> str:
    return _(
        "Tán thành %(votes_for)s, không tán thành %(votes_against)s, ý kiến khác %(votes_other)s; "
        "trên %(electorate)s đảng viên chính thức phải dự.",
        votes_for=votes_for,
        votes_against=votes_against,
        votes_other=votes_other,
        electorate=electorate,
    )
