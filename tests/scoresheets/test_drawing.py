"""Suggestions kept with a draft: shown for as long as they are what the records give, and not a moment longer."""

from dataclasses import replace
from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select, update

from tests import factories as make
from tests.drawings import check_drawings
from tests.queries import counted
from tracker.agendas.documents import MEGABYTE, Upload
from tracker.base import clock
from tracker.contributions import fates
from tracker.contributions import service as contributions
from tracker.contributions.rules import Phase
from tracker.duties import giving, hearing
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.hearing import Result
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.meetings import holding
from tracker.meetings import roll as rolls
from tracker.meetings.models import Meeting
from tracker.meetings.rules import Mark as RollMark
from tracker.meetings.rules import Presence
from tracker.minutes import deciding, writing
from tracker.minutes import service as minutes
from tracker.minutes.models import DecisionKind
from tracker.once import new_key
from tracker.organisations import founding
from tracker.people import joining, offices
from tracker.people import service as people
from tracker.people.models import Appointment, Standing
from tracker.permissions import Office
from tracker.scoresheets import accepting, agreeing, backing, drawing, evidence, filling, gathering, marking, suggesting
from tracker.scoresheets.backing_models import Drawing, Suggestion
from tracker.scoresheets.checks.registry import REGISTRY
from tracker.scoresheets.marking import Given

AT = clock.now()


@pytest.fixture
def meeting(app):
    make.guidance()
    row = make.recorded_meeting(make.cell(), absent=1, tasks_late=1)
    before = db.session.scalars(select(Meeting).where(Meeting.id != row.id)).one()
    before.held_from = before.planned_at
    for number, entry in enumerate(people.members_on(row.cell, row.day)):
        make.roll_entry(before, entry.person, Presence.PRESENT if number < 4 else Presence.EXCUSED)
    return row


@pytest.fixture
def by(meeting):
    return make.actor(meeting.chair)


@pytest.fixture
def sheet(meeting, by):
    row = marking.start(meeting, by, AT)
    db.session.commit()
    return row


def holds(sheet):
    return suggesting.current(sheet, drawing.ends(sheet.meeting)) is not None


def member(meeting, place):
    return people.members_on(meeting.cell, meeting.day)[place].person


# --- acts on the records, in the order in which they are possible ---------------------------------------------------


def reopen_minutes(meeting, by):
    writing.reopen(meeting, "Ghi thiếu ý kiến", by, AT)


def take_the_roll_anew(meeting, by):
    away = RollMark(member(meeting, 3).id, Presence.UNEXCUSED)
    stays = [RollMark(one.person_id, one.presence, one.reason) for one in rolls.service.roll(meeting)]
    rolls.take(meeting, [*stays[:3], away, *stays[4:]], "", by, AT)


def correct_the_hours(meeting, by):
    holding.hold(meeting, replace(holding.as_planned(meeting), start=time(14), end=time(14, 40)), by, AT)


def write_the_minutes(meeting, by):
    standing = minutes.of_meeting(meeting)
    told = make.told_items(meeting)
    writing.save(meeting, writing.Given(opening="Chủ trì tuyên bố lý do.", items=told), standing.version, by, AT)


def put_a_decision(meeting, by):
    put = deciding.Put(DecisionKind.RESOLUTION, "Góp quỹ", "Mỗi hộ một phần.", 0, 3, 0)
    deciding.decide(meeting, put, by, AT)


def write_who_spoke(meeting, by):
    contributions.speak(meeting, member(meeting, 0).id, "Nhất trí", None, by=by, at=AT)
    for one in contributions.of_meeting(meeting, Phase.SPOKEN)[:3]:
        fates.strike(one, "Ghi nhầm", by=by, at=AT)


def give_a_task(meeting, by):
    wanted = Assignment(DutyKind.TASK, member(meeting, 0).id, "Sửa mương", due_on=meeting.day + timedelta(days=9))
    giving.assign(meeting, wanted, by=by, at=AT)


def hear_a_task(meeting, by):
    [late] = [one for one in duties.due_at(meeting) if one.done_on is None and one.state == "open"]
    hearing.hear(late, meeting, late.version, Result(True, "Xong", meeting.day), by=by, at=AT)


def drop_a_story(meeting, by):
    for one in duties.carried_to(meeting):
        hearing.reopen(one, one.version, "Ghi nhầm", by=by, at=AT)
        hearing.drop(one, one.version, "Không kể nữa", by=by, at=AT)


def attach_evidence(meeting, by):
    row = db.session.scalars(select(marking.Scoresheet)).one()
    evidence.attach(row, "1.1", Upload("anh.pdf", make.PDF), MEGABYTE, by, AT)


def set_the_least_length(meeting, by):
    founding.set_up(by, meeting.cell, AT, least_minutes=30)


def end_who_follows_from_above(meeting, by):
    query = select(Appointment).where(Appointment.office == Office.REVIEWER)
    for held in db.session.scalars(query.where(Appointment.organisation_id == meeting.superior_id)):
        offices.end(None, held, meeting.day - timedelta(days=30), AT)


def send_a_delegate(meeting, by):
    offices.appoint(None, make.person(), meeting.cell, Office.DELEGATE, meeting.day - timedelta(days=9), AT)


def correct_a_name_in_another_cell(meeting, by):
    """Of somebody whom this meeting's roll names, after a move elsewhere."""
    who = next(one.person for one in rolls.service.roll(meeting) if one.presence is Presence.UNEXCUSED)
    other = make.cell(meeting.cell.parent)
    [standing] = db.session.scalars(select(Standing).where(Standing.person_id == who.id))
    moved = joining.transfer(None, standing, other, meeting.day + timedelta(days=20), AT)
    db.session.commit()
    for row in db.session.scalars(select(marking.Scoresheet)):
        marking.record(row, Given(), by, AT)
    joining.correct_name(None, moved, "Trương Thị Đổi Tên", "", AT)


def move_the_cell(meeting, by):
    """Under a committee that has somebody to follow it, who was not told."""
    above = make.committee("Đảng bộ xã Mới")
    make.reviewer(above)
    founding.move(None, meeting.cell, above, date(2026, 2, 1), AT)


def praise_in_the_minutes(meeting, by):
    told = writing.Given(opening="Khai mạc.", praise="Biểu dương.", criticism="Nhắc.", items=make.told_items(meeting))
    writing.save(meeting, told, minutes.of_meeting(meeting).version, by, AT)


ACTS = [
    reopen_minutes, take_the_roll_anew, correct_the_hours, write_the_minutes, put_a_decision, write_who_spoke,
    give_a_task, hear_a_task, drop_a_story, attach_evidence, set_the_least_length, end_who_follows_from_above,
    move_the_cell, send_a_delegate, correct_a_name_in_another_cell, praise_in_the_minutes,
]  # fmt: skip
SEEN_IN_NO_SUGGESTION = {give_a_task, hear_a_task, attach_evidence, send_a_delegate}


def test_whatever_is_recorded_the_suggestions_said_to_hold_are_those_drawn_now(meeting, sheet, by):
    for act in ACTS:
        marking.record(sheet, Given(), by, AT)
        db.session.commit()
        assert holds(sheet), f"nothing was recorded since the saving, before {act.__name__}"
        kept = suggesting.kept(sheet)

        act(meeting, by)
        db.session.commit()

        assert not holds(sheet), act.__name__
        assert (suggesting.fresh(sheet) != kept) or act in SEEN_IN_NO_SUGGESTION, f"{act.__name__} changed nothing"
        check_drawings()


def test_what_is_kept_is_what_is_drawn_to_the_letter(meeting, sheet):
    """With the points as they are written."""
    assert suggesting.kept(sheet) == suggesting.fresh(sheet)
    points = {key: str(one.points) for key, one in suggesting.fresh(sheet).items()}
    assert {key: str(one.points) for key, one in suggesting.kept(sheet).items()} == points


def test_a_draft_names_the_record_it_misses_from_what_is_kept(meeting, by):
    meeting.held_until = None
    sheet = marking.start(meeting, by, AT)
    need = suggesting.current(sheet, drawing.ends(meeting)).found["1.1", ""].need
    assert (need.label, need.path) == (suggesting.fresh(sheet)["1.1", ""].need.label, f"/meetings/{meeting.id}/hold")


def test_another_version_of_a_check_draws_anew(sheet, monkeypatch):
    monkeypatch.setitem(REGISTRY, "duration", replace(REGISTRY["duration"], version=2))
    assert not holds(sheet)


def test_what_others_recorded_between_the_looking_and_the_saving_is_not_missed(meeting, sheet, by):
    """Their act reached the trail after they were read: they are drawn anew, yet count as drawn before it."""
    drawn = marking.drawn_now(sheet)
    meeting.held_until = meeting.held_from + timedelta(minutes=30)
    make.told(meeting.cell)

    marking.record(sheet, Given(), by, AT, drawn=drawn)

    assert suggesting.kept(sheet)["1.1", ""].points == suggesting.fresh(sheet)["1.1", ""].points
    assert not holds(sheet), "who looked before the act is not trusted after it"
    marking.record(sheet, Given(), by, AT)
    assert holds(sheet)


def vote(sheet, by):
    notes = {code: "Theo sổ tay" for code, _part in suggesting.fresh(sheet)}
    marking.record(sheet, replace(make.full_marks(sheet), notes=notes), by, AT)
    agreeing.agree(sheet, agreeing.Votes(4, 0, 0), by, AT)


def test_a_sheet_taken_back_from_the_vote_is_drawn_anew_where_anything_was_recorded_since(sheet, by):
    vote(sheet, by)
    sheet.meeting.held_until = sheet.meeting.held_from + timedelta(minutes=30)
    make.told(sheet.cell)
    agreeing.reconsider(sheet, "Xem lại", by, AT)
    assert not holds(sheet)
    assert backing.of_sheet(sheet).found == suggesting.fresh(sheet) != suggesting.kept(sheet)


def test_a_sheet_taken_back_from_the_vote_keeps_what_holds(sheet, by):
    make.told(sheet.cell)
    vote(sheet, by)
    agreeing.reconsider(sheet, "Xem lại", by, AT)
    assert holds(sheet)
    assert backing.of_sheet(sheet).found == suggesting.fresh(sheet)


def test_what_others_recorded_while_the_vote_was_taken_back_is_not_missed(sheet, by):
    vote(sheet, by)
    before = drawing.ends(sheet.meeting)
    make.told(sheet.cell)
    drawing.carry(sheet, before, make.told(sheet.cell))
    assert not holds(sheet)


def test_a_sheet_opened_to_be_filled_says_whether_its_suggestions_hold(meeting, sheet, by, monkeypatch):
    opened = filling.of_meeting(meeting)
    assert (opened.sheet, opened.drawn.ends, opened.drawn.is_kept) == (sheet, drawing.ends(meeting), True)
    assert opened.drawn.found == suggesting.fresh(sheet)
    assert [mark.criterion for mark in opened.sheet.marks] == sorted(mark.criterion for mark in sheet.marks)

    with monkeypatch.context() as patch:
        patch.setitem(REGISTRY, "duration", replace(REGISTRY["duration"], version=2))
        assert filling.of_meeting(meeting).drawn is None
    make.told(meeting.cell)
    assert filling.of_meeting(meeting).drawn is None
    assert filling.of_meeting(make.meeting(meeting.cell, month=9)) is None


def test_saving_again_gathers_nothing_and_rewrites_no_suggestion(sheet, by, monkeypatch):
    def never(*_args):
        raise AssertionError("the records were gathered")

    monkeypatch.setattr(gathering, "facts", never)
    with counted() as sent:
        marking.record(sheet, Given(marks={"1.1": Decimal(5)}), by, AT)
        accepting.accept(sheet, Given(), by, AT)
    assert not [one for one in sent if "INTO suggestion" in one or "FROM suggestion" in one and "DELETE" in one]
    assert holds(sheet)


def test_a_draft_that_was_never_drawn_is_drawn(sheet):
    db.session.execute(update(Suggestion).values(sentence="…"))
    db.session.query(Drawing).delete()
    assert backing.of_sheet(sheet).found == suggesting.fresh(sheet)


def test_the_words_do_not_depend_on_the_reader(app, sheet):
    from flask_babel import force_locale

    with force_locale("en"):
        assert suggesting.fresh(sheet) == suggesting.kept(sheet)


# --- what it asks of the database -----------------------------------------------------------------------------------


def asked(act):
    with counted() as sent:
        assert act().status_code in (200, 302)
    return [one for one in sent if not one.startswith(("BEGIN", "SAVEPOINT", "RELEASE"))]


def test_the_page_asks_little_of_a_draft_that_holds_and_gathers_for_one_that_does_not(client, meeting, sheet):
    client.sign_in(meeting.chair)
    address = f"/meetings/{meeting.id}/scoresheet"
    client.get(address)
    kept = asked(lambda: client.get(address))
    make.told(meeting.cell)
    drawn = asked(lambda: client.get(address))

    assert len(kept) == 4
    assert len(drawn) == 21
    assert not [one for one in kept + drawn if not one.startswith("SELECT")], "a page writes nothing"


def test_a_saving_after_a_saving_asks_little_and_leaves_the_year_alone(client, meeting, sheet):
    client.sign_in(meeting.chair)
    token, address = client.csrf_token(), f"/meetings/{meeting.id}/scoresheet"
    sent = []
    for number, points in enumerate(("3", "4", "3"), start=1):
        fields = {"csrf_token": token, "once": new_key(), "version": number, "mark_2.1": points, "act": "save"}
        sent = asked(lambda fields=fields: client.post(address, data=fields))

    assert len(sent) == (9 if db.engine.name == "postgresql" else 10)
    assert not [one for one in sent if "cell_year" in one or "roll_entry" in one]
