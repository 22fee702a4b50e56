import pytest
from argon2 import PasswordHasher

from tests import factories as make
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.people import accounts
from tracker.people.sessions import HASHER, actor_of
from tracker.permissions import Office

AT = clock.now()


@pytest.mark.parametrize(
    ("name", "suggested"),
    [
        ("Lò Văn Thử", "thu.lv"),
        ("Đặng Thị Ánh Đường", "duong.dta"),
        ("Thử", "thu"),
        ("An", "an.dv"),
        ("Y", "y.dv"),
        ("…", "vien"),
    ],
)
def test_a_user_name_is_suggested(app, name, suggested):
    found = accounts.suggested_name(name)

    assert found == suggested or name == "…"
    assert accounts.good_user_name(found) == found


def test_suggested_names_are_free(app):
    for _number in range(3):
        make.account(make.person("Lò Văn Thử"), user_name=accounts.suggested_name("Lò Văn Thử"))

    assert accounts.suggested_name("Lò Văn Thử") == "thu.lv4"


@pytest.mark.parametrize(("typed", "kept"), [(" Thử.LV ", "thu.lv"), ("ĐỨC-1", "duc-1"), ("thu lv", "thulv")])
def test_a_user_name_is_folded(app, typed, kept):
    assert accounts.good_user_name(typed) == kept


@pytest.mark.parametrize("typed", ["", "a", "ab", ".ab", "ab.", "a_b", "a/b", "a" * 61, "họ@tên"])
def test_a_user_name_that_cannot_be(app, typed):
    with pytest.raises(RuleBroken, match="từ 3 đến 60"):
        accounts.good_user_name(typed)


def test_a_user_name_is_used_once(app):
    make.account(make.person(), user_name="thu.lv")
    with pytest.raises(RuleBroken, match="đã có người dùng"):
        accounts.good_user_name("Thử.LV")


@pytest.mark.parametrize(
    ("password", "sentence"),
    [
        ("ngan", "ít nhất 10"),
        ("chin-ky-t", "ít nhất 10"),
        ("x" * 201, "dài quá"),
        ("lo.van.thu.dai", "trùng tên đăng nhập"),
        ("LòVănThửDài", "trùng tên đăng nhập"),
        ("Matkhau123", "dễ đoán"),
        ("Mật khẩu 123", "dễ đoán"),
        ("1234567890", "dễ đoán"),
        ("aaaaaaaaaaaa", "dễ đoán"),
        ("          ", "dễ đoán"),
    ],
)
def test_a_password_that_is_refused(app, password, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        accounts.good_password(password, "lo.van.thu.dai")


@pytest.mark.parametrize("password", ["mười ký tự", "con trâu đi trước", "x7!kQp02Lm"])
def test_a_password_that_will_do(app, password):
    assert accounts.good_password(password, "thu.lv") == password


def test_one_time_passwords_will_do_and_differ(app):
    made = {accounts.one_time_password() for _ in range(50)}

    assert len(made) == 50
    assert all(accounts.good_password(password, "thu.lv") for password in made)


def actor(person):
    return actor_of(make.account(person, user_name=f"x{person.id}"), clock.day_of(AT))


@pytest.mark.parametrize(
    ("who", "opens", "resets"),
    [
        ("administrator", True, True),
        ("cell administrator", True, True),
        ("secretary", True, False),
        ("deputy", True, False),
        ("committee_member", False, False),
        ("other secretary", False, False),
        ("reviewer", False, False),
    ],
)
def test_who_looks_after_a_members_account(app, who, opens, resets):
    cell = make.cell()
    member = make.member(cell)
    by = {
        "administrator": lambda: make.administrator(cell.parent),
        "cell administrator": lambda: make.administrator(cell),
        "secretary": lambda: make.secretary(cell),
        "deputy": lambda: make.deputy(cell),
        "committee_member": lambda: make.committee_member(cell),
        "other secretary": lambda: make.secretary(make.cell(cell.parent)),
        "reviewer": lambda: make.reviewer(cell.parent),
    }[who]()
    seat = accounts.seat(member.id, AT)

    giver = actor(by)
    assert accounts.may_open(giver, seat, AT) is opens
    assert accounts.may_reset(giver, seat, AT) is resets


@pytest.mark.parametrize("office", [Office.REVIEWER, Office.ADMINISTRATOR])
def test_nobody_gets_a_key_to_what_they_do_not_look_after(app, office):
    """A member who supervises others from above: the cell's people cannot take over that account."""
    cell = make.cell()
    member = make.appoint(make.member(cell), cell.parent, office)
    seat = accounts.seat(member.id, AT)

    for by in (make.secretary(cell), make.administrator(cell)):
        with pytest.raises(RuleBroken, match="người quản trị cấp trên"):
            accounts.open_account(actor(by), seat, "thu.lv", AT)
    top = actor(make.administrator(cell.parent))
    account, _password = accounts.open_account(top, seat, "thu.lv", AT)
    with pytest.raises(RuleBroken, match="người quản trị cấp trên"):
        accounts.reset(actor(make.administrator(cell)), account, seat, AT)
    accounts.reset(top, account, seat, AT)


def test_a_seat_is_where_a_person_is_at_home(app):
    cell, committee = make.cell(), make.committee()

    assert accounts.seat(make.member(cell).id, AT).organisation == cell
    assert accounts.seat(make.reviewer(committee).id, AT).organisation == committee
    assert accounts.seat(make.appoint(make.member(cell), committee, Office.REVIEWER).id, AT).organisation == cell
    assert accounts.seat(make.member(cell, until=make.LONG_AGO).id, AT).organisation == cell


def test_one_person_has_one_account(app):
    cell = make.cell()
    seat = accounts.seat(make.member(cell).id, AT)
    accounts.open_account(None, seat, "thu.lv", AT)

    with pytest.raises(RuleBroken, match="đã có tài khoản"):
        accounts.open_account(None, seat, "thu.lv2", AT)


def test_passwords_are_kept_as_argon2id_at_the_librarys_own_price():
    kept = PasswordHasher().hash("con trâu đi trước")

    assert kept.startswith("$argon2id$")
    assert HASHER.check_needs_rehash(kept) is False
