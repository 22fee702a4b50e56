"""The words of the committee's list, of what is wanted from cells, and of reminding them."""

from datetime import date

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.filters import short_day
from tracker.reviews.lacking import Cell
from tracker.reviews.rules import Wanted
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

WANTED = {
    Wanted.MEET: _l("Chưa họp"),
    Wanted.SUBMIT: _l("Đã họp, chưa nộp phiếu"),
    Wanted.RESUBMIT: _l("Quá hạn nộp lại phiếu"),
    Wanted.ANSWER: _l("Được điều chỉnh điểm, chưa giải trình"),
    Wanted.PROPOSE: _l("Chưa đề nghị xếp loại năm"),
}


def day_wanted(wanted: Wanted, cell: Cell) -> str:
    """What a line of a list says of its day."""
    if cell.day is None:
        return _("Chưa có kế hoạch họp") if wanted is Wanted.MEET else ""
    day = short_day(cell.day)
    if wanted is Wanted.MEET:
        return _("Dự kiến họp %(day)s", day=day)
    if wanted is Wanted.ANSWER:
        return _("Được giải trình đến %(day)s", day=day)
    if wanted is Wanted.RESUBMIT:
        return _("Hạn nộp lại %(day)s", day=day)
    return _("Hạn nộp %(day)s", day=day)


def times_reminded(times: int, last: date, today: date) -> str:
    if last == today:
        return ngettext("Đã nhắc %(num)s lần, gần nhất hôm nay", "Đã nhắc %(num)s lần, gần nhất hôm nay", times)
    return ngettext(
        "Đã nhắc %(num)s lần, gần nhất %(day)s", "Đã nhắc %(num)s lần, gần nhất %(day)s", times, day=short_day(last)
    )


def reminded_today(cells: int) -> str:
    return ngettext(
        "%(num)s chi bộ đã được nhắc việc này hôm nay. Mỗi ngày chỉ nhắc một lần, đồng chí nhắc lại từ ngày mai.",
        "%(num)s chi bộ đã được nhắc việc này hôm nay. Mỗi ngày chỉ nhắc một lần, đồng chí nhắc lại từ ngày mai.",
        cells,
    )


def nobody_to_remind(cells: list[str]) -> str:
    """The cells in which nobody could be told, by name."""
    names = ", ".join(f"“{name}”" for name in cells)
    return _("Chưa nhắc được %(names)s: chưa có bí thư hoặc phó bí thư trong sổ.", names=names)
