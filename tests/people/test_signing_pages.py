"""Signing in and out, sessions that end, the pace of guessing, the first start."""

from datetime import timedelta

import pytest
import time_machine

from tests import factories as make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.extensions import db
from tracker.people import accounts, beginning
from tracker.people.models import Account, FirstStartCode, Standing

PASSWORD = "con trâu đi trước"
NEW = "cái cày theo sau"


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def member(cell):
    return make.member(cell, "Lò Văn Thử")


@pytest.fixture
def account(member):
    return make.account(member, "thu.lv", PASSWORD)


def sign_in(client, user_name="thu.lv", password=PASSWORD, **fields):
    data = {"user_name": user_name, "password": password, **fields}
    return client.send("/sign-in", data, follow_redirects=False)


def is_in(client):
    return client.get("/account/password").status_code == 200


@pytest.mark.parametrize("typed", ["thu.lv", "Thử.LV", " thu.lv "])
def test_signing_in(client, account, typed):
    assert sign_in(client, typed).status_code == 302
    assert "Lò Văn Thử" in client.page("/account").text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"password": "sai"}, "chưa đúng"),
        ({"user_name": "khong.co"}, "chưa đúng"),
        ({"user_name": ""}, "nhập tên đăng nhập"),
        ({"password": ""}, "nhập mật khẩu"),
    ],
)
def test_signing_in_with_what_does_not_fit(client, account, fields, sentence):
    page = client.page("/sign-in", data={"user_name": "thu.lv", "password": PASSWORD} | fields)

    assert sentence in page.select_one(".error-summary").text
    assert not is_in(client)


@pytest.mark.parametrize(
    ("onward", "where"),
    [("/account", "/account"), ("https://x.example/", "/"), ("//x.example", "/"), ("/\\x.example", "/"), ("", "/")],
)
def test_after_signing_in_one_stays_in_the_house(client, account, onward, where):
    data = {"user_name": "thu.lv", "password": PASSWORD}
    response = client.send("/sign-in", data, follow_redirects=False, query_string={"next": onward})

    assert response.location == where


def test_guessing_is_slowed_down_by_name_and_ends(client, account):
    with time_machine.travel(clock.now(), tick=False) as travel:
        for _ in range(5):
            sign_in(client, password="sai")
        assert "chờ 15 phút" in sign_in(client).text
        travel.shift(timedelta(minutes=14))
        assert "chờ 15 phút" in sign_in(client).text
        travel.shift(timedelta(minutes=2))
        assert sign_in(client).status_code == 302


def test_guessing_is_slowed_down_by_address(client, account):
    for number in range(30):
        sign_in(client, f"ten.khac.{number}", "sai")

    assert "chờ 15 phút" in sign_in(client).text


def test_a_right_password_clears_the_count(client, account):
    for _ in range(3):
        for _ in range(4):
            sign_in(client, password="sai")
        assert sign_in(client).status_code == 302


def copied(client, app):
    """A second browser with a copy of the first one's cookie."""
    thief = app.test_client()
    thief.set_cookie("so_sinh_hoat", client.get_cookie("so_sinh_hoat").value)
    return thief


def test_a_copied_cookie_is_worth_nothing_after_signing_out(client, app, account):
    sign_in(client)
    thief = copied(client, app)
    assert is_in(thief)

    client.page("/sign-out", data={})

    assert not is_in(client)
    assert not is_in(thief)


def test_changing_the_password_ends_every_other_sign_in(client, app, account):
    sign_in(client)
    other = app.test_client()
    sign_in(other)

    page = client.page("/account/password", data={"old_password": PASSWORD, "new_password": NEW, "again": NEW})

    assert "Đã đổi mật khẩu" in page.select_one(".notice--success").text
    assert is_in(client)
    assert not is_in(other)
    assert sign_in(app.test_client(), password=PASSWORD).status_code == 200
    assert sign_in(app.test_client(), password=NEW).status_code == 302


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({"old_password": "sai"}, "đang dùng chưa đúng"),
        ({"new_password": "ngan", "again": "ngan"}, "ít nhất 10"),
        ({"again": "khác"}, "không giống nhau"),
        ({"new_password": PASSWORD, "again": PASSWORD}, "trùng mật khẩu cũ"),
    ],
)
def test_a_password_is_not_changed(client, account, fields, sentence):
    sign_in(client)
    data = {"old_password": PASSWORD, "new_password": NEW, "again": NEW} | fields

    assert sentence in client.page("/account/password", data=data).select_one(".error-summary").text


def test_the_old_password_is_not_guessed_from_a_stolen_session(client, account):
    sign_in(client)
    for _ in range(5):
        client.page("/account/password", data={"old_password": "sai", "new_password": NEW, "again": NEW})

    page = client.page("/account/password", data={"old_password": PASSWORD, "new_password": NEW, "again": NEW})
    assert "chờ 15 phút" in page.select_one(".error-summary").text


def slip_password(page):
    return dict(zip((dt.text for dt in page.select("dt")), (dd.text.strip() for dd in page.select("dd")), strict=True))[
        "Mật khẩu dùng một lần"
    ]


def test_from_the_slip_to_a_password_of_ones_own(client, app, cell, member):
    page = client.sign_in(make.secretary(cell)).page(f"/people/{member.id}/account", data={"user_name": "thu.lv"})
    password = slip_password(page)
    assert page.h1.text == "Giấy đăng nhập"
    assert password not in client.page(f"/people/{member.id}/account").text

    new = app.test_client()
    assert sign_in(new, password=password).status_code == 302
    for path in ("/", "/account", f"/cells/{cell.id}/members"):
        assert new.get(path).location == "/account/password"
    page = new.page("/account/password", data={"old_password": password, "new_password": NEW, "again": NEW})
    assert page.h1.text == "Tài khoản của tôi"
    assert audit.of_organisation(cell.id)[0].act == "account.change_password"
    assert NEW not in str([(entry.old, entry.new) for entry in audit.of_organisation(cell.id)])


def test_the_slip_sent_twice_makes_no_second_password(client, cell, member):
    client.sign_in(make.secretary(cell))
    sent = {"csrf_token": client.csrf_token(), "once": "k" * 32, "user_name": "thu.lv"}

    first = client.post(f"/people/{member.id}/account", data=sent)
    second = client.post(f"/people/{member.id}/account", data=sent)

    assert (first.status_code, second.status_code) == (200, 302)
    assert db.session.query(Account).filter_by(person_id=member.id).one()


def test_setting_a_password_anew_and_closing_end_every_sign_in(client, app, cell, account, member):
    administrator = app.test_client().sign_in(make.administrator(cell.parent))
    url = f"/people/{member.id}/account"

    sign_in(client)
    password = slip_password(administrator.page(f"{url}/reset", data={}))
    assert not is_in(client)
    assert sign_in(client, password=PASSWORD).status_code == 200
    assert sign_in(client, password=password).status_code == 302

    administrator.page(f"{url}/close", data={})
    assert not is_in(client)
    assert client.get("/account/password").status_code == 302
    assert "chưa đúng" in sign_in(client, password=password).text

    administrator.page(f"{url}/reopen", data={})
    assert not is_in(client)
    assert sign_in(client, password=password).status_code == 302


def test_nobody_closes_their_own_account(client, cell):
    top = make.administrator(cell.parent)

    client.sign_in(top)
    client.post(f"/people/{top.id}/account/close", data={"csrf_token": client.csrf_token()})
    assert "không tự khóa" in client.page(f"/people/{top.id}/account").text


@pytest.mark.parametrize("act", ["", "/reset", "/close", "/reopen"])
@pytest.mark.parametrize("who", ["member", "secretary", "other secretary", "reviewer", "observer"])
def test_who_may_not_touch_an_account(client, cell, account, member, act, who):
    makers = {
        "member": lambda: make.member(cell),
        "secretary": lambda: make.secretary(cell),
        "other secretary": lambda: make.secretary(make.cell(cell.parent)),
        "reviewer": lambda: make.reviewer(cell.parent),
        "observer": lambda: make.observer(cell.parent),
    }
    client.sign_in(makers[who]())
    opens = who == "secretary" and act == ""

    response = client.send(f"/people/{member.id}/account{act}", {"user_name": "moi.lv"}, follow_redirects=False)

    assert response.status_code == (200 if opens else 404)
    assert db.session.query(Account).filter_by(person_id=member.id).one().user_name == "thu.lv"


def test_a_post_without_its_token_changes_nothing(client, cell, account):
    sign_in(client)
    client.page(
        "/account/password", data={"old_password": PASSWORD, "new_password": NEW, "again": NEW}, csrf=False, status=400
    )
    client.page("/sign-out", data={}, csrf=False, status=400)
    assert is_in(client)


# The first start.

FIRST = {
    "name": "Đảng ủy xã Thử", "organisation_code": "XA-1", "kind": "commune", "full_name": "Vi Thị Thử",
    "user_name": "thu.vt", "new_password": NEW, "again": NEW,
}  # fmt: skip


@pytest.fixture
def code(app):
    made = beginning.make_first_code(clock.now())
    db.session.commit()
    return made


def test_the_first_administrator_begins(client, code):
    page = client.page("/first-start", data=FIRST | {"code": f" {code.upper()} "})

    assert page.h1.text == "Tổ chức"
    assert "Đảng ủy xã Thử" in page.text
    client.page("/first-start", status=404)
    assert db.session.query(FirstStartCode).filter_by(used_at=None).count() == 0
    assert db.session.query(Standing).count() == 0


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"code": "sai-sai-sai"}, "chưa đúng hoặc đã dùng"),
        ({"code": ""}, "nhập mã khởi tạo"),
        ({"new_password": "ngan", "again": "ngan"}, "ít nhất 10"),
        ({"user_name": "x"}, "từ 3 đến 60"),
        ({"organisation_code": "?"}, "viết lại mã"),
    ],
)
def test_a_first_start_that_fails_leaves_nothing_and_the_code_good(client, code, wrong, sentence):
    page = client.page("/first-start", data=FIRST | {"code": code} | wrong)

    assert sentence in page.select_one(".error-summary").text
    assert page.select_one("#full_name")["value"] == "Vi Thị Thử"
    assert not accounts.exist()
    assert client.page("/first-start", data=FIRST | {"code": code}).h1.text == "Tổ chức"


def test_a_new_code_takes_the_force_of_the_old(client, code):
    beginning.make_first_code(clock.now())
    db.session.commit()

    assert "chưa đúng" in client.page("/first-start", data=FIRST | {"code": code}).select_one(".error-summary").text


def test_the_first_code_is_not_guessed(client, code):
    for _ in range(5):
        client.page("/first-start", data=FIRST | {"code": "sai"})

    assert "chờ 15 phút" in client.page("/first-start", data=FIRST | {"code": code}).text


def test_there_is_no_first_start_once_somebody_has_an_account(client, account):
    client.page("/first-start", status=404)
    with pytest.raises(beginning.RuleBroken, match="đã có tài khoản"):
        beginning.make_first_code(clock.now())
