"""Who holds a token: found in one query, with the posts and the cell of the day."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker import book
from tracker.base import clock
from tracker.extensions import db
from tracker.people import sessions
from tracker.permissions import Office

AT = clock.now()
TODAY = clock.day_of(AT)
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def account(cell):
    return make.account(make.member(cell))


def token_of(account):
    token = sessions.open_session(account, AT)
    db.session.commit()
    return token


def signed_in(account, at=AT):
    return sessions.of_token(token_of(account), at)


def test_one_query_whatever_is_held(account, cell):
    for office in (Office.SECRETARY, Office.MINUTE_TAKER):
        make.appoint(account.person, cell, office)
    token = token_of(account)

    with counted() as sent:
        found = sessions.of_token(token, AT)

    assert len([one for one in sent if not one.startswith("BEGIN")]) == 1
    assert [post.office for post in found.actor.posts] == [Office.SECRETARY, Office.MINUTE_TAKER]


def test_the_actor_is_the_one_of_the_account(account, cell):
    make.appoint(account.person, cell, Office.SECRETARY)
    make.appoint(account.person, cell.parent, Office.REVIEWER)

    assert signed_in(account).actor == sessions.actor_of(account, TODAY)


def test_nobody_without_a_post_or_a_cell(app):
    found = signed_in(make.account(make.person("Lý Thị Hoa")))

    assert (found.actor.posts, found.actor.cell_id, found.actor.name) == ((), None, "Lý Thị Hoa")


def test_posts_and_cells_of_other_days_do_not_count(account, cell):
    make.appoint(account.person, cell, Office.SECRETARY, since=YESTERDAY, until=YESTERDAY)
    make.appoint(account.person, cell, Office.DEPUTY, since=TOMORROW)
    make.appoint(account.person, cell, Office.MINUTE_TAKER, since=TODAY, until=TODAY)

    assert [post.office for post in signed_in(account).actor.posts] == [Office.MINUTE_TAKER]


def test_of_two_standings_the_later_row(account):
    other = make.cell()
    make.stand(account.person, other)

    assert signed_in(account).actor.cell_id == other.id


def test_an_ended_or_expired_session_and_a_closed_account(account):
    token = token_of(account)
    assert sessions.of_token(token + "x", AT) is None
    assert sessions.of_token(token, AT + sessions.rules.SHORT_SESSION) is None
    sessions.end_sessions(account.id, AT)
    assert sessions.of_token(token, AT) is None

    token = token_of(account)
    account.closed_at = AT
    db.session.commit()
    assert sessions.of_token(token, AT) is None


def test_a_password_chosen_by_somebody_else(account):
    assert not signed_in(account).must_change
    account.must_change = True
    db.session.commit()
    assert signed_in(account).must_change


def test_the_account_is_loaded_where_it_is_asked_for(account):
    assert signed_in(account).account is account
    assert signed_in(account).person is account.person


def test_whether_this_is_a_demo_is_asked_with_it(account):
    assert not signed_in(account).in_demo
    book.state(book.DEMO, "2026-11-23")
    db.session.commit()
    assert signed_in(account).in_demo
