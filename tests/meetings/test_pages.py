"""Every page of the stage, for every office, near and far."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState

PAST = date(2026, 3, 6)


@pytest.fixture
def place(app):
    """A cell under a commune of a district, a neighbour cell, another branch – and people in every office."""
    district = make.committee("Đảng bộ huyện Thử")
    commune = make.committee("Đảng bộ xã Thử", district)
    cell = make.cell(commune, "Chi bộ thôn Thử", usual_day=6)
    other_cell = make.cell(commune, "Chi bộ thôn Bên")
    other_branch = make.committee("Đảng bộ xã Khác", district)
    return {
        "cell": cell,
        "secretary": make.secretary(cell, "Nông Văn Một"),
        "deputy": make.deputy(cell, "Vi Văn Hai"),
        "minute_taker": make.minute_taker(cell, "Lý Thị Ba"),
        "member": make.member(cell, "Chu Thị Bốn"),
        "other_secretary": make.secretary(other_cell, "Hứa Văn Năm"),
        "reviewer": make.reviewer(commune, "Đặng Văn Sáu"),
        "district_reviewer": make.reviewer(district, "Đàm Văn Bảy"),
        "far_reviewer": make.reviewer(other_branch, "Mông Văn Tám"),
        "observer": make.observer(commune, "Lộc Văn Chín"),
        "administrator": make.administrator(district, "Bế Văn Mười"),
    }


READERS = {"secretary", "deputy", "minute_taker", "member", "reviewer", "district_reviewer", "observer"}
KEEPERS = {"secretary", "deputy", "minute_taker"}
EVERYBODY = READERS | {"other_secretary", "far_reviewer", "administrator"}

PAGES = {
    "/cells/{cell}/year/2026": READERS,
    "/cells/{cell}/year?year=2025": READERS,
    "/meetings/{held}": READERS,
    "/meetings/{held}/about": READERS,
    "/meetings/{not_held}/about": READERS,
    "/meetings/{held}/roll": READERS,
    "/meetings/{planned}/roll": READERS,
    "/meetings/{committee}/about": READERS - {"member"},
    "/meetings/{held}/hold": KEEPERS,
    "/meetings/{planned}/plan": KEEPERS,
    "/meetings/{planned}/not-held": KEEPERS,
    "/meetings/{not_held}/plan-again": KEEPERS,
    "/meetings/{not_held}/excuse": {"reviewer"},
    "/cells/{cell}/meetings/new": KEEPERS,
    "/cells/{cell}/months/2026/2/not-held": KEEPERS,
}


@pytest.fixture
def addresses(place):
    cell = place["cell"]
    ahead = clock.day_of(clock.now()) + timedelta(days=20)
    planned = make.meeting(cell, ahead.year, ahead.month, ahead.day)
    return {
        "cell": cell.id,
        "planned": planned.id,
        "held": make.meeting(cell, state=MeetingState.HELD).id,
        "not_held": make.meeting(cell, month=4, state=MeetingState.NOT_HELD).id,
        "committee": make.meeting(cell, kind=MeetingKind.COMMITTEE, state=MeetingState.HELD).id,
    }


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_each_page_opens_for_those_who_may_and_is_not_there_for_others(client, place, addresses, who):
    client.sign_in(place[who])
    for pattern, allowed in PAGES.items():
        client.page(pattern.format(**addresses), status=200 if who in allowed else 404)


POSTS = {
    "/meetings/{held}/roll": KEEPERS,
    "/meetings/{held}/hold": KEEPERS,
    "/meetings/{planned}/plan": KEEPERS,
    "/meetings/{planned}/not-held": KEEPERS,
    "/meetings/{not_held}/plan-again": KEEPERS,
    "/meetings/{not_held}/excuse": {"reviewer"},
    "/cells/{cell}/meetings/new": KEEPERS,
    "/cells/{cell}/months/2026/2/not-held": KEEPERS,
    "/meetings/{planned}/reply": KEEPERS | {"member"},
    "/meetings/{planned}/reply-for-other": KEEPERS,
}


@pytest.mark.parametrize("who", sorted(EVERYBODY))
def test_nobody_changes_what_is_not_theirs(client, place, addresses, who):
    client.sign_in(place[who])
    for pattern, allowed in POSTS.items():
        if who not in allowed:
            client.page(pattern.format(**addresses), status=404, data={"reason": "thử", "answer": "coming"})


@pytest.mark.parametrize("address", ["/cells/{cell}/year/2026", "/meetings/{held}/roll", "/meetings/{planned}/roll",
                                     "/meetings/{held}/about", "/meetings/{not_held}/about", "/meetings/{held}/hold",
                                     "/cells/{cell}/meetings/new", "/meetings/{planned}/plan"])  # fmt: skip
def test_pages_stand_in_vietnamese_with_whole_words(client, place, addresses, address):
    page = client.sign_in(place["secretary"]).page(address.format(**addresses))

    assert "None" not in page.text


@pytest.mark.parametrize("year", [0, 1929, 2201])
def test_a_year_out_of_reach_is_not_there(client, place, year):
    client.sign_in(place["secretary"]).page(f"/cells/{place['cell'].id}/year/{year}", status=404)


@pytest.mark.parametrize("month", [0, 13])
def test_a_month_that_does_not_exist_is_not_there(client, place, month):
    client.sign_in(place["secretary"]).page(f"/cells/{place['cell'].id}/months/2026/{month}/not-held", status=404)
