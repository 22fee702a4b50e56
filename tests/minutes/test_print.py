"""The official form: head, who was there, what was said, votes, tasks, signatures."""

from datetime import date

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.contributions.rules import Fate, Phase
from tracker.extensions import db
from tracker.meetings.rules import Presence
from tracker.minutes import service, words
from tracker.organisations.models import Placement
from tracker.people.models import Rank


@pytest.fixture
def cell(app):
    return make.cell(make.committee("Đảng bộ xã Thử"), "Chi bộ thôn Suối Bạc", locality="Suối Bạc")


@pytest.fixture
def reader(client, cell):
    return client.sign_in(make.member(cell))


def lines(page, css="main"):
    """The text as a reader sees it: blanks single."""
    return [" ".join(tag.get_text(" ", strip=True).split()) for tag in page.select(f"{css} p, {css} h2, {css} h3")]


def printed(reader, meeting):
    return reader.page(f"/meetings/{meeting.id}/minutes/print")


@pytest.mark.parametrize(
    ("day", "written"),
    [
        (date(2026, 2, 5), "ngày 05 tháng 02 năm 2026"),
        (date(2026, 1, 31), "ngày 31 tháng 01 năm 2026"),
        (date(2026, 3, 9), "ngày 09 tháng 3 năm 2026"),
        (date(2026, 11, 23), "ngày 23 tháng 11 năm 2026"),
    ],
)
def test_days_and_the_first_two_months_have_their_nought(day, written):
    assert words.official_day(day) == written


def test_the_head_names_the_superior_the_cell_the_party_the_place_and_day(reader, cell):
    page = printed(reader, make.meeting_to_minute(cell, month=2, day=5, place="Nhà văn hóa thôn"))

    assert lines(page, ".official-head") == [
        "Đảng bộ xã Thử", "Chi bộ thôn Suối Bạc", "*",
        "ĐẢNG CỘNG SẢN VIỆT NAM", "Suối Bạc, ngày 05 tháng 02 năm 2026",
    ]  # fmt: skip
    assert page.h1.text == "Biên bản"
    assert page.select_one(".official-subject").text == "Sinh hoạt thường kỳ tháng 2/2026"
    assert (
        "Hồi 14 giờ 00 phút, ngày 05 tháng 02 năm 2026, tại Nhà văn hóa thôn, "
        "Chi bộ thôn Suối Bạc tiến hành sinh hoạt thường kỳ tháng 2/2026." in lines(page)
    )
    assert "Số " not in page.select_one(".official-head").text, "minutes carry no invented number"


def test_the_names_are_those_of_the_day(reader, cell):
    meeting = make.meeting_to_minute(cell)
    place = db.session.scalar(select(Placement).where(Placement.organisation_id == cell.id))
    place.until_date = date(2026, 6, 30)
    above = make.committee("Đảng bộ phường Mới")
    db.session.add(Placement(organisation=cell, parent=above, name="Chi bộ tổ 5", from_date=date(2026, 7, 1)))
    cell.name = "Chi bộ tổ 5"
    db.session.commit()

    assert lines(printed(reader, meeting), ".official-head")[:2] == ["Đảng bộ xã Thử", "Chi bộ thôn Suối Bạc"]


def test_who_was_there_and_who_was_not_and_why(reader, cell):
    meeting = make.meeting_to_minute(cell, voters=3, guests="Đ/c Mông Thị Lả, Đảng ủy xã")
    absent = [
        (Presence.EXCUSED, Rank.OFFICIAL, "Triệu Văn Khìn", "Đi viện"),
        (Presence.UNEXCUSED, Rank.PROBATIONARY, "Dương Thị Mỷ", ""),
        (Presence.EXCUSED, Rank.EXEMPT, "Phùng Văn Tài", "Miễn sinh hoạt"),
        (Presence.LATE, Rank.OFFICIAL, "Lý Thị Sao", ""),
    ]
    for presence, rank, name, reason in absent:
        make.roll_entry(meeting, make.member(cell, name, rank=rank), presence, rank, reason)

    said = lines(printed(reader, meeting))

    assert "Khách dự: Đ/c Mông Thị Lả, Đảng ủy xã." in said
    assert f"Chủ trì: đồng chí {meeting.chair.full_name}." in said
    assert "Tổng số đảng viên: 7 đồng chí; trong đó chính thức 5, dự bị 1, miễn sinh hoạt 1." in said
    assert "Có mặt: 4 đồng chí. Đến muộn: Lý Thị Sao." in said
    assert (
        "Vắng: 2 đồng chí, gồm đồng chí Triệu Văn Khìn (vắng có lý do: Đi viện); "
        "đồng chí Dương Thị Mỷ (vắng không lý do)." in said
    )


def test_each_item_tells_speakers_substance_and_conclusion(reader, cell):
    meeting = make.meeting_to_minute(cell)
    item = service.agendas.items(meeting)[0]
    sao, waiting = make.member(cell, "Lý Thị Sao"), make.member(cell, "Vi Văn Tuyển")
    make.contribution(meeting, sao, "Nhất trí mức góp.", phase=Phase.SPOKEN, item=item)
    make.contribution(meeting, sao, "Miễn cho hộ neo đơn.", item=item, fate=Fate.ANSWERED, response="Chi ủy tiếp thu.")
    make.contribution(meeting, waiting, "Chưa nêu ra.", item=item)
    make.contribution(meeting, waiting, "Họp buổi tối.", phase=Phase.SPOKEN)
    make.minutes(meeting, praise="Biểu dương tổ 2.")

    said = lines(printed(reader, meeting))

    start = said.index("1. Thảo luận việc làm đường")
    assert said[start : start + 8] == [
        "1. Thảo luận việc làm đường",
        "Các đồng chí thảo luận sôi nổi.",
        "- Đồng chí Lý Thị Sao: Nhất trí mức góp.",
        "- Đồng chí Lý Thị Sao (ý kiến gửi trước): Miễn cho hộ neo đơn.",
        "Trả lời: Chi ủy tiếp thu.",
        "Kết luận của chủ trì: Thống nhất làm trước 20/3.",
        "2. Việc khác",
        "- Đồng chí Vi Văn Tuyển: Họp buổi tối.",
    ]
    assert not any("Chưa nêu ra." in line for line in said), "what nobody raised was not said at the meeting"
    assert "Biểu dương tổ 2." in said
    assert [line.split(".")[0] for line in said if line[:2] in ("I.", "II", "IV", "V.", "VI")] == [
        "I", "II", "III", "IV", "V",
    ]  # fmt: skip


def test_votes_tasks_end_and_signatures(reader, cell):
    meeting = make.meeting_to_minute(cell)
    make.task(meeting, title="Vận động hiến đất", assignee=meeting.chair)
    make.minutes(meeting)
    make.decision(meeting, (2, 2, 1))
    said = lines(page := printed(reader, meeting))

    assert "Nghị quyết số 01-NQ/CB: Nhiệm vụ tháng 4." in said
    assert (
        "Biểu quyết: tán thành 2, không tán thành 2, ý kiến khác 1, "
        "trên tổng số 5 đảng viên chính thức phải dự. Không được thông qua." in said
    )
    assert [cell.text for cell in page.select("tbody td")] == [
        "1", "Vận động hiến đất", meeting.chair.full_name, "26/3/2026",
    ]  # fmt: skip
    assert "Kỳ họp kết thúc hồi 15 giờ 50 phút cùng ngày." in said
    assert "Bản nháp, chưa được thông qua." in said
    assert [tag.text for tag in page.select(".official-signatures p")] == [
        "Người ghi biên bản", meeting.minute_taker.full_name, "Chủ trì", meeting.chair.full_name,
    ]  # fmt: skip


def test_where_they_were_passed_is_told(reader, cell):
    here = make.meeting_to_minute(cell)
    make.confirmed_minutes(here)
    assert "Biên bản đã được đọc và thông qua tại kỳ họp." in lines(printed(reader, here))

    late, following = make.meeting_to_minute(cell, month=4), make.meeting_to_minute(cell, month=5)
    make.confirmed_minutes(late, at_meeting=following)
    said = lines(printed(reader, late))
    assert "Biên bản đã được đọc và thông qua tại sinh hoạt thường kỳ tháng 5/2026." in said
    assert "Bản nháp, chưa được thông qua." not in said


def test_minutes_typed_in_afterwards_say_so(reader, cell):
    meeting = make.meeting_to_minute(cell, is_backfilled=True)
    assert "Nhập bổ sung vào sổ." in lines(printed(reader, meeting))
