"""How a sheet adds up, when a mark may stand, when it is locked: tables of edges, and laws."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.guidance import document, parsing
from tracker.guidance.rules import Condition, ConditionKind, CriterionKind, IfNotApplicable, MeetingKind, QualityClass
from tracker.scoresheets import rules
from tracker.scoresheets.rules import Fault, Line, SheetState, Votes

FILES = Path(parsing.__file__).parent / "data"
GUIDANCES = {
    path.stem: parsing.parse(document.load(path.read_text(encoding="utf-8"), path.name), path.name)
    for path in FILES.glob("*.yaml")
}
HD42 = GUIDANCES["hd42"]
SHEETS = [
    (guidance, sheet, kind) for guidance in GUIDANCES.values() for sheet in guidance.sheets for kind in sheet.kinds
]


def criteria(kind=MeetingKind.REGULAR):
    return HD42.sheet_for(kind).criteria(kind)


def criterion(code, kind=MeetingKind.REGULAR):
    return next(one for one in criteria(kind) if one.code == code)


def lines_of(sheet, kind, marks=None):
    """Lines at full, but for the marks given by code (``None``: not marked)."""
    marks = marks or {}
    return [
        Line(one, group.code, True, marks.get(one.code, one.full))
        for group in sheet.groups_in(kind)
        for one in group.criteria
    ]


def tally(marks=None, guidance=HD42, kind=MeetingKind.REGULAR, happened=()):
    sheet = guidance.sheet_for(kind)
    return rules.tally(guidance, sheet.code, lines_of(sheet, kind, marks), happened)


@pytest.mark.parametrize(("guidance", "sheet", "kind"), SHEETS)
def test_full_marks_are_a_hundred_and_good(guidance, sheet, kind):
    found = rules.tally(guidance, sheet.code, lines_of(sheet, kind))
    assert (found.total, found.quality, found.missing) == (Decimal(100), QualityClass.GOOD, ())


@pytest.mark.parametrize(
    ("lost", "quality"),
    [
        (Decimal(0), QualityClass.GOOD),
        (Decimal(10), QualityClass.GOOD),
        (Decimal("10.5"), QualityClass.FAIR),
        (Decimal(30), QualityClass.FAIR),
        (Decimal("30.5"), QualityClass.AVERAGE),
        (Decimal(50), QualityClass.AVERAGE),
        (Decimal("50.5"), QualityClass.POOR),
        (Decimal(100), QualityClass.POOR),
    ],
)
def test_a_total_on_the_line_takes_the_better_class(lost, quality):
    marks = {}
    for one in criteria():
        taken = min(lost, one.full)
        lost -= taken
        marks[one.code] = one.full - taken
    assert tally(marks).quality is quality


def test_an_unfinished_sheet_has_no_class_and_a_nought_is_a_mark():
    unfinished = tally({"3.1": None, "6": None})
    assert (unfinished.total, unfinished.missing, unfinished.quality) == (Decimal(67), ("3.1", "6"), None)
    assert tally({"3.1": Decimal(0)}).total == 97
    assert tally({"3.1": Decimal(0)}).is_complete


def test_groups_add_up_too():
    found = tally({"1.1": Decimal(4), "3.1": Decimal("1.5"), "3.2": None})
    assert (found.sums["1"], found.sums["3"]) == (4, Decimal("6.5"))
    assert sum(found.sums.values()) == found.total


@pytest.mark.parametrize(
    ("code", "points", "expected"),
    [
        ("3.1", "0", None),
        ("3.1", "3", None),
        ("3.1", "2.5", None),
        ("3.1", "3.5", Fault.RANGE),
        ("3.1", "-0.5", Fault.RANGE),
        ("3.1", "1E+999999", Fault.RANGE),
        ("3.1", "2.25", Fault.STEP),
        ("3.1", "0.001", Fault.STEP),
        ("1.1", "5", None),
        ("1.1", "5.00", None),
        ("1.1", "0", Fault.LEVEL),
        ("1.1", "4.5", Fault.LEVEL),
        ("3.5", "0", None),
        ("3.5", "1", Fault.LEVEL),
        ("6", "27", None),
        ("6", "26", Fault.LEVEL),
    ],
)
def test_which_marks_may_stand(code, points, expected):
    assert rules.fault(criterion(code), Decimal(points)) is expected


@pytest.mark.parametrize(
    ("parts", "mark"),
    [
        ({"a": "2", "b": "4", "c": "3", "d": "1"}, "10"),
        ({"a": "0", "b": "0", "c": "0", "d": "0"}, "0"),
        ({"a": "1.5", "b": "4", "c": "3", "d": "0.5"}, "9"),
        ({"a": "2", "b": "4", "c": "3"}, None),
        ({"a": "2", "b": None, "c": "3", "d": "1"}, None),
        ({}, None),
    ],
)
def test_sub_marks_make_a_mark_once_all_are_given(parts, mark):
    typed = {code: None if points is None else Decimal(points) for code, points in parts.items()}
    assert rules.sum_of_parts(criterion("4.9"), typed) == (None if mark is None else Decimal(mark))


def test_what_does_not_apply_is_given_in_full_or_leaves_the_denominator():
    sheet = HD42.sheet_for(MeetingKind.REGULAR)
    given_full = [
        replace(line, applies=False, given=None) if line.criterion.code == "3.3" else line
        for line in lines_of(sheet, MeetingKind.REGULAR)
    ]
    assert rules.tally(HD42, sheet.code, given_full).total == 100

    excluded = [
        replace(line, criterion=replace(line.criterion, if_not_applicable=IfNotApplicable.EXCLUDE))
        if line.criterion.code == "3.3"
        else line
        for line in given_full
    ]
    found = rules.tally(HD42, sheet.code, excluded)
    assert (found.total, found.counted, found.quality) == (100, 98, QualityClass.GOOD)

    less = [replace(line, given=Decimal(20)) if line.criterion.code == "6" else line for line in excluded]
    assert rules.tally(HD42, sheet.code, less).total == Decimal("89.80"), "88 of 98"


def test_conditions_hold_the_class_down_whatever_the_points():
    full_marks = Condition(
        text="điều kiện", text_en=None, kind=ConditionKind.FULL_MARKS, at_most=QualityClass.FAIR, enabled=True,
        sheet=None, criteria=("2.1",), source="A",
    )  # fmt: skip
    late = replace(full_marks, kind=ConditionKind.LATE_NOTICE, criteria=())
    guidance = replace(HD42, conditions=(full_marks, late))
    assert tally(guidance=guidance).quality is QualityClass.GOOD
    found = tally({"2.1": Decimal(3)}, guidance)
    assert (found.total, found.quality, found.verdict.lowered_by) == (99, QualityClass.FAIR, (full_marks,))
    assert tally(guidance=guidance, happened={"late_notice"}).quality is QualityClass.FAIR


@st.composite
def marked(draw):
    """A shipped sheet with every criterion marked as it may be."""
    guidance, sheet, kind = draw(st.sampled_from(SHEETS))
    marks = {}
    for one in sheet.criteria(kind):
        if one.levels:
            marks[one.code] = draw(st.sampled_from([level.points for level in one.levels]))
        else:
            marks[one.code] = draw(st.integers(0, int(one.full / one.step))) * one.step
    return guidance, sheet, kind, marks


@given(marked())
def test_the_total_is_the_exact_sum_and_never_above_full(found):
    guidance, sheet, kind, marks = found
    made = rules.tally(guidance, sheet.code, lines_of(sheet, kind, marks))
    assert made.total == sum(marks.values()) <= made.full == 100
    assert made.quality is guidance.class_of(made.total)


@given(marked(), st.data())
def test_raising_a_mark_never_lowers_total_or_class(found, data):
    guidance, sheet, kind, marks = found
    one = data.draw(st.sampled_from(sheet.criteria(kind)))
    before = rules.tally(guidance, sheet.code, lines_of(sheet, kind, marks))
    after = rules.tally(guidance, sheet.code, lines_of(sheet, kind, marks | {one.code: one.full}))
    assert after.total >= before.total and after.quality >= before.quality


@given(marked(), st.data())
def test_taking_a_mark_away_takes_the_class_away(found, data):
    guidance, sheet, kind, marks = found
    code = data.draw(st.sampled_from(sorted(marks)))
    made = rules.tally(guidance, sheet.code, lines_of(sheet, kind, marks | {code: None}))
    assert (made.quality, made.missing, made.total) == (None, (code,), sum(marks.values()) - marks[code])


@given(marked(), st.data())
def test_what_is_excluded_never_changes_a_sheet_full_elsewhere(found, data):
    guidance, sheet, kind, _marks = found
    out = data.draw(st.sets(st.sampled_from([one.code for one in sheet.criteria(kind)]), max_size=5))
    lines = [
        replace(
            line, applies=False, given=None,
            criterion=replace(line.criterion, if_not_applicable=IfNotApplicable.EXCLUDE),
        )
        if line.criterion.code in out
        else line
        for line in lines_of(sheet, kind)
    ]  # fmt: skip
    made = rules.tally(guidance, sheet.code, lines)
    assert (made.total, made.quality) == (100, QualityClass.GOOD)


@given(st.decimals(allow_nan=False, allow_infinity=False))
def test_any_number_is_judged_without_a_crash(points):
    for one in criteria():
        fault = rules.fault(one, points)
        assert (fault is None) is one.takes(points) if abs(points) < 1000 else fault is not None


@pytest.mark.parametrize(
    ("votes", "electorate", "carries"),
    [((5, 0, 0), 9, True), ((5, 4, 0), 10, False), ((6, 4, 0), 10, True), ((0, 0, 0), 1, False), ((1, 0, 0), 1, True)],
)
def test_more_than_half_of_those_obliged_carries(votes, electorate, carries):
    assert Votes(*votes).carries(electorate) is carries


DAY = datetime(2026, 3, 10, 2, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("recognised", "explained", "locked"),
    [
        (DAY, None, DAY + timedelta(days=10)),
        (DAY, DAY + timedelta(days=9), DAY + timedelta(days=19)),
        (DAY + timedelta(days=12), DAY + timedelta(days=9), DAY + timedelta(days=12)),
    ],
)
def test_when_a_recognised_sheet_is_locked(recognised, explained, locked):
    assert rules.locks_at(recognised, explained) == locked


@pytest.mark.parametrize("state", SheetState)
def test_only_a_recognised_sheet_past_its_window_reads_as_locked(state):
    before, after = DAY - timedelta(seconds=1), DAY
    assert rules.standing(state, DAY, before) is state
    past = SheetState.LOCKED if state is SheetState.RECOGNISED else state
    assert rules.standing(state, DAY, after) is past
    assert rules.standing(state, None, after) is state


def test_every_kind_of_control_is_on_the_shipped_sheet():
    assert {one.kind for one in criteria()} == set(CriterionKind)
