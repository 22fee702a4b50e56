"""How much screen work a month costs the one who keeps the book, counted act by act.

An act is whatever a hand does: press, follow, fill, choose, tick, attach, open an address. They are counted in the
browser's own driver, so that none goes by unseen.
"""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import select

from tests import factories as make
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState

pytestmark = pytest.mark.journey
MOST_OF_A_MONTH, MOST_OF_A_SHEET = 60, 8
TASKS = ("Thu quỹ Vì người nghèo", "Sửa mương Nà Pàn")
SPOKEN = {
    "Nông Thị Mến": "Đề nghị làm trước mùa mưa.",
    "Lý Thị Sao": "Nhất trí, xin nhận đoạn đầu bản.",
    "Bế Văn Dụng": "Cần thêm hai xe đá.",
    "Hà Văn Pẩu": "Hộ neo đơn thì miễn.",
}
GIVEN = {"Vận động các hộ góp ngày công": "Bế Văn Dụng", "Lập danh sách hộ neo đơn": "Chu Thị Dín"}
COURSE = {
    "Thông tin thời sự": "Bí thư thông tin thời sự tháng, phổ biến văn bản của Đảng ủy xã.",
    "Tự phê bình và phê bình": "Đồng chí Dụng tự phê bình việc đi họp muộn kỳ trước.",
    "Kết luận, biểu quyết": "Chi bộ nhất trí các nội dung đã bàn.",
}
STORY = "Chiếc đồng hồ của Bác"
NAMES = ("Nông Thị Mến", "Vi Văn Tuyển", "Lý Thị Sao", "Bế Văn Dụng", "Lò Thị Ánh", "Hà Văn Pẩu", "Chu Thị Dín")


@pytest.fixture
def cell(app):
    """A cell of eight that met last month, when its storyteller was named and two tasks given; nothing is planned."""
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc", usual_place="Nhà văn hóa thôn")
    lead = make.secretary(cell, "Hoàng Văn Thiệp")
    make.account(lead, "thiep")
    make.reviewer(cell.parent)
    members = [make.member(cell, name) for name in NAMES]
    last = clock.day_of(clock.now()).replace(day=1) - timedelta(days=1)
    before = make.meeting(
        cell, last.year, last.month, min(last.day, 5), state=MeetingState.MINUTED, chair=lead, minute_taker=members[4]
    )
    make.story(before, assignee=members[0], title=STORY)
    due, reported = clock.day_of(clock.now()) - timedelta(days=3), {"result": "Đã thu đủ", "done_on": before.day}
    make.task(before, members[1], title=TASKS[0], due_on=due, **reported)
    make.task(before, members[2], title=TASKS[1], due_on=due)
    found = cell.id
    db.session.commit()
    db.session.remove()
    return found


def test_a_prepared_secretarys_month_takes_at_most_sixty_acts(readers, window, cell, ledger):
    reader = readers(**window).sign_in("thiep")
    ledger.clear()

    for work in (plan_and_send, take_the_roll, note_the_meeting, minute_and_vote, score_and_submit):
        ledger.work = work.__name__
        work(reader, cell)

    assert ledger.total() <= MOST_OF_A_MONTH, dict(ledger)
    assert ledger["score_and_submit"] <= MOST_OF_A_SHEET


def plan_and_send(reader, cell):
    page = reader.page
    page.get_by_role("region", name="Kỳ họp tới").get_by_role("button", name="Lập kế hoạch tháng").click()
    reader.reads(STORY, *TASKS)
    reader.follow("Sửa chương trình").follow("Đính kèm tài liệu")
    page.get_by_label("Tệp").set_input_files({"name": "du-thao.pdf", "mimeType": "application/pdf", "buffer": make.PDF})
    page.get_by_label("Loại tài liệu").select_option(label="Dự thảo nghị quyết")
    reader.press("Đính kèm").follow("Gửi chương trình").press("Gửi chương trình").told("Đã gửi chương trình, bản 1.")
    the_day_comes(cell)


def the_day_comes(cell):
    """The meeting is put back to yesterday afternoon, its agenda to five days before: now it has met."""
    yesterday = clock.day_of(clock.now()) - timedelta(days=1)
    row = db.session.scalar(select(Meeting).filter_by(cell_id=cell, state=MeetingState.CIRCULATED))
    row.planned_at = row.planned_at - (clock.day_of(row.planned_at) - yesterday)
    db.session.commit()
    db.session.remove()


def take_the_roll(reader, cell):
    page = reader.open("/").page
    page.get_by_role("link", name="Ghi kỳ họp").first.click()
    page.get_by_label("Kết thúc lúc").fill("15:50")
    reader.press("Lưu giờ họp")
    page.get_by_role("checkbox", name="Vi Văn Tuyển").check()
    page.get_by_role("group", name="Vi Văn Tuyển").get_by_role("radio", name="Ốm, đi viện").check()
    reader.press("Lưu điểm danh").told("7/8 đồng chí có mặt")


def tabs(reader):
    return reader.page.get_by_role("navigation", name="Kỳ họp", exact=True)


def note_the_meeting(reader, cell):
    page = reader.page
    tabs(reader).get_by_role("link", name="Nhiệm vụ").click()
    reader.follow("Ghi tại cuộc họp")
    story, first, second = (page.get_by_role("group", name=name) for name in (STORY, *TASKS))
    story.get_by_role("radio", name="Đã xong").check()
    story.get_by_label("Bài học rút ra").fill("Giữ giờ như giữ lời hứa.")
    expect(first.get_by_role("radio", name="Đã xong")).to_be_checked()
    second.get_by_role("radio", name="Đã xong").check()
    second.get_by_label("Ngày hoàn thành").fill((clock.day_of(clock.now()) - timedelta(days=4)).isoformat())
    second.get_by_label("Kết quả cụ thể").fill("Đã sửa 40 m.")
    for line, (name, words) in enumerate(SPOKEN.items(), start=1):
        row = page.get_by_role("group", name=f"Người phát biểu, dòng {line}")
        row.get_by_label("Đồng chí").select_option(label=name)
        row.get_by_label("Nội dung phát biểu").fill(words)
    page.get_by_label("Kể câu chuyện về Bác kỳ sau").select_option(index=1)
    for line, (title, name) in enumerate(GIVEN.items(), start=1):
        row = page.get_by_role("group", name=f"Nhiệm vụ, dòng {line}")
        row.get_by_label("Nhiệm vụ").fill(title)
        row.get_by_label("Giao cho").select_option(label=name)
    reader.press("Lưu tất cả").told("Đã ghi vào sổ.").reads(*GIVEN)


def minute_and_vote(reader, cell):
    page = reader.page
    tabs(reader).get_by_role("link", name="Biên bản").click()
    page.get_by_role("link", name="Viết biên bản").first.click()
    page.get_by_label("Nội dung nào chưa chọn thì ghi là đã làm").check()
    for title, words in COURSE.items():
        page.get_by_role("group", name=title).get_by_label("Diễn biến").fill(words)
    item = page.get_by_role("group", name="Thảo luận nhiệm vụ trọng tâm")
    item.get_by_label("Kết luận của chủ trì").fill("Mỗi hộ góp ba ngày công.")
    page.get_by_label("Biểu dương", exact=True).fill("Đồng chí Mến thu quỹ sớm.")
    reader.press("Lưu biên bản").told("Đã lưu biên bản.")
    reader.follow("Ghi biểu quyết")
    page.get_by_label("Tán thành", exact=True).fill("7")
    reader.press("Ghi kết quả biểu quyết").told("Đã ghi kết quả biểu quyết.")
    reader.press("Ghi đã thông qua").press("Ghi đã lưu hồ sơ").told("Đã ghi hồ sơ đã lưu.")


def score_and_submit(reader, cell):
    page = reader.page
    tabs(reader).get_by_role("link", name="Chấm điểm").click()
    reader.press("Chấm theo gợi ý của sổ")
    reader.fill("Điểm tự chấm tiêu chí 3.1", "3").fill("Điểm tự chấm tiêu chí 4.2", "13,5")
    reader.fill("linh hoạt", "2+3,5+2,5+1", marks(page, "4.9")).fill("tập trung dân chủ", "1+2+1+1", marks(page, "5"))
    reader.press("Đưa ra biểu quyết").press("Ghi biểu quyết và nộp").told("Đã nộp phiếu cho “Đảng bộ xã Đồng Mây”.")


def marks(page, code):
    return page.get_by_role("group", name=f"Điểm tự chấm tiêu chí {code}", exact=True)
