"""What the committee of before may still read of a cell that was moved, and what the new one may."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.organisations import founding
from tracker.permissions import Office
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState

TODAY = clock.day_of(clock.now())
MOVED = TODAY - timedelta(days=30)


def meeting_on(cell, day, **columns):
    return make.scored_meeting(cell, year=day.year, month=day.month, day=day.day, **columns)


@pytest.fixture
def moved(app):
    """A cell moved from the district to the commune a month ago, with a meeting handed in before and one held since."""
    province = make.committee("Đảng bộ tỉnh")
    district, commune = make.committee("Đảng bộ huyện", province), make.committee("Đảng bộ xã", province)
    cell = make.cell(district, "Chi bộ chuyển")
    before = meeting_on(cell, MOVED - timedelta(days=40))
    sheet = make.scoresheet(before, until="recognise")
    founding.move(None, cell, commune, MOVED, clock.now())
    since = meeting_on(cell, MOVED + timedelta(days=15), superior_id=commune.id)
    return {"district": district, "commune": commune, "province": province, "cell": cell} | {
        "before": f"/meetings/{before.id}/about",
        "sheet before": f"/meetings/{before.id}/scoresheet",
        "review before": f"/scoresheets/{sheet.id}/review",
        "since": f"/meetings/{since.id}/about",
        "year": f"/cells/{cell.id}/year/{TODAY.year}",
        "trail": f"/organisations/{cell.id}/audit",
    }


OPEN = {
    "district": {"before", "sheet before", "review before"},
    "commune": {"before", "sheet before", "since", "year", "trail"},
    "province": {"before", "sheet before", "since", "year", "trail"},
}


@pytest.mark.parametrize("where", OPEN)
def test_who_reads_the_past_and_who_the_present(client, moved, where):
    client.sign_in(make.reviewer(moved[where]))
    opened = {name for name, path in moved.items() if isinstance(path, str) and client.get(path).status_code != 404}

    assert opened == OPEN[where]


def test_an_office_over_that_ended_with_the_district_opens_nothing(client, moved):
    client.sign_in(make.reviewer(moved["district"], until=TODAY - timedelta(days=1)))

    assert {client.get(path).status_code for path in moved.values() if isinstance(path, str)} == {404}


def test_an_observer_of_the_old_district_reads_the_tree_of_today(client, moved):
    client.sign_in(make.observer(moved["district"], until=date(2199, 1, 1)))

    assert {client.get(path).status_code for path in moved.values() if isinstance(path, str)} == {404}


def test_from_the_roll_up_down_to_the_sheet_by_links_alone(client, moved):
    """The province reads every level of the year of the move; the cell stands where the year's last day finds it."""
    year = TODAY.year if MOVED.year == TODAY.year else MOVED.year
    client.sign_in(make.reviewer(moved["province"]))
    page = client.page(f"/committees/{moved['province'].id}/ratings/{year}")
    for words in ("Đảng bộ xã", "Chi bộ chuyển"):
        [link] = [one for one in page.select("main table a") if one.text.strip() == words]
        page = client.page(link["href"])
    meeting = next(one["href"] for one in page.select("main table th a") if one["href"] in moved["before"])
    assert client.get(meeting, follow_redirects=True).status_code == 200
    sheet = client.page(moved["sheet before"])

    assert not sheet.select("main form[method=post]")


def test_a_committee_keeps_the_year_in_which_the_cell_stood_below_it(client, moved):
    """What was stored of a year before the move stays with the district, on every page of that year."""
    before = MOVED.year - 1
    row = CellYear(
        cell=moved["cell"], year=before, state=YearState.RECOGNISED, superior_id=moved["district"].id,
        superior_name="Đảng bộ huyện", cell_name="Chi bộ chuyển", computed_class=QualityClass.GOOD,
        proposed_class=QualityClass.GOOD, recognised_class=QualityClass.GOOD,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    for where, listed in (("district", True), ("commune", False)):
        client.sign_in(make.reviewer(moved[where]))
        for page in ("years", "ratings"):
            found = client.page(f"/committees/{moved[where].id}/{page}/{before}").select_one("main").text
            assert ("Chi bộ chuyển" in found) is listed, (where, page)
    commended = client.sign_in(make.reviewer(moved["province"])).page(
        f"/committees/{moved['province'].id}/commendation?to={before}&years=1"
    )

    assert "Chi bộ chuyển" in commended.text and "Đảng bộ huyện" in commended.text


@pytest.mark.parametrize(("since", "until", "status"), [(0, 0, 200), (0, None, 200), (1, None, 404), (-9, -1, 404)])
def test_an_office_counts_on_its_first_and_last_day_and_no_other(client, moved, since, until, status):
    ends = None if until is None else TODAY + timedelta(days=until)
    begins = TODAY + timedelta(days=since)
    person = make.appoint(make.person(), moved["cell"], Office.MINUTE_TAKER, begins, ends)

    client.sign_in(person).page(moved["year"], status=status)


def test_a_member_who_was_transferred_reads_the_new_cell_and_no_longer_the_old(client, moved):
    person = make.member(moved["cell"], until=TODAY - timedelta(days=1))
    new = make.cell(moved["commune"])
    make.stand(person, new, TODAY)
    client.sign_in(person)

    assert {client.get(path).status_code for path in moved.values() if isinstance(path, str)} == {404}
    client.page(f"/cells/{new.id}/year/{TODAY.year}")
