"""The rates that the database counts beside the same worked out cell by cell, on books made by chance."""

from collections import defaultdict
from datetime import UTC, date, datetime, time, timedelta
from random import Random

import pytest
from sqlalchemy import literal, select

from tests import factories as make
from tests.queries import counted
from tests.reviews.in_time import CellMonth, rates
from tracker.base import clock
from tracker.base.days import start_of_day
from tracker.base.types import Moment
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.models import Meeting
from tracker.meetings.rules import AFTER, REGULAR, MeetingState
from tracker.organisations import founding
from tracker.organisations.models import Placement
from tracker.reviews import months, timing
from tracker.reviews.models import ReviewSettings
from tracker.reviews.punctuality import Rates
from tracker.reviews.service import Month
from tracker.scoresheets.models import Scoresheet, SheetAct
from tracker.scoresheets.rules import SheetState

SHOWN = (2026, 3)
RUN = months.run_up_to(SHOWN, timing.BEFORE + 1)
HOURS = [time.min, time(14), time.max]  # the first and last moments of a day, where days are told apart


@pytest.fixture(params=range(4))
def by_chance(request):
    return Random(request.param)


@pytest.fixture
def book(app, by_chance):
    """Cells under a committee and one below it, with months held, missed, excused, handed in and answered anyhow."""
    above = make.committee(parent=make.committee())
    committees = [above, make.committee(parent=above), make.committee()]
    for _cell in range(16):
        cell = make.cell(by_chance.choice(committees), founded_on=by_chance.choice([None, None, date(2025, 12, 10)]))
        for year, month in by_chance.sample(RUN, 6):
            _meeting(cell, year, month, by_chance)
        if by_chance.random() < 0.3:
            moved = date(2026, by_chance.choice([1, 2]), by_chance.choice([1, 15]))
            elsewhere = [one for one in committees if one is not cell.parent]
            founding.move(None, cell, by_chance.choice(elsewhere), moved, clock.moment_of(moved))
    db.session.commit()
    return above


def _meeting(cell, year, month, by_chance):
    kind = by_chance.choice([MeetingKind.REGULAR, MeetingKind.COMBINED, MeetingKind.THEMATIC, MeetingKind.THEMATIC])
    state = by_chance.choice([MeetingState.MINUTED] * 5 + [MeetingState.PLANNED, MeetingState.NOT_HELD])
    meeting = make.meeting(cell, year, month, kind=kind, state=state)
    if state is MeetingState.NOT_HELD and by_chance.random() < 0.5:
        meeting.excused_at = meeting.planned_at
        make.meeting(cell, year, month, state=by_chance.choice([*MeetingState]))
    if meeting.state is MeetingState.MINUTED:
        day = date(year, month, 1) + timedelta(days=by_chance.choice([-1, 0, 10, 26, 27, 30, 31]))
        meeting.held_from = clock.moment_of(day, by_chance.choice(HOURS))
        meeting.held_until = meeting.held_from + timedelta(hours=2)
        if by_chance.random() < 0.8:
            _way(make.score_of(meeting, 90, SheetState.DRAFT), day, by_chance)


def _way(sheet, day, by_chance):
    """Handed in a few days after, perhaps answered, perhaps handed in again."""
    for act in by_chance.choice([(), ("submit",), ("submit", "return", "submit"), ("submit", "recognise")]):
        day += timedelta(days=by_chance.choice([0, 4, 5, 6, 7, 8]))
        at = clock.moment_of(day, by_chance.choice(HOURS))
        db.session.add(SheetAct(scoresheet_id=sheet.id, act=act, at=at))


def cell_by_cell(month, today, settings):
    """The cases of each month and committee above, from every row of the book."""
    cases = defaultdict(list)
    for year, number in RUN:
        asked = Month(month.committee, year, number, month.thematic)
        for placement in db.session.scalars(select(Placement)):
            cell, last = placement.organisation, asked.last
            stood = placement.from_date <= last and (placement.until_date is None or placement.until_date >= last)
            if not (cell.is_cell and stood and placement.parent.path.startswith(month.committee.path)):
                continue
            if not cell.founded_on or cell.founded_on <= last:
                cases[(year, number), placement.parent.path] += _cases(cell, year, number, month.thematic)
    told = {key: rates(found, today, settings.submit_days, settings.review_days) for key, found in cases.items()}
    here = {above: rate for (key, above), rate in told.items() if key == SHOWN and cases[key, above]}
    return here, sum((rate for (key, _above), rate in told.items() if key != SHOWN), start=Rates())


def _cases(cell, year, number, thematic):
    every = list(db.session.scalars(select(Meeting).filter_by(cell_id=cell.id, year=year, month=number)))
    kinds = {MeetingKind.THEMATIC} if thematic else REGULAR
    sat = [one for one in every if one.kind in kinds and one.state is not MeetingState.NOT_HELD]
    is_wanted = not thematic and not any(one.excused_at and one.kind in REGULAR for one in every)
    sheets = [db.session.scalar(select(Scoresheet).filter_by(meeting_id=one.id)) for one in sat]
    found = [_case(one, sheet, year, number, is_wanted) for one, sheet in zip(sat, sheets, strict=True)]
    if thematic:  # of these only those that have a sheet are looked at
        return [case for case, sheet in zip(found, sheets, strict=True) if sheet]
    return found or [CellMonth(year, number, is_wanted, None, None, None)]


def _case(meeting, sheet, year, number, is_wanted):
    acts = list(db.session.scalars(select(SheetAct).filter_by(scoresheet_id=sheet.id))) if sheet else []
    first = [
        min((clock.day_of(one.at) for one in acts if one.act in wanted), default=None)
        for wanted in (("submit",), timing.DECISIONS)
    ]
    held = clock.day_of(meeting.held_from) if meeting.state in AFTER else None
    return CellMonth(year, number, is_wanted, held, *first)


@pytest.mark.parametrize("thematic", [False, True])
def test_the_database_counts_what_is_found_cell_by_cell(book, by_chance, thematic):
    month, seen = Month(book, *SHOWN, thematic), set()
    for today in (date(2025, 12, 31), date(2026, 2, 28), date(2026, 3, 1), date(2026, 3, 20), date(2026, 7, 1)):
        settings = ReviewSettings(submit_days=by_chance.choice([1, 5, 7]), review_days=by_chance.choice([1, 5, 7]))
        found = timing.of(month, settings, today)
        here, before = cell_by_cell(month, today, settings)
        assert (found.by_parent, found.before) == (here, before)
        assert found.shown == found.within(book.path) == sum(here.values(), start=Rates())
        seen |= {name for name in ("meeting", "submitting", "reviewing") if getattr(found.before, name).kept}
    assert len(seen) == 3


def test_it_asks_once_however_many_cells(book):
    assert book.path  # read anew after the commit
    with counted() as sent:
        timing.of(Month(book, *SHOWN), ReviewSettings(submit_days=5, review_days=7), date(2026, 3, 20))
    assert len([one for one in sent if one.startswith("WITH")]) == len([one for one in sent if one != "BEGIN"]) == 1


def test_a_day_begins_in_the_database_when_it_does_on_the_clock(app):
    for minutes in range(0, 3 * 24 * 60, 17):
        moment = datetime(2025, 12, 30, 16, 59, 59, 999999, UTC) + timedelta(minutes=minutes)
        for days in (0, 1, 6):
            begun = select(start_of_day(literal(moment, Moment()), days))
            assert db.session.scalar(begun) == clock.moment_of(clock.day_of(moment) + timedelta(days=days))
