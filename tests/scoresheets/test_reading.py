"""A sheet opened for its page: little is asked where little stands beside it, and nothing that is there is missed."""

from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.reviews.models import Attestation
from tracker.scoresheets import backing, evidence, marking, reading, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.models import Mark, SheetAct
from tracker.scoresheets.rules import SheetState

AT = clock.now()


@pytest.fixture
def sheet(app):
    make.guidance()
    meeting = make.recorded_meeting(make.cell(), absent=1, tasks_late=1)
    row = marking.start(meeting, make.actor(meeting.chair), AT)
    db.session.commit()
    return row


def anew(meeting_id):
    """The meeting's sheet as the next request finds it."""
    db.session.expunge_all()
    return reading.of_meeting(db.session.get(Meeting, meeting_id))


def test_nobody_began_one(app):
    make.guidance()
    assert reading.of_meeting(make.scored_meeting()) is None


def test_it_is_read_as_it_is_stored(sheet):
    suggested, marks = suggesting.kept(sheet), {one.criterion for one in sheet.marks}
    make.scoresheet()
    found = anew(sheet.meeting_id)

    assert found.kept == suggested
    assert {one.criterion for one in found.sheet.marks} == marks
    assert len(found.sheet.marks) == len(marks)
    assert found.backed == backing.of_sheet(found.sheet)
    assert found.ends.are_as_drawn
    assert not any(found.there.values())


def test_marks_changed_since_are_read_anew_and_saved(sheet):
    found = anew(sheet.meeting_id).sheet
    mark = next(one for one in found.marks if one.criterion == "2.1")
    mark.given = Decimal(3)
    db.session.commit()

    assert db.session.scalar(select(Mark.given).where(Mark.criterion == "2.1")) == 3
    again = reading.of_meeting(found.meeting)
    assert next(one for one in again.sheet.marks if one.criterion == "2.1").given == 3


def cited(sheet):
    record = evidence.citable(sheet.meeting)[0]
    evidence.cite(sheet, "2.1", record, make.actor(sheet.meeting.chair), AT)


def attested(sheet):
    row = Attestation(meeting=sheet.meeting, person_id=sheet.meeting.chair_id, total=Decimal(80), note="", at=AT)
    db.session.add(row)


@pytest.mark.parametrize(
    ("name", "put"),
    [
        ("acts", lambda sheet: scoresheets.remember(sheet, "reconsider", None, AT)),
        ("evidence", cited),
        ("poll", make.poll),
        ("attestations", attested),
        ("signals", lambda sheet: make.signal(cell=sheet.cell, sheets=[sheet])),
    ],
)
def test_what_stands_beside_it_is_seen_and_that_of_others_is_not(sheet, name, put):
    here, other = sheet.meeting_id, make.scoresheet().meeting_id
    put(sheet)
    db.session.commit()

    assert {one for one, there in anew(here).there.items() if there} == {name}
    assert not anew(other).there[name]
    assert name in reading.RARE


def test_everything_that_may_stand_beside_a_sheet_was_tried():
    assert set(reading.RARE) == {"acts", "evidence", "poll", "attestations", "signals"}


def test_acts_and_evidence_are_read_where_there_are_some(sheet):
    cited(sheet)
    scoresheets.remember(sheet, "reconsider", None, AT)
    db.session.commit()
    found = anew(sheet.meeting_id)

    assert [one.act for one in found.acts] == ["reconsider"]
    assert list(found.backed.evidence) == ["2.1"]


def test_a_sheet_handed_in_is_backed_by_what_was_kept(sheet):
    db.session.execute(Suggestion.__table__.update().values(sentence="Khi biểu quyết."))
    sheet.state, sheet.total, sheet.agreed_at = SheetState.AGREED, Decimal(90), AT
    db.session.commit()
    found = anew(sheet.meeting_id)

    assert {one.sentences["vi"] for one in found.backed.found.values()} == {"Khi biểu quyết."}
    assert not any(one.need for one in found.backed.found.values())


def test_two_statements_open_it(sheet):
    meeting = sheet.meeting
    anew(sheet.meeting_id)
    with counted() as sent:
        found = reading.of_meeting(meeting)
        assert found.sheet.marks and found.backed and not found.acts

    assert len([one for one in sent if one.startswith("SELECT scoresheet") or "FROM mark" in one]) == 2
    assert not [
        one for one in sent if f"FROM {SheetAct.__tablename__}" in one and not one.startswith("SELECT scoresheet")
    ]
