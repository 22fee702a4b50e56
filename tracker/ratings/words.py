"""The words of a year's rating: states, reasons, and each demand of a rule as a sentence."""

from dataclasses import dataclass
from datetime import date

from flask_babel import get_locale
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from tracker.base.filters import number, short_day
from tracker.guidance.rules import QualityClass
from tracker.guidance.words import KIND, QUALITY, RECONSTRUCTED, SOURCE
from tracker.ratings.book import YearBook
from tracker.ratings.facts import Period, Span
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YEAR, Provisional, Rating, Unrated, YearState

__all__ = ["KIND", "QUALITY", "RECONSTRUCTED", "SOURCE", "YEAR"]

STATE = {
    YearState.OPEN: _l("chưa đề nghị"),
    YearState.PROPOSED: _l("chi bộ đã đề nghị"),
    YearState.RECOGNISED: _l("cấp trên đã công nhận"),
    YearState.CLOSED: _l("đã chốt"),
}

WHY_UNRATED = {
    Unrated.NO_MEETING: _l("Chưa đủ để xếp loại: sổ chưa ghi kỳ sinh hoạt thường kỳ nào đã họp trong năm."),
    Unrated.NO_SCORE: _l("Chưa đủ để xếp loại: chưa có kỳ sinh hoạt thường kỳ nào được chi bộ thông qua điểm."),
    Unrated.NO_RULE: _l("Chưa đủ để xếp loại: không có hướng dẫn nào có hiệu lực trong năm."),
}

WHY_PROVISIONAL = {
    Provisional.YEAR_NOT_OVER: _l("Năm chưa kết thúc."),
    Provisional.NOT_ALL_RECOGNISED: _l("Còn điểm chi bộ tự chấm, cấp trên chưa công nhận."),
    Provisional.NOT_ALL_SCORED: _l("Còn kỳ đã họp mà chưa có điểm."),
}

_OF_STATE = {
    YearState.OPEN: _l("Năm này chưa có đề nghị của chi bộ. Hãy để chi bộ đề nghị trước."),
    YearState.PROPOSED: _l("Chi bộ đã đề nghị, cấp trên chưa công nhận. Hãy công nhận trước."),
    YearState.RECOGNISED: _l("Cấp trên đã công nhận năm này. Muốn làm lại, cấp trên phải mở lại năm trước."),
    YearState.CLOSED: _l("Năm này đã chốt. Muốn sửa, cấp trên phải mở lại năm trước."),
}

REFUSED = {
    (act, state): _OF_STATE[state] for act, row in YEAR.rows.items() for state in YearState if state not in row.sources
}
"""What to say where an act does not start from the state the year is in."""

QUARTER = {1: "I", 2: "II", 3: "III", 4: "IV"}


def language() -> str:
    """The language now spoken, ``vi`` or ``en``."""
    locale = get_locale()
    return locale.language if locale else "vi"


def quality_word(quality: QualityClass | None) -> str:
    return str(QUALITY[quality]) if quality else _("chưa xếp loại")


def proposal(quality: QualityClass, in_stead: str) -> str:
    """Who proposes which class; ``in_stead`` names the committee that proposed for the cell."""
    if in_stead:
        return _("“%(committee)s” đề nghị thay: %(quality)s.", committee=in_stead, quality=quality_word(quality))
    return _("Chi bộ đề nghị: %(quality)s.", quality=quality_word(quality))


def outcome(rating: Rating) -> str:
    """The class in one sentence, or why there is none."""
    if rating.why:
        return str(WHY_UNRATED[rating.why])
    if rating.is_provisional:
        return _("Tạm tính: xếp loại %(quality)s.", quality=quality_word(rating.quality))
    return _("Sổ tính: xếp loại %(quality)s.", quality=quality_word(rating.quality))


# --- what is lacking ------------------------------------------------------------------------------------------------


@dataclass(frozen=True)
class Gap:
    """Something the year lacks, as a sentence; ``reason`` in the words of whoever wrote it."""

    text: str
    reason: str = ""


def gaps(book: YearBook) -> list[Gap]:
    rating = book.rating
    reasons = {line.month: line.not_held_reason for line in book.meetings if line.kind.has_regular_part}
    found = [_missing(book.year, month, reasons.get(month, "")) for month in rating.missing]
    found += [
        Gap(_("Tháng %(month)s/%(year)s không họp, cấp trên đã cho phép.", month=month, year=book.year), reasons[month])
        for month in rating.excused
    ]
    found += [
        Gap(_("Quý %(quarter)s/%(year)s chưa có sinh hoạt chuyên đề.", quarter=QUARTER[quarter], year=book.year))
        for quarter in rating.empty_quarters
    ]
    return found + [
        Gap(_("Tháng %(month)s/%(year)s đã họp, chưa có điểm được thông qua.", month=month, year=book.year))
        for month in rating.unscored
    ]


def _missing(year: int, month: int, reason: str) -> Gap:
    if reason:
        said = _(
            "Thiếu tháng %(month)s/%(year)s: không họp, cấp trên chưa cho phép.",
            month=month,
            year=year,
        )
        return Gap(said, reason)
    return Gap(
        _("Thiếu tháng %(month)s/%(year)s: sổ không ghi kỳ sinh hoạt thường kỳ nào đã họp.", month=month, year=year)
    )


def months_in_words(months: list[int], year: int) -> str:
    """Thiếu tháng 8/2021; or several: tháng 3, 8/2021."""
    return _(
        "Thiếu tháng %(months)s/%(year)s",
        months=", ".join(str(month) for month in months),
        year=year,
    )


def quarters_in_words(quarters: list[int], year: int) -> str:
    return _(
        "Quý %(quarters)s/%(year)s chưa có chuyên đề",
        quarters=", ".join(QUARTER[quarter] for quarter in quarters),
        year=year,
    )


# --- figures --------------------------------------------------------------------------------------------------------


def period_name(period: Period, year: int) -> str:
    if period.span is Span.QUARTER:
        return _("Quý %(quarter)s", quarter=QUARTER[period.number])
    if period.span is Span.HALF:
        return _("6 tháng đầu năm") if period.number == 1 else _("6 tháng cuối năm")
    return _("Cả năm %(year)s", year=year)


@dataclass(frozen=True)
class Difference:
    label: str
    then: str
    now: str


def differences(then: YearBook, now: YearBook) -> list[Difference]:
    """What reads otherwise now than when the year was last closed."""
    rows = zip(_figures(then), _figures(now), strict=True)
    return [Difference(label, before, after) for (label, before), (_same, after) in rows if before != after]


def _figures(book: YearBook) -> list[tuple[str, str]]:
    rating = book.rating
    return [
        (_("Sổ tính"), quality_word(rating.quality)),
        (_("Điểm trung bình"), number(rating.mean)),
        (_("Kỳ thường kỳ đã họp"), str(rating.held)),
        (_("Kỳ chuyên đề đã họp"), str(sum(rating.themes))),
        (_("Kỳ đã có điểm"), str(rating.scored)),
        (_("Điểm đã công nhận"), str(rating.recognised)),
        (_("Tháng thiếu"), ", ".join(map(str, rating.missing)) or "0"),
        (_("Quý thiếu chuyên đề"), ", ".join(QUARTER[one] for one in rating.empty_quarters) or "0"),
        *((quality_word(quality), str(count)) for quality, count in rating.counts),
    ]


def is_stale(computed_on: date | None, year: int, today: date) -> bool:
    """The figures of a running year, computed before this month began, may lack a month gone by since."""
    return (
        computed_on is not None and today.year >= year and computed_on < min(today, date(year + 1, 1, 1)).replace(day=1)
    )


def way(cell_year: CellYear) -> list[tuple[str, str, str]]:
    """The steps of the year's rating: label, ``done``, ``now`` or nothing, and who did it when."""
    reached = list(YearState).index(cell_year.state)
    told = [
        (
            _("Cấp trên đề nghị thay") if cell_year.proposed_for else _("Chi bộ đề nghị"),
            cell_year.proposed_at,
            cell_year.proposed_by,
        ),
        (_("Cấp trên công nhận"), cell_year.recognised_at, cell_year.recognised_by),
        (_("Chốt năm"), cell_year.closed_at, cell_year.closed_by),
    ]
    return [
        (label, "done" if place < reached else "now" if place == reached else "", short_day(at))
        for place, (label, at, _by) in enumerate(told)
    ]
