"""Years in a line of text, and the two year rules as the guidance files hold them."""

from datetime import date
from decimal import Decimal

from tracker.guidance.rules import Demand, DemandKind, MeetingKind, QualityClass, YearClass, YearRule, YearRuleKind
from tracker.ratings.facts import MeetingFact, Score, year_facts

GOOD, FAIR, AVERAGE, POOR = QualityClass
FLOORS = [(90, GOOD), (70, FAIR), (50, AVERAGE), (0, POOR)]
THEMED = (1, 1, 1, 1)
AFTERWARDS = date(2022, 3, 1)


def class_of(total):
    return next(quality for floor, quality in FLOORS if total >= floor)


def score(total, is_recognised=True, quality=None):
    total = Decimal(str(total))
    return Score(total, quality or class_of(total), is_recognised)


def regular(month, total=None, is_recognised=True, quality=None):
    """A regular meeting held; without a total it is not yet scored."""
    given = None if total is None else score(total, is_recognised, quality)
    return MeetingFact(MeetingKind.REGULAR, month, is_held=True, score=given)


def excused(month):
    return MeetingFact(MeetingKind.REGULAR, month, is_held=False, is_excused=True)


def themes(*per_quarter):
    """So many thematic meetings in each quarter, unscored."""
    return [
        MeetingFact(MeetingKind.THEMATIC, quarter * 3 - 1, is_held=True)
        for quarter, number in enumerate(per_quarter, start=1)
        for _ in range(number)
    ]


def line(text, per_quarter=THEMED):
    """A year as twelve words: a total (``~`` before it: agreed only), ``-`` missing, ``x`` excused, ``?`` unscored."""
    meetings = []
    for month, word in enumerate(text.split(), start=1):
        if word == "x":
            meetings.append(excused(month))
        elif word == "?":
            meetings.append(regular(month))
        elif word != "-":
            meetings.append(regular(month, word.lstrip("~"), is_recognised=not word.startswith("~")))
    return meetings + themes(*per_quarter)


def facts(text, per_quarter=THEMED, today=AFTERWARDS, year=2021):
    return year_facts(line(text, per_quarter), year, today)


def demand(kind, bound, quality=None, of_months=None, source="R"):
    return Demand(kind, Decimal(bound), quality, of_months, source)


def _rule(kind, *classes):
    made = tuple(YearClass(quality, tuple(demands)) for quality, demands in classes)
    return YearRule(text="Quy tắc thử", text_en="A rule", kind=kind, classes=made)


MEAN_AND_MONTHS = _rule(
    YearRuleKind.MEAN_AND_MONTHS,
    (
        GOOD,
        [
            demand(DemandKind.MEAN_AT_LEAST, 90, source="A"),
            demand(DemandKind.REGULAR_MISSING_AT_MOST, 0, source="A"),
            demand(DemandKind.THEMATIC_MISSING_AT_MOST, 0),
            demand(DemandKind.COUNT_AT_LEAST, 10, GOOD, 12, "A"),
            demand(DemandKind.COUNT_AT_MOST, 0, AVERAGE, source="A"),
        ],
    ),
    (
        FAIR,
        [
            demand(DemandKind.MEAN_AT_LEAST, 70),
            demand(DemandKind.REGULAR_MISSING_AT_MOST, 1),
            demand(DemandKind.COUNT_AT_MOST, 0, POOR),
        ],
    ),
    (AVERAGE, [demand(DemandKind.MEAN_AT_LEAST, 50)]),
    (POOR, []),
)

COUNTS = _rule(
    YearRuleKind.COUNTS,
    (
        GOOD,
        [
            demand(DemandKind.COUNT_AT_MOST, 0, AVERAGE, source="A"),
            demand(DemandKind.COUNT_AT_LEAST, 7, GOOD, 12, "A"),
            demand(DemandKind.THEMATIC_MISSING_AT_MOST, 0),
        ],
    ),
    (FAIR, [demand(DemandKind.COUNT_AT_MOST, 0, POOR), demand(DemandKind.COUNT_AT_LEAST, 7, FAIR, 12)]),
    (AVERAGE, [demand(DemandKind.COUNT_AT_MOST, 2, POOR)]),
    (POOR, []),
)
RULES = [MEAN_AND_MONTHS, COUNTS]
