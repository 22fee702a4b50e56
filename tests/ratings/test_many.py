"""The years of all cells at once are what each cell's own page computes."""

import random
from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.guidance.files import mapping, put
from tests.ratings.test_service import Queries
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.files import Reading
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Placement
from tracker.ratings import gathering, many
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

STATES = [SheetState.LOCKED] * 6 + list(SheetState)
TODAYS = (date(2027, 3, 1), date(2026, 7, 1), date(2025, 1, 1), date(2025, 11, 30))


@pytest.fixture
def province(app):
    make.guidance("HD42")
    make.guidance("HD09-2019")
    return make.committee("Đảng bộ tỉnh Thử")


def a_rule_of_its_own(commune, code, since, until=None):
    own = mapping("hd42") | {"code": code, "scope": commune.code, "valid_from": since, "valid_until": until}
    put(own, "year_rule.classes.0.demands.1.bound", "2")
    put(own, "year_rule.classes.0.demands.0.bound", "60")
    guidance.publish(Reading(own), f"{code}.yaml", None, clock.now())
    db.session.commit()


def random_cell(pick, commune, number):
    cell = make.cell(commune, f"Chi bộ {number}")
    cell.founded_on = pick.choice([None, date(2019, 1, 1), date(2025, 1, 1), date(2025, 5, 20), date(2026, 3, 1)])
    cell.ended_on = pick.choice([None, None, None, date(2025, 12, 31), date(2025, 8, 3), date(2026, 2, 28)])
    version = db.session.scalar(select(guidance.GuidanceVersion).limit(1))
    usual = pick.choice([95, 90, 89, 72, 55])
    for year in (2024, 2025, 2026):
        for month in range(1, 13):
            if pick.random() < 0.85:
                a_meeting(pick, cell, version, year, month, pick.choice(["regular", "regular", "combined"]), usual)
            if pick.random() < 0.15:
                a_meeting(pick, cell, version, year, month, "regular", usual, MeetingState.NOT_HELD)
            if pick.random() < 0.3:
                a_meeting(pick, cell, version, year, month, "thematic", usual)
            if pick.random() < 0.1:
                a_meeting(pick, cell, version, year, month, "committee", usual)
    return cell


def a_meeting(pick, cell, version, year, month, kind, usual, state=None):
    at = clock.moment_of(date(year, month, 6))
    state = state or pick.choice([MeetingState.MINUTED] * 6 + [MeetingState.PLANNED, MeetingState.HELD])
    held = state in gathering.HELD
    meeting = Meeting(
        cell_id=cell.id, superior_id=cell.parent_id, kind=MeetingKind(kind), year=year, month=month, theme="Chuyên đề",
        state=state, planned_at=at, first_planned_at=at, held_from=at if held else None, created_at=at,
        not_held_reason="Mưa lũ" if state is MeetingState.NOT_HELD else "",
        excused_at=at if pick.random() < (0.6 if state is MeetingState.NOT_HELD else 0.1) else None,
    )  # fmt: skip
    db.session.add(meeting)
    if held and kind != "committee" and pick.random() < 0.9:
        db.session.add(a_sheet(pick, meeting, version, at, usual))


def a_sheet(pick, meeting, version, at, usual):
    state = pick.choice(STATES)
    decided = state in (SheetState.RECOGNISED, SheetState.LOCKED)
    total, given = (Decimal(usual) + Decimal(pick.randrange(-500, 500)) / 100 for _one in range(2))
    return Scoresheet(
        meeting=meeting, cell_id=meeting.cell_id, year=meeting.year, month=meeting.month, kind=meeting.kind,
        guidance_id=version.id, sheet_code="regular", state=state, total=total, self_class=class_of(pick, total),
        agreed_at=at, recognised_total=given if decided or pick.random() < 0.1 else None, created_at=at,
        recognised_class=class_of(pick, given) if decided and pick.random() < 0.9 else None,
    )  # fmt: skip


def class_of(pick, total):
    """A condition may have lowered it."""
    classes = list(QualityClass)
    place = next(place for place, floor in enumerate((90, 70, 50, 0)) if total >= floor)
    return classes[min(place + (pick.random() < 0.1), 3)]


@pytest.mark.parametrize("seed", range(3))
def test_all_at_once_are_as_each_by_itself(province, seed):
    pick = random.Random(seed)
    communes = [make.committee(f"Đảng bộ xã {number}", province, code=f"XA{number}") for number in range(3)]
    communes.append(make.committee("Đảng bộ cơ sở", communes[0], code="CS"))
    a_rule_of_its_own(communes[0], "RIENG", "2025-11-01", "2026-06-30")
    a_rule_of_its_own(communes[1], "RIENG-HAI", "2026-01-01")
    cells = [random_cell(pick, pick.choice(communes), number) for number in range(12)]
    for cell, day in zip(cells, (date(2025, 12, 1), date(2026, 7, 1), date(2027, 2, 1)), strict=False):
        db.session.add(Placement(organisation=cell, parent=pick.choice(communes), name="Tên mới", from_date=day))
    db.session.commit()

    for year in (2024, 2025, 2026, 2023):
        for today in TODAYS:
            found = many.of_year(year, today)
            assert found == many.of_year(year, today, thorough=True)
            assert found.keys() == {cell.id for cell in cells}
            for cell in cells:
                book = gathering.book(cell, year, today)
                rating = book.rating
                assert found[cell.id]._asdict() == {name: getattr(rating, name) for name in many.Figures._fields}
                assert gathering.computed(cell, year, today) == gathering.comes_to(book), "what is stored"


@pytest.mark.parametrize("valid", [("2021-03-01", "2021-09-30"), ("2021-05-01", None), ("2022-01-01", None)])
def test_a_guidance_that_ended_in_the_year_still_rates_it(app, valid):
    """Of cells under a committee with one of its own, and of others, where none is for all on the last day."""
    province = make.committee("Đảng bộ tỉnh Thử")
    one, two = make.committee("Một", province, code="MOT"), make.committee("Hai", province, code="HAI")
    a_rule_of_its_own(one, "RIENG", *valid)
    cells = [make.cell(one), make.cell(two)]
    for cell in cells:
        for month in range(1, 13):
            meeting = Meeting(cell_id=cell.id, kind="regular", year=2021, month=month, state="held",
                              **dict.fromkeys(("planned_at", "first_planned_at", "held_from", "created_at"),
                                              clock.now()))  # fmt: skip
            db.session.add(meeting)
            version = db.session.scalar(select(guidance.GuidanceVersion).limit(1))
            db.session.add(a_sheet(random.Random(month), meeting, version, clock.now(), 80))
    db.session.commit()
    found = many.of_year(2021, date(2022, 3, 1))

    for cell in cells:
        rating = gathering.book(cell, 2021, date(2022, 3, 1)).rating
        assert found[cell.id]._asdict() == {name: getattr(rating, name) for name in many.Figures._fields}


def test_the_number_of_queries_is_the_same_for_few_cells_and_many(province):
    numbers = []
    for more in (2, 9):
        for number in range(more):
            random_cell(random.Random(number), province, number)
        db.session.commit()
        many.of_year(2025, date(2026, 3, 1))
        with Queries() as queries:
            many.of_year(2025, date(2026, 3, 1))
        numbers.append(queries.number)

    assert numbers[0] == numbers[1] <= 6


def test_a_score_whose_meeting_is_recorded_elsewhere_is_asked_for_by_itself(province):
    cell = make.cell(make.committee("Đảng bộ xã", province))
    make.year_of_meetings(cell, 2021, "95 " * 11 + "-")
    whole = make.cell(cell.parent)
    make.year_of_meetings(whole, 2021, "95 " * 12)
    meeting = db.session.scalar(select(Meeting).where(Meeting.cell_id == cell.id, Meeting.month == 1))
    meeting.month = 12
    other = db.session.scalar(select(Meeting).where(Meeting.cell_id == whole.id, Meeting.month == 1))
    other.year = 2020
    db.session.commit()
    found = many.of_year(2021, date(2022, 3, 1))[cell.id]

    assert found.missing == (1,)
    assert found == many.alone(cell.id, 2021, date(2022, 3, 1))
    thorough = many.of_year(2021, date(2022, 3, 1), thorough=True)
    assert (found, thorough[whole.id].missing) == (thorough[cell.id], (1,))
