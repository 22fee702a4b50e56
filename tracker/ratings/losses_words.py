"""The words of the points lost: the answer that each chart gives, and the improvements as sentences."""

from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.guidance.words import wording
from tracker.ratings.charts import Chart, Label, Series
from tracker.ratings.losses import Line, SheetLosses
from tracker.scoresheets.lost import Lost

BARS = 10
FEW = 3


def months(lost: Lost) -> str:
    """3, 5, 9"""
    return ", ".join(str(month) for month in dict.fromkeys(month for _year, month in lost.at))


def answer(losses: SheetLosses) -> str:
    if not losses.points:
        return ngettext("%(num)s kỳ, không mất điểm nào.", "%(num)s kỳ, không mất điểm nào.", losses.meetings)
    worst = losses.lines[0].lost
    return ngettext(
        "Mất nhiều nhất ở “%(criterion)s”: %(points)s điểm trong %(num)s kỳ.",
        "Mất nhiều nhất ở “%(criterion)s”: %(points)s điểm trong %(num)s kỳ.",
        len(worst.at),
        criterion=wording(worst.criterion),
        points=number(worst.points),
    )


def total(losses: SheetLosses) -> str:
    return ngettext(
        "Cả năm mất %(points)s điểm trong %(num)s kỳ được chấm, bình quân %(each)s điểm mỗi kỳ.",
        "Cả năm mất %(points)s điểm trong %(num)s kỳ được chấm, bình quân %(each)s điểm mỗi kỳ.",
        losses.meetings,
        points=number(losses.points),
        each=number(losses.points / losses.meetings),
    )


def improvement(lost: Lost) -> str:
    """What follows the criterion's name."""
    return ngettext(
        "mất %(points)s điểm trong %(num)s kỳ (tháng %(months)s).",
        "mất %(points)s điểm trong %(num)s kỳ (tháng %(months)s).",
        len(lost.at),
        points=number(lost.points),
        months=months(lost),
    )


def gain(losses: SheetLosses, lost: Lost) -> str:
    return _(
        "Làm đủ thì bình quân mỗi kỳ thêm %(points)s điểm.",
        points=number(lost.points / losses.meetings),
    )


def comparison(losses: SheetLosses) -> str:
    """How many cells stand behind the medians, or why there are none."""
    if not losses.is_compared:
        return _("Chưa đủ 3 chi bộ cùng cấp trên chấm theo phiếu này, nên không so với trung vị.")
    return ngettext(
        "Trung vị tính từ %(num)s chi bộ cùng cấp trên đã nộp phiếu này trong năm.",
        "Trung vị tính từ %(num)s chi bộ cùng cấp trên đã nộp phiếu này trong năm.",
        losses.cells,
    )


def chart(losses: SheetLosses) -> Chart:
    """The dearest criteria, by points a meeting, the cell's beside the median where there is one."""
    lines = [line for line in losses.lines if line.lost.points > 0][:BARS]
    series = [Series(_("Chi bộ"), [_rounded(line.lost.each) for line in lines], "red")]
    if losses.is_compared:
        series.append(Series(_("Trung vị các chi bộ cùng cấp trên"), [_rounded(line.median) for line in lines], "bar"))
    return Chart(
        kind="bars" if len(lines) > FEW else "bars-few",
        answer=answer(losses),
        unit=_("điểm mất bình quân mỗi kỳ"),
        labels=[_label(line) for line in lines],
        series=series,
    )


def _label(line: Line) -> Label:
    criterion = line.lost.criterion
    return Label(criterion.code, f"{criterion.code} {wording(criterion)}")


def _rounded(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)
