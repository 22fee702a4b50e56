from datetime import date

import pytest

from tests import factories as make
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.people import offices
from tracker.people import service as people
from tracker.people.models import Account
from tracker.people.sessions import actor_of
from tracker.permissions import Office

TODAY = date(2026, 3, 6)
AT = clock.moment_of(TODAY)
SINCE = date(2025, 1, 1)


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def member(cell):
    return make.member(cell, "Lò Văn Thử")


def actor(person):
    return actor_of(Account(id=1, person_id=person.id, person=person, user_name="x"), TODAY)


@pytest.mark.parametrize(
    ("day", "holds"),
    [(date(2024, 12, 31), False), (SINCE, True), (date(2025, 12, 31), True), (date(2026, 1, 1), False)],
)
def test_an_office_is_held_on_its_days(cell, member, day, holds):
    offices.appoint(None, member, cell, Office.SECRETARY, SINCE, AT, date(2025, 12, 31))

    assert (people.holder(cell, Office.SECRETARY, day) == member) is holds
    assert bool(people.appointments_on(cell, day)) is holds


def test_ending_counts_the_last_day(cell, member):
    held = offices.appoint(None, member, cell, Office.SECRETARY, SINCE, AT)
    offices.end(None, held, date(2025, 6, 30), AT)

    assert people.holder(cell, Office.SECRETARY, date(2025, 6, 30)) == member
    assert people.holder(cell, Office.SECRETARY, date(2025, 7, 1)) is None


@pytest.mark.parametrize(
    ("since", "until", "free"),
    [
        (date(2024, 1, 1), date(2024, 12, 31), True),
        (date(2024, 1, 1), SINCE, False),
        (date(2024, 1, 1), None, False),
        (date(2025, 12, 31), None, False),
        (date(2026, 1, 1), None, True),
        (date(2025, 3, 1), date(2025, 4, 1), False),
    ],
)
def test_a_cell_has_one_secretary_at_a_time(cell, member, since, until, free):
    offices.appoint(None, member, cell, Office.SECRETARY, SINCE, AT, date(2025, 12, 31))
    other = make.member(cell)

    if free:
        offices.appoint(None, other, cell, Office.SECRETARY, since, AT, until)
    else:
        with pytest.raises(RuleBroken, match="“Lò Văn Thử” là bí thư từ 01/01/2025"):
            offices.appoint(None, other, cell, Office.SECRETARY, since, AT, until)


def test_a_cell_may_have_two_deputies_but_nobody_twice(cell, member):
    offices.appoint(None, member, cell, Office.DEPUTY, SINCE, AT)
    offices.appoint(None, make.member(cell), cell, Office.DEPUTY, SINCE, AT)

    with pytest.raises(RuleBroken, match="đã giữ chức vụ này"):
        offices.appoint(None, member, cell, Office.DEPUTY, TODAY, AT)


def test_a_cell_committee_is_there_when_it_has_a_member(cell, member):
    offices.appoint(None, member, cell, Office.SECRETARY, SINCE, AT)
    assert not people.has_cell_committee(cell, TODAY)

    offices.appoint(None, member, cell, Office.COMMITTEE_MEMBER, TODAY, AT)
    assert people.has_cell_committee(cell, TODAY)
    assert not people.has_cell_committee(cell, date(2026, 3, 5))


@pytest.mark.parametrize(
    ("office", "where", "sentence"),
    [
        (Office.REVIEWER, "cell", "không có ở tổ chức này"),
        (Office.SECRETARY, "committee", "không có ở tổ chức này"),
        (Office.MINUTE_TAKER, "committee", "không có ở tổ chức này"),
        (Office.OBSERVER, "committee", "ngày kết thúc"),
        (Office.SECRETARY, "another cell", "không sinh hoạt tại chi bộ"),
    ],
)
def test_an_office_that_cannot_be_given(cell, member, office, where, sentence):
    place = {"cell": cell, "committee": cell.parent, "another cell": make.cell()}[where]

    with pytest.raises(RuleBroken, match=sentence):
        offices.appoint(None, member, place, office, SINCE, AT)


def test_an_end_before_the_beginning(cell, member):
    with pytest.raises(RuleBroken, match="đứng trước"):
        offices.appoint(None, member, cell, Office.DEPUTY, TODAY, AT, SINCE)
    held = offices.appoint(None, member, cell, Office.DEPUTY, TODAY, AT)
    with pytest.raises(RuleBroken, match="đứng trước"):
        offices.end(None, held, SINCE, AT)


BY = {
    "secretary": {Office.DEPUTY, Office.COMMITTEE_MEMBER, Office.MINUTE_TAKER},
    "deputy": {Office.COMMITTEE_MEMBER, Office.MINUTE_TAKER},
    "committee_member": set(),
    "minute_taker": set(),
    "administrator": set(Office) - {Office.REVIEWER},
}


@pytest.mark.parametrize("who", BY)
@pytest.mark.parametrize("office", Office)
def test_who_gives_what_in_a_cell(cell, member, who, office):
    giver = actor(getattr(make, who)(cell if who != "administrator" else cell.parent))

    def give():
        offices.appoint(giver, member, cell, office, TODAY, AT, date(2027, 1, 1))

    if office in BY[who]:
        give()
    else:
        with pytest.raises(RuleBroken):
            give()


def test_nobody_who_leads_a_cell_gives_an_office_to_themselves(cell):
    deputy = make.deputy(cell)

    with pytest.raises(RuleBroken, match="không tự ghi chức vụ"):
        offices.appoint(actor(deputy), deputy, cell, Office.COMMITTEE_MEMBER, TODAY, AT)


def test_a_deputy_does_not_end_the_secretary(cell):
    make.secretary(cell)
    [held] = people.appointments_on(cell, TODAY)

    with pytest.raises(RuleBroken, match="người quản trị cấp trên"):
        offices.end(actor(make.deputy(cell)), held, TODAY, AT)


def test_a_secretary_of_one_cell_gives_nothing_in_another(cell, member):
    with pytest.raises(RuleBroken, match="người quản trị cấp trên"):
        offices.appoint(actor(make.secretary(make.cell(cell.parent))), member, cell, Office.DEPUTY, TODAY, AT)


def test_the_last_administrator_of_the_top_stays(cell):
    top = make.administrator(cell.parent)
    [held] = people.appointments_on(cell.parent, TODAY)

    with pytest.raises(RuleBroken, match="duy nhất"):
        offices.end(actor(top), held, TODAY, AT)
    make.administrator(cell.parent)
    offices.end(actor(top), held, TODAY, AT)
