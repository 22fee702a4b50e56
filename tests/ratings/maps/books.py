"""A small district for the maps: two communes with cells, a year of meetings each."""

from datetime import date

from tests import factories as make
from tracker.extensions import db
from tracker.ratings import service as ratings

TODAY = date(2022, 2, 10)
YEAR = 2021


def district():
    make.guidance()
    return make.committee("Đảng bộ huyện Thử")


def cell(committee, name, line="95 " * 12, year=YEAR, themes=(0, 0, 0, 0), today=TODAY):
    """A cell with its year of meetings, kept."""
    made = make.cell(committee, name)
    make.year_of_meetings(made, year, line, themes)
    ratings.store(made, year, today)
    db.session.commit()
    return made


def marked(committee, name, months=(1, 2, 3), year=2026, **less):
    """A cell with sheets of which every mark is known."""
    made = make.cell(committee, name)
    for month in months:
        make.marked_sheet(make.meeting(made, year, month, state="minuted"), **less)
    return made
