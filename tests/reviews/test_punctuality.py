"""How much of a month was in time: the edges of each rate."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.reviews.in_time import CellMonth, rates
from tracker.reviews.punctuality import Rate, Rates

SUBMIT, REVIEW = 5, 7
MARCH_3 = date(2026, 3, 3)
LATER = date(2026, 4, 30)


def case(held=None, submitted=None, decided=None, wanted=True, month=3):
    return CellMonth(2026, month, wanted, held, submitted, decided)


def on(day, month=3):
    return date(2026, month, day)


def of(one, today=LATER):
    return rates([one], today, SUBMIT, REVIEW)


@pytest.mark.parametrize(
    ("one", "today", "rate"),
    [
        (case(on(31)), LATER, Rate(1, 1)),
        (case(on(1, 4)), LATER, Rate(0, 1)),
        (case(), LATER, Rate(0, 1)),
        (case(), on(1), Rate(0, 1)),
        (case(), on(28, 2), Rate()),
        (case(wanted=False), LATER, Rate()),
        (case(on(3), wanted=False), LATER, Rate(1, 1)),
    ],
    ids=["last day", "a day into April", "not at all", "the month runs", "the month is to come", "excused",
         "met all the same"],
)  # fmt: skip
def test_a_meeting_is_in_time_within_its_month(one, today, rate):
    assert of(one, today).meeting == rate


@pytest.mark.parametrize(
    ("submitted", "today", "rate"),
    [
        (on(8), LATER, Rate(1, 1)),
        (on(9), LATER, Rate(0, 1)),
        (None, on(8), Rate()),
        (None, on(9), Rate(0, 1)),
        (on(3), on(3), Rate(1, 1)),
    ],
)
def test_a_sheet_is_in_time_so_many_days_after_the_meeting(submitted, today, rate):
    assert of(case(MARCH_3, submitted), today).submitting == rate


@pytest.mark.parametrize(
    ("decided", "today", "rate"),
    [(on(10), LATER, Rate(1, 1)), (on(11), LATER, Rate(0, 1)), (None, on(10), Rate()), (None, on(11), Rate(0, 1))],
)
def test_a_review_is_in_time_so_many_days_after_the_handing_in(decided, today, rate):
    assert of(case(MARCH_3, MARCH_3, decided), today).reviewing == rate


def test_what_did_not_begin_is_not_counted():
    assert of(case()).submitting == of(case(MARCH_3)).reviewing == Rate()


def test_without_cells_there_is_no_share_and_no_nought():
    assert rates([], LATER, SUBMIT, REVIEW) == Rates()
    assert Rate().share is None
    assert Rate(0, 4).share == 0
    assert Rate(3, 4).share == Decimal("0.75")


days = st.none() | st.dates(on(1), on(30, 4))
cases = st.builds(CellMonth, st.just(2026), st.integers(1, 12), st.booleans(), days, days, days)


@given(st.lists(cases), st.lists(cases), st.dates(on(1), on(30, 6)))
def test_rates_add_up_and_none_is_over_its_whole(some, others, today):
    whole = rates(some + others, today, SUBMIT, REVIEW)
    assert whole == rates(some, today, SUBMIT, REVIEW) + rates(others, today, SUBMIT, REVIEW)
    for rate in (whole.meeting, whole.submitting, whole.reviewing):
        assert 0 <= rate.kept <= rate.of <= len(some + others)


@given(st.lists(cases), st.dates(on(1), on(30, 6)), st.integers(1, 30))
def test_more_days_never_make_more_late(some, today, more):
    strict, lenient = rates(some, today, SUBMIT, REVIEW), rates(some, today, SUBMIT + more, REVIEW)
    late = [one.submitting.of - one.submitting.kept for one in (strict, lenient)]
    assert late[1] <= late[0]
    assert strict.meeting == lenient.meeting


@given(cases, st.dates(on(1), on(30, 6)))
def test_what_is_settled_stays_so(one, today):
    now, tomorrow = (rates([one], day, SUBMIT, REVIEW) for day in (today, today + timedelta(days=1)))
    if one.submitted_on:
        assert now.submitting == tomorrow.submitting
