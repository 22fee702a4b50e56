"""The words of questions: what is asked, of which months, and where the question stands."""

from decimal import Decimal
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.filters import number, percent
from tracker.reviews.models import Signal
from tracker.reviews.rules import SignalKind, SignalState

NAME = {
    SignalKind.SAME_TOTAL: _l("Tổng điểm các kỳ như nhau"),
    SignalKind.LATE_AGENDAS: _l("Điểm cao, chương trình gửi muộn"),
    SignalKind.ALIKE_MINUTES: _l("Biên bản các kỳ giống nhau"),
    SignalKind.ALL_SPOKE: _l("Kỳ nào mọi người cũng phát biểu"),
    SignalKind.ABOVE_NEIGHBOURS: _l("Phần tự xét cao hơn các chi bộ khác"),
}

STATE = {
    SignalState.RAISED: _l("Chờ chi bộ trả lời"),
    SignalState.ANSWERED: _l("Chi bộ đã trả lời"),
    SignalState.SETTLED: _l("Đã xem xét xong"),
    SignalState.CEASED: _l("Đã tự khép lại"),
}
TONE = {SignalState.RAISED: "attention", SignalState.SETTLED: "done"}

SENTENCE = {
    SignalKind.SAME_TOTAL: _l(
        "Đề nghị xem vì %(count)s kỳ liền, từ tháng %(first)s đến tháng %(last)s, chi bộ đều tự chấm %(total)s điểm. "
        "Kết quả các kỳ có thật như nhau không?"
    ),
    SignalKind.LATE_AGENDAS: _l(
        "Đề nghị xem vì trong %(looked_at)s kỳ gần đây có %(count)s kỳ gửi chương trình muộn hơn quy định mà tổng điểm "
        "tự chấm vẫn từ %(high)s trở lên. Vì sao gửi muộn, và khi chấm đã tính đến chưa?"
    ),
    SignalKind.ALIKE_MINUTES: _l(
        "Đề nghị xem vì biên bản %(count)s kỳ, từ tháng %(first)s đến tháng %(last)s, giống biên bản kỳ trước đó "
        "khoảng %(alike)s. Diễn biến và kết luận riêng của từng kỳ đã ghi đủ chưa?"
    ),
    SignalKind.ALL_SPOKE: _l(
        "Đề nghị xem vì trong %(looked_at)s kỳ gần đây có %(count)s kỳ ghi mọi đảng viên có mặt đều phát biểu. "
        "Phần ghi người phát biểu có đúng với từng kỳ không?"
    ),
    SignalKind.ABOVE_NEIGHBOURS: _l(
        "Đề nghị xem vì ở các tiêu chí phải tự xét, chi bộ thường cho %(own)s số điểm, còn mức giữa của "
        "%(neighbours)s chi bộ cùng cấp ủy là %(usual)s; trong khi ở các tiêu chí tính được từ hồ sơ, chi bộ đạt "
        "%(own_borne_out)s, mức giữa là %(usual_borne_out)s. Chi bộ có minh chứng nào thêm cho phần tự xét không?"
    ),
}

POINTS = ("total", "high")
SHARES = ("alike", "own", "usual", "own_borne_out", "usual_borne_out")

COLUMNS = {
    SignalKind.LATE_AGENDAS: [(_l("Chương trình"), "")],
    SignalKind.ALL_SPOKE: [(_l("Phát biểu / có mặt"), "num")],
    SignalKind.ALIKE_MINUTES: [(_l("Giống biên bản"), "")],
}
"""What the list of months shows beside the total."""


def choices() -> list[tuple[str, Any]]:
    """The kinds to choose from."""
    return [("", _("Tất cả")), *((kind.value, words) for kind, words in NAME.items())]


def sentence(signal: Signal) -> str:
    """Why a look is asked for, with the figures, and what the cell is asked; in the reader's language."""
    return str(SENTENCE[signal.kind]) % gaps(signal)


def gaps(signal: Signal) -> dict[str, Any]:
    """What fills the sentence; marks and shares as the reader writes them."""
    figures = {name: value for name, value in signal.figures.items() if isinstance(value, str | int)}
    points = {name: number(Decimal(figures[name])) for name in POINTS if name in figures}
    shares = {name: percent(Decimal(figures[name]) / 100, 0) for name in SHARES if name in figures}
    return figures | points | shares | {"first": first(signal), "last": last(signal)}


def first(signal: Signal) -> str:
    return f"{signal.from_month}/{signal.from_year}"


def last(signal: Signal) -> str:
    return f"{signal.to_month}/{signal.to_year}"


def span(signal: Signal) -> str:
    if first(signal) == last(signal):
        return _("Tháng %(month)s", month=first(signal))
    return _("Từ tháng %(first)s đến tháng %(last)s", first=first(signal), last=last(signal))
