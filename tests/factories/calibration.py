from decimal import Decimal

from sqlalchemy import select

from tests.factories.guidance import guidance as publish_guidance
from tests.factories.meetings import meeting as make_meeting
from tests.factories.people import reviewer
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.kinds import QualityClass
from tracker.guidance.models import GuidanceVersion
from tracker.meetings.rules import MeetingState
from tracker.reviews.calibration.models import (
    CalibrationMark,
    CalibrationReviewer,
    CalibrationRound,
    CalibrationSheet,
)
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import SheetState


def decided_sheet(cell, day, state=SheetState.RECOGNISED):
    """A sheet of full marks as it lies in the book once decided, made without the acts that lead there."""
    if db.session.scalar(select(GuidanceVersion.id)) is None:
        publish_guidance()
    meeting = make_meeting(cell, day.year, day.month, day.day, state=MeetingState.HELD)
    version, form, at = scoresheets.version_of(meeting), scoresheets.sheet_of(meeting), clock.now()
    total = Decimal(100)
    row = Scoresheet(
        meeting=meeting, cell_id=cell.id, year=meeting.year, month=meeting.month, kind=meeting.kind,
        guidance_id=version.id, sheet_code=form.code, state=state, total=total, self_class=QualityClass.GOOD,
        agreed_at=at, submitted_at=at, superior_id=cell.parent_id, superior_name=cell.parent.name, cell_name=cell.name,
        recognised_at=at, recognised_total=total, recognised_class=QualityClass.GOOD, created_at=at,
    )  # fmt: skip
    applying = [one for one in form.criteria(meeting.kind) if one.applies_when is None]
    row.marks = [Mark(criterion=one.code, given=one.full, parts={}) for one in applying]
    row.marks += [
        Mark(criterion=one.code, applies=False, parts={}) for one in form.criteria(meeting.kind) if one not in applying
    ]
    db.session.add(row)
    db.session.commit()
    return row


def calibration(committee, sheets, reviewers=None, done=(), closed=False, name="Chấm thử quý III"):
    """A round over these sheets in this order; ``done`` and ``closed`` as rows say it, without any marks."""
    reviewers = reviewers or [reviewer(committee), reviewer(committee)]
    at = clock.now()
    row = CalibrationRound(
        committee=committee, name=name, seed="00", opened_at=at, opened_by_id=reviewers[0].id,
        closed_at=at if closed else None,
    )  # fmt: skip
    row.sheets = [CalibrationSheet(scoresheet_id=one.id, place=place) for place, one in enumerate(sheets, start=1)]
    row.reviewers = [CalibrationReviewer(person_id=who.id, done_at=at if who in done else None) for who in reviewers]
    db.session.add(row)
    db.session.commit()
    return row


def calibration_marks(of, who, less=0, **marks):
    """The reviewer's marks on every sheet: what the cell gave less ``less`` on 1.1, or as ``c1_1="4"`` says."""
    for one in of.sheets:
        for mark in one.scoresheet.marks:
            if mark.applies:
                said = marks.get("c" + mark.criterion.replace(".", "_"))
                points = Decimal(said) if said else mark.given - (less if mark.criterion == "1.1" else 0)
                db.session.add(
                    CalibrationMark(
                        round_id=of.id,
                        scoresheet_id=one.scoresheet_id,
                        person_id=who.id,
                        criterion=mark.criterion,
                        points=points,
                    )  # fmt: skip
                )
    db.session.commit()
