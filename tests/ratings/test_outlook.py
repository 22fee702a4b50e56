from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as some

from tests.ratings.years import (
    AVERAGE,
    COUNTS,
    FAIR,
    GOOD,
    MEAN_AND_MONTHS,
    POOR,
    RULES,
    class_of,
    facts,
    line,
    regular,
    themes,
)
from tracker.ratings.facts import year_facts
from tracker.ratings.outlook import Horizon, outlook
from tracker.ratings.rules import rate

FULL = Decimal(100)
JULY = date(2021, 7, 10)
REST = " - - - - - -"


def seen(text, per_quarter=(1, 1, 0, 0), today=JULY, rule=MEAN_AND_MONTHS):
    return outlook(facts(text, per_quarter, today), Horizon(rule, FULL, class_of))


def need(found, quality):
    return next(one for one in found.needs if one.quality is quality)


def test_the_range_of_ends_and_what_each_class_asks():
    found = seen("95 95 95 95 95 80" + REST)
    good = need(found, GOOD)

    assert (found.best, found.worst, found.left) == (GOOD, POOR, (7, 8, 9, 10, 11, 12))
    assert (found.highest_mean, found.lowest_mean) == (Decimal("96.25"), Decimal("46.25"))
    assert (good.is_in_reach, good.mean, good.months) == (True, Decimal("87.50"), ((GOOD, 5),))
    assert (good.spare, good.skips, good.themes) == (((AVERAGE, 0),), 0, (3, 4))
    fair = need(found, FAIR)
    assert (fair.mean, fair.skips, fair.themes, fair.spare) == (Decimal("47.50"), 1, (), ((POOR, 0),))
    assert [one.quality for one in found.needs] == [GOOD, FAIR, AVERAGE]


@pytest.mark.parametrize(
    ("text", "per_quarter", "quality", "since"),
    [
        ("95 - 95 95 95 95" + REST, (1, 1, 0, 0), GOOD, 2),  # a month missing
        ("95 95 65 95 95 95" + REST, (1, 1, 0, 0), GOOD, 3),  # a Trung bình
        ("80 95 80 95 80 95" + REST, (1, 1, 0, 0), GOOD, 5),  # the third month that is not Tốt
        ("95 95 95 95 95 95" + REST, (0, 1, 0, 0), GOOD, 3),  # a quarter without a theme
        ("95 95 95 - - 95" + REST, (1, 1, 0, 0), FAIR, 5),  # a second month missing
        ("45 95 95 95 95 95" + REST, (1, 1, 0, 0), FAIR, 1),
    ],
)
def test_a_class_out_of_reach_and_since_when(text, per_quarter, quality, since):
    one = need(seen(text, per_quarter), quality)

    assert (one.is_in_reach, one.lost_since) == (False, since)


def test_counts_ask_for_no_mean():
    found = seen("95 95 80 80 80 80" + REST, rule=COUNTS)

    assert need(found, GOOD).mean is None
    assert need(found, GOOD).months == ((GOOD, 5),)


def test_a_month_excused_shrinks_the_floor_and_a_meeting_unscored_can_still_score():
    found = seen("95 x 95 95 95 ?" + REST)

    assert found.left == (6, 7, 8, 9, 10, 11, 12)
    assert need(found, GOOD).months == ((GOOD, 6),)  # 10/12 of eleven months is ten


def test_nothing_is_left_to_say_of_a_year_that_is_over():
    assert seen("95 " * 12, today=date(2022, 1, 1)) is None


def test_a_class_secured_asks_for_nothing_more():
    found = seen("100 " * 11 + "-", (1, 1, 1, 1), date(2021, 12, 5))

    assert need(found, GOOD).mean == 0
    assert need(found, GOOD).months == ((GOOD, 0),)
    assert need(found, AVERAGE).mean == 0


words = some.one_of(some.decimals(0, 100, places=2), some.sampled_from(["missing", "unscored"]))
years = some.lists(words, min_size=12, max_size=12)
quarters = some.lists(some.integers(0, 1), min_size=4, max_size=4)


def told(year, per_quarter, last=12):
    """The meetings held by the end of a month."""
    made = [one for one in themes(*per_quarter) if one.month <= last]
    for month, said in enumerate(year[:last], start=1):
        if said != "missing":
            made.append(regular(month, None if said == "unscored" else said))
    return made


@settings(deadline=None)
@given(years, quarters, some.integers(1, 11), some.sampled_from(RULES))
def test_every_year_ends_within_the_range_foreseen(year, per_quarter, last, rule):
    now = year_facts(told(year, per_quarter, last), 2021, date(2021, last + 1, 1))
    found = outlook(now, Horizon(rule, FULL, class_of))
    scored = [100 if said == "unscored" else said for said in year]  # those held are scored in the end
    end = rate(year_facts(told(scored, per_quarter), 2021, date(2022, 3, 1)), rule)
    if found is None or end.quality is None:
        return

    assert found.worst <= end.quality <= found.best
    assert found.lowest_mean is None or found.lowest_mean <= end.mean <= found.highest_mean
    for one in found.needs:
        if not one.is_in_reach:
            assert end.quality < one.quality


@settings(deadline=None)
@given(years, quarters, some.integers(1, 11), some.sampled_from(RULES))
def test_what_a_class_asks_is_enough_and_less_is_not(year, per_quarter, last, rule):
    now = year_facts(told(year, per_quarter, last), 2021, date(2021, last + 1, 1))
    found = outlook(now, Horizon(rule, FULL, class_of))
    for one in found.needs if found else ():
        if one.is_in_reach and one.mean is not None:
            have = sum((score.total for score in now.scores), Decimal(0))
            count = len(now.scores) + len(found.left)
            bound = {GOOD: 90, FAIR: 70, AVERAGE: 50}[one.quality]
            assert have + one.mean * len(found.left) >= bound * count
            if one.mean:
                assert have + (one.mean - Decimal("0.01")) * len(found.left) < bound * count


def test_the_facts_it_starts_from_stay_as_they_are():
    before = year_facts(line("95 95 95 95 95 80" + REST, (1, 1, 0, 0)), 2021, JULY)
    again = year_facts(line("95 95 95 95 95 80" + REST, (1, 1, 0, 0)), 2021, JULY)
    outlook(before, Horizon(MEAN_AND_MONTHS, FULL, class_of))

    assert before == again
