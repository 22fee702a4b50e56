"""The words for contributions: kinds, fates, what came of them."""

from flask_babel import lazy_gettext as _l
from flask_babel import lazy_pgettext

from tracker.contributions.rules import ContributionKind, Fate, OutcomeKind

KIND = {
    ContributionKind.PAPER: _l("Tham luận"),
    ContributionKind.REMARK: lazy_pgettext("một ý kiến", "Ý kiến"),
}
FATE = {
    Fate.WAITING: _l("Chờ xem xét"),
    Fate.RAISED: _l("Đã nêu tại kỳ họp"),
    Fate.MERGED: _l("Đã gộp"),
    Fate.ANSWERED: _l("Đã trả lời"),
    Fate.WITHDRAWN: _l("Đã rút"),
}
TONE = {
    Fate.WAITING: "attention",
    Fate.RAISED: "done",
    Fate.MERGED: "",
    Fate.ANSWERED: "done",
    Fate.WITHDRAWN: "",
}
OUTCOME = {
    OutcomeKind.TASK: _l("Thành nhiệm vụ"),
    OutcomeKind.CONCLUSION: _l("Đưa vào kết luận"),
}
