"""What every page pays before it shows anything of its own: one query, whoever reads it."""

import pytest

from tests import factories as make
from tests.queries import counted
from tracker import book
from tracker.extensions import db
from tracker.permissions import Office


@pytest.fixture(params=[1, 4], ids=["one post", "four posts"])
def reader(app, request):
    cell = make.cell()
    person = make.secretary(cell)
    for office in (Office.MINUTE_TAKER, Office.ADMINISTRATOR, Office.DEPUTY)[: request.param - 1]:
        make.appoint(person, cell, office)
    return person


def asked(client, url, status):
    """What is asked of the database, but for transactions' beginnings, by the second reading of a page."""
    client.get(url).close()
    with counted() as sent, client.get(url) as response:
        assert response.status_code == status
    return [one for one in sent if not one.startswith("BEGIN")]


@pytest.mark.parametrize("demo", [False, True], ids=["a book", "a demo"])
@pytest.mark.parametrize(("url", "status"), [("/help", 200), ("/account/password", 200), ("/no-such-page", 404)])
def test_a_page_of_nothing_but_words(client, reader, url, status, demo):
    if demo:
        book.state(book.DEMO, "2026-11-23")
        db.session.commit()

    asked_for = asked(client.sign_in(reader), url, status)

    assert len(asked_for) == 1 + (url == "/account/password"), asked_for  # the account whose password it is


def test_a_file_asks_nothing(client, reader):
    assert asked(client.sign_in(reader), "/static/css/book.css", 200) == []


def test_the_language_of_the_page_asks_nothing(client, reader):
    assert len(asked(client.sign_in(reader).speak("en"), "/help", 200)) == 1
