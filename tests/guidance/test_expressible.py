"""Forms known from other provinces (in outline only) can be written as files, with no code of their own."""

from decimal import Decimal

import pytest

from tests.guidance.files import mapping, put
from tracker.guidance import parsing, sentences
from tracker.guidance.rules import MeetingKind, QualityClass

HA_TINH = [15, 5, 5, 45, 15, 10, 5]
PHU_THO = [15, 20, 45, 20]

COUNTS = {
    "kind": "counts",
    "title": "Theo số kỳ từng loại",
    "classes": [
        {
            "class": "good",
            "source": "A",
            "demands": [
                {"ask": "count_at_most", "class": "average", "bound": "0"},
                {"ask": "count_at_least", "class": "good", "bound": "7"},
                {"ask": "thematic_missing_at_most", "bound": "0", "source": "R"},
            ],
        },
        {
            "class": "fair",
            "demands": [
                {"ask": "count_at_most", "class": "poor", "bound": "0"},
                {"ask": "count_at_least", "class": "fair", "bound": "7"},
            ],
        },
        {"class": "average", "demands": [{"ask": "count_at_most", "class": "poor", "bound": "2"}]},
        {"class": "poor"},
    ],
}


def of_groups(weights, **changes):
    """A guidance with one regular sheet whose groups weigh so much, a number each."""
    groups = [
        {
            "code": str(place),
            "title": f"Nhóm {place}",
            "full": str(weight),
            "criteria": [{"code": f"{place}.1", "text": f"Tiêu chí {place}.1", "full": str(weight), "kind": "number"}],
        }
        for place, weight in enumerate(weights, start=1)
    ]
    sheet = {"code": "TK", "title": "Phiếu", "kinds": ["regular", "combined"], "step": "0.25", "groups": groups}
    return mapping() | {"code": "TINH", "sheets": [sheet], "conditions": []} | changes


@pytest.mark.parametrize("weights", [HA_TINH, PHU_THO])
def test_groups_of_any_weight(weights):
    sheet = parsing.parse(of_groups(weights), "tinh.yaml").sheet_for(MeetingKind.REGULAR)

    assert [group.full for group in sheet.groups_in(MeetingKind.REGULAR)] == weights


def test_a_year_by_counts(app):
    rule = parsing.parse(of_groups(PHU_THO, year_rule=COUNTS), "phu-tho.yaml").year_rule

    said = [[sentences.demand(one) for one in year.demands] for year in rule.classes]
    assert said == [
        [
            "không kỳ nào xếp Trung bình trở xuống",
            "ít nhất 7 kỳ xếp Tốt",
            "họp đủ các kỳ chuyên đề phải họp",
        ],
        ["không kỳ nào xếp Kém", "ít nhất 7 kỳ xếp Khá trở lên"],
        ["nhiều nhất 2 kỳ xếp Kém"],
        [],
    ]


def test_a_condition_on_named_criteria():
    condition = {"kind": "full_marks", "criteria": ["2.1"], "at_most": "fair", "enabled": "yes", "text": "Đủ điểm"}
    guidance = parsing.parse(of_groups(HA_TINH, conditions=[condition]), "binh-thuan.yaml")

    found = [guidance.verdict("TK", Decimal(95), short).quality for short in ([], ["1.1"], ["2.1"])]
    assert found == [QualityClass.GOOD, QualityClass.GOOD, QualityClass.FAIR]


@pytest.mark.parametrize(("outcome", "codes"), [("full", 3), ("exclude", 3)])
def test_a_criterion_of_shared_sittings_may_count_all_the_same(outcome, codes):
    changed = of_groups([50, 40, 10])
    put(changed, "sheets.0.groups.2.criteria.0.applies_when", "combined")
    put(changed, "sheets.0.groups.2.criteria.0.if_not_applicable", outcome)

    sheet = parsing.parse(changed, "phuong.yaml").sheets[0]

    assert [len(sheet.criteria(kind)) for kind in sheet.kinds] == [codes, codes]
    assert not sheet.criteria(MeetingKind.REGULAR)[2].applies({"not_combined"})


def test_levels_of_their_own_in_a_shared_sitting():
    changed = of_groups([60, 40])
    first = changed["sheets"][0]["groups"][0]
    levels = [{"points": "60", "label": "tốt"}, {"points": "30", "label": "được"}]
    halved = [{"points": "40", "label": "tốt"}, {"points": "20", "label": "được"}]
    first["criteria"][0] |= {"kind": "levels", "levels": levels, "when_combined": {"full": "40", "levels": halved}}
    first["full_when_combined"] = "40"
    second = changed["sheets"][0]["groups"][1]
    second["criteria"][0] |= {"when_combined": {"full": "60"}}
    second["full_when_combined"] = "60"

    sheet = parsing.parse(changed, "khac.yaml").sheets[0]

    points = [[level.points for level in sheet.criteria(kind)[0].levels] for kind in sheet.kinds]
    assert points == [[60, 30], [40, 20]]
    assert [sheet.full_total(kind) for kind in sheet.kinds] == [100, 100]
