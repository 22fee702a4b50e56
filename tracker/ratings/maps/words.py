"""The words of the maps: what each square says, why a cell asks to be looked at, what the figures answer."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from tracker.base.filters import number, percent
from tracker.guidance.kinds import QualityClass
from tracker.guidance.words import QUALITY, wording
from tracker.ratings.maps.classes import Classes
from tracker.ratings.maps.costs import FormCosts
from tracker.ratings.maps.grid import Line
from tracker.ratings.maps.rules import Order, Square, SquareState, Trouble
from tracker.ratings.maps.trend import Trend

SHORT = {
    SquareState.NOT_MET: _l("không họp"),
    SquareState.EXCUSED: _l("được phép"),
    SquareState.UNSCORED: _l("chưa nộp"),
    SquareState.RETURNED: _l("trả lại"),
}
"""What stands in a square without a class; the others are blank."""

LEGEND = {
    SquareState.NOT_MET: _l("Tháng đã hết mà sổ không ghi kỳ nào đã họp."),
    SquareState.EXCUSED: _l("Không họp, cấp trên chấp nhận."),
    SquareState.UNSCORED: _l("Đã họp, chưa nộp phiếu."),
    SquareState.RETURNED: _l("Phiếu bị trả lại, chờ nộp lại."),
}
LEGEND_OWN = _l("Viền nét đứt: mức chi bộ tự chấm, cấp trên chưa công nhận.")
LEGEND_LATE = _l("Nộp phiếu sau hạn của cấp trên; “quá hạn” là đến nay vẫn chưa nộp.")
LEGEND_COMING = _l("Chưa hết tháng và chưa họp.")
LEGEND_ELSEWHERE = _l("Tháng đó chi bộ không thuộc đảng bộ này, hoặc không phải họp.")

ORDER = {
    Order.BRANCH: _l("Theo đảng bộ"),
    Order.NAME: _l("Theo tên chi bộ"),
    Order.TROUBLE: _l("Nhiều vấn đề trước"),
}

PAGES = {
    "heatmap": _l("Bản đồ theo tháng"),
    "trend": _l("Diễn biến 24 tháng"),
    "classes": _l("Phân bố mức"),
    "costs": _l("Tiêu chí mất điểm"),
    "compare": _l("So hai đảng bộ"),
}
"""The pages of the map by endpoint, in the order of their links."""


def heading(page: str, year: int) -> str:
    said = {
        "heatmap": _("Bản đồ sinh hoạt năm %(year)s", year=year),
        "trend": _("Diễn biến 24 tháng, đến năm %(year)s", year=year),
        "classes": _("Phân bố mức năm %(year)s", year=year),
        "costs": _("Tiêu chí mất nhiều điểm năm %(year)s", year=year),
        "compare": _("So hai đảng bộ năm %(year)s", year=year),
    }
    return said[page]


def class_legend(quality: QualityClass) -> str:
    return _("Mức %(quality)s, cấp trên đã công nhận.", quality=QUALITY[quality])


def late(square: Square) -> str:
    if not square.is_late:
        return ""
    return _("quá hạn") if square.state is SquareState.UNSCORED else _("muộn")


def in_words(square: Square) -> str:
    """The whole square as one line: 95,5 Tốt, tự chấm, nộp muộn."""
    said = [str(SHORT.get(square.state, ""))]
    if square.quality is not None:
        said = [f"{number(square.total)} {QUALITY[square.quality]}"]
    if square.state is SquareState.SELF_SCORED:
        said.append(_("tự chấm"))
    return ", ".join(one for one in (*said, late(square)) if one)


def trouble(found: Trouble) -> str:
    """không họp 2 · nộp muộn 1"""
    said = (
        (found.missing, _("không họp")),
        (found.late, _("muộn")),
        (found.low, _("mức thấp")),
        (found.signals, _("câu hỏi")),
    )
    return " · ".join(f"{word} {count}" for count, word in said if count)


def year_word(line: Line) -> str:
    """The year's class; what only the book has reckoned is told apart."""
    if line.quality is None:
        return ""
    return str(QUALITY[line.quality]) if line.is_recognised else _("%(quality)s, tạm", quality=QUALITY[line.quality])


def class_word(square: Square) -> str:
    return str(QUALITY[square.quality]) if square.quality is not None else ""


# --- answers --------------------------------------------------------------------------------------------------------


def trend_answer(trend: Trend) -> str:
    """The last month's mean and median, under the guidance of most of its sheets."""
    month = trend.months[-1]
    last = trend.whole.at(month, trend.main)
    return ngettext(
        "Tháng %(month)s/%(year)s: %(num)s phiếu theo “%(guidance)s”, bình quân %(mean)s, trung vị %(median)s điểm.",
        "Tháng %(month)s/%(year)s: %(num)s phiếu theo “%(guidance)s”, bình quân %(mean)s, trung vị %(median)s điểm.",
        last.meetings,
        month=month[1],
        year=month[0],
        guidance=trend.main.number,
        mean=number(last.mean),
        median=number(last.median),
    )


def shares_answer(trend: Trend) -> str:
    """Of the last month."""
    year, month = trend.months[-1]
    last = trend.whole.classes((year, month))
    return _(
        "Tháng %(month)s/%(year)s: %(good)s/%(counted)s phiếu đạt mức Tốt (%(share)s).",
        month=month,
        year=year,
        good=last.of(QualityClass.GOOD),
        counted=last.meetings,
        share=percent(last.share(QualityClass.GOOD)),
    )


def years_answer(classes: Classes) -> str:
    whole = classes.whole
    if not whole.rated:
        return _("Chưa chi bộ nào có mức xếp loại năm.")
    good = whole.years[QualityClass.GOOD]
    return _(
        "%(good)s/%(counted)s chi bộ xếp loại năm mức Tốt (%(share)s).",
        good=good,
        counted=whole.rated,
        share=percent(Decimal(good) / whole.rated),
    )


def meetings_answer(classes: Classes) -> str:
    meetings = classes.whole.meetings
    if not meetings.meetings:
        return _("Chưa có phiếu nào được nộp.")
    return _(
        "%(good)s/%(counted)s kỳ đạt mức Tốt (%(share)s).",
        good=meetings.of(QualityClass.GOOD),
        counted=meetings.meetings,
        share=percent(meetings.share(QualityClass.GOOD)),
    )


def costs_answer(costs: FormCosts) -> str:
    if not costs.shown:
        return _("Không mất điểm ở tiêu chí nào.")
    worst = costs.shown[0]
    return _(
        "Mất nhiều nhất ở “%(criterion)s”: %(points)s điểm (%(share)s số điểm có thể được), ở %(cells)s chi bộ, "
        "%(meetings)s kỳ.",
        criterion=wording(worst.criterion),
        points=number(worst.points),
        share=percent(worst.share),
        cells=worst.lost_cells,
        meetings=worst.lost_meetings,
    )


def costs_note(costs: FormCosts) -> str:
    return ngettext(
        "Từ %(meetings)s phiếu đã nộp của %(num)s chi bộ.",
        "Từ %(meetings)s phiếu đã nộp của %(num)s chi bộ.",
        costs.cells,
        meetings=costs.meetings,
    )


WITHHELD = _l("Chưa đủ 3 chi bộ nộp phiếu này nên không nêu số theo tiêu chí: nêu ra là chỉ đích danh chi bộ.")
