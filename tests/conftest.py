"""A database per test, an app per run, and a client that checks every page it opens."""

import os

import pytest
from argon2 import PasswordHasher
from flask.testing import FlaskClient
from sqlalchemy import event
from sqlalchemy.engine import Engine

from tests.databases import make_database
from tests.spreading import ByBook
from tests.visitor import Visitor
from tracker import create_app
from tracker.extensions import db
from tracker.people import sessions


def pytest_addoption(parser):
    parser.addoption("--database", default="sqlite", choices=["sqlite", "postgresql"])


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config, log):
    return ByBook(config, log)


@pytest.fixture(scope="session")
def database(request, tmp_path_factory):
    """The kind of database this run is on, with a schema ready to be copied for each test."""
    with make_database(request.config.getoption("--database"), tmp_path_factory) as kind:
        yield kind


@pytest.fixture(scope="session", autouse=True)
def cheap_hashes():
    """Passwords hashed in a moment, so that thousands do not take minutes; a test of the real price stands beside."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sessions, "HASHER", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
        sessions.nobody.cache_clear()
        yield


@event.listens_for(Engine, "connect")
def turn_round(connection, _record):
    """Rows that no ORDER BY puts in order come last first on SQLite, so that nothing leans on chance: PostgreSQL
    gives them as it pleases."""
    if "sqlite" in type(connection).__module__:
        connection.execute("PRAGMA reverse_unordered_selects=ON")


@pytest.fixture(scope="session")
def running_app(database, tmp_path_factory):
    os.environ["TRACKER_DATABASE_URL"] = database.url
    app = create_app(tmp_path_factory.mktemp("instance"), TESTING=True, PROPAGATE_EXCEPTIONS=True)
    app.test_client_class = Visitor
    database.prepare(app)
    yield app
    with app.app_context():
        db.engine.dispose()


@pytest.fixture
def app(running_app, database):
    """The app on a fresh copy of the database, with an application context for the test's own queries."""
    database.renew(running_app)
    with running_app.app_context():
        yield running_app
        db.session.remove()


@pytest.fixture
def client(app) -> FlaskClient:
    return app.test_client()
