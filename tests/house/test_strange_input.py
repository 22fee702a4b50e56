"""Numbers no database holds and signs no text has: told to the reader, never a failure."""

import pytest

from tests import factories as make
from tracker.extensions import db
from tracker.once import new_key

HUGE = 10**30


@pytest.fixture
def secretary(app, client):
    secretary = make.secretary(make.cell())
    db.session.commit()
    client.sign_in(secretary)
    return secretary


@pytest.mark.parametrize("address", ["/meetings/{}", "/guidance/{}", "/cells/{}/members", "/scoresheets/{}/review"])
@pytest.mark.parametrize("number", [2**31, HUGE])
def test_a_number_beyond_all_ids_is_not_there(client, secretary, address, number):
    client.page(address.format(number), status=404)


def test_a_key_of_the_next_page_beyond_all_ids(client, secretary):
    client.page(f"/my/contributions?before={HUGE}", status=404)


def test_a_sign_that_is_no_text_is_left_out(client, secretary):
    meeting = make.meeting(cell := make.cell())
    writer = make.member(cell)
    db.session.commit()
    client.sign_in(writer)

    answer = client.send(
        f"/meetings/{meeting.id}/contributions/write",
        {"kind": "remark", "text": "Làm đường\x00 trước mùa mưa", "item": "", "once": new_key()},
        follow_redirects=False,
    )

    assert answer.status_code == 302
    assert "Làm đường trước mùa mưa" in client.page(f"/meetings/{meeting.id}/contributions").text


def test_such_a_sign_in_a_name_to_sign_in_with(client, secretary):
    answer = client.send("/sign-in", {"user_name": "a\x00b", "password": "x"}, follow_redirects=False)

    assert answer.status_code == 200
