"""Members over time: first and last day included."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest

from tests import factories as make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.people import joining, offices
from tracker.people import service as people
from tracker.people.models import Rank
from tracker.permissions import Actor, Office, Post

TODAY = date(2026, 3, 6)
AT = clock.moment_of(TODAY)
SINCE = date(2020, 5, 4)


@pytest.fixture
def cell(app):
    make.member(make.cell(), "Người Nơi Khác")
    return make.cell()


@pytest.fixture
def standing(cell):
    return joining.admit(None, cell, full_name="Lò Văn Thử", rank=Rank.PROBATIONARY, since=SINCE, at=AT)


def names(cell, day, words=""):
    return [row.person.full_name for row in people.members_on(cell, day, words)]


@pytest.mark.parametrize(
    ("day", "there"), [(date(2020, 5, 3), False), (SINCE, True), (TODAY, True), (date(2030, 1, 1), True)]
)
def test_a_member_from_the_first_day(cell, standing, day, there):
    assert names(cell, day) == (["Lò Văn Thử"] if there else [])


@pytest.mark.parametrize(("day", "there"), [(date(2025, 12, 31), True), (date(2026, 1, 1), False)])
def test_a_member_until_the_last_day(cell, standing, day, there):
    joining.leave(None, standing, date(2025, 12, 31), AT, "Chuyển đi")

    assert bool(names(cell, day)) is there


@pytest.mark.parametrize(("day", "rank"), [(date(2021, 5, 3), Rank.PROBATIONARY), (date(2021, 5, 4), Rank.OFFICIAL)])
def test_the_standing_of_the_day(cell, standing, day, rank):
    joining.change_rank(None, standing, Rank.OFFICIAL, date(2021, 5, 4), AT)

    assert [row.rank for row in people.members_on(cell, day)] == [rank]


def test_a_change_on_the_first_day_corrects_it(cell, standing):
    changed = joining.change_rank(None, standing, Rank.EXEMPT, SINCE, AT)

    assert changed is standing
    assert [row.rank for row in people.standings_of(standing.person)] == [Rank.EXEMPT]


@pytest.mark.parametrize(("day", "old"), [(date(2025, 6, 30), True), (date(2025, 7, 1), False)])
def test_a_transfer_counts_from_its_day(cell, standing, day, old):
    other = make.cell()
    joining.transfer(None, standing, other, date(2025, 7, 1), AT)

    assert [bool(names(where, day)) for where in (cell, other)] == [old, not old]
    assert people.standing_on(standing.person_id, day).rank is Rank.PROBATIONARY


@pytest.mark.parametrize(
    ("until", "left"),
    [(None, date(2025, 6, 30)), (date(2030, 1, 1), date(2025, 6, 30)), (date(2024, 1, 1), date(2024, 1, 1))],
)
def test_an_office_does_not_outlast_leaving(cell, standing, until, left):
    held = offices.appoint(None, standing.person, cell, Office.DEPUTY, SINCE, AT, until)

    joining.leave(None, standing, date(2025, 6, 30), AT, "Chuyển đi")

    assert held.until_date == left


def test_offices_in_the_cell_end_with_leaving_and_those_above_do_not(cell, standing):
    offices.appoint(None, standing.person, cell, Office.SECRETARY, SINCE, AT)
    make.reviewer(cell.parent)
    make.appoint(standing.person, cell.parent, Office.REVIEWER)

    joining.transfer(None, standing, make.cell(), date(2025, 7, 1), AT)

    assert people.holder(cell, Office.SECRETARY, date(2025, 6, 30)).id == standing.person_id
    assert people.holder(cell, Office.SECRETARY, date(2025, 7, 1)) is None
    assert people.holder(cell.parent, Office.REVIEWER, TODAY) is not None


@pytest.mark.parametrize(
    ("act", "sentence"),
    [
        (lambda s: joining.leave(None, s, date(2020, 5, 3), AT, "Đi"), "có từ 04/5/2020"),
        (lambda s: joining.leave(None, s, date(2026, 3, 7), AT, "Đi"), "chưa đến"),
        (lambda s: joining.leave(None, s, TODAY, AT, "  "), "ghi lý do"),
        (lambda s: joining.change_rank(None, s, Rank.OFFICIAL, date(2020, 5, 3), AT), "có từ 04/5/2020"),
        (lambda s: joining.change_rank(None, s, Rank.PROBATIONARY, TODAY, AT), "tư cách đó rồi"),
        (lambda s: joining.change_rank(None, s, Rank.OFFICIAL, date(2026, 3, 7), AT), "chưa đến"),
        (lambda s: joining.transfer(None, s, s.cell, TODAY, AT), "chi bộ khác"),
        (lambda s: joining.transfer(None, s, s.cell.parent, TODAY, AT), "chi bộ khác"),
        (lambda s: joining.transfer(None, s, make.cell(), SINCE, AT), "ngày sau đó"),
        (lambda s: joining.join(None, s.person, make.cell(), rank=s.rank, since=TODAY, at=AT), "một chi bộ"),
        (lambda s: joining.admit(None, s.cell, full_name="A", rank=s.rank, since=date(2026, 3, 7), at=AT), "chưa đến"),
        (lambda s: joining.admit(None, s.cell, full_name="A", rank=s.rank, since=date(2009, 1, 1), at=AT), "hoạt động"),
    ],
)
def test_what_cannot_be(standing, act, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        act(standing)


def test_after_leaving_the_old_standing_does_not_change(standing):
    joining.leave(None, standing, TODAY, AT, "Chuyển đi")

    with pytest.raises(RuleBroken, match="đã thôi tư cách này"):
        joining.change_rank(None, standing, Rank.OFFICIAL, TODAY, AT)


def test_somebody_who_left_may_come_back(cell, standing):
    joining.leave(None, standing, date(2024, 1, 31), AT, "Chuyển đi")
    joining.join(None, standing.person, cell, rank=Rank.OFFICIAL, since=date(2025, 2, 1), at=AT)

    assert [bool(names(cell, day)) for day in (date(2024, 1, 31), date(2024, 2, 1), date(2025, 2, 1))] == [
        True, False, True,
    ]  # fmt: skip


def test_two_of_one_name_are_told_apart(cell, standing):
    with pytest.raises(RuleBroken, match="cùng tên"):
        joining.admit(None, cell, full_name="Lò Văn Thử", rank=Rank.OFFICIAL, since=TODAY, at=AT)

    joining.admit(None, cell, full_name="Lò Văn Thử", note="1990", rank=Rank.OFFICIAL, since=TODAY, at=AT)
    assert len(names(cell, TODAY)) == 2


def test_members_stand_by_given_name_and_are_found_without_accents(cell):
    for name in ("Vi Thị Đường", "Bế Văn Ân", "Lò Thị An", "Bế Thị Đương", "Lò Văn Dũng"):
        make.member(cell, name)

    assert names(cell, TODAY) == ["Lò Thị An", "Bế Văn Ân", "Lò Văn Dũng", "Bế Thị Đương", "Vi Thị Đường"]
    assert names(cell, TODAY, "duong") == ["Bế Thị Đương", "Vi Thị Đường"]
    assert names(cell, TODAY, "VI THI") == ["Vi Thị Đường"]
    assert names(cell, TODAY, "%") == []


def test_a_secretary_transfers_only_where_they_lead(standing):
    post = Post(Office.SECRETARY, standing.cell_id, standing.cell.path)
    secretary = Actor(account_id=1, person_id=99, name="Thử", cell_id=standing.cell_id, posts=(post,))

    with pytest.raises(RuleBroken, match="không quản lý chi bộ nơi đến"):
        joining.transfer(secretary, standing, make.cell(), TODAY, AT)


def test_a_transfer_is_in_both_trails(cell, standing):
    other = make.cell()
    joining.transfer(None, standing, other, TODAY, AT)

    assert audit.of_organisation(cell.id)[0].act == "member.transfer_out"
    assert audit.of_organisation(other.id)[0].act == "member.transfer_in"


def test_a_corrected_name_is_sorted_and_found_anew(cell, standing):
    joining.correct_name(None, standing, "Lò Văn Ẩn", "", AT)

    assert names(cell, TODAY, "an") == ["Lò Văn Ẩn"]
    assert audit.of_organisation(cell.id)[0].old["full_name"] == "Lò Văn Thử"


def test_a_former_cell_no_longer_corrects_the_name(standing):
    elsewhere = make.cell()
    joining.transfer(None, standing, elsewhere, date(2026, 3, 1), AT)

    with pytest.raises(RuleBroken, match="đã chuyển sinh hoạt"):
        joining.correct_name(None, standing, "Lò Văn Khác", "", AT)


def test_two_changes_of_standing_at_once_leave_one(app, standing):
    """Each reads an open standing before the other ends it; the second must read anew what the first left."""
    standing_id, person = standing.id, standing.person
    db.session.commit()

    def change(day):
        with app.app_context():
            found = people.get_standing(standing_id)
            both_read.wait()
            try:
                joining.change_rank(None, found, Rank.EXEMPT, day, AT)
                db.session.commit()
            except RuleBroken:
                db.session.rollback()

    both_read = Barrier(1 if db.engine.dialect.name == "sqlite" else 2)  # SQLite lets one writer in at a time
    with ThreadPoolExecutor(2) as pool:
        list(pool.map(change, [date(2026, 2, 1), date(2026, 2, 2)]))

    db.session.expire_all()
    assert len([one for one in people.standings_of(person) if one.until_date is None]) == 1
