"""The doors above the cells: reviewer, administrator, observer."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.desk import administrator, reviewer_todos
from tracker.extensions import db
from tracker.permissions import Office
from tracker.ratings import service as ratings
from tracker.ratings.rules import YearState
from tracker.reviews import acts as reviewing
from tracker.reviews import months
from tracker.reviews.calibration.models import CalibrationReviewer, CalibrationRound, CalibrationSheet
from tracker.reviews.models import Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.scoresheets.models import SheetAct

NOW = clock.now()
TODAY = clock.day_of(NOW)


@pytest.fixture
def committee(app):
    return make.committee("Đảng bộ xã Đồng Mây")


def waiting(app, committee, at=None, by=None):
    """The list of one reviewer (any, if none is given) for one committee: words and addresses."""
    by = by or make.actor(make.reviewer(committee))
    with app.test_request_context():
        found = reviewer_todos.todos([committee.id], at or clock.now(), by)[committee.id]
        return [(str(todo.text), todo.url) for todo in found]


def sheet(committee, until="submit", **columns):
    return make.scoresheet(make.scored_meeting(make.cell(committee), **columns), until=until)


def test_sheets_handed_in_are_counted_by_month_with_their_list(app, committee):
    sheet(committee)
    sheet(committee)
    sheet(committee, month=4)
    sheet(committee, until="agree")
    sheet(make.committee())

    assert waiting(app, committee) == [
        ("Thẩm định 2 phiếu mới nộp", f"/committees/{committee.id}/queue?year=2026&month=3"),
        ("Thẩm định 1 phiếu mới nộp", f"/committees/{committee.id}/queue?year=2026&month=4"),
    ]


def test_a_sheet_opened_is_to_be_finished(app, committee):
    opened = sheet(committee, until="open")
    above = make.actor(opened.reviewer)
    [(text, url)] = waiting(app, committee, by=above)
    assert (text, url.endswith("show=under_review")) == ("Kết thúc thẩm định 1 phiếu", True)
    [(text, url)] = waiting(app, committee)
    assert (text, url.endswith("show=under_review")) == ("Xem 1 phiếu đồng chí khác đang thẩm định", True)

    reviewing.recognise(opened, above, clock.now())
    db.session.commit()
    assert waiting(app, committee) == []


@pytest.mark.parametrize(("late", "count"), [(0, 0), (1, 1)])
def test_a_sheet_sent_back_is_asked_after_once_its_day_is_past(app, committee, late, count):
    returned = sheet(committee, until="open")
    above = make.actor(make.reviewer(committee))
    returned.reviewer_id = above.person_id
    deadline = clock.day_of(clock.now())
    reviewing.send_back(returned, {"1.1": "Chưa rõ giờ"}, "", deadline, above, clock.now())
    db.session.commit()
    assert db.session.query(SheetAct).filter_by(act="return").count() == 1

    assert len(waiting(app, committee, clock.now() + timedelta(days=late))) == count


def test_an_explanation_is_read_until_it_is_answered(app, committee):
    explained = sheet(committee, until="explain")
    [(text, url)] = waiting(app, committee)
    assert explained.cell_name in text
    assert url == f"/scoresheets/{explained.id}/review"

    reviewing.uphold(explained, "Đã xem xét", make.actor(make.reviewer(committee)), clock.now())
    db.session.commit()
    assert waiting(app, committee) == []


def test_years_proposed_are_recognised(app, committee):
    cell = make.cell(committee)
    make.year_of_meetings(cell, 2025, "95 " * 12)
    row = ratings.store(cell, 2025, date(2026, 1, 5))
    row.state, row.proposed_class = YearState.PROPOSED, "good"
    db.session.commit()

    assert waiting(app, committee) == [
        ("Công nhận xếp loại năm của 1 chi bộ", f"/committees/{committee.id}/years/2025")
    ]


def test_answers_to_signals_are_read_and_no_others(app, committee):
    cell, at = make.cell(committee), clock.now()
    for state, above in (
        (SignalState.ANSWERED, committee),
        (SignalState.RAISED, committee),
        (SignalState.ANSWERED, make.committee()),
    ):
        signal = Signal(
            cell=cell, committee=above, kind=SignalKind.SAME_TOTAL, state=state, from_year=2026, from_month=1,
            to_year=2026, to_month=4, figures={}, raised_at=at, changed_at=at, answer="Đã rà lại",
        )  # fmt: skip
        db.session.add(signal)
    db.session.commit()
    [(text, url)] = waiting(app, committee)
    assert text == "Đọc trả lời của chi bộ cho 1 câu hỏi"
    assert url == f"/committees/{committee.id}/signals?state=answered"


def test_who_is_asked_to_calibrate_is_told_until_they_have(app, committee):
    asked, other = make.reviewer(committee), make.reviewer(committee)
    part = CalibrationReviewer(person_id=asked.id)
    made = CalibrationRound(
        committee=make.committee(),
        name="Đợt tháng 3",
        seed="1",
        opened_at=clock.now(),
        opened_by_id=other.id,
        reviewers=[part],
    )
    db.session.add(made)
    made.sheets.append(CalibrationSheet(scoresheet_id=sheet(made.committee, until="uphold").id, place=1))
    db.session.commit()
    [(text, url)] = waiting(app, committee, by=make.actor(asked))
    assert "Đợt tháng 3" in text and url == f"/calibrations/{made.id}"
    assert waiting(app, committee, by=make.actor(other)) == []

    part.done_at = clock.now()
    db.session.commit()
    assert waiting(app, committee, by=make.actor(asked)) == []


def test_the_door_says_who_is_behind_and_how_much_was_in_time(client, committee):
    last_month = months.before((TODAY.year, TODAY.month))
    sheet(committee, until="agree", year=last_month[0], month=last_month[1])
    for number in range(6):
        make.cell(committee, f"Chi bộ {number}")
    page = client.sign_in(make.reviewer(committee)).page("/")
    lists = {term.text: " ".join(term.find_next("dd").text.split()) for term in page.select(".pairs dt")}
    assert lists["Chưa họp (6)"] == "Chi bộ 0, Chi bộ 1, Chi bộ 2, Chi bộ 3, Chi bộ 4 và 1 chi bộ nữa"
    assert len(lists) == 2 and "Đã họp, chưa nộp phiếu (1)" in lists
    assert [one.text.strip() for one in page.select(".rates__figure")][0] == "1/7 (14\xa0%)"
    for link in page.select(".pairs a"):
        opened = client.page(link["href"])
        assert opened.find(id=link["href"].partition("#")[2]), "the list is on the page opened"


def test_each_committee_has_its_part_and_every_count_opens(client, committee):
    other = make.committee("Đảng bộ xã Ấp Bắc")
    person = make.appoint(make.reviewer(committee), other, Office.REVIEWER)
    sheet(committee)
    sheet(other, until="explain")
    page = client.sign_in(person).page("/")

    assert page.h1.get_text(strip=True) == "Đảng bộ xã Ấp Bắc"
    assert {"Đảng bộ xã Đồng Mây", "Đảng bộ xã Ấp Bắc"} <= {tag.get_text() for tag in page.select("h1, h2")}
    urls = [link["href"] for link in page.select(".todo a, .tally a")]
    assert len(urls) == 2 + 2 * 2 * 6
    for url in urls:
        client.page(url)


def test_the_highest_committee_heads_the_door_and_the_links(client, committee):
    below = make.committee("Đảng bộ bộ phận", committee)
    person = make.appoint(make.reviewer(below), committee, Office.REVIEWER)
    sheet(below)
    page = client.sign_in(person).page("/")

    assert page.h1.get_text(strip=True) == "Đảng bộ xã Đồng Mây"
    assert [item.p.get_text(" ", strip=True) for item in page.select(".todo li")] == [
        "Sinh hoạt thường kỳ tháng 3/2026 · Đảng bộ bộ phận"
    ]
    assert len(page.select(".rates")) == 1, "what is below has no part of its own"
    assert page.select_one(".masthead nav a[href*=reviews]")["href"] == f"/committees/{committee.id}/reviews"


def test_a_half_that_waits_goes_before_an_idle_head_and_both_keep_their_names(client, committee):
    cell = make.cell(committee)
    person = make.appoint(make.member(cell), committee, Office.REVIEWER)
    make.task(make.meeting(cell), person, title="Lập danh sách")
    headings = [tag.get_text(strip=True) for tag in client.sign_in(person).page("/").select("main h2")]

    assert headings.index("Việc của riêng đồng chí") < headings.index("Đảng bộ xã Đồng Mây")


def test_the_reviewers_door_asks_the_same_of_many_cells_as_of_few(client, committee):
    def queries():
        with counted() as sent:
            client.page("/")
        return len(sent)

    sheet(committee, until="explain")
    client.sign_in(make.reviewer(committee)).page("/")
    few = queries()
    for _number in range(4):
        sheet(committee, until="explain")

    assert queries() <= few


def administered(app, organisation):
    with app.test_request_context():
        return administrator.desk(make.actor(make.administrator(organisation)), clock.now())


def texts(desk):
    return [str(todo.text.striptags() if hasattr(todo.text, "striptags") else todo.text) for todo in desk.todos]


def test_a_cell_without_a_secretary_wants_one(app, committee):
    make.guidance()
    cell = make.cell(committee, "Chi bộ Trống")
    make.cell(make.committee(), "Chi bộ nơi khác")
    make.cell(committee, "Chi bộ đã kết thúc", ended_on=date(2025, 1, 1))
    former = make.secretary(cell, until=TODAY - timedelta(days=1))
    desk = administered(app, committee)
    assert desk.leaderless == 1
    assert "Cử bí thư cho Chi bộ Trống" in texts(desk)

    make.appoint(former, cell, Office.SECRETARY, since=TODAY)
    assert administered(app, committee).leaderless == 0


def test_somebody_in_office_without_an_account_wants_one(app, committee):
    who = make.secretary(make.cell(committee), "Vi Văn Tuyển")
    make.secretary(make.cell(make.committee()), "Người nơi khác")
    assert "Cấp tài khoản cho đ/c Vi Văn Tuyển" in texts(administered(app, committee))

    make.account(who)
    assert "Cấp tài khoản cho đ/c Vi Văn Tuyển" not in texts(administered(app, committee))


def test_guidance_that_is_missing_or_near_its_end(app, committee):
    assert "Nhập hướng dẫn chấm điểm" in texts(administered(app, committee))

    version = make.guidance()
    assert not [text for text in texts(administered(app, committee)) if "hướng dẫn" in text.lower()]

    version.valid_until = TODAY + timedelta(days=90)
    db.session.commit()
    assert f"Chuẩn bị bản thay {version.number}" in texts(administered(app, committee))


def test_a_long_list_says_how_many_are_not_on_it(client, committee):
    for _number in range(12):
        make.cell(committee)
    page = client.sign_in(make.administrator(committee)).page("/")

    assert "và 2 mục nữa" in page.main.get_text()
    for link in page.select(".todo a, .tally a, .panel a"):
        client.page(link["href"])


def test_an_observer_is_told_until_when(client, committee):
    page = client.sign_in(make.observer(committee, until=date(2099, 3, 1))).page("/")

    assert "Đến hết Chủ nhật, 01/3/2099" in page.main.get_text()


def test_an_observer_whose_time_is_over_sees_nothing(client, committee):
    who = make.observer(committee, until=date.today() - timedelta(days=2))
    page = client.sign_in(who).page("/")

    assert committee.name not in page.main.get_text()
    assert "hỏi đồng chí bí thư" in page.main.get_text()


def test_help_opens_for_everybody_and_its_contents_lead_somewhere(client, app):
    page = client.sign_in(make.person()).page("/help")

    assert len(page.select("nav[aria-label='Mục lục trợ giúp'] a")) == len(page.select(".prose h2")) == 16
    assert "Mẫu tham khảo" in page.main.get_text()
