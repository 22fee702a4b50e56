from datetime import date, time

import pytest
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import service as contributions
from tracker.duties import giving, hearing, placing
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db
from tracker.meetings.models import Answer, Reply
from tracker.meetings.rules import MeetingState
from tracker.people.models import Rank

AT = clock.moment_of(date(2026, 3, 6), time(15))


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def february(cell):
    return make.meeting(cell, month=2, day=6, state=MeetingState.HELD)


@pytest.fixture
def march(cell, february):
    return make.meeting(cell, month=3, day=6, state=MeetingState.HELD)


@pytest.fixture
def april(cell, march):
    return make.meeting(cell, month=4, day=3)


def hear(duty, meeting, **result):
    return hearing.hear(duty, meeting, duty.version, Result(**result), by=None, at=AT)


def test_tasks_given_before_and_due_by_now_are_heard(cell, february, march):
    due = make.task(february, due_on=date(2026, 3, 6))
    make.task(february, due_on=date(2026, 3, 7))
    make.task(march, due_on=date(2026, 3, 6))
    make.task(february, due_on=date(2026, 3, 1), state=DutyState.DROPPED)
    make.task(make.meeting(month=2, day=6), due_on=date(2026, 3, 1))
    loose = make.task(cell=cell, due_on=date(2026, 3, 2))

    assert duties.due_at(march) == [loose, due]


def test_a_task_heard_ahead_counts_where_it_was_heard(february, march):
    task = make.task(february, due_on=date(2026, 5, 1))
    hear(task, march, done=True, done_on=date(2026, 3, 5))

    assert duties.due_at(march) == [task]
    assert duties.done_on_time(march) == (1, 1)


def test_what_a_meeting_heard_does_not_change_when_a_later_one_hears_more(february, march, april):
    late = make.task(february, due_on=date(2026, 3, 1))
    done = make.task(february, due_on=date(2026, 3, 1))
    hear(done, march, done=True, done_on=date(2026, 3, 1))
    before = duties.done_on_time(march)
    april.state, april.held_from = MeetingState.HELD, april.planned_at
    hearing.hear(late, april, late.version, Result(True, done_on=date(2026, 3, 30)), by=None, at=april.planned_at)

    assert before == duties.done_on_time(march) == (1, 2)
    assert duties.due_at(april) == [late]
    assert duties.done_on_time(april) == (0, 1)


def test_none_due_is_no_figure(march):
    assert duties.done_on_time(march) is None


def test_open_tasks_stand_the_longest_due_first(cell, february):
    later = make.task(february, due_on=date(2026, 9, 1))
    sooner = make.task(february, due_on=date(2026, 3, 1))
    make.task(february, state=DutyState.DONE)
    make.story(february)

    assert duties.open_tasks(cell) == [sooner, later]
    assert sooner.is_overdue(date(2026, 3, 2)) and not sooner.is_overdue(date(2026, 3, 1))


def test_whose_turn_it_is_goes_round(cell, march, april):
    an, binh, chi = (make.member(cell, f"Bế {name}") for name in ("An", "Bình", "Chi"))
    exempt = make.member(cell, "Bế Anh", rank=Rank.EXEMPT)
    make.story(march, assignee=an, state=DutyState.DONE, title="Một", result_at=march)
    make.story(march, assignee=chi, state=DutyState.NOT_DONE)

    assert duties.turns(april) == [binh, chi, an]
    make.story(march, assignee=exempt, state=DutyState.DONE, title="Hai", result_at=march)
    assert exempt in duties.turns(april)


def test_one_named_and_not_yet_heard_had_their_turn(cell, march):
    an, binh = make.member(cell, "Bế An"), make.member(cell, "Bế Bình")
    make.story(march, assignee=an)

    assert duties.turns(march)[0] == binh


def test_one_who_asked_to_be_excused_is_passed_over(cell, march, april):
    an, binh = make.member(cell, "Bế An"), make.member(cell, "Bế Bình")
    db.session.add(Reply(meeting=april, person=an, answer=Answer.ABSENT, reason="Ốm", at=AT, entered_by_id=an.id))
    db.session.commit()

    assert duties.turns(march, april) == [binh]


def test_one_storyteller_a_meeting(cell, march):
    given = Assignment(DutyKind.STORY, make.member(cell, "Bế An").id)
    giving.assign(march, given, by=None, at=AT)

    with pytest.raises(RuleBroken, match="Đã phân công đ/c “Bế An”"):
        giving.assign(march, given, by=None, at=AT)


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"title": ""}, "Hãy ghi tên"),
        ({"due_on": None}, "hạn hoàn thành"),
        ({"due_on": date(2026, 3, 5)}, "từ ngày họp"),
        ({"assignee_id": 0}, "không sinh hoạt"),
    ],
)
def test_a_task_needs_words_a_day_and_a_member(cell, march, given, sentence):
    whole = {"title": "Rà soát hộ nghèo", "due_on": date(2026, 3, 6), "assignee_id": make.member(cell).id}

    with pytest.raises(RuleBroken, match=sentence):
        giving.assign(march, Assignment(DutyKind.TASK, **whole | given), by=None, at=AT)
    giving.assign(march, Assignment(DutyKind.TASK, **whole), by=None, at=AT)


@pytest.mark.parametrize("state", [MeetingState.MINUTED, MeetingState.NOT_HELD])
def test_nothing_is_given_once_the_minutes_stand(cell, march, state):
    march.state, march.not_held_reason = state, "Mưa lũ"

    with pytest.raises(RuleBroken):
        giving.assign(march, Assignment(DutyKind.STORY, make.member(cell).id), by=None, at=AT)


def test_a_task_shows_on_the_remark_it_came_of(cell, march):
    remark = make.contribution(march)
    member = make.member(cell)
    task = giving.assign(
        march, Assignment(DutyKind.TASK, member.id, "Rà soát", "", date(2026, 3, 20), remark.id), by=None, at=AT
    )
    giving.change(task, task.version, "Rà soát 34 hộ", "", date(2026, 3, 20), by=None, at=AT)

    [outcome] = contributions.outcomes([remark])[remark.id]
    assert (outcome.words, outcome.path) == ("Rà soát 34 hộ", f"/meetings/{march.id}/duties")


def test_a_remark_of_another_meeting_gives_no_task(cell, march, february):
    remark = make.contribution(february)
    given = Assignment(DutyKind.TASK, make.member(cell).id, "Việc", "", date(2026, 3, 20), remark.id)

    with pytest.raises(RuleBroken, match="kỳ họp này"):
        giving.assign(march, given, by=None, at=AT)


def test_a_report_waits_for_the_meeting(february, march):
    task = make.task(february, due_on=date(2026, 3, 1))
    hearing.report(task, task.version, "Đã xong 30 hộ.", date(2026, 2, 28), by=None, at=AT)

    assert (task.state, task.is_reported) == (DutyState.OPEN, True)
    hear(task, march, done=True, done_on=date(2026, 2, 28))
    assert (task.state, task.result, task.result_at) == (DutyState.DONE, "Đã xong 30 hộ.", march)


def test_nobody_finishes_tomorrow(february, march):
    task = make.task(february)

    with pytest.raises(RuleBroken, match="sau hôm nay"):
        hear(task, march, done=True, done_on=date(2026, 3, 7))


@pytest.mark.parametrize(("result", "sentence"), [({"done": True}, "ngày hoàn thành"), ({"done": False}, "lý do")])
def test_a_result_says_when_or_why_not(february, march, result, sentence):
    with pytest.raises(RuleBroken, match=sentence):
        hear(make.task(february), march, **result)


def test_what_was_not_done_carries_on_with_a_new_day(february, march):
    task = make.task(february, title="Làm đường", due_on=date(2026, 3, 1))
    following = hear(task, march, done=False, words="Mưa nhiều", carry_on=date(2026, 3, 30))

    assert (task.state, task.result) == (DutyState.NOT_DONE, "Mưa nhiều")
    assert (following.title, following.carries_on, following.assigned_at) == ("Làm đường", task, march)
    assert following.assignee == task.assignee


def test_a_story_told_keeps_its_title_and_lesson(cell, february, march):
    story = make.story(february)
    with pytest.raises(RuleBroken, match="tên câu chuyện"):
        hear(story, march, done=True)
    hear(story, march, done=True, title="Đôi dép cao su", lesson="Tiết kiệm từ việc nhỏ")

    assert duties.archive(cell, "doi DEP") == [story]
    assert duties.archive(cell, "tiết kiệm cao su") == [story]
    assert duties.archive(cell, "vườn cây") == []
    assert duties.archive(make.cell()) == []


def test_results_are_not_heard_before_the_day(march, april):
    with pytest.raises(RuleBroken, match="từ ngày họp"):
        hear(make.task(march), april, done=False, words="Chưa")


def test_a_story_told_or_chosen_before_is_known_again(cell, february, march):
    told = make.story(february, state=DutyState.DONE, title="Đôi dép cao su")
    make.story(make.meeting(month=2, day=6), state=DutyState.DONE, title="Đôi dép cao su")
    make.story(february, state=DutyState.NOT_DONE, title="Đôi dép cao su")

    assert duties.told_like(cell, "“Đôi dép cao su” của Bác Hồ") == [told]
    assert duties.told_like(cell, "Đôi dép cao su", but=told) == []


def test_another_takes_over_with_a_reason(cell, march):
    story = make.story(march)
    other = make.member(cell)
    with pytest.raises(RuleBroken, match="lý do"):
        hearing.reassign(story, story.version, other.id, " ", by=None, at=AT)
    db.session.rollback()
    hearing.reassign(story, story.version, other.id, "Đồng chí báo vắng", by=None, at=AT)

    assert story.assignee == other
    assert audit.last_of(story).new == {"assignee_id": other.id, "reason": "Đồng chí báo vắng"}


@pytest.mark.parametrize("act", [hearing.drop, hearing.reopen])
def test_an_old_page_takes_nothing_back(february, act):
    task = make.task(february, state=DutyState.OPEN if act is hearing.drop else DutyState.DONE)

    with pytest.raises(Conflict):
        act(task, task.version + 1, "Vì thế", by=None, at=AT)
    act(task, task.version, "Vì thế", by=None, at=AT)


def test_a_result_in_confirmed_minutes_stands(february, march):
    task = make.task(february)
    hear(task, march, done=True, done_on=date(2026, 3, 1))
    march.state = MeetingState.MINUTED

    with pytest.raises(RuleBroken, match="mở lại biên bản"):
        hearing.reopen(task, task.version, "Nhầm", by=None, at=AT)
    assert "reopen" not in hearing.possible(task)


def test_a_closed_duty_is_not_changed(february):
    task = make.task(february, state=DutyState.DONE)

    with pytest.raises(RuleBroken, match="mở lại việc"):
        giving.change(task, task.version, "Khác", "", date(2026, 3, 1), by=None, at=AT)


def test_a_dropped_story_leaves_the_agenda(cell, march):
    story = make.story(march)
    april = placing.plan_next(cell, by=None, at=AT)
    assert duties.is_placed(story)

    hearing.drop(story, story.version, "Không còn sinh hoạt", by=None, at=AT)

    assert duties.carried_to(april) == []


@pytest.mark.parametrize(
    "wrong", [{"due_on": None}, {"state": DutyState.DONE, "result": ""}, {"state": DutyState.DONE, "done_on": None}]
)
def test_the_database_wants_a_day_and_a_result(february, wrong):
    with pytest.raises(IntegrityError):
        make.task(february, **wrong)
    db.session.rollback()


def test_a_task_dropped_leaves_the_remark_it_came_of_until_taken_up_again(cell, march):
    remark = make.contribution(march)
    given = Assignment(DutyKind.TASK, make.member(cell).id, "Rà soát", "", date(2026, 3, 20), remark.id)
    task = giving.assign(march, given, by=None, at=AT)

    hearing.drop(task, task.version, "Không cần nữa", by=None, at=AT)
    assert contributions.outcomes([remark]) == {}
    hearing.reopen(task, task.version, "Vẫn cần", by=None, at=AT)
    assert list(contributions.outcomes([remark])) == [remark.id]


def test_the_same_task_given_again_is_one_until_it_is_closed(march):
    who = make.member(march.cell)
    given = Assignment(DutyKind.TASK, who.id, "Phát quang tuyến đường", due_on=date(2026, 4, 1))
    first = giving.assign(march, given, by=None, at=AT)

    assert giving.assign(march, given, by=None, at=AT) is first
    hearing.drop(first, first.version, "Không cần nữa", by=None, at=AT)
    assert giving.assign(march, given, by=None, at=AT) is not first
