"""The one-sheet page: what stands beside a mark, phrases for a reason, returning at one criterion, onward."""

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests import factories as make
from tests.queries import counted
from tests.reviews.test_pages import holder, press, stored, told, url
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.permissions import Office
from tracker.reviews import acts, comparing
from tracker.reviews.medians import Median, medians
from tracker.reviews.models import Phrase, ReviewSettings
from tracker.scoresheets.rules import SheetState

D = Decimal


@pytest.mark.parametrize(
    ("marks", "found"),
    [
        ([], {}),
        ([("1.1", 1, D(3)), ("1.1", 2, D(5))], {}),
        ([("1.1", 1, D(3)), ("1.1", 2, D(5)), ("1.1", 2, D(4))], {}),
        ([("1.1", 1, D(3)), ("1.1", 2, D(5)), ("1.1", 3, D("4.5"))], {"1.1": Median(D("4.5"), 3)}),
        ([("1.1", cell, D(given)) for cell, given in enumerate("3445")], {"1.1": Median(D(4), 4)}),
        ([("1.1", cell, D(given)) for cell, given in enumerate("2345")], {"1.1": Median(D("3.5"), 4)}),
        ([("1.1", cell, D(3)) for cell in range(3)] + [("2", 1, D(1))], {"1.1": Median(D(3), 3)}),
    ],
)
def test_the_median_is_exact_and_never_of_fewer_than_three_cells(marks, found):
    assert medians(marks) == found


@given(st.lists(st.integers(0, 80), min_size=3, max_size=40), st.randoms())
def test_the_median_lies_in_the_middle_in_whatever_order(halves, shuffle):
    marks = [("1", cell, D(points) / 2) for cell, points in enumerate(halves)]
    middle = medians(marks)["1"].points
    assert sum(points < middle for _code, _cell, points in marks) <= len(marks) / 2
    assert sum(points > middle for _code, _cell, points in marks) <= len(marks) / 2
    shuffle.shuffle(marks)
    assert medians(marks)["1"].points == middle


@pytest.fixture
def branch(app):
    """Three cells of one committee with their sheets of 3/2026: 3.1 at 3, 2 and 2.5."""
    committee = make.committee()
    return [
        make.scoresheet(make.scored_meeting(make.cell(committee)), until="submit", c3_1=points)
        for points in ("3", "2", "2.5")
    ]


def test_a_mark_stands_beside_the_branchs_median(client, branch):
    client.sign_in(holder(branch[0].cell.parent, Office.REVIEWER))
    assert "Trung vị tự chấm của 3 chi bộ: 2,5." in client.page(url(branch[0])).find(id="criterion-3.1").text


def test_sheets_of_others_months_committees_and_drafts_are_not_in_the_median(branch):
    committee = branch[0].cell.parent
    for until in ("agree", "return"):
        make.scoresheet(make.scored_meeting(make.cell(committee)), until=until, c3_1="0")
    make.scoresheet(make.scored_meeting(make.cell(committee), month=4), until="submit", c3_1="0")
    make.scoresheet(until="submit", c3_1="0")
    assert comparing.beside(stored(branch[0])).medians["3.1"] == Median(D("2.5"), 3)


def test_the_median_is_of_what_the_cells_gave_themselves(branch):
    by = make.actor(holder(branch[0].cell.parent, Office.REVIEWER))
    acts.adjust(branch[0], "3.1", D(0), "Vì", by, clock.now())
    db.session.commit()
    assert comparing.beside(stored(branch[1])).medians["3.1"].points == D("2.5")


def test_a_criterion_worth_other_points_elsewhere_is_not_compared(branch):
    committee = branch[0].cell.parent
    shared = make.scored_meeting(make.cell(committee), kind=MeetingKind.COMBINED)
    make.scoresheet(shared, until="submit")
    found = comparing.beside(stored(branch[0])).medians
    assert (found["3.1"].cells, found["4.2"].cells) == (4, 3)


def test_last_months_mark_stands_beside_as_given_and_as_recognised(client, branch):
    now = branch[0]
    before = make.scoresheet(make.scored_meeting(now.cell, month=2), until="open", c3_1="2.5")
    by = holder(now.cell.parent, Office.REVIEWER)
    acts.adjust(before, "3.1", D("1.5"), "Vì", make.actor(by), clock.now())
    acts.recognise(before, make.actor(by), clock.now())
    db.session.commit()
    page = client.sign_in(by).page(url(now))
    assert "Tháng 2/2026: tự chấm 2,5, công nhận 1,5." in page.find(id="criterion-3.1").text
    assert "Tháng 2/2026: 5 điểm." in page.find(id="criterion-1.1").text
    assert "Tháng 2/2026" not in client.page(url(before)).text


@pytest.mark.parametrize("until", ["mark", "agree", "return"])
def test_a_month_not_handed_in_is_no_last_month(branch, until):
    make.scoresheet(make.scored_meeting(branch[0].cell, month=2), until=until)
    assert comparing.beside(stored(branch[0])).before is None


def test_another_form_is_not_compared_with(branch):
    make.scoresheet(make.scored_meeting(branch[0].cell, month=2, kind=MeetingKind.THEMATIC), until="submit")
    assert comparing.beside(stored(branch[0])).before is None


def test_comparing_asks_as_often_for_many_cells_as_for_few(branch):
    def asked():
        sheet = stored(branch[0])
        with counted() as sent:
            comparing.beside(sheet)
        return len(sent)

    asked()
    few = asked()
    for _number in range(4):
        make.scoresheet(make.scored_meeting(make.cell(branch[0].cell.parent)), until="submit")
    make.scoresheet(make.scored_meeting(branch[0].cell, month=2), until="submit")
    assert asked() <= few + 1 <= 4


@pytest.fixture
def reviewer(client, branch):
    return client.sign_in(holder(branch[0].cell.parent, Office.REVIEWER))


@pytest.fixture
def phrase(branch, reviewer):
    committee = branch[0].cell.parent
    by = holder(committee, Office.REVIEWER)
    row = Phrase(committee_id=committee.id, text="Gửi chương trình muộn", added_by_id=by.id, added_at=clock.now())
    db.session.add(row)
    db.session.commit()
    return row.text


def test_a_phrase_of_the_committees_own_is_the_reason_where_nothing_is_written(reviewer, branch, phrase):
    page = reviewer.page(url(branch[0]))
    assert [one["value"] for one in page.select("form[action$='/3.1'] select[name=phrase] option")] == ["", phrase]
    page = press(reviewer, branch[0], "/criteria/3.1", points="1", phrase=phrase, reason="")
    assert phrase in page.find(id="criterion-3.1").text
    page = press(reviewer, branch[0], "/criteria/3.1", points="2", phrase=phrase, reason="Có gửi, nhưng thiếu")
    last = page.find(id="criterion-3.1").select(".because")[-1].text
    assert "Có gửi, nhưng thiếu" in last and phrase not in last


def test_a_phrase_may_be_why_a_sheet_goes_back(reviewer, branch, phrase):
    page = reviewer.page(url(branch[0], "/return"))
    assert [one["value"] for one in page.select("select[name=phrase] option")] == ["", phrase]
    deadline = clock.day_of(clock.now()) + timedelta(days=3)
    page = press(reviewer, branch[0], "/return", phrase=phrase, summary="", deadline=deadline.isoformat())
    assert phrase in page.select_one(".trail").text


def test_another_committees_phrases_are_not_offered(client, branch, phrase):
    other = make.scoresheet(until="submit")
    client.sign_in(holder(other.cell.parent, Office.REVIEWER))
    assert not client.page(url(other)).select("select[name=phrase]")


def test_neither_a_phrase_nor_a_word_is_no_reason(reviewer, branch, phrase):
    page = press(reviewer, branch[0], "/criteria/3.1", points="1", phrase="", reason=" ")
    assert "Hãy ghi lý do điều chỉnh." in page.select_one(".error-summary").text
    assert stored(branch[0]).state is SheetState.SUBMITTED, "what was refused opened nothing"


def test_returning_beside_a_criterion_opens_its_field_with_the_committees_days(reviewer, branch):
    db.session.add(ReviewSettings(committee_id=branch[0].cell.parent_id, return_days=3))
    db.session.commit()
    [link] = reviewer.page(url(branch[0])).find(id="criterion-3.1").select("a[data-return]")
    page = reviewer.page(link["href"])
    [field] = page.select("[autofocus]")
    assert field["name"] == "reason_3.1" and field.find_parent("details").has_attr("open")
    wanted = clock.day_of(clock.now()).toordinal() + 3
    assert page.select_one("[name=deadline]")["value"] == clock.day_of(clock.now()).fromordinal(wanted).isoformat()
    press(reviewer, branch[0], "/return", deadline=page.select_one("[name=deadline]")["value"], **{"reason_3.1": "Vì"})
    assert stored(branch[0]).state is SheetState.RETURNED
    assert told("scoresheet_returned")


def test_returning_at_a_criterion_that_is_none_opens_the_form_as_it_is(reviewer, branch):
    assert not reviewer.page(url(branch[0], "/return?criterion=99")).select("[autofocus]")


@pytest.mark.parametrize("act", ["/recognise", "/return"])
def test_a_decided_sheet_leads_on(reviewer, branch, act):
    given = {"summary": "Xem lại", "deadline": clock.day_of(clock.now()).isoformat()} if act == "/return" else {}
    answer = reviewer.send(url(branch[0], act), {"version": stored(branch[0]).version, **given}, follow_redirects=False)
    assert answer.location.endswith("#onward")
    page = reviewer.page(url(branch[0]))
    assert page.find(id="onward")["href"] in {url(branch[1]), url(branch[2])}


def test_a_sheet_another_opened_is_only_read_until_taken_over(client, reviewer, branch):
    press(reviewer, branch[0], "/open")
    client.sign_in(make.reviewer(branch[0].cell.parent, "Lý Thử Hai"))
    page = client.page(url(branch[0]))
    assert not page.select("[data-adjust], [data-return], form[action$='/recognise']")
    assert page.select_one("form[action$='/open'] button").text == "Nhận thẩm định"
