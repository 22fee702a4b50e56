"""Every route, for every person of the book, over HTTP, against the table kept by hand."""

import re
from dataclasses import dataclass

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from tests import factories as make
from tests.house.book import make_book
from tests.house.grants_table import TABLE
from tests.house.test_routes import PUBLIC
from tracker import errors
from tracker.base import clock
from tracker.extensions import db
from tracker.people import service as members
from tracker.people import sessions

LINE = re.compile(
    r"(?P<methods>(GET|POST)( POST)?) +(?P<endpoint>[a-z_.]+)( \((?P<case>[^)]+)\))?  +(?P<who>[A-Za-z ]+)"
)
CLOSED, REFUSED = {404}, {401, 404, 405, 500}


@dataclass(frozen=True)
class Row:
    """One method of one line: ``who`` is a set of the book's letters, ``None`` for all."""

    method: str
    endpoint: str
    case: str
    who: frozenset[str] | None

    def __str__(self):
        return f"{self.method} {self.endpoint}" + (f" ({self.case})" if self.case else "")


def rows():
    for line in filter(None, (text.split("#")[0].strip() for text in TABLE.splitlines())):
        found = LINE.fullmatch(line)
        assert found, f"not a line of the table: {line}"
        said = found["who"].strip()
        who = None if said == "all" else frozenset() if said == "nobody" else frozenset(said.replace(" ", ""))
        for method in found["methods"].split():
            yield Row(method, found["endpoint"], found["case"] or "", who)


ROWS = list(rows())


class Asking:
    """Sends requests as anybody of the book; what they do is undone."""

    def __init__(self, app, book):
        self.app, self.book = app, book
        self.client = FlaskClient(app, use_cookies=False)
        signer = app.session_interface.get_signing_serializer(app)
        name = app.config["SESSION_COOKIE_NAME"]
        self.cookies = {
            who: {"Cookie": f"{name}={signer.dumps({'token': token})}"} for who, token in tokens(book).items()
        }

    def address(self, row):
        [rule] = [one for one in self.app.url_map.iter_rules(row.endpoint) if row.method in one.methods]
        values = self.book.url | (self.book.cases[row.case] if row.case else {})
        with self.app.test_request_context():
            return self.app.url_for(row.endpoint, _method=row.method, **{name: values[name] for name in rule.arguments})

    def status(self, row, who=None):
        headers = self.cookies[who] if who else {}
        with self.app.app_context(), self.client.open(self.address(row), method=row.method, headers=headers) as answer:
            self.location = answer.location
            return answer.status_code


def tokens(book):
    """A session of each person of the book."""
    made = {}
    for name, person in book.people.items():
        account = members.account_of(person.id) or make.account(person, f"p{person.id}")
        made[name] = sessions.open_session(account, clock.now())
    db.session.commit()
    return made


@pytest.fixture(scope="module")
def asking(running_app, database):
    """The book, made once for these tests: from then on nothing is committed, forms need no token, errors are bare."""
    database.renew(running_app)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(make.people, "hash_password", lambda _password: "!")
        with running_app.app_context():
            book = make_book()
            asking = Asking(running_app, book)
            db.session.remove()
        patch.setattr(Session, "commit", Session.flush)
        patch.setattr(errors, "page", lambda status: ("", status))
        patch.setitem(running_app.config, "WTF_CSRF_ENABLED", False)
        patch.setitem(running_app.config, "PROPAGATE_EXCEPTIONS", False)
        yield asking


def test_the_table_holds_every_route_and_no_other(running_app):
    routes = {
        (method, rule.endpoint)
        for rule in running_app.url_map.iter_rules()
        for method in rule.methods & {"GET", "POST"}
        if rule.endpoint not in PUBLIC
    }

    assert {(row.method, row.endpoint) for row in ROWS if not row.case} == routes


def test_no_line_stands_twice():
    assert len({str(row) for row in ROWS}) == len(ROWS)


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_who_may_and_who_finds_nothing_there(asking, row):
    wrong = {}
    for who in asking.book.people:
        status = asking.status(row, who)
        may = row.who is None or who in row.who
        if may and status in REFUSED or not may and status not in CLOSED:
            wrong[who] = status

    assert wrong == {}


@pytest.mark.parametrize("row", [row for row in ROWS if not row.case], ids=str)
def test_who_is_not_signed_in_is_asked_to(asking, row):
    status = asking.status(row)

    assert status == (302 if row.method == "GET" else 401)
    assert row.method == "POST" or asking.location.startswith("/sign-in?next=")
