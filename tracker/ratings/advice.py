"""What would have brought a better class, and what the rest of a year must bring, in sentences."""

from collections.abc import Callable, Iterable, Mapping
from decimal import ROUND_UP, Decimal

from babel.lists import format_list
from flask_babel import get_locale, ngettext
from flask_babel import gettext as _

from tracker.base.filters import number
from tracker.guidance.rules import DemandKind, QualityClass
from tracker.ratings.facts import HUNDREDTH, YearFacts
from tracker.ratings.improving import MOST, Lift, Outcome
from tracker.ratings.marked import Act, Improvement
from tracker.ratings.outlook import Need, Outlook
from tracker.ratings.rules import Condition
from tracker.ratings.words import QUARTER, quality_word

Named = Mapping[str, tuple[str, Decimal]]  # by criterion: its words in the language of the sentence, its full mark


def listed(words: Iterable[str]) -> str:
    """“tháng 5 và tháng 9”; “month 5, month 7 and month 9”."""
    return str(format_list(list(words), locale=get_locale() or "vi"))


def months(numbers: Iterable[int]) -> str:
    return listed(_("tháng %(month)s", month=one) for one in numbers)


def quarters(numbers: Iterable[int]) -> str:
    return listed(_("quý %(quarter)s", quarter=QUARTER[one]) for one in numbers)


# --- what a class lacks ---------------------------------------------------------------------------------------------


def lacking(quality: QualityClass, conditions: Iterable[Condition], facts: YearFacts) -> str:
    gaps = "; ".join(_GAPS[one.demand.kind](one, facts) for one in conditions if not one.is_met)
    return _("Để xếp %(quality)s, năm này %(gaps)s.", quality=quality_word(quality), gaps=gaps)


def _mean_gap(condition: Condition, facts: YearFacts) -> str:
    total = sum((score.total for score in facts.scores), Decimal(0))
    gap = (condition.bound - total / len(facts.scores)).quantize(HUNDREDTH, ROUND_UP)
    return _("thiếu %(gap)s điểm trung bình", gap=number(gap))


def _months_gap(condition: Condition, _facts: YearFacts) -> str:
    gap, said = int(condition.bound - condition.figure), quality_word(condition.demand.quality)
    if condition.demand.quality is QualityClass.GOOD:
        return ngettext("thiếu %(num)s tháng xếp %(quality)s", "thiếu %(num)s tháng xếp %(quality)s", gap, quality=said)
    return ngettext(
        "thiếu %(num)s tháng xếp %(quality)s trở lên", "thiếu %(num)s tháng xếp %(quality)s trở lên", gap, quality=said
    )


def _over_gap(condition: Condition, _facts: YearFacts) -> str:
    gap, said = int(condition.figure - condition.bound), quality_word(condition.demand.quality)
    if condition.demand.quality is QualityClass.POOR:
        return ngettext("thừa %(num)s tháng xếp %(quality)s", "thừa %(num)s tháng xếp %(quality)s", gap, quality=said)
    return ngettext(
        "thừa %(num)s tháng xếp %(quality)s trở xuống",
        "thừa %(num)s tháng xếp %(quality)s trở xuống",
        gap,
        quality=said,
    )


def _regular_gap(condition: Condition, _facts: YearFacts) -> str:
    gap = int(condition.figure - condition.bound)
    return ngettext("thiếu %(num)s kỳ thường kỳ", "thiếu %(num)s kỳ thường kỳ", gap)


def _theme_gap(condition: Condition, _facts: YearFacts) -> str:
    gap = int(condition.figure - condition.bound)
    return ngettext("thiếu chuyên đề ở %(num)s quý", "thiếu chuyên đề ở %(num)s quý", gap)


_GAPS: dict[DemandKind, Callable[[Condition, YearFacts], str]] = {
    DemandKind.MEAN_AT_LEAST: _mean_gap,
    DemandKind.COUNT_AT_LEAST: _months_gap,
    DemandKind.COUNT_AT_MOST: _over_gap,
    DemandKind.REGULAR_MISSING_AT_MOST: _regular_gap,
    DemandKind.THEMATIC_MISSING_AT_MOST: _theme_gap,
}


# --- what would have changed it -------------------------------------------------------------------------------------


def way(changes: Iterable[Improvement], named: Named, target: QualityClass) -> str:
    """One set of improvements; the same improvement in several months is said once."""
    grouped: dict[tuple[Act, str, Decimal], list[int]] = {}
    for one in changes:
        grouped.setdefault((one.act, one.code, one.raised), []).append(one.place)
    clauses = [_CLAUSES[act](code, raised, places, named) for (act, code, raised), places in grouped.items()]
    return _("Nếu %(what)s thì năm xếp %(quality)s.", what=listed(clauses), quality=quality_word(target))


def _raised(code: str, points: Decimal, places: list[int], named: Named) -> str:
    text, full = named[code]
    said = {"months": months(places), "points": number(points), "code": code, "text": text}
    if points == full:
        return _("%(months)s được đủ %(points)s điểm ở tiêu chí %(code)s “%(text)s”", **said)
    return _("%(months)s được %(points)s điểm ở tiêu chí %(code)s “%(text)s”", **said)


def _mended(code: str, _points: Decimal, places: list[int], _named: Named) -> str:
    if code == "no_minutes":
        return _("%(months)s có biên bản", months=months(places))
    return _("%(months)s gửi nội dung đúng hạn", months=months(places))


def _held(_code: str, points: Decimal, places: list[int], _named: Named) -> str:
    if not points:
        return _("%(months)s có sinh hoạt thường kỳ", months=months(places))
    return _("%(months)s có sinh hoạt thường kỳ, được từ %(points)s điểm", months=months(places), points=number(points))


def _scored(_code: str, points: Decimal, places: list[int], _named: Named) -> str:
    return _("%(months)s được chấm, từ %(points)s điểm", months=months(places), points=number(points))


def _themed(_code: str, _points: Decimal, places: list[int], _named: Named) -> str:
    return _("%(quarters)s có sinh hoạt chuyên đề", quarters=quarters(places))


_CLAUSES: dict[Act, Callable[[str, Decimal, list[int], Named], str]] = {
    Act.RAISE: _raised,
    Act.MEND: _mended,
    Act.HOLD: _held,
    Act.SCORE: _scored,
    Act.THEME: _themed,
}


def notes(lift: Lift) -> list[str]:
    """What stands in the way of all improvements, or why none is told."""
    said, quality = [], quality_word(lift.target)
    if lift.outcome is Outcome.IMPOSSIBLE:
        said.append(_("Không sửa đổi nào trong các phiếu đã nộp đưa năm này lên %(quality)s được.", quality=quality))
    if lift.outcome is Outcome.TOO_MANY:
        said.append(
            _(
                "Muốn xếp %(quality)s phải có hơn %(most)s chỗ khác đi, không còn là vài sửa đổi nhỏ.",
                quality=quality,
                most=MOST,
            )
        )
    if lift.only_meetings:
        said.append(_("Chỉ riêng việc chưa họp đủ, chấm đủ đã làm năm này không xếp %(quality)s.", quality=quality))
    elif lift.needs_meetings and lift.outcome is not Outcome.IMPOSSIBLE:
        said.append(_("Dù mọi tiêu chí đủ điểm, không họp đủ thì năm này vẫn không xếp %(quality)s.", quality=quality))
    return said


# --- what the rest of the year must bring ---------------------------------------------------------------------------


def ends(outlook: Outlook) -> str:
    """The range of ends."""
    if outlook.is_settled:
        return _("Dù phần còn lại ra sao, năm xếp %(quality)s.", quality=quality_word(outlook.best))
    said = {"best": quality_word(outlook.best), "worst": quality_word(outlook.worst)}
    return _(
        "Năm có thể kết thúc từ %(worst)s (trung bình %(low)s) đến %(best)s (trung bình %(high)s).",
        low=number(outlook.lowest_mean),
        high=number(outlook.highest_mean),
        **said,
    )


def need(one: Need) -> str:
    """What a class asks of the rest of the year, or since when it can no longer come."""
    quality = quality_word(one.quality)
    if not one.is_in_reach:
        if one.lost_since is None:
            return _("%(quality)s: không thể đạt nữa.", quality=quality)
        return _("%(quality)s: không thể đạt nữa, từ tháng %(month)s.", quality=quality, month=one.lost_since)
    asked = [*_mean_asked(one), *_months_asked(one), *_held_asked(one)]
    if not asked:
        return _("%(quality)s: phần còn lại không phải làm gì thêm.", quality=quality)
    return _("%(quality)s: %(asked)s.", quality=quality, asked="; ".join(asked))


def _mean_asked(one: Need) -> list[str]:
    return [_("trung bình các kỳ còn lại từ %(mean)s điểm", mean=number(one.mean))] if one.mean else []


def _months_asked(one: Need) -> list[str]:
    said = []
    for quality, count in one.months:
        words = {"quality": quality_word(quality)}
        if count and quality is QualityClass.GOOD:
            said.append(
                ngettext("thêm %(num)s tháng xếp %(quality)s", "thêm %(num)s tháng xếp %(quality)s", count, **words)
            )
        elif count:
            said.append(
                ngettext(
                    "thêm %(num)s tháng xếp %(quality)s trở lên",
                    "thêm %(num)s tháng xếp %(quality)s trở lên",
                    count,
                    **words,
                )
            )
    for quality, count in one.spare:
        words = {"quality": quality_word(quality)}
        if not count:
            said.append(
                _("không tháng nào xếp %(quality)s", **words)
                if quality is QualityClass.POOR
                else _("không tháng nào xếp %(quality)s trở xuống", **words)
            )
        elif quality is QualityClass.POOR:
            said.append(
                ngettext("nhiều nhất %(num)s tháng %(quality)s", "nhiều nhất %(num)s tháng %(quality)s", count, **words)
            )
        else:
            said.append(
                ngettext(
                    "nhiều nhất %(num)s tháng %(quality)s trở xuống",
                    "nhiều nhất %(num)s tháng %(quality)s trở xuống",
                    count,
                    **words,
                )
            )
    return said


def _held_asked(one: Need) -> list[str]:
    said = []
    if one.skips is not None:
        said.append(
            ngettext("được thiếu nhiều nhất %(num)s kỳ", "được thiếu nhiều nhất %(num)s kỳ", one.skips)
            if one.skips
            else _("không thiếu thêm kỳ nào")
        )
    if one.themes:
        said.append(_("%(quarters)s phải có chuyên đề", quarters=quarters(one.themes)))
    return said
