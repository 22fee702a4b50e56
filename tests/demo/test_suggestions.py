"""The demo's marks against what its records suggest, and each case of a suggestion where a visitor will look."""

from dataclasses import replace
from decimal import Decimal

import pytest
from sqlalchemy import select

from tracker.demo import current
from tracker.demo.article import TOTALS
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.scoresheets import polls, suggesting
from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState


def above(sheet, found):
    """The criteria on which the cell gave more than the records suggest, for the criterion or for one of its parts."""
    given = {(mark.criterion, ""): mark.given for mark in sheet.marks}
    given |= {(mark.criterion, part): Decimal(points) for mark in sheet.marks for part, points in mark.parts.items()}
    return {
        place[0]
        for place, one in found.items()
        if one.points is not None and given.get(place) is not None and given[place] > one.points
    }


@pytest.fixture
def sheets(app):
    return list(db.session.scalars(select(Scoresheet).order_by(Scoresheet.id)))


@pytest.fixture
def suggested(sheets):
    """What the records suggest, drawn anew, by sheet."""
    return {sheet: suggesting.fresh(sheet) for sheet in sheets}


@pytest.fixture
def running(suggested, cell, today):
    """The same for the article's cell in the months that lead up to its next meeting."""
    months = set(current.past_months(today)) | {(today.year, today.month)}
    return {
        sheet: found
        for sheet, found in suggested.items()
        if sheet.cell_id == cell.id and (sheet.year, sheet.month) in months
    }


def unmet(running, check):
    return [one for found in running.values() for one in found.values() if one.check == check and not is_met(one)]


def is_met(one):
    return one.outcome is Outcome.MET


def test_no_mark_stands_above_its_suggestion_without_a_reason(suggested):
    backed = {(row.scoresheet_id, row.criterion) for row in db.session.scalars(select(Evidence))}
    bare = [
        (sheet.cell.code, sheet.year, sheet.month, code)
        for sheet, found in suggested.items()
        for code in above(sheet, found)
        if (sheet.id, code) not in backed and not next(m.note for m in sheet.marks if m.criterion == code)
    ]

    assert len(suggested) > 130
    assert bare == []


def test_every_mark_of_a_sheet_that_was_voted_on_is_given(sheets):
    left = [
        (sheet.cell.code, sheet.year, sheet.month, mark.criterion)
        for sheet in sheets
        if sheet.state is not SheetState.DRAFT
        for mark in sheet.marks
        if mark.applies and mark.given is None
    ]
    assert left == []


def test_the_article_totals_are_those_its_script_names(suggested, cell):
    regular = [one for one in suggested if one.cell_id == cell.id and one.year in (2020, 2021)]
    named = [Decimal(total) for year in TOTALS for total in year if total]

    assert [one.total for one in sorted(regular, key=lambda one: (one.year, one.month))] == named


@pytest.mark.parametrize("check", ["lead_time", "duration", "attendance", "draft_resolution"])
def test_the_running_year_shows_a_check_that_was_not_met(running, check):
    assert any(one.outcome is Outcome.NOT_MET for one in unmet(running, check))


def test_the_running_year_names_who_was_absent_without_reason(running):
    said = [one.sentence("vi") for one in unmet(running, "attendance")]

    assert any("vắng không lý do: " in one for one in said)


def test_the_running_year_asks_for_a_missing_record_by_name(running):
    asked = [one for found in running.values() for one in found.values() if one.outcome is Outcome.CANNOT_TELL]

    assert asked
    assert all(one.points is None and one.need.label and one.need.path.startswith("/meetings/") for one in asked)


def test_the_running_year_explains_a_mark_above_its_suggestion(running):
    explained = {sheet: above(sheet, found) for sheet, found in running.items()}

    assert any(explained.values())
    assert all(mark.note for sheet, codes in explained.items() for mark in sheet.marks if mark.criterion in codes)


def test_a_file_shows_that_one_of_them_is_due(running):
    (row,) = db.session.scalars(select(Evidence))

    assert row.criterion in above(row.scoresheet, running[row.scoresheet])
    assert row.document.file_name.startswith("Dự thảo nghị quyết bản in")


def test_the_draft_stands_as_its_roll_was_before_it_was_put_right(running):
    (draft,) = [sheet for sheet in running if sheet.state is SheetState.DRAFT]
    (one,) = [one for one in running[draft].values() if one.check == "attendance" and one.points]
    (given,) = [mark.given for mark in draft.marks if mark.criterion == one.criterion]

    assert given < one.points


def test_members_were_asked_for_their_own_marks_once_to_the_end_and_once_still(running):
    """The last but one is closed with its means; in the last the member can still answer."""
    found = [polls.outcome(sheet) for sheet in running]
    (open_still,) = [one for one in found if one and one.is_open]
    (closed,) = [one for one in found if one and not one.is_open]

    assert 0 < open_still.answered < len(open_still.asked)
    assert closed.groups


def test_the_paper_of_a_shared_sitting_is_answered_by_who_wrote_it(suggested):
    shared = [found for sheet, found in suggested.items() if sheet.kind is MeetingKind.COMBINED]
    steps = [one for found in shared for one in found.values() if one.check == "thematic_sequence"]

    assert len(steps) == len(shared) >= 2
    assert all(map(is_met, steps))


def without_need(found):
    """A suggestion as it is kept: what was missing is told by its sentence alone."""
    return {place: replace(one, need=None) for place, one in found.items()}


def test_what_was_kept_at_the_vote_is_what_the_records_still_say(suggested):
    agreed = {sheet: found for sheet, found in suggested.items() if sheet.agreed_at}
    kept = {sheet: suggesting.stored(sheet) for sheet in agreed}

    assert len(agreed) > 130
    assert {sheet: without_need(found) for sheet, found in agreed.items()} == kept


def test_the_draft_points_out_the_one_suggestion_that_changed(running):
    (draft,) = [sheet for sheet in running if sheet.state is SheetState.DRAFT]
    now, then = without_need(running[draft]), suggesting.stored(draft)

    assert [one.check for place, one in now.items() if one.points != then[place].points] == ["attendance"]
