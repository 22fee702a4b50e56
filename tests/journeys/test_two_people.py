"""Two at one page, two presses of one button, the way back, a session that ends: one record, and no word lost."""

from datetime import timedelta

import pytest
from playwright.sync_api import expect
from sqlalchemy import func, select

from tests import factories as make
from tracker.base import clock
from tracker.contributions.models import Contribution
from tracker.extensions import db
from tracker.minutes.models import Minutes
from tracker.people import sessions
from tracker.people.models import Account

pytestmark = pytest.mark.journey
ITEM = "Bàn cách làm đường vào bản Nà Kẹn"
HIS, HERS = "Đồng chí Tuyển đề nghị làm trước mùa mưa.", "Đồng chí Sao đề nghị mượn máy xúc của xã."


@pytest.fixture
def book(app):
    """A cell with its secretary and minute-taker: a meeting held and marked on its sheet, and one five days ahead."""
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ xã Đồng Mây"), name="Chi bộ thôn Suối Bạc")
    secretary = make.secretary(cell, "Hoàng Văn Thiệp")
    make.account(secretary, "thiep")
    make.account(make.minute_taker(cell, "Lý Thị Sao"), "sao")
    held = make.meeting_to_minute(cell, titles=(ITEM,))
    make.scoresheet(held, until="mark")
    day = clock.day_of(clock.now()) + timedelta(days=5)
    coming = make.meeting(cell, day.year, day.month, day.day)
    make.item(coming, ITEM)
    make.circulation(coming, secretary, clock.now() - timedelta(days=1))
    made = {"held": held.id, "coming": coming.id}
    db.session.commit()
    db.session.remove()
    return made


def how_many(model):
    """Asked in a transaction of its own: one left open would keep the site waiting."""
    db.session.remove()
    found = db.session.scalar(select(func.count()).select_from(model))
    db.session.remove()
    return found


def heading(reader):
    return reader.page.get_by_role("heading", level=1)


def course(reader):
    """Where the minutes tell how the item went."""
    return reader.page.get_by_role("group", name=ITEM).get_by_label("Diễn biến", exact=True)


def test_two_write_the_same_minutes(readers, window, book):
    url = f"/meetings/{book['held']}/minutes/edit"
    his = readers(**window).sign_in("thiep").open(url).check_kind()
    hers = readers(**window).sign_in("sao").open(url)

    course(his).fill(HIS)
    his.press("Lưu biên bản").told("Đã lưu biên bản.")
    course(hers).fill(HERS)
    hers.page.get_by_label("Kết thúc", exact=True).fill("Kỳ họp kết thúc lúc 16 giờ.")
    hers.press("Lưu biên bản")

    expect(heading(hers)).to_have_text("Biên bản: hai bản khác nhau")
    hers.reads(HIS, HERS, "Hoàng Văn Thiệp").check()
    expect(course(hers)).to_have_value(HERS)
    course(hers).fill(f"{HIS}\n{HERS}")
    hers.press("Lưu bản của đồng chí").told("Đã lưu biên bản.")
    hers.reads(HIS, HERS, "Kỳ họp kết thúc lúc 16 giờ.").check()
    assert how_many(Minutes) == 1


def test_two_mark_the_same_sheet(readers, window, book):
    url = f"/meetings/{book['held']}/scoresheet"
    his = readers(**window).sign_in("thiep").open(url)
    hers = readers(**window).sign_in("sao").open(url)

    mark(his, "3", "Nội dung sát việc của thôn")
    his.press("Lưu nháp").told("Đã lưu")
    mark(hers, "2", "Chương trình gửi sớm")
    hers.press("Lưu nháp")

    expect(heading(hers)).to_have_text("Phiếu đánh giá: hai bản khác nhau")
    hers.reads("Nội dung sát việc của thôn", "Chương trình gửi sớm", "Hoàng Văn Thiệp").check()
    expect(hers.page.get_by_label("Điểm tự chấm tiêu chí 3.1")).to_have_value("2")
    hers.page.get_by_role("textbox", name="Ưu điểm cần phát huy").fill(
        "Nội dung sát việc của thôn\nChương trình gửi sớm"
    )
    hers.press("Lưu bản của đồng chí").told("Đã lưu")
    expect(hers.page.get_by_label("Điểm tự chấm tiêu chí 3.1")).to_have_value("2")
    hers.reads("Nội dung sát việc của thôn", "Chương trình gửi sớm").check()


def mark(reader, points, strengths):
    reader.page.get_by_label("Điểm tự chấm tiêu chí 3.1").fill(points)
    reader.page.get_by_role("textbox", name="Ưu điểm cần phát huy").fill(strengths)


def test_two_presses_make_one_opinion(readers, window, book):
    reader = readers(**window).sign_in("sao").open(f"/meetings/{book['coming']}/contributions/write")
    page = reader.page
    page.get_by_label("Nội dung", exact=True).fill(HERS)
    page.get_by_role("button", name="Gửi ý kiến").dblclick()
    expect(page.get_by_role("heading", name="1 ý kiến")).to_be_visible()

    page.go_back()
    expect(heading(reader)).to_have_text("Viết ý kiến")
    reader.press("Gửi ý kiến")
    reader.open(f"/meetings/{book['coming']}/contributions")
    expect(page.get_by_role("heading", name="1 ý kiến")).to_be_visible()
    assert how_many(Contribution) == 1


def test_going_back_and_saving_again(readers, window, book):
    reader = readers(**window).sign_in("thiep").open(f"/meetings/{book['held']}/minutes")
    page = reader.page
    reader.open(f"/meetings/{book['held']}/minutes/edit")
    page.get_by_label("Mở đầu", exact=True).fill("Chủ trì tuyên bố lý do.")
    course(reader).fill(HIS)
    reader.press("Lưu biên bản").told("Đã lưu biên bản.")

    page.go_back()
    expect(heading(reader)).to_have_text("Viết biên bản")
    page.get_by_label("Mở đầu", exact=True).fill("Chủ trì giới thiệu khách dự.")
    expect(course(reader)).to_have_value(HIS)
    reader.press("Lưu biên bản").told("Đã lưu biên bản.").reads("Chủ trì giới thiệu khách dự.", HIS).check()
    assert how_many(Minutes) == 1


def test_a_session_that_ends_gives_the_words_back(readers, window, book):
    url = f"/meetings/{book['held']}/minutes/edit"
    reader = readers(**window).sign_in("sao").open(url)
    course(reader).fill(HERS)
    end_the_session_of("sao")

    reader.press("Lưu biên bản")
    expect(heading(reader)).to_have_text("Phiên làm việc đã hết")
    reader.reads(HERS).check()
    assert how_many(Minutes) == 0
    reader.follow("Đăng nhập")
    reader.page.get_by_label("Tên đăng nhập").fill("sao")
    reader.page.get_by_label("Mật khẩu").fill("mat-khau-thu")
    reader.press("Đăng nhập")
    expect(heading(reader)).to_have_text("Viết biên bản")
    if reader.javascript:
        reader.press("Lấy lại")
        expect(course(reader)).to_have_value(HERS)
    course(reader).fill(HERS)
    reader.press("Lưu biên bản").told("Đã lưu biên bản.").reads(HERS)


def end_the_session_of(user_name):
    account = db.session.scalar(select(Account).where(Account.user_name == user_name))
    sessions.end_sessions(account.id, clock.now())
    db.session.commit()
    db.session.remove()
