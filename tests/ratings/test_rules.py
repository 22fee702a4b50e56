from datetime import date
from decimal import Decimal

import pytest

from tests.ratings.years import (
    AVERAGE,
    COUNTS,
    FAIR,
    GOOD,
    MEAN_AND_MONTHS,
    POOR,
    RULES,
    excused,
    facts,
    line,
    regular,
    themes,
)
from tracker.guidance.rules import DemandKind, MeetingKind
from tracker.ratings.facts import Life, MeetingFact, MonthState, Score, Span, year_facts
from tracker.ratings.rules import Provisional, Unrated, rate

ALL_95 = "95 95 95 95 95 95 95 95 95 95 95 95"


def condition(rating, kind, quality=None):
    trial = next(trial for trial in rating.trials if quality in (None, trial.quality))
    return next(one for one in trial.conditions if one.demand.kind is kind)


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        (ALL_95, GOOD),
        ("90 90 90 90 90 90 90 90 90 90 90 90", GOOD),
        ("90 90 90 90 90 90 90 90 90 90 90 89.99", FAIR),  # the mean just below 90
        ("98 98 98 98 98 98 98 98 98 98 89 70", GOOD),  # ten months Tốt, two Khá
        ("98 98 98 98 98 98 98 98 98 89 89 89", FAIR),  # nine months Tốt
        ("98 98 98 98 98 98 98 98 98 98 98 69.99", FAIR),  # one Trung bình
        ("95 95 95 95 95 95 95 - 95 95 95 95", FAIR),  # one month missing
        ("95 95 95 95 95 95 - - 95 95 95 95", AVERAGE),  # two months missing
        ("95 95 95 95 95 95 95 x 95 95 95 95", GOOD),  # one excused
        ("95 95 95 95 95 95 95 95 95 95 95 49.99", AVERAGE),  # a Kém
        ("70 70 70 70 70 70 70 70 70 70 70 70", FAIR),
        ("70 70 70 70 70 70 70 70 70 70 70 69.99", AVERAGE),
        ("50 50 50 50 50 50 50 50 50 50 50 50", AVERAGE),
        ("50 50 50 50 50 50 50 50 50 50 50 49.99", POOR),
        ("0 0 0 0 0 0 0 0 0 0 0 0", POOR),
        ("x x x x x x x x x x x 95", GOOD),
    ],
)
def test_mean_and_months(year, expected):
    assert rate(facts(year), MEAN_AND_MONTHS).quality is expected


@pytest.mark.parametrize(
    ("year", "expected"),
    [
        ("95 95 95 95 95 95 95 80 80 80 80 80", GOOD),  # seven Tốt, the rest Khá
        ("95 95 95 95 95 95 80 80 80 80 80 80", FAIR),  # six Tốt
        ("95 95 95 95 95 95 95 80 80 80 80 69", FAIR),  # one Trung bình
        ("80 80 80 80 80 80 80 60 60 60 60 60", FAIR),  # seven Khá, the rest Trung bình
        ("80 80 80 80 80 80 60 60 60 60 60 60", AVERAGE),  # six Khá
        ("95 95 95 95 95 95 95 95 95 95 40 40", AVERAGE),  # two Kém
        ("95 95 95 95 95 95 95 95 95 40 40 40", POOR),  # three Kém
        ("95 95 95 95 95 95 x x 80 80 80 80", GOOD),  # 7/12 of ten months is six
    ],
)
def test_counts(year, expected):
    assert rate(facts(year), COUNTS).quality is expected


@pytest.mark.parametrize("rule", RULES, ids=["mean", "counts"])
def test_a_quarter_without_a_theme_is_not_good(rule):
    rating = rate(facts(ALL_95, (1, 1, 0, 2)), rule)

    assert rating.quality is FAIR
    assert rating.empty_quarters == (3,)
    assert not condition(rating, DemandKind.THEMATIC_MISSING_AT_MOST).is_met


def test_a_combined_meeting_counts_as_regular_and_as_the_quarters_theme():
    meetings = [one for one in line(ALL_95, (1, 0, 1, 1)) if one.month != 5]
    combined = MeetingFact(MeetingKind.COMBINED, 5, is_held=True, score=Score(Decimal(92), GOOD, True))
    rating = rate(year_facts([*meetings, combined], 2021, date(2022, 1, 1)), MEAN_AND_MONTHS)

    assert (rating.quality, rating.held, rating.themes, rating.thematic_mean) == (GOOD, 12, (1, 1, 1, 1), None)


def test_the_thematic_mean_stands_apart():
    scored = MeetingFact(MeetingKind.THEMATIC, 2, is_held=True, score=Score(Decimal("60.5"), AVERAGE, True))
    rating = rate(year_facts([*line(ALL_95), scored], 2021, date(2022, 1, 1)), MEAN_AND_MONTHS)

    assert (rating.quality, rating.mean, rating.thematic_mean) == (GOOD, Decimal(95), Decimal("60.5"))
    assert rating.count(AVERAGE) == 0


@pytest.mark.parametrize(
    ("excused_months", "bound"), [(0, 10), (1, 10), (2, 9), (3, 8), (4, 7), (6, 5), (9, 3), (10, 2), (11, 1)]
)
def test_the_floor_of_months_shrinks_in_proportion_and_is_rounded_up(excused_months, bound):
    year = " ".join(["95"] * (12 - excused_months) + ["x"] * excused_months)
    rating = rate(facts(year), MEAN_AND_MONTHS)

    assert condition(rating, DemandKind.COUNT_AT_LEAST).bound == bound


def test_the_mean_is_to_the_hundredth_a_half_up_and_the_bound_is_held_against_the_exact_one():
    rating = rate(facts(" ".join(["90"] * 11 + ["89.95"])), MEAN_AND_MONTHS)
    mean = condition(rating, DemandKind.MEAN_AT_LEAST)

    assert rating.mean == Decimal("90.00")  # 89,9958…
    assert (mean.is_met, mean.figure) == (False, Decimal("89.99"))
    assert rate(facts("90.01 90 " + "x " * 10), MEAN_AND_MONTHS).mean == Decimal("90.01")


@pytest.mark.parametrize(
    ("year", "why"),
    [
        ("- - - - - - - - - - - -", Unrated.NO_MEETING),
        ("x x x x x x x x x x x x", Unrated.NO_MEETING),
        ("? ? ? ? ? ? ? ? ? ? ? ?", Unrated.NO_SCORE),
        ("? - x - - - - - - - - -", Unrated.NO_SCORE),
    ],
)
def test_too_little_to_judge_is_no_class_and_never_nought(year, why):
    rating = rate(facts(year), MEAN_AND_MONTHS)

    assert (rating.quality, rating.why, rating.mean, rating.lowest, rating.trials) == (None, why, None, None, ())


def test_without_guidance_there_is_no_class_but_there_are_figures():
    rating = rate(facts(ALL_95), None)

    assert (rating.quality, rating.why, rating.mean) == (None, Unrated.NO_RULE, Decimal(95))


def test_a_meeting_not_yet_scored_is_no_nought():
    rating = rate(facts("95 95 95 95 95 95 95 95 95 95 95 ?"), MEAN_AND_MONTHS)

    assert (rating.quality, rating.mean, rating.unscored) == (GOOD, Decimal(95), (12,))
    assert rating.provisional == (Provisional.NOT_ALL_SCORED,)


def test_agreed_scores_are_used_and_said_to_be_provisional():
    rating = rate(facts("~95 95 95 95 95 95 95 95 95 95 95 95"), MEAN_AND_MONTHS)

    assert (rating.quality, rating.scored, rating.recognised) == (GOOD, 12, 11)
    assert rating.provisional == (Provisional.NOT_ALL_RECOGNISED,)


def test_a_finished_recognised_year_is_not_provisional():
    assert not rate(facts(ALL_95), MEAN_AND_MONTHS).is_provisional


@pytest.mark.parametrize(
    ("today", "states"),
    [
        (date(2021, 3, 31), [MonthState.HELD, MonthState.MISSING, MonthState.NOT_YET, MonthState.NOT_YET]),
        (date(2021, 4, 1), [MonthState.HELD, MonthState.MISSING, MonthState.MISSING, MonthState.NOT_YET]),
    ],
)
def test_a_month_is_missing_once_it_is_over(today, states):
    year = facts("95 - - - - - - - - - - -", today=today)

    assert [month.state for month in year.months[:4]] == states


def test_the_year_so_far_asks_only_what_is_due():
    rating = rate(facts("95 95 95 95 ? - - - - - - -", (1, 0, 0, 0), today=date(2021, 5, 20)), MEAN_AND_MONTHS)

    assert (rating.quality, rating.required, rating.missing, rating.empty_quarters) == (GOOD, 4, (), ())
    assert rating.provisional == (Provisional.YEAR_NOT_OVER, Provisional.NOT_ALL_SCORED)


def test_a_missing_month_is_excused_or_held_later_by_another_meeting():
    both = [excused(8), regular(8, 95)]
    rating = rate(year_facts([*line("95 95 95 95 95 95 95 - 95 95 95 95"), *both], 2021, date(2022, 1, 1)), COUNTS)

    assert (rating.held, rating.missing, rating.excused) == (12, (), ())


def test_months_before_the_cell_was_founded_ask_nothing():
    year = year_facts(
        [regular(11, 95), regular(12, 95), *themes(0, 0, 0, 1)], 2021, date(2022, 1, 1), Life(date(2021, 11, 20))
    )
    rating = rate(year, MEAN_AND_MONTHS)

    assert (rating.quality, rating.missing, rating.empty_quarters, rating.required) == (GOOD, (), (), 2)


def test_months_after_the_cell_ended_ask_nothing():
    year = year_facts([regular(1, 95)], 2021, date(2022, 1, 1), Life(ended_on=date(2021, 2, 1)))

    assert year.numbers(MonthState.MISSING) == (2,)
    assert len(year.numbers(MonthState.OUTSIDE)) == 10


def test_conditions_name_figure_bound_outcome_and_source_up_to_the_class_that_holds():
    rating = rate(facts("95 95 95 95 95 95 95 - 95 95 95 80"), MEAN_AND_MONTHS)

    assert [(trial.quality, trial.holds) for trial in rating.trials] == [(GOOD, False), (FAIR, True)]
    assert [(str(one.figure), str(one.bound), one.is_met, one.clause) for one in rating.trials[0].conditions] == [
        ("93.64", "90", True, "A"),
        ("1", "0", False, "A"),
        ("0", "0", True, "R"),
        ("10", "10", True, "A"),
        ("0", "0", True, "A"),
    ]


def test_both_readings_of_a_mean_from_90_to_98():
    rating = rate(facts("90 98 94 92 92 92 98 - 96 90 90 91"), MEAN_AND_MONTHS)
    means = {(period.span, period.number): period.mean for period in rating.periods}

    assert (rating.lowest, rating.highest) == (Decimal(90), Decimal(98))
    assert means[Span.QUARTER, 1] == Decimal(94)
    assert means[Span.QUARTER, 3] == Decimal(97)
    assert means[Span.HALF, 1] == Decimal(93)
    assert means[Span.YEAR, 1] == rating.mean
