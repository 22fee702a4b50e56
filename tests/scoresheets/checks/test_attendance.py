"""Who was there, who spoke, who keeps staying away: each check at its edges."""

from decimal import Decimal

import pytest

from tests.scoresheets.checks.recorded import found, guided, meeting, minutes, one, past, roll, spoke
from tracker.meetings.rules import Presence
from tracker.scoresheets.checks.findings import RecordKind


def present_percent(facts, **settings):
    return found("attendance", facts, guided(**settings)).measures["present_percent"]


@pytest.mark.parametrize(
    ("there", "away", "percent"),
    [
        (17, 3, "85"),
        (8501, 1499, "85.01"),
        (8500, 1500, "85"),
        (9, 1, "90"),
        (899, 101, "89.9"),
        (10, 0, "100"),
        (0, 4, "0"),
    ],
)
def test_the_share_of_those_present_is_exact(there, away, percent):
    finding = found("attendance", meeting(roll=roll(present=there, excused=away)))

    assert finding.measures == {"present_percent": Decimal(percent), "unexcused": 0, "late": 0}
    assert finding.said.key == "attendance"
    assert (finding.said.figures["there"], finding.said.figures["counted"]) == (there, there + away)
    assert (finding.said.figures["excused"], finding.said.figures["unexcused"]) == (away, [])


def test_a_third_that_no_decimal_ends_stays_on_its_side_of_the_bound():
    assert Decimal("66.6") < present_percent(meeting(roll=roll(present=2, excused=1))) < Decimal("66.7")


def test_who_came_late_was_there_and_is_counted_as_late():
    finding = found("attendance", meeting(roll=roll(present=7, late=2, excused=1)))

    assert finding.measures == {"present_percent": 90, "unexcused": 0, "late": 2}


def test_anyone_absent_without_reason_is_named_in_the_order_of_names():
    away = (one(3, Presence.UNEXCUSED, name="Trần Đức Ân"), one(8, Presence.UNEXCUSED, name="Vũ Thị An"))
    finding = found("attendance", meeting(roll=(*away, *roll(present=2))))

    assert finding.measures["unexcused"] == 2
    assert (finding.said.key, finding.said.figures["unexcused"]) == (
        "attendance_unexcused",
        ["Vũ Thị An", "Trần Đức Ân"],
    )


@pytest.mark.parametrize(
    ("settings", "percent"),
    [
        ({}, "80"),  # 8 of 10 obliged
        ({"exempt": True}, "66.67"),  # 8 of 12
        ({"special_duty": True}, "72.73"),  # 8 of 11
        ({"exempt": True, "special_duty": True}, "61.54"),  # 8 of 13
        ({"excused": False}, "88.89"),  # 8 of 9: one has a reason, one has none
        ({"exempt": True, "special_duty": True, "excused": False}, "88.89"),  # they too have their reasons
    ],
)
def test_the_guidance_says_who_stands_in_the_denominator(settings, percent):
    given = meeting(roll=roll(present=8, excused=1, unexcused=1, exempt=2, special_duty=1))

    assert round(present_percent(given, **settings), 2) == Decimal(percent)


@pytest.mark.parametrize(("settings", "there"), [({}, 3), ({"exempt": True}, 4)])
def test_an_exempt_member_who_comes_counts_only_where_the_exempt_are_counted(settings, there):
    came = one(90, Presence.PRESENT, exempt=True)
    finding = found("attendance", meeting(roll=(*roll(present=3, excused=1), came)), guided(**settings))

    assert finding.said.figures["there"] == there


@pytest.mark.parametrize("settings", [{}, {"exempt": False}])
def test_an_exempt_member_marked_absent_without_reason_is_not_held_against_the_cell(settings):
    away = one(90, Presence.UNEXCUSED, exempt=True)
    finding = found("attendance", meeting(roll=(*roll(present=3), away)), guided(**settings))

    assert (finding.measures["unexcused"], finding.measures["present_percent"]) == (0, 100)


def test_where_nobody_is_obliged_nobody_is_missing():
    assert present_percent(meeting(roll=roll(exempt=2, special_duty=1))) == 100
    assert present_percent(meeting(roll=roll(excused=3)), excused=False) == 100


@pytest.mark.parametrize("check", ["attendance", "consecutive_absences", "speakers"])
def test_without_a_roll_nothing_is_told_and_the_roll_is_asked_for(check):
    finding = found(check, meeting(roll=()))

    assert (finding.measures, finding.said.key, finding.need.kind) == (None, "no_roll", RecordKind.ROLL)


# --- in a row -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("earlier", "longest", "key"),
    [
        ([], 1, "absences_short"),
        ([{3}, {3}], 3, "absences_short"),
        ([{3}, {3}, {3}], 4, "absences_long"),
        ([{3}, {3}, set(), {3}], 3, "absences_short"),  # a meeting attended breaks the run
        ([set(), {3}, {3}, {3}], 1, "absences_short"),
        ([{3}, {3}, {3}, {3}, set()], 5, "absences_long"),
        ([{1}, {1}, {1}, {1}], 1, "absences_short"),  # somebody else's run, who is here today
    ],
)
def test_absences_in_a_row_up_to_this_meeting(earlier, longest, key):
    given = meeting(roll=(*roll(present=2), one(3, Presence.EXCUSED)), past=past(*earlier))
    finding = found("consecutive_absences", given)

    assert (finding.measures, finding.said.key) == ({"longest_absence": longest}, key)
    assert finding.said.figures == {"longest": longest, "most": 3, "names": ["Đồng chí 003"]}
    assert {record.meeting_id for record in finding.records} == {7, *range(99, 99 - (longest - 1), -1)}


def test_an_absence_without_reason_is_one_of_the_row_too():
    given = meeting(roll=(*roll(present=2), one(3, Presence.UNEXCUSED)), past=past({3}, {3}, {3}))

    assert found("consecutive_absences", given).measures["longest_absence"] == 4


def test_the_longest_row_is_named_and_equal_ones_together():
    given = meeting(roll=(one(4, Presence.EXCUSED), one(3, Presence.EXCUSED)), past=past({3, 4}, {5}))
    assert found("consecutive_absences", given).said.figures["names"] == ["Đồng chí 003", "Đồng chí 004"]

    longer = meeting(roll=(one(4, Presence.EXCUSED), one(3, Presence.EXCUSED)), past=past({3, 4}, {4}))
    assert found("consecutive_absences", longer).said.figures["names"] == ["Đồng chí 004"]


@pytest.mark.parametrize(
    ("entry", "longest"),
    [
        (one(3, Presence.EXCUSED, exempt=True), 0),
        (one(3, Presence.EXCUSED, special_duty=True), 0),
        (one(3, Presence.LATE), 0),
        (one(3, Presence.PRESENT), 0),
    ],
)
def test_who_is_not_obliged_or_came_has_no_row(entry, longest):
    finding = found("consecutive_absences", meeting(roll=(*roll(present=2), entry), past=past({3}, {3}, {3})))

    assert (finding.measures, finding.said.key) == ({"longest_absence": longest}, "absences_none")


# --- speakers -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("present", "speaking", "percent"),
    [(1000, 299, "29.9"), (10, 3, "30"), (10, 4, "40"), (10, 5, "50"), (7, 7, "100")],
)
def test_the_share_of_those_present_who_spoke(present, speaking, percent):
    given = meeting(roll=roll(present=present), spoken=spoke(*range(1, speaking + 1)), minutes=None)
    finding = found("speakers", given)

    assert finding.measures == {"speakers_percent": Decimal(percent), "speakers": speaking}
    assert {record.kind for record in finding.records} == {RecordKind.CONTRIBUTION, RecordKind.ROLL}


def test_one_who_speaks_twice_is_one_speaker_and_one_who_was_away_is_none():
    given = meeting(roll=roll(present=4, excused=1), spoken=spoke(1, 1, 1, 2, 5, 99))

    assert found("speakers", given).measures == {"speakers_percent": 50, "speakers": 2}


def test_exempt_members_who_came_and_spoke_are_of_those_present():
    given = meeting(roll=(*roll(present=3), one(4, exempt=True)), spoken=spoke(4), minutes=None)

    assert found("speakers", given).measures == {"speakers_percent": 25, "speakers": 1}


@pytest.mark.parametrize(
    ("written", "told"), [(None, False), (minutes(is_confirmed=False), False), (minutes(is_confirmed=True), True)]
)
def test_nobody_recorded_as_speaking_means_nobody_only_once_the_minutes_stand(written, told):
    finding = found("speakers", meeting(spoken=(), minutes=written))

    if told:
        assert finding.measures == {"speakers_percent": 0, "speakers": 0}
    else:
        assert (finding.measures, finding.said.key) == (None, "no_speakers_yet")
        assert finding.need.kind is RecordKind.CONTRIBUTION
