"""The charts of the maps."""

from collections.abc import Callable, Iterable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Any

from flask_babel import gettext as _

from tracker.guidance.kinds import QualityClass
from tracker.guidance.words import QUALITY, wording
from tracker.ratings.charts import TONES, Chart, Label, Series
from tracker.ratings.maps import words
from tracker.ratings.maps.classes import Classes, Line
from tracker.ratings.maps.costs import FormCosts
from tracker.ratings.maps.trend import Course, Trend

BARS, LINES, FEW = 10, 5, 3
TEN, HUNDRED = Decimal(10), Decimal(100)
TONE = {
    QualityClass.GOOD: "good",
    QualityClass.FAIR: "fair",
    QualityClass.AVERAGE: "average",
    QualityClass.POOR: "poor",
}


def months(trend: Trend) -> Chart:
    """The whole branch's mean and median: a line of each for each guidance, never joined."""
    series = []
    for place, version in enumerate(trend.versions):
        tallies = [trend.whole.at(month, version) for month in trend.months]
        tone = TONES[place % len(TONES)]
        said = _("Bình quân – %(guidance)s", guidance=version.number)
        series.append(Series(said, [tally.mean for tally in tallies], tone))
        said = _("Trung vị – %(guidance)s", guidance=version.number)
        series.append(Series(said, [_hundredths(tally.median) for tally in tallies], tone))
    return _lines(words.trend_answer(trend), trend, series)


def parts(trend: Trend) -> Chart:
    """A line for each part of the branch, broken where the guidance changes."""
    shown = drawn(trend)
    series = [
        Series(course.part.name, [course.at(month, version).mean for month in trend.months], TONES[place])
        for place, course in enumerate(shown)
        for version in trend.versions
    ]
    return _lines(parts_answer(trend), trend, [one for one in series if any(v is not None for v in one.values)])


def drawn(trend: Trend) -> list[Course]:
    """The parts that the chart has room for: those with the lowest means under the guidance of most."""
    last = trend.main
    counted = [course for course in trend.parts if course.under(last).meetings]
    return sorted(counted, key=lambda course: course.under(last).mean or HUNDRED)[:LINES]


def parts_answer(trend: Trend) -> str:
    last = trend.main
    lowest, highest = drawn(trend)[0], max(trend.parts, key=lambda course: course.under(last).mean or Decimal(-1))
    return _(
        "Theo “%(guidance)s”, bình quân từ %(low)s điểm (“%(lowest)s”) đến %(high)s điểm (“%(highest)s”).",
        guidance=last.number,
        low=words.number(lowest.under(last).mean),
        lowest=lowest.part.name,
        high=words.number(highest.under(last).mean),
        highest=highest.part.name,
    )


def shares(trend: Trend) -> Chart:
    """A column a month, of the shares of the four classes."""
    tallies = [trend.whole.classes(month) for month in trend.months]
    return Chart(
        kind="columns",
        answer=words.shares_answer(trend),
        unit=_("% số phiếu"),
        labels=_axis(trend),
        series=_of_classes(lambda quality: [_percent(tally.share(quality)) for tally in tallies]),
        least=Decimal(0),
        most=HUNDRED,
    )


def years(classes: Classes) -> Chart:
    lines = [line for line in classes.parts if line.rated]
    return _stack(words.years_answer(classes), lines, lambda line, quality: line.share(quality))


def meetings(classes: Classes) -> Chart:
    lines = [line for line in classes.parts if line.meetings.meetings]
    return _stack(words.meetings_answer(classes), lines, lambda line, quality: line.meetings.share(quality))


def costs(form: FormCosts) -> Chart:
    lines = form.shown[:BARS]
    return Chart(
        kind="bars" if len(lines) > FEW else "bars-few",
        answer=words.costs_answer(form),
        unit=_("điểm mất"),
        labels=[Label(one.criterion.code, f"{one.criterion.code} {wording(one.criterion)}") for one in lines],
        series=[Series(_("Điểm mất"), [one.points for one in lines], "red")],
    )


def _stack(answer: str, lines: Sequence[Line], share: Callable[[Line, QualityClass], Any]) -> Chart:
    return Chart(
        kind="stack" if len(lines) > FEW else "stack-few",
        answer=answer,
        unit=_("%"),
        labels=[Label(line.part.name, line.part.name) for line in lines],
        series=_of_classes(lambda quality: [_percent(share(line, quality)) for line in lines]),
        least=Decimal(0),
        most=HUNDRED,
    )


def _of_classes(values: Callable[[QualityClass], list[Decimal | None]]) -> list[Series]:
    return [Series(str(QUALITY[quality]), values(quality), TONE[quality]) for quality in QualityClass]


def _lines(answer: str, trend: Trend, series: Sequence[Series]) -> Chart:
    values = [value for one in series for value in one.values if value is not None]
    return Chart(
        kind="lines", answer=answer, unit=_("điểm"), labels=_axis(trend), series=series,
        least=_floor(values), most=max(HUNDRED, *values),
    )  # fmt: skip


def _axis(trend: Trend) -> list[Label]:
    return [Label(f"{month}/{year % 100:02d}", f"{month}/{year}") for year, month in trend.months]


def _floor(values: Iterable[Decimal]) -> Decimal:
    """The ten below the lowest: what changes is drawn large, and the axis says where it begins."""
    return max((min(values) / TEN).to_integral_value(ROUND_FLOOR) * TEN - TEN, Decimal(0))


def _percent(share: Decimal | None) -> Decimal | None:
    return None if share is None else round(share * 100, 1)


def _hundredths(value: Decimal | None) -> Decimal | None:
    return None if value is None else round(value, 2)
