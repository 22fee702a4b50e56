"""The pages of minutes: what is drawn, what comes back, two people at once."""

from sqlalchemy import func, select

from tests import factories as make
from tests.minutes.sent import items_of, keep_version, stored, url, whole
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.contributions import service as contributions
from tracker.contributions.rules import Fate, OutcomeKind, Phase
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes.models import Minutes
from tracker.once import new_key


def test_the_whole_way_of_minutes(secretary, meeting):
    page = secretary.page(url(meeting))
    assert "Chưa viết biên bản." in page.select_one("#gaps").parent.text
    assert "Viết biên bản" in page.select_one(".page-head").text

    page = secretary.page(url(meeting, "/edit"), data=whole(meeting))
    assert "Đã lưu biên bản." in page.text
    assert not page.select("#gaps")
    secretary.page(
        url(meeting, "/decisions/new"),
        data={"kind": "resolution", "title": "Làm đường", "text": "Xong trước 20/3.",
              "votes_for": "4", "votes_against": "1", "votes_other": "0"},
    )  # fmt: skip
    version = stored(meeting).version
    page = secretary.page(url(meeting, "/confirm"), data={"at_meeting": meeting.id, "version": version})
    assert "Biên bản đã được thông qua." in page.text
    assert meetings.get(meeting.id).state is MeetingState.MINUTED

    page = secretary.page(url(meeting, "/file"), data={})
    assert "Đã lưu hồ sơ sau" in page.select_one("#confirmed").parent.text
    page = secretary.page(url(meeting, "/reopen"), data={"reason": "Ghi nhầm tên"})
    assert "Đã mở lại biên bản." in page.text
    assert meetings.get(meeting.id).state is MeetingState.HELD
    secretary.page(url(meeting, "/print"))
    secretary.page(f"/organisations/{meeting.cell_id}/audit")


def test_opening_the_pages_writes_nothing(secretary, meeting):
    before = db.session.scalar(select(func.count()).select_from(AuditEntry))
    for rest in ("", "/edit", "/decisions/new", "/print"):
        secretary.page(url(meeting, rest))

    assert stored(meeting) is None
    assert db.session.scalar(select(func.count()).select_from(AuditEntry)) == before


def test_the_form_comes_back_as_it_was_saved(secretary, meeting):
    first, second = items_of(meeting)
    secretary.page(
        url(meeting, "/edit"), data=whole(meeting, **{f"done_{second.id}": "no", "discussion_0": "Phát sinh."})
    )

    page = secretary.page(url(meeting, "/edit"))

    assert page.select_one(f"#discussion_{first.id}").text.strip() == "Bàn kỹ."
    assert page.select_one("#discussion_0").text.strip() == "Phát sinh."
    assert [tag["value"] for tag in page.select("input[type=radio][checked]")] == ["yes", "no"]
    assert page.select_one("input[name=version]")["value"] == str(stored(meeting).version)


def test_every_gap_is_told_with_the_way_to_mend_it(secretary, client, cell):
    meeting = make.meeting_to_minute(cell)
    meeting.held_until = meeting.chair_id = meeting.minute_taker_id = None
    for entry in meetings.roll(meeting):
        db.session.delete(entry)
    db.session.commit()

    page = secretary.page(url(meeting))

    gaps = [(line.contents[0].strip(), line.a["href"]) for line in page.select("#gaps + ul > li")]
    assert gaps == [
        ("Chưa ghi giờ kết thúc.", f"/meetings/{meeting.id}/hold"),
        ("Chưa ghi đồng chí chủ trì.", f"/meetings/{meeting.id}/hold"),
        ("Chưa ghi đồng chí ghi biên bản.", f"/meetings/{meeting.id}/hold"),
        ("Chưa lưu điểm danh.", f"/meetings/{meeting.id}/roll"),
        ("Chưa viết biên bản.", f"/meetings/{meeting.id}/minutes/edit"),
    ]
    page = client.sign_in(make.member(cell)).page(url(meeting))
    assert len(page.select("#gaps + ul > li")) == 5 and not page.select("#gaps + ul a")


def test_a_roll_changed_after_the_vote_leads_to_the_votes(secretary, meeting):
    make.minutes(meeting)
    make.decision(meeting)
    entry = meetings.roll(meeting)[0]
    entry.presence, entry.reason = Presence.EXCUSED, "Ốm"
    db.session.commit()

    page = secretary.page(url(meeting))

    assert page.select_one("#gaps + ul a")["href"] == "#decisions"
    assert not page.select("#confirm")


def test_without_an_agenda_the_page_says_what_to_do(secretary, cell):
    meeting = make.meeting_to_minute(cell, titles=())
    page = secretary.page(url(meeting, "/edit"))
    assert "Hãy ghi cả diễn biến vào phần “Diễn biến chung”" in page.text

    page = secretary.page(url(meeting, "/edit"), data={"opening": "Mở đầu", "discussion_0": "", "version": ""})
    assert "chưa ghi diễn biến chung" in page.select_one("#gaps").parent.text
    page = secretary.page(
        url(meeting, "/edit"), data={"discussion_0": "Cả chi bộ bàn.", "version": stored(meeting).version}
    )

    assert page.select_one("#confirm")
    assert "Cả chi bộ bàn." in page.select_one("#general").parent.text


# --- input taken up -----------------------------------------------------------------------------------------------


def test_input_stands_by_its_item_and_is_taken_up_by_a_tick(secretary, client, meeting, cell):
    first, second = items_of(meeting)
    author = make.member(cell, "Bế Văn Quyền")
    one = make.contribution(meeting, author, "Miễn ngày công.", item=second)
    make.contribution(meeting, author, "Họp buổi tối.", phase=Phase.SPOKEN)
    merged = make.contribution(meeting, text="Như trên.", item=second, fate=Fate.MERGED, merged_into=one)

    page = secretary.page(url(meeting, "/edit"))
    shown = page.select_one(f"#item-{second.id}").find_parent(class_="agenda__body")
    assert "Miễn ngày công." in shown.text and "Họp buổi tối." not in shown.text
    assert "Họp buổi tối." in page.select_one("#general").parent.text
    assert not page.select(f"#taken_{merged.id}")
    assert page.select_one(f"a[href='/meetings/{meeting.id}/contributions/speakers']")

    page = secretary.page(url(meeting, "/edit"), data=whole(meeting, **{f"taken_{one.id}": "y"}))

    assert "Đã tiếp thu vào kết luận" in page.text
    assert [row.kind for row in contributions.outcomes([one])[one.id]] == [OutcomeKind.CONCLUSION]
    page = client.sign_in(author).page(f"/meetings/{meeting.id}/contributions")
    assert "Đưa vào kết luận" in page.text
    page = client.sign_in(make.secretary(cell)).page(url(meeting, "/edit"))
    assert page.select_one(f"#taken_{one.id}").has_attr("checked")


def test_taking_up_needs_a_conclusion_and_nothing_typed_is_lost(secretary, meeting):
    first, _second = items_of(meeting)
    one = make.contribution(meeting, item=first)

    page = secretary.page(
        url(meeting, "/edit"), data=whole(meeting, **{f"taken_{one.id}": "y", f"conclusion_{first.id}": ""})
    )

    assert page.select_one(".error-summary a")["href"] == f"#conclusion_{first.id}"
    assert page.select_one("#opening").text.strip() == "Tuyên bố lý do."
    assert stored(meeting) is None


# --- two people at once -------------------------------------------------------------------------------------------


def test_two_who_edit_see_both_texts_and_lose_neither(secretary, meeting):
    first, second = items_of(meeting)
    secretary.page(url(meeting, "/edit"), data=whole(meeting))
    old = stored(meeting).version
    theirs = whole(meeting, version=old, opening="Bản của thư ký", closing="Chỉ thư ký ghi")
    secretary.page(url(meeting, "/edit"), data=theirs)

    mine = whole(meeting, version=old, opening="Bản của bí thư", closing="", praise="", **{f"done_{second.id}": "no"})
    page = secretary.page(url(meeting, "/edit"), data=mine, status=409)

    texts = [" ".join(tag.text.split()) for tag in page.select(".two-texts")]
    assert "Bản của thư ký" in texts[0] and "Bản của bí thư" in texts[0]
    assert "Hoàng Thị Thử" in page.select_one(".notice[role=alert]").text
    assert [" ".join(tag.text.split()) for tag in page.select("h2[id^=conflict]")] == [
        "Mở đầu", "“Thảo luận việc làm đường” – Nội dung này", "Biểu dương", "Kết thúc",
    ]  # fmt: skip
    assert page.select_one("#opening").text.strip() == "Bản của bí thư"
    assert page.select_one("#closing").text.strip() == "Chỉ thư ký ghi", "what was left empty is taken from the book"
    assert stored(meeting).opening == "Bản của thư ký"

    version = page.select_one("#minutes input[name=version]")["value"]
    secretary.page(url(meeting, "/edit"), data=whole(meeting, version=version, opening="Bản gộp"))
    assert stored(meeting).opening == "Bản gộp"


def test_two_who_begin_at_once_make_one_set_of_minutes(secretary, meeting):
    secretary.page(url(meeting, "/edit"), data=whole(meeting, opening="Người thứ nhất"))

    page = secretary.page(url(meeting, "/edit"), data=whole(meeting, opening="Người thứ hai"), status=409)

    assert "Người thứ nhất" in page.select_one(".two-texts").text
    assert "Người thứ hai" in page.select_one(".two-texts").text
    assert db.session.scalar(select(func.count()).select_from(Minutes)) == 1


def test_a_form_sent_twice_is_saved_once(secretary, meeting):
    data = whole(meeting) | {"once": new_key()}
    for _again in range(2):
        answer = secretary.post(url(meeting, "/edit"), data=data | {"csrf_token": secretary.csrf_token()})
        assert answer.status_code == 302

    saved = select(func.count()).select_from(AuditEntry).where(AuditEntry.act == "minutes.save")
    assert db.session.scalar(saved) == 1


def test_what_was_typed_while_the_minutes_were_passed_is_given_back(secretary, meeting):
    make.confirmed_minutes(meeting)

    page = secretary.page(url(meeting, "/edit"), data=keep_version(meeting, opening="Chữ đang viết dở"))

    assert "hãy mở lại biên bản" in page.select_one(".error-summary").text
    assert page.select_one("#opening").text.strip() == "Chữ đang viết dở"


def test_a_committee_meeting_has_minutes_too(secretary, cell):
    meeting = make.meeting_to_minute(cell, kind=MeetingKind.COMMITTEE)
    page = secretary.page(url(meeting, "/edit"), data=whole(meeting))
    assert "Đã lưu biên bản." in page.text
    assert "Họp chi ủy tháng 3/2026" in secretary.page(url(meeting, "/print")).text


def test_the_page_asks_no_more_of_a_long_meeting(secretary, cell):
    def sent_for(titles):
        meeting = make.meeting_to_minute(cell, month=len(titles), titles=titles)
        for item in items_of(meeting):
            make.contribution(meeting, item=item, phase=Phase.SPOKEN)
        make.minutes(meeting)
        with counted() as sent:
            secretary.page(url(meeting))
        return len(sent)

    assert sent_for(("Một", "Hai")) == sent_for(("Một", "Hai", "Ba", "Bốn", "Năm", "Sáu"))


def test_the_trail_of_minutes_reads_in_words(client, cell, meeting):
    make.confirmed_minutes(meeting)
    page = client.sign_in(make.administrator(cell.parent)).page(f"/organisations/{cell.id}/audit")

    assert "Lưu biên bản" in page.text and "Thông qua biên bản" in page.text
