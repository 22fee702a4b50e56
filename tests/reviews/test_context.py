"""Year, month and branch: where a committee's reader stands, on every page of the committee."""

from datetime import date

import pytest
import time_machine
from hypothesis import assume, given
from hypothesis import strategies as st

from tests import factories as make
from tests.queries import counted
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Placement
from tracker.reviews import context, months
from tracker.reviews.models import ReviewSettings


@pytest.mark.parametrize(
    ("today", "month"),
    [
        (date(2026, 11, 1), (2026, 10)),
        (date(2026, 11, 12), (2026, 10)),
        (date(2026, 11, 13), (2026, 11)),
        (date(2026, 11, 23), (2026, 11)),
        (date(2026, 1, 12), (2025, 12)),
        (date(2026, 1, 13), (2026, 1)),
    ],
)
def test_the_month_just_over_is_worked_on_until_its_sheets_are_answered(today, month):
    assert months.worked_on(today, submit_days=5, review_days=7, has_met=True) == month


@given(st.dates())
def test_a_month_in_which_nobody_met_is_not_worked_on(today):
    assume((today.year, today.month) > (1, 1))
    assert months.worked_on(today, 5, 7, has_met=False) == months.before((today.year, today.month))


@given(st.tuples(st.integers(1, 9999), st.integers(1, 12)), st.integers(1, 11))
def test_months_in_a_row_follow_each_other_over_the_year(month, count):
    row = months.run_up_to(month, count)
    assert row[-1] == month and len(row) == count
    assert all(months.before(after) == one for one, after in zip(row, row[1:], strict=False))


@pytest.fixture
def province(app):
    """A province over two communes; under the first a part with a cell of its own."""
    province = make.committee("Đảng bộ tỉnh")
    first, second = make.committee("Đảng bộ xã Ấp", province), make.committee("Đảng bộ xã Bản", province)
    part = make.committee("Đảng bộ bộ phận", first)
    for above in (province, first, second, part):
        make.cell(above, f"Chi bộ của {above.name}")
    return {"province": province, "first": first, "second": second, "part": part}


def options(page, name):
    return [option.text.strip() for option in page.select(f"#pick-{name} option")]


def cells(page):
    return {row.td.text for row in page.select("#list ~ .scroller tbody tr")}


def test_a_branch_is_chosen_and_goes_along(client, province):
    client.sign_in(make.reviewer(province["province"]))
    address = f"/committees/{province['province'].id}/reviews"
    page = client.page(address, query_string={"year": 2026, "month": 3})
    assert options(page, "branch") == ["Tất cả các chi bộ", "Đảng bộ xã Ấp", "Đảng bộ xã Bản"]
    assert len(cells(page)) == 4

    chosen = {"year": 2026, "month": 3, "branch": province["first"].id, "kind": ""}
    page = client.page(address, query_string=chosen)
    assert options(page, "branch") == ["Tất cả các chi bộ", "Đảng bộ xã Ấp", "Đảng bộ bộ phận", "Đảng bộ xã Bản"]
    assert page.select_one("#pick-branch [selected]").text == "Đảng bộ xã Ấp"
    assert cells(page) == {"Chi bộ của Đảng bộ xã Ấp", "Chi bộ của Đảng bộ bộ phận"}
    for link in page.select(".tabs a, .tally a"):
        assert f"branch={province['first'].id}" in link["href"] and "month=3" in link["href"]


def test_a_committee_without_any_below_has_no_branch_to_choose(client, province):
    page = client.sign_in(make.reviewer(province["part"])).page(f"/committees/{province['part'].id}/reviews")
    assert not page.select("#pick-branch")
    assert page.select_one(".tabs [aria-current=page]").text == "Tổng quan"


@pytest.mark.parametrize(
    "query",
    ["year=2026&month=13", "year=1&month=3", "year=abc", "month=-1", "year=99999999999", "branch=x", "branch=0"],
)
def test_a_place_that_is_none_is_not_found(client, province, query):
    client.sign_in(make.reviewer(province["province"]))
    assert client.get(f"/committees/{province['province'].id}/reviews?{query}").status_code == 404


def test_a_branch_is_one_below_the_committee(client, province):
    client.sign_in(make.reviewer(province["first"]))
    address = f"/committees/{province['first'].id}/reviews?branch="
    cell = make.cell(province["first"])
    for other in (province["province"], province["second"], cell):
        assert client.get(f"{address}{other.id}").status_code == 404
    assert client.get(f"{address}{province['part'].id}").status_code == 200
    assert client.get(f"{address}{province['first'].id}").status_code == 200


def test_branches_are_called_as_they_were_called_that_month(client, province):
    branch = province["second"]
    db.session.query(Placement).filter_by(organisation_id=branch.id).update({"until_date": date(2026, 3, 31)})
    db.session.add(Placement(organisation=branch, parent=branch.parent, name="Tên mới", from_date=date(2026, 4, 1)))
    db.session.commit()
    client.sign_in(make.reviewer(province["province"]))
    address = f"/committees/{province['province'].id}/reviews?year=2026"
    assert "Đảng bộ xã Bản" in options(client.page(f"{address}&month=3"), "branch")
    assert "Tên mới" in options(client.page(f"{address}&month=4"), "branch")


@pytest.mark.parametrize(("review_days", "met", "month"), [(None, True, "10"), (1, True, "11"), (1, False, "10")])
def test_without_a_month_the_one_on_the_table_is_shown(client, province, review_days, met, month):
    committee = province["part"]
    for cell, state in (
        (make.cell(committee), MeetingState.HELD if met else MeetingState.PLANNED),
        (make.cell(province["second"]), MeetingState.HELD),
    ):
        make.meeting(cell, 2026, 11, state=state)
    if review_days:
        db.session.add(ReviewSettings(committee=committee, review_days=review_days))
        db.session.commit()
    with time_machine.travel(date(2026, 11, 10)):
        page = client.sign_in(make.reviewer(committee)).page(f"/committees/{committee.id}/reviews")
    assert page.select_one("#pick-month [selected]")["value"] == month


def test_the_branches_are_one_query_however_many(app, province):
    def asked():
        db.session.expire_all()
        place = context.Place(db.session.merge(province["province"]), 2026, 3)
        _ = place.committee.path
        with counted() as sent:
            found = place.branches
        return len(sent), len(found)

    assert asked() == (1, 2)
    for _number in range(3):
        make.committee(parent=province["province"])
    assert asked() == (1, 5)
