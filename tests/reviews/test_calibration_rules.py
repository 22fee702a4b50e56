"""Agreement and severity of reviewers: cases by hand, and laws that hold for any marks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as some

from tracker.reviews.calibration import rules
from tracker.reviews.calibration.rules import Leaning

D = Decimal
CODES = ("1.1", "1.2", "2.1")


def marks(**by):
    """``a="5 4 | 3 4"``: reviewer 1's marks, sheet by sheet, on 1.1, 1.2 …"""
    return {
        "abcdef".index(who) + 1: {
            (place, CODES[index]): D(points)
            for place, sheet in enumerate(said.split("|"), start=1)
            for index, points in enumerate(sheet.split())
        }
        for who, said in by.items()
    }


@pytest.mark.parametrize("given", [{}, marks(a="5 4"), {1: {(1, "1.1"): D(5)}, 2: {(2, "1.1"): D(5)}}, {1: {}, 2: {}}])
def test_one_reviewer_or_nothing_in_common_gives_no_figures(given):
    assert rules.result(given, CODES) is None


# marks of each, agreement (equal, pairs) by criterion, severity of each in points a sheet
CASES = [
    ("two alike", marks(a="5 4 | 3 2", b="5 4 | 3 2"), [(2, 2), (2, 2)], [0, 0]),
    ("one a point stricter on each", marks(a="4 3 | 2 1", b="5 4 | 3 2"), [(0, 2), (0, 2)], [-2, 2]),
    ("up here, down there", marks(a="5 3 | 5 3", b="4 4 | 4 4"), [(0, 2), (0, 2)], [0, 0]),
    ("three, one mild", marks(a="5 | 5", b="3 | 3", c="3 | 3"), [(2, 6)], [2, -1, -1]),
    ("one odd sheet of three", marks(a="5 | 5 | 0", b="5 | 5 | 5"), [(2, 3)], [0, 0]),
    ("halves stay exact", marks(a="5", b="4", c="2.25"), [(0, 3)], [D("1.875"), D("0.375"), D("-2.25")]),
    ("asked on one sheet alone", marks(a="5 4 | 3", b="5 2 | 3"), [(2, 2), (0, 1)], [1, -1]),
]


@pytest.mark.parametrize(("given", "agreed", "typical"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
def test_agreement_and_severity(given, agreed, typical):
    found = rules.result(given, CODES)

    assert [(one.equal, one.pairs) for one in found.criteria] == agreed
    assert [lean.typical for lean in found.leans.values()] == typical


def test_the_mean_tells_of_the_odd_sheet_that_the_median_passes_over():
    found = rules.result(marks(a="5 | 5 | 0", b="5 | 5 | 5"), CODES)

    assert (found.leans[1].mean, found.leans[1].typical) == (D(-5) / 3, 0)
    assert [(one.place, one.spread, one.widest) for one in found.sheets] == [(3, 5, ("1.1",)), (1, 0, ()), (2, 0, ())]
    assert found.agreement == D(2) / 3


def test_what_only_some_marked_counts_for_nobody():
    given = marks(a="5 4", b="3 4")
    given[2].pop((1, "1.2"))

    found = rules.result(given, CODES)

    assert [one.code for one in found.criteria] == ["1.1"]
    assert found.leans[1].total == 2


def test_criteria_stand_in_the_sheets_own_order():
    found = rules.result({who: {(1, code): D(1) for code in ("1.10", "1.9", "x")} for who in (1, 2)}, ("1.9", "1.10"))

    assert [one.code for one in found.criteria] == ["1.9", "1.10", "x"]


@pytest.mark.parametrize(
    ("typical", "leaning"),
    [("-0.5", Leaning.STRICTER), ("-0.49", Leaning.ALIKE), ("0", Leaning.ALIKE), ("0.49", Leaning.ALIKE),
     ("0.5", Leaning.MILDER), ("-7", Leaning.STRICTER)],
)  # fmt: skip
def test_who_is_called_strict(typical, leaning):
    assert rules.Lean(D(0), 1, D(typical)).leaning is leaning


@pytest.mark.parametrize(
    ("first", "second", "points"),
    [(marks(a="5 | 5"), marks(b="3 | 4"), D("1.5")), (marks(a="5"), {}, None), ({}, marks(b="5"), None),
     (marks(a="5 | 9"), {2: {(2, "1.1"): D(7)}}, D(2)), (marks(a="5"), {2: {(2, "1.1"): D(7)}}, None),
     (marks(a="9", b="5", c="5"), marks(d="4"), D(1))],
)  # fmt: skip
def test_how_far_two_groups_lie_apart(first, second, points):
    assert rules.apart(first, second) == points


# --- laws -----------------------------------------------------------------------------------------------------------

points = some.integers(0, 40).map(lambda quarters: D(quarters) / 4)


ANY = some.integers(2, 5)


@some.composite
def rounds(draw, reviewers=ANY):
    asked = draw(some.lists(some.tuples(some.integers(1, 4), some.sampled_from(CODES)), min_size=1, unique=True))
    return {who: {key: draw(points) for key in asked} for who in range(1, draw(reviewers) + 1)}


@given(rounds())
def test_severity_by_criterion_adds_up_to_the_severity_of_the_sheets(given):
    found = rules.result(given, CODES)

    for who, lean in found.leans.items():
        assert lean.total == sum(one.leans[who].total for one in found.criteria)
        assert lean.count == len(found.sheets)


@given(rounds(reviewers=some.just(2)))
def test_of_two_each_is_as_strict_as_the_other_is_mild(given):
    found = rules.result(given, CODES)

    assert found.leans[1].total == -found.leans[2].total
    assert found.leans[1].typical == -found.leans[2].typical


@given(rounds(), some.randoms(use_true_random=False))
def test_the_order_of_reviewers_and_marks_changes_nothing(given, chance):
    people = list(given)
    chance.shuffle(people)
    shuffled = {}
    for who in people:
        keys = list(given[who])
        chance.shuffle(keys)
        shuffled[who] = {key: given[who][key] for key in keys}

    assert rules.result(shuffled, CODES) == rules.result(given, CODES)


@given(rounds(), points)
def test_a_reviewer_who_gives_more_everywhere_is_milder_by_just_that(given, more):
    before = rules.result(given, CODES).leans[1]
    given = given | {1: {key: mark + more for key, mark in given[1].items()}}

    assert rules.result(given, CODES).leans[1].total == before.total + more * len(given[1])


@given(rounds())
def test_agreement_is_a_share_and_whole_only_where_all_marks_are_equal(given):
    found = rules.result(given, CODES)
    alike = all(len({given[who][key] for who in given}) == 1 for key in given[1])

    assert 0 <= found.agreement <= 1
    assert (found.agreement == 1) is alike
    assert (found.sheets[0].spread == 0) or not alike
    assert [one.spread for one in found.sheets] == sorted((one.spread for one in found.sheets), reverse=True)


@given(rounds(reviewers=some.integers(2, 4)))
def test_groups_lie_as_far_apart_either_way_round(given):
    first, second = {1: given[1]}, {who: given[who] for who in given if who > 1}

    assert rules.apart(first, second) == -rules.apart(second, first)


@given(some.sets(some.integers(1, 10**6), max_size=40), some.text(max_size=10), some.integers(0, 50))
def test_a_draw_can_be_made_again_and_more_of_it_only_adds(ids, seed, count):
    drawn = rules.draw(ids, seed, count)

    assert drawn == rules.draw(sorted(ids, reverse=True), seed, count)
    assert set(drawn) <= ids and len(drawn) == len(set(drawn)) == min(count, len(ids))
    assert rules.draw(ids, seed, count + 1)[:count] == drawn


def test_another_seed_draws_others():
    assert len({tuple(rules.draw(range(1000), seed, 5)) for seed in "abcdefgh"}) == 8


@pytest.mark.parametrize(
    ("text", "veiled"),
    [
        ("Chi bộ thôn Nà Lầu họp sớm", "chi bộ họp sớm"),
        ("theo CHI BỘ  THÔN nà lầu", "theo chi bộ"),
        ("đường vào thôn Nà Lầu", "đường vào …"),
        ("thôn Nà Lầu2 và Nà Lầu", "thôn Nà Lầu2 và Nà Lầu"),
        ("Chi bộ Nà Lầu mới, tên cũ Chi bộ Bản Cũ", "Chi bộ Nà Lầu mới, tên cũ chi bộ"),
        ("không nhắc ai", "không nhắc ai"),
        ("", ""),
    ],
)
def test_a_cells_name_is_veiled_however_it_is_written(text, veiled):
    assert rules.veiled(text, ["Chi bộ thôn Nà Lầu", "Chi bộ Bản Cũ", ""]) == veiled
