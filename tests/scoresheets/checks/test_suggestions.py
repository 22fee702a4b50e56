"""From a finding to points: levels, yes or no, parts, bounds on what is not told."""

from dataclasses import replace
from decimal import Decimal

import pytest

from tests.guidance.files import mapping
from tests.scoresheets.checks.recorded import (
    HD42,
    decision,
    guided,
    meeting,
    minutes,
    paper,
    roll,
    spoke,
    task,
    thematic,
)
from tracker.duties.rules import DutyState
from tracker.guidance import parsing
from tracker.guidance.kinds import CriterionKind, MeetingKind
from tracker.guidance.sheets import Bound, Criterion, Level, Part
from tracker.scoresheets.checks import suggestions
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.checks.suggestions import judge

FIVE = Decimal(5)


def bound(text):
    measure, sign, than = text.split()
    return Bound(measure, sign, Decimal(than) if than[0].isdigit() else than)


def number(check, *when, full=FIVE):
    return Criterion(
        "tiêu chí", None, "1", full, Decimal(1), CriterionKind.NUMBER, check=check, when=tuple(map(bound, when))
    )


def levels(check, *rungs):
    made = tuple(Level(f"{points}", None, Decimal(points), tuple(map(bound, when))) for points, *when in rungs)
    return Criterion("tiêu chí", None, "1", made[0].points, Decimal(1), CriterionKind.LEVELS, levels=made, check=check)


def judged(criterion, facts=None, guidance=HD42):
    [found] = judge((criterion,), facts or meeting(), guidance)
    return found


def said(*args):
    found = judged(*args)
    return found.outcome, found.points


def test_a_number_is_its_full_mark_or_nought_and_with_no_bound_it_only_informs():
    assert said(number("duration", "minutes >= 110")) == (Outcome.MET, 5)
    assert said(number("duration", "minutes >= 111")) == (Outcome.NOT_MET, 0)
    assert said(number("duration", "minutes >= 100", "on_planned_day = 0")) == (Outcome.NOT_MET, 0)
    assert said(number("duration")) == (Outcome.MET, None)
    assert said(number("attendance"), meeting(roll=())) == (Outcome.CANNOT_TELL, None)


def test_a_bound_may_name_any_setting_of_the_guidance():
    assert said(number("duration", "minutes >= minutes_required_combined"))[0] is Outcome.NOT_MET
    assert said(number("consecutive_absences", "longest_absence < consecutive_absences"))[0] is Outcome.MET
    sitting = meeting(kind=MeetingKind.COMBINED)
    assert said(number("duration", "minutes >= minutes_required"), sitting)[0] is Outcome.NOT_MET, "120 are required"
    small = meeting(least_minutes=60, minutes_held=60)
    assert said(number("duration", "minutes >= minutes_required"), small)[0] is Outcome.MET


def test_the_best_level_that_holds_and_full_is_met():
    rungs = levels("duration", (5, "minutes >= 120"), (3, "minutes >= 100"), (1,))
    assert said(rungs, meeting(minutes_held=120)) == (Outcome.MET, 5)
    assert said(rungs, meeting(minutes_held=100)) == (Outcome.NOT_MET, 3)
    assert said(rungs, meeting(minutes_held=99)) == (Outcome.NOT_MET, 1)


def test_below_every_level_no_mark_is_suggested_that_could_not_stand():
    rungs = levels("duration", (5, "minutes >= 120"), (3, "minutes >= 100"))
    assert said(rungs, meeting(minutes_held=99)) == (Outcome.NOT_MET, None)


def test_levels_without_bounds_are_the_cells_own_choice():
    assert said(levels("duration", (5,), (3,))) == (Outcome.MET, None)


OPEN = thematic(minutes=minutes(is_confirmed=False), spoken=spoke(2), decisions=())  # nobody has responded yet
UNDONE = thematic(minutes=minutes(is_confirmed=False), spoken=spoke(2), heard=(paper(state=DutyState.OPEN),), items=())


@pytest.mark.parametrize(
    ("bounds", "facts", "expected"),
    [
        (["summarised = 1"], OPEN, (Outcome.MET, 5)),
        (["responded = 1"], OPEN, (Outcome.CANNOT_TELL, None)),
        (["summarised = 1", "responded = 1"], OPEN, (Outcome.CANNOT_TELL, None)),
        (["commented = 0", "responded = 1"], OPEN, (Outcome.NOT_MET, 0)),  # whatever the other turns out to be
        (["summarised = 1"], UNDONE, (Outcome.CANNOT_TELL, None)),
        ([], OPEN, (Outcome.CANNOT_TELL, None)),
        ([], thematic(), (Outcome.MET, None)),
    ],
)
def test_one_figure_not_told_leaves_open_what_depends_on_it_and_nothing_else(bounds, facts, expected):
    found = judged(number("thematic_sequence", *bounds), facts)

    assert (found.outcome, found.points) == expected
    assert (found.finding.need is None) is (found.outcome is not Outcome.CANNOT_TELL)


def test_a_level_that_depends_on_a_figure_not_told_leaves_the_lower_ones_open_too():
    rungs = levels("notice_to_all", (5, "told_percent >= 100", "delegate_told = 1"), (3, "told_percent >= 50"), (0,))
    unnamed = {"followers": 0, "followers_told": 0}
    assert said(rungs, meeting(**unnamed)) == (Outcome.CANNOT_TELL, None)
    some = replace(meeting().sent[0], reached=frozenset(range(1, 7)))
    assert said(rungs, meeting(**unnamed, sent=(some,))) == (Outcome.NOT_MET, 3)


def test_parts_are_suggested_one_by_one_and_those_without_a_check_are_the_cells():
    parts = (
        Part("thông qua", None, "a", Decimal(2), "conclusion_passed", (bound("passed = 1"),)),
        Part("giao việc", None, "b", Decimal(2), "tasks_assigned", (bound("tasks >= 2"),)),
        Part("tự xét", None, "c", Decimal(1)),
        Part("nộp", None, "d", Decimal(1), "filed_in_time", (bound("filing_days_taken <= filing_days"),)),
    )
    whole = Criterion("kết thúc", None, "7", Decimal(6), Decimal(1), CriterionKind.PARTS, parts=parts)
    whole = replace(whole, check="duration")  # the parts say it all

    found = judge((whole,), meeting(minutes=minutes(filed_on=None)), HD42)

    assert [(one.part, one.full, one.outcome, one.points) for one in found] == [
        ("a", 2, Outcome.MET, 2),
        ("b", 2, Outcome.NOT_MET, 0),
        ("d", 1, Outcome.CANNOT_TELL, None),
    ]
    assert {one.criterion for one in found} == {"7"}


def test_a_criterion_without_a_check_is_left_to_the_cell():
    assert judge((number(None),), meeting(), HD42) == ()


def test_each_check_is_asked_once_however_many_criteria_name_it(monkeypatch):
    asked = []
    check = suggestions.REGISTRY["duration"]
    counting = replace(check, find=lambda facts, guidance: asked.append(1) or check.find(facts, guidance))
    monkeypatch.setitem(suggestions.REGISTRY, "duration", counting)

    judge((number("duration"), replace(number("duration"), code="2")), meeting(), HD42)

    assert asked == [1]


def test_a_shared_sitting_is_judged_on_its_own_levels():
    changed = mapping()
    first = changed["sheets"][0]["groups"][0]["criteria"][0]
    halved = [{"points": "2.5", "label": "đủ", "when": {"minutes_short": "<= 0"}}, {"points": "0", "label": "thiếu"}]
    first["when_combined"] = {"full": "2.5", "levels": halved}
    changed["sheets"][0]["groups"][0]["full_when_combined"] = "2.5"
    second = changed["sheets"][0]["groups"][4]["criteria"][0]
    second["when_combined"] = {"full": "7.5", "parts": [{"code": "a", "text": "nguyên tắc", "full": "7.5"}]}
    changed["sheets"][0]["groups"][4]["full_when_combined"] = "7.5"
    guidance = parsing.parse(changed, "khac.yaml")

    def points(kind, lasted):
        criteria = guidance.sheet_for(kind).criteria(kind)
        return judge(criteria[:1], meeting(kind=kind, minutes_held=lasted), guidance)[0].points

    assert (points(MeetingKind.REGULAR, 90), points(MeetingKind.COMBINED, 120)) == (5, Decimal("2.5"))
    assert (points(MeetingKind.REGULAR, 89), points(MeetingKind.COMBINED, 119)) == (4, 0)


@pytest.mark.parametrize("settings", [{}, {"excused": False}])
def test_what_is_suggested_follows_the_guidances_own_settings(settings):
    rungs = levels("attendance", (5, "present_percent >= 90"), (0,))
    away = meeting(roll=roll(present=8, excused=2), decisions=(decision(),), given=(task(),))

    assert said(rungs, away, guided(**settings))[1] == (5 if settings else 0)
