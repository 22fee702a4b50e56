from datetime import date
from decimal import Decimal

from hypothesis import given as given_any
from hypothesis import settings
from hypothesis import strategies as some

from tests.guidance.files import shipped
from tests.ratings.sheets import marked, year_of
from tests.ratings.years import RULES, class_of, excused, regular, themes
from tracker.guidance.rules import QualityClass
from tracker.ratings.book import YearBook
from tracker.ratings.facts import year_facts
from tracker.ratings.improving import applied
from tracker.ratings.keeping import frozen, thawed
from tracker.ratings.rules import Rating, rate

WORDS = ["missing", "excused", "unscored"]
totals = some.decimals(0, 100, places=2)
months = some.lists(some.one_of(totals, some.sampled_from(WORDS)), min_size=12, max_size=12)
quarters = some.lists(some.integers(0, 2), min_size=4, max_size=4)
days = some.dates(date(2021, 1, 1), date(2022, 12, 31))
rules = some.sampled_from(RULES)


def given(*examples):
    return lambda test: settings(deadline=None)(given_any(*examples)(test))


def meetings_of(year, per_quarter):
    made = themes(*per_quarter)
    for month, said in enumerate(year, start=1):
        if said == "excused":
            made.append(excused(month))
        elif said == "unscored":
            made.append(regular(month))
        elif said != "missing":
            made.append(regular(month, said, is_recognised=month % 2 == 0))
    return made


def rated(year, per_quarter, today, rule):
    return rate(year_facts(meetings_of(year, per_quarter), 2021, today), rule)


def worth(rating):
    return rating.quality.worth if rating.quality else None


@given(months, quarters, days, rules, some.integers(0, 11), totals)
def test_raising_a_score_never_lowers_the_class(year, per_quarter, today, rule, month, raised):
    before = rated(year, per_quarter, today, rule)
    if not isinstance(year[month], Decimal) or raised < year[month]:
        return
    after = rated([*year[:month], raised, *year[month + 1 :]], per_quarter, today, rule)

    assert worth(after) >= worth(before)
    assert class_of(raised) >= class_of(year[month])


marks = some.fixed_dictionaries(
    {"c1_1": some.sampled_from("12345"), "c3_5": some.sampled_from("02"), "c4_2": some.integers(0, 15).map(str)}
)
sheets = some.builds(
    lambda happened, enabled, less: marked(happened, shipped("hd42", enabled=enabled), **less),
    some.sets(some.sampled_from(["late_notice", "no_minutes"])), some.booleans(), marks,
)  # fmt: skip
sheeted = some.dictionaries(
    some.integers(1, 12), some.one_of(sheets, some.sampled_from(["-", "x", "?", 65])), min_size=6
)


@given(sheeted, rules, some.data())
def test_raising_any_mark_of_any_sheet_never_lowers_the_class(months, rule, data):
    year = year_of(months, rule)
    choices = [(month, group) for month, sheet in year.sheets.items() for group in sheet.improvements(month)]
    if not choices:
        return
    _month, group = data.draw(some.sampled_from(choices))
    better = data.draw(some.sampled_from(group))
    after = rate(applied(year, (better.change,)), rule)

    assert worth(after) >= worth(rate(year.facts, rule))


@given(months, quarters, days, rules, some.integers(0, 11))
def test_excusing_a_missing_month_never_lowers_the_class(year, per_quarter, today, rule, month):
    before = rated(year, per_quarter, today, rule)
    if year[month] != "missing":
        return
    after = rated([*year[:month], "excused", *year[month + 1 :]], per_quarter, today, rule)

    assert (worth(after) is None) == (worth(before) is None)
    assert worth(before) is None or worth(after) >= worth(before)


@given(months, quarters, days, rules, some.randoms())
def test_the_order_of_meetings_does_not_matter(year, per_quarter, today, rule, random):
    meetings = meetings_of(year, per_quarter)
    shuffled = random.sample(meetings, len(meetings))

    assert rate(year_facts(meetings, 2021, today), rule) == rate(year_facts(shuffled, 2021, today), rule)


@given(months, quarters, days, rules)
def test_a_rating_kept_as_json_comes_back_the_same(year, per_quarter, today, rule):
    rating = rated(year, per_quarter, today, rule)

    assert thawed(Rating, frozen(rating)) == rating
    assert frozen(thawed(Rating, frozen(rating))) == frozen(rating)


@given(months, quarters, days, rules)
def test_no_score_is_no_class_and_a_score_is_a_class(year, per_quarter, today, rule):
    rating = rated(year, per_quarter, today, rule)

    assert (rating.quality is None) == (rating.scored == 0)
    assert sum(number for _quality, number in rating.counts) == rating.scored
    assert rating.quality in (None, *QualityClass)
    assert [trial.holds for trial in rating.trials] == [False] * (len(rating.trials) - 1) + [True] * bool(rating.trials)


def test_a_book_without_meetings_is_kept_too():
    rating = rate(year_facts([], 2021, date(2022, 1, 1)), None)
    book = YearBook(1, "C1", "Chi bộ", None, "", 2021, None, (), rating)

    assert thawed(YearBook, frozen(book)) == book
