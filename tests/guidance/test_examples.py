"""Sheets of three provinces, known in outline only, as files: imported, scored and rated with no code of their own.

Every figure below was worked out by hand; the sums stand beside them.
"""

from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path

import pytest

from tests import factories as make
from tests.scoresheets.checks.recorded import decision, meeting, minutes, roll, sent, spoke, tasks
from tracker.base import clock
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance import document, files, parsing, service
from tracker.guidance.commands import guidance as command
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.minutes.models import Minutes
from tracker.ratings import gathering as years
from tracker.ratings.rules import Provisional
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.checks.suggestions import judge

FILES = Path(__file__).parent / "examples"
GOOD, FAIR, AVERAGE, POOR = QualityClass
YEAR, AFTERWARDS = 2024, date(2025, 3, 1)


def parsed(name):
    return parsing.parse(document.load((FILES / f"{name}.yaml").read_text(encoding="utf-8"), name), name)


@pytest.fixture
def imported(app):
    """Import a file as a clerk would, by the command."""

    def bring(name):
        outcome = app.test_cli_runner().invoke(command, ["import", str(FILES / f"{name}.yaml")])
        assert outcome.exit_code == 0, outcome.output
        return service.listing()[0]

    return bring


def year(lost, *, themes=(1, 1, 1, 1), prepare=None):
    """A cell's year: by month the marks below full, as ``{criterion: mark}``, or ``"x"`` for a month excused.

    ``prepare`` makes what else the book has of a meeting, given it and the one before.
    """
    cell, before = make.cell(), None
    for month, marks in enumerate(lost, start=1):
        if marks == "x":
            row = make.meeting(cell, YEAR, month, state=MeetingState.NOT_HELD)
            row.excused_at, row.excused_reason = row.planned_at, "Mưa lũ"
            db.session.commit()
            continue
        row = make.scored_meeting(cell, year=YEAR, month=month)
        if prepare:
            prepare(row, before)
        make.scoresheet(row, "agree", **{f"c{code.replace('.', '_')}": mark for code, mark in marks.items()})
        before = row
    for quarter, number in enumerate(themes, start=1):
        for day in range(number):
            make.meeting(cell, YEAR, quarter * 3 - 1, 20 + day, MeetingKind.THEMATIC, MeetingState.MINUTED)
    return cell


def scored(cell):
    """By month: total and class."""
    db.session.expire_all()
    rows = db.session.query(Meeting).filter_by(cell_id=cell.id).order_by(Meeting.month).all()
    sheets = {row.month: sheet for row in rows if (sheet := scoresheets.of_meeting(row))}
    return {month: (sheet.total, sheet.self_class) for month, sheet in sheets.items()}


def rated(cell):
    return years.book(cell, YEAR, AFTERWARDS).rating


def figures(rating):
    """Of each class tried: every demand's figure, its bound and whether it was met, in the file's order."""
    return {trial.quality: [(one.figure, one.bound, one.is_met) for one in trial.conditions] for trial in rating.trials}


@pytest.mark.parametrize(
    ("name", "weights"),
    [("ha-tinh", [15, 5, 5, 45, 15, 10, 5]), ("phu-tho", [15, 20, 45, 20]), ("binh-thuan", [10, 20, 50, 20])],
)
def test_an_example_says_that_it_is_reconstructed_and_adds_up(name, weights):
    guidance = parsed(name)
    [sheet] = guidance.sheets

    assert guidance.is_reconstructed
    assert [group.full for group in sheet.groups] == weights
    assert {one.points_source for one in sheet.criteria(MeetingKind.REGULAR)} == {"R"}


@pytest.mark.parametrize("name", ["ha-tinh", "phu-tho", "binh-thuan"])
def test_an_example_is_the_same_as_an_excel_form(name):
    reading = files.read((FILES / f"{name}.yaml").read_bytes(), name)

    assert files.parse(files.read(files.form(reading.mapping), "x"), "x") == files.parse(reading, name)


# --- Hà Tĩnh: seven groups; no task due in January excludes its criterion; no theme in the third quarter -------------

HA_TINH = [
    {"4.3": "5.5"},                # 90 - 4,5 = 85,5 of 90: 95
    {"4.3": "5"},                  # 95
    {"4.3": "0"},                  # 90, on the line: Tốt
    {"2.1": "3", "4.3": "1.5"},    # 100 - 2 - 8,5 = 89,5: Khá
    {},                            # 100
    {"1.3": "1"},                  # 96
    {"5.1": "4"},                  # 94
    {"4.2": "10", "1.3": "2"},     # 100 - 5 - 3 = 92
    {"4.3": "8"},                  # 98
    {"4.3": "7"},                  # 97
    {"5.1": "1"},                  # 91
    {"6.1": "5"},                  # 95
]  # fmt: skip


def task_due(row, before):
    if before is not None:
        make.task(before, due_on=row.day, state=DutyState.DONE)


HA_TINH_TOTALS = ["95", "95", "90", "89.5", "100", "96", "94", "92", "98", "97", "91", "95"]


@pytest.mark.parametrize(("themes", "missing", "quality"), [((1, 1, 0, 1), 1, FAIR), ((1, 1, 2, 1), 0, GOOD)])
def test_ha_tinh(imported, themes, missing, quality):
    imported("ha-tinh")
    cell = year(HA_TINH, themes=themes, prepare=task_due)

    assert scored(cell) == {
        month: (Decimal(total), FAIR if month == 4 else GOOD) for month, total in enumerate(HA_TINH_TOTALS, start=1)
    }
    rating = rated(cell)
    # 95 + 95 + 90 + 89,5 + 100 + 96 + 94 + 92 + 98 + 97 + 91 + 95 = 1132,5; / 12 = 94,375
    assert (rating.quality, rating.mean, rating.count(GOOD), rating.count(FAIR)) == (
        quality,
        Decimal("94.38"),
        11,
        1,
    )
    tried = {
        GOOD: [
            (Decimal("94.38"), 90, True),  # the mean
            (0, 0, True),  # regular meetings missing
            (missing, 0, not missing),  # quarters without a theme
            (11, 10, True),  # months Tốt
            (0, 0, True),  # meetings Trung bình or Kém
        ],
        FAIR: [(Decimal("94.38"), 70, True), (0, 1, True), (0, 0, True)],
    }
    assert figures(rating) == {one: tried[one] for one in (GOOD, FAIR) if one >= quality}


# --- Phú Thọ: four groups, a year by counts; September excused; November: 95 points, but no minutes -------------------

PHU_THO = [
    {"3.3": "7"},                  # 92
    {"2.1": "10", "3.3": "10"},    # 100 - 5 - 5 = 90
    {"3.3": "4.5"},                # 89,5: Khá
    {"3.3": "10"},                 # 95
    {"3.3": "12"},                 # 97
    {"3.3": "6"},                  # 91
    {"3.3": "3"},                  # 88: Khá
    {"3.3": "8"},                  # 93
    "x",
    {"3.3": "0"},                  # 85: Khá
    {"4.3": "0"},                  # 95: the superior's delegate came and did not confirm
    {"3.3": "11"},                 # 96
]  # fmt: skip


def with_minutes(but=()):
    """Minutes of every meeting ``but`` of those months; guests in November, so that its delegate may confirm."""

    def prepare(row, before):
        row.guests = "Đại diện đảng ủy khối" if row.month == 11 else ""
        if row.month not in but:
            taker = make.member(row.cell)
            db.session.add(Minutes(meeting=row, saved_at=row.planned_at, saved_by=taker))
        db.session.commit()

    return prepare


@pytest.mark.parametrize(("unwritten", "november", "quality"), [({11}, AVERAGE, FAIR), (frozenset(), GOOD, GOOD)])
def test_phu_tho(imported, unwritten, november, quality):
    imported("phu-tho")
    cell = year(PHU_THO, prepare=with_minutes(but=unwritten))

    found = scored(cell)
    given = {1: "92", 2: "90", 3: "89.5", 4: "95", 5: "97", 6: "91", 7: "88", 8: "93", 10: "85", 11: "95", 12: "96"}
    assert {month: total for month, (total, _class) in found.items()} == {
        month: Decimal(total) for month, total in given.items()
    }
    assert {month for month, (_total, one) in found.items() if one is FAIR} == {3, 7, 10}
    assert found[11] == (95, november)
    rating = rated(cell)
    # 92 + 90 + 89,5 + 95 + 97 + 91 + 88 + 93 + 85 + 95 + 96 = 1011,5; / 11 = 91,9545…
    assert (rating.quality, rating.mean, rating.required, rating.excused) == (quality, Decimal("91.95"), 11, (9,))
    good = 7 if unwritten else 8  # months 1, 2, 4, 5, 6, 8, 12, and 11 once its minutes are written
    tried = {
        GOOD: [(len(unwritten), 0, not unwritten), (good, 7, True), (0, 0, True)],
        FAIR: [(0, 0, True), (good + 3, 7, True)],
    }
    assert figures(rating) == {one: tried[one] for one in (GOOD, FAIR) if one >= quality}


# --- Bình Thuận: Tốt needs full marks on four criteria; February excused; April: 93 points, but Khá -------------------

BINH_THUAN = [
    {"III.3": "15"},                 # 95
    "x",
    {"III.3": "12"},                 # 92
    {"III.2": "7", "II.2": "6"},     # 100 - 3 - 4 = 93, but few spoke: Khá
    {"III.3": "10"},                 # 90
    {"III.3": "14"},                 # 94
    {"III.3": "16"},                 # 96
    {"III.3": "11"},                 # 91
    {"III.3": "17"},                 # 97
    {"II.2": "0"},                   # 90
    {"III.3": "18"},                 # 98
    {},                              # 100
]  # fmt: skip


@pytest.mark.parametrize(
    ("december", "total", "quality", "mean"),
    [
        # 95 + 92 + 93 + 90 + 94 + 96 + 91 + 97 + 90 + 98 + 100 = 1036; / 11 = 94,1818…; 10 months Tốt
        ({}, 100, GOOD, "94.18"),
        # 99 points in December, but not the full length: Khá; 1035 / 11 = 94,0909…; 9 months Tốt
        ({"III.1": "9"}, 99, FAIR, "94.09"),
    ],
)
def test_binh_thuan(imported, december, total, quality, mean):
    imported("binh-thuan")
    cell = year([*BINH_THUAN[:-1], december])

    found = scored(cell)
    assert (found[4], found[12]) == ((93, FAIR), (total, quality))
    assert {month for month, (_total, one) in found.items() if one is GOOD} == {1, 3, 5, 6, 7, 8, 9, 10, 11} | (
        {12} if quality is GOOD else set()
    )
    rating = rated(cell)
    assert (rating.quality, rating.mean, rating.excused) == (quality, Decimal(mean), (2,))
    assert rating.provisional == (Provisional.NOT_ALL_RECOGNISED,)
    months = 10 if quality is GOOD else 9
    tried = {
        # ten of twelve months is ten of eleven: 9,17 rounded up
        GOOD: [(Decimal(mean), 90, True), (0, 0, True), (0, 0, True), (months, 10, months == 10), (0, 0, True)],
        FAIR: [(Decimal(mean), 70, True), (0, 1, True), (0, 0, True)],
    }
    assert figures(rating) == {one: tried[one] for one in (GOOD, FAIR) if one >= quality}


def test_why_a_sheet_is_lower_than_its_points_is_the_files_own_sentence(imported):
    imported("binh-thuan")
    row = make.scored_meeting(year=YEAR, month=4)
    sheet = make.scoresheet(row, "mark", cIII_2="7", cII_2="6")

    verdict = scoresheets.tally(sheet).verdict

    assert (verdict.by_points, verdict.quality) == (GOOD, FAIR)
    assert [one.text for one in verdict.lowered_by] == [
        "Xếp Tốt phải đủ điểm về tham dự, thời lượng, phát biểu và biên bản; thiếu thì nhiều nhất là Khá."
    ]


# --- suggestions under these files ----------------------------------------------------------------------------------

MENDABLE = meeting(
    minutes_held=75, sent=(sent(before=timedelta(hours=71, minutes=59)),), roll=roll(present=17, excused=2, late=1),
    spoken=spoke(1, 2, 3, 4, 5, 6), due=tasks(7, 3), decisions=(decision(False),),
    minutes=minutes(filed_on=clock.day_of(clock.moment_of(date(2026, 3, 9)))),
)  # fmt: skip


@pytest.mark.parametrize(
    ("name", "whole", "mendable"),
    [
        (
            "ha-tinh",
            {"1.1": 5, "1.2": 5, "2.1": 5, "3.1": 5, "4.1": 20, "4.2": 15, "5.2": 5, "6.1": 10, "7.1a": 3, "7.1b": 2},
            # 71 h 59 of 72; 15 minutes short; 18 of 20 there; 6 of 18 spoke; 7 of 10 done; filed on the third day
            {"1.1": 5, "1.2": 0, "2.1": 3, "3.1": 5, "4.1": 20, "4.2": 10, "5.2": 5, "6.1": 5, "7.1a": 0,
             "7.1b": 0},
        ),
        (
            "phu-tho",
            {"1.1": 10, "1.2": 5, "2.1": 15, "2.2": 5, "3.1": 10, "3.2": 20, "4.1": 10, "4.2": 5},
            {"1.1": 0, "1.2": 5, "2.1": 15, "2.2": 0, "3.1": 0, "3.2": 20, "4.1": 10, "4.2": 5},
        ),
        (
            "binh-thuan",
            {"I.1": 10, "II.1": 10, "III.1": 10, "III.2": 10, "III.4": 10, "IV.1": 20},
            {"I.1": 10, "II.1": 0, "III.1": 0, "III.2": 7, "III.4": 10, "IV.1": 15},
        ),
    ],
)  # fmt: skip
def test_what_the_records_suggest_under_each_file(name, whole, mendable):
    guidance = parsed(name)
    criteria = guidance.sheets[0].criteria(MeetingKind.REGULAR)

    def suggested(facts):
        return {f"{one.criterion}{one.part}": one.points for one in judge(criteria, facts, guidance)}

    assert suggested(meeting()) == whole
    assert suggested(MENDABLE) == mendable
