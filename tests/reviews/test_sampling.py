"""The draw: a share of the cells by a seed, the same for ever, and fair."""

from hypothesis import given
from hypothesis import strategies as some

from tracker.reviews.sampling import drawn

SEEDS = some.text(alphabet="0123456789abcdef", min_size=1, max_size=32)
CELLS = some.lists(some.integers(1, 10_000), unique=True, max_size=60)
SHARES = some.integers(0, 100)


@given(SEEDS, CELLS, SHARES, some.randoms())
def test_a_seed_draws_the_same_cells_in_whatever_order_they_are_named(seed, cells, percent, chance):
    found = drawn(seed, cells, percent)
    again = [*cells]
    chance.shuffle(again)
    assert drawn(seed, again, percent) == drawn(seed, cells + cells, percent) == found


@given(SEEDS, CELLS, SHARES)
def test_it_draws_that_share_rounded_up_and_nobody_else(seed, cells, percent):
    found = drawn(seed, cells, percent)
    assert set(found) <= set(cells)
    assert list(found) == sorted(set(found))
    assert 0 <= len(found) * 100 - len(cells) * percent < 100


@given(SEEDS, CELLS, SHARES, SHARES)
def test_a_larger_share_keeps_whom_a_smaller_one_drew(seed, cells, one, other):
    less, more = sorted((one, other))
    assert set(drawn(seed, cells, less)) <= set(drawn(seed, cells, more))


@given(SEEDS, CELLS)
def test_nought_draws_nobody_and_a_hundred_everybody(seed, cells):
    assert drawn(seed, cells, 0) == ()
    assert drawn(seed, cells, 100) == tuple(sorted(cells))


def test_every_cell_is_drawn_about_as_often_as_every_other():
    times = dict.fromkeys(range(1, 21), 0)
    for seed in range(2000):
        for cell in drawn(str(seed), times, 10):
            times[cell] += 1
    assert sum(times.values()) == 4000
    assert all(150 <= number <= 250 for number in times.values())  # 200 on average; five deviations would be 67


def test_a_draw_of_today_can_be_drawn_again_in_years():
    assert drawn("5f0c", range(1, 41), 10) == (16, 26, 27, 33)
