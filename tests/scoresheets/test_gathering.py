"""Facts read out of the book: what counts as what, midnight in Việt Nam, and how many queries it takes."""

import os
import time
from datetime import UTC, date, datetime, timedelta

import pytest

from tests import factories as make
from tests.queries import counted
from tracker.agendas import receiving
from tracker.agendas import service as agendas
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.contributions.rules import Fate, Phase
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.roll import SPECIAL_DUTY
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes import writing
from tracker.people.models import Rank
from tracker.scoresheets import gathering, suggesting
from tracker.scoresheets import service as scoresheets

HELD = {"state": MeetingState.HELD}


def facts(meeting):
    db.session.expire_all()
    return gathering.facts(meetings.get(meeting.id))


@pytest.fixture
def cell(app):
    make.guidance("HD42")
    return make.cell()


# --- what counts as what --------------------------------------------------------------------------------------------


def test_a_roll_tells_who_is_exempt_and_who_on_special_duty(cell):
    meeting = make.meeting(cell, **HELD)
    here, away, exempt, late = (make.member(cell) for _number in range(4))
    make.roll_entry(meeting, here)
    make.roll_entry(meeting, away, Presence.EXCUSED, reason=SPECIAL_DUTY, is_obliged=False)
    make.roll_entry(meeting, exempt, Presence.EXCUSED, Rank.EXEMPT, "Miễn sinh hoạt")
    make.roll_entry(meeting, late, Presence.LATE, Rank.PROBATIONARY)
    make.roll_entry(make.meeting(cell, month=2), here, Presence.UNEXCUSED)  # another roll

    found = {one.person_id: one for one in facts(meeting).roll}

    assert {one for one in found if found[one].is_there} == {here.id, late.id}
    assert {one for one in found if found[one].is_exempt} == {exempt.id}
    assert {one for one in found if found[one].on_special_duty} == {away.id}


def test_the_past_is_the_same_kind_of_the_same_year_held_before(cell):
    who = make.member(cell)

    def held(month, presence=Presence.EXCUSED, **columns):
        row = make.meeting(cell, month=month, **HELD | columns)
        make.roll_entry(row, who, presence)
        return row

    this = held(5)
    counting = [held(1), held(2, Presence.UNEXCUSED), held(3, kind=MeetingKind.COMBINED)]
    attended = held(4, Presence.LATE)
    held(12, year=2025)
    held(3, kind=MeetingKind.THEMATIC)
    held(6)
    held(7, state=MeetingState.NOT_HELD)
    make.roll_entry(make.meeting(make.cell(), month=2, **HELD), who, Presence.EXCUSED)  # another cell's

    found = {one.meeting_id: one.absent for one in facts(this).past}

    assert found == {one.id: {who.id} for one in counting} | {attended.id: frozenset()}


def test_special_duty_and_exemption_break_a_row_of_absences(cell):
    who, meeting = make.member(cell), make.meeting(cell, month=4, **HELD)
    for month, obliged, reason in ((1, True, "Ốm"), (2, False, SPECIAL_DUTY), (3, True, "Ốm")):
        before = make.meeting(cell, month=month, **HELD)
        make.roll_entry(before, who, Presence.EXCUSED, reason=reason, is_obliged=obliged)

    absent = [one.absent for one in sorted(facts(meeting).past, key=lambda one: one.held_at)]

    assert absent == [{who.id}, frozenset(), {who.id}]


def test_paper_is_notice_only_once_handed_over_and_before_the_meeting_began(cell):
    secretary = make.secretary(cell)
    on_line, early, at_table, never = (make.member(cell) for _number in range(4))
    make.account(on_line, "trenmay")
    meeting = make.meeting(cell)
    sent = make.agenda_sent(meeting, secretary)
    by = make.actor(secretary)
    receiving.hand_over(agendas.find_receipt(sent, early.id), by, meeting.planned_at - timedelta(minutes=1))
    receiving.hand_over(agendas.find_receipt(sent, at_table.id), by, meeting.planned_at)
    db.session.commit()

    [found] = facts(meeting).sent

    assert found.to == {one.id for one in (secretary, on_line, early, at_table, never)}
    assert found.reached == {on_line.id, early.id}


@pytest.mark.parametrize("told", [True, False])
def test_who_follows_the_cell_is_told_by_the_notice_of_the_agenda(cell, told):
    reviewer = make.reviewer(cell.parent)
    make.reviewer(make.committee())
    meeting = make.meeting(cell)
    assert (facts(meeting).followers, facts(meeting).followers_told) == (1, 0)
    if told:
        make.agenda_sent(meeting, make.secretary(cell))
    else:
        make.agenda_sent(make.meeting(cell, month=4), make.secretary(cell))

    found = facts(meeting)

    assert (found.has_superior, found.followers, found.followers_told) == (True, 1, int(told))
    assert reviewer


def test_a_story_heard_at_a_later_meeting_was_not_told_at_this_one(cell):
    this, later = make.meeting(cell, month=3), make.meeting(cell, month=4, **HELD)
    place = make.item(this, "Câu chuyện về Bác", ItemKind.STORY)
    this.state, this.held_from = MeetingState.HELD, this.planned_at
    db.session.commit()
    told = {"state": DutyState.DONE, "title": "Đôi dép", "lesson": "Giản dị", "cell": cell}
    before = this.planned_at - timedelta(days=30)
    make.story(item=place, result_at=later, created_at=before, **told)

    assert [one.state for one in facts(this).heard] == [DutyState.OPEN]
    assert [(one.state, one.lesson) for one in facts(later).heard] == [(DutyState.DONE, "Giản dị")]

    make.story(item=place, result_at=this, created_at=before, **told)
    assert {one.state for one in facts(this).heard} == {DutyState.OPEN, DutyState.DONE}


@pytest.mark.parametrize(("created", "named_before"), [(timedelta(days=-1), True), (timedelta(0), False)])
def test_named_before_means_before_the_day_and_at_another_meeting(cell, created, named_before):
    this = make.meeting(cell, **HELD)
    make.story(cell=cell, result_at=this, state=DutyState.DONE, created_at=this.planned_at + created)

    assert [one.named_before for one in facts(this).heard] == [named_before]


def test_items_carry_what_the_minutes_say_of_them(cell):
    meeting = make.meeting_to_minute(cell, titles=("Một", "Hai", "Ba", "Bốn"))
    one, two, three, four = agendas.items(meeting)
    told = {
        one.id: writing.Told("Bàn kỹ", "Thống nhất", True),
        two.id: writing.Told("", "", False),
        three.id: writing.Told("", "", True),
        four.id: writing.Told(" ", "", None),
    }
    given = writing.Given(opening="Mở đầu", praise="Biểu dương", criticism=" ", items=told)
    writing.save(meeting, given, "", make.actor(meeting.chair), meeting.held_until)
    db.session.commit()

    found = facts(meeting)

    said = {item.title: (item.is_done, item.is_written, item.has_conclusion) for item in found.items}
    assert said == {
        "Một": (True, True, True),
        "Hai": (False, True, False),  # not done: nothing more to tell
        "Ba": (True, False, False),
        "Bốn": (None, False, False),
    }
    assert (found.minutes.has_praise, found.minutes.has_criticism, found.minutes.is_confirmed) == (True, False, False)


def test_who_spoke_is_not_who_wrote_before_or_withdrew(cell):
    meeting = make.meeting(cell, **HELD)
    spoken = make.contribution(meeting, phase=Phase.SPOKEN)
    make.contribution(meeting)
    make.contribution(meeting, phase=Phase.SPOKEN, fate=Fate.WITHDRAWN)
    make.contribution(make.meeting(cell, month=4, **HELD), phase=Phase.SPOKEN)

    assert [one.person_id for one in facts(meeting).spoken] == [spoken.person_id]


def test_the_committees_meeting_is_the_one_linked(cell):
    before = make.meeting(cell, day=3, kind=MeetingKind.COMMITTEE, **HELD)
    meeting = make.meeting(cell, prepared_by=before, **HELD)
    assert (facts(meeting).committee.held_at, facts(meeting).committee.is_minuted) == (before.held_from, False)

    make.member(cell)
    before.chair = before.minute_taker = make.secretary(cell)
    db.session.commit()
    make.minutes(before)
    assert facts(meeting).committee.is_minuted
    assert facts(make.meeting(cell, month=4, **HELD)).committee is None


def test_documents_taken_off_are_not_there(cell):
    meeting = make.meeting(cell)
    kept = make.document(meeting, make.secretary(cell), kind=DocumentKind.DRAFT_RESOLUTION)
    removed = make.document(meeting, make.member(cell), file_name="cu.pdf")
    removed.removed_at = meeting.planned_at
    db.session.commit()

    assert [(one.id, one.kind, one.at) for one in facts(meeting).documents] == [
        (kept.id, DocumentKind.DRAFT_RESOLUTION, meeting.planned_at - timedelta(days=5))
    ]


def test_items_taken_off_the_agenda_are_not_there(cell):
    meeting = make.meeting(cell)
    make.item(meeting, "Còn lại")
    make.item(meeting, "Đã bỏ").removed_at = meeting.planned_at
    db.session.commit()

    assert [one.title for one in facts(meeting).items] == ["Còn lại"]


# --- minutes and midnight -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("length", "minutes"),
    [
        (timedelta(minutes=90), 90),
        (timedelta(minutes=89), 89),
        (timedelta(minutes=89, seconds=59), 89),
        (timedelta(minutes=90, seconds=59), 90),
        (None, None),
    ],
)
def test_whole_minutes_from_start_to_end(cell, length, minutes):
    start = make.meeting(cell, month=1, **HELD).planned_at
    meeting = make.meeting(cell, month=2, **HELD | {"held_from": start, "held_until": length and start + length})

    assert facts(meeting).minutes_held == minutes


@pytest.fixture(params=["UTC", "America/New_York", "Asia/Ho_Chi_Minh"])
def server_zone(request):
    """A server that lives in another zone than Việt Nam."""
    before = os.environ.get("TZ")
    os.environ["TZ"] = request.param
    time.tzset()
    yield request.param
    os.environ.pop("TZ")
    if before is not None:
        os.environ["TZ"] = before
    time.tzset()


@pytest.mark.parametrize(
    ("held_from", "filed_at", "held_on", "days"),
    [
        # held 28/02/2026 at 23:30 in Việt Nam, filed at 00:10 the next day: the next month
        ("2026-02-28T16:30", "2026-02-28T17:10", date(2026, 2, 28), 1),
        # filed 23:59 on the second day, then a minute later
        ("2026-02-28T16:30", "2026-03-02T16:59", date(2026, 2, 28), 2),
        ("2026-02-28T16:30", "2026-03-02T17:00", date(2026, 2, 28), 3),
        # held at 00:10 on the first of a month: in UTC and in New York still the month before
        ("2026-02-28T17:10", "2026-02-28T17:20", date(2026, 3, 1), 0),
        # the year's end
        ("2026-12-31T16:59", "2026-12-31T17:00", date(2026, 12, 31), 1),
    ],
)
def test_days_are_those_of_viet_nam_wherever_the_server_stands(cell, server_zone, held_from, filed_at, held_on, days):
    start = datetime.fromisoformat(held_from).replace(tzinfo=UTC)
    meeting = make.meeting(
        cell, month=2, planned_at=start, first_planned_at=start, held_from=start,
        held_until=start + timedelta(minutes=30), **HELD,
    )  # fmt: skip
    meeting.chair = meeting.minute_taker = make.secretary(cell)
    make.roll_entry(meeting, meeting.chair)
    db.session.commit()
    row = make.minutes(meeting)
    row.filed_at = datetime.fromisoformat(filed_at).replace(tzinfo=UTC)
    db.session.commit()

    found = facts(meeting)
    guidance = meetings.guidance_of(db.session.get(Meeting, meeting.id))
    judged = suggesting.under(db.session.get(Meeting, meeting.id), guidance)["7", "c"]

    assert (found.held_on, found.first_planned_on, found.minutes.filed_on) == (
        held_on,
        held_on,
        held_on + timedelta(days=days),
    )
    assert (judged.points, judged.finding.measures["filing_days_taken"]) == (int(days <= 2), days)


# --- bounded --------------------------------------------------------------------------------------------------------


def crowded(people, things):
    """A meeting of so many people, with so many of everything else."""
    cell = make.cell()
    meeting = make.meeting(cell, month=5)
    secretary = make.secretary(cell)
    members = [secretary, *(make.member(cell) for _number in range(people - 1))]
    for number in range(things):
        make.item(meeting, f"Nội dung {number}")
    make.document(meeting, secretary)
    make.circulation(meeting, secretary)
    before = make.meeting(cell, month=4, **HELD)
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    meeting.held_until = meeting.planned_at + timedelta(minutes=110)
    meeting.prepared_by = make.meeting(cell, month=5, day=4, kind=MeetingKind.COMMITTEE, **HELD)
    meeting.chair = meeting.minute_taker = secretary
    for one in members:
        make.roll_entry(meeting, one)
        make.roll_entry(before, one, Presence.EXCUSED)
    for one in members[:things]:
        make.contribution(meeting, one, phase=Phase.SPOKEN)
        make.task(before, one, due_on=meeting.day)
        make.task(meeting, one)
    make.minutes(meeting)
    make.decision(meeting, votes=(people, 0, 0))
    return meeting


def queries_of(meeting, ask):
    db.session.expire_all()
    subject = meetings.get(meeting.id)
    with counted() as sent:
        ask(subject)
    return len(sent)


def test_facts_take_as_many_queries_for_sixty_as_for_five(cell):
    small, large = crowded(5, 2), crowded(60, 20)

    few, many = queries_of(small, gathering.facts), queries_of(large, gathering.facts)

    assert few == many <= 25
    assert len(facts(large).roll) == 60 and len(facts(large).items) == 20


def test_suggestions_of_a_sheet_take_as_many_too(cell):
    def ask(subject):
        return suggesting.fresh(scoresheets.of_meeting(subject))

    counts = []
    for size in ((5, 2), (60, 20)):
        meeting = crowded(*size)
        make.scoresheet(meeting)
        ask(meeting)
        counts.append(queries_of(meeting, ask))

    assert counts[0] == counts[1] <= 35
