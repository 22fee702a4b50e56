from decimal import Decimal

from tests.factories.people import reviewer
from tracker.base import clock
from tracker.extensions import db
from tracker.reviews.calibration.models import (
    CalibrationMark,
    CalibrationReviewer,
    CalibrationRound,
    CalibrationSheet,
)


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
