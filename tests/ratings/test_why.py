from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tests.ratings import books
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.organisations.models import Placement
from tracker.ratings import explaining
from tracker.ratings import service as ratings
from tracker.ratings.commands import recompute
from tracker.ratings.models import CellYear
from tracker.ratings.rate_commands import rate
from tracker.ratings.why import sentences
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.models import CriterionRemark, Mark
from tracker.scoresheets.rules import SheetState

LATE = (
    "3.5",
    "Nội dung gửi sớm 5 giờ; yêu cầu trước ít nhất 1 ngày.",
    "Content was sent 5 hours ahead; 1 day is asked.",
)
LOW = {"c3_5": "0", "c6": "24", "c4_2": "12"}  # 89 points
AFTER = date(2027, 2, 10)


@pytest.fixture
def cell(app):
    books.version()
    committee = make.committee("Đảng bộ xã Thử", make.committee("Đảng bộ tỉnh Thử"))
    return make.cell(committee, "Chi bộ Thử", code="CB01")


@pytest.fixture
def year(cell):
    """2026: ten sheets at full marks; May and September late, so that both are Khá; August is missing."""
    for month in (1, 2, 3, 4, 6, 7, 10, 11, 12):
        books.marked(cell, month)
    for month in (5, 9):
        books.marked(cell, month, suggested=[LATE], **LOW)
    make.year_of_meetings(cell, 2026, "- " * 12)
    ratings.store(cell, 2026, AFTER)
    db.session.commit()
    return cell


@pytest.fixture(autouse=True)
def later(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: books.AFTERWARDS)


def text(page):
    return " ".join(page.select_one("main").get_text(" ").split())


def squeezed(words):
    return "".join(words.split())


def url(cell, act="/why", year=2026):
    return f"/cells/{cell.id}/ratings/{year}{act}"


def test_the_page_goes_from_the_class_to_the_records_and_the_clause(client, year):
    page = client.sign_in(make.member(year)).page(url(year))
    said = text(page)

    for words in (
        "Sổ tính: xếp loại Khá.",
        "Tốt: chưa đủ điều kiện.",
        "Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0. Nguồn: đọc ở nguồn chính thức.",
        "9 tháng xếp Tốt; yêu cầu từ 10 tháng.",
        "Tháng 5: 89 điểm, xếp Khá, cấp trên đã công nhận.",
        "0/2 điểm, mất 2.",
        LATE[1],
        "Mẫu tham khảo – cần đối chiếu bản gốc",
        "Để xếp Tốt, năm này thiếu 1 kỳ thường kỳ; thiếu 1 tháng xếp Tốt.",
        "Nếu tháng 8 có sinh hoạt thường kỳ, được từ 90 điểm thì năm xếp Tốt.",
    ):
        assert words in said
    regular = select(Meeting).where(Meeting.cell_id == year.id, Meeting.kind == MeetingKind.REGULAR)
    meeting = db.session.scalar(regular.where(Meeting.month == 5))
    links = [a["href"] for a in page.select("section[aria-labelledby=month-5] a")]
    assert f"/meetings/{meeting.id}/agenda" in links
    assert f"/meetings/{meeting.id}/scoresheet" in links
    assert any(link.endswith("#TK-HD42-3.5") for link in links)
    assert page.select_one("a[href='#month-5']")


def test_one_habit_in_several_months_is_said_in_one_sentence(client, cell):
    for month in range(1, 13):
        books.marked(cell, month, **(LOW if month in (3, 5, 7, 9) else {}))
    make.year_of_meetings(cell, 2026, "- " * 12)
    said = text(client.sign_in(make.member(cell)).page(url(cell)))

    assert "Để xếp Tốt, năm này thiếu 2 tháng xếp Tốt." in said
    assert "tháng 3 và tháng 5 được đủ 2 điểm ở tiêu chí 3.5 “Gửi tài liệu đúng hạn” thì năm xếp Tốt." in said


@pytest.mark.parametrize("act", ["", "/why"])
def test_the_queries_do_not_grow_with_the_meetings(client, cell, act):
    asked = []
    member = make.member(cell)
    for months in ((1, 2), range(3, 13)):
        for month in months:
            books.marked(cell, month, suggested=[LATE], **LOW)
        with counted() as sent:
            client.sign_in(member).page(url(cell, act))
        asked.append(len(sent))

    assert asked[1] <= asked[0] <= 30


def test_what_the_committee_changed_is_told_with_its_reason(client, cell):
    sheet = books.marked(cell, 3, recognised={"3.1": Decimal(1)})
    remark = {"act": "adjust", "criterion": "3.1", "old": Decimal(3), "new": Decimal(1), "reason": "Dàn trải"}
    db.session.add(CriterionRemark(scoresheet=sheet, by=make.person(), at=sheet.created_at, **remark))
    db.session.commit()
    said = text(client.sign_in(make.member(cell)).page(url(cell)))

    assert "Tháng 3: 98 điểm" in said
    assert "1/3 điểm, mất 2. Cấp trên điều chỉnh: Dàn trải" in said


def test_a_sheet_not_handed_in_shows_its_total_alone(client, cell):
    books.marked(cell, 3, state=SheetState.AGREED, suggested=[LATE], **LOW)
    said = text(client.sign_in(make.reviewer(cell.parent)).page(url(cell)))

    assert "Tháng 3: 89 điểm, xếp Khá, chi bộ tự chấm." in said
    assert "Phiếu chưa nộp cấp trên" in said
    assert "mất 2" not in said
    assert LATE[1] not in said


def test_a_sheet_with_the_superior_is_told_whole(client, cell):
    books.marked(cell, 3, state=SheetState.SUBMITTED, suggested=[LATE], **LOW)
    said = text(client.sign_in(make.reviewer(cell.parent)).page(url(cell)))

    assert "Tháng 3: 89 điểm, xếp Khá, chi bộ tự chấm." in said
    assert LATE[1] in said


def test_a_total_without_marks_and_a_sheet_before_suggestions_say_so(client, cell):
    make.year_of_meetings(cell, 2026, "80 " + "- " * 11)
    books.marked(cell, 2, c3_5="0")
    said = text(client.sign_in(make.member(cell)).page(url(cell)))

    assert "Sổ chỉ có tổng điểm của kỳ này" in said
    assert "Phiếu này nộp trước khi sổ lưu gợi ý chấm" in said


def test_a_condition_that_bit_is_its_own_line_and_is_mended_by_the_criterion_it_names(client, cell):
    guidance = books.version(enabled=True)
    for month in range(1, 13):
        books.marked(
            cell, month, guidance=guidance if month in (3, 5, 7) else None, **({"c3_5": "0"} if month == 3 else {})
        )
    make.year_of_meetings(cell, 2026, "- " * 12)
    said = text(client.sign_in(make.member(cell)).page(url(cell)))

    assert "98 điểm, nhưng xếp Khá, vì: “Gửi nội dung muộn thì nhiều nhất là Khá.”" in said
    assert "Nếu tháng 5 gửi nội dung đúng hạn thì năm xếp Tốt." in said


def test_a_year_without_scores_has_reasons_too(client, cell):
    assert "Chưa đủ để xếp loại" in text(client.sign_in(make.member(cell)).page(url(cell, year=2025)))


def test_a_running_year_says_what_its_rest_must_bring(client, cell):
    books.marked(cell, 1, year=2027, **LOW)
    make.meeting(cell, 2026, 12)
    said = text(client.sign_in(make.member(cell)).page(url(cell, "", 2027)))

    assert "Năm có thể kết thúc từ Kém" in said
    assert "Tốt: trung bình các kỳ còn lại từ 90,1 điểm; thêm 10 tháng xếp Tốt;" in said
    assert "quý I, quý II, quý III và quý IV phải có chuyên đề" in said


# --- closed for ever ------------------------------------------------------------------------------------------------


def both_pages(client, cell):
    return {
        (act, language): text(client.speak(language).page(url(cell, act)))
        for act in ("", "/why")
        for language in ("vi", "en")
    }


def test_a_closed_year_reads_the_same_for_ever(client, year):
    books.closed(year, 2026)
    client.sign_in(make.member(year))
    before = both_pages(client, year)

    elsewhere = make.committee("Đảng bộ xã Khác")
    year.parent.name = year.name = "Tên Mới"
    for placement in db.session.scalars(select(Placement)):
        placement.name, placement.parent_id = "Tên Mới", elsewhere.id
    for row in db.session.scalars(select(Mark)):
        row.given, row.recognised = Decimal(0), None
    for row in db.session.scalars(select(Suggestion)):
        row.sentence = row.sentence_en = "Đã sửa"
    for row in db.session.scalars(select(Meeting).where(Meeting.cell_id == year.id)):
        row.year = 2016
    for version in (books.version("HD42"), books.version("HD09-2019")):
        version.valid_until = version.valid_until or date(2026, 1, 31)
    db.session.commit()

    assert both_pages(client, year) == before


def test_a_closed_year_equals_its_recomputation_and_the_check_says_where_it_does_not(app, year):
    books.closed(year, 2026)
    run = app.test_cli_runner()
    run.invoke(recompute)
    assert run.invoke(recompute, ["--check"]).exit_code == 0

    mark = db.session.scalar(select(Mark).where(Mark.given == Decimal(24)).order_by(Mark.scoresheet_id))
    mark.given = Decimal(27)
    db.session.commit()
    result = run.invoke(recompute, ["--check"])
    assert result.exit_code == 1
    assert "CB01, năm 2026, 5" in result.output


def test_closing_again_stores_the_same(year):
    row = books.closed(year, 2026)

    assert explaining.kept(row, AFTER) == row.closed_with
    assert explaining.why(row, AFTER).why == explaining.as_closed(row.closed_with).why


def test_a_year_closed_before_reasons_were_kept_still_opens(client, app, year):
    row = books.closed(year, 2026)
    row.closed_with = {name: kept for name, kept in row.closed_with.items() if name != "why"}
    db.session.commit()
    client.sign_in(make.member(year))

    assert "Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0." in text(client.page(url(year, "")))
    said = text(client.page(url(year)))
    assert "Thiếu 1 kỳ sinh hoạt thường kỳ; cho phép nhiều nhất 0." in said
    assert "Năm này được chốt trước khi sổ lưu phần giải thích từng kỳ" in said
    assert app.test_cli_runner().invoke(recompute, ["--check"]).exit_code == 0


# --- the same reasons in the command --------------------------------------------------------------------------------


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("is_closed", [False, True], ids=["open", "closed"])
def test_rate_explain_says_what_the_page_says_sentence_by_sentence(client, app, year, language, is_closed):
    if is_closed:
        books.closed(year, 2026)
    page = squeezed(text(client.sign_in(make.member(year)).speak(language).page(url(year))))
    result = app.test_cli_runner().invoke(rate, ["--explain", "CB01", "2026", "--language", language])
    printed = squeezed(result.output)
    row = db.session.scalar(select(CellYear).where(CellYear.cell_id == year.id, CellYear.year == 2026))
    told = [said.wording(language) for said in sentences(explaining.why(row, AFTER).why)]

    assert result.exit_code == 0
    assert len(told) > 40
    for sentence in told:
        assert squeezed(sentence) in page, sentence
        assert squeezed(sentence) in printed, sentence


def test_rate_explain_needs_a_cell_and_a_year(app, year):
    assert app.test_cli_runner().invoke(rate, ["--explain", "CB01"]).exit_code == 1


def test_the_class_of_every_set_told_is_its_own(year):
    told = explaining.why(ratings.get(year.id, 2026, AFTER), AFTER).why

    assert [one.target for one in told.liftings] == [QualityClass.GOOD]
    assert all(one.ways for one in told.liftings)
