"""Whether the reviewers of two branches mark with the same severity: said wherever the branches are compared."""

from decimal import Decimal

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload

from tracker.base import clock
from tracker.base.filters import number, short_day
from tracker.extensions import db
from tracker.organisations.models import Organisation, under
from tracker.people.models import Appointment
from tracker.people.service import in_force
from tracker.permissions import Office
from tracker.reviews.calibration import rules, service
from tracker.reviews.calibration.models import CalibrationReviewer, CalibrationRound

LOOKED_AT = 12
"""How many closed rounds are looked through, the latest first."""


def between(committee_a_id: int, committee_b_id: int) -> str | None:
    """A sentence where the reviewers of the two branches lay more than a point a sheet apart.

    By the last closed round in which reviewers of both took part: who held the office on the day it was opened, in
    the branch and not in the other (one branch may lie within the other). ``None`` where there was none, or where
    they marked alike. The same few queries however many sheets.
    """
    found = db.session.scalars(select(Organisation).where(Organisation.id.in_([committee_a_id, committee_b_id])))
    branches = {one.id: one for one in found}
    if len(branches) < 2:
        return None
    for of in _closed():
        in_a, in_b = (_of_branch(of, branches[key].path) for key in (committee_a_id, committee_b_id))
        both = in_a & in_b
        if in_a - both and in_b - both:
            return _sentence(of, (branches[committee_a_id], in_a - both), (branches[committee_b_id], in_b - both))
    return None


def _closed() -> list[CalibrationRound]:
    query = (
        select(CalibrationRound)
        .where(CalibrationRound.closed_at.is_not(None))
        .options(
            selectinload(CalibrationRound.sheets),
            selectinload(CalibrationRound.reviewers).joinedload(CalibrationReviewer.person),
            joinedload(CalibrationRound.committee),
        )
        .order_by(CalibrationRound.closed_at.desc(), CalibrationRound.id.desc())
        .limit(LOOKED_AT)
    )
    return list(db.session.scalars(query))


def _of_branch(of: CalibrationRound, path: str) -> set[int]:
    """Those done in the round who reviewed for the branch on the day it was opened."""
    done = [one.person_id for one in of.reviewers if one.done_at]
    query = (
        select(Appointment.person_id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            Appointment.person_id.in_(done),
            Appointment.office == Office.REVIEWER,
            in_force(Appointment, clock.day_of(of.opened_at)),
            under(Organisation, path),
        )
    )
    return set(db.session.scalars(query))


def _sentence(of: CalibrationRound, a: tuple[Organisation, set[int]], b: tuple[Organisation, set[int]]) -> str | None:
    marks = service.marks(of)
    groups = [{person_id: marks[person_id] for person_id in ids if person_id in marks} for _branch, ids in (a, b)]
    apart: Decimal | None = rules.apart(*groups)
    if apart is None or abs(apart) <= rules.FAR:
        return None
    stricter, milder = (a[0], b[0]) if apart < 0 else (b[0], a[0])
    return _(
        "Người thẩm định của “%(stricter)s” chấm chặt hơn người thẩm định của “%(milder)s” %(points)s điểm mỗi phiếu "
        "(chấm thử chung “%(name)s”, %(day)s). Hãy tính đến điều đó khi so điểm hai nơi.",
        stricter=stricter.name, milder=milder.name, points=number(abs(apart)), name=of.name,
        day=short_day(of.closed_at),
    )  # fmt: skip
