"""The expected disagreement: every reason by its figure, never lowered by more of anything, one order of all."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.reviews import risk
from tracker.reviews.risk import Facts, Kind, Limits, Place, weigh

LIMITS = Limits(Decimal(95), 4)
QUIET = Facts(total=Decimal(90))
POINTS = some.integers(0, 200).map(lambda halves: Decimal(halves) / 2)
FEW = some.integers(0, 30)
FACTS = some.builds(
    Facts, total=POINTS, gap=POINTS, above=FEW, unbacked=FEW, returned=some.integers(0, 3), altered=some.integers(0, 6),
    looked_back=some.just(6), days_late=some.integers(-30, 60), notice_late=some.sampled_from([None, False, True]),
    new_since=some.none() | some.integers(0, 400), backfilled=some.booleans(), streak=some.integers(1, 24),
)  # fmt: skip


def kinds(facts):
    return [one.kind for one in weigh(facts, LIMITS)[1]]


@pytest.mark.parametrize(
    ("such", "weight", "told"),
    [
        ({}, 0, None),
        ({"gap": Decimal("1.5"), "above": 2}, 5, (Kind.GAP, {"points": "1.5", "marks": 2})),
        ({"gap": Decimal(60), "above": 1}, 41, (Kind.GAP, {"points": "60", "marks": 1})),
        ({"unbacked": 2}, 4, (Kind.UNBACKED, {"marks": 2})),
        ({"returned": 1}, 8, (Kind.RETURNED, {"times": 1})),
        ({"altered": 2, "looked_back": 5}, 6, (Kind.ALTERED, {"sheets": 2, "among": 5})),
        ({"days_late": 0}, 0, None),
        ({"days_late": -2}, 0, None),
        ({"days_late": 3}, 3, (Kind.LATE, {"days": 3})),
        ({"days_late": 40}, 10, (Kind.LATE, {"days": 40})),
        ({"notice_late": True}, 0, None),
        ({"notice_late": True, "total": Decimal("94.5")}, 0, None),
        ({"notice_late": True, "total": Decimal(95)}, 8, (Kind.LATE_NOTICE, {"total": "95"})),
        ({"notice_late": None, "total": Decimal(98)}, 0, None),
        ({"new_since": 179}, 4, (Kind.NEW_SECRETARY, {"days": 179})),
        ({"new_since": 180}, 0, None),
        ({"backfilled": True}, 4, (Kind.BACKFILLED, {})),
        ({"streak": 3}, 0, None),
        ({"streak": 4}, 5, (Kind.STREAK, {"months": 4, "total": "90"})),
        ({"streak": 24}, 12, (Kind.STREAK, {"months": 24, "total": "90"})),
    ],
)
def test_each_reason_with_its_weight_and_figures(such, weight, told):
    found, reasons = weigh(replace(QUIET, **such), LIMITS)
    assert found == weight
    assert [(one.kind, one.figures) for one in reasons] == ([told] if told else [])


def test_reasons_are_added_up():
    facts = replace(QUIET, gap=Decimal(2), above=1, unbacked=1, backfilled=True)
    assert weigh(facts, LIMITS)[0] == 2 * 2 + 1 + 2 + 4
    assert kinds(facts) == [Kind.GAP, Kind.UNBACKED, Kind.BACKFILLED]


@given(FACTS)
def test_there_is_a_risk_exactly_where_there_is_a_reason(facts):
    found, reasons = weigh(facts, LIMITS)
    assert found >= 0
    assert (found > 0) == bool(reasons)
    assert [risk.reason(one.kept()) for one in reasons] == list(reasons)


MORE = {
    "gap": POINTS, "above": FEW, "unbacked": FEW, "returned": FEW, "altered": FEW, "days_late": FEW, "streak": FEW,
    "total": POINTS,
}  # fmt: skip


@given(FACTS, some.data())
def test_more_of_any_figure_never_lowers_the_risk(facts, data):
    name = data.draw(some.sampled_from(sorted(MORE)))
    more = replace(facts, **{name: getattr(facts, name) + data.draw(MORE[name])})
    assert weigh(more, LIMITS)[0] >= weigh(facts, LIMITS)[0]


@given(FACTS, some.sampled_from([{"backfilled": True}, {"notice_late": True}, {"new_since": 0}]))
def test_no_further_circumstance_lowers_the_risk(facts, such):
    assert weigh(replace(facts, **such), LIMITS)[0] >= weigh(facts, LIMITS)[0]


@given(POINTS, FEW, FEW)
def test_no_further_question_lowers_the_risk(weight, few, more):
    assert risk.with_signals(weight, few + more) >= risk.with_signals(weight, few) >= weight


@pytest.mark.parametrize(
    ("has_reason", "is_drawn", "expected"),
    [(True, True, "look"), (True, False, "look"), (False, True, "sample"), (False, False, "quiet")],
)
def test_a_sheet_with_a_reason_is_read_for_it_drawn_or_not(has_reason, is_drawn, expected):
    assert risk.group(has_reason, is_drawn) == expected


PLACES = some.lists(
    some.builds(
        Place, group=some.sampled_from(list(risk.Group)), risk=some.integers(0, 3).map(Decimal),
        name_key=some.sampled_from("abc"), cell_id=some.integers(1, 4), sheet_id=some.integers(1, 500),
    ),
    unique_by=lambda one: one.sheet_id,
)  # fmt: skip


def ranked(places):
    return sorted(places, key=lambda one: one.order)


@given(PLACES, some.randoms())
def test_the_order_is_one_whatever_order_the_sheets_come_in(places, chance):
    found = ranked(places)
    again = [*places]
    chance.shuffle(again)
    assert ranked(again) == found
    for one, after in zip(found, found[1:], strict=False):
        assert (one.group, after.group) not in {("quiet", "look"), ("quiet", "sample"), ("sample", "look")}
        if one.group == after.group:
            assert one.risk > after.risk or (one.risk == after.risk and one.name_key <= after.name_key)


@given(PLACES.filter(lambda places: len({one.order for one in places}) > 1), some.data())
def test_more_risk_never_moves_a_sheet_back(places, data):
    one = data.draw(some.sampled_from(places))
    more = replace(one, risk=one.risk + data.draw(some.integers(0, 3)))
    before, after = ranked(places), ranked([more if other == one else other for other in places])
    assert after.index(more) <= before.index(one)


@given(PLACES.filter(bool), some.data())
def test_taking_sheets_away_leaves_the_others_in_their_order(places, data):
    gone = data.draw(some.sampled_from(places))
    rest = [one for one in places if one != gone]
    assert ranked(rest) == [one for one in ranked(places) if one != gone]
