"""A form sent twice: where the second sending ends, and what is kept of the first."""

import hashlib
from concurrent.futures import ThreadPoolExecutor
from io import BytesIO

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tracker.agendas.models import Document
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.once import SentForm, new_key
from tracker.people import accounts

PASSWORD = "mot cau dai de nho"


@pytest.fixture
def cell(app):
    cell = make.cell()
    make.guidance()
    db.session.commit()
    return cell


@pytest.fixture
def account(cell):
    who = make.person("Lò Văn Thử")
    accounts.add(who, "thu.lv", PASSWORD, clock.now())
    db.session.commit()
    return who


def sign_in(client, key, address="/sign-in"):
    return client.send(address, {"user_name": "thu.lv", "password": PASSWORD, "once": key}, follow_redirects=False)


def test_what_is_kept_of_a_form_does_not_lay_a_password_open(client, account):
    key = new_key()
    sign_in(client, key)

    fields = sorted([("once", key), ("password", PASSWORD), ("user_name", "thu.lv")])
    guess = hashlib.sha256(repr(("/sign-in", fields, [])).encode()).hexdigest()
    assert db.session.scalar(select(SentForm.digest).where(SentForm.key == key)) != guess


def test_a_long_way_onward_does_not_break_signing_in(client, account):
    answer = sign_in(client, new_key(), "/sign-in?next=/guidance/?q=" + "a" * 600)

    assert answer.status_code == 302
    assert len(answer.location) > 600


def test_another_file_of_the_same_name_is_another_form(client, cell):
    meeting = make.meeting(cell)
    secretary = make.secretary(cell)
    client.sign_in(secretary)
    key, address = new_key(), f"/meetings/{meeting.id}/documents/new"

    for content in (b"%PDF-1.4 first", b"%PDF-1.4 second"):
        file = (BytesIO(content), "nghi-quyet.pdf")
        client.send(address, {"file": file, "kind": "reference", "item_id": "", "once": key}, follow_redirects=False)

    assert db.session.scalar(select(func.count(Document.id))) == 2


def test_a_repeat_before_its_way_is_known_ends_on_a_page(client, cell):
    """The copy that lost comes when the first has committed but not yet said where it led."""
    client.sign_in(make.secretary(cell))
    key, address = new_key(), f"/cells/{cell.id}/plan-next"
    client.send(address, {"once": key}, follow_redirects=False)
    db.session.query(SentForm).update({"location": ""})
    db.session.commit()

    token = client.csrf_token()
    came_from = f"http://localhost/cells/{cell.id}/year/2026"
    fields = {"csrf_token": token, "once": key}
    assert client.post(address, data=fields).location == "/"
    assert client.post(address, data=fields, headers={"Referer": came_from}).location == f"/cells/{cell.id}/year/2026"
    outside = {"Referer": "https://example.org/x"}
    assert client.post(address, data=fields, headers=outside).location == "/"


def test_a_form_that_leads_to_its_own_page_keeps_no_way_and_is_sent_there_again(client, app):
    sheet = make.scoresheet()
    client.sign_in(make.secretary(sheet.cell))
    address = f"/meetings/{sheet.meeting_id}/scoresheet"
    fields = {"csrf_token": client.csrf_token(), "once": new_key(), "version": sheet.version, "strengths": "Đúng giờ."}

    first, second = (client.post(address, data=fields) for _time in range(2))

    assert (first.status_code, first.location, second.location) == (302, address, address)
    assert db.session.scalars(select(SentForm.location)).all() == [""]


def test_two_plans_of_one_month_at_once_end_in_one_and_a_sentence(app, cell):
    """Two different people, so two different forms: the database lets one in, the other reads why."""
    people = [make.secretary(cell), make.deputy(cell)]
    clients = [app.test_client().sign_in(who) for who in people]
    tokens = [client.csrf_token() for client in clients]
    cell_id = cell.id
    plan = {
        "kind": "regular", "month": "5", "year": "2026", "day": "2026-05-06", "start": "14:00", "place": "Nhà văn hóa",
        "chair": "", "minute_taker": "", "prepared_by": "",
    }  # fmt: skip
    db.session.commit()

    def send(client, token):
        fields = plan | {"csrf_token": token, "once": new_key()}
        with app.app_context():
            return client.post(f"/cells/{cell_id}/meetings/new", data=fields).status_code

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(send, clients, tokens))

    assert answers[0] in (200, 302) and answers[-1] in (200, 302, 409)
    assert db.session.scalar(select(func.count(Meeting.id)).where(Meeting.cell_id == cell_id)) == 1


def test_a_row_that_stood_already_is_told_in_a_sentence(client, cell, monkeypatch):
    meeting = make.meeting(cell, year=2026, month=5)
    client.sign_in(make.secretary(cell))
    monkeypatch.setattr("tracker.meetings.planning._check_month", lambda *_given, **_named: None)

    page = client.page(
        f"/cells/{meeting.cell_id}/meetings/new",
        status=409,
        data={
            "kind": "regular", "month": "5", "year": "2026", "day": "2026-05-06", "start": "14:00", "place": "Nhà A",
            "chair": "", "minute_taker": "", "prepared_by": "",
        },
    )  # fmt: skip

    assert page.select_one("h1").text == "Có người đã sửa trước"
    assert "Nhà A" in page.text
