from datetime import UTC, datetime, timedelta

import pytest
from flask_babel import force_locale

from tests import factories as make
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.notices.words import SENTENCE, sentence

AT = datetime(2026, 3, 2, 1, 12, tzinfo=UTC)


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def person(cell):
    return make.member(cell)


def tell(cell, *people, kind="agenda_sent", at=AT, path="/guidance/"):
    told = notices.tell([one.id for one in people], cell.id, kind, {"day": "06/3/2026"}, path, at)
    db.session.commit()
    return told


def test_each_person_is_told_once(cell, person):
    other = make.member(cell)

    assert tell(cell, person, other, person) == 2
    assert [notices.count_unread(one.id) for one in (person, other)] == [1, 1]


def test_nobody_to_tell_is_no_fault(cell):
    assert tell(cell) == 0


def test_the_newest_comes_first_and_only_so_many(cell, person):
    for hour in range(3):
        tell(cell, person, at=AT + timedelta(hours=hour))

    assert [notice.at for notice in notices.unread(person.id, most=2)] == [
        AT + timedelta(hours=2),
        AT + timedelta(hours=1),
    ]


def test_what_was_read_is_gone_and_the_first_reading_counts(cell, person):
    tell(cell, person)
    [notice] = notices.unread(person.id)
    notices.mark_read(notice, AT + timedelta(hours=1))
    notices.mark_read(notice, AT + timedelta(hours=2))

    assert notices.unread(person.id) == []
    assert notice.read_at == AT + timedelta(hours=1)


def test_opening_a_page_answers_what_led_there(cell, person):
    other = make.member(cell)
    tell(cell, person, other, path="/a")
    tell(cell, person, path="/b")
    notices.mark_path_read(person.id, "/a", AT)

    assert [notice.path for notice in notices.unread(person.id)] == ["/b"]
    assert notices.count_unread(other.id) == 1


def test_who_was_told_since(cell, person):
    early = make.member(cell)
    tell(cell, early, at=AT - timedelta(seconds=1))
    tell(cell, person, at=AT)
    tell(cell, early, kind="agenda_changed")
    tell(cell, early, path="/b")

    assert notices.told_since("agenda_sent", "/guidance/", AT) == {person.id}


def test_a_notice_is_opened_by_a_press_and_leads_on(client, cell, person):
    tell(cell, person)
    [notice] = notices.unread(person.id)
    answer = client.sign_in(person).post(f"/notices/{notice.id}/open", data={"csrf_token": client.csrf_token()})

    assert answer.location == "/guidance/"
    assert notices.count_unread(person.id) == 0


def test_anothers_notice_is_not_there(client, cell, person):
    tell(cell, person)
    [notice] = notices.unread(person.id)
    client.sign_in(make.secretary(cell)).page(f"/notices/{notice.id}/open", data={}, status=404)

    assert notices.count_unread(person.id) == 1


def test_reading_a_notice_is_no_get(client, cell, person):
    tell(cell, person)
    [notice] = notices.unread(person.id)

    assert client.sign_in(person).get(f"/notices/{notice.id}/open").status_code == 405


@pytest.mark.parametrize("kind", [*SENTENCE, "not a kind we know"])
def test_every_kind_says_a_sentence_even_with_nothing_to_fill_it(app, kind):
    with app.test_request_context(), force_locale("vi"):
        said = sentence(kind, {})

    assert said.endswith(".") and "%" not in said
