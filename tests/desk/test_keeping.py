"""Each thing that waits for those who keep the book: there when it is due, gone when it is done."""

from datetime import date, timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.agendas import items as agenda_items
from tracker.agendas import receiving
from tracker.agendas.models import Receipt
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.contributions.rules import Fate, Phase
from tracker.desk import secretary
from tracker.desk.rules import Kind
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import replies
from tracker.meetings.models import Answer, Reply
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.ratings import service as ratings
from tracker.ratings.rules import YearState
from tracker.reviews import acts as reviewing
from tracker.scoresheets import agreeing, marking

NOW = clock.moment_of(date(2026, 3, 4))
TODAY = date(2026, 3, 4)


@pytest.fixture
def cell(app):
    """A cell of which everything of the year is in order, but for the meeting of March, which each test makes."""
    make.guidance()
    cell = make.cell(founded_on=date(2026, 3, 1))
    make.secretary(cell)
    make.meeting(cell, 2026, 3, 28, MeetingKind.THEMATIC)
    make.meeting(cell, 2026, 4, 28, MeetingKind.THEMATIC)
    db.session.commit()
    return cell


@pytest.fixture
def march(cell):
    """The regular meeting two days from now, with a story named."""
    meeting = make.meeting(cell)
    make.story(meeting, title="Bác Hồ tăng gia")
    return meeting


def keeper(cell, make_one=make.minute_taker):
    return make.actor(make_one(cell))


def waiting(app, cell, at=NOW, by=None):
    """What waits, by kind, as the secretary sees it."""
    by = by or make.actor(make.secretary(cell))
    with app.test_request_context():
        desk = secretary.desk(cell.id, by, at)
        found = {}
        for todo in desk.todos:
            found.setdefault(todo.kind, []).append(todo)
        return found


def of_march(found):
    """Without what the thematic meetings ask for."""
    return {kind: todos for kind, todos in found.items() if not any("28/" in str(todo.text) for todo in todos)}


def held(cell, **columns):
    return make.scored_meeting(cell, **{"year": 2026, "month": 3, "day": 3} | columns)


def test_an_agenda_to_be_written_then_sent_then_sent_again(app, cell, march):
    sender = make.secretary(cell)
    assert waiting(app, cell)[Kind.AGENDA][0].due == date(2026, 3, 5)

    make.item(march)
    make.item(march, "Việc đã bỏ").removed_at = NOW
    db.session.commit()
    assert "1 nội dung" in waiting(app, cell)[Kind.SEND][0].detail

    make.circulation(march, sender, NOW - timedelta(hours=1))
    assert not {Kind.SEND, Kind.SEND_CHANGES} & set(waiting(app, cell))

    given = agenda_items.Given(ItemKind.DISCUSSION, "Việc thêm", 10, None, "")
    agenda_items.add(march, given, make.actor(sender), NOW)
    db.session.commit()
    assert "Gửi lại" in waiting(app, cell)[Kind.SEND_CHANGES][0].text


def test_those_who_have_not_opened_the_agenda_and_those_who_get_it_on_paper(app, cell, march):
    sender = make.secretary(cell)
    reader = make.member(cell)
    make.account(reader)
    make.agenda_sent(march, sender, NOW - timedelta(hours=1))
    found = waiting(app, cell)

    assert found[Kind.REMIND][0].text == "Nhắc 1 đồng chí chưa mở chương trình"
    on_paper = db.session.query(Receipt).filter(Receipt.channel == "paper", Receipt.opened_at.is_(None)).all()
    assert found[Kind.HAND_OVER][0].text == f"Trao bản giấy cho {len(on_paper)} đồng chí chưa có tài khoản"

    receiving.open_agenda(march, make.actor(reader), NOW)
    for receipt in on_paper:
        receiving.hand_over(receipt, make.actor(sender), NOW)
    db.session.commit()
    assert not {Kind.REMIND, Kind.HAND_OVER} & set(waiting(app, cell))


def test_opinions_are_answered(app, cell, march):
    one = make.contribution(march)
    make.contribution(march, fate=Fate.WITHDRAWN)
    make.contribution(march, phase=Phase.SPOKEN)
    assert waiting(app, cell)[Kind.ANSWER][0].text == "Trả lời 1 ý kiến gửi trước"

    one.fate, one.response = Fate.ANSWERED, "Chi bộ đồng ý."
    db.session.commit()
    assert Kind.ANSWER not in waiting(app, cell)


def test_a_storyteller_who_asks_to_be_excused_is_replaced(app, cell, march):
    teller = make.member(cell, "Hứa Thị Chuyên")
    story = make.story(march, teller)
    story.item = make.item(march, "Kể chuyện về Bác", ItemKind.STORY)
    replies.reply(march, teller.id, Answer.ABSENT, "Đi viện", keeper(cell), NOW)
    db.session.commit()
    [todo] = waiting(app, cell)[Kind.REPLACE]
    assert (todo.url, todo.due) == (f"/duties/{story.id}/reassign", date(2026, 3, 5))
    assert "Hứa Thị Chuyên" in todo.detail

    db.session.query(Reply).one().answer = Answer.COMING
    db.session.commit()
    assert Kind.REPLACE not in waiting(app, cell)


def test_a_storyteller_is_named_for_the_meeting_to_come(app, cell):
    meeting = make.meeting(cell)
    [todo] = waiting(app, cell)[Kind.NAME_TELLER]
    assert todo.url == f"/meetings/{meeting.id}/duties/story?for=this"

    make.story(meeting)
    assert Kind.NAME_TELLER not in waiting(app, cell)


def test_a_storyteller_is_named_at_the_meeting_just_held(app, cell):
    meeting = held(cell)
    told = make.story(meeting, title="Chuyện đang kể")
    told.item = make.item(make.meeting(cell, 2026, 2, 6), "Kể chuyện", ItemKind.STORY)
    told.item.meeting_id = meeting.id
    db.session.commit()
    [todo] = waiting(app, cell)[Kind.NAME_TELLER]
    assert todo.url == f"/meetings/{meeting.id}/duties/story"

    make.story(meeting)
    assert Kind.NAME_TELLER not in waiting(app, cell)


def test_a_day_gone_by_is_recorded(app, cell, march):
    later = NOW + timedelta(days=4)
    assert waiting(app, cell, later)[Kind.RECORD][0].url == f"/meetings/{march.id}/hold"

    march.state, march.not_held_reason = MeetingState.NOT_HELD, "Mưa lũ"
    db.session.commit()
    assert Kind.RECORD not in waiting(app, cell, later)


def test_roll_minutes_and_sheet_of_a_meeting_held(app, cell):
    meeting = held(cell)
    assert {Kind.ROLL, Kind.MINUTES} <= set(waiting(app, cell))

    meeting.roll_taken_at = NOW
    db.session.commit()
    found = waiting(app, cell)
    assert Kind.ROLL not in found
    assert found[Kind.MINUTES][0].due == date(2026, 3, 5)
    assert found[Kind.SCORE][0].url == f"/meetings/{meeting.id}/scoresheet"

    meeting.state = MeetingState.MINUTED
    db.session.commit()
    assert Kind.MINUTES not in waiting(app, cell)


WAY = [
    ("start", Kind.FINISH_SCORE),
    ("mark", Kind.FINISH_SCORE),
    ("agree", Kind.SUBMIT),
    ("submit", None),
    ("open", None),
    ("return", Kind.RETURNED),
    ("recognise", None),
]
OF_SHEETS = {Kind.SCORE, Kind.FINISH_SCORE, Kind.SUBMIT, Kind.RETURNED, Kind.ADJUSTED}


@pytest.mark.parametrize(("until", "kind"), WAY)
def test_what_a_sheet_waits_for_on_its_way(app, cell, until, kind):
    meeting = held(cell, roll_taken_at=NOW, state=MeetingState.MINUTED)
    make.scoresheet(meeting, until=until)

    assert OF_SHEETS & set(waiting(app, cell, clock.now())) == ({kind} if kind else set())


def test_a_sheet_recognised_with_adjustments_waits_for_one_answer(app, cell):
    sheet = make.scoresheet(held(cell), until="open")
    above, now = make.actor(make.reviewer(cell.parent)), clock.now()
    sheet.reviewer_id = above.person_id
    reviewing.adjust(sheet, "3.1", 2, "Chưa rõ trọng tâm", above, now)
    reviewing.recognise(sheet, above, now)
    db.session.commit()
    [todo] = waiting(app, cell, now)[Kind.ADJUSTED]
    assert todo.due == clock.day_of(sheet.answer_until)

    agreeing.explain(sheet, "Nội dung theo chương trình huyện", make.actor(make.secretary(cell)), now)
    db.session.commit()
    assert Kind.ADJUSTED not in waiting(app, cell, now)


def test_a_keeper_who_does_not_lead_is_not_asked_to_submit(app, cell):
    make.scoresheet(held(cell), until="agree")

    assert Kind.SUBMIT in waiting(app, cell, clock.now())
    assert Kind.SUBMIT not in waiting(app, cell, clock.now(), keeper(cell))


def test_months_missing_and_the_month_to_plan(app, cell):
    cell.founded_on = date(2026, 1, 1)
    db.session.commit()
    found = waiting(app, cell)
    assert found[Kind.MONTHS_MISSING][0].text == "Ghi rõ 2 tháng chưa có kỳ họp"
    assert found[Kind.PLAN_MONTH][0].posts

    for month in (1, 2):
        make.meeting(cell, 2026, month, state=MeetingState.NOT_HELD)
    make.meeting(cell)
    assert not {Kind.MONTHS_MISSING, Kind.PLAN_MONTH} & set(waiting(app, cell))


def test_a_quarter_near_its_end_wants_a_theme(app, march):
    assert Kind.THEME not in waiting(app, march.cell)
    bare = make.cell(founded_on=date(2026, 3, 1))
    make.meeting(bare)

    assert {todo.text for todo in waiting(app, bare)[Kind.THEME]} == {"Chọn chuyên đề quý I", "Chọn chuyên đề quý II"}


def test_tasks_overdue_are_counted_together(app, cell, march):
    late = [make.task(march, due_on=TODAY - timedelta(days=days)) for days in (1, 5)]
    make.task(march, due_on=TODAY)
    make.task(march, due_on=TODAY - timedelta(days=9), state=DutyState.DONE)
    [todo] = waiting(app, cell)[Kind.TASKS]
    assert (todo.text, todo.due) == ("Xem 2 nhiệm vụ quá hạn", TODAY - timedelta(days=5))

    for task in late:
        task.result = "Đã báo"
    db.session.commit()
    assert Kind.TASKS not in waiting(app, cell)


def test_a_year_over_is_proposed(app, cell, march):
    cell.founded_on = None
    make.year_of_meetings(cell, 2025, "- - - - - - - - - - 95 96")
    row = ratings.store(cell, 2025, TODAY)
    db.session.commit()
    assert waiting(app, cell)[Kind.PROPOSE_YEAR][0].url == f"/cells/{cell.id}/ratings/2025"

    row.state, row.proposed_class = YearState.PROPOSED, "good"
    db.session.commit()
    assert Kind.PROPOSE_YEAR not in waiting(app, cell)


def test_another_cells_work_is_not_ours(app, cell, march):
    other = make.cell()
    held(other)
    make.contribution(make.meeting(other, 2026, 4), fate=Fate.WAITING)
    make.task(march, due_on=TODAY)

    assert not {Kind.ROLL, Kind.MINUTES, Kind.ANSWER, Kind.TASKS} & set(waiting(app, cell))


def full(cell, size):
    """A year with so many of everything."""
    for number in range(size):
        make.task(make.meeting(cell, 2026, 3, 5 + number, MeetingKind.THEMATIC), due_on=TODAY - timedelta(days=1))
        past = held(cell, day=2, kind=MeetingKind.THEMATIC, state=MeetingState.HELD, theme="Thử")
        marking.start(past, make.actor(make.secretary(cell)), NOW)
        one = make.meeting(cell, 2026, 4, 5 + number, MeetingKind.THEMATIC)
        make.story(one).item = make.item(one)
        make.contribution(one)
    db.session.commit()


def queries(app, cell_id, by):
    db.session.expire_all()
    with app.test_request_context(), counted() as sent:
        secretary.desk(cell_id, by, NOW)
    return len(sent)


def test_the_desk_asks_no_more_of_a_full_year_than_of_a_bare_one(app, cell):
    make.meeting(cell)
    by, cell_id = make.actor(make.secretary(cell)), cell.id
    full(cell, 2)
    few = queries(app, cell_id, by)
    full(db.session.get(Organisation, cell_id), 5)

    assert queries(app, cell_id, by) <= few
