"""Each demand of a year rule as a sentence: what the year has, and what the class asks."""

from collections.abc import Callable
from decimal import Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.guidance.rules import DemandKind, QualityClass
from tracker.guidance.sheets import Worded
from tracker.guidance.words import wording
from tracker.ratings.rules import Condition
from tracker.ratings.words import QUARTER, SOURCE, quality_word


def demand_sentence(condition: Condition) -> str:
    """What the year has, and what the class asks."""
    return _SAID[condition.demand.kind](condition)


def _of_mean(condition: Condition) -> str:
    return _(
        "Điểm trung bình %(figure)s; yêu cầu từ %(bound)s trở lên.",
        figure=number(condition.figure),
        bound=number(condition.bound),
    )


def _of_regular(condition: Condition) -> str:
    if not condition.figure:
        return _("Không thiếu kỳ sinh hoạt thường kỳ nào.")
    return ngettext(
        "Thiếu %(num)s kỳ sinh hoạt thường kỳ; cho phép nhiều nhất %(bound)s.",
        "Thiếu %(num)s kỳ sinh hoạt thường kỳ; cho phép nhiều nhất %(bound)s.",
        int(condition.figure),
        bound=number(condition.bound),
    )


def _of_themes(condition: Condition) -> str:
    if not condition.figure:
        return _("Quý nào cũng có sinh hoạt chuyên đề.")
    return ngettext(
        "%(num)s quý không có sinh hoạt chuyên đề; cho phép nhiều nhất %(bound)s.",
        "%(num)s quý không có sinh hoạt chuyên đề; cho phép nhiều nhất %(bound)s.",
        int(condition.figure),
        bound=number(condition.bound),
    )


def _of_months(condition: Condition) -> tuple[int, dict[str, str]]:
    return int(condition.figure), {
        "quality": quality_word(condition.demand.quality),
        "bound": number(condition.bound),
    }


def _at_least(condition: Condition) -> str:
    months, said = _of_months(condition)
    if condition.demand.quality is QualityClass.GOOD:
        return ngettext(
            "%(num)s tháng xếp %(quality)s; yêu cầu từ %(bound)s tháng.",
            "%(num)s tháng xếp %(quality)s; yêu cầu từ %(bound)s tháng.",
            months,
            **said,
        )
    return ngettext(
        "%(num)s tháng xếp %(quality)s trở lên; yêu cầu từ %(bound)s tháng.",
        "%(num)s tháng xếp %(quality)s trở lên; yêu cầu từ %(bound)s tháng.",
        months,
        **said,
    )


def _at_most(condition: Condition) -> str:
    months, said = _of_months(condition)
    worst = condition.demand.quality is QualityClass.POOR
    if not months:
        without = _("Không tháng nào xếp %(quality)s.", **said)
        return without if worst else _("Không tháng nào xếp %(quality)s trở xuống.", **said)
    if worst:
        return ngettext(
            "%(num)s tháng xếp %(quality)s; cho phép nhiều nhất %(bound)s.",
            "%(num)s tháng xếp %(quality)s; cho phép nhiều nhất %(bound)s.",
            months,
            **said,
        )
    return ngettext(
        "%(num)s tháng xếp %(quality)s trở xuống; cho phép nhiều nhất %(bound)s.",
        "%(num)s tháng xếp %(quality)s trở xuống; cho phép nhiều nhất %(bound)s.",
        months,
        **said,
    )


_SAID: dict[DemandKind, Callable[[Condition], str]] = {
    DemandKind.MEAN_AT_LEAST: _of_mean,
    DemandKind.REGULAR_MISSING_AT_MOST: _of_regular,
    DemandKind.THEMATIC_MISSING_AT_MOST: _of_themes,
    DemandKind.COUNT_AT_LEAST: _at_least,
    DemandKind.COUNT_AT_MOST: _at_most,
}


def shrunk(condition: Condition, required: int) -> str:
    """Why a floor of months is lower than the guidance's own; nothing where it is not."""
    if condition.demand.of_months is None or condition.bound == condition.demand.bound:
        return ""
    return _(
        "Mức %(own)s/%(of)s tháng được giảm theo tỷ lệ, vì chỉ tính %(required)s tháng.",
        own=number(condition.demand.bound),
        of=condition.demand.of_months,
        required=required,
    )


def source_sentence(mark: str) -> str:
    """How sure a clause is."""
    return _("Nguồn: %(source)s.", source=SOURCE.get(mark, mark))


def tried(quality: QualityClass, holds: bool) -> str:
    if holds:
        return _("%(quality)s: đủ điều kiện, được xếp mức này.", quality=quality_word(quality))
    return _("%(quality)s: chưa đủ điều kiện.", quality=quality_word(quality))


def of_meeting(month: int, total: Decimal, quality: QualityClass, is_recognised: bool) -> str:
    """A meeting's score as the year counts it."""
    said = {"month": month, "total": number(total), "quality": quality_word(quality)}
    if is_recognised:
        return _("Tháng %(month)s: %(total)s điểm, xếp %(quality)s, cấp trên đã công nhận.", **said)
    return _("Tháng %(month)s: %(total)s điểm, xếp %(quality)s, chi bộ tự chấm.", **said)


def of_loss(mark: Decimal, full: Decimal) -> str:
    return _("%(mark)s/%(full)s điểm, mất %(lost)s.", mark=number(mark), full=number(full), lost=number(full - mark))


def capped(total: Decimal, quality: QualityClass, why: Worded) -> str:
    """The class is below what the points alone would give; why, in the guidance's own words."""
    return _(
        "%(total)s điểm, nhưng xếp %(quality)s, vì: “%(why)s”",
        total=number(total),
        quality=quality_word(quality),
        why=wording(why),
    )


def place_scored(month: int, total: Decimal) -> str:
    return _("tháng %(month)s: %(total)s", month=month, total=number(total))


def place_missing(month: int) -> str:
    return _("tháng %(month)s", month=month)


def place_quarter(quarter: int) -> str:
    return _("quý %(quarter)s", quarter=QUARTER[quarter])


def unhanded() -> str:
    return _("Phiếu chưa nộp cấp trên nên ở đây chỉ ghi tổng điểm.")


def total_only() -> str:
    return _("Sổ chỉ có tổng điểm của kỳ này, không có điểm từng tiêu chí khớp với tổng ấy.")


def no_suggestions() -> str:
    return _("Phiếu này nộp trước khi sổ lưu gợi ý chấm, nên không có căn cứ kèm theo.")


def no_detail() -> str:
    return _("Năm này được chốt trước khi sổ lưu phần giải thích từng kỳ; chỉ còn các điều kiện.")
