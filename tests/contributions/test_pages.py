from datetime import timedelta

import pytest
from sqlalchemy import event, select

from tests import factories as make
from tracker.agendas import items
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, OutcomeKind, Phase
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.notices import service as notices
from tracker.once import new_key
from tracker.organisations.models import Organisation


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def meeting(cell):
    """To be held in three days."""
    day = clock.day_of(clock.now()) + timedelta(days=3)
    return make.meeting(cell, year=day.year, month=day.month, day=day.day, state=MeetingState.CIRCULATED)


@pytest.fixture
def today(cell):
    day = clock.day_of(clock.now())
    return make.meeting(cell, year=day.year, month=day.month, day=day.day, state=MeetingState.HELD)


@pytest.fixture
def secretary(cell):
    return make.secretary(cell, "Hoàng Thị Thử")


@pytest.fixture
def member(cell):
    return make.member(cell, "Bế Văn Thử")


def item_of(meeting, presenter=None):
    item = items.add(
        meeting, items.Given(ItemKind.DISCUSSION, "Làm đường", 20, presenter and presenter.id), None, clock.now()
    )
    db.session.commit()
    return item


def rows():
    return list(db.session.scalars(select(Contribution).order_by(Contribution.id)))


def test_a_member_writes_and_everybody_reads(client, meeting, member, secretary):
    item = item_of(meeting)
    url = f"/meetings/{meeting.id}/contributions"
    assert client.sign_in(member).page(f"{url}/write?item={item.id}").select_one("option[selected]")["value"] == str(
        item.id
    )

    page = client.page(f"{url}/write", data={"item": item.id, "kind": "paper", "text": "Kinh nghiệm hiến đất."})

    assert "Kinh nghiệm hiến đất." in page.select_one(".contributions").text
    assert "Chờ xem xét" in page.text
    assert "Tham luận" in client.sign_in(secretary).page(url).select_one(".contributions").text


def test_nothing_written_is_refused_beside_the_field(client, meeting, member):
    page = client.sign_in(member).page(f"/meetings/{meeting.id}/contributions/write", data={"text": "  "})

    assert page.select_one(".error-summary a").text == "Hãy viết nội dung ý kiến."


def test_a_form_sent_twice_is_one_remark(client, meeting, member):
    data = {"text": "Một lần thôi.", "once": new_key()}
    for _again in range(2):
        client.sign_in(member).post(
            f"/meetings/{meeting.id}/contributions/write", data=data | {"csrf_token": client.csrf_token()}
        )

    assert len(rows()) == 1


def test_a_member_edits_and_withdraws_their_own(client, meeting, member):
    row = make.contribution(meeting, member)
    client.sign_in(member).page(f"/contributions/{row.id}/edit", data={"text": "Viết lại.", "version": row.version})
    assert rows()[0].text == "Viết lại."

    page = client.page(f"/contributions/{row.id}/withdraw", data={})

    assert "Đã rút ý kiến." in page.text
    assert rows()[0].fate is Fate.WITHDRAWN


def test_two_who_edit_at_once_see_both_texts_and_lose_neither(client, meeting, member):
    row = make.contribution(meeting, member)
    old = row.version
    client.sign_in(member).page(f"/contributions/{row.id}/edit", data={"text": "Bản trên máy tính", "version": old})

    page = client.page(f"/contributions/{row.id}/edit", data={"text": "Bản trên máy khác", "version": old}, status=409)

    texts = page.select_one(".two-texts").text
    assert "Bản trên máy tính" in texts and "Bản trên máy khác" in texts
    version = page.select_one("input[name=version]")["value"]
    client.page(f"/contributions/{row.id}/edit", data={"text": "Bản gộp", "version": version})
    assert rows()[0].text == "Bản gộp"


def test_two_answers_at_once_are_both_shown(client, meeting, secretary):
    row = make.contribution(meeting)
    old = row.version
    client.sign_in(secretary).page(f"/contributions/{row.id}/answer", data={"text": "Tiếp thu.", "version": old})

    page = client.page(f"/contributions/{row.id}/answer", data={"text": "Chưa thể.", "version": old}, status=409)

    assert "Tiếp thu." in page.select_one(".two-texts").text and "Chưa thể." in page.select_one(".two-texts").text


def test_the_secretary_enters_for_a_member_and_the_page_says_so(client, meeting, secretary, member):
    page = client.sign_in(secretary).page(
        f"/meetings/{meeting.id}/contributions/enter",
        data={"person": member.id, "kind": "remark", "text": "Đồng ý với phương án."},
    )

    shown = page.select_one(".contributions").text
    assert "Bế Văn Thử" in shown and "nhập hộ bởi đ/c Hoàng Thị Thử" in shown


def test_speakers_are_recorded_one_after_another(client, today, secretary, member):
    item = item_of(make_open(today))
    url = f"/meetings/{today.id}/contributions/speakers"
    for words in ("Nhất trí mức góp.", "Bổ sung về thời gian."):
        page = client.sign_in(secretary).page(url, data={"person": member.id, "item": item.id, "text": words})

    assert "2 lượt phát biểu" in page.text
    assert page.select_one("#item option[selected]")["value"] == str(item.id)
    assert [row.fate for row in rows()] == [Fate.RAISED, Fate.RAISED]


def make_open(meeting):
    """Items are added while the meeting is not held: pretend for a moment."""
    meeting.state = MeetingState.PLANNED
    db.session.commit()
    return meeting


def test_the_secretary_decides_what_becomes_of_each(client, meeting, secretary, member):
    first, second, third = (make.contribution(meeting, member, text) for text in ("Một", "Hai", "Ba"))
    client.sign_in(secretary)

    client.page(f"/contributions/{first.id}/answer", data={"text": "Chi ủy tiếp thu.", "version": first.version})
    client.page(f"/contributions/{second.id}/merge", data={"into": first.id})
    page = client.page(f"/contributions/{third.id}/raise", data={})

    assert "2/3 ý kiến gửi trước đã trả lời." in page.text
    assert "Gộp với ý kiến của đ/c Bế Văn Thử" in page.text
    assert "Đã nêu tại kỳ họp" in page.text
    page = client.page(f"/contributions/{third.id}/wait", data={"reason": ""})
    assert page.select_one(".error-summary a").text == "Hãy ghi lý do."
    client.page(f"/contributions/{third.id}/wait", data={"reason": "Hết giờ"})
    assert [row.fate for row in rows()] == [Fate.ANSWERED, Fate.MERGED, Fate.WAITING]


def test_the_author_is_told_of_the_answer(client, meeting, secretary, member):
    row = make.contribution(meeting, member)
    client.sign_in(secretary).page(f"/contributions/{row.id}/answer", data={"text": "Có.", "version": row.version})

    [notice] = notices.unread(member.id)
    assert (notice.kind, notice.path) == ("contribution_answered", f"/meetings/{meeting.id}/contributions")


def test_the_presenter_of_the_item_answers_too(client, meeting, cell):
    presenter = make.member(cell)
    row = make.contribution(meeting, item=item_of(meeting, presenter))
    general = make.contribution(meeting)
    page = client.sign_in(presenter).page(
        f"/contributions/{row.id}/answer", data={"text": "Tôi xin tiếp thu.", "version": row.version}
    )

    assert "Tôi xin tiếp thu." in page.text
    client.page(f"/contributions/{general.id}/answer", status=404)
    client.page(f"/contributions/{row.id}/merge", status=404)
    client.sign_in(make.member(cell)).page(f"/contributions/{row.id}/answer", status=404)


def test_a_refusal_keeps_the_page(client, meeting, secretary):
    row = make.contribution(meeting, fate=Fate.RAISED)

    page = client.sign_in(secretary).post(
        f"/contributions/{row.id}/raise", data={"csrf_token": client.csrf_token()}, follow_redirects=True
    )

    assert "không còn chờ xem xét" in page.text


def test_my_input_shows_what_came_of_it(client, meeting, member):
    row = make.contribution(meeting, member, "Đề nghị miễn ngày công.")
    make.contribution(meeting, text="Của người khác.")
    contributions.tie(row.id, OutcomeKind.TASK, 1, "Lập danh sách hộ neo đơn", f"/meetings/{meeting.id}/duties")
    db.session.commit()

    page = client.sign_in(member).page("/my/contributions")

    assert "Đề nghị miễn ngày công." in page.text and "Của người khác." not in page.text
    assert page.find("a", string=lambda text: text and "hộ neo đơn" in text) or "Lập danh sách hộ neo đơn" in page.text


def test_my_input_comes_a_page_at_a_time(client, meeting, member):
    for number in range(23):
        make.contribution(meeting, member, f"Ý kiến số {number:02d}.")

    page = client.sign_in(member).page("/my/contributions")
    assert "số 03" in page.text and "số 02" not in page.text
    older = client.page(page.select_one("a[rel=next]")["href"])
    assert "số 02" in older.text


def test_struck_speech_leaves_the_page(client, today, secretary):
    row = make.contribution(today, phase=Phase.SPOKEN, text="Ghi nhầm.")

    page = client.sign_in(secretary).page(f"/contributions/{row.id}/strike", data={"reason": "Nhầm người"})

    assert "Ghi nhầm." not in page.text


def test_buttons_show_exactly_when_their_routes_open(client, meeting, secretary, member):
    row = make.contribution(meeting, member)
    url = f"/meetings/{meeting.id}/contributions"

    def hrefs(person):
        page = client.sign_in(person).page(url)
        found = [tag.get("href") or tag.get("action") for tag in page.select(".contributions a, .contributions form")]
        return {href.split("/")[-1].split("?")[0] for href in found}

    assert hrefs(secretary) == {"answer", "raise", "merge", "task"}
    assert hrefs(member) == {"edit", "withdraw"}
    assert hrefs(make.member(meeting.cell)) == set()
    assert hrefs(make.reviewer(db.session.get(Organisation, meeting.superior_id))) == set()
    assert row.id


@pytest.mark.parametrize("url", ["/meetings/{meeting}/contributions", "/my/contributions"])
def test_a_page_asks_as_often_for_many_as_for_few(client, today, secretary, url):
    def asked():
        sent = []

        def note(_connection, _cursor, statement, *_rest):
            sent.append(statement)

        event.listen(db.engine, "before_cursor_execute", note)
        client.get(url.format(meeting=today.id))
        event.remove(db.engine, "before_cursor_execute", note)
        return len(sent)

    def fill(times):
        for _time in range(times):
            first = make.contribution(today, secretary, response="Tiếp thu.", fate=Fate.ANSWERED)
            make.contribution(today, secretary, fate=Fate.MERGED, merged_into=first)
            make.contribution(today, phase=Phase.SPOKEN)

    client.sign_in(secretary)
    fill(1)
    few = asked()
    fill(5)

    assert asked() == few


GET = 200
ROUTES = {
    "/meetings/{meeting}/contributions": {"secretary", "member", "author", "reviewer", "observer"},
    "/meetings/{meeting}/contributions/write": {"secretary", "member", "author"},
    "/meetings/{meeting}/contributions/enter": {"secretary"},
    "/meetings/{meeting}/contributions/speakers": {"secretary"},
    "/contributions/{row}/edit": {"author"},
    "/contributions/{row}/answer": {"secretary"},
    "/contributions/{row}/merge": {"secretary"},
    "/contributions/{row}/wait": {"secretary"},
    "/contributions/{row}/strike": {"secretary"},
    "/my/contributions": {"secretary", "member", "author", "reviewer", "observer", "stranger", "foreign_secretary"},
}
PRESSES = {"/contributions/{row}/raise": {"secretary"}, "/contributions/{row}/withdraw": {"author"}}


@pytest.fixture
def offices(cell, member, secretary):
    other = make.cell()
    return {
        "secretary": secretary,
        "author": member,
        "member": make.member(cell),
        "reviewer": make.reviewer(cell.parent),
        "observer": make.observer(cell.parent),
        "stranger": make.member(other),
        "foreign_secretary": make.secretary(other),
        "foreign_reviewer": make.reviewer(other.parent),
        "administrator": make.administrator(cell.parent),
    }


@pytest.mark.parametrize(("route", "may"), ROUTES.items())
def test_who_opens_each_page(client, meeting, member, offices, route, may):
    row = make.contribution(meeting, member)
    may = may | ({"foreign_reviewer", "administrator"} if route.startswith("/my") else set())
    for office, person in offices.items():
        status = GET if office in may else 404
        client.sign_in(person).page(route.format(meeting=meeting.id, row=row.id), status=status)


@pytest.mark.parametrize(("route", "may"), PRESSES.items())
@pytest.mark.parametrize("office", ["secretary", "author", "member", "reviewer", "observer", "stranger"])
def test_who_presses_each_button(client, meeting, member, offices, route, may, office):
    row = make.contribution(meeting, member)

    client.sign_in(offices[office]).page(route.format(row=row.id), data={}, status=200 if office in may else 404)
