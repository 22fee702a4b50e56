"""What a meeting's pages ask of the database: the same few queries for a small meeting and for a large one."""

from datetime import timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.contributions.rules import Phase
from tracker.extensions import db
from tracker.meetings.rules import MeetingState

MOST = {"contributions": 5, "agenda": 13, "minutes": 14, "roll": 9}
"""Who is signed in is one of them; so is, where no guidance was fixed for the meeting, each look for one in force."""


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def secretary(cell):
    return make.secretary(cell)


def meeting_of(cell, secretary, size):
    """A meeting with ``size`` items, twice as many members and contributions, each from another member."""
    meeting = make.meeting(cell=cell, month=1 if size < 10 else 2)
    items = [make.item(meeting, presenter=make.member(cell)) for _number in range(size)]
    make.agenda_sent(meeting, secretary)
    for place in range(2 * size):
        author = make.member(cell)
        phase = Phase.BEFORE if place % 2 else Phase.SPOKEN
        make.contribution(meeting, author, item=items[place % size], phase=phase)
        make.roll_entry(meeting, author)
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    meeting.held_until, meeting.minute_taker = meeting.planned_at + timedelta(hours=2), secretary
    db.session.commit()
    make.minutes(meeting, secretary)
    return meeting


def asked(client, meeting, page):
    address = f"/meetings/{meeting.id}/{page}"
    client.get(address)
    with counted() as sent:
        assert client.get(address).status_code == 200
    return [one for one in sent if not one.startswith("BEGIN")]


@pytest.mark.parametrize("page", MOST)
def test_a_page_asks_as_much_of_a_large_meeting_as_of_a_small_one(client, cell, secretary, page):
    client.sign_in(secretary)
    small, large = (asked(client, meeting_of(cell, secretary, size), page) for size in (2, 12))

    assert len(large) == len(small), large
    assert len(large) <= MOST[page], large
