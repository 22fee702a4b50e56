from datetime import date, timedelta

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.organisations import routes
from tracker.organisations import service as organisations
from tracker.organisations.models import OrganisationKind

TODAY = clock.day_of(clock.now())


@pytest.fixture
def province(app):
    return make.committee("Tỉnh ủy Thử", kind=OrganisationKind.PROVINCE, code="T")


@pytest.fixture
def commune(province):
    return make.committee("Đảng ủy xã Đường Mới", province, code="XA-1")


@pytest.fixture
def other(province):
    return make.committee("Đảng ủy xã Bên Kia", province, code="XA-2")


@pytest.fixture
def cell(commune):
    return make.cell(commune, "Chi bộ thôn 2", code="CB-2")


@pytest.fixture
def administrator(province):
    return make.administrator(province)


def test_the_tree_is_indented_in_the_order_of_names(client, administrator, commune, other, cell):
    make.cell(commune, "Chi bộ thôn 10", code="CB-10")
    make.committee("Đảng ủy nơi khác")

    page = client.sign_in(administrator).page("/organisations/")

    lines = [(row.select_one("a").text, row["class"][-1]) for row in page.select("td.indent")]
    assert lines == [
        ("Tỉnh ủy Thử", "indent--0"),
        ("Đảng ủy xã Bên Kia", "indent--1"),
        ("Đảng ủy xã Đường Mới", "indent--1"),
        ("Chi bộ thôn 2", "indent--2"),
        ("Chi bộ thôn 10", "indent--2"),
    ]


def test_a_long_tree_goes_page_by_page(client, administrator, commune, monkeypatch):
    monkeypatch.setattr("tracker.organisations.routes.LINES", 3)
    for number in range(1, 6):
        make.cell(commune, f"Chi bộ thôn {number}")

    seen, page = [], client.sign_in(administrator).page("/organisations/")
    while True:
        seen += [row.text for row in page.select("td.indent a")]
        following = page.select_one("a[rel=next]")
        if not following:
            break
        page = client.page(following["href"])

    assert seen == ["Tỉnh ủy Thử", "Đảng ủy xã Đường Mới", *(f"Chi bộ thôn {n}" for n in range(1, 6))]


@pytest.mark.parametrize("words", ["duong", "ĐƯỜNG", "xa-1", "dang uy xa duong"])
def test_an_organisation_is_found_without_accents(client, administrator, commune, other, words):
    make.committee("Đảng ủy xã Đường Xa", code="XA-19")

    page = client.sign_in(administrator).page("/organisations/", query_string={"q": words})

    assert [row.text for row in page.select("tbody a")] == ["Đảng ủy xã Đường Mới"]


def test_what_is_found_goes_page_by_page(client, administrator, commune, monkeypatch):
    monkeypatch.setattr("tracker.organisations.routes.FOUND", 2)
    for number in range(1, 4):
        make.cell(commune, f"Chi bộ thôn {number}")

    page = client.sign_in(administrator).page("/organisations/?q=thon")
    page = client.page(page.select_one("a[rel=next]")["href"])

    assert [row.text for row in page.select("tbody a")] == ["Chi bộ thôn 3"]


def test_nothing_found_says_so(client, administrator):
    assert "Không có tổ chức nào" in client.sign_in(administrator).page("/organisations/?q=khong-co").text


NEW = {"name": "Chi bộ bản Mới", "code": "cb-9", "kind": "cell", "cell_type": "village", "since": "2020-01-05"}


def test_a_cell_is_created_under_a_committee(client, administrator, commune):
    page = client.sign_in(administrator).page(f"/organisations/{commune.id}/new", data=NEW | {"usual_day": "3"})

    assert page.h1.text == "Chi bộ bản Mới"
    created = organisations.find("CB-9")
    assert (created.parent_id, created.path, created.usual_day) == (commune.id, f"{commune.path}{created.id}/", 3)
    assert organisations.superior_on(created, date(2020, 1, 5)).id == commune.id
    assert organisations.superior_on(created, date(2020, 1, 4)) is None


def test_the_form_sent_twice_makes_one(client, administrator, commune):
    client.sign_in(administrator)
    sent = NEW | {"csrf_token": client.csrf_token(), "once": "k" * 32}

    first = client.post(f"/organisations/{commune.id}/new", data=sent)
    second = client.post(f"/organisations/{commune.id}/new", data=sent)

    assert first.location == second.location
    assert len(organisations.cells_below(commune)) == 1


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"name": ""}, "Hãy ghi tên tổ chức."),
        ({"code": "mã có dấu"}, "Hãy viết lại mã."),
        ({"code": "XA-1"}, "Mã “XA-1” đã có tổ chức khác dùng."),
        ({"cell_type": ""}, "Hãy chọn loại hình chi bộ."),
        ({"since": "2199-01-01"}, "chưa đến"),
        ({"since": "2000-01-01"}, "không hoạt động vào ngày này"),
        ({"since": "hôm qua"}, "ngày/tháng/năm"),
        ({"usual_day": "32"}, "từ 1 đến 31"),
    ],
)
def test_what_cannot_be_taken_is_said_and_kept(client, administrator, commune, wrong, sentence):
    page = client.sign_in(administrator).page(f"/organisations/{commune.id}/new", data=NEW | wrong)

    assert sentence in page.select_one(".error-summary").text
    assert page.select_one("#name")["value"] == (NEW | wrong)["name"]
    assert organisations.cells_below(commune) == []


def test_settings_are_saved_and_a_stale_form_is_refused(client, administrator, cell):
    client.sign_in(administrator)
    url, version = f"/organisations/{cell.id}/settings", cell.version
    sent = {"usual_day": "5", "usual_time": "14h00", "cell_type": "agency", "version": version}

    page = client.page(url, data=sent)
    assert "ngày 5 hằng tháng" in page.text
    client.page(url, data=sent | {"usual_day": "9"}, status=409)

    db.session.refresh(cell)
    assert cell.usual_day == 5


def test_saving_unchanged_settings_is_no_fault(client, administrator, cell):
    client.sign_in(administrator)
    response = client.post(
        f"/organisations/{cell.id}/settings",
        data={"csrf_token": client.csrf_token(), "cell_type": "village", "version": cell.version},
    )

    assert response.status_code == 302


def test_renaming_keeps_the_old_name_for_the_past(client, administrator, cell):
    sent = {"name": "Chi bộ thôn Hai", "day": "2024-07-01", "version": cell.version, "basis": "QĐ 5"}

    page = client.sign_in(administrator).page(f"/organisations/{cell.id}/rename", data=sent)

    assert page.h1.text == "Chi bộ thôn Hai"
    assert organisations.name_on(cell, date(2024, 6, 30)) == "Chi bộ thôn 2"
    assert organisations.name_on(cell, date(2024, 7, 1)) == "Chi bộ thôn Hai"


def test_moving_from_a_date(client, administrator, cell, commune, other):
    sent = {"parent": other.id, "day": "2025-07-01", "version": cell.version}

    page = client.sign_in(administrator).page(f"/organisations/{cell.id}/move", data=sent)

    assert "01/7/2025" in page.text
    assert "Đảng ủy xã Đường Mới" in page.text
    assert organisations.superior_on(cell, date(2025, 6, 30)).id == commune.id
    assert organisations.superior_on(cell, date(2025, 7, 1)).id == other.id


def test_a_move_to_come_is_refused_in_words(client, administrator, cell, other):
    sent = {"parent": other.id, "day": (TODAY + timedelta(days=2)).isoformat(), "version": cell.version}

    page = client.sign_in(administrator).page(f"/organisations/{cell.id}/move", data=sent)

    assert "chưa đến" in page.select_one(".error-summary").text


def test_every_page_opens(client, administrator, commune, cell):
    client.sign_in(administrator)
    for path in ("", "/settings", "/rename", "/move", "/end", "/audit", "/offices"):
        client.page(f"/organisations/{cell.id}{path}")
    for path in ("", "/new", "/settings", "/rename", "/move", "/end", "/audit", "/offices", "/offices/new"):
        client.page(f"/organisations/{commune.id}{path}")
    client.page(f"/organisations/{cell.id}/new", status=404)
    client.page("/organisations/")
    client.page("/organisations/?q=chi")


def test_an_organisation_is_ended_when_nothing_is_left_in_it(client, administrator, commune, cell):
    member = make.secretary(cell)
    client.sign_in(administrator)
    url = f"/organisations/{cell.id}/end"

    assert "còn đảng viên" in client.page(url, data={"day": "2026-01-31"}).select_one(".error-summary").text
    assert "Còn tổ chức" in client.page(f"/organisations/{commune.id}/end", data={"day": "2026-01-31"}).text

    [standing] = [row for row in make.standings(member)]
    client.page(f"/standings/{standing.id}/leave", data={"day": "2026-01-31", "reason": "Chuyển đi"})
    page = client.page(url, data={"day": "2026-01-31"})

    assert "31/01/2026" in page.text
    assert organisations.superior_on(cell, date(2026, 1, 31)).id == commune.id
    assert organisations.superior_on(cell, date(2026, 2, 1)) is None
    assert organisations.cells_below(commune) == []


READERS = {
    "province administrator": (True, True, True),
    "commune administrator": (True, True, True),
    "other administrator": (False, False, False),
    "cell administrator": (True, True, True),
    "secretary": (True, False, True),
    "deputy": (True, False, True),
    "committee member": (True, False, False),
    "minute-taker": (True, False, False),
    "member": (True, False, False),
    "secretary of another cell": (False, False, False),
    "commune reviewer": (True, False, True),
    "province reviewer": (True, False, True),
    "other reviewer": (False, False, False),
    "commune observer": (True, False, True),
    "other observer": (False, False, False),
    "nobody": (False, False, False),
}


def somebody(who, province, commune, other, cell):
    return {
        "province administrator": lambda: make.administrator(province),
        "commune administrator": lambda: make.administrator(commune),
        "other administrator": lambda: make.administrator(other),
        "cell administrator": lambda: make.administrator(cell),
        "secretary": lambda: make.secretary(cell),
        "deputy": lambda: make.deputy(cell),
        "committee member": lambda: make.committee_member(cell),
        "minute-taker": lambda: make.minute_taker(cell),
        "member": lambda: make.member(cell),
        "secretary of another cell": lambda: make.secretary(make.cell(commune)),
        "commune reviewer": lambda: make.reviewer(commune),
        "province reviewer": lambda: make.reviewer(province),
        "other reviewer": lambda: make.reviewer(other),
        "commune observer": lambda: make.observer(commune),
        "other observer": lambda: make.observer(other),
        "nobody": make.person,
    }[who]()


@pytest.mark.parametrize("who", READERS)
def test_who_may_open_what_of_a_cell(client, province, commune, other, cell, who):
    reads, manages, audits = READERS[who]
    client.sign_in(somebody(who, province, commune, other, cell))

    for path, may in (
        ("", reads),
        ("/offices", reads),
        ("/settings", manages),
        ("/rename", manages),
        ("/move", manages and who != "cell administrator"),
        ("/end", manages and who != "cell administrator"),
        ("/audit", audits),
    ):
        client.page(f"/organisations/{cell.id}{path}", status=200 if may else 404)


def test_only_administrators_open_the_tree(client, cell):
    client.sign_in(make.secretary(cell)).page("/organisations/", status=404)


def test_what_stands_below_a_committee_goes_on_page_by_page(client, monkeypatch, administrator, commune, other, cell):
    monkeypatch.setattr(routes, "FOUND", 2)
    for name in ("Chi bộ A", "Chi bộ B"):
        make.cell(commune, name)
    client.sign_in(administrator)
    address, seen = f"/organisations/{commune.id}", []
    while address:
        page = client.page(address)
        seen.append([row.a.text for row in page.select("section[aria-labelledby=below] li")])
        following = page.select_one("section[aria-labelledby=below] a[rel=next]")
        address = following and following["href"].split("#")[0]

    assert seen == [["Chi bộ A", "Chi bộ B"], ["Chi bộ thôn 2"]]
    assert page.select_one("section[aria-labelledby=below] a[rel=prev]")["href"] == f"/organisations/{commune.id}#below"
    client.page(f"/organisations/{commune.id}?after=999999", status=404)
