"""Which year goes with the others and which is looked at by itself: every single doubt, and the law of both."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.guidance.kinds import QualityClass
from tracker.ratings.exceptions import Doubt, Found, Group, Summary, doubts, group
from tracker.ratings.rules import YearState

GOOD, FAIR, AVERAGE, POOR = QualityClass
QUIET = Summary(YearState.PROPOSED, GOOD, GOOD, True, held=12, scored=12, recognised=12)
CASES = [
    ({}, ()),
    ({"state": YearState.OPEN, "proposed": None}, (Found(Doubt.NOT_PROPOSED),)),
    ({"computed": None}, (Found(Doubt.NO_CLASS),)),
    ({"proposed": FAIR}, (Found(Doubt.OTHER_CLASS),)),
    ({"computed": FAIR}, (Found(Doubt.OTHER_CLASS),)),
    ({"computed": POOR, "proposed": POOR}, ()),
    ({"in_stead": True}, (Found(Doubt.IN_STEAD),)),
    ({"was_reopened": True}, (Found(Doubt.REOPENED),)),
    ({"is_over": False}, (Found(Doubt.NOT_OVER),)),
    ({"scored": 11, "recognised": 11}, (Found(Doubt.NOT_SCORED, 1),)),
    ({"recognised": 10}, (Found(Doubt.NOT_RECOGNISED, 2),)),
    ({"scored": 11, "recognised": 10}, (Found(Doubt.NOT_SCORED, 1), Found(Doubt.NOT_RECOGNISED, 1))),
    ({"missing": [3, 8]}, (Found(Doubt.MONTHS_MISSING, 2, (3, 8)),)),
    ({"empty_quarters": [2]}, (Found(Doubt.THEMES_MISSING, 1, (2,)),)),
    ({"signals": 1}, (Found(Doubt.SIGNALS, 1),)),
    (
        {"state": YearState.OPEN, "proposed": None, "computed": None, "held": 0, "scored": 0, "recognised": 0},
        (Found(Doubt.NOT_PROPOSED), Found(Doubt.NO_CLASS)),
    ),
]


@pytest.mark.parametrize(("changes", "found"), CASES)
def test_each_doubt_by_itself_and_none_without_cause(changes, found):
    assert doubts(replace(QUIET, **changes)) == found


@pytest.mark.parametrize(
    ("changes", "where"),
    [
        ({}, Group.IN_BATCH),
        ({"signals": 1}, Group.ALONE),
        ({"state": YearState.OPEN}, Group.ALONE),
        ({"state": YearState.RECOGNISED, "signals": 3}, Group.RECOGNISED),
        ({"state": YearState.CLOSED, "missing": [1]}, Group.CLOSED),
    ],
)
def test_where_it_stands(changes, where):
    assert group(replace(QUIET, **changes)) is where


SUMMARIES = st.builds(
    Summary,
    state=st.sampled_from(YearState),
    computed=st.none() | st.sampled_from(QualityClass),
    proposed=st.none() | st.sampled_from(QualityClass),
    is_over=st.booleans(),
    held=st.integers(0, 12),
    scored=st.integers(0, 12),
    recognised=st.integers(0, 12),
    missing=st.lists(st.integers(1, 12), max_size=3),
    empty_quarters=st.lists(st.integers(1, 4), max_size=2),
    signals=st.integers(0, 3),
    was_reopened=st.booleans(),
    in_stead=st.booleans(),
)


@given(SUMMARIES)
def test_only_a_whole_year_proposed_as_computed_goes_in_batch(year):
    if group(year) is Group.IN_BATCH:
        assert year.state is YearState.PROPOSED and year.is_over
        assert year.proposed in (year.computed, None) and year.computed is not None
        assert not (year.missing or year.empty_quarters or year.signals or year.was_reopened or year.in_stead)
        assert year.held <= year.scored <= year.recognised


@given(SUMMARIES)
def test_a_doubt_more_never_brings_a_year_into_the_batch(year):
    for worse in (replace(year, signals=year.signals + 1), replace(year, is_over=False)):
        assert not (group(worse) is Group.IN_BATCH and group(year) is not Group.IN_BATCH)
        assert len(doubts(worse)) >= len(doubts(year))
