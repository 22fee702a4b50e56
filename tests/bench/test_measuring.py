"""The arithmetic of ratios; nothing here is timed."""

import pytest

from tests.bench.measuring import RUNS, Ratio, compare, quartiles, value_of


def replay(values):
    """An act that gives the values one after the other, and then begins again."""
    told = list(values)

    def act():
        told.append(told.pop(0))
        return told[-1]

    return act


@pytest.mark.parametrize(
    ("values", "low", "high"),
    [((1, 2, 3, 4, 5), 2, 4), ((5, 1, 4, 2, 3), 2, 4), ((1, 2, 3, 4), 1.5, 3.5), ((7,), 7, 7), ((1, 1, 1, 1, 9), 1, 1)],
)
def test_quartiles(values, low, high):
    assert quartiles(values) == (low, high)


def test_the_median_is_of_the_rounds_own_ratios():
    """A machine that slows down in the third round slows both."""
    ratio = Ratio("slower", (2, 2, 20, 2, 2), (1, 1, 10, 1, 1))

    assert (ratio.median, ratio.spread) == (2, 0)


def test_spread_is_half_the_way_between_quartiles():
    ratio = Ratio("spread", (1, 2, 3, 4, 5), (1, 1, 1, 1, 1))

    assert ratio.median == 3
    assert ratio.spread == pytest.approx(1 / 3)
    assert ratio.spread_in_words == "± 33% of 5"


@pytest.mark.parametrize(
    ("ours", "goal", "resolved"),
    [
        (2.0, None, True),
        (0.5, None, True),
        (1.3, None, True),
        (1.29, None, False),
        (0.78, None, False),
        (0.76, None, True),
        (2.0, 2.5, True),
        (2.0, 2.0, False),
    ],
)
def test_one_run_resolves_what_is_apart(ours, goal, resolved):
    assert Ratio("apart", (ours,) * 5, (1,) * 5, goal=goal).resolved is resolved


def test_a_goal_within_the_quartiles_is_not_resolved():
    assert not Ratio("within", (2.2, 2.4, 2.5, 2.6, 2.8), (1,) * 5, goal=2.45).resolved
    assert Ratio("without", (2.2, 2.4, 2.5, 2.6, 2.8), (1,) * 5, goal=2.0).resolved


def test_clear_ratios_are_measured_once():
    ratio = compare("clear", replay([3.0]), replay([1.0]), measure=value_of)

    assert (ratio.runs, len(ratio.rounds), ratio.resolved) == (1, 5, True)


def test_close_ratios_are_repeated_and_told_by_agreement():
    ratio = compare("close", replay([1.1]), replay([1.0]), measure=value_of)

    assert (ratio.runs, len(ratio.rounds), ratio.resolved) == (RUNS, 5 * RUNS, True)


def test_runs_that_disagree_leave_it_open():
    ratio = compare("open", replay([1.1] * 5 + [0.9] * 5), replay([1.0]), measure=value_of, warm=False)

    assert not ratio.resolved
    assert ratio.spread_in_words.endswith("not resolved")


def test_runs_are_held_against_the_goal_where_there_is_one():
    ratio = compare("goal", replay([2.4, 2.6]), replay([1.0]), goal=2.0, measure=value_of)
    close = compare("close", replay([1.1]), replay([1.0]), goal=1.3, measure=value_of)

    assert ratio.runs == 1
    assert (close.runs, close.resolved) == (RUNS, True)


def test_acts_take_turns():
    order = []

    def act(name):
        order.append(name)
        return 1.0

    compare("turns", lambda: act("a"), lambda: act("b"), goal=1.0, measure=value_of)

    assert order == ["a", "b"] * (1 + 5 * RUNS)


def test_fewer_than_five_rounds_are_no_median():
    with pytest.raises(ValueError, match="5"):
        compare("few", int, int, rounds=4)
