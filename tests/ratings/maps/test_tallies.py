"""Means, medians and shares of meetings counted before they are added up."""

import statistics
from collections import Counter
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.guidance.kinds import QualityClass
from tracker.ratings import facts
from tracker.ratings.maps.tallies import Tally, share, together

totals = some.decimals(0, 100, places=2)
scores = some.lists(some.tuples(totals, some.sampled_from(QualityClass)), max_size=30)


def tally(*scores):
    return Tally(Counter(scores))


@given(scores)
def test_they_are_what_the_single_meetings_would_give(given):
    found, points = tally(*given), [total for total, _quality in given]

    assert found.meetings == len(given)
    assert found.mean == facts.mean(points)
    assert found.median == (statistics.median(points) if points else None)
    assert sum(found.of(quality) for quality in QualityClass) == len(given)


@given(scores, scores)
def test_put_together_they_are_all_the_meetings(one, other):
    assert together([tally(*one), tally(*other)]) == tally(*one, *other)


@given(scores.filter(bool))
def test_shares_make_a_whole(given):
    assert sum(tally(*given).share(quality) for quality in QualityClass) == pytest.approx(1)


def test_of_nothing_there_is_no_figure():
    assert (Tally().mean, Tally().median, Tally().share(QualityClass.GOOD), share(0, 0)) == (None,) * 4


def test_a_half_is_rounded_up():
    assert tally((Decimal("90.01"), QualityClass.GOOD), (Decimal(90), QualityClass.GOOD)).mean == Decimal("90.01")
