"""Every criterion of the shipped sheets at its edges. The points are written by hand, from the sheets as printed."""

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.scoresheets.checks.recorded import (
    DAY,
    HD42,
    OF_2019,
    START,
    combined,
    committee,
    decision,
    document,
    item,
    meeting,
    minutes,
    one,
    paper,
    past,
    roll,
    sent,
    spoke,
    story,
    task,
    tasks,
    thematic,
)
from tracker.agendas.rules import ItemKind
from tracker.duties.rules import DutyState
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import Presence
from tracker.scoresheets.checks.suggestions import judge

MADE = {MeetingKind.REGULAR: meeting, MeetingKind.THEMATIC: thematic, MeetingKind.COMBINED: combined}
OPEN = minutes(is_confirmed=False)
MINUTE = timedelta(minutes=1)
REGULAR, THEMATIC, COMBINED = MeetingKind.REGULAR, MeetingKind.THEMATIC, MeetingKind.COMBINED
FOUR_YEARS = (*roll(present=9), one(10, Presence.EXCUSED))


def lasted(*minutes_and_points):
    return [({"minutes_held": held}, points) for held, points in minutes_and_points]


def there(*present_away_points):
    return [({"roll": roll(present=here, excused=away)}, points) for here, away, points in present_away_points]


def speaking(*part_points):
    """Of a thousand present."""
    present = roll(present=1000)
    return [({"roll": present, "spoken": spoke(*range(1, number + 1))}, points) for number, points in part_points] + [
        ({"roll": present, "spoken": (), "minutes": OPEN}, None)
    ]


def done(*on_time_late_points):
    return [({"due": tasks(on_time, late)}, points) for on_time, late, points in on_time_late_points] + [
        ({"due": ()}, None)
    ]


def items_done(*done_left_points):
    """Of the agenda; the first is the theme and the last concluded, where there are so many."""
    made = []
    for finished, left, points in done_left_points:
        flags = [True] * finished + [False] * left
        made.append(({"items": tuple(item(n, is_done=flag) for n, flag in enumerate(flags, start=1))}, points))
    return [*made, ({"items": (item(1), item(2, is_done=None))}, None), ({"items": ()}, None)]


def sent_before(hours, full):
    edge = timedelta(hours=hours)
    return [
        ({"sent": (sent(before=edge),)}, full),
        ({"sent": (sent(before=edge - MINUTE),)}, 0),
        ({"sent": (sent(2, before=MINUTE), sent(1, before=edge))}, full),  # the first version counts
        ({"sent": ()}, None),
    ]


def filed(full):
    return [
        ({"minutes": minutes(filed_on=DAY + timedelta(days=2))}, full),
        ({"minutes": minutes(filed_on=DAY + timedelta(days=3))}, 0),
        ({"minutes": minutes(filed_on=None)}, None),
        ({"is_backfilled": True}, None),
    ]


def written(full):
    return [
        ({"items": (item(1), item(2))}, full),
        ({"items": (item(1), item(2, is_written=False))}, 0),
        ({"items": (item(1), item(2, is_written=False)), "minutes": OPEN}, None),
        ({"minutes": None}, None),
    ]


def remarks(full):
    return [
        ({"minutes": minutes(praise=True, criticism=False)}, full),
        ({"minutes": minutes(praise=False, criticism=True)}, full),
        ({"minutes": minutes(praise=False, criticism=False)}, 0),
        ({"minutes": minutes(False, praise=False, criticism=False)}, None),
    ]


def told_a_story(full):
    return [
        ({"heard": (story(),)}, full),
        ({"heard": (story(lesson=""),)}, 0),
        ({"heard": ()}, 0),
        ({"heard": (), "minutes": OPEN}, None),
    ]


def committee_first(full, without_minutes):
    return [
        ({"committee": committee()}, full),
        ({"committee": committee(is_minuted=False)}, without_minutes),
        ({"committee": committee(before=-MINUTE)}, 0),
        ({"committee": None}, None),
    ]


def responded(full):
    return [({"spoken": spoke(1, 2)}, full), ({"spoken": spoke(2)}, 0), ({"spoken": spoke(2), "minutes": OPEN}, None)]


def concluded(full):
    neither = {"items": (item(1, ItemKind.THEME), item(2)), "decisions": ()}
    return [({}, full), (neither, 0), (neither | {"minutes": OPEN}, None)]


def tasks_given(full):
    return [
        ({"given": (task(DAY),)}, full),
        ({"given": (task(DAY), task(None, number=2))}, 0),
        ({"given": ()}, 0),
        ({"given": (), "minutes": OPEN}, None),
    ]


PRESENT_4 = [
    *there((9, 1, 4), (899, 101, 3), (75, 25, 3), (749, 251, 2), (65, 35, 2), (649, 351, 1)),
    ({"roll": roll(present=99, unexcused=1)}, 1),
    ({"roll": ()}, None),
]
PRESENT_85 = [
    *there((17, 3, 0), (8501, 1499, 10), (8500, 1500, 0), (20, 0, 10)),
    ({"roll": roll(present=99, unexcused=1)}, 0),
    ({"roll": ()}, None),
]
ON_TIME = [({"roll": roll(present=10)}, 5), ({"roll": roll(present=9, late=1)}, 0)]
IN_A_ROW = [
    ({"roll": FOUR_YEARS, "past": past({10}, {10})}, 1),  # three in a row
    ({"roll": FOUR_YEARS, "past": past({10}, {10}, {10})}, 0),  # four
]
LENGTH_90 = lasted((90, 5), (89, 4), (75, 4), (74, 3), (60, 3), (59, 2), (45, 2), (44, 1), (None, None))
LENGTH_120 = lasted((120, 5), (119, 4), (105, 4), (104, 3), (90, 3), (89, 2), (60, 2), (59, 1), (None, None))
ON_THE_DAY = [({}, 5), ({"first_planned_on": DAY - timedelta(days=1)}, 0), ({"is_backfilled": True}, None)]
ALL_STEPS = [
    ({}, 5),
    ({"spoken": spoke(1)}, 0),
    ({"spoken": spoke(2)}, 0),
    ({"heard": (paper(state=DutyState.OPEN),), "items": (item(2, has_conclusion=True),)}, 0),
    ({"items": (item(1, ItemKind.THEME),), "decisions": ()}, 0),
    ({"spoken": spoke(2), "minutes": OPEN}, None),
]
SPOKEN_TO_0 = {5: (5, 4, 3, 2, 0), 10: (10, 8, 6, 4, 0)}


def spoken(full):
    top, second, third, fewer, none = SPOKEN_TO_0[full]
    return speaking((500, top), (499, second), (400, second), (399, third), (300, third), (299, fewer), (1, fewer),
                    (0, none))  # fmt: skip


TK_HD42 = {
    "2.1": PRESENT_4,
    "2.2": IN_A_ROW,
    "3.2": [
        ({"documents": (document(at=START - MINUTE),)}, 2),
        ({"documents": (document(at=START),)}, 0),
        ({"documents": ()}, 0),
        ({"items": (item(1),)}, 0),  # no questions
        ({"items": ()}, None),
    ],
    "3.3": committee_first(2, without_minutes=0),
    "3.4": [
        ({}, 1),
        ({"sent": (sent(reached=range(1, 10)),)}, 0),  # a paper not handed over
        ({"followers_told": 0}, 0),
        ({"followers": 0, "followers_told": 0}, None),
    ],
    "3.5": sent_before(24, 2),
    "4.1": items_done((10, 0, 5), (99, 1, 4), (8, 2, 4), (79, 21, 3), (6, 4, 3), (59, 41, 1), (0, 3, 1)),
    "4.4": remarks(2),
    "4.5": spoken(5),
    "4.6": written(1),
    "4.7": told_a_story(1),
    "4.8": [({}, 1), ({"documents": ()}, 0)],
    "6": done(
        (9, 1, 30), (89, 11, 27), (8, 2, 27), (79, 21, 24), (7, 3, 24), (69, 31, 20), (6, 4, 20), (59, 41, 15),
        (5, 5, 15), (49, 51, 10), (0, 3, 10), (1, 0, 30),
    ),
    "7.a": [
        ({}, 2),
        ({"decisions": (decision(False),)}, 0),
        ({"decisions": ()}, 0),
        ({"decisions": (), "minutes": OPEN}, None),
    ],
    "7.b": tasks_given(2),
    "7.c": filed(1),
}  # fmt: skip
TK_2019 = {
    "I.1": PRESENT_85,
    "I.2": ON_TIME,
    "II.2": committee_first(5, without_minutes=5),
    "II.4": sent_before(72, 5),
    "III.1": ON_THE_DAY,
    "III.2": items_done((10, 0, 10), (99, 1, 8), (8, 2, 8), (79, 21, 6), (6, 4, 6), (59, 41, 3), (0, 3, 3)),
    "III.3": told_a_story(5),
    "III.4": remarks(5),
    "III.5": spoken(10),
    "III.7": written(5),
    "V": done(
        (9, 1, 10), (89, 11, 9), (8, 2, 9), (79, 21, 8), (7, 3, 8), (69, 31, 7), (6, 4, 7), (59, 41, 5), (5, 5, 5),
        (49, 51, 3), (0, 3, 3),
    ),
}  # fmt: skip
EXPECTED = {
    ("TK-HD42", REGULAR): TK_HD42 | {"1.1": LENGTH_90},
    ("TK-HD42", COMBINED): TK_HD42 | {"1.1": LENGTH_120, "4.3": ALL_STEPS},
    ("CD-HD42", THEMATIC): {
        "1.1": LENGTH_90,
        "2.1": PRESENT_4,
        "2.2": IN_A_ROW,
        "3.1": [({}, 4), ({"was_planned_ahead": False}, 0), ({"is_backfilled": True}, None)],
        "3.2": [({}, 3), ({"heard": (paper(named_before=False),)}, 0), ({"heard": ()}, 0)],
        "3.3": committee_first(4, without_minutes=4),
        "3.4": sent_before(24, 4),
        "4.2": [({}, None)],
        "4.3": speaking((500, 8), (499, 6), (400, 6), (399, 4), (300, 4), (299, 2), (0, 2)),
        "4.4": [({}, None)],
        "4.5": responded(5),
        "4.7": written(2),
        "6.2": [({}, 5), ({"given": ()}, 0), ({"given": (), "minutes": OPEN}, None)],
        "7.1": concluded(4),
        "7.2": tasks_given(3),
        "7.3": filed(3),
    },
    ("TK-2019", REGULAR): TK_2019 | {"III.6": lasted((90, 5), (89, 0), (None, None))},
    ("TK-2019", COMBINED): TK_2019 | {"III.6": lasted((120, 5), (119, 0), (None, None))},
    ("CD-2019", THEMATIC): {
        "I.1": PRESENT_85,
        "I.2": ON_TIME,
        "II.1": [({}, 5), ({"was_planned_ahead": False}, 0), ({"heard": ()}, 0)],
        "II.2": committee_first(5, without_minutes=5),
        "II.4": sent_before(72, 5),
        "III.1": ON_THE_DAY,
        "III.2": [({}, None)],
        "III.3": spoken(10),
        "III.4": responded(5),
        "III.5": concluded(5),
        "III.6": lasted((90, 5), (89, 0), (None, None)),
        "III.7": written(5),
    },
}
GUIDANCES = {sheet.code: guidance for guidance in (HD42, OF_2019) for sheet in guidance.sheets}
ROWS = [
    pytest.param(code, kind, line, differs, points, id=f"{code}-{kind}-{line}-{number}")
    for (code, kind), lines in EXPECTED.items()
    for line, cases in lines.items()
    for number, (differs, points) in enumerate(cases)
]


def suggested(code, kind, differs):
    guidance = GUIDANCES[code]
    found = judge(guidance.sheet(code).criteria(kind), MADE[kind](**differs), guidance)
    return {f"{one.criterion}.{one.part}" if one.part else one.criterion: one.points for one in found}


@pytest.mark.parametrize(("code", "kind", "line", "differs", "points"), ROWS)
def test_the_points_suggested_are_the_levels(code, kind, line, differs, points):
    assert suggested(code, kind, differs)[line] == points


@pytest.mark.parametrize(("code", "kind"), EXPECTED)
def test_every_criterion_with_a_check_is_in_the_table_and_every_level_is_reached(code, kind):
    criteria = GUIDANCES[code].sheet(code).criteria(kind)
    table = EXPECTED[code, kind]
    checked = {one.code for one in criteria if one.check}
    parts = {f"{one.code}.{part.code}" for one in criteria for part in one.parts if part.check}

    assert set(table) == checked | parts == set(suggested(code, kind, {}))
    for criterion in criteria:
        if criterion.check and criterion.levels:
            reached = {points for _differs, points in table[criterion.code]} - {None}
            assert reached == {rung.points for rung in criterion.levels}


@pytest.mark.parametrize(("code", "kind"), EXPECTED)
def test_every_suggestion_is_a_mark_that_may_stand(code, kind):
    criteria = {one.code: one for one in GUIDANCES[code].sheet(code).criteria(kind)}
    for line, cases in EXPECTED[code, kind].items():
        head, _dot, part = line.rpartition(".")
        parts = {one.code: one for one in criteria[head].parts} if head in criteria else {}
        for _differs, points in cases:
            if points is None:
                continue
            assert points <= parts[part].full if part in parts else criteria[line].takes(Decimal(points))


def test_with_everything_in_place_everything_suggested_is_full():
    for code, kind in EXPECTED:
        guidance = GUIDANCES[code]
        found = judge(guidance.sheet(code).criteria(kind), MADE[kind](), guidance)
        assert {one.points for one in found if one.points != one.full} <= {None}, code
