"""The words for what a sheet goes through."""

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.scoresheets.check_words import RECORDS
from tracker.scoresheets.checks.findings import RecordKind
from tracker.scoresheets.rules import SheetState

STATE = {
    SheetState.DRAFT: _l("Đang chấm"),
    SheetState.AGREED: _l("Chi bộ đã thông qua"),
    SheetState.SUBMITTED: _l("Đã nộp, chờ thẩm định"),
    SheetState.UNDER_REVIEW: _l("Đang thẩm định"),
    SheetState.RETURNED: _l("Bị trả lại"),
    SheetState.RECOGNISED: _l("Đã công nhận"),
    SheetState.LOCKED: _l("Đã khóa"),
}

ACT = {
    "agree": _l("Chi bộ biểu quyết thông qua"),
    "reconsider": _l("Chi bộ xem lại"),
    "submit": _l("Chi bộ nộp cấp ủy cấp trên"),
    "open": _l("Mở thẩm định"),
    "forward": _l("Chuyển cấp ủy cấp trên quyết định"),
    "return": _l("Trả lại"),
    "recognise": _l("Công nhận"),
    "recognise_in_batch": _l("Công nhận theo lô"),
    "explain": _l("Chi bộ giải trình"),
    "take_up_again": _l("Thẩm định lại"),
    "uphold": _l("Giữ nguyên kết quả"),
    "lock": _l("Hết hạn giải trình, phiếu khóa"),
}

TONE = {
    SheetState.RETURNED: "attention",
    SheetState.RECOGNISED: "done",
    SheetState.LOCKED: "done",
}


def state(of: SheetState) -> str:
    return str(STATE[of])


def tone(of: SheetState) -> str:
    """How the state's chip is drawn."""
    return TONE.get(of, "")


def act(name: str) -> str:
    return str(ACT[name])


def record_kind(kind: str) -> str:
    """What a record that a suggestion or evidence points at is called."""
    return str(RECORDS[RecordKind(kind)])


def wrong_state(found: SheetState) -> str:
    """Why the act cannot be done now, and what to do instead."""
    return {
        SheetState.DRAFT: _("Phiếu đang chấm. Hãy để chi bộ biểu quyết rồi mới làm bước này."),
        SheetState.AGREED: _("Chi bộ đã thông qua phiếu. Muốn sửa điểm, hãy bấm “Xem lại phiếu” và ghi lý do."),
        SheetState.SUBMITTED: _("Phiếu đã nộp, đang chờ cấp ủy cấp trên mở thẩm định."),
        SheetState.UNDER_REVIEW: _("Cấp ủy cấp trên đang thẩm định phiếu này. Hãy chờ kết quả."),
        SheetState.RETURNED: _("Phiếu đã được trả lại chi bộ. Hãy chờ chi bộ sửa và nộp lại."),
        SheetState.RECOGNISED: _("Phiếu đã được công nhận. Hãy xem kết quả trên phiếu."),
        SheetState.LOCKED: _("Phiếu đã khóa, không thay đổi được nữa."),
    }[found]
