from datetime import timedelta

import pytest

from tests import factories as make
from tracker.agendas import receiving
from tracker.agendas import service as agendas
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.notices import service as notices


@pytest.fixture
def meeting(app):
    return make.meeting(year=2027)


@pytest.fixture
def secretary(meeting):
    return make.secretary(meeting.cell, "Hoàng Văn Thử")


@pytest.fixture
def member(meeting):
    who = make.member(meeting.cell, "Bế Thị Mẫu")
    make.account(who, "mau")
    return who


@pytest.fixture
def sent(meeting, secretary, member):
    make.member(meeting.cell, "Triệu Văn Giấy")
    return make.agenda_sent(meeting, secretary)


def url(meeting, rest=""):
    return f"/meetings/{meeting.id}/agenda{rest}"


def receipt(sent, person):
    db.session.expire_all()
    return agendas.receipt(sent, person.id)


def test_reading_the_page_writes_nothing(client, meeting, sent, member):
    client.sign_in(member).page(url(meeting))

    assert receipt(sent, member).opened_at is None


def test_the_page_says_that_it_was_opened(client, meeting, sent, member):
    page = client.sign_in(member).page(url(meeting))
    [beacon] = page.select("form[data-beacon]")
    client.page(beacon["action"], data={})

    assert receipt(sent, member).opened_at is not None
    assert not client.page(url(meeting)).select("form[data-beacon]")
    assert notices.count_unread(member.id) == 0


def test_opened_again_the_first_time_stands(meeting, sent, member):
    first, later = make.before(meeting, 3), make.before(meeting, 2)
    assert receiving.open_agenda(meeting, make.actor(member), first)
    assert not receiving.open_agenda(meeting, make.actor(member), later)

    assert receipt(sent, member).opened_at == first


def test_a_member_acknowledges(client, meeting, sent, member):
    page = client.sign_in(member).page(url(meeting))
    [button] = [form for form in page.select("form.act") if form["action"].endswith("/acknowledge")]
    page = client.page(button["action"], data={"number": button.select_one("[name=number]")["value"]})

    mine = receipt(sent, member)
    assert mine.acknowledged_at is not None and mine.opened_at == mine.acknowledged_at
    assert "Tôi đã đọc" in page.select_one(".big-buttons .chip").text


def test_an_old_version_is_not_acknowledged_for_the_new(client, meeting, sent, secretary, member):
    make.item(meeting, "Nội dung thêm")
    second = make.circulation(meeting, secretary, make.before(meeting, 3))
    client.sign_in(member).post(url(meeting, "/acknowledge"), data={"number": "1", "csrf_token": client.csrf_token()})

    assert receipt(second, member).acknowledged_at is None
    assert "vừa có bản 2" in client.page(url(meeting)).select_one(".notices").text


def test_who_was_not_sent_it_cannot_acknowledge(meeting, sent):
    newcomer = make.member(meeting.cell)
    with pytest.raises(RuleBroken, match="danh sách gửi"):
        receiving.acknowledge(meeting, 1, make.actor(newcomer), make.before(meeting, 1))


def test_a_member_says_coming_from_the_agenda(client, meeting, sent, member):
    page = client.sign_in(member).page(url(meeting))
    [button] = [form for form in page.select("form.act") if form["action"].endswith("/reply")]
    client.page(button["action"], data={"answer": button.select_one("[name=answer]")["value"]})

    assert "Tôi sẽ dự" in client.page(url(meeting)).select_one(".big-buttons .chip").text


def test_the_secretary_declares_paper_handed_over(client, meeting, sent, secretary):
    paper = next(one for one in agendas.receipts(sent) if one.person.full_name == "Triệu Văn Giấy").person
    page = client.sign_in(secretary).page(url(meeting, "/receipts"))
    assert "1/3 đồng chí" in page.select_one(".label").text

    page = client.page(url(meeting, f"/receipts/{paper.id}/hand-over"), data={})

    assert "2/3 đồng chí" in page.select_one(".label").text
    handed = receipt(sent, paper)
    assert (handed.handed_over_by_id, handed.opened_at) == (secretary.id, None)


def test_paper_is_handed_over_once(meeting, sent, member, secretary):
    mine, first = receipt(sent, member), make.before(meeting, 3)
    receiving.hand_over(mine, make.actor(secretary), first)
    with pytest.raises(RuleBroken):
        receiving.hand_over(mine, make.actor(secretary), make.before(meeting, 2))

    assert mine.handed_over_at == first


def test_paper_for_a_stranger_is_404(client, meeting, sent, secretary):
    stranger = make.member(make.cell())
    client.sign_in(secretary).page(url(meeting, f"/receipts/{stranger.id}/hand-over"), data={}, status=404)


def test_only_those_who_could_open_and_did_not_are_reminded(client, meeting, sent, secretary, member):
    reader = make.member(meeting.cell)
    make.account(reader, "doc")
    make.item(meeting, "Thêm")
    make.circulation(meeting, secretary, make.before(meeting, 3))
    receiving.open_agenda(meeting, make.actor(reader), make.before(meeting, 2))
    db.session.commit()

    page = client.sign_in(secretary).page(url(meeting, "/remind"), data={})

    assert page.select_one(".notice--success").text == "Đã nhắc 1 đồng chí."
    assert "agenda_reminder" in [notice.kind for notice in notices.unread(member.id)]
    assert notices.unread(reader.id) == []


def test_nobody_is_reminded_twice_a_day(meeting, sent, secretary, member):
    by, morning = make.actor(secretary), clock.moment_of(make.before(meeting, 2).date()) + timedelta(hours=8)
    assert receiving.remind(meeting, by, morning) == 1
    with pytest.raises(RuleBroken, match="một lần một ngày"):
        receiving.remind(meeting, by, morning + timedelta(hours=15, minutes=59))

    assert receiving.remind(meeting, by, morning + timedelta(hours=16)) == 1


def test_with_nobody_left_there_is_no_reminder(meeting, sent, secretary, member):
    receiving.open_agenda(meeting, make.actor(member), make.before(meeting, 3))
    with pytest.raises(RuleBroken, match="Không còn"):
        receiving.remind(meeting, make.actor(secretary), make.before(meeting, 2))


def test_what_each_did_stands_on_the_trail(meeting, sent, secretary, member):
    receiving.acknowledge(meeting, 1, make.actor(member), make.before(meeting, 3))
    receiving.hand_over(receipt(sent, member), make.actor(secretary), make.before(meeting, 2))

    acts = [(entry.act, entry.actor) for entry in audit.of_organisation(meeting.cell_id, most=2)]
    assert acts == [("agenda.hand_over", "Hoàng Văn Thử"), ("agenda.acknowledge", "Bế Thị Mẫu")]
