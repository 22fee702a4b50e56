from decimal import Decimal

import pytest

from tests.guidance.files import shipped
from tracker.guidance.rules import (
    Criterion,
    CriterionKind,
    Demand,
    DemandKind,
    MeetingKind,
    QualityClass,
)

GOOD, FAIR, AVERAGE, POOR = QualityClass
REGULAR, THEMATIC, COMMITTEE, COMBINED = MeetingKind
SCORED = [REGULAR, THEMATIC, COMBINED]


@pytest.fixture(scope="module")
def hd42():
    return shipped("hd42")


@pytest.fixture(scope="module")
def hd09():
    return shipped("hd09-2019")


@pytest.fixture(params=["hd42", "hd09-2019"])
def guidance(request):
    return shipped(request.param)


def test_classes_are_ordered_by_worth_and_not_by_letter():
    assert GOOD > FAIR > AVERAGE > POOR
    assert (max(QualityClass), min(QualityClass)) == (GOOD, POOR)


@pytest.mark.parametrize(
    ("total", "quality"),
    [
        ("100", GOOD),
        ("90", GOOD),
        ("89.99", FAIR),
        ("70", FAIR),
        ("69.99", AVERAGE),
        ("50", AVERAGE),
        ("49.99", POOR),
        ("0", POOR),
    ],
)
def test_a_total_on_the_line_takes_the_better_class(guidance, total, quality):
    assert guidance.class_of(Decimal(total)) is quality


@pytest.mark.parametrize("kind", SCORED)
def test_every_shipped_sheet_sums_to_a_hundred(guidance, kind):
    sheet = guidance.sheet_for(kind)

    assert sheet.full_total(kind) == 100
    assert all(group.full == sum(one.full for one in group.criteria) for group in sheet.groups_in(kind))


@pytest.mark.parametrize(
    ("kind", "hd42_sheet", "hd09_sheet"),
    [(REGULAR, "TK-HD42", "TK-2019"), (COMBINED, "TK-HD42", "TK-2019"), (THEMATIC, "CD-HD42", "CD-2019")],
)
def test_each_kind_of_meeting_has_its_sheet(hd42, hd09, kind, hd42_sheet, hd09_sheet):
    assert (hd42.sheet_for(kind).code, hd09.sheet_for(kind).code) == (hd42_sheet, hd09_sheet)


def test_a_committee_meeting_has_no_sheet(guidance):
    assert guidance.sheet_for(COMMITTEE) is None


def test_only_the_thematic_sheet_of_2019_is_the_cells_choice(hd42, hd09):
    assert [sheet.code for one in (hd42, hd09) for sheet in one.sheets if sheet.optional] == ["CD-2019"]


@pytest.mark.parametrize(
    ("sheet", "kind", "fulls"),
    [
        ("TK-HD42", REGULAR, [5, 5, 10, 40, 5, 30, 5]),
        ("TK-HD42", COMBINED, [5, 5, 10, 40, 5, 30, 5]),
        ("CD-HD42", THEMATIC, [5, 5, 15, 45, 5, 15, 10]),
        ("TK-2019", REGULAR, [15, 20, 45, 10, 10]),
        ("CD-2019", THEMATIC, [15, 20, 45, 10, 10]),
    ],
)
def test_groups_weigh_what_the_guidance_says(hd42, hd09, sheet, kind, fulls):
    guidance = hd42 if sheet.endswith("42") else hd09

    assert [group.full for group in guidance.sheet(sheet).groups_in(kind)] == fulls


@pytest.mark.parametrize(("kind", "marks"), [(REGULAR, {"4.2": 15, "4.3": None}), (COMBINED, {"4.2": 10, "4.3": 5})])
def test_a_shared_sitting_gives_five_points_to_the_theme(hd42, kind, marks):
    found = {one.code: one.full for one in hd42.sheet("TK-HD42").criteria(kind)}

    assert {code: found.get(code) for code in marks} == marks


@pytest.mark.parametrize(
    ("code", "points"),
    [
        ("1.1", [5, 4, 3, 2, 1]),
        ("2.1", [4, 3, 2, 1]),
        ("2.2", [1, 0]),
        ("4.5", [5, 4, 3, 2, 0]),
        ("6", [30, 27, 24, 20, 15, 10]),
        ("4.9", []),
    ],
)
def test_levels_of_hd42(hd42, code, points):
    criterion = next(one for one in hd42.sheet("TK-HD42").criteria(REGULAR) if one.code == code)

    assert [level.points for level in criterion.levels] == points


@pytest.mark.parametrize(
    ("code", "measures", "points"),
    [
        ("1.1", {"minutes_short": 0, "duration_percent": 100}, 5),
        ("1.1", {"minutes_short": 15, "duration_percent": 83}, 4),
        ("1.1", {"minutes_short": 16, "duration_percent": 82}, 3),
        ("1.1", {"minutes_short": 31, "duration_percent": 65}, 2),
        ("1.1", {"minutes_short": 45, "duration_percent": 50}, 2),
        ("1.1", {"minutes_short": 46, "duration_percent": "49.99"}, 1),
        ("2.1", {"present_percent": 90, "unexcused": 0}, 4),
        ("2.1", {"present_percent": "89.99", "unexcused": 0}, 3),
        ("2.1", {"present_percent": 65, "unexcused": 0}, 2),
        ("2.1", {"present_percent": 100, "unexcused": 1}, 1),
        ("2.2", {"longest_absence": 3}, 1),
        ("2.2", {"longest_absence": 4}, 0),
        ("3.5", {"lead_days": 1}, 2),
        ("3.5", {"lead_days": "0.9999"}, 0),
        ("4.5", {"speakers_percent": 50, "speakers": 5}, 5),
        ("4.5", {"speakers_percent": 10, "speakers": 1}, 2),
        ("4.5", {"speakers_percent": 0, "speakers": 0}, 0),
        ("6", {"tasks_done_percent": 50}, 15),
        ("6", {"tasks_done_percent": "49.99"}, 10),
    ],
)
def test_figures_lead_to_their_level(hd42, code, measures, points):
    criterion = next(one for one in hd42.sheet("TK-HD42").criteria(REGULAR) if one.code == code)
    figures = {name: Decimal(value) for name, value in measures.items()}

    assert criterion.level_for(figures, hd42.settings).points == points


@pytest.mark.parametrize(("share", "met"), [("85", False), ("85.01", True)])
def test_2019_asks_for_more_than_85_percent(hd09, share, met):
    assert hd09.attendance.floor.holds(Decimal(share), hd09.settings) is met


@pytest.mark.parametrize(("share", "met"), [("89.99", False), ("90", True)])
def test_hd42_asks_for_90_percent(hd42, share, met):
    assert hd42.attendance.floor.holds(Decimal(share), hd42.settings) is met


def test_settings_are_those_of_the_guidance(hd42, hd09):
    assert (hd42.notice_days, hd09.notice_days) == (1, 3)
    assert hd09.notice.total_seconds() == 72 * 3600
    assert [hd42.minutes_for(kind) for kind in MeetingKind] == [90, 90, 90, 120]


@pytest.mark.parametrize(
    ("points", "taken"),
    [("0", True), ("2.5", True), ("3", True), ("3.5", False), ("2.25", False), ("-0.5", False)],
)
def test_a_mark_stands_on_a_step_up_to_full(points, taken):
    criterion = Criterion("Nội dung", None, "3.1", Decimal(3), Decimal("0.5"), CriterionKind.NUMBER)

    assert criterion.takes(Decimal(points)) is taken


def test_a_mark_between_levels_cannot_stand(hd42):
    criterion = hd42.sheet("TK-HD42").criteria(REGULAR)[0]

    assert [points for points in range(7) if criterion.takes(Decimal(points))] == [1, 2, 3, 4, 5]


@pytest.mark.parametrize(("required", "bound"), [(12, 10), (13, 10), (11, 10), (10, 9), (7, 6), (6, 5), (1, 1), (0, 0)])
def test_the_ten_month_floor_shrinks_in_proportion_rounded_up(required, bound):
    demand = Demand(DemandKind.COUNT_AT_LEAST, Decimal(10), GOOD, 12, "A")

    assert demand.bound_for(required) == bound


def test_the_year_of_both_versions_goes_by_mean_and_months(guidance):
    found = [
        (year.quality, [(one.kind, one.bound, one.quality) for one in year.demands])
        for year in guidance.year_rule.classes
    ]

    assert found == [
        (
            GOOD,
            [
                (DemandKind.MEAN_AT_LEAST, 90, None),
                (DemandKind.REGULAR_MISSING_AT_MOST, 0, None),
                (DemandKind.THEMATIC_MISSING_AT_MOST, 0, None),
                (DemandKind.COUNT_AT_LEAST, 10, GOOD),
                (DemandKind.COUNT_AT_MOST, 0, AVERAGE),
            ],
        ),
        (
            FAIR,
            [
                (DemandKind.MEAN_AT_LEAST, 70, None),
                (DemandKind.REGULAR_MISSING_AT_MOST, 1, None),
                (DemandKind.COUNT_AT_MOST, 0, POOR),
            ],
        ),
        (AVERAGE, [(DemandKind.MEAN_AT_LEAST, 50, None)]),
        (POOR, []),
    ]


def test_conditions_are_off_by_default(guidance):
    verdict = guidance.verdict(guidance.sheets[0].code, Decimal(93), ["2.1", "I.1"], ["late_notice", "no_minutes"])

    assert (verdict.quality, verdict.lowered_by) == (GOOD, ())


@pytest.mark.parametrize(
    ("total", "short", "happened", "quality", "bites"),
    [
        (93, [], [], GOOD, 0),
        (93, ["2.1"], [], FAIR, 1),
        (93, ["3.1"], [], GOOD, 0),
        (93, [], ["late_notice"], FAIR, 1),
        (93, [], ["no_minutes"], AVERAGE, 1),
        (93, ["2.1"], ["late_notice", "no_minutes"], AVERAGE, 3),
        (60, ["2.1"], ["late_notice"], AVERAGE, 0),
        (40, ["2.1"], ["no_minutes"], POOR, 0),
    ],
)
def test_an_enabled_condition_lowers_the_class_and_never_raises_it(total, short, happened, quality, bites):
    guidance = shipped("hd42", enabled=True)

    verdict = guidance.verdict("TK-HD42", Decimal(total), short, happened)

    assert (verdict.quality, len(verdict.lowered_by)) == (quality, bites)


def test_a_condition_of_one_sheet_leaves_the_other_alone():
    guidance = shipped("hd42", enabled=True)

    assert guidance.verdict("CD-HD42", Decimal(93), ["4.5"]).quality is GOOD


@pytest.mark.parametrize(
    ("given", "counted", "total"), [(95, 95, "100.00"), (93, 100, "93"), (80, 95, "84.21"), (0, 0, "0")]
)
def test_a_total_without_excluded_criteria_is_brought_to_a_hundred(hd42, given, counted, total):
    assert hd42.out_of_hundred(Decimal(given), Decimal(counted), Decimal(100)) == Decimal(total)


def test_every_text_of_the_shipped_versions_is_in_english_too(guidance):
    worded = [guidance, guidance.year_rule, *guidance.conditions]
    for sheet in guidance.sheets:
        for group in sheet.groups:
            worded += [sheet, group, *group.criteria]
            worded += [level for one in group.criteria for level in one.levels]
            worded += [part for one in group.criteria for part in one.parts]

    assert [one.text for one in worded if not one.text_en or one.wording("en") != one.text_en] == []


def test_shipped_versions_are_marked_as_reconstructed(guidance):
    assert guidance.is_reconstructed
