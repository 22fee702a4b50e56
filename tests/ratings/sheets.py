"""Years of sheets that can be taken apart: full marks but for what is named."""

from datetime import date
from decimal import Decimal

from tests.guidance.files import shipped
from tests.ratings.years import MEAN_AND_MONTHS, excused, regular, themes
from tracker.guidance.rules import MeetingKind
from tracker.ratings.facts import MeetingFact, Score, year_facts
from tracker.ratings.improving import Year
from tracker.ratings.marked import MarkedSheet
from tracker.scoresheets.rules import Line

FULL = Decimal(100)


def marked(happened=(), guidance=None, **less):
    """A sheet of HD 42 at full marks but ``c1_1="4"`` and the like."""
    guidance = guidance or shipped("hd42")
    sheet = guidance.sheet("TK-HD42")
    lines = tuple(
        Line(one, group.code, given=Decimal(less.get("c" + one.code.replace(".", "_"), one.full)))
        for group in sheet.groups_in(MeetingKind.REGULAR)
        for one in group.criteria
    )
    return MarkedSheet(guidance, sheet.code, lines, frozenset(happened))


def year_of(months, rule=MEAN_AND_MONTHS, per_quarter=(1, 1, 1, 1), today=date(2022, 3, 1)):
    """``months``: by month a sheet, a total, ``-`` missing, ``x`` excused or ``?`` unscored; the rest as full marks."""
    made, sheets = themes(*per_quarter), {}
    for month in range(1, 13):
        said = months.get(month, 100)
        if isinstance(said, MarkedSheet):
            sheets[month] = said
            made.append(MeetingFact(MeetingKind.REGULAR, month, is_held=True, score=score_of(said)))
        elif said == "x":
            made.append(excused(month))
        elif said == "?":
            made.append(regular(month))
        elif said != "-":
            made.append(regular(month, said))
    return Year(year_facts(made, 2021, today), rule, sheets, shipped("hd42").class_of, FULL)


def score_of(sheet):
    return Score(sheet.tally.total, sheet.tally.quality, is_recognised=True)
