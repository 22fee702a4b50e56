"""The demo, made once a run and copied for each test."""

import pytest

from tracker import book
from tracker.base import clock
from tracker.demo import building
from tracker.extensions import db
from tracker.organisations import service as organisations


@pytest.fixture(scope="session")
def today():
    return clock.day_of(clock.now())


@pytest.fixture(scope="session")
def made(running_app, database, today):
    """The whole demo as of the day these tests run, since its pages ask the clock."""
    database.renew(running_app)
    with running_app.app_context():
        building.build(today)
        db.session.commit()
    database.keep(running_app, "demo")


@pytest.fixture
def app(running_app, database, made):
    """The app on a copy of the demo."""
    database.bring_back(running_app, "demo")
    running_app.extensions.pop(book.SEEN, None)
    with running_app.app_context():
        yield running_app
        db.session.remove()
    running_app.extensions.pop(book.SEEN, None)


@pytest.fixture
def cell(app):
    """The article's cell."""
    return organisations.find(building.CELL)
