"""What is asked about and what is not: edges of each pattern, and laws of all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from tests.reviews.signals.months import judging, minutes, month, months, usuals
from tracker.reviews.models import ReviewSettings
from tracker.reviews.rules import SignalKind
from tracker.reviews.signals import rules
from tracker.reviews.signals.rules import COPIED_FROM, LOOKED_BACK, MANY, NEIGHBOURS, Limits

LIMITS = Limits()
LATE = [False, True]


def kinds(found):
    return {one.kind for one in found}


def found(kind, ordered, neighbours=(), limits=LIMITS):
    return rules.of_kind(kind, ordered, neighbours, limits)


def test_the_limits_are_those_of_the_settings():
    columns = ReviewSettings.__table__.c
    for name, value in vars(LIMITS).items():
        assert columns[name].default.arg == value, name


# --- the same total -------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("totals", "counted"),
    [
        ([98, 98, 98], None),
        ([98, 98, 98, 98], 4),
        ([98, 98, 98, 98, 97.5], None),
        ([97, 98, 98, 98, 98], 4),
        ([98, 98, 97, 98, 98], None),
        ([98] * 24, 24),
    ],
)
def test_the_same_total_in_the_last_months(totals, counted):
    one = found(SignalKind.SAME_TOTAL, months(*map(str, totals)))
    assert (one and len(one.months)) == counted


def test_the_streak_says_its_total_and_its_months():
    one = found(SignalKind.SAME_TOTAL, months("96", "98", "98", "98", "98"))
    assert one.figures == {"total": "98"}
    assert [where.month for where in one.months] == [2, 3, 4, 5]


def test_a_change_of_form_breaks_the_streak():
    changed = months("98", "98") + [month(number, form="other") for number in (3, 4, 5)]
    assert found(SignalKind.SAME_TOTAL, changed) is None
    assert len(found(SignalKind.SAME_TOTAL, [*changed, month(6, form="other")]).months) == 4


def test_only_a_total_of_the_best_class_is_asked_about():
    assert found(SignalKind.SAME_TOTAL, months(*["72"] * 8, is_good=False)) is None


def test_a_month_left_out_does_not_break_the_streak_and_the_order_given_does_not_matter():
    gaps = [month(number) for number in (7, 1, 12, 4)]
    assert [one.month for one in found(SignalKind.SAME_TOTAL, gaps).months] == [1, 4, 7, 12]


def test_a_sheet_handed_in_twice_counts_once_with_what_it_said_last():
    twice = [month(number, key=number) for number in (1, 2, 3)]
    assert found(SignalKind.SAME_TOTAL, [*twice, month(3, key=3)]) is None
    four = [*twice, month(4, "80", key=4)]
    assert found(SignalKind.SAME_TOTAL, four) is None
    assert found(SignalKind.SAME_TOTAL, [*four, month(4, "98", key=4)]) is not None


# --- high totals with late agendas ----------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("late", "total", "asked"),
    [
        ([True, True, True, True], "98", True),
        ([True, True, False, False], "98", True),
        ([True, False, False, False], "98", False),
        ([True, True, False, False, False], "98", False),
        ([True, True, True], "98", False),
        ([True, True, True, None], "98", False),
        ([True, True, True, True, None, None, None, None, None], "98", True),
        ([True, True, True, True], "95", True),
        ([True, True, True, True], "94.99", False),
        ([None] * 8, "98", False),
    ],
)
def test_high_totals_with_late_agendas(late, total, asked):
    ordered = [month(number, total, notice_late=one) for number, one in enumerate(late, start=1)]
    assert (found(SignalKind.LATE_AGENDAS, ordered) is not None) is asked


def test_what_is_long_past_is_not_asked_about():
    ordered = [month(number, notice_late=number <= 12) for number in range(1, 25)]
    assert found(SignalKind.LATE_AGENDAS, ordered) is None
    one = found(SignalKind.LATE_AGENDAS, ordered[:18])
    assert (len(one.months), one.looked_at, one.figures) == (6, LOOKED_BACK, {"high": "95"})


# --- minutes alike --------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("subjects", "copied"),
    [
        ("abcdef", None),
        ("aabcde", None),
        ("aabbcd", [2, 4]),
        ("aaaaaa", [2, 3, 4, 5, 6]),
        ("ababab", [3, 4, 5, 6]),
        ("abcabc", None),
        ("aaa", None),
        ("aa  aa", [2, 5, 6]),
        ("a   aa", None),
        ("", None),
    ],
)
def test_minutes_like_those_of_the_meeting_before(subjects, copied):
    marks = [minutes(subject) if subject != " " else () for subject in subjects]
    one = found(SignalKind.ALIKE_MINUTES, [month(n, fingerprint=mark) for n, mark in enumerate(marks, start=1)])
    assert (one and [where.month for where in one.months]) == copied


def test_how_alike_they_are_is_said_of_each_and_of_all():
    one = found(SignalKind.ALIKE_MINUTES, [month(number, fingerprint=minutes("a")) for number in range(1, 6)])
    assert one.figures == {"alike": 100}
    assert [(other.month, share) for other, share in one.copies] == [(1, 100), (2, 100), (3, 100), (4, 100)]
    assert COPIED_FROM == 2, "the table above is of two"


# --- everybody spoke ------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("rooms", "asked"),
    [
        ([(MANY, MANY)] * 4, True),
        ([(MANY, MANY)] * 3, False),
        ([(MANY - 1, MANY - 1)] * 12, False),
        ([(12, 12)] * 9 + [(12, 11)], True),
        ([(12, 12)] * 8 + [(12, 11)], False),
        ([(12, 0)] * 12, False),
        ([(0, 0)] * 12, False),
        ([(3, 3)] * 8 + [(12, 12)] * 4, True),
    ],
)
def test_everybody_spoke_every_time(rooms, asked):
    ordered = [month(n, present=present, spoke=spoke) for n, (present, spoke) in enumerate(rooms, start=1)]
    assert (found(SignalKind.ALL_SPOKE, ordered) is not None) is asked


# --- above the neighbours -------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("own", "neighbours", "asked"),
    [
        ([99.5] * 6, [80, 82, 84, 86, 88], True),
        ([99] * 6, [80, 82, 84, 86, 88], False),
        ([99.5] * 5, [80, 82, 84, 86, 88], False),
        ([99.5] * 6, [80, 82, 84, 86], False),
        ([79] * 6, [64] * 9, False),
        ([79.5] * 6, [64] * 9, True),
        ([65, 65, 65, 65, 100, 100, 100], [64] * 9, False),
        ([100] * 6, [100] * 9, False),
        ([100] * 6, [40, 60, 80, 90, 100], False),
        ([100] * 6, [40, 50, 60, 70, 80], True),
        ([90] * 6, [40, 50, 60, 70, 80], False),
    ],
)
def test_far_above_the_neighbours_in_what_is_a_matter_of_judgement(own, neighbours, asked):
    one = found(SignalKind.ABOVE_NEIGHBOURS, judging(*own), usuals(*neighbours))
    assert (one is not None) is asked
    assert NEIGHBOURS == 5


@pytest.mark.parametrize(("borne_out", "asked"), [(79, True), (80, True), (81, False)])
def test_it_is_asked_only_where_the_records_bear_out_no_more_than_elsewhere(borne_out, asked):
    own = judging(*[99] * 6, borne_out=borne_out)
    one = found(SignalKind.ABOVE_NEIGHBOURS, own, usuals(70, 72, 74, 76, 78))
    assert (one is not None) is asked


def test_months_of_another_form_are_not_compared():
    own = judging(*[99] * 8)
    mixed = [*(replace(one, form="old") for one in own[:3]), *own[3:]]
    assert found(SignalKind.ABOVE_NEIGHBOURS, mixed, usuals(*[80] * 6)) is None


def test_records_that_tell_nothing_bear_nothing_out():
    blank = {"suggested": Decimal(0), "covered": Decimal(0)}
    assert found(SignalKind.ABOVE_NEIGHBOURS, judging(*[99] * 6, **blank), usuals(*[50] * 6)) is None
    assert rules.usual(judging(*[99] * 6, judged_full=Decimal(0)), LIMITS) is None


def test_the_figures_are_those_of_the_sentence():
    one = found(SignalKind.ABOVE_NEIGHBOURS, judging(99, 98, 99, 99, 99, 97), usuals(70, 72, 74, 76, 78))
    assert one.figures == {"own": 99, "usual": 74, "own_borne_out": 80, "usual_borne_out": 80, "neighbours": 5}


def test_a_question_asked_stays_a_little_longer_and_is_not_asked_sooner():
    rooms = [month(number, present=12, spoke=12 if number <= 8 else 11) for number in range(1, 11)]
    assert found(SignalKind.ALL_SPOKE, rooms) is None
    assert found(SignalKind.ALL_SPOKE, rooms, limits=LIMITS.to_stay()) is not None
    assert found(SignalKind.ALL_SPOKE, rooms[2:], limits=LIMITS.to_stay()) is not None
    assert found(SignalKind.ALL_SPOKE, rooms[4:], limits=LIMITS.to_stay()) is None
    far, near = judging(*[76] * 6), usuals(*[64] * 9)
    assert found(SignalKind.ABOVE_NEIGHBOURS, far, near) is None
    assert found(SignalKind.ABOVE_NEIGHBOURS, far, near, LIMITS.to_stay()) is not None
    late = [month(number, notice_late=number <= 4) for number in range(1, 11)]
    assert found(SignalKind.LATE_AGENDAS, late) is None
    assert found(SignalKind.LATE_AGENDAS, late, limits=LIMITS.to_stay()) is not None


# --- laws -----------------------------------------------------------------------------------------------------------

points = st.integers(0, 200).map(lambda half: Decimal(half) / 2)
one_month = st.builds(
    lambda total, **facts: month(1, total, **facts),
    points.map(str),
    form=st.sampled_from(["one", "two"]),
    notice_late=st.sampled_from([None, False, True]),
    present=st.integers(0, 12),
    spoke=st.integers(0, 12),
    fingerprint=st.sampled_from([(), minutes("a"), minutes("b")]),
    judged=st.integers(0, 60).map(Decimal),
    judged_full=st.just(Decimal(60)),
    suggested=st.integers(0, 40).map(Decimal),
    covered=st.just(Decimal(40)),
)
some_months = st.lists(one_month, max_size=26).map(
    lambda given: [
        replace(one, year=2024 + place // 12, month=place % 12 + 1, key=place, is_good=one.total >= 90)
        for place, one in enumerate(given)
    ]
)
some_neighbours = st.lists(st.integers(30, 100), max_size=9).map(lambda shares: usuals(*shares))


@settings(max_examples=60)
@given(some_months, some_neighbours, st.integers(3, 24))
def test_too_few_months_say_nothing(given_months, neighbours, least):
    limits = Limits(least_months=least)
    for one in rules.found(given_months, neighbours, limits):
        assert one.looked_at >= least and len(given_months) >= least
    assert rules.found(given_months[: least - 1], neighbours, limits) == []


@settings(max_examples=100)
@given(some_months, some_neighbours, points)
def test_lowering_every_month_raises_nothing(given_months, neighbours, less):
    lowered = [
        replace(one, total=one.total - less, judged=max(one.judged - less, Decimal(0)), is_good=one.total - less >= 90)
        for one in given_months
    ]
    before, after = (kinds(rules.found(which, neighbours, LIMITS)) for which in (given_months, lowered))
    assert after <= before


@settings(max_examples=100)
@given(some_months.filter(bool), some_neighbours, st.data())
def test_a_month_that_takes_points_off_to_a_total_of_its_own_raises_nothing(given_months, neighbours, data):
    place = data.draw(st.integers(0, len(given_months) - 1))
    one = given_months[place]
    total = data.draw(st.integers(0, 100).map(lambda whole: Decimal(whole) + Decimal("0.25")))
    assume(total < one.total)
    lowered = list(given_months)
    lowered[place] = replace(one, total=total, judged=one.judged / 2, is_good=total >= 90)
    before, after = (kinds(rules.found(which, neighbours, LIMITS)) for which in (given_months, lowered))
    assert after <= before


@settings(max_examples=60)
@given(some_months, some_neighbours)
def test_what_raises_a_question_also_keeps_it(given_months, neighbours):
    raised, kept = (kinds(rules.found(given_months, neighbours, which)) for which in (LIMITS, LIMITS.to_stay()))
    assert raised <= kept


@settings(max_examples=100)
@given(some_months, some_neighbours, st.randoms(use_true_random=False))
def test_the_order_in_which_months_are_given_says_nothing(given_months, neighbours, chance):
    shuffled = list(given_months)
    chance.shuffle(shuffled)
    assert rules.found(shuffled, neighbours, LIMITS) == rules.found(given_months, neighbours, LIMITS)


@settings(max_examples=60)
@given(some_months, some_neighbours)
def test_a_month_read_twice_counts_once(given_months, neighbours):
    assert rules.found(given_months * 2, neighbours, LIMITS) == rules.found(given_months, neighbours, LIMITS)


@pytest.mark.parametrize("total", ["40", "55", "72", "85"])
def test_an_honest_low_scorer_is_never_asked(total):
    own = [replace(one, total=Decimal(total), is_good=False, notice_late=True, present=8, spoke=4)
           for one in judging(*[60] * 24)]  # fmt: skip
    assert rules.found(own, usuals(80, 85, 90, 90, 95, 100), LIMITS) == []
