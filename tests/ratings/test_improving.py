from decimal import Decimal
from itertools import combinations, product

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.guidance.files import shipped
from tests.ratings.sheets import marked, year_of
from tests.ratings.years import AVERAGE, COUNTS, FAIR, GOOD, POOR, RULES
from tracker.ratings import improving
from tracker.ratings.improving import Outcome, lift, reaches
from tracker.ratings.marked import Act, Improvement


def said(changes):
    return [(one.act.value, one.place, one.code, f"{one.raised.normalize():f}") for one in changes]


def test_a_mean_just_below_needs_the_fewest_meetings_then_improvements_then_points():
    # 89,92 on average: one point in all is lacking
    low = marked(c6="20", c1_1="4", c2_1="3")  # 88
    year = year_of({month: "90" for month in range(1, 12)} | {12: low, 1: 91})
    found = lift(year, GOOD)

    assert (found.outcome, found.needs_meetings) == (Outcome.FOUND, False)
    assert [said(one) for one in found.least] == [[("raise", 12, "1.1", "5")]]


def test_of_levels_the_lowest_that_does_is_taken():
    year = year_of({month: "90" for month in range(1, 12)} | {12: marked(c6="20", c3_1="0", c4_2="14")})  # 86

    assert said(lift(year, GOOD).least[0]) == [("raise", 12, "6", "24")]


def test_one_criterion_right_in_several_meetings_is_told_as_a_habit():
    late = marked(c3_5="0", c6="24", c4_2="12")  # 89
    year = year_of({5: late, 7: late, 9: late})
    found = lift(year, GOOD)

    assert year.quality is FAIR  # nine months Tốt of the ten asked
    assert [len(one) for one in found.least] == [1, 1, 1]
    year = year_of({3: late, 5: late, 7: late, 9: late})
    assert [("raise", 3, "3.5", "2"), ("raise", 5, "3.5", "2")] in [said(one) for one in lift(year, GOOD).least]


def test_the_same_criterion_is_preferred_among_equal_sets():
    one, other = marked(c3_5="0", c6="24", c4_2="12"), marked(c3_2="0", c3_5="0", c4_2="8")
    year = year_of({3: one, 4: 80, 5: other, 7: 80})

    assert said(lift(year, GOOD).least[0]) == [("raise", 3, "3.5", "2"), ("raise", 5, "3.5", "2")]


def test_a_missing_month_alone_stands_in_the_way_and_the_least_total_it_needed_is_told():
    found = lift(year_of({8: "-"}), GOOD)

    assert (found.needs_meetings, found.only_meetings) == (True, True)
    assert [said(one) for one in found.least] == [[("hold", 8, "", "70")]]  # a Khá month, for the mean is far above


def test_missing_months_and_themes_are_held_together():
    found = lift(year_of({2: "-", 8: "-"}, per_quarter=(1, 0, 1, 0)), GOOD)

    assert [said(one) for one in found.least] == [
        [("hold", 2, "", "90"), ("hold", 8, "", "90"), ("theme", 2, "", "0"), ("theme", 4, "", "0")]
    ] or found.least[0][-2:] == (Improvement(Act.THEME, 2), Improvement(Act.THEME, 4))


def test_a_total_without_marks_cannot_be_improved_and_that_is_said():
    found = lift(year_of({month: "80" for month in range(1, 13)}), GOOD)

    assert (found.outcome, found.least, found.habits) == (Outcome.IMPOSSIBLE, (), ())


def test_more_than_twelve_improvements_are_too_many_to_tell():
    low = marked(c6="10", c1_1="2", c2_1="1", c2_2="0", c3_1="0", c3_2="0", c3_4="0", c3_5="0")
    assert lift(year_of({month: low for month in range(1, 13)}), GOOD).outcome is Outcome.TOO_MANY


def test_a_month_not_scored_is_scored_once_the_year_is_over():
    year = year_of({1: "?", 2: "80", 3: "80"})

    assert year.quality is FAIR
    assert [said(one) for one in lift(year, GOOD).least] == [[("score", 1, "", "90")]]


def test_full_marks_asked_for_by_a_condition_are_honoured():
    guidance = shipped("hd42", enabled=True)
    capped = marked(guidance=guidance, c1_1="4", c4_5="4")  # 98, and Khá for two criteria below full
    year = year_of({5: capped, 7: 80, 9: 80})

    assert capped.tally.quality is FAIR
    assert [said(one) for one in lift(year, GOOD).least] == [[("raise", 5, "1.1", "5"), ("raise", 5, "4.5", "5")]]


@pytest.mark.parametrize(
    ("less", "mended"),
    [
        ({"c3_5": "0"}, [("raise", 5, "3.5", "2")]),  # sent in time: the mark and the condition at once
        ({}, [("mend", 5, "late_notice", "0")]),  # marked full, and late all the same
    ],
)
def test_late_notice_is_mended_by_sending_in_time(less, mended):
    capped = marked(["late_notice"], shipped("hd42", enabled=True), **less)
    year = year_of({5: capped, 7: 80, 9: 80})

    (least,) = lift(year, GOOD).least
    assert said(least) == mended
    assert reaches(year, GOOD, least)


def test_a_mean_on_the_line_is_enough():
    exact = year_of({month: "90" for month in range(2, 12)} | {1: "80", 12: marked(c4_4="1")})

    assert [said(one) for one in lift(exact, GOOD).least] == [[("raise", 12, "4.4", "2")]]


def test_a_month_too_low_that_cannot_be_improved_leaves_the_class_out_of_reach():
    assert lift(year_of({1: 60, 2: marked(c3_5="0")}), GOOD).outcome is Outcome.IMPOSSIBLE


# --- held against brute force ---------------------------------------------------------------------------------------

LOSSES = {"c1_1": ["5", "4", "1"], "c3_5": ["2", "0"], "c4_2": ["15", "8"], "c6": ["30", "15", "10"]}
sheets = some.builds(
    lambda late, enabled, **less: marked(["late_notice"] if late else [], shipped("hd42", enabled=enabled), **less),
    some.booleans(),
    some.booleans(),
    **{code: some.sampled_from(marks) for code, marks in LOSSES.items()},
)
kinds = some.one_of(sheets, sheets, some.sampled_from(["-", "x", "?", 60, 75]))
years = some.builds(
    lambda first, second, third, rest, quarters, rule: year_of(
        {1: first, 2: second, 3: third} | {month: rest for month in range(4, 13)}, rule, quarters
    ),
    kinds, kinds, kinds, some.sampled_from([72, 89, 90, 92, 100]),
    some.sampled_from([(1, 1, 1, 1), (0, 1, 1, 1)]), some.sampled_from(RULES),
)  # fmt: skip


def every(year):
    """Everything that might have been better, as the choices of each group."""
    groups = [
        [one.change for one in group] for month, sheet in year.sheets.items() for group in sheet.improvements(month)
    ]
    missing = [Improvement(Act.HOLD, month, raised=year.full) for month in year.facts.numbers("missing")]
    unscored = [Improvement(Act.SCORE, month, raised=year.full) for month in year.facts.unscored]
    lacking = [Improvement(Act.THEME, quarter) for quarter in year.facts.empty_quarters]
    return groups + [[one] for one in (*missing, *unscored, *lacking)]


def smallest_by_force(year, target):
    """The size of a smallest set, by trying them all; ``None`` where there is none."""
    groups, found = every(year), None
    for number in range(len(groups) + 1):
        for picked in combinations(groups, number):
            for changes in product(*picked):
                size = size_of(changes)
                if (found is None or size < found) and reaches(year, target, changes):
                    found = size
    return found


def size_of(changes):
    touched = {("quarter" if one.act is Act.THEME else "month", one.place) for one in changes}
    return len(touched), len(changes)


@settings(max_examples=200, deadline=None)
@given(years, some.sampled_from([GOOD, FAIR, AVERAGE]))
def test_a_set_lifts_the_year_and_no_smaller_set_does(year, target):
    if year.quality is None or year.quality >= target or len(every(year)) > 7:
        return
    found, expected = lift(year, target), smallest_by_force(year, target)

    assert (found.outcome is Outcome.FOUND) == (expected is not None)
    for changes in found.least:
        assert reaches(year, target, changes)
        assert size_of(changes) == expected
    for changes in found.habits:
        assert reaches(year, target, changes)
        assert len({one.code for one in changes if one.act is Act.RAISE}) == 1


@settings(max_examples=100, deadline=None)
@given(years, some.sampled_from([GOOD, FAIR]))
def test_the_points_are_the_least_of_that_size(year, target):
    if year.quality is None or year.quality >= target or len(every(year)) > 7:
        return
    found = lift(year, target)
    if found.outcome is not Outcome.FOUND or found.needs_meetings:
        return
    best = improving._size(found.least[0])
    for picked in combinations(every(year), best[1]):
        for changes in product(*picked):
            if size_of(changes) == best[:2] and reaches(year, target, changes):
                assert improving._size(changes)[2] >= best[2]


def test_a_year_of_the_worst_class_can_be_lifted_by_one():
    year = year_of({month: "49" for month in range(1, 12)} | {12: marked(c6="10", c4_2="0", c4_9="0", c5="0")})

    assert year.quality is POOR
    assert lift(year, AVERAGE).outcome is Outcome.FOUND
    assert year_of({}, COUNTS).quality is GOOD
    assert Decimal(100) == marked().tally.total
