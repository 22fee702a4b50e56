from datetime import date

import pytest
from sqlalchemy import event

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.people import service as people
from tracker.people.models import Account, Rank
from tracker.permissions import Office

TODAY = clock.day_of(clock.now())


@pytest.fixture
def commune(app):
    return make.committee("Đảng ủy xã Thử", make.committee("Tỉnh ủy Thử"))


@pytest.fixture
def cell(commune):
    return make.cell(commune, "Chi bộ thôn Một")


@pytest.fixture
def member(cell):
    return make.member(cell, "Vi Thị Đường")


@pytest.fixture
def standing(member):
    return make.standings(member)[0]


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Lò Văn An")


@pytest.fixture
def administrator(commune):
    return make.administrator(commune, "Bế Văn Quản")


def listed(page):
    return [row.select_one("td").find(string=True, recursive=True).text.strip() for row in page.select("tbody tr")]


def test_the_list_stands_in_vietnamese_order_with_standing_and_office(client, cell, member, secretary):
    make.member(cell, "Bế Văn Ân", rank=Rank.EXEMPT)
    make.member(cell, "Người Đã Đi", until=date(2020, 1, 1))
    make.member(make.cell(), "Người Nơi Khác")

    page = client.sign_in(secretary).page(f"/cells/{cell.id}/members")

    rows = [[" ".join(td.get_text(" ").split()) for td in row.select("td")][:3] for row in page.select("tbody tr")]
    assert rows == [
        ["Lò Văn An", "đảng viên chính thức", "bí thư"],
        ["Bế Văn Ân", "đảng viên miễn sinh hoạt", "–"],
        ["Vi Thị Đường", "đảng viên chính thức", "–"],
    ]


@pytest.mark.parametrize("words", ["duong", "Đường", "VI THI", "đ"])
def test_a_member_is_found_without_accents(client, cell, member, secretary, words):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/members", query_string={"q": words})

    assert listed(page) == ["Vi Thị Đường"]


def test_a_list_of_sixty_asks_as_often_as_one_of_one(client, cell, secretary):
    def statements():
        count = []
        event.listen(db.engine, "before_cursor_execute", lambda *_: count.append(1))
        client.page(f"/cells/{cell.id}/members")
        return len(count)

    client.sign_in(secretary)
    client.page(f"/cells/{cell.id}/members")
    few = statements()
    for _ in range(30):
        make.appoint(make.member(cell), cell, Office.MINUTE_TAKER)
    assert statements() == few


NEW = {"full_name": "Lò Thị Mới", "rank": "probationary", "since": "2026-01-05"}


def test_a_member_is_added(client, cell, secretary):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/members/new", data=NEW)

    assert "Lò Thị Mới" in listed(page)
    [added] = people.members_on(cell, date(2026, 1, 5), "moi")
    assert (added.rank, added.from_date) == (Rank.PROBATIONARY, date(2026, 1, 5))


def test_the_form_sent_twice_adds_one(client, cell, secretary):
    client.sign_in(secretary)
    sent = NEW | {"csrf_token": client.csrf_token(), "once": "k" * 32}
    for _ in range(2):
        assert client.post(f"/cells/{cell.id}/members/new", data=sent).location == f"/cells/{cell.id}/members"

    assert len(people.members_on(cell, TODAY, "moi")) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"full_name": " "}, "Hãy ghi họ và tên."),
        ({"since": ""}, "Hãy ghi ngày bắt đầu sinh hoạt."),
        ({"since": "2199-01-01"}, "chưa đến"),
        ({"full_name": "Lò Văn An"}, "cùng tên"),
        ({"full_name": "x" * 101}, "quá 100 chữ"),
    ],
)
def test_what_cannot_be_added_is_said_and_kept(client, cell, secretary, wrong, sentence):
    page = client.sign_in(secretary).page(f"/cells/{cell.id}/members/new", data=NEW | {"reason": "QĐ 7"} | wrong)

    assert sentence in page.select_one(".error-summary").text
    assert page.select_one("#reason")["value"] == "QĐ 7"
    assert len(people.members_on(cell, TODAY)) == 1


def test_a_change_of_standing_shows_in_the_history(client, secretary, standing):
    page = client.sign_in(secretary).page(
        f"/standings/{standing.id}/rank", data={"rank": "exempt", "day": "2026-02-01", "reason": "Tuổi cao"}
    )

    rows = [[td.text for td in row.select("td")][:3] for row in page.select("tbody tr")]
    assert rows == [
        ["01/02/2026", "nay", "đảng viên miễn sinh hoạt"],
        ["01/01/2010", "31/01/2026", "đảng viên chính thức"],
    ]


def test_the_administrator_transfers_within_the_branch(client, administrator, commune, standing):
    other, stranger = make.cell(commune, "Chi bộ Hai"), make.cell()
    client.sign_in(administrator)
    url = f"/standings/{standing.id}/transfer"

    offered = {option["value"] for option in client.page(url).select("#cell option")}
    assert offered == {str(other.id)}
    page = client.page(url, data={"cell": stranger.id, "day": "2026-02-01"})
    assert page.select_one(".error-summary")
    page = client.page(url, data={"cell": other.id, "day": "2026-02-01"})
    assert "Chi bộ Hai" in page.text
    assert people.standing_on(standing.person_id, TODAY).cell_id == other.id


def test_a_name_is_corrected_and_a_stale_form_refused(client, secretary, standing):
    client.sign_in(secretary)
    url, version = f"/standings/{standing.id}/name", standing.person.version

    assert client.page(url, data={"full_name": "Vi Thị Đương", "version": version}).h1.text == "Vi Thị Đương"
    client.page(url, data={"full_name": "Vi Thị Khác", "version": version}, status=409)
    assert people.get(standing.person_id).full_name == "Vi Thị Đương"


def test_the_secretary_appoints_within_the_cell(client, cell, secretary, member):
    client.sign_in(secretary)
    url = f"/organisations/{cell.id}/offices/new"

    page = client.page(url)
    assert {option["value"] for option in page.select("#office option")} == {
        "deputy", "committee_member", "minute_taker",
    }  # fmt: skip
    assert not page.select("#full_name")
    page = client.page(url, data={"person": member.id, "office": "deputy", "since": "2026-01-01"})
    assert "phó bí thư" in page.text
    page = client.page(url, data={"person": member.id, "office": "administrator", "since": "2026-01-01"})
    assert page.select_one(".error-summary")
    page = client.page(url, data={"person": "", "office": "deputy", "since": "2026-01-01"})
    assert "chọn một đồng chí" in page.select_one(".error-summary").text


def test_the_administrator_appoints_somebody_new_and_somebody_found(client, commune, administrator, member):
    client.sign_in(administrator)
    url = f"/organisations/{commune.id}/offices/new"

    page = client.page(url, data={"full_name": "Lò Thị Xét", "office": "reviewer", "since": "2026-01-01"})
    assert "Lò Thị Xét" in page.text
    page = client.page(url, data={"full_name": "Lò Thị Nhìn", "office": "observer", "since": "2026-01-01"})
    assert "ngày kết thúc" in page.select_one(".error-summary").text
    page = client.page(f"{url}?q=duong")
    assert str(member.id) in {option["value"] for option in page.select("#person option")}
    client.page(f"{url}?q=duong", data={"person": member.id, "office": "reviewer", "since": "2026-01-01"})
    assert len(people.appointments_on(commune, TODAY)) == 3


def test_an_appointment_is_ended_on_its_page(client, cell, secretary):
    make.deputy(cell, "Bế Văn Phó", since=date(2024, 1, 1))
    client.sign_in(secretary)

    page = client.page(f"/organisations/{cell.id}/offices")
    [link] = page.select("tbody a[href*=appointments]")
    page = client.page(link["href"], data={"day": "2026-01-31"})
    assert "31/01/2026" in page.text
    assert people.holder(cell, Office.DEPUTY, date(2026, 2, 1)) is None


WHO = {
    "province administrator": (True, True, True),
    "commune administrator": (True, True, True),
    "other administrator": (False, False, False),
    "secretary": (True, True, False),
    "deputy": (True, True, False),
    "committee_member": (True, False, False),
    "minute_taker": (True, False, False),
    "member": (True, False, False),
    "former member": (False, False, False),
    "other secretary": (False, False, False),
    "commune reviewer": (True, False, False),
    "province reviewer": (True, False, False),
    "other reviewer": (False, False, False),
    "commune observer": (True, False, False),
    "past observer": (False, False, False),
}


def somebody(who, cell):
    commune, other = cell.parent, make.committee()
    return {
        "province administrator": lambda: make.administrator(commune.parent),
        "commune administrator": lambda: make.administrator(commune),
        "other administrator": lambda: make.administrator(other),
        "secretary": lambda: make.secretary(cell),
        "deputy": lambda: make.deputy(cell),
        "committee_member": lambda: make.committee_member(cell),
        "minute_taker": lambda: make.minute_taker(cell),
        "member": lambda: make.member(cell),
        "former member": lambda: make.member(cell, until=date(2026, 1, 1)),
        "other secretary": lambda: make.secretary(make.cell(commune)),
        "commune reviewer": lambda: make.reviewer(commune),
        "province reviewer": lambda: make.reviewer(commune.parent),
        "other reviewer": lambda: make.reviewer(other),
        "commune observer": lambda: make.observer(commune),
        "past observer": lambda: make.observer(commune, until=date(2026, 1, 1)),
    }[who]()


@pytest.mark.parametrize("who", WHO)
def test_who_may_open_what(client, cell, standing, secretary, who):
    reads, manages, administers = WHO[who]
    [held] = people.appointments_on(cell, TODAY)
    client.sign_in(somebody(who, cell))

    for path, may in (
        (f"/cells/{cell.id}/members", reads),
        (f"/organisations/{cell.id}/offices", reads),
        (f"/cells/{cell.id}/members/new", manages),
        (f"/standings/{standing.id}", manages),
        (f"/standings/{standing.id}/name", manages),
        (f"/standings/{standing.id}/rank", manages),
        (f"/standings/{standing.id}/leave", manages),
        (f"/organisations/{cell.id}/offices/new", manages),
        (f"/appointments/{held.id}/end", manages),
        (f"/people/{standing.person_id}/account", manages),
        (f"/standings/{standing.id}/transfer", administers),
        (f"/organisations/{cell.id}/end", administers),
    ):
        client.page(path, status=200 if may else 404)
    client.page("/account")
    client.page("/account/password")


@pytest.mark.parametrize(
    "path", ["/cells/1/members", "/standings/1", "/appointments/1/end", "/people/1/account", "/organisations/1"]
)
def test_who_is_nobody_is_asked_to_sign_in(client, cell, member, secretary, path):
    assert client.get(path).location.startswith("/sign-in?next=")


@pytest.mark.parametrize(
    "path", ["/cells/999/members", "/standings/999", "/people/999/account", "/appointments/999/end"]
)
def test_what_is_not_there_is_404(client, administrator, path):
    client.sign_in(administrator).page(path, status=404)


def test_a_committee_has_no_members_page(client, commune, administrator):
    client.sign_in(administrator).page(f"/cells/{commune.id}/members", status=404)


def test_accounts_are_seen_from_the_list(client, cell, member, secretary):
    make.account(member, "duong.vt", closed_at=clock.now())

    page = client.sign_in(secretary).page(f"/cells/{cell.id}/members")

    assert [" ".join(row.select("td")[3].text.split()).split(" –")[0] for row in page.select("tbody tr")] == [
        "đang dùng", "đã khóa",
    ]  # fmt: skip
    assert db.session.query(Account).count() == 2
