"""Everybody's front door: what heads it, which links it offers, and that every one of them opens."""

from urllib.parse import urlsplit

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.permissions import Office

ROLES = {
    "secretary": make.secretary,
    "deputy": make.deputy,
    "committee member": make.committee_member,
    "minute-taker": make.minute_taker,
    "member": make.member,
    "reviewer": lambda cell: make.reviewer(cell.parent),
    "administrator": lambda cell: make.administrator(cell.parent),
    "administrator of the cell": make.administrator,
    "observer": lambda cell: make.observer(cell.parent),
    "observer of the cell": make.observer,
    "nobody yet": lambda cell: make.person(),
}


@pytest.fixture
def cell(app):
    return make.cell(make.committee("Đảng bộ xã Đồng Mây"), "Chi bộ thôn Suối Bạc")


def links(page):
    """The addresses within the book that a page leads to, each once."""
    found = {urlsplit(link["href"]) for link in page.select("a[href]")}
    return sorted({f"{one.path}?{one.query}".rstrip("?") for one in found if one.path.startswith("/")})


def open_all(client, page):
    for url in links(page):
        client.page(url)


@pytest.mark.parametrize("role", ROLES)
def test_every_link_at_the_front_door_opens(client, cell, role):
    sheet_cell = make.scoresheet(make.scored_meeting(cell), until="submit").cell
    person = ROLES[role](sheet_cell)
    make.meeting(cell, **next_week())

    open_all(client, client.sign_in(person).page("/"))


def next_week():
    day = clock.day_of(clock.now()).toordinal() + 7
    coming = clock.day_of(clock.now()).fromordinal(day)
    return {"year": coming.year, "month": coming.month, "day": coming.day}


HEADS = {
    "secretary": "Chi bộ thôn Suối Bạc",
    "member": "Chi bộ thôn Suối Bạc",
    "reviewer": "Đảng bộ xã Đồng Mây",
    "administrator": "Quản trị",
    "observer": "Quan sát",
    "nobody yet": "Bàn việc",
}


@pytest.mark.parametrize(("role", "heading"), HEADS.items())
def test_what_heads_the_door(client, cell, role, heading):
    page = client.sign_in(ROLES[role](cell)).page("/")

    assert page.h1.get_text(strip=True) == heading


NAVIGATION = {
    "secretary": ["Bàn việc", "Kỳ họp", "Nhiệm vụ", "Cả năm", "Thành viên"],
    "minute-taker": ["Bàn việc", "Kỳ họp", "Nhiệm vụ", "Cả năm", "Thành viên"],
    "member": ["Bàn việc", "Kỳ họp", "Nhiệm vụ", "Cả năm", "Thành viên"],
    "reviewer": ["Bàn việc", "Thẩm định", "Cả năm"],
    "administrator": ["Bàn việc", "Tổ chức", "Hướng dẫn"],
    "observer": ["Bàn việc", "Thẩm định", "Cả năm"],
    "observer of the cell": ["Bàn việc", "Kỳ họp", "Nhiệm vụ", "Cả năm", "Thành viên"],
    "nobody yet": ["Bàn việc"],
}


@pytest.mark.parametrize(("role", "labels"), NAVIGATION.items())
def test_the_links_at_the_head_are_those_that_open(client, cell, role, labels):
    page = client.sign_in(ROLES[role](cell)).page("/")

    shown = page.select(".masthead nav a")
    assert [link.get_text() for link in shown] == labels
    assert [link.get_text() for link in shown if link.get("aria-current")] == ["Bàn việc"]


def test_a_link_at_the_head_is_marked_on_the_pages_of_its_stage(client, cell):
    meeting = make.meeting(cell, **next_week())
    client.sign_in(make.secretary(cell))

    def current(url):
        return [link.get_text() for link in client.page(url).select(".masthead nav a[aria-current]")]

    assert current(f"/meetings/{meeting.id}/agenda") == ["Kỳ họp"]
    assert current(f"/cells/{cell.id}/duties") == ["Nhiệm vụ"]
    assert current(f"/cells/{cell.id}/ratings/2026") == ["Cả năm"]
    assert current(f"/cells/{cell.id}/members") == ["Thành viên"]
    assert current("/account") == []


def test_a_reviewer_who_is_a_member_too_has_both_halves(client, cell):
    person = make.appoint(make.member(cell), cell.parent, Office.REVIEWER)
    page = client.sign_in(person).page("/")

    labels = [link.get_text() for link in page.select(".masthead nav a")]
    assert labels[-2:] == ["Thẩm định", "Cả năm các chi bộ"]
    assert "Việc của riêng đồng chí" in page.main.get_text()


@pytest.mark.parametrize(
    ("role", "office"),
    [("secretary", "bí thư"), ("member", "đảng viên"), ("reviewer", "người thẩm định"), ("nobody yet", "")],
)
def test_the_head_says_who_is_there_and_as_what(client, cell, role, office):
    person = ROLES[role](cell)
    page = client.sign_in(person).page("/")

    assert page.select_one(".masthead__who a").get_text() == f"{person.full_name}, {office}".removesuffix(", ")


def test_nobody_yet_is_told_whom_to_ask(client, app):
    page = client.sign_in(make.person()).page("/")

    assert "hỏi đồng chí bí thư chi bộ hoặc người quản trị" in page.main.get_text()


def test_somebody_elses_cell_is_not_at_the_door(client, cell):
    other = make.cell(name="Chi bộ khác")
    make.meeting(other, **next_week())
    page = client.sign_in(make.secretary(cell)).page("/")

    assert "Chi bộ khác" not in page.get_text()
