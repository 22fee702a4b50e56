"""The planted district: forty cells, each of a sort known beforehand, played through the services."""

from collections import Counter
from decimal import Decimal
from itertools import groupby

import pytest
from sqlalchemy import func, select

from tests.demo.planted import MEASURED_ON, plant
from tracker import book
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.demo import building, district, district_standing
from tracker.demo.cast import PASSWORD
from tracker.demo.commands import demo as command
from tracker.demo.district_cells import (
    BRANCHES,
    CELLS,
    COMMITTEE,
    HOW_MANY,
    OWN_GUIDANCE,
    WORTH_A_QUESTION,
    Sort,
    spread,
    truth,
)
from tracker.demo.district_commands import demo_measure
from tracker.demo.district_texts import told
from tracker.extensions import db
from tracker.guidance.models import GuidanceVersion
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations import service as organisations
from tracker.organisations.models import CellType, Organisation
from tracker.people.models import Account
from tracker.ratings import recompute
from tracker.reviews.models import Reading, Sample, Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.reviews.signals import shingles
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

MEASURED = district.Size(months=5)
SMALL = district.Size(cells=4, months=2)


@pytest.fixture(scope="module")
def today():
    return MEASURED_ON


@pytest.fixture(scope="module")
def made(running_app, database, today):
    """Enough months for patterns to show, of every cell."""
    plant(running_app, database, today, MEASURED, "district")


@pytest.fixture
def district_app(running_app, database, made):
    """The app on a copy of the district."""
    database.bring_back(running_app, "district")
    running_app.extensions.pop(book.SEEN, None)
    with running_app.app_context():
        yield running_app
        db.session.remove()
    running_app.extensions.pop(book.SEEN, None)


@pytest.fixture
def app(district_app):
    return district_app


@pytest.fixture
def month(today):
    """The month just over."""
    return district.months_to(today, 1)[0]


@pytest.fixture
def sheets(app):
    """Every sheet with its cell's sort, by cell, earliest first."""
    query = select(Organisation.code, Scoresheet).join(Scoresheet.cell).order_by(Scoresheet.year, Scoresheet.month)
    found = {code: [] for code in truth()}
    for code, sheet in db.session.execute(query):
        found[code].append(sheet)
    return found


def of(sheets, sort):
    return [found for code, found in sheets.items() if truth()[code] is sort]


def test_the_sorts_add_up_to_forty_cells_in_four_branches():
    assert Counter(truth().values()) == HOW_MANY
    assert len(truth()) == sum(HOW_MANY.values()) == 40
    assert {cell.branch for cell in CELLS} == {letter for letter, _name, _kind in BRANCHES}
    assert {cell.sort for cell in CELLS if cell.branch == OWN_GUIDANCE} == {Sort.NEW_GUIDANCE}


@pytest.mark.parametrize("number", [1, 5, 10, 39, 40])
def test_fewer_cells_are_of_as_many_sorts_as_can_be(number):
    chosen = spread(number)

    assert len(chosen) == number
    assert len({cell.sort for cell in chosen}) == min(number, len(Sort))
    assert sorted(chosen, key=CELLS.index) == list(chosen)


def test_the_tree_is_one_committee_with_its_branches(app):
    committee = organisations.find(COMMITTEE)

    assert len(organisations.committees_below(committee)) == len(BRANCHES)
    assert len(organisations.cells_below(committee)) == len(CELLS)
    assert set(db.session.scalars(select(Account.user_name))) >= {user_name for user_name, _who in district.PEOPLE}


def test_all_of_the_last_month_waits_but_what_is_late_and_all_before_is_recognised(sheets, month):
    for code, found in sheets.items():
        *earlier, last = found
        owed = truth()[code] is Sort.LATE
        assert (last.year, last.month) == month
        assert last.state is (SheetState.AGREED if owed else SheetState.SUBMITTED), code
        assert {one.state for one in earlier} <= {SheetState.LOCKED, SheetState.RECOGNISED} | (
            {SheetState.AGREED} if owed else set()
        )


def test_always_98_is_98_every_month_and_sent_too_late_most_months(sheets):
    for found in of(sheets, Sort.ALWAYS_98):
        assert {sheet.total for sheet in found} == {Decimal(98)}
        assert all(sheet.meeting.state is MeetingState.MINUTED for sheet in found)


def test_the_others_totals_are_theirs_and_vary(sheets):
    for sort in set(Sort) - {Sort.ALWAYS_98}:
        for found in of(sheets, sort):
            totals = [sheet.total for sheet in found]
            assert max(len(list(run)) for _total, run in groupby(totals)) < 4, (sort, totals)
            assert max(totals) < 96
    for found in of(sheets, Sort.HONEST_LOW):
        assert max(sheet.total for sheet in found) <= 70
    for found in of(sheets, Sort.IMPROVING):
        assert found[-1].total - found[0].total > 15


def test_one_branch_goes_over_to_a_guidance_of_its_own(sheets, app):
    for found in of(sheets, Sort.NEW_GUIDANCE):
        codes = [db.session.get_one(GuidanceVersion, sheet.guidance_id).code for sheet in found]
        assert codes[-1] == f"HD42-{COMMITTEE}-{OWN_GUIDANCE}"
        assert len(set(codes)) >= 2
    assert {sheet.guidance_id for found in of(sheets, Sort.STEADY) for sheet in found}.isdisjoint(
        found[-1].guidance_id for found in of(sheets, Sort.NEW_GUIDANCE)
    )


def test_what_was_planted_is_found_and_the_honest_are_left_in_peace(app):
    found = district_standing.measured()
    lines = {line.sort: line for line in found.lines}

    for sort in WORTH_A_QUESTION:
        assert lines[sort].asked == lines[sort].first == HOW_MANY[sort], sort
    assert {sort: line.asked for sort, line in lines.items() if line.asked} == {
        sort: HOW_MANY[sort] for sort in WORTH_A_QUESTION
    }
    assert (found.precision, found.recall) == (100, 100)
    assert found.queued == len(CELLS) - HOW_MANY[Sort.LATE]


def test_each_sort_is_asked_what_it_was_planted_for(app):
    lines = {line.sort: line.by_kind for line in district_standing.measured().lines}

    for kind in (SignalKind.SAME_TOTAL, SignalKind.LATE_AGENDAS):
        assert lines[Sort.ALWAYS_98][kind] == HOW_MANY[Sort.ALWAYS_98]
    assert lines[Sort.COPIED][SignalKind.ALIKE_MINUTES] == HOW_MANY[Sort.COPIED]


def test_one_question_is_answered_and_waits_to_be_settled(app):
    answered = select(func.count()).select_from(Signal).where(Signal.state == SignalState.ANSWERED)

    assert db.session.scalar(answered) == 1


def test_the_measure_is_printed_both_ways(app):
    runner = app.test_cli_runner()

    assert "6/6 chi bộ" in runner.invoke(demo_measure, []).output
    assert "recall 100.0 %" in runner.invoke(demo_measure, ["--markdown"]).output


def test_another_book_is_not_measured(running_app, database):
    database.renew(running_app)
    with running_app.app_context(), pytest.raises(RuleBroken, match="demo --district"):
        district_standing.measured()


def test_years_and_trail_are_sound(app, today):
    assert [fault for chain in audit.chains() for fault in audit.faults(chain)] == []
    assert [fault for pair in recompute.years(today) for fault in recompute.faults(*pair, today)] == []


def test_every_page_says_that_it_is_invented(client):
    assert client.page("/sign-in").select_one(".demo-strip")


def test_a_second_run_changes_nothing_and_says_who_signs_in(app):
    before = db.session.scalar(select(func.count()).select_from(Meeting))
    db.session.commit()

    result = app.test_cli_runner().invoke(command, ["--district"])

    assert result.exit_code == 0, result.output
    assert "giữ nguyên" in result.output
    assert PASSWORD in result.output
    assert all(user_name in result.output for user_name, _who in district.PEOPLE)
    assert db.session.scalar(select(func.count()).select_from(Meeting)) == before


def figures():
    """What a build comes to: each sheet's figures with what its records said, and who was drawn."""
    figures = select(
        Organisation.code, Scoresheet.year, Scoresheet.month, Scoresheet.total, Scoresheet.submitted_at, Reading.gap,
        Reading.risk, Reading.spoke, Reading.fingerprint,
    )  # fmt: skip
    figures = figures.join(Scoresheet.cell).outerjoin(Reading, Reading.scoresheet_id == Scoresheet.id)
    drawn = select(Sample.committee_id, Sample.year, Sample.month, Sample.drawn)
    return [sorted(str(tuple(row)) for row in db.session.execute(query)) for query in (figures, drawn)]


def test_the_same_day_gives_the_same_book(running_app, database, today):
    made = []
    for _turn in range(2):
        database.renew(running_app)
        with running_app.app_context():
            district.build(today, SMALL)
            made.append(figures())
            db.session.rollback()
            db.session.remove()

    assert made[0] == made[1]
    assert [len(part) for part in made[0]] == [SMALL.cells * SMALL.months, len(BRANCHES) * SMALL.months]


def test_a_demo_of_the_other_kind_is_left_alone(running_app, database, today):
    database.renew(running_app)
    with running_app.app_context():
        building.claim(today)
        with pytest.raises(RuleBroken, match="minh hoạ khác"):
            district.build(today, SMALL)
        db.session.rollback()
        db.session.remove()


@pytest.mark.parametrize("kind", [kind for _letter, _name, kind in BRANCHES], ids=str)
def test_honest_minutes_differ_from_month_to_month_and_copied_ones_do_not(kind: CellType):
    honest = [shingles.fingerprint("\n".join(told(kind, f"cell {month}", month % 12).results)) for month in range(12)]
    copied = [shingles.fingerprint("\n".join(told(kind, "cell", month % 12).results)) for month in range(12)]

    assert max(shingles.alike(one, two) for place, one in enumerate(honest) for two in honest[:place]) < 75
    assert min(shingles.alike(one, two) for one in copied for two in copied) == 100
