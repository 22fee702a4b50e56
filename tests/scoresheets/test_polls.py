"""The members' poll: who is asked, what an answer may be, what is shown of it, and what never is."""

from dataclasses import replace
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.desk import member as desk
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.rules import Presence
from tracker.notices.models import Notice
from tracker.people.models import Person, Standing
from tracker.permissions import Action, allows
from tracker.scoresheets import agreeing, poll_rules, polls
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import MemberPoll, PollAnswer
from tracker.scoresheets.poll_rules import Figure
from tracker.scoresheets.rules import Line, Votes

D = Decimal
FULL = {"1": "5", "2": "5", "3": "10", "4": "40", "5": "5", "6": "30", "7": "5"}


def numbers(*marks):
    return [D(mark) for mark in marks]


# --- what marks come to ---------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("marks", "expected"),
    [
        ([], None),
        (numbers("5"), None),
        (numbers("5", "3"), None),
        (numbers("5", "3", "4"), Figure(D("4.0"), D("3"), D("5"), 3)),
        (numbers("5", "5", "4"), Figure(D("4.7"), D("4"), D("5"), 3)),
        (numbers("4.5", "5", "4", "4.5"), Figure(D("4.5"), D("4"), D("5"), 4)),
        (numbers("0", "0", "0.5", "0.5", "0.25"), Figure(D("0.3"), D("0"), D("0.5"), 5)),
    ],
)
def test_nothing_is_shown_of_fewer_than_three(marks, expected):
    assert poll_rules.figure(marks) == expected


def test_figures_count_each_group_by_those_who_marked_it_in_any_order():
    answers = [{"1": D(5), "2": D(4)}, {"1": D(3)}, {"1": D(4), "2": D(2)}]

    found = [poll_rules.figures(order) for order in permutations(answers)]

    assert all(one == {"1": Figure(D("4.0"), D(3), D(5), 3)} for one in found)


def asked(sheet, code):
    return next(one for one in polls.questions(sheet) if one.code == code)


def test_a_group_is_asked_by_what_counts_in_this_meeting(app):
    sheet = make.scoresheet()
    group, rows = scoresheets.rows(sheet)[2]
    lines = [row.line for row in rows]
    excluded = [Line(line.criterion, line.group, applies=line.criterion.code != "3.1") for line in lines]

    whole = poll_rules.asked(group, lines)
    less = poll_rules.asked(group, excluded)

    assert (whole.full, whole.step, whole.fixed) == (D(10), D("0.5"), D(2)), "3.3 is full where there is no chi ủy"
    assert less.full in (D(7), D(10)), "out of the denominator, or full by rule"
    assert "3.1" not in {one.code for one in less.criteria}


@pytest.mark.parametrize(
    ("mark", "detail", "expected"),
    [
        (None, {}, None),
        ("4", {}, "4"),
        ("0", {}, "0"),
        (None, {"2.1": "3", "2.2": "1"}, "4"),
        ("4", {"2.1": "3", "2.2": "1"}, "4"),
        ("4", {"2.1": "3"}, "4"),
        ("3", {"2.1": "3"}, "3"),
        ("5", {"2.1": "3", "2.2": "1"}, ValueError),
        ("5", {"2.1": "3"}, ValueError),
        ("2", {"2.1": "3"}, ValueError),
        (None, {"2.1": "3"}, ValueError),
    ],
)
def test_mark_and_detail_of_a_group_must_both_be_so(app, mark, detail, expected):
    group = asked(make.scoresheet(), "2")
    given = D(mark) if mark else None, {code: D(points) for code, points in detail.items()}

    if expected is ValueError:
        with pytest.raises(ValueError, match="2"):
            poll_rules.settled(group, *given)
    else:
        assert poll_rules.settled(group, *given) == (D(expected) if expected else None)


# --- asking and answering -------------------------------------------------------------------------------------------


@pytest.fixture
def sheet(app):
    make.poll(make.scoresheet(), [FULL])
    return make.scoresheet()


def present(sheet):
    return [entry.person for entry in meetings.roll(sheet.meeting)]


def keeper(sheet):
    from_roll = db.session.scalars(select(Standing).where(Standing.cell_id == sheet.cell_id))
    leads = [make.actor(one.person) for one in from_roll]
    return next(one for one in leads if one.posts)


def with_accounts(sheet):
    people = present(sheet)
    for person in people:
        make.account(person, f"p{person.id}")
    return people


def test_those_present_with_an_account_are_asked_and_told(sheet):
    first, second, third, *others = present(sheet)
    for person in (first, second, third):
        make.account(person, f"p{person.id}")
    roll = meetings.roll(sheet.meeting)
    roll[1].presence = Presence.LATE
    roll[2].presence, roll[2].reason = Presence.EXCUSED, "Ốm"
    db.session.commit()

    polls.ask(sheet, keeper(sheet), clock.now())
    db.session.commit()

    told = db.session.scalars(select(Notice).where(Notice.path == polls.path(sheet), Notice.kind == "poll_opened"))
    assert {one.person_id for one in told} == polls.get(sheet.id).asked == {first.id, second.id}
    assert [one.scoresheet_id for one in polls.waiting_for(first.id, sheet.cell_id)] == [sheet.id]
    assert polls.waiting_for(others[0].id, sheet.cell_id + 1) == []


def test_a_poll_needs_somebody_to_ask_and_a_draft(sheet):
    with pytest.raises(RuleBroken, match="điểm danh"):
        polls.ask(sheet, keeper(sheet), clock.now())

    agreed = make.scoresheet(until="agree")
    with_accounts(agreed)
    with pytest.raises(RuleBroken, match="bản nháp"):
        polls.ask(agreed, keeper(agreed), clock.now())


def test_it_is_asked_once_unless_it_was_closed_before_anything_could_be_shown(sheet):
    by = keeper(sheet)
    people = with_accounts(sheet)
    polls.ask(sheet, by, clock.now())
    with pytest.raises(RuleBroken, match="rồi"):
        polls.ask(sheet, by, clock.now())
    make.answer(sheet, people[0], FULL)
    polls.close(sheet, by, clock.now())
    assert polls.outcome(sheet).may_ask_again

    polls.ask(sheet, by, clock.now())
    for person in people[:3]:
        make.answer(sheet, person, FULL)
    polls.close(sheet, by, clock.now())

    assert not polls.outcome(sheet).may_ask_again
    with pytest.raises(RuleBroken, match="rồi"):
        polls.ask(sheet, by, clock.now())


def test_an_answer_may_be_changed_until_the_poll_is_closed_and_stays_one(sheet):
    poll = make.poll(sheet)
    one = present(sheet)[0]
    make.answer(sheet, one, FULL)
    make.answer(sheet, one, {"1": "3"})

    assert polls.answer_of(poll, one.id) == polls.Given({"1": D(3)}, {})
    assert polls.outcome(sheet).answered == 1
    polls.close(sheet, keeper(sheet), clock.now())
    with pytest.raises(RuleBroken, match="đóng"):
        make.answer(sheet, one, FULL)
    assert polls.answer_of(poll, one.id).groups == {"1": D(3)}


def test_no_figure_is_told_while_answers_come_in_nor_of_two_answers(sheet):
    make.poll(sheet, [FULL, FULL])
    make.answer(sheet, present(sheet)[2], FULL | {"1": "2"})
    assert polls.outcome(sheet).groups == {}, "watching the mean move would tell the last mark"

    polls.close(sheet, keeper(sheet), clock.now())
    assert polls.outcome(sheet).groups["1"] == Figure(D("4.0"), D(2), D(5), 3)

    other = make.poll(make.scoresheet(), [FULL, FULL], closed=True)
    assert polls.outcome(other.sheet).groups == {}


def test_a_group_left_empty_is_no_nought(sheet):
    make.poll(sheet, [{"1": "5"}, {"1": "5"}, {"1": "5", "2": "1"}], closed=True)

    assert set(polls.outcome(sheet).groups) == {"1"}


def test_detail_makes_the_groups_mark_and_has_figures_of_its_own(sheet):
    make.poll(sheet)
    for person in present(sheet)[:3]:
        make.answer(sheet, person, {}, c2_1="3", c2_2="1")
    polls.close(sheet, keeper(sheet), clock.now())

    found = polls.outcome(sheet)
    assert (found.groups["2"].mean, found.criteria["2.1"].mean) == (4, 3)


def test_the_roll_mended_after_closing_moves_no_figure(sheet):
    make.poll(sheet, [FULL, FULL | {"1": "2"}, FULL], closed=True)
    before = polls.outcome(sheet).groups
    meetings.roll(sheet.meeting)[1].presence = Presence.UNEXCUSED
    db.session.commit()

    assert polls.outcome(sheet).groups == before


def test_the_cells_agreement_closes_it(app):
    sheet = make.scoresheet(until="mark")
    make.poll(sheet, [FULL])
    agreeing.agree(sheet, Votes(5, 0, 0), keeper(sheet), clock.now())
    db.session.commit()

    assert polls.of_sheet(sheet).closed_at is not None
    agreeing.reconsider(sheet, "Xem lại nhóm 4", keeper(sheet), clock.now())
    assert polls.of_sheet(sheet).closed_at is not None


def test_the_trail_keeps_that_somebody_answered_and_no_figure(sheet):
    make.poll(sheet, [{"1": "2.5"}, {"1": "2.5"}], closed=True)

    of_polls = select(AuditEntry).where(AuditEntry.act.like("poll.%")).order_by(AuditEntry.id)
    kept = list(db.session.scalars(of_polls))

    mine = [one for one in kept if one.subject_id == str(sheet.id)]
    assert [one.act for one in mine] == ["poll.open", "poll.answer", "poll.answer", "poll.close"]
    assert [(one.old, one.new) for one in mine if one.act == "poll.answer"] == [({}, {}), ({}, {})]
    assert not [one for one in kept if "2.5" in f"{one.old}{one.new}"]


def test_marks_change_nothing_of_the_sheet(sheet):
    before = scoresheets.tally(sheet)
    make.poll(sheet, [FULL] * 4, closed=True)
    db.session.expire_all()

    assert scoresheets.tally(scoresheets.get(sheet.id)) == before


# --- pages ----------------------------------------------------------------------------------------------------------


def poll_url(sheet):
    return f"/scoresheets/{sheet.id}/poll"


def test_a_member_answers_on_a_page_and_it_leaves_their_desk(client, sheet):
    make.poll(sheet)
    me = present(sheet)[1]
    actor = make.actor(me)
    assert [one.url for one in waiting(client.application, actor)] == [poll_url(sheet)]
    page = client.sign_in(me).page(poll_url(sheet))
    assert len(page.select("input[type=range][max]")) == len(polls.questions(sheet)) == 7
    assert page.select_one("input[type=range]")["step"] == "0.5"

    page = client.page(
        poll_url(sheet), data={f"group_{code}": points for code, points in FULL.items()} | {"group_1": "3,5"}
    )

    assert "Đã nhận điểm" in page.select_one(".notice--success").text
    assert page.select_one("#group_1")["value"] == "3,5"
    db.session.expire_all()
    assert db.session.get(PollAnswer, (sheet.id, me.id)).groups["1"] == "3.5"
    assert waiting(client.application, actor) == []


def waiting(app, actor):
    with app.test_request_context():
        found = desk.desk(actor.cell_id, actor, clock.now()).todos
    return [one for one in found if one.url.endswith("/poll")]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({}, "ít nhất một nhóm"),
        ({"group_1": "5,5"}, "phải từ 0 đến 5"),
        ({"group_1": "-1"}, "phải từ 0 đến 5"),
        ({"group_1": "4,25"}, "lẻ đến 0,5"),
        ({"group_1": "năm"}, "bằng số"),
        ({"detail_2.1": "4"}, "Nhóm 2"),
        ({"group_2": "5", "detail_2.1": "9"}, "phải từ 0 đến 4"),
    ],
)
def test_what_cannot_be_is_said_and_what_was_typed_stays(client, sheet, typed, sentence):
    make.poll(sheet)
    page = client.sign_in(present(sheet)[0]).page(poll_url(sheet), data=typed)

    assert sentence in page.select_one(".error-summary").text
    for name, value in typed.items():
        assert page.find("input", {"name": name})["value"] == value
    assert db.session.scalar(select(PollAnswer).where(PollAnswer.scoresheet_id == sheet.id)) is None


def test_only_those_asked_and_still_members_find_the_page(client, sheet):
    make.poll(sheet)
    absent, gone = make.member(sheet.cell), present(sheet)[3]
    poll = polls.get(sheet.id)
    stays = make.actor(gone)
    moved = replace(stays, cell_id=sheet.cell_id + 99)

    client.sign_in(absent).page(poll_url(sheet), status=404)
    client.sign_in(gone).page(poll_url(make.scoresheet()), status=404)
    assert allows(stays, Action.ANSWER_POLL, poll)
    assert not allows(moved, Action.ANSWER_POLL, poll)


def test_the_sheets_page_asks_closes_and_shows_beside_the_proposal(client, app):
    sheet = make.scoresheet(until="mark", c1_1="4")
    people = with_accounts(sheet)
    address = f"/meetings/{sheet.meeting_id}/scoresheet"
    secretary = db.session.get(Person, keeper(sheet).person_id)
    page = client.sign_in(secretary).page(address)
    assert "không thay điểm chi bộ" in page.select_one("section[aria-labelledby=poll]").text

    client.page(f"{address}/poll/open", data={})
    for person in people[:4]:
        make.answer(sheet, person, FULL | {"1": "2"})
    page = client.page(address)
    assert "5 đồng chí có mặt; 4 đồng chí đã trả lời" in page.select_one("section[aria-labelledby=poll]").text
    assert page.select_one("section[aria-labelledby=poll] table") is None

    page = client.page(f"{address}/poll/close", data={})
    cells = [cell.get_text(strip=True) for cell in page.select("section[aria-labelledby=poll] tbody tr:first-child td")]
    assert cells == ["4 / 5", "2", "2 – 2", "4"]
    names = {person.full_name for person in people}
    shown = page.select_one("section[aria-labelledby=poll]").text
    assert not [name for name in names if name in shown]


def test_the_committee_reads_it_beside_the_sheet_and_nobody_is_asked_there(client, app):
    sheet = make.scoresheet(until="mark")
    make.poll(sheet, [FULL] * 3, closed=True)
    by = keeper(sheet)
    agreeing.agree(sheet, Votes(5, 0, 0), by, clock.now())
    agreeing.submit(sheet, by, clock.now())
    db.session.commit()
    reviewer = make.reviewer(sheet.cell.parent)

    page = client.sign_in(reviewer).page(f"/scoresheets/{sheet.id}/review")

    assert page.select_one("section[aria-labelledby=poll] table")
    assert "không thay điểm chi bộ" in page.select_one("section[aria-labelledby=poll]").text
    assert not page.select("section[aria-labelledby=poll] button")


def test_a_refused_press_is_said_on_the_sheet(client, sheet):
    secretary = db.session.get(Person, keeper(sheet).person_id)
    client.sign_in(secretary)
    response = client.post(
        f"/meetings/{sheet.meeting_id}/scoresheet/poll/close", data={"csrf_token": client.csrf_token()}
    )

    assert response.status_code == 302
    assert "Không có lần hỏi ý kiến nào" in client.page(response.location).text
    assert db.session.get(MemberPoll, sheet.id) is None
