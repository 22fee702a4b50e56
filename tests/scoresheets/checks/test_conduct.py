"""How the meeting went: its length, its items, the story, the theme, praise and criticism."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scoresheets.checks.recorded import (
    DAY,
    HD42,
    combined,
    decision,
    found,
    guided,
    item,
    meeting,
    minutes,
    paper,
    spoke,
    story,
    thematic,
)
from tracker.agendas.rules import ItemKind
from tracker.duties.rules import DutyState
from tracker.guidance.kinds import MeetingKind
from tracker.scoresheets.checks.findings import RecordKind

OPEN = minutes(is_confirmed=False)

# --- length ---------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("kind", "least", "lasted", "required", "short"),
    [
        (MeetingKind.REGULAR, None, 90, 90, 0),
        (MeetingKind.REGULAR, None, 89, 90, 1),
        (MeetingKind.REGULAR, None, 75, 90, 15),
        (MeetingKind.REGULAR, None, 74, 90, 16),
        (MeetingKind.REGULAR, None, 60, 90, 30),
        (MeetingKind.REGULAR, None, 59, 90, 31),
        (MeetingKind.REGULAR, None, 45, 90, 45),
        (MeetingKind.REGULAR, None, 44, 90, 46),
        (MeetingKind.REGULAR, None, 0, 90, 90),
        (MeetingKind.THEMATIC, None, 89, 90, 1),
        (MeetingKind.COMBINED, None, 119, 120, 1),
        (MeetingKind.COMBINED, None, 120, 120, 0),
        (MeetingKind.REGULAR, 60, 60, 60, 0),  # the committee above set another figure for this cell
        (MeetingKind.REGULAR, 60, 59, 60, 1),
        (MeetingKind.COMBINED, 60, 119, 120, 1),
    ],
)
def test_length_against_the_least(kind, least, lasted, required, short):
    finding = found("duration", meeting(kind=kind, least_minutes=least, minutes_held=lasted))

    assert finding.measures == {
        "minutes": lasted,
        "minutes_short": short,
        "duration_percent": Decimal(100 * lasted) / required,
        "on_planned_day": 1,
    }
    assert finding.said.key == ("short" if short else "long_enough")
    assert finding.said.figures == {"lasted": lasted, "required": required, "short": short}


def test_the_least_is_the_guidances_own_figure():
    strict = guided(minutes_required=100)

    assert found("duration", meeting(minutes_held=95), strict).measures["minutes_short"] == 5


def test_no_end_no_length():
    finding = found("duration", meeting(minutes_held=None))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, "no_end", RecordKind.MEETING)


def test_entered_afterwards_its_length_is_told_and_its_planned_day_is_not():
    finding = found("duration", meeting(is_backfilled=True))

    assert (finding.measures["minutes_short"], "on_planned_day" in finding.measures) == (0, False)
    assert finding.unknown["on_planned_day"].said.key == "entered_afterwards"


def test_the_first_day_planned_is_told_and_entered_afterwards_it_is_not():
    on_time = found("held_on_planned_day", meeting())
    assert (on_time.measures, on_time.said.key) == ({"on_planned_day": 1, "days_from_plan": 0}, "on_day")

    for days in (-2, 1):
        moved = found("held_on_planned_day", meeting(first_planned_on=DAY + timedelta(days=days)))
        assert (moved.measures, moved.said.key) == ({"on_planned_day": 0, "days_from_plan": abs(days)}, "off_day")

    afterwards = found("held_on_planned_day", meeting(is_backfilled=True))
    assert (afterwards.measures, afterwards.said.key) == (None, "entered_afterwards")
    assert afterwards.need.kind is RecordKind.MEETING


# --- items ----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("done", "percent", "key"),
    [
        ([True, True, True], 100, "items_done"),
        ([True, False, True, True], 75, "items_left"),
        ([False], 0, "items_left"),
    ],
)
def test_items_done_out_of_those_on_the_agenda(done, percent, key):
    items = tuple(item(number, is_done=is_done) for number, is_done in enumerate(done, start=1))
    finding = found("agenda_done", meeting(items=items))

    assert (finding.measures, finding.said.key) == ({"items_done_percent": percent}, key)
    assert finding.said.figures["left"] == [f"Nội dung {number}" for number, so in enumerate(done, start=1) if not so]


@pytest.mark.parametrize(
    ("items", "key", "kind"),
    [
        ((), "no_items", RecordKind.AGENDA),
        ((item(1), item(2, is_done=None)), "items_unsaid", RecordKind.MINUTES),
        ((item(1, is_done=False), item(2, is_done=None)), "items_unsaid", RecordKind.MINUTES),
    ],
)
def test_an_item_nobody_spoke_for_leaves_it_open(items, key, kind):
    finding = found("agenda_done", meeting(items=items))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, key, kind)


# --- the story ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("heard", "told", "lesson", "by_named", "key"),
    [
        ((story(),), 1, 1, 1, "story"),
        ((story(lesson=""),), 1, 0, 1, "story_no_lesson"),
        ((story(lesson="  "),), 1, 0, 1, "story_no_lesson"),
        ((story(named_before=False),), 1, 1, 0, "story"),
        ((story(state=DutyState.OPEN),), 0, 0, 0, "no_story"),
        ((story(state=DutyState.NOT_DONE),), 0, 0, 0, "no_story"),
        ((story(number=1, lesson=""), story(number=2)), 1, 1, 1, "story"),
        ((paper(),), 0, 0, 0, "no_story"),  # a paper is no story
        ((), 0, 0, 0, "no_story"),
    ],
)
def test_a_story_told_its_lesson_drawn_by_whom_it_was_given_to(heard, told, lesson, by_named, key):
    finding = found("story_told", meeting(heard=heard))

    assert finding.measures == {"story_told": told, "lesson_drawn": lesson, "told_by_named": by_named}
    assert finding.said.key == key


@pytest.mark.parametrize("written", [None, OPEN])
def test_no_story_yet_is_asked_for_while_the_minutes_are_open(written):
    finding = found("story_told", meeting(heard=(story(state=DutyState.OPEN),), minutes=written))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, "no_story_yet", RecordKind.DUTY)


def test_entered_afterwards_nobody_knows_who_was_named_before():
    finding = found("story_told", meeting(is_backfilled=True, heard=(story(named_before=False),)))

    assert finding.measures == {"story_told": 1, "lesson_drawn": 1}
    assert finding.unknown["told_by_named"].measures is None


# --- the theme ------------------------------------------------------------------------------------------------------

STEPS = ("summarised", "commented", "responded", "concluded")
WITHOUT = {
    "summarised": {"heard": (paper(state=DutyState.OPEN),),
                   "items": (item(1, ItemKind.THEME, is_done=False), item(2, has_conclusion=True))},
    "commented": {"spoken": spoke(1)},
    "responded": {"spoken": spoke(2, 3)},
    "concluded": {"decisions": (decision(is_passed=False),), "items": (item(1, ItemKind.THEME), item(2))},
}  # fmt: skip


def test_every_step_of_a_theme():
    finding = found("thematic_sequence", thematic())

    assert (finding.measures, finding.said.key) == (dict.fromkeys(STEPS, 1), "steps")
    assert {one.kind for one in finding.records} == {RecordKind.DUTY, RecordKind.MINUTES}


@pytest.mark.parametrize("step", STEPS)
def test_one_step_missing_from_minutes_that_stand_was_not_taken(step):
    finding = found("thematic_sequence", thematic(**WITHOUT[step]))

    assert finding.measures == dict.fromkeys(STEPS, 1) | {step: 0}
    assert (finding.said.key, finding.said.figures) == ("steps_missing", {"steps": [step]})


@pytest.mark.parametrize("step", STEPS)
def test_one_step_missing_from_minutes_still_open_is_open_and_the_others_are_told(step):
    finding = found("thematic_sequence", thematic(**WITHOUT[step], minutes=OPEN))

    assert finding.measures == {one: 1 for one in STEPS if one != step}
    assert list(finding.unknown) == [step]
    assert (finding.unknown[step].said.key, finding.unknown[step].need.kind) == ("steps_open", RecordKind.MINUTES)


def test_without_minutes_no_step_is_told():
    finding = found("thematic_sequence", thematic(minutes=None))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, "no_minutes", RecordKind.MINUTES)


@pytest.mark.parametrize(
    "differs",
    [
        {"heard": (), "items": (item(1, ItemKind.THEME, has_conclusion=True),), "decisions": (), "spoken": spoke(2)},
        {"heard": (paper(),), "items": (), "spoken": spoke(2)},
    ],
)
def test_a_theme_is_summarised_by_its_paper_or_its_item_and_concluded_by_vote_or_in_words(differs):
    measures = found("thematic_sequence", thematic(**differs)).measures

    assert (measures["summarised"], measures["concluded"]) == (1, 1)


def test_in_a_shared_sitting_what_is_said_on_other_items_is_not_about_the_theme():
    on_results = found("thematic_sequence", combined(spoken=spoke(1, 3, item_id=3)))
    assert (on_results.measures["commented"], on_results.measures["responded"]) == (0, 0)

    for place in (1, 2, None):  # the theme, the discussion, no item
        on_theme = found("thematic_sequence", combined(spoken=spoke(1, 3, item_id=place)))
        assert (on_theme.measures["commented"], on_theme.measures["responded"]) == (1, 1)


def test_a_conclusion_written_on_another_item_does_not_conclude_the_theme():
    items = (item(1, ItemKind.THEME), item(2, ItemKind.NEWS, has_conclusion=True))
    finding = found("thematic_sequence", thematic(items=items, decisions=()))

    assert finding.measures["concluded"] == 0


# --- praise and criticism -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("praise", "criticism", "kept", "key"),
    [
        (True, True, 2, "both_remarks"),
        (True, False, 1, "praise"),
        (False, True, 1, "criticism"),
        (False, False, 0, "no_remarks"),
    ],
)
def test_praise_and_criticism_in_minutes_that_stand(praise, criticism, kept, key):
    finding = found("praise_and_criticism", meeting(minutes=minutes(praise=praise, criticism=criticism)))

    assert (finding.measures, finding.said.key) == ({"remarks_recorded": kept}, key)


@pytest.mark.parametrize(
    ("written", "key"), [(None, "no_minutes"), (minutes(False, praise=False, criticism=False), "no_remarks_yet")]
)
def test_no_remarks_yet(written, key):
    finding = found("praise_and_criticism", meeting(minutes=written))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, key, RecordKind.MINUTES)


def test_remarks_in_minutes_still_open_are_remarks():
    assert found("praise_and_criticism", meeting(minutes=OPEN), HD42).measures == {"remarks_recorded": 2}
