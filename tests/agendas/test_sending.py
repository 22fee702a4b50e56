from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
from sqlalchemy import select, text, update
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tracker.agendas import circulating, drafting
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem, Channel, Circulation, Receipt
from tracker.agendas.rules import Lead
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import holding
from tracker.meetings.rules import MeetingState
from tracker.notices import service as notices


@pytest.fixture
def meeting(app):
    return make.meeting(year=2027)


@pytest.fixture
def secretary(meeting):
    return make.secretary(meeting.cell, "Hoàng Văn Thử")


def url(meeting, rest=""):
    return f"/meetings/{meeting.id}/agenda{rest}"


def kinds_of(person):
    return [notice.kind for notice in notices.unread(person.id)]


def test_an_empty_agenda_is_not_sent(meeting, secretary):
    with pytest.raises(RuleBroken, match="ít nhất một nội dung"):
        make.circulation(meeting, secretary)


def test_sending_stamps_a_version_and_moves_the_meeting(meeting, secretary):
    sent = make.agenda_sent(meeting, secretary)

    assert (sent.number, sent.by, meeting.state) == (1, secretary, MeetingState.CIRCULATED)
    assert sent.content["items"][0]["title"] == "Thảo luận việc làm đường"
    assert agendas.verify_hash(sent)


def test_everybody_of_that_day_has_a_receipt(meeting, secretary):
    with_account, without = make.member(meeting.cell), make.member(meeting.cell)
    closed = make.member(meeting.cell)
    make.account(with_account, "mot")
    make.account(closed, "hai", closed_at=make.before(meeting, 30))
    make.member(meeting.cell, until=make.before(meeting, 10).date())
    make.member(make.cell())

    sent = make.agenda_sent(meeting, secretary)

    channels = {receipt.person_id: receipt.channel for receipt in agendas.receipts(sent)}
    assert channels == {
        secretary.id: Channel.PAPER,
        with_account.id: Channel.APP,
        without.id: Channel.PAPER,
        closed.id: Channel.PAPER,
    }


def test_those_with_an_account_and_the_reviewer_are_told_but_not_the_sender(meeting, secretary):
    member, reviewer = make.member(meeting.cell), make.reviewer(meeting.superior)
    elsewhere = make.reviewer(make.committee())
    make.account(member, "mot")
    make.account(secretary, "hai")

    make.agenda_sent(meeting, secretary)

    assert [kinds_of(one) for one in (member, reviewer, secretary, elsewhere)] == [
        ["agenda_sent"],
        ["agenda_copied"],
        [],
        [],
    ]


def test_a_committee_meeting_goes_to_the_cell_committee_alone(meeting, secretary):
    make.member(meeting.cell)
    minister, keeper = make.committee_member(meeting.cell), make.minute_taker(meeting.cell)
    sitting = make.meeting(meeting.cell, year=2027, day=3, kind=MeetingKind.COMMITTEE)

    sent = make.agenda_sent(sitting, secretary)

    assert {receipt.person_id for receipt in agendas.receipts(sent)} == {secretary.id, minister.id}
    assert keeper.id not in {receipt.person_id for receipt in agendas.receipts(sent)}


def test_the_same_content_is_not_sent_twice(meeting, secretary):
    make.agenda_sent(meeting, secretary)

    with pytest.raises(RuleBroken, match="không có gì thay đổi từ bản 1"):
        make.circulation(meeting, secretary)


def test_a_change_afterwards_leaves_what_was_sent(meeting, secretary):
    first = make.agenda_sent(meeting, secretary)
    item = agendas.items(meeting)[0]
    item.title = "Tên khác"
    db.session.commit()

    assert drafting.has_unsent_changes(meeting)
    assert first.content["items"][0]["title"] == "Thảo luận việc làm đường"


def test_a_move_of_the_meeting_is_a_change_not_sent(meeting, secretary):
    make.agenda_sent(meeting, secretary)
    meeting.planned_at += timedelta(hours=1)
    db.session.commit()

    assert drafting.has_unsent_changes(meeting)


def test_sending_again_makes_version_two_with_fresh_receipts(meeting, secretary):
    member = make.member(meeting.cell)
    make.account(member, "mot")
    first = make.agenda_sent(meeting, secretary)
    agendas.receipt(first, member.id).acknowledged_at = make.before(meeting, 3)
    make.item(meeting, "Nội dung thêm")

    second = make.circulation(meeting, secretary, make.before(meeting, 2))

    assert (second.number, meeting.state) == (2, MeetingState.CIRCULATED)
    assert agendas.receipt(second, member.id).acknowledged_at is None
    assert agendas.receipt(first, member.id).acknowledged_at is not None
    assert kinds_of(member) == ["agenda_changed", "agenda_sent"]


def test_the_first_version_counts_for_the_lead(meeting, secretary):
    make.agenda_sent(meeting, secretary, make.before(meeting, 5))
    make.item(meeting, "Nội dung thêm")
    make.circulation(meeting, secretary, make.before(meeting, 1))

    lead = agendas.lead_time(meeting)

    assert (lead.first.number, lead.latest.number, lead.early) == (1, 2, timedelta(days=5))
    assert lead.latest_lead.early == timedelta(days=1)
    assert lead.was_changed


def test_nothing_sent_has_no_lead(meeting):
    assert agendas.lead_time(meeting) is None


def test_without_a_guidance_any_time_before_the_meeting_will_do(meeting, secretary):
    make.agenda_sent(meeting, secretary, meeting.planned_at - timedelta(minutes=1))

    assert agendas.lead_time(meeting).lead == Lead(timedelta(minutes=1), True)


def test_what_was_changed_since_it_was_shown_is_not_sent(meeting, secretary):
    make.item(meeting)
    with pytest.raises(RuleBroken, match="vừa có người sửa"):
        circulating.circulate(meeting, make.actor(secretary), make.before(meeting), seen="0" * 64)


@pytest.mark.parametrize("state", [MeetingState.HELD, MeetingState.MINUTED, MeetingState.NOT_HELD])
def test_a_meeting_that_is_over_is_not_sent(meeting, secretary, state):
    over = make.meeting(meeting.cell, month=8, state=state)
    with pytest.raises(RuleBroken):
        make.circulation(over, secretary)


@pytest.mark.parametrize("change", [update(Circulation).values(content_hash="0" * 64), Circulation.__table__.delete()])
def test_the_database_refuses_to_change_what_was_sent(meeting, secretary, change):
    make.agenda_sent(meeting, secretary)
    db.session.execute(Receipt.__table__.delete())

    with pytest.raises(DBAPIError, match="cannot be changed"):
        db.session.execute(change)


def test_content_tampered_with_is_found_out(meeting, secretary, database):
    sent = make.agenda_sent(meeting, secretary)
    if database.name == "sqlite":
        db.session.execute(text("DROP TRIGGER circulation_no_update"))
    else:
        db.session.execute(text("ALTER TABLE circulation DISABLE TRIGGER ALL"))
    forged = sent.content | {"items": []}
    db.session.execute(update(Circulation).values(content=forged))
    db.session.commit()
    db.session.expire_all()

    assert not agendas.verify_hash(sent)


def test_the_secretary_sends_from_the_page(client, meeting, secretary):
    make.member(meeting.cell)
    make.item(meeting)
    page = client.sign_in(secretary).page(url(meeting, "/circulate"))
    seen = page.select_one("input[name=seen]")["value"]
    page = client.page(url(meeting, "/circulate"), data={"seen": seen})

    assert page.select_one(".notice--success").text == "Đã gửi chương trình, bản 1."
    assert "sớm" in page.select_one(".because").text


def test_pressed_twice_it_is_sent_once(client, meeting, secretary):
    make.item(meeting)
    page = client.sign_in(secretary).page(url(meeting, "/circulate"))
    form = {name: page.select_one(f"main input[name={name}]")["value"] for name in ("seen", "once", "csrf_token")}
    answers = [client.post(url(meeting, "/circulate"), data=form) for _press in range(2)]

    assert [answer.location for answer in answers] == [url(meeting)] * 2
    assert len(agendas.circulations(meeting)) == 1


def test_sent_from_two_windows_it_is_sent_once(client, meeting, secretary):
    make.item(meeting)
    windows = [client.sign_in(secretary).page(url(meeting, "/circulate")) for _window in range(2)]
    for number, window in enumerate(windows):
        seen = window.select_one("main input[name=seen]")["value"]
        page = client.page(url(meeting, "/circulate"), data={"seen": seen})
        assert bool(page.select_one(".error-summary")) is bool(number)

    assert len(agendas.circulations(meeting)) == 1


def test_pressed_by_four_at_once_it_is_sent_once(app, meeting, secretary):
    deputies = [make.deputy(meeting.cell) for _deputy in range(4)]
    make.item(meeting)
    address = url(meeting, "/circulate")
    visitors = [app.test_client().sign_in(one) for one in deputies]
    pages = [visitor.page(address) for visitor in visitors]
    db.session.commit()

    def press(visitor, page):
        form = {name: page.select_one(f"main input[name={name}]")["value"] for name in ("seen", "csrf_token")}
        with app.app_context():
            return visitor.post(address, data=form).status_code

    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(press, visitors, pages))

    assert sorted(answers) == [200, 200, 200, 302]
    assert len(agendas.circulations(meeting)) == 1


def test_what_somebody_changed_meanwhile_is_shown_before_it_is_sent(client, meeting, secretary):
    make.item(meeting)
    seen = client.sign_in(secretary).page(url(meeting, "/circulate")).select_one("input[name=seen]")["value"]
    make.item(meeting, "Thêm giữa chừng")
    page = client.page(url(meeting, "/circulate"), data={"seen": seen})

    assert "vừa có người sửa" in page.select_one(".error-summary").text
    assert "Thêm giữa chừng" in page.select_one(".agenda").text
    client.page(url(meeting, "/circulate"), data={"seen": page.select_one("input[name=seen]")["value"]})
    assert len(agendas.circulations(meeting)) == 1


def test_the_page_of_a_version_shows_it_as_sent_with_its_hash(client, meeting, secretary):
    make.agenda_sent(meeting, secretary)
    db.session.execute(update(AgendaItem).values(title="Sau khi gửi"))
    db.session.commit()
    page = client.sign_in(secretary).page(url(meeting, "/versions/1"))

    assert page.select_one(".agenda h3").text == "Thảo luận việc làm đường"
    assert "Nguyên vẹn" in page.select_one(".because").text
    assert page.select_one(".hash").text == db.session.scalar(select(Circulation.content_hash))
    client.page(url(meeting, "/versions/2"), status=404)


def test_the_second_version_shows_what_changed_word_by_word(client, meeting, secretary):
    make.agenda_sent(meeting, secretary)
    item = agendas.items(meeting)[0]
    item.title, item.minutes = "Thảo luận việc làm cầu", 30
    make.item(meeting, "Nội dung thêm")
    make.circulation(meeting, secretary, make.before(meeting, 3))
    page = client.sign_in(secretary).page(url(meeting, "/versions/2"))

    changes = page.select_one("[aria-labelledby=changes]")
    assert [one.text for one in changes.select("del")] == ["đường", "20"]
    assert [one.text for one in changes.select("ins")] == ["cầu", "30"]
    assert "Thêm nội dung 2: Nội dung thêm" in " ".join(changes.text.split())


def test_members_go_on_seeing_what_was_sent(client, meeting, secretary):
    member = make.member(meeting.cell)
    make.agenda_sent(meeting, secretary)
    make.item(meeting, "Chưa gửi")

    theirs = client.sign_in(member).page(url(meeting))
    assert [one.text for one in theirs.select(".agenda h3")] == ["Thảo luận việc làm đường"]
    own = client.sign_in(secretary).page(url(meeting))
    assert "Có thay đổi chưa gửi" in own.select_one("main .notice").text
    assert [one.text for one in own.select(".agenda h3")] == ["Thảo luận việc làm đường", "Chưa gửi"]


@pytest.mark.parametrize(("minutes_late", "met"), [(0, True), (1, False)])
def test_the_guidance_of_the_day_asks_for_three_days(app, minutes_late, met):
    version = make.guidance("HD09-2019")
    meeting = make.meeting(year=2020)
    at = make.before(meeting, 3) + timedelta(minutes=minutes_late)
    make.agenda_sent(meeting, make.secretary(meeting.cell), at)

    assert meeting.guidance == version
    assert (agendas.lead_time(meeting).notice, agendas.lead_time(meeting).met) == (timedelta(days=3), met)


@pytest.mark.parametrize(
    ("kind", "least", "minutes"),
    [
        (MeetingKind.REGULAR, None, 90),
        (MeetingKind.COMBINED, None, 120),
        (MeetingKind.REGULAR, 60, 60),
        (MeetingKind.COMBINED, 60, 120),
        (MeetingKind.COMMITTEE, None, None),
    ],
)
def test_the_usual_agenda_fills_the_time_required(app, kind, least, minutes):
    make.guidance()
    meeting = make.meeting(make.cell(least_minutes=least), month=11, kind=kind)

    assert holding.minutes_required(meeting) == minutes
    assert sum(item.minutes for item in agendas.standard_items(meeting)) == (minutes or 60)


def test_the_theme_stands_on_the_usual_agenda(app):
    meeting = make.meeting(kind=MeetingKind.THEMATIC, theme="Giữ rừng đầu nguồn")

    assert "Tóm tắt chuyên đề: Giữ rừng đầu nguồn" in [item.title for item in agendas.standard_items(meeting)]


def test_an_item_sent_twice_stands_once(app):
    meeting = make.meeting()
    first = make.item(meeting)

    assert make.item(meeting) is first
    assert make.item(meeting, minutes=30) is not first
