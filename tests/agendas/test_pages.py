import pytest

from tests import factories as make
from tracker.agendas import service as agendas
from tracker.agendas.rules import ItemKind
from tracker.contributions.rules import Fate
from tracker.extensions import db
from tracker.meetings import replies
from tracker.meetings.models import Answer
from tracker.meetings.rules import MeetingState


@pytest.fixture
def meeting(app):
    return make.meeting(year=2027)


@pytest.fixture
def secretary(meeting):
    return make.secretary(meeting.cell, "Hoàng Văn Thử")


@pytest.fixture
def member(meeting):
    return make.member(meeting.cell, "Bế Thị Mẫu")


def url(meeting, rest=""):
    return f"/meetings/{meeting.id}/agenda{rest}"


ITEM = {
    "title": "Làm đường vào xóm trên",
    "kind": "discussion",
    "minutes": "35",
    "presenter_id": "",
    "questions": "Ai làm?\nBao giờ xong?",
}


def test_the_agenda_shows_its_items_in_order(client, meeting, secretary, member):
    make.item(make.meeting(), "Của chi bộ khác")
    make.item(meeting, "Kiểm điểm", ItemKind.RESULTS, 20)
    make.item(meeting, "Làm đường", minutes=35, presenter=secretary, questions="Ai làm?\n\nBao giờ?")

    page = client.sign_in(member).page(url(meeting))

    assert [title.text for title in page.select(".agenda h3")] == ["Kiểm điểm", "Làm đường"]
    assert [one.text for one in page.select(".questions li")] == ["Ai làm?", "Bao giờ?"]
    assert "2 nội dung, 55 phút" in " ".join(page.select_one("#items").text.split())


def test_an_empty_agenda_says_what_to_do(client, meeting, secretary):
    page = client.sign_in(secretary).page(url(meeting))

    assert page.select_one(".empty a")["href"] == url(meeting, "/edit")


def test_secretary_adds_an_item(client, meeting, secretary):
    client.sign_in(secretary).page(url(meeting, "/items/new"))
    page = client.page(url(meeting, "/items/new"), data=ITEM | {"presenter_id": str(secretary.id)})

    assert page.select_one(".notice--success").text == "Đã thêm nội dung."
    [item] = agendas.items(meeting)
    assert (item.title, item.minutes, item.presenter, item.asked) == (
        "Làm đường vào xóm trên",
        35,
        secretary,
        ["Ai làm?", "Bao giờ xong?"],
    )


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"title": "  "}, "Hãy ghi tên nội dung."),
        ({"minutes": "0"}, "Hãy ghi số phút từ 1 đến 600."),
        ({"minutes": "601"}, "Hãy ghi số phút từ 1 đến 600."),
        ({"minutes": "ba mươi"}, "Hãy ghi “Số phút” bằng số."),
        ({"title": "a" * 301}, "“Tên nội dung” dài quá 300 chữ. Hãy viết ngắn lại."),
    ],
)
def test_what_is_wrong_with_an_item_is_said_and_nothing_lost(client, meeting, secretary, wrong, sentence):
    page = client.sign_in(secretary).page(url(meeting, "/items/new"), data=ITEM | wrong)

    assert sentence in page.select_one(".error-summary").text
    assert "Bao giờ xong?" in page.select_one("#questions").text
    assert agendas.items(meeting) == []


@pytest.mark.parametrize("field", ["kind", "presenter_id"])
def test_a_choice_that_is_not_offered_is_refused_in_words(client, meeting, secretary, field):
    stranger = make.member(make.cell())
    page = client.sign_in(secretary).page(url(meeting, "/items/new"), data=ITEM | {field: str(stranger.id)})

    assert page.select_one(".error-summary")
    assert agendas.items(meeting) == []


def test_secretary_edits_an_item(client, meeting, secretary):
    item = make.item(meeting)
    page = client.sign_in(secretary).page(f"/agenda-items/{item.id}/edit")
    version = page.select_one("input[name=version]")["value"]
    client.page(f"/agenda-items/{item.id}/edit", data=ITEM | {"version": version})

    db.session.expire_all()
    assert agendas.items(meeting)[0].title == "Làm đường vào xóm trên"


def test_two_who_edit_one_item_both_see_both_texts(client, meeting, secretary):
    item = make.item(meeting, "Làm đường", minutes=20)
    first = client.sign_in(secretary).page(f"/agenda-items/{item.id}/edit")
    version = first.select_one("input[name=version]")["value"]
    client.page(f"/agenda-items/{item.id}/edit", data=ITEM | {"version": version})

    page = client.page(
        f"/agenda-items/{item.id}/edit",
        data=ITEM | {"title": "Sửa cầu treo", "questions": "Bao nhiêu tiền?", "version": version},
        status=409,
    )

    both = page.select_one(".two-texts").text
    assert "Làm đường vào xóm trên" in both and "Sửa cầu treo" in both
    assert "Hoàng Văn Thử" in page.select_one("[role=alert]").text
    assert page.select_one("#title")["value"] == "Sửa cầu treo"
    again = page.select_one("main input[name=version]")["value"]
    client.page(f"/agenda-items/{item.id}/edit", data=ITEM | {"title": "Sửa cầu treo", "version": again})
    db.session.expire_all()
    assert agendas.items(meeting)[0].title == "Sửa cầu treo"


def test_an_item_is_moved_without_a_mouse(client, meeting, secretary):
    first, second, third = (make.item(meeting, title) for title in ("một", "hai", "ba"))
    client.sign_in(secretary).page(f"/agenda-items/{third.id}/move", data={"direction": "up"})
    client.page(f"/agenda-items/{first.id}/move", data={"direction": "down"})

    db.session.expire_all()
    assert [item.title for item in agendas.items(meeting)] == ["ba", "một", "hai"]


def test_moving_an_item_does_not_disturb_who_edits_it(client, meeting, secretary):
    first, _second = make.item(meeting, "một"), make.item(meeting, "hai")
    page = client.sign_in(secretary).page(f"/agenda-items/{first.id}/edit")
    version = page.select_one("input[name=version]")["value"]
    client.page(f"/agenda-items/{first.id}/move", data={"direction": "down"})
    client.page(f"/agenda-items/{first.id}/edit", data=ITEM | {"version": version})

    db.session.expire_all()
    assert [item.title for item in agendas.items(meeting)] == ["hai", "Làm đường vào xóm trên"]


def test_items_are_put_in_order_by_number(client, meeting, secretary):
    rows = [make.item(meeting, title) for title in ("một", "hai", "ba")]
    places = {f"place_{row.id}": place for row, place in zip(rows, ("3", "1", ""), strict=True)}
    client.sign_in(secretary).page(url(meeting, "/order"), data=places)

    db.session.expire_all()
    assert [item.title for item in agendas.items(meeting)] == ["hai", "ba", "một"]


def test_a_place_that_is_no_number_is_said(client, meeting, secretary):
    rows = [make.item(meeting, title) for title in ("một", "hai")]
    page = client.sign_in(secretary).page(url(meeting, "/order"), data={f"place_{rows[0].id}": "cuối"})

    assert "bằng số" in page.select_one(".error-summary").text
    assert page.select_one(f"#place_{rows[0].id}")["value"] == "cuối"


def test_an_item_is_taken_off(client, meeting, secretary):
    gone, _kept = make.item(meeting, "một"), make.item(meeting, "hai")
    client.sign_in(secretary).page(f"/agenda-items/{gone.id}/remove", data={})

    db.session.expire_all()
    assert [(item.title, item.position) for item in agendas.items(meeting)] == [("hai", 1)]
    client.page(f"/agenda-items/{gone.id}/edit", status=404)


def test_the_usual_agenda_is_taken_in_one_press(client, meeting, secretary):
    page = client.sign_in(secretary).page(url(meeting, "/standard"), data={})

    assert len(agendas.items(meeting)) == 7
    assert page.select_one("#items").text.startswith("7 nội dung, 90 phút")


def test_the_usual_agenda_does_not_come_on_top_of_another(client, meeting, secretary):
    make.item(meeting)
    client.sign_in(secretary).post(url(meeting, "/standard"), data={"csrf_token": client.csrf_token()})

    assert len(agendas.items(meeting)) == 1


@pytest.mark.parametrize("state", ["held", "minuted", "not_held"])
def test_nothing_changes_once_the_meeting_is_over(client, meeting, secretary, state):
    item, other = make.item(meeting), make.item(meeting, "hai")
    over = make.meeting(meeting.cell, month=5, state=MeetingState(state))
    item.meeting = other.meeting = over
    db.session.commit()
    client.sign_in(secretary)
    page = client.page(f"/agenda-items/{item.id}/edit", data=ITEM | {"version": str(item.version)})
    assert page.select_one(".error-summary")
    for path, data in (
        (f"/agenda-items/{item.id}/remove", {}),
        (f"/agenda-items/{item.id}/move", {"direction": "down"}),
        (url(over, "/order"), {f"place_{item.id}": "2"}),
    ):
        client.post(path, data=data | {"csrf_token": client.csrf_token()})
    assert client.page(url(over, "/items/new"), data=ITEM).select_one(".error-summary")

    db.session.expire_all()
    assert [row.title for row in agendas.items(over)] == ["Thảo luận việc làm đường", "hai"]


def test_the_invitation_can_be_copied(client, meeting, secretary):
    meeting.place = "Nhà văn hóa thôn"
    make.item(meeting, "Làm đường", minutes=35, presenter=secretary)

    text = client.sign_in(secretary).page(url(meeting, "/invitation")).select_one("#invitation").text

    assert "Thời gian: thứ Bảy, 06/3/2027, 14:00" in text
    assert "Địa điểm: Nhà văn hóa thôn" in text
    assert "1. Làm đường (35 phút, đ/c Hoàng Văn Thử)" in text
    assert text.rstrip().endswith(url(meeting))


def test_an_agenda_is_one_page_whatever_its_length(client, meeting, secretary, member, queries):
    make.agenda_sent(meeting, secretary)
    client.sign_in(secretary).page(url(meeting))
    with queries() as few:
        client.page(url(meeting))
    for number in range(8):
        make.item(meeting, f"việc {number}", presenter=make.member(meeting.cell))
    make.circulation(meeting, secretary)
    with queries() as many:
        client.page(url(meeting))

    assert len(many) <= len(few) + 1


def test_the_agenda_counts_what_members_wrote_on_an_item(client, meeting, secretary, member):
    make.agenda_sent(meeting, secretary)
    [item] = agendas.items(meeting)
    make.contribution(meeting, member, item=item)
    make.contribution(meeting, member, fate=Fate.WITHDRAWN, item=item)
    make.contribution(meeting, member)

    page = client.sign_in(member).page(url(meeting))

    read, write = page.select(f"#item-{item.id} p a")
    assert read.text.startswith("1 ý kiến") and read["href"] == f"/meetings/{meeting.id}/contributions"
    assert write["href"].endswith(f"/contributions/write?item={item.id}")


def test_a_presenter_who_cannot_come_is_pointed_out(client, meeting, secretary, member):
    mine, _other = make.item(meeting, "một", presenter=member), make.item(meeting, "hai", presenter=secretary)
    replies.reply(meeting, member.id, Answer.ABSENT, "Đi viện", make.actor(member), make.before(meeting, 2))
    replies.reply(meeting, secretary.id, Answer.COMING, "", make.actor(secretary), make.before(meeting, 2))
    db.session.commit()

    page = client.sign_in(secretary).page(url(meeting))

    assert [chip.find_parent("li")["id"] for chip in page.select(".agenda .chip")] == [f"item-{mine.id}"]


def test_who_was_named_for_the_next_time_stands_beside_the_agenda(client, meeting, secretary, member):
    panel = client.sign_in(secretary).page(url(meeting)).select_one("[aria-labelledby=next-meeting]")
    assert "Chưa phân công" in panel.text and "Chuyên đề" not in panel.text

    make.story(meeting, member)
    make.paper(meeting, secretary, title="Giữ rừng đầu nguồn")
    make.story(make.meeting(meeting.cell, month=2), secretary)
    panel = client.page(url(meeting)).select_one("[aria-labelledby=next-meeting]")

    assert [one.text.split(",")[0].split(" –")[0] for one in panel.select("dd")] == [
        "Đ/c Bế Thị Mẫu",
        "Đ/c Hoàng Văn Thử",
    ]
