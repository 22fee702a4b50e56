"""The words of the committee's list."""

from flask_babel import lazy_gettext as _l

from tracker.reviews.service import Status

STATUS = {
    Status.WAITING: _l("Chờ thẩm định"),
    Status.UNDER_REVIEW: _l("Đang thẩm định"),
    Status.RETURNED: _l("Đã trả lại, chờ nộp lại"),
    Status.NOT_SUBMITTED: _l("Đã họp, chưa nộp phiếu"),
    Status.NOT_MET: _l("Chưa họp"),
    Status.EXCUSED: _l("Không họp, được chấp nhận"),
    Status.RECOGNISED: _l("Đã công nhận"),
}

TONE = {
    Status.WAITING: "attention",
    Status.NOT_MET: "attention",
    Status.NOT_SUBMITTED: "attention",
    Status.RECOGNISED: "done",
}
