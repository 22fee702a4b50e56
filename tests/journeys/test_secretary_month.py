"""The secretary's whole month: one press plans it, and it ends with the sheet in the committee's hands."""

from datetime import date, timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests import factories as make
from tests.guidance import files
from tracker.base import clock
from tracker.base.filters import number
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState

pytestmark = pytest.mark.journey
ITEM = "Bàn cách làm đường vào bản Nà Kẹn"
STORY = "Chiếc đồng hồ của Bác"
CONCLUSION = "Mỗi hộ góp ba ngày công, xong trước ngày 20."
NAMES = ("Nông Thị Mến", "Vi Văn Tuyển", "Lý Thị Sao", "Bế Văn Dụng", "Lò Thị Ánh")


@pytest.fixture
def cell(app):
    """A cell of six that met last month, when its storyteller was named; nothing is planned yet."""
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc", usual_place="Nhà văn hóa thôn")
    make.account(make.secretary(cell, "Hoàng Văn Thiệp"), "thiep")
    members = [make.member(cell, name) for name in NAMES]
    last = clock.day_of(clock.now()).replace(day=1) - timedelta(days=1)
    before = make.meeting(cell, last.year, last.month, min(last.day, 5), state=MeetingState.MINUTED)
    make.story(before, assignee=members[0], title=STORY)
    found = cell.id
    db.session.commit()
    db.session.remove()
    return found


def test_the_whole_month(readers, window, cell):
    reader = readers(**window).sign_in("thiep").check_kind()
    plan_in_one_press(reader)
    meeting = meeting_planned(cell)
    complete_the_agenda(reader)
    attach_a_document(reader)
    circulate(reader)

    the_day_comes(meeting)
    take_the_roll(reader, meeting)
    write_the_hours(reader)
    name_and_give(reader, meeting)
    record_who_spoke(reader, meeting)
    write_the_minutes(reader, meeting)
    put_to_the_vote(reader)
    confirm(reader)
    score(reader, meeting)
    agree_and_submit(reader)


def plan_in_one_press(reader):
    page = reader.page
    page.get_by_role("region", name="Kỳ họp tới").get_by_role("button", name="Lập kế hoạch tháng").click()
    reader.told("Đã có kế hoạch và chương trình kỳ họp tới.").reads(STORY, "Nông Thị Mến").check_kind()


def meeting_planned(cell):
    db.session.remove()
    found = db.session.scalar(select(Meeting.id).filter_by(cell_id=cell, state=MeetingState.PLANNED))
    db.session.remove()
    return found


def complete_the_agenda(reader):
    page = reader.page
    reader.follow("Sửa chương trình").follow("Thêm nội dung").check_kind()
    page.get_by_label("Tên nội dung").fill(ITEM)
    page.get_by_label("Loại", exact=True).select_option(label="Thảo luận")
    page.get_by_label("Số phút").fill("30")
    page.get_by_label("Người trình bày").select_option(label="Vi Văn Tuyển")
    page.get_by_label("Gợi ý thảo luận").fill("Mỗi hộ góp mấy ngày công?")
    reader.press("Lưu nội dung").told("Đã thêm nội dung.").check_kind()

    titles = page.get_by_role("list").get_by_role("heading", level=3)
    last = titles.count() - 1
    expect(titles.nth(last)).to_have_text(ITEM)
    page.get_by_role("button", name=f"Lên – {ITEM}").press("Enter")
    expect(titles.nth(last - 1)).to_have_text(ITEM)
    reader.check()


def attach_a_document(reader):
    reader.follow("Đính kèm tài liệu").check_kind()
    page = reader.page
    page.get_by_label("Tệp").set_input_files({"name": "du-thao.pdf", "mimeType": "application/pdf", "buffer": make.PDF})
    page.get_by_label("Loại tài liệu").select_option(label="Dự thảo nghị quyết")
    reader.press("Đính kèm").told("Đã đính kèm tài liệu.").reads("du-thao.pdf")


def circulate(reader):
    reader.follow("Gửi chương trình").check_kind()
    reader.press("Gửi chương trình").told("Đã gửi chương trình, bản 1.").reads("du-thao.pdf").check_kind()


def the_day_comes(meeting):
    """The meeting is put back to yesterday afternoon: the agenda was sent, and now it has met."""
    yesterday = clock.day_of(clock.now()) - timedelta(days=1)
    row = db.session.get(Meeting, meeting)
    row.planned_at = row.planned_at - (clock.day_of(row.planned_at) - yesterday)
    db.session.commit()
    db.session.remove()


def take_the_roll(reader, meeting):
    page = reader.open(f"/meetings/{meeting}/roll").page
    marks = {"Vi Văn Tuyển": "Ốm, đi viện", "Lý Thị Sao": "Không lý do", "Bế Văn Dụng": "Đến muộn"}
    for name, reason in marks.items():
        page.get_by_role("checkbox", name=name).check()
        page.get_by_role("group", name=name).get_by_role("radio", name=reason).check()
    reader.check()
    reader.press("Lưu điểm danh").told("4/6 đồng chí có mặt")


def write_the_hours(reader):
    page = reader.check_kind().page
    page.get_by_label("Bắt đầu lúc").fill("14:00")
    page.get_by_label("Kết thúc lúc").fill("15:50")
    page.get_by_label("Chủ trì").select_option(label="Hoàng Văn Thiệp")
    page.get_by_label("Người ghi biên bản").select_option(label="Lò Thị Ánh")
    reader.press("Lưu giờ họp").told("110 phút; yêu cầu từ 90 phút")


def name_and_give(reader, meeting):
    page = reader.open(f"/meetings/{meeting}/duties").check_kind().page
    reader.follow("Phân công kể chuyện kỳ sau").check_kind()
    page.get_by_label("Giao cho").select_option(label="Lò Thị Ánh")
    reader.press("Phân công").told("Đã phân công người kể chuyện.")

    reader.follow("Giao nhiệm vụ").check_kind()
    page.get_by_label("Nhiệm vụ", exact=True).fill("Vận động các hộ góp ngày công")
    page.get_by_label("Giao cho").select_option(label="Bế Văn Dụng")
    page.get_by_label("Hạn hoàn thành").fill((date.today() + timedelta(days=20)).isoformat())
    reader.press("Giao nhiệm vụ").told("Đã giao nhiệm vụ.").reads("Vận động các hộ góp ngày công").check()


def record_who_spoke(reader, meeting):
    page = reader.open(f"/meetings/{meeting}/contributions").page
    reader.follow("Ghi người phát biểu").check_kind()
    page.get_by_label("Về nội dung").select_option(label=page.get_by_role("option", name=ITEM).inner_text())
    page.get_by_label("Đồng chí", exact=True).select_option(label="Nông Thị Mến")
    page.get_by_label("Nội dung phát biểu").fill("Đề nghị làm trước mùa mưa")
    reader.press("Ghi và tiếp tục").told("Đã ghi phát biểu.").reads("Đề nghị làm trước mùa mưa").check()


def write_the_minutes(reader, meeting):
    page = reader.open(f"/meetings/{meeting}/minutes").page
    page.get_by_role("link", name="Viết biên bản").first.click()
    reader.check_kind()
    page.get_by_label("Mở đầu", exact=True).fill("Chủ trì tuyên bố lý do, thông qua chương trình.")
    for done in page.get_by_role("radio", name="Đã làm").all():
        done.check()
    for course in page.get_by_label("Diễn biến", exact=True).all():
        course.fill("Chi bộ nghe và thống nhất.")
    item = page.get_by_role("group", name=ITEM)
    item.get_by_label("Kết luận của chủ trì").fill(CONCLUSION)
    item.get_by_label("Đã tiếp thu vào kết luận").check()
    reader.press("Lưu biên bản").told("Đã lưu biên bản.").reads(CONCLUSION).check_kind()


def put_to_the_vote(reader):
    page = reader.page
    reader.follow("Ghi biểu quyết").check_kind()
    page.get_by_label("Trích yếu").fill("Làm đường vào bản Nà Kẹn")
    expect(page.get_by_label("Nội dung", exact=True)).to_have_value(CONCLUSION)
    for label, votes in (("Tán thành", "4"), ("Không tán thành", "0"), ("Ý kiến khác", "0")):
        page.get_by_label(label, exact=True).fill(votes)
    reader.press("Ghi kết quả biểu quyết").told("Đã ghi kết quả biểu quyết.").reads("Được thông qua").check()


def confirm(reader):
    reader.press("Ghi đã thông qua")
    expect(reader.page.get_by_role("region", name="Đã thông qua")).to_contain_text("Hoàng Văn Thiệp")
    reader.check_kind().follow("Bản in").reads("Nghị quyết số", "Lý Thị Sao").check()


def score(reader, meeting):
    page = reader.open(f"/meetings/{meeting}/scoresheet").check_kind().page
    reader.press("Chấm theo gợi ý của sổ").told("Đã nhận gợi ý")
    for one in files.shipped("hd42").sheet_for(MeetingKind.REGULAR).criteria(MeetingKind.REGULAR):
        name = f"Điểm tự chấm tiêu chí {one.code}"
        marks = page.get_by_role("group", name=name, exact=True)
        if one.parts:
            for part in one.parts:
                fill_if_empty(marks.get_by_label(part.text), part.full)
        elif one.levels and marks.count() and not marks.get_by_role("radio", checked=True).count():
            marks.get_by_role("radio").first.check()
        elif not one.levels and page.get_by_label(name, exact=True).count():
            fill_if_empty(page.get_by_label(name, exact=True), one.full)
    page.get_by_label("Ưu điểm cần phát huy").fill("Chương trình gửi sớm, thảo luận sát việc của thôn")
    page.get_by_label("Hạn chế", exact=True).fill("Một đồng chí vắng không lý do")
    reader.press("Lưu nháp").told("Đã lưu").check_kind()
    expect(page.get_by_role("region", name="Tổng điểm")).to_contain_text("/ 100")


def fill_if_empty(field, points):
    """What the records could not tell is the cell's to judge."""
    if not field.input_value():
        field.fill(number(points))


def agree_and_submit(reader):
    page = reader.page
    reader.press("Đưa ra biểu quyết").check_kind()
    page.get_by_label("Tán thành", exact=True).fill("4")
    reader.press("Ghi kết quả biểu quyết").told("Chi bộ đã thông qua phiếu.")
    reader.press("Nộp cấp ủy cấp trên").told("Đã nộp phiếu cho “Đảng bộ xã Đồng Mây”.").check()
