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

MONTHS = [(number, str(number)) for number in range(1, 13)]


def years_around(shown: int, present: int) -> list[tuple[int, str]]:
    """The years to choose from: the ten before the present one, the next, and the one shown."""
    return [(year, str(year)) for year in sorted({shown, *range(present - 10, present + 2)}, reverse=True)]
