"""A committee's first screen: who is behind with what, how much was in time, and how it stands in the branches."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.notices.models import Notice
from tracker.people.models import Appointment, Person
from tracker.permissions import Office
from tracker.reviews import acts as reviewing
from tracker.reviews import lacking
from tracker.reviews import service as reviews
from tracker.reviews.models import Reminder, ReviewSettings
from tracker.reviews.service import Month
from tracker.scoresheets.models import Explanation

TODAY = clock.day_of(clock.now())
MARCH = "year=2026&month=3"


@pytest.fixture
def committee(app):
    return make.committee("Đảng bộ xã Đồng Mây")


@pytest.fixture
def reviewer(client, committee):
    return client.sign_in(make.reviewer(committee))


def address(committee, act="", query=MARCH):
    return f"/committees/{committee.id}/reviews{act}?{query}"


def scored(committee, name, until="submit", **columns):
    return make.scoresheet(make.scored_meeting(make.cell(committee, name), **columns), until=until)


def returned(committee, name, late):
    """Sent back with a day that was so many days ago."""
    sheet = scored(committee, name, "open")
    by = make.actor(sheet.reviewer)
    at = clock.now() - timedelta(days=late)
    reviewing.send_back(sheet, {"1.1": "Chưa rõ giờ"}, "", clock.day_of(at), by, at)
    db.session.commit()
    return sheet


def adjusted(committee, name, until="recognise"):
    sheet = scored(committee, name, "open")
    by = make.actor(sheet.reviewer)
    reviewing.adjust(sheet, "3.1", 1, "Nội dung dàn trải", by, clock.now())
    reviewing.recognise(sheet, by, clock.now())
    if until == "explain":
        db.session.add(Explanation(scoresheet=sheet, text="Có cơ sở", by_id=by.person_id, at=clock.now()))
    db.session.commit()
    return sheet


def lists(page):
    """The names in each list, by its heading."""
    return {
        panel.h3.get_text(" ", strip=True): [item.a.get_text() for item in panel.select("li")]
        for panel in page.select("section.panel")
    }


def rates(page):
    return {
        item.h3.text: item.select_one(".rates__figure").text.strip().replace("\xa0", " ")
        for item in page.select(".rates li")
    }


@pytest.fixture
def agreed(committee):
    """One cell that has not handed in its sheet, and one that has nobody to lead it."""
    make.meeting(make.cell(committee, "Chi bộ Chợ"), state=MeetingState.HELD)
    scored(committee, "Chi bộ Dốc", "agree")


@pytest.fixture
def march(committee, agreed):
    """One cell for every way of being behind in March 2026, and for each one that is not."""
    make.cell(committee, "Chi bộ Ấp")
    make.meeting(make.cell(committee, "Chi bộ Bản"), day=20)
    returned(committee, "Chi bộ Đồi", late=1)
    returned(committee, "Chi bộ Ga", late=0)
    adjusted(committee, "Chi bộ Hồ")
    adjusted(committee, "Chi bộ Kè", "explain")
    scored(committee, "Chi bộ Làng", "recognise")
    scored(committee, "Chi bộ Mường")
    make.meeting(
        make.cell(committee, "Chi bộ Nà"), state=MeetingState.NOT_HELD, excused_at=clock.now(), excused_reason="Lũ"
    )
    scored(make.committee(), "Chi bộ nơi khác", "agree")


def test_each_is_behind_with_its_own(reviewer, committee, march):
    page = reviewer.page(address(committee))
    assert lists(page) == {
        "Chưa họp (2)": ["Chi bộ Ấp", "Chi bộ Bản"],
        "Đã họp, chưa nộp phiếu (2)": ["Chi bộ Chợ", "Chi bộ Dốc"],
        "Quá hạn nộp lại phiếu (1)": ["Chi bộ Đồi"],
        "Được điều chỉnh điểm, chưa giải trình (1)": ["Chi bộ Hồ"],
    }
    text = page.get_text(" ", strip=True)
    assert "Chưa có kế hoạch họp" in text and "Dự kiến họp 20/3/2026" in text
    for link in page.select("section.panel a"):
        reviewer.page(link["href"])


def test_with_nobody_behind_the_page_says_so(reviewer, committee):
    scored(committee, "Chi bộ Làng", "recognise")
    page = reviewer.page(address(committee))
    assert lists(page) == {}
    assert "Không chi bộ nào còn thiếu việc của tháng này." in page.text


def test_of_thematic_meetings_nobody_is_behind_with_meeting(reviewer, committee, agreed):
    scored(committee, "Chi bộ Ô", "agree", kind=MeetingKind.THEMATIC)
    page = reviewer.page(address(committee, query=f"{MARCH}&kind=thematic"))
    assert lists(page) == {"Đã họp, chưa nộp phiếu (1)": ["Chi bộ Ô"]}
    assert "Họp trong tháng" not in rates(page)


def test_a_part_of_the_list_is_shown_alone(reviewer, committee, agreed):
    page = reviewer.page(address(committee, query=f"{MARCH}&show=not_met"))
    assert lists(page) == {} and not page.select(".rates, .todo")


def test_the_rates_say_of_how_many(reviewer, committee):
    scored(committee, "Chi bộ Ấp")
    make.cell(committee, "Chi bộ Bản")
    before = scored(committee, "Chi bộ Chợ", month=2)
    assert before.month == 2
    page = reviewer.page(address(committee))
    assert rates(page)["Họp trong tháng"] == "1/3 (33 %)"
    assert "6 tháng trước: 1/18 (6\xa0%)" in page.text
    assert rates(page)["Thẩm định đúng hạn"] == "chưa có", "none is due yet"


def test_what_was_handed_in_late_is_late(reviewer, committee):
    scored(committee, "Chi bộ Ấp")
    page = reviewer.page(address(committee))
    assert rates(page)["Nộp phiếu đúng hạn"] == "0/1 (0 %)"
    db.session.add(ReviewSettings(committee=committee, submit_days=60))
    db.session.commit()
    assert "trong 60 ngày sau ngày họp" in reviewer.page(address(committee)).text


def test_what_is_mine_to_do_is_of_all_my_committees_below(client, committee):
    part, other = make.committee("Đảng bộ bộ phận", committee), make.committee("Đảng bộ xã khác")
    for above in (committee, part, other):
        scored(above, f"Chi bộ của {above.name}")
    person = make.appoint(make.appoint(make.reviewer(committee), part, Office.REVIEWER), other, Office.REVIEWER)
    page = client.sign_in(person).page(address(committee))
    assert sorted(item.p.get_text(" ", strip=True) for item in page.select(".todo li")) == [
        "Sinh hoạt thường kỳ tháng 3/2026 · Đảng bộ bộ phận",
        "Sinh hoạt thường kỳ tháng 3/2026 · Đảng bộ xã Đồng Mây",
    ]
    page = client.page(address(committee, query=f"{MARCH}&branch={part.id}"))
    assert len(page.select(".todo li")) == 1


def test_a_long_list_is_folded_and_says_how_many(reviewer, committee, monkeypatch):
    monkeypatch.setattr("tracker.reviews.lacking.of_month.__defaults__", (8,))
    for number in range(10):
        make.cell(committee, f"Chi bộ {number}")
    [panel] = reviewer.page(address(committee)).select("section.panel")
    assert len(panel.select("li")) == 8 and len(panel.select("details li")) == 2
    assert panel.h3.get_text(" ", strip=True) == "Chưa họp (10)" and "Và 2 chi bộ nữa." in panel.text


# --- reminding ------------------------------------------------------------------------------------------------------


def remind(client, committee, query=MARCH, **fields):
    return client.page(address(committee, "/remind", query), data=fields)


def reminders():
    return [(row.wanted, row.cell.name, row.year, row.month) for row in db.session.scalars(select(Reminder))]


def leader(name):
    query = select(Appointment.person_id).where(
        Appointment.organisation.has(name=name), Appointment.office == Office.SECRETARY
    )
    return db.session.scalar(query)


def test_one_cell_is_reminded_and_its_leaders_are_told(client, reviewer, committee, march):
    [form] = reviewer.page(address(committee)).select("section[aria-labelledby=wanted-resubmit] form")
    cell_id = form.select_one("[name=cell]")["value"]

    page = remind(reviewer, committee, wanted="resubmit", cell=cell_id)

    assert reminders() == [("resubmit", "Chi bộ Đồi", 2026, 3)]
    [notice] = db.session.scalars(select(Notice).where(Notice.kind == "reminder_resubmit"))
    assert notice.person_id == leader("Chi bộ Đồi") and notice.path.endswith("/scoresheet")
    assert "Đã nhắc 1 lần, gần nhất hôm nay" in page.text
    assert not page.select("section[aria-labelledby=wanted-resubmit] form"), "nobody is reminded twice a day"
    [entry] = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "reminder.send"))
    assert entry.organisation_id == int(cell_id) and entry.new["wanted"] == "resubmit"


def test_the_one_reminded_reads_it_and_is_led_to_the_place(client, reviewer, committee, agreed):
    remind(reviewer, committee, wanted="submit", cell="")
    who = db.session.get_one(Person, leader("Chi bộ Dốc"))
    page = client.sign_in(who).page("/")
    assert "Đảng bộ xã Đồng Mây nhắc chi bộ nộp phiếu đánh giá tháng 3/2026." in page.text


def test_all_of_a_list_are_reminded_and_who_cannot_be_is_named(reviewer, committee, agreed):
    page = remind(reviewer, committee, wanted="submit")
    assert reminders() == [("submit", "Chi bộ Dốc", 2026, 3)]
    assert "Đã nhắc 1 chi bộ." in page.text
    assert "Chưa nhắc được “Chi bộ Chợ”: chưa có bí thư hoặc phó bí thư trong sổ." in page.text


def test_the_same_is_not_said_twice_on_one_day(reviewer, committee, agreed):
    cell = scored(committee, "Chi bộ Ngã Ba", "agree").cell
    remind(reviewer, committee, wanted="submit", cell=cell.id)
    page = remind(reviewer, committee, wanted="submit", cell=cell.id)
    assert "1 chi bộ đã được nhắc việc này hôm nay" in page.select_one(".error-summary").text
    assert len(reminders()) == 1
    page = remind(reviewer, committee, wanted="submit")
    assert "Đã nhắc 1 chi bộ." in page.text and "1 chi bộ đã được nhắc việc này hôm nay" in page.text
    assert len(reminders()) == 2


def test_what_was_said_yesterday_may_be_said_again(reviewer, committee):
    cell = scored(committee, "Chi bộ Ngã Ba", "agree").cell
    yesterday = clock.now() - timedelta(days=1)
    for _time in range(2):
        db.session.add(
            Reminder(committee_id=committee.id, cell_id=cell.id, year=2026, month=3, wanted="submit",
                     by_id=leader("Chi bộ Ngã Ba"), at=yesterday)
        )  # fmt: skip
    db.session.commit()
    page = remind(reviewer, committee, wanted="submit", cell=cell.id)
    assert "Đã nhắc 3 lần, gần nhất hôm nay" in page.text


@pytest.mark.parametrize(
    ("fields", "sentence"),
    [
        ({}, "Hãy chọn việc cần nhắc"),
        ({"wanted": "propose"}, "Hãy chọn việc cần nhắc"),
        ({"wanted": "meet", "cell": "x"}, "Hãy chọn việc cần nhắc"),
        ({"wanted": "meet", "cell": "99999999999999999999"}, "Không còn chi bộ nào cần nhắc"),
        ({"wanted": "answer"}, "Không còn chi bộ nào cần nhắc"),
        ({"wanted": "meet"}, "chưa có bí thư hoặc phó bí thư"),
    ],
)
def test_nobody_to_remind_is_said_and_nothing_is_kept(reviewer, committee, fields, sentence):
    make.cell(committee, "Chi bộ Ấp")
    page = remind(reviewer, committee, **fields)
    assert sentence in page.select_one(".error-summary").text
    assert page.select_one(".place-bar form")["action"] == f"/committees/{committee.id}/reviews"
    assert reminders() == []


def test_a_cell_of_another_committee_is_not_reminded(reviewer, committee, agreed):
    other = scored(make.committee(), "Chi bộ lạ", "agree").cell
    page = remind(reviewer, committee, wanted="submit", cell=other.id)
    assert "Không còn chi bộ nào cần nhắc" in page.select_one(".error-summary").text
    assert reminders() == []


def test_only_the_cells_of_the_branch_looked_at_are_reminded(reviewer, committee, agreed):
    part = make.committee("Đảng bộ bộ phận", committee)
    scored(part, "Chi bộ trong bộ phận", "agree")
    remind(reviewer, committee, f"{MARCH}&branch={part.id}", wanted="submit")
    assert reminders() == [("submit", "Chi bộ trong bộ phận", 2026, 3)]


def test_who_only_looks_has_no_button_and_no_list_of_things_to_do(client, committee, agreed):
    client.sign_in(make.observer(committee))
    page = client.page(address(committee))
    assert lists(page) and not page.select("main form[method=post], #todo")


# --- several levels -------------------------------------------------------------------------------------------------


@pytest.fixture
def province(app, committee):
    province = make.committee("Đảng bộ tỉnh")
    committee.parent, committee.path = province, f"{province.path}{committee.id}/"
    db.session.commit()
    return province


def table(page):
    return {row.th.get_text(" ", strip=True): [cell.get_text(strip=True) for cell in row.select("td")]
            for row in page.select("#branches ~ .scroller tbody tr")}  # fmt: skip


def test_the_province_sees_each_branch_with_the_way_down(client, province, committee):
    part = make.committee("Đảng bộ bộ phận", committee)
    scored(committee, "Chi bộ Ấp")
    scored(part, "Chi bộ Bản", "recognise")
    make.cell(part, "Chi bộ Chợ")
    make.cell(province, "Chi bộ cơ quan")
    make.committee("Đảng bộ xã Trống", province)
    page = client.sign_in(make.reviewer(province)).page(address(province))

    assert table(page) == {
        "Đảng bộ xã Đồng Mây": ["3", "2", "2", "1", "1", "0/2 (0\xa0%)", "1/1 (100\xa0%)"],
        "Đảng bộ xã Trống": ["0", "0", "0", "0", "0", "chưa có", "chưa có"],
        "Chi bộ trực thuộc Đảng bộ tỉnh": ["1", "0", "0", "0", "0", "chưa có", "chưa có"],
    }
    down = client.page(page.select_one("#branches ~ .scroller a")["href"])
    assert set(table(down)) == {"Đảng bộ bộ phận", "Chi bộ trực thuộc Đảng bộ xã Đồng Mây"}


@pytest.mark.parametrize("after", ["x", "²-²", "9" * 5000 + "-0"])
def test_an_address_that_names_no_line_shows_the_first_page(reviewer, committee, after):
    scored(committee, "Chi bộ Làng")
    assert "Chi bộ Làng" in reviewer.page(address(committee, query=f"{MARCH}&after={after}")).text


@pytest.mark.parametrize("query", [MARCH, f"{MARCH}&show=waiting"])
def test_the_screen_asks_the_same_of_many_cells_and_branches_as_of_few(client, province, committee, query):
    client.sign_in(make.reviewer(province))

    def asked():
        client.get(address(province, query=query))
        with counted() as sent:
            assert client.get(address(province, query=query)).status_code == 200
        return len(sent)

    def grown():
        for until in ("submit", "agree", "recognise"):
            scored(make.committee(f"Đảng bộ xã {until}", province), f"Chi bộ {until}", until)
        make.cell(committee)
        returned(committee, "Chi bộ Đồi", late=2)
        adjusted(committee, "Chi bộ Hồ")

    scored(committee, "Chi bộ Ấp")
    nothing_lacks = asked()
    grown()
    few = asked()
    assert few <= nothing_lacks + 4  # a list known to be empty is not asked for, one that is not once
    grown()
    assert asked() == few


def test_lists_left_out_as_empty_are_empty(province, committee):
    for until in ("submit", "agree", "recognise"):
        scored(committee, f"Chi bộ {until}", until)
    other = make.committee(parent=province)
    make.cell(other)
    returned(other, "Chi bộ Đồi", late=2)
    at, days = clock.now(), ReviewSettings(submit_days=5, review_days=7)
    for place in (province, committee, other):
        month = Month(place, 2026, 3)
        assert lacking.of_month(month, days, at, reviews.tallies(month)) == [
            lacking.of(one, month, days, at) for one in lacking.OF_A_MONTH
        ]
