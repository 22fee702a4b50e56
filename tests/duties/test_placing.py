from datetime import date

import pytest

from tests import factories as make
from tracker.agendas import items
from tracker.agendas import service as agendas
from tracker.agendas.rules import ItemKind
from tracker.base import clock
from tracker.duties import giving, placing
from tracker.duties import service as duties
from tracker.duties.giving import Assignment
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState

AT = clock.moment_of(date(2026, 3, 7))


@pytest.fixture
def cell(app):
    return make.cell(usual_day=3)


@pytest.fixture
def march(cell):
    return make.meeting(cell, month=3, day=6, state=MeetingState.HELD)


def story_item(meeting):
    return next(item for item in agendas.items(meeting) if item.kind is ItemKind.STORY)


def planned(cell, month=4, kind=MeetingKind.REGULAR, day=3):
    meeting = make.meeting(cell, month=month, day=day, kind=kind)
    items.add_standard(meeting, None, AT)
    db.session.commit()
    return meeting


def test_the_storyteller_named_stands_on_the_next_agenda(cell, march):
    teller = make.member(cell)
    story = giving.assign(march, Assignment(DutyKind.STORY, teller.id, "Đôi dép cao su"), by=None, at=AT)

    april = placing.plan_next(cell, by=None, at=AT)

    item = story_item(april)
    assert (item.presenter_id, item.title) == (teller.id, "Câu chuyện về Bác: “Đôi dép cao su”")
    assert story.item is item


def test_planning_again_gives_the_same_meeting_and_adds_who_was_named_since(cell, march):
    first = placing.plan_next(cell, by=None, at=AT)
    count = len(agendas.items(first))
    story = make.story(march)

    again = placing.plan_next(cell, by=None, at=AT)

    assert again is first
    assert len(agendas.items(first)) == count
    assert story_item(first).presenter_id == story.assignee_id


def test_a_paper_stands_on_the_theme_of_its_quarter(cell, march):
    paper = make.paper(march, due_on=date(2026, 6, 30), title="Giữ rừng đầu nguồn")
    other = make.paper(march, due_on=date(2026, 9, 30))
    thematic = planned(cell, month=5, day=20, kind=MeetingKind.THEMATIC)

    placing.place_open(thematic, by=None, at=AT)

    theme = next(item for item in agendas.items(thematic) if item.kind is ItemKind.THEME)
    assert theme.presenter_id == paper.assignee_id
    assert duties.of_item(theme) == [paper]
    assert duties.unplaced(cell) == [other]


def test_a_story_waits_for_a_regular_meeting(cell, march):
    story = make.story(march)
    thematic = planned(cell, kind=MeetingKind.THEMATIC)

    assert placing.place_open(thematic, by=None, at=AT) == []
    assert duties.unplaced(cell) == [story]


def test_a_sent_agenda_moves_only_at_the_secretarys_word(cell, march):
    story = make.story(march)
    april = planned(cell)
    april.state = MeetingState.CIRCULATED

    assert not placing.place(story, april, by=None, at=AT)
    placing.place_by_hand(story, april, by=None, at=AT)
    assert story_item(april).presenter_id == story.assignee_id


def test_one_story_on_one_item(cell, march):
    first, second = make.story(march), make.story(march)
    april = planned(cell)

    assert placing.place_open(april, by=None, at=AT) == [first]
    assert duties.unplaced(cell) == [second]


def test_an_item_taken_off_the_agenda_frees_its_story(cell, march):
    story = make.story(march)
    april = planned(cell)
    placing.place_open(april, by=None, at=AT)

    items.remove(story_item(april), None, AT)

    assert duties.unplaced(cell) == [story]


def results_item(meeting):
    return next(item for item in agendas.items(meeting) if item.kind is ItemKind.RESULTS)


def test_open_tasks_stand_under_the_results_of_the_next_agenda(cell, march):
    who = make.member(cell, "Bế Văn An")
    make.task(march, assignee=who, title="Làm đường", due_on=date(2026, 4, 1))
    make.task(march, title="Việc dài", due_on=date(2026, 9, 1))

    april = placing.plan_next(cell, by=None, at=AT)

    assert results_item(april).questions == "Làm đường (đ/c Bế Văn An, hạn 01/4/2026)"


def test_what_the_secretary_wrote_there_stands(cell, march):
    april = placing.plan_next(cell, by=None, at=AT)
    results_item(april).questions = "Vì sao chậm?"
    make.task(march, due_on=date(2026, 4, 1))

    placing.plan_next(cell, by=None, at=AT)

    assert results_item(april).questions == "Vì sao chậm?"


def test_a_long_list_is_cut_with_its_count(cell, march):
    for _time in range(18):
        make.task(march, due_on=date(2026, 4, 1))

    lines = results_item(placing.plan_next(cell, by=None, at=AT)).questions.splitlines()

    assert (len(lines), lines[-1]) == (16, "Và 3 nhiệm vụ khác")
