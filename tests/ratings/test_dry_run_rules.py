"""What a mark under another guidance rests on: the records, the mark as it was given, or a share."""

from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest

from tracker.guidance.kinds import CriterionKind, IfNotApplicable
from tracker.guidance.sheets import Criterion, Group, Level, Part
from tracker.ratings.dry_run_rules import Basis, Before, Marked, place, rounded_down

D = Decimal


@pytest.mark.parametrize(
    ("full", "share", "step", "levels", "points"),
    [
        ("10", "9/10", "0.5", (), "9"),
        ("15", "9/10", "0.5", (), "13.5"),
        ("5", "9/10", "1", (), "4"),
        ("5", "1", "1", (), "5"),
        ("1", "99/100", "1", (), "0"),
        ("3", "2/3", "0.5", (), "2"),
        ("5", "9/10", "0.5", ("5", "4", "3", "2"), "4"),
        ("5", "1", "0.5", ("5", "4", "3", "2"), "5"),
        ("5", "1/10", "0.5", ("5", "4", "3", "2"), "2"),
        ("1", "99/100", "0.5", ("1", "0"), "0"),
    ],
)
def test_a_share_goes_down_to_a_step_or_level(full, share, step, levels, points):
    assert rounded_down(D(full), Fraction(share), D(step), [D(one) for one in levels]) == D(points)


def criterion(code, text, full="10", **more):
    return Criterion(text, None, code=code, full=D(full), step=D("0.5"), **{"kind": CriterionKind.NUMBER} | more)


def placed(new, old, before=None, suggested=None, circumstances=()):
    """The new criterion placed, after a sheet of these (criterion, points)."""
    marks = {one.code: Marked(one, points and D(points)) for one, points in old}
    group = Group("", None, "g", new.full, None, (new,))
    [found] = place([group], Before(marks, before or {}), suggested or {}, circumstances)
    rests = Counter()
    for basis, full in found.rests:
        rests[basis] += full
    return found.line.given, rests, found.untold


OTHER = criterion("9", "Nhận xét khác", "20")
NEW = criterion("1", "Điều mới")
SAME = criterion("1", "Như cũ")
CHECKED = criterion("1", "Như cũ", check="attendance")
CASES = {
    "a judgment not known before takes the share of what was judged": (
        (NEW, [(OTHER, "15")]), ("7.5", {Basis.SHARE: D(10)}, 0)),
    "of the same code but another text it is not known before": (
        (NEW, [(SAME, "2"), (OTHER, "20")]), ("7", {Basis.SHARE: D(10)}, 0)),
    "the same criterion keeps its mark": (
        (SAME, [(SAME, "2"), (OTHER, "20")]), ("2", {Basis.KEPT: D(10)}, 0)),
    "of another full mark it keeps its own share": (
        (criterion("1", "Như cũ", "5"), [(SAME, "2"), (OTHER, "20")]), ("1", {Basis.SHARE: D(5)}, 0)),
    "the records decide what is new": (
        (CHECKED, [(OTHER, "15")], {}, {("1", ""): D(3)}), ("3", {Basis.RECORDS: D(10)}, 0)),
    "and what they now call otherwise": (
        (CHECKED, [(CHECKED, "8")], {("1", ""): D(10)}, {("1", ""): D(3)}), ("3", {Basis.RECORDS: D(10)}, 0)),
    "but what they call the same keeps the mark the cell gave": (
        (CHECKED, [(CHECKED, "8")], {("1", ""): D(10)}, {("1", ""): D(10)}), ("8", {Basis.KEPT: D(10)}, 0)),
    "a missing record keeps the mark, and is counted": (
        (CHECKED, [(CHECKED, "8")], {("1", ""): D(10)}, {("1", ""): None}), ("8", {Basis.KEPT: D(10)}, 1)),
    "or takes the share, and is counted": (
        (CHECKED, [(OTHER, "10")], {}, {("1", ""): None}), ("5", {Basis.SHARE: D(10)}, 1)),
    "nothing given on what was judged is nothing again": (
        (NEW, [(CHECKED, "10"), (OTHER, "0")], {("1", ""): D(10)}), ("0", {Basis.SHARE: D(10)}, 0)),
    "what a record decided then is no judgment": (
        (NEW, [(CHECKED, "0"), (OTHER, "20")], {("1", ""): D(0)}), ("10", {Basis.SHARE: D(10)}, 0)),
    "where records decided all, all is the measure": (
        (NEW, [(criterion("2", "x"), "5")], {("2", ""): D(5)}), ("5", {Basis.SHARE: D(10)}, 0)),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_what_a_mark_rests_on(case):
    given, (points, rests, untold) = CASES[case]

    assert placed(*given) == (D(points), rests, untold)


def test_each_part_rests_on_its_own():
    parts = (
        Part("a", None, "a", D(2), "agenda_done"),
        Part("b", None, "b", D(4)),
        Part("c", None, "c", D(1), "story_told"),
    )
    new = criterion("1", "Ba ý", "7", kind=CriterionKind.PARTS, parts=parts)

    assert placed(new, [(OTHER, "10")], {}, {("1", "a"): D(2), ("1", "c"): None}) == (
        D("4.5"), {Basis.RECORDS: D(2), Basis.SHARE: D(5)}, 1,
    )  # fmt: skip


def test_a_criterion_without_object_is_the_guidances_own_affair():
    void = criterion("1", "Như cũ", applies_when="cell_committee", if_not_applicable=IfNotApplicable.FULL)
    excluded = criterion("1", "Như cũ", applies_when="cell_committee", if_not_applicable=IfNotApplicable.EXCLUDE)

    assert placed(void, [(OTHER, "10")]) == (None, {Basis.RULE: D(10)}, 0)
    assert placed(excluded, [(OTHER, "10")]) == (None, {}, 0)
    assert placed(void, [(OTHER, "10")], circumstances={"cell_committee"})[0] == 5


def test_whether_the_same_criterion_had_an_object_was_settled_then():
    same = criterion("1", "Như cũ", applies_when="cell_committee", if_not_applicable=IfNotApplicable.FULL)

    assert placed(same, [(same, "4"), (OTHER, "10")])[0] == 4
    assert placed(same, [(same, None), (OTHER, "10")], circumstances={"cell_committee"})[0] is None
    assert placed(NEW, [(same, None), (OTHER, "10")])[0] == 5


def test_a_level_is_taken_as_it_stands_among_the_new_levels():
    old = criterion(
        "1", "Như cũ", "5", kind=CriterionKind.LEVELS, levels=(Level("đủ", None, D(5)), Level("ít", None, D(2)))
    )
    new = criterion(
        "1", "Như cũ", "5", kind=CriterionKind.LEVELS, levels=(Level("đủ", None, D(5)), Level("ít", None, D(1)))
    )

    assert placed(new, [(old, "2")])[:2] == (D(1), {Basis.SHARE: D(5)})
    assert placed(new, [(old, "5")])[:2] == (D(5), {Basis.KEPT: D(5)})
