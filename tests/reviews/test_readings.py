"""What is read of a sheet on the day it is handed in."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tests.queries import counted
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.contributions.rules import Fate, Phase
from tracker.extensions import db
from tracker.meetings.rules import MeetingState, Presence
from tracker.people.models import Appointment
from tracker.permissions import Office
from tracker.reviews import acts as reviewing
from tracker.reviews import following, past, readings, samples
from tracker.reviews.models import Reading, ReviewSettings, Sample
from tracker.scoresheets import agreeing, marking
from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.rules import SheetState, Votes


def read(sheet):
    return db.session.scalars(
        select(Reading).where(Reading.scoresheet_id == sheet.id).order_by(Reading.submitted_at.desc())
    ).first()


def kinds(sheet):
    return [one["kind"] for one in read(sheet).reasons]


@pytest.fixture
def cell(app):
    return make.cell(make.committee(parent=make.committee()))


@pytest.fixture
def meeting(cell):
    """A month fully recorded, of which the records can tell a good deal."""
    make.guidance()
    today = clock.day_of(clock.now())
    day = today - timedelta(days=2)
    return make.recorded_meeting(cell, year=day.year, month=day.month, day=day.day)


def above_of(sheet):
    return make.actor(make.holder_of(sheet.cell.parent, {Office.REVIEWER}, make.reviewer))


def secretary_of(sheet):
    return make.actor(make.holder_of(sheet.cell, {Office.SECRETARY}, make.secretary))


def handed_in_again(sheet, at, **less):
    by = secretary_of(sheet)
    marking.record(sheet, make.full_marks(sheet, **less), by, at)
    agreeing.agree(sheet, Votes(5, 0, 0), by, at)
    agreeing.submit(sheet, by, at)
    db.session.commit()


def test_handing_in_reads_the_sheet_once(app, meeting):
    sheet = make.scoresheet(meeting, until="agree")
    assert read(sheet) is None
    agreeing.submit(sheet, secretary_of(sheet), clock.now())
    db.session.commit()
    reading = readings.of(sheet)
    assert (reading.cell_id, reading.year, reading.month) == (sheet.cell_id, sheet.year, sheet.month)
    assert (reading.total, reading.present, reading.spoke, reading.days_taken) == (sheet.total, 5, 3, 2)
    assert (reading.notice_late, reading.backfilled, reading.streak, reading.looked_back) == (False, False, 1, 0)
    assert len(reading.fingerprint) == 0, "the minutes of the test are short"
    following.keep(sheet, clock.now())
    assert db.session.scalar(select(func.count(Reading.id))) == 1


def test_marks_are_set_beside_the_suggestions(app, meeting):
    sheet = make.scoresheet(meeting, until="submit", c1_1="4")
    reading = read(sheet)
    marks = {mark.criterion: mark for mark in sheet.marks}
    form = readings.scoresheets.form_of(sheet)
    pairs = [
        (one, pair)
        for one in form.criteria(sheet.kind)
        for pair in readings.backing.beside(one, marks[one.code], readings.suggesting.stored(sheet))
    ]
    assert pairs, "the records tell of something"
    assert reading.suggested == sum(pair.suggested for _one, pair in pairs)
    assert reading.gap == sum(max(pair.above, 0) for _one, pair in pairs)
    given = sum(mark.given for mark in sheet.marks if mark.applies)
    assert reading.judged + sum(pair.given for _one, pair in pairs) == given
    assert reading.covered + reading.judged_full == sum(
        one.full for one in form.criteria(sheet.kind) if marks[one.code].applies
    )
    assert 0 <= reading.suggested <= reading.covered


def test_a_mark_above_its_suggestion_counts_and_evidence_backs_it(app, cell):
    make.guidance()
    day = clock.day_of(clock.now()) - timedelta(days=2)
    meeting = make.recorded_meeting(cell, minutes_held=85, year=day.year, month=day.month, day=day.day)
    sheet = make.scoresheet(meeting, until="agree")
    bare = readings._compared(sheet)
    assert bare.gap >= 1 and bare.above >= 1 and bare.unbacked == bare.above
    row = Evidence(
        scoresheet_id=sheet.id, criterion="1.1", record="minutes", record_id=1, label="Biên bản",
        by_id=secretary_of(sheet).person_id, at=clock.now(),
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    backed = readings._compared(sheet)
    assert (backed.gap, backed.above, backed.unbacked) == (bare.gap, bare.above, bare.above - 1)


def test_a_sheet_returned_is_read_again_and_says_so(app, meeting):
    sheet = make.scoresheet(meeting, until="open")
    first = read(sheet)
    at = clock.now()
    reviewing.send_back(sheet, {"1.1": "Chưa rõ giờ"}, "", clock.day_of(at), above_of(sheet), at)
    handed_in_again(sheet, at + timedelta(days=3))
    again = read(sheet)
    assert again.id != first.id and "returned" not in [one["kind"] for one in first.reasons]
    assert {"kind": "returned", "times": 1} in again.reasons
    assert {"kind": "late", "days": 3} in again.reasons, "past the day it was wanted back"
    assert readings.of(sheet).id == again.id
    assert [one.id for one in readings.of_cell(sheet.cell_id, (sheet.year, sheet.month))] == [again.id]
    assert readings.latest([sheet.cell_id], sheet.year, sheet.month)[sheet.id].id == again.id


@pytest.mark.parametrize(("days", "late"), [(5, None), (6, 1)])
def test_lateness_goes_by_the_committees_days(app, cell, days, late):
    day = clock.day_of(clock.now()) - timedelta(days=days)
    meeting = make.scored_meeting(cell, year=day.year, month=day.month, day=day.day)
    sheet = make.scoresheet(meeting, until="submit")
    told = [one["days"] for one in read(sheet).reasons if one["kind"] == "late"]
    assert (read(sheet).days_taken, told) == (days, [late] if late else [])


def test_a_committee_that_gives_more_days_finds_fewer_late(app, cell):
    db.session.add(ReviewSettings(committee_id=cell.parent_id, submit_days=20))
    day = clock.day_of(clock.now()) - timedelta(days=20)
    sheet = make.scoresheet(make.scored_meeting(cell, year=day.year, month=day.month, day=day.day), until="submit")
    assert "late" not in kinds(sheet)


def months_of(cell, totals, until="submit"):
    """Sheets of January on with these marks of 1.1."""
    found = []
    for month, given in enumerate(totals, start=1):
        found.append(make.scoresheet(make.scored_meeting(cell, year=2026, month=month), until=until, c1_1=given))
    return found


def test_equal_totals_in_a_row_are_counted_back_to_the_first_other(app, cell):
    db.session.add(ReviewSettings(committee_id=cell.parent_id, same_months=3))
    sheets = months_of(cell, ["5", "4", "5", "5", "5"])
    assert [read(one).streak for one in sheets] == [1, 1, 1, 2, 3]
    assert [("streak" in kinds(one)) for one in sheets] == [False] * 4 + [True]


def test_earlier_sheets_that_were_changed_are_counted(app, cell):
    first, second = months_of(cell, ["5", "5"], until="open")
    reviewing.adjust(first, "3.1", Decimal(1), "Chưa rõ", above_of(first), clock.now())
    reviewing.adjust(second, "3.1", Decimal(1), "Chưa rõ", above_of(second), clock.now())
    reviewing.undo(second, "3.1", above_of(second), clock.now())
    third = make.scoresheet(make.scored_meeting(cell, year=2026, month=3), until="return")
    fourth = make.scoresheet(make.scored_meeting(cell, year=2026, month=4), until="submit")
    assert (read(third).altered, read(third).looked_back) == (1, 2), "one adjusted, one adjusted and undone"
    assert (read(fourth).altered, read(fourth).looked_back) == (2, 3), "and one returned"
    earlier = past.before(fourth, fourth.submitted_at - timedelta(days=1))
    assert earlier == [], "by then none had been handed in"


@pytest.mark.parametrize(
    ("former", "days", "new"),
    [
        ((date(2015, 1, 1), date(2026, 2, 28)), 8, True),
        (None, 8, False),
        ((date(2015, 1, 1), date(2020, 1, 1)), 8, True),
    ],
)
def test_a_new_secretary_is_one_who_followed_another(app, cell, former, days, new):
    if former:
        make.secretary(cell, since=former[0], until=former[1])
    meeting = make.meeting(cell, 2026, 3, 9, state=MeetingState.HELD)
    make.secretary(cell, since=date(2026, 3, 1))
    found = past.secretary(meeting)
    assert (found.days, found.followed_another) == (days, new)


def test_a_secretary_appointed_anew_is_no_new_one(app, cell):
    who = make.secretary(cell, since=date(2015, 1, 1), until=date(2025, 12, 31))
    make.appoint(who, cell, Office.SECRETARY, since=date(2026, 1, 1))
    found = past.secretary(make.meeting(cell, 2026, 3, 9, state=MeetingState.HELD))
    assert (found.days, found.followed_another) == ((date(2026, 3, 9) - date(2015, 1, 1)).days, False)


def test_without_a_secretary_nothing_is_said(app, cell):
    assert past.secretary(make.meeting(cell, 2026, 3, 9)) == past.Secretary(None, False)


def test_who_spoke_is_counted_among_those_present(app, cell):
    meeting = make.scored_meeting(cell, voters=2)
    away, twice = make.member(cell), make.member(cell)
    make.roll_entry(meeting, away, Presence.UNEXCUSED)
    make.roll_entry(meeting, twice, Presence.LATE)
    for who, fate in ((away, None), (twice, None), (twice, None), (make.member(cell), None)):
        make.contribution(meeting, who, phase=Phase.SPOKEN, fate=fate)
    struck = make.member(cell)
    make.roll_entry(meeting, struck)
    make.contribution(meeting, struck, phase=Phase.SPOKEN, fate=Fate.WITHDRAWN)
    assert past.voices(meeting) == (4, 1)


def test_reading_asks_no_more_as_the_cells_past_grows(app, cell):
    def asked(sheet):
        sheet.submitted_at += timedelta(seconds=1)
        db.session.flush()
        with counted() as sent:
            readings.take(sheet)
        return len(sent)

    sheets = months_of(cell, ["5"] * 4)
    few, many = (asked(one) for one in (sheets[1], sheets[3]))
    assert few <= 24 and many <= few + 1


def test_the_draw_of_a_month_is_made_with_its_first_sheet_and_stays(app, cell):
    cells = [cell, *(make.cell(cell.parent) for _number in range(10))]
    make.cell(cell.parent, ended_on=date(2020, 1, 1))
    sheet = make.scoresheet(make.scored_meeting(cell, year=2026, month=3), until="submit")
    sample = samples.of(cell.parent_id, 2026, 3)
    assert sample.among == sorted(one.id for one in cells)
    assert len(sample.drawn) == 2 and set(sample.drawn) <= set(sample.among), "10 % of eleven, rounded up"
    entry = db.session.scalars(select(AuditEntry).where(AuditEntry.act == "sample.draw")).one()
    assert (entry.organisation_id, entry.new["seed"]) == (cell.parent_id, sample.seed)

    make.cell(cell.parent)
    make.scoresheet(make.scored_meeting(cells[1], year=2026, month=3), until="submit")
    assert db.session.scalars(select(Sample.seed)).all() == [sample.seed]
    make.scoresheet(make.scored_meeting(cell, year=2026, month=4), until="submit")
    assert db.session.scalar(select(func.count()).select_from(Sample)) == 2
    assert sheet.state is SheetState.SUBMITTED


def test_the_share_drawn_is_the_committees_own(app, cell):
    db.session.add(ReviewSettings(committee_id=cell.parent_id, sample_percent=0))
    make.scoresheet(make.scored_meeting(cell, year=2026, month=3), until="submit")
    assert (samples.of(cell.parent_id, 2026, 3).percent, samples.of(cell.parent_id, 2026, 3).drawn) == (0, [])


def test_a_committee_draws_among_its_own_cells_and_those_forwarded_to_it(app, cell):
    commune, province = cell.parent, cell.parent.parent
    own = make.cell(province)
    today = clock.day_of(clock.now())
    assert samples.among(province.id, today) == [own.id]
    db.session.add(ReviewSettings(committee_id=commune.id, forwards=True))
    db.session.commit()
    assert samples.among(province.id, today) == sorted([own.id, cell.id])
    assert samples.among(commune.id, today) == [cell.id]


def test_a_sheet_forwarded_is_drawn_for_above_and_not_read_again(app, cell):
    sheet = make.scoresheet(make.scored_meeting(cell, year=2026, month=3), until="submit")
    sheet.superior_id = cell.parent.parent_id
    following.keep(sheet, clock.now())
    db.session.commit()
    assert samples.of(cell.parent.parent_id, 2026, 3) is not None
    assert db.session.scalar(select(func.count(Reading.id))) == 1


def test_appointments_elsewhere_say_nothing(app, cell):
    meeting = make.meeting(cell, 2026, 3, 9)
    make.secretary(make.cell(cell.parent))
    assert db.session.scalar(select(func.count(Appointment.id))) == 1
    assert past.secretary(meeting).days is None


@pytest.mark.parametrize("former", [True, False])
def test_a_sheet_says_that_the_secretary_is_new_only_after_another(app, cell, former):
    if former:
        make.secretary(cell, since=date(2015, 1, 1), until=date(2026, 2, 28))
    make.secretary(cell, since=date(2026, 3, 1))
    sheet = make.scoresheet(make.scored_meeting(cell, year=2026, month=3, day=9), until="submit")
    assert read(sheet).secretary_days == 8
    assert ("new_secretary" in kinds(sheet)) == former


def test_a_return_counts_from_when_it_was_made_and_without_a_day_nothing_is_late(app, meeting):
    sheet = make.scoresheet(meeting, until="open")
    at = clock.now()
    reviewing.send_back(sheet, {"1.1": "Chưa rõ giờ"}, "", None, above_of(sheet), at)
    handed_in_again(sheet, at + timedelta(days=30))
    assert "returned" in kinds(sheet) and "late" not in kinds(sheet)
    assert past.way(sheet, at - timedelta(seconds=1)) == past.Way(0, None)
    assert past.way(sheet, at).returned == 1
