"""The words and the charts of a cell's years."""

from collections.abc import Callable
from decimal import ROUND_FLOOR, Decimal

from flask_babel import gettext as _
from flask_babel import ngettext

from tracker.base.filters import number
from tracker.ratings.charts import TONES, Chart, Label, Series
from tracker.ratings.trends import Stretch, Trend, YearLine
from tracker.ratings.words import QUALITY

LATELY = 12
NOUGHT, TEN, HUNDRED = Decimal(0), Decimal(10), Decimal(100)


def counts(line: YearLine) -> str:
    """Tốt 11, Khá 1"""
    return ", ".join(f"{QUALITY[quality]} {count}" for quality, count in line.counts if count) or "–"


def year_answer(trend: Trend) -> str:
    """The last year's mean, beside the year before where both stand under the same guidance."""
    last = trend.stretches[-1]
    before = next((one for one in trend.stretches if one.year == last.year - 1 and one.version is last.version), None)
    if before is None:
        return _not_compared(trend, last)
    now, then = last.mean or NOUGHT, before.mean or NOUGHT
    said = {
        "year": last.year, "mean": number(now), "meetings": len(last.scores), "before": before.year,
        "change": number(abs(now - then)), "earlier": len(before.scores),
    }  # fmt: skip
    if now == then:
        return _("Năm %(year)s (%(meetings)s kỳ) bình quân %(mean)s điểm, bằng năm %(before)s.", **said)
    if now > then:
        return _(
            "Năm %(year)s (%(meetings)s kỳ) bình quân %(mean)s điểm, hơn năm %(before)s "
            "(%(earlier)s kỳ cùng hướng dẫn) %(change)s điểm.",
            **said,
        )
    return _(
        "Năm %(year)s (%(meetings)s kỳ) bình quân %(mean)s điểm, kém năm %(before)s "
        "(%(earlier)s kỳ cùng hướng dẫn) %(change)s điểm.",
        **said,
    )


def _not_compared(trend: Trend, last: Stretch) -> str:
    said = {"year": last.year, "mean": number(last.mean), "meetings": len(last.scores)}
    if len(trend.versions) == 1:
        return _("Năm %(year)s (%(meetings)s kỳ) bình quân %(mean)s điểm.", **said)
    return _(
        "Năm %(year)s (%(meetings)s kỳ) bình quân %(mean)s điểm theo “%(guidance)s”; trước đó theo hướng dẫn khác nên "
        "không so.",
        guidance=last.version.number,
        **said,
    )


def month_answer(trend: Trend) -> str:
    last = trend.scores[-1]
    same = [score.total for score in trend.scores if score.guidance_id == last.guidance_id][-LATELY:]
    return ngettext(
        "%(num)s kỳ gần nhất cùng hướng dẫn: từ %(low)s đến %(high)s điểm; kỳ tháng %(month)s/%(year)s được %(total)s.",
        "%(num)s kỳ gần nhất cùng hướng dẫn: từ %(low)s đến %(high)s điểm; kỳ tháng %(month)s/%(year)s được %(total)s.",
        len(same),
        low=number(min(same)),
        high=number(max(same)),
        month=last.month,
        year=last.year,
        total=number(last.total),
    )


def year_chart(trend: Trend) -> Chart:
    """A line for each guidance through the means of its years."""
    years = range(trend.stretches[0].year, trend.stretches[-1].year + 1)
    means = {(one.version.id, one.year): one.mean for one in trend.stretches}
    return Chart(
        kind="lines",
        answer=year_answer(trend),
        unit=_("điểm trung bình"),
        labels=[Label(str(year), str(year)) for year in years],
        series=_series(trend, lambda version_id: [means.get((version_id, year)) for year in years]),
        least=_floor(trend),
        most=_ceiling(trend),
    )


def month_chart(trend: Trend) -> Chart:
    """A line for each guidance through its months; a month without a score is a gap."""
    first, last = trend.scores[0], trend.scores[-1]
    months = [divmod(at, 12) for at in range(first.year * 12 + first.month - 1, last.year * 12 + last.month)]
    totals = {(one.guidance_id, one.year, one.month): one.total for one in trend.scores}
    return Chart(
        kind="lines",
        answer=month_answer(trend),
        unit=_("điểm"),
        labels=[Label(f"{month + 1}/{year % 100:02d}", f"{month + 1}/{year}") for year, month in months],
        series=_series(trend, lambda version_id: [totals.get((version_id, year, month + 1)) for year, month in months]),
        least=_floor(trend),
        most=_ceiling(trend),
    )


def _series(trend: Trend, values: Callable[[int], list[Decimal | None]]) -> list[Series]:
    return [
        Series(version.number, values(version.id), TONES[place % len(TONES)])
        for place, version in enumerate(trend.versions)
    ]


def _floor(trend: Trend) -> Decimal:
    """The ten below the lowest score: what changes is drawn large, and the axis says where it begins."""
    lowest = min(score.total for score in trend.scores)
    return max((lowest / TEN).to_integral_value(ROUND_FLOOR) * TEN - TEN, Decimal(0))


def _ceiling(trend: Trend) -> Decimal:
    return max(HUNDRED, *(score.total for score in trend.scores))
