"""Why a sheet deserves a look, in words: a fact, or a question to be asked; never a verdict."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.reviews.queue import Brief
from tracker.reviews.risk import Group, Kind, Reason

GROUP = {
    Group.LOOK: _l("Cần xem kỹ"),
    Group.SAMPLE: _l("Rút ngẫu nhiên"),
    Group.QUIET: _l("Không có gì khác thường"),
}
"""The parts of the queue."""


def sentence(reason: Reason) -> str:
    """One reason with its figures."""
    return SENTENCES[reason.kind](reason.figures)


def signals(count: int) -> str:
    """That questions to the cell are open."""
    return ngettext("Có %(num)s câu hỏi đang mở với chi bộ.", "Có %(num)s câu hỏi đang mở với chi bộ.", count)


def summary(brief: Brief) -> str:
    """What the records say of a sheet, in one line."""
    return _(
        "Bản ghi gợi ý %(suggested)s trên %(covered)s điểm; %(spoke)s trên %(present)s đồng chí có mặt phát biểu; "
        "nộp sau kỳ họp %(days)s ngày.",
        suggested=number(brief.suggested),
        covered=number(brief.covered),
        spoke=brief.spoke,
        present=brief.present,
        days=brief.days_taken,
    )


def _returned(figures: Any) -> str:
    return ngettext(
        "Phiếu nộp lại sau %(num)s lần trả lại: những điểm đã nêu được sửa chưa?",
        "Phiếu nộp lại sau %(num)s lần trả lại: những điểm đã nêu được sửa chưa?",
        figures["times"],
    )


def _gap(figures: Any) -> str:
    return ngettext(
        "Tự chấm cao hơn gợi ý %(points)s điểm, ở %(num)s tiêu chí: có đủ căn cứ không?",
        "Tự chấm cao hơn gợi ý %(points)s điểm, ở %(num)s tiêu chí: có đủ căn cứ không?",
        figures["marks"],
        points=number(Decimal(figures["points"])),
    )


def _unbacked(figures: Any) -> str:
    return ngettext(
        "%(num)s tiêu chí cao hơn gợi ý chỉ có lời giải trình, không có minh chứng.",
        "%(num)s tiêu chí cao hơn gợi ý chỉ có lời giải trình, không có minh chứng.",
        figures["marks"],
    )


def _late_notice(figures: Any) -> str:
    return _(
        "Tự chấm %(total)s điểm, trong khi chương trình gửi muộn: đảng viên có kịp chuẩn bị không?",
        total=number(Decimal(figures["total"])),
    )


def _streak(figures: Any) -> str:
    return ngettext(
        "%(num)s kỳ liền cùng tổng điểm %(total)s: các kỳ có thật như nhau không?",
        "%(num)s kỳ liền cùng tổng điểm %(total)s: các kỳ có thật như nhau không?",
        figures["months"],
        total=number(Decimal(figures["total"])),
    )


def _altered(figures: Any) -> str:
    return ngettext(
        "Trong %(num)s phiếu gần đây, %(sheets)s phiếu đã được điều chỉnh hoặc trả lại.",
        "Trong %(num)s phiếu gần đây, %(sheets)s phiếu đã được điều chỉnh hoặc trả lại.",
        figures["among"],
        sheets=figures["sheets"],
    )


def _late(figures: Any) -> str:
    return ngettext("Nộp muộn %(num)s ngày.", "Nộp muộn %(num)s ngày.", figures["days"])


def _new_secretary(figures: Any) -> str:
    return ngettext(
        "Khi họp, bí thư mới nhận việc được %(num)s ngày: có cần giúp thêm không?",
        "Khi họp, bí thư mới nhận việc được %(num)s ngày: có cần giúp thêm không?",
        figures["days"],
    )


def _backfilled(_figures: Any) -> str:
    return _("Kỳ họp được ghi vào sổ sau ngày họp.")


SENTENCES: dict[Kind, Callable[[Any], str]] = {
    Kind.RETURNED: _returned,
    Kind.GAP: _gap,
    Kind.UNBACKED: _unbacked,
    Kind.LATE_NOTICE: _late_notice,
    Kind.STREAK: _streak,
    Kind.ALTERED: _altered,
    Kind.LATE: _late,
    Kind.NEW_SECRETARY: _new_secretary,
    Kind.BACKFILLED: _backfilled,
}
