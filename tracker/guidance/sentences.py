"""What a guidance sets, said in sentences: classes, settings, the demands of the year."""

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.guidance.kinds import DemandKind, QualityClass
from tracker.guidance.rules import Bound, Demand, Guidance
from tracker.guidance.words import QUALITY


def class_ranges(guidance: Guidance) -> list[tuple[QualityClass, str]]:
    """Each class with the totals that earn it, best first."""
    said: list[tuple[QualityClass, str]] = []
    above = None
    for quality, floor in guidance.classes:
        if above is None:
            words = _("từ %(floor)s điểm", floor=number(floor))
        elif floor:
            words = _("từ %(floor)s đến dưới %(top)s điểm", floor=number(floor), top=number(above))
        else:
            words = _("dưới %(top)s điểm", top=number(above))
        said.append((quality, words))
        above = floor
    return said


def demand(one: Demand) -> str:
    """What a class of the year asks, as a clause."""
    return _DEMANDS[one.kind](one)


def _mean(one: Demand) -> str:
    return _("điểm trung bình từ %(bound)s", bound=number(one.bound))


def _regular_missing(one: Demand) -> str:
    if not one.bound:
        return _("họp đủ các kỳ thường kỳ phải họp")
    count = int(one.bound)
    return ngettext("thiếu nhiều nhất %(num)s kỳ thường kỳ", "thiếu nhiều nhất %(num)s kỳ thường kỳ", count)


def _thematic_missing(one: Demand) -> str:
    if not one.bound:
        return _("họp đủ các kỳ chuyên đề phải họp")
    count = int(one.bound)
    return ngettext("thiếu nhiều nhất %(num)s kỳ chuyên đề", "thiếu nhiều nhất %(num)s kỳ chuyên đề", count)


def _at_least(one: Demand) -> str:
    shown = {"bound": number(one.bound), "quality": _quality(one), "of": one.of_months}
    if one.of_months and one.quality is QualityClass.GOOD:
        return _("ít nhất %(bound)s trong %(of)s tháng xếp %(quality)s", **shown)
    if one.of_months:
        return _("ít nhất %(bound)s trong %(of)s tháng xếp %(quality)s trở lên", **shown)
    if one.quality is QualityClass.GOOD:
        return _("ít nhất %(bound)s kỳ xếp %(quality)s", **shown)
    return _("ít nhất %(bound)s kỳ xếp %(quality)s trở lên", **shown)


def _at_most(one: Demand) -> str:
    shown = {"bound": number(one.bound), "quality": _quality(one)}
    worst = one.quality is QualityClass.POOR
    if not one.bound:
        return (
            _("không kỳ nào xếp %(quality)s", **shown)
            if worst
            else _("không kỳ nào xếp %(quality)s trở xuống", **shown)
        )
    if worst:
        return _("nhiều nhất %(bound)s kỳ xếp %(quality)s", **shown)
    return _("nhiều nhất %(bound)s kỳ xếp %(quality)s trở xuống", **shown)


def _quality(one: Demand) -> str:
    return str(QUALITY[one.quality or QualityClass.GOOD])


_DEMANDS = {
    DemandKind.MEAN_AT_LEAST: _mean,
    DemandKind.REGULAR_MISSING_AT_MOST: _regular_missing,
    DemandKind.THEMATIC_MISSING_AT_MOST: _thematic_missing,
    DemandKind.COUNT_AT_LEAST: _at_least,
    DemandKind.COUNT_AT_MOST: _at_most,
}


def shrinks(guidance: Guidance) -> bool:
    """Whether some floor of the year shrinks with the months required."""
    return any(one.of_months for year in guidance.year_rule.classes for one in year.demands)


def settings(guidance: Guidance) -> list[tuple[str, str, str]]:
    """Each setting: its name, what is set, the mark of its source."""
    sources = dict(guidance.sources)
    rows = [
        (_("Gửi nội dung và tài liệu trước"), _days(guidance), "notice_days"),
        (_("Mốc tính thời gian gửi trước"), _notice_counts(guidance), "notice_counts"),
        (_("Thời lượng"), _minutes(guidance.minutes_required), "minutes_required"),
        (_("Thời lượng khi họp chung với chuyên đề"), _minutes(guidance.minutes_required_combined),
         "minutes_required_combined"),
        (_("Nộp lưu hồ sơ sau khi họp"), _("trong %(days)s ngày", days=number(guidance.filing_days)), "filing_days"),
        (_("Sinh hoạt thường kỳ"), _every(guidance.regular_every), "regular_every"),
        (_("Sinh hoạt chuyên đề"), _every(guidance.thematic_every), "thematic_every"),
        (_("Nhắc khi số người dự thấp"), _("dưới %(share)s số phải dự; vẫn được họp", share=guidance.quorum), "quorum"),
        (_("Biểu quyết thông qua"), _("hơn %(share)s số đảng viên chính thức phải dự tán thành",
         share=guidance.vote_majority), "vote_majority"),
        (_("Nhắc khi vắng không lý do"), _absent_months(guidance), "absent_months"),
        (_("Khi có tiêu chí không áp dụng"), _exclusion(guidance), "on_exclusion"),
    ]  # fmt: skip
    return [(name, said, sources.get(key, "R")) for name, said, key in rows]


def attendance(guidance: Guidance) -> list[str]:
    """Who is counted among those obliged to attend, and what share must be present."""
    rule = guidance.attendance
    return [
        _("Tính đảng viên được miễn sinh hoạt vào số phải dự.")
        if rule.exempt_counted
        else _("Không tính đảng viên được miễn sinh hoạt vào số phải dự."),
        _("Tính đồng chí làm nhiệm vụ đặc biệt trong lực lượng vũ trang vào số phải dự.")
        if rule.special_duty_counted
        else _("Không tính đồng chí làm nhiệm vụ đặc biệt trong lực lượng vũ trang vào số phải dự."),
        _("Vắng có lý do vẫn tính vào số phải dự.")
        if rule.excused_counted
        else _("Vắng có lý do không tính vào số phải dự."),
        _floor(rule.floor),
    ]


def _floor(floor: Bound) -> str:
    share = number(floor.than) if not isinstance(floor.than, str) else floor.than
    if floor.sign == ">":
        return _("Đạt yêu cầu khi có mặt trên %(share)s %% và không ai vắng không lý do.", share=share)
    return _("Đạt yêu cầu khi có mặt từ %(share)s %% và không ai vắng không lý do.", share=share)


def _days(guidance: Guidance) -> str:
    count = guidance.notice_days
    return _("ít nhất %(days)s ngày", days=number(count))


def _notice_counts(guidance: Guidance) -> str:
    return _("bản gửi đầu tiên") if guidance.notice_counts == "first" else _("bản gửi sau cùng")


def _minutes(count: int) -> str:
    return _("từ %(minutes)s phút", minutes=count)


def _every(frequency: str) -> str:
    return _("mỗi tháng một lần") if frequency == "monthly" else _("ít nhất mỗi quý một lần")


def _absent_months(guidance: Guidance) -> str:
    months = ", ".join(str(count) for count in guidance.absent_months)
    return _("sau %(months)s tháng trong năm", months=months)


def _exclusion(_guidance: Guidance) -> str:
    return _("quy tổng điểm về thang 100")
