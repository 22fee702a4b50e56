"""Three provinces' forms, written as files from what is known of them: imported, scored, rated as worked by hand."""

from decimal import Decimal
from pathlib import Path

import pytest

from tests.ratings import years
from tracker.base import clock
from tracker.guidance import files, service
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.ratings import rules as ratings

EXAMPLES = Path(__file__).parent / "examples"
NAMES = ("ha-tinh", "phu-tho", "binh-thuan")
GOOD, FAIR, AVERAGE, POOR = QualityClass
REGULAR, COMBINED = MeetingKind.REGULAR, MeetingKind.COMBINED


def content(name):
    return (EXAMPLES / f"{name}.yaml").read_bytes()


def read(name):
    return files.parse(files.read(content(name), name), name)


@pytest.mark.parametrize("name", NAMES)
def test_each_is_published_and_marked_as_an_example(app, name):
    version = service.import_file(content(name), f"{name}.yaml", None, clock.now())

    assert version.is_reconstructed
    assert "ví dụ để thử" in version.title


@pytest.mark.parametrize("name", NAMES)
def test_each_is_the_same_as_an_excel_form(app, name):
    reading = files.read(content(name), name)

    assert files.parse(files.read(files.form(reading.mapping), "x"), "x") == read(name)


@pytest.mark.parametrize(
    ("name", "weights"),
    [("ha-tinh", [15, 5, 5, 45, 15, 10, 5]), ("phu-tho", [15, 20, 45, 20]), ("binh-thuan", [20, 20, 45, 15])],
)
def test_the_groups_weigh_what_is_known_of_them(app, name, weights):
    [sheet] = read(name).sheets

    for kind in (REGULAR, COMBINED):
        assert [group.full for group in sheet.groups_in(kind)] == weights
        assert sheet.full_total(kind) == 100


@pytest.mark.parametrize(
    ("total", "short", "quality", "lowered"),
    [
        ("96", (), GOOD, 0),
        ("96", ("1.1",), GOOD, 0),
        ("95", ("2.1",), FAIR, 1),
        ("95", ("2.2",), FAIR, 1),
        ("95", ("3.2",), FAIR, 1),
        ("95", ("3.3",), FAIR, 1),
        ("89.5", ("3.3",), FAIR, 0),
        ("69.5", (), AVERAGE, 0),
    ],
)
def test_binh_thuan_asks_full_marks_on_four_criteria_for_good(app, total, short, quality, lowered):
    verdict = read("binh-thuan").verdict("TK-BT", Decimal(total), short)

    assert (verdict.quality, len(verdict.lowered_by)) == (quality, lowered)


@pytest.mark.parametrize(
    ("measures", "points"),
    [
        ({"present_percent": "85.01", "unexcused": "0"}, 15),
        ({"present_percent": "85", "unexcused": "0"}, 10),
        ({"present_percent": "100", "unexcused": "1"}, 10),
        ({"present_percent": "74.99", "unexcused": "0"}, 5),
    ],
)
def test_phu_tho_marks_attendance_above_the_line(app, measures, points):
    guidance = read("phu-tho")
    criterion = next(one for one in guidance.sheets[0].criteria(REGULAR) if one.code == "2.1")
    figures = {name: Decimal(value) for name, value in measures.items()}

    assert criterion.level_for(figures, guidance.settings).points == points


def test_ha_tinh_leaves_the_previous_resolution_out_where_no_task_was_due(app):
    guidance = read("ha-tinh")

    # 81 of the 90 points that count is 90 of 100; 80.99 falls short of the line.
    assert [guidance.out_of_hundred(Decimal(one), Decimal(90), Decimal(100)) for one in ("81", "80.99")] == [
        Decimal(90),
        Decimal("89.99"),
    ]


MONTHS = "95 95 95 95 95 95 95 95 95 95 95 95"
YEARS = [
    # mean and months: 10 Good of 12, none below Fair, mean at least 90
    ("binh-thuan", MONTHS, GOOD),
    ("binh-thuan", "95 95 95 95 95 95 95 95 95 95 80 80", GOOD),  # mean 92.5, ten Good
    ("binh-thuan", "95 95 95 95 95 95 95 95 95 80 80 80", FAIR),  # nine Good
    ("binh-thuan", "90 90 90 90 90 90 90 90 90 90 89 89", FAIR),  # mean 89.83
    ("binh-thuan", "99 99 99 99 99 99 99 99 99 99 99 60", FAIR),  # one Average
    ("binh-thuan", "99 99 99 99 99 99 99 99 99 99 99 -", FAIR),  # one missing
    ("binh-thuan", "95 95 95 95 95 95 95 95 95 x x x", GOOD),  # 9 of 9 required; the floor shrinks to 8
    ("binh-thuan", "99 99 99 99 99 99 99 99 99 99 99 40", AVERAGE),  # one Poor, mean 94.08
    # counts: none below Fair and seven Good; none Poor and seven Fair or better; at most two Poor
    ("phu-tho", "95 95 95 95 95 95 95 70 70 70 70 70", GOOD),
    ("phu-tho", "95 95 95 95 95 95 70 70 70 70 70 70", FAIR),  # six Good
    ("phu-tho", "95 95 95 95 95 95 95 95 95 95 95 60", FAIR),  # one Average
    ("phu-tho", "70 70 70 70 70 70 60 60 60 60 60 60", AVERAGE),  # six Fair
    ("phu-tho", "95 95 95 95 95 95 95 95 95 95 40 40", AVERAGE),  # two Poor
    ("phu-tho", "95 95 95 95 95 95 95 95 95 40 40 40", POOR),  # three Poor
    ("ha-tinh", MONTHS, GOOD),
]


@pytest.mark.parametrize(("name", "line", "quality"), YEARS)
def test_a_year_is_rated_as_worked_by_hand(app, name, line, quality):
    rating = ratings.rate(years.facts(line), read(name).year_rule)

    assert rating.quality == quality
