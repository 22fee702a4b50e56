"""The demo made on other days of the year, smaller; refused in a book that holds anything else."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker import book
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.demo import building, current
from tracker.demo.neighbours import CELLS, months_to, names
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

SMALL = building.Size(article=False, cells=1, months=2)
DAYS = [date(2026, 1, 1), date(2026, 2, 15), date(2026, 6, 30), date(2026, 12, 31), date(2028, 2, 29)]


@pytest.fixture
def app(running_app, database):
    """Here the book is empty at first."""
    database.renew(running_app)
    running_app.extensions.pop(book.SEEN, None)
    with running_app.app_context():
        yield running_app
        db.session.remove()
    running_app.extensions.pop(book.SEEN, None)


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_each_day_of_the_year_gives_every_state(app, today):
    building.build(today, SMALL)
    db.session.commit()

    cell = organisations.find(building.CELL)
    states = set(db.session.scalars(select(Scoresheet.state).where(Scoresheet.cell_id == cell.id)))
    assert states >= set(SheetState) - {SheetState.LOCKED}
    assert [fault for chain in audit.chains() for fault in audit.faults(chain)] == []


def test_a_book_with_anything_of_its_own_is_left_alone(app):
    make.cell()

    with pytest.raises(RuleBroken, match="đã có dữ liệu thật"):
        building.build(date(2026, 11, 23))
    assert not building.is_made()


def test_days_before_the_guidance_are_refused(app):
    with pytest.raises(RuleBroken, match="01/01/2026"):
        building.build(date(2025, 12, 31))


@pytest.mark.parametrize("today", DAYS, ids=str)
def test_months_are_the_year_to_date_and_enough_to_show(today):
    months = current.past_months(today)

    assert months == sorted(months, reverse=True)
    assert 6 <= len(months) <= 12
    assert len(months_to(today)) >= 2


def test_names_are_the_same_every_time_and_nobodys_twice_in_a_cell():
    for kept in CELLS:
        called = names(kept.code, kept.members)
        assert called == names(kept.code, kept.members)
        assert len(set(called)) == kept.members


def test_pages_of_another_book_have_no_strip(client):
    assert client.page("/sign-in").select_one(".demo-strip") is None
