"""Delegates to cells: named and ended by the committee, told of meetings, seeing only what is theirs."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.desk import delegate as desks
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.notices.models import Notice
from tracker.people import accounts, joining, offices
from tracker.people import service as people
from tracker.people.models import Appointment
from tracker.permissions import Action, Office, allows
from tracker.reviews import acts as reviewing
from tracker.reviews import attesting, delegates
from tracker.scoresheets import gathering

NOW = clock.now()
TODAY = clock.day_of(NOW)


@pytest.fixture
def committee(app):
    return make.committee("Đảng bộ xã Đồng Mây")


@pytest.fixture
def reviewer(committee):
    return make.reviewer(committee, "Vi Văn Xét")


@pytest.fixture
def cell(committee):
    return make.cell(committee, "Chi bộ thôn Nà Lầu")


def url(committee, rest=""):
    return f"/committees/{committee.id}/delegates{rest}"


def followers(cell):
    delegates = select(Appointment).where(Appointment.office == Office.DELEGATE)
    held = db.session.scalars(delegates.order_by(Appointment.id))
    return [one.person.full_name for one in held if one.organisation_id == cell.id]


# --- naming ---------------------------------------------------------------------------------------------------------


def test_the_cells_that_nobody_follows_stand_first_and_are_marked(client, committee, reviewer):
    for name in ("Chi bộ An", "Chi bộ Bình"):
        make.delegate(make.cell(committee, name), f"Theo Dõi {name}")
    make.cell(committee, "Chi bộ Yên")

    page = client.sign_in(reviewer).page(url(committee))

    assert page.h2.text == "1 chi bộ chưa có đồng chí theo dõi"
    rows = [row.get_text(" ", strip=True) for row in page.select("tbody tr")]
    assert [row.split(" Theo")[0].split(" Chưa")[0] for row in rows] == ["Chi bộ Yên", "Chi bộ An", "Chi bộ Bình"]
    assert "Chưa có" in rows[0]


def test_the_list_goes_on_page_by_page_with_the_same_few_queries(committee):
    named = [f"Chi bộ {number:02}" for number in range(7)]
    for number, name in enumerate(named):
        cell = make.cell(committee, name)
        if number % 2:
            make.delegate(cell)
    seen, after, asked = [], "", set()
    delegates.cells(committee, TODAY)
    while True:
        with counted() as sent:
            lines, has_more = delegates.cells(committee, TODAY, after, most=2)
        asked.add(len(sent) - bool(after))
        seen += [line.cell.name for line in lines]
        if not has_more:
            break
        after = str(lines[-1].cell.id)

    assert seen == [*named[::2], *named[1::2]]
    assert asked == {2}


def test_the_last_page_of_an_unknown_cell_is_the_first(committee, cell):
    assert [len(delegates.cells(committee, TODAY, after)[0]) for after in ("", "999999", "x", "²", "9" * 30)] == [1] * 5


def test_a_delegate_whose_time_is_over_follows_no_more_and_one_to_come_not_yet(committee, cell):
    make.appoint(make.person(), cell, Office.DELEGATE, until=TODAY - timedelta(days=1))
    assert delegates.tally(committee, TODAY) == (1, 1)

    make.appoint(make.person("Người Sắp Đến"), cell, Office.DELEGATE, since=TODAY + timedelta(days=3))
    assert delegates.tally(committee, TODAY) == (1, 1)
    [[line], _more] = delegates.cells(committee, TODAY)
    assert [held.person.full_name for held in line.held] == ["Người Sắp Đến"]


def test_the_reviewer_names_somebody_of_the_committee(client, committee, cell, reviewer):
    colleague = make.observer(committee, "Lộc Văn Cấp")

    page = client.sign_in(reviewer).page(url(committee, f"/new?cell={cell.id}"))
    assert page.select_one("#cell option[selected]").text == cell.name
    assert [one.text for one in page.select("#person option")] == ["– chọn –", "Lộc Văn Cấp"]
    data = {"cell": cell.id, "person": colleague.id, "full_name": "", "since": TODAY.isoformat()}
    client.page(url(committee, "/new"), data=data)

    assert followers(cell) == ["Lộc Văn Cấp"]
    assert allows(make.actor(colleague), Action.READ_CELL, cell)


def test_the_reviewer_names_somebody_new_or_one_found_in_a_cell(client, committee, cell, reviewer):
    client.sign_in(reviewer)
    client.page(url(committee, "/new"), data={"cell": cell.id, "full_name": "Nông Văn Mới", "since": TODAY.isoformat()})
    other = make.member(make.cell(committee), "Hoàng Thị Tìm")
    found = client.page(url(committee, "/new?q=hoang+thi"))
    assert "Hoàng Thị Tìm" in found.select_one("#person").text
    data = {"cell": cell.id, "person": other.id, "since": TODAY.isoformat()}
    client.page(url(committee, "/new?q=hoang+thi"), data=data)

    assert followers(cell) == ["Nông Văn Mới", "Hoàng Thị Tìm"]


def test_two_of_one_name_are_told_apart_by_their_cells(client, committee, cell, reviewer):
    for name in ("Chi bộ Ao", "Chi bộ Bến"):
        make.member(make.cell(committee, name), "Nông Thị Điệp")
    found = client.sign_in(reviewer).page(url(committee, "/new?q=nong thi diep"))
    assert [one.text for one in found.select("#person option")][1:] == [
        "Nông Thị Điệp · Chi bộ Ao", "Nông Thị Điệp · Chi bộ Bến",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("person", "full_name", "says"),
    [("", "", "Hãy chọn một đồng chí"), ("colleague", "Ai Đó", "không cả hai")],
)
def test_one_person_is_named_and_no_other(client, committee, cell, reviewer, person, full_name, says):
    picked = make.observer(committee).id if person else ""
    data = {"cell": cell.id, "person": picked, "full_name": full_name, "since": TODAY.isoformat()}

    page = client.sign_in(reviewer).page(url(committee, "/new"), data=data)

    assert says in page.select_one(".error-summary").text
    assert followers(cell) == []


def test_only_the_committee_directly_above_names_and_never_the_cell(committee, cell, reviewer):
    somebody = make.person()
    province = make.reviewer(make.committee("Tỉnh"))
    for who in (make.secretary(cell), make.deputy(cell), province, make.observer(committee)):
        with pytest.raises(RuleBroken, match="cấp trên"):
            offices.appoint(make.actor(who), somebody, cell, Office.DELEGATE, TODAY, NOW)
        db.session.rollback()
    with pytest.raises(RuleBroken, match="không tự ghi"):
        offices.appoint(make.actor(reviewer), reviewer, cell, Office.DELEGATE, TODAY, NOW)
    with pytest.raises(RuleBroken, match="không có ở tổ chức này"):
        offices.appoint(make.actor(reviewer), somebody, committee, Office.DELEGATE, TODAY, NOW)
    with pytest.raises(RuleBroken, match="cấp trên"):
        offices.appoint(make.actor(reviewer), somebody, cell, Office.OBSERVER, TODAY, NOW, TODAY)

    assert offices.appoint(make.actor(reviewer), somebody, cell, Office.DELEGATE, TODAY, NOW).person is somebody


def test_who_keeps_the_cells_own_book_does_not_stand_in_for_the_committee(committee, cell, reviewer):
    keeper, plain = make.minute_taker(cell), make.member(cell)

    with pytest.raises(RuleBroken, match="chính chi bộ này"):
        delegates.name(cell, keeper.id, "", TODAY, make.actor(reviewer), NOW)
    assert delegates.name(cell, plain.id, "", TODAY, make.actor(reviewer), NOW).person is plain


def test_the_reviewer_ends_it_from_a_day(client, committee, cell, reviewer):
    who = make.delegate(cell, "Lý Theo Dõi")
    [held] = people.appointments_of(who)
    client.sign_in(reviewer)
    assert "Lý Theo Dõi" in client.page(f"/delegates/{held.id}/end").text

    client.page(f"/delegates/{held.id}/end", data={"day": "1990-01-01"}, status=200)
    assert held.until_date is None
    client.page(f"/delegates/{held.id}/end", data={"day": (TODAY - timedelta(days=1)).isoformat()})

    db.session.expire_all()
    assert held.until_date == TODAY - timedelta(days=1)
    assert delegates.tally(committee, TODAY) == (1, 1)


def test_the_committees_administrator_opens_the_account_and_the_cell_does_not(committee, cell):
    seat = accounts.seat(make.delegate(cell).id, NOW)

    assert accounts.may_open(make.actor(make.administrator(committee)), seat, NOW)
    assert not accounts.may_open(make.actor(make.secretary(cell)), seat, NOW)


def test_the_administrator_names_one_who_is_no_member_on_the_page_of_offices(client, committee, cell):
    data = {"full_name": "Người Của Xã", "office": "delegate", "since": TODAY.isoformat(), "person": "", "until": ""}
    client.sign_in(make.administrator(committee)).page(f"/organisations/{cell.id}/offices/new", data=data)

    assert followers(cell) == ["Người Của Xã"]


def test_the_page_of_offices_offers_the_reviewer_nothing_that_is_closed_to_them(client, committee, cell, reviewer):
    make.delegate(cell)

    page = client.sign_in(reviewer).page(f"/organisations/{cell.id}/offices")

    assert not page.select("main a[href$='/offices/new'], main a[href$='/end']")


def test_leaving_the_cell_does_not_end_following_it(committee, cell, reviewer):
    who = make.member(cell)
    make.appoint(who, cell, Office.DELEGATE)
    [standing] = people.standings_of(who)

    joining.leave(None, standing, TODAY, NOW, "chuyển đi")

    assert [held.until_date for held in people.appointments_of(who)] == [None]


# --- being told -----------------------------------------------------------------------------------------------------


def told(person):
    return [
        one.kind for one in db.session.scalars(select(Notice).where(Notice.person_id == person.id).order_by(Notice.id))
    ]


@pytest.mark.parametrize(
    ("kind", "kinds"),
    [(MeetingKind.REGULAR, ["agenda_copied"]), (MeetingKind.THEMATIC, ["agenda_copied"]),
     (MeetingKind.COMBINED, ["agenda_copied"]), (MeetingKind.COMMITTEE, [])],
)  # fmt: skip
def test_the_delegate_is_told_of_each_agenda_but_the_cell_committees_own(cell, kind, kinds):
    who, secretary = make.delegate(cell), make.secretary(cell)
    elsewhere = make.delegate(make.cell(cell.parent))
    meeting = make.meeting(cell, 2027, kind=kind)

    make.agenda_sent(meeting, secretary)

    assert (told(who), told(elsewhere)) == (kinds, [])


def test_a_reviewer_who_follows_the_cell_is_told_once(cell, reviewer):
    make.appoint(reviewer, cell, Office.DELEGATE)
    meeting = make.meeting(cell, 2027)

    make.agenda_sent(meeting, make.secretary(cell))

    assert told(reviewer) == ["agenda_copied"]


def test_the_check_of_notice_knows_the_delegate_as_who_follows(cell):
    meeting = make.meeting(cell, 2027)
    assert gathering.facts(meeting).followers == 0

    make.delegate(cell, "Lý Theo Dõi")
    assert (gathering.facts(meeting).followers, gathering.facts(meeting).followers_told) == (1, 0)
    make.agenda_sent(meeting, make.secretary(cell))
    assert gathering.facts(meeting).followers_told == 1


# --- seeing only what is theirs -------------------------------------------------------------------------------------


def test_the_front_door_leads_to_each_cells_next_meeting(client, committee, cell):
    who = make.delegate(cell)
    make.appoint(who, make.cell(committee, "Chi bộ không họp"), Office.DELEGATE)
    make.meeting(cell, 2027, 5)
    sent = make.meeting(cell, 2027, 4, state=MeetingState.CIRCULATED)
    make.meeting(cell, 2027, 3, kind=MeetingKind.COMMITTEE)

    page = client.sign_in(who).page("/")

    rows = [row.get_text(" ", strip=True) for row in page.select("main .missing li")]
    assert [("Chưa có kỳ họp" in row, "Đọc chương trình" in row) for row in rows] == [(True, False), (False, True)]
    assert page.select_one(f"a[href='/meetings/{sent.id}/agenda']")
    assert page.select_one(f"nav a[href^='/cells/{cell.id}/year']")
    client.page(f"/cells/{cell.id}/year/2027")


def test_the_front_door_asks_no_more_for_more_cells(app, committee):
    who = make.delegate(make.cell(committee))
    counts = []
    for _more in range(2):
        actor = make.actor(who)
        with app.test_request_context(), counted() as sent:
            desks.desk(actor, NOW)
        counts.append(len(sent))
        for _number in range(3):
            cell = make.cell(committee)
            make.appoint(who, cell, Office.DELEGATE)
            make.meeting(cell, 2027)

    assert counts[0] == counts[1]


def test_a_score_is_asked_for_while_it_is_fresh_and_open(app, cell):
    who = make.delegate(cell)
    day = TODAY - timedelta(days=3)
    sheet = make.scoresheet(make.scored_meeting(cell, year=day.year, month=day.month, day=day.day), until="submit")
    sheet.meeting.guidance_id = sheet.guidance_id
    db.session.commit()

    def waiting(at=NOW):
        with app.test_request_context():
            return [todo.url for todo in desks.desk(make.actor(who), at).todos]

    assert waiting() == [f"/meetings/{sheet.meeting_id}/attestation"]
    assert waiting(NOW + timedelta(days=60)) == []
    attesting.attest(sheet.meeting, Decimal(90), "", make.actor(who), NOW)
    assert waiting() == []
    db.session.rollback()
    decide(sheet)
    assert waiting() == []


def decide(sheet):
    above = make.actor(make.holder_of(sheet.cell.parent, {Office.REVIEWER}, make.reviewer))
    reviewing.open_sheet(sheet, above, NOW)
    reviewing.recognise(sheet, above, NOW)
    db.session.commit()


def test_a_meeting_of_before_the_delegates_day_is_not_asked_about(app, cell):
    who = make.appoint(make.person(), cell, Office.DELEGATE, since=TODAY)
    day = TODAY - timedelta(days=3)
    meeting = make.scored_meeting(cell, year=day.year, month=day.month, day=day.day)
    meeting.guidance_id = make.scoresheet(meeting).guidance_id
    db.session.commit()

    with app.test_request_context():
        assert desks.desk(make.actor(who), NOW).todos == []
