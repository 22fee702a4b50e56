"""Opening a round of calibration: who may be asked, which sheets may be drawn, and the draw. Nothing here commits."""

import secrets
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.models import GuidanceVersion
from tracker.notices import service as notices
from tracker.organisations.models import Organisation, under
from tracker.people.models import Appointment, Person
from tracker.people.service import in_force
from tracker.permissions import Actor, Office
from tracker.reviews.calibration import rules
from tracker.reviews.calibration.models import CalibrationReviewer, CalibrationRound, CalibrationSheet
from tracker.reviews.calibration.service import path
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED

MONTHS = 12
MOST_SHEETS = 20
LEAST_REVIEWERS = 2


@dataclass(frozen=True)
class Paper:
    """One form of one guidance, for one kind of meeting: the sheets of a round are all on the same, so that their
    criteria compare. ``count`` sheets below the committee were decided on it in the last twelve months."""

    guidance_id: int
    number: str
    sheet_code: str
    kind: MeetingKind
    count: int

    @property
    def key(self) -> str:
        return f"{self.guidance_id}/{self.sheet_code}/{self.kind.value}"


def candidates(committee: Organisation, at: datetime) -> list[Person]:
    """Who reviews, today, for the committee or for one below it."""
    query = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(
            under(Organisation, committee.path),
            Appointment.office == Office.REVIEWER,
            in_force(Appointment, clock.day_of(at)),
        )
        .distinct()
        .order_by(Person.sort_key, Person.id)
    )
    return list(db.session.scalars(query))


def _lately(committee: Organisation, at: datetime, *columns: Any) -> Any:
    """These columns of the decided sheets of cells below, of the last twelve months."""
    today = clock.day_of(at)
    since = today.year * 12 + today.month - 1 - MONTHS
    return (
        select(*columns)
        .select_from(Scoresheet)
        .join(Organisation, Organisation.id == Scoresheet.cell_id)
        .where(
            under(Organisation, committee.path),
            Scoresheet.state.in_(DECIDED),
            Scoresheet.year * 12 + Scoresheet.month - 1 >= since,
        )
    )


def papers(committee: Organisation, at: datetime) -> list[Paper]:
    """The forms on which there are sheets to draw, those with the most sheets first."""
    form = (Scoresheet.guidance_id, GuidanceVersion.number, Scoresheet.sheet_code, Scoresheet.kind)
    query = (
        _lately(committee, at, *form, func.count().label("count"))
        .join(GuidanceVersion, GuidanceVersion.id == Scoresheet.guidance_id)
        .group_by(*form)
    )
    found = [Paper(*row) for row in db.session.execute(query)]
    return sorted(found, key=lambda paper: (-paper.count, paper.key))


def open_round(
    committee: Organisation, name: str, paper: Paper, count: int, person_ids: Iterable[int], by: Actor, at: datetime
) -> CalibrationRound:
    """Draw the sheets and tell the reviewers."""
    chosen = sorted(set(person_ids) & {person.id for person in candidates(committee, at)})
    if len(chosen) < LEAST_REVIEWERS:
        raise RuleBroken(_("Hãy chọn ít nhất hai người thẩm định: một người thì không so được."))
    if not 1 <= count <= MOST_SHEETS:
        raise RuleBroken(_("Số phiếu phải từ 1 đến %(most)s.", most=MOST_SHEETS))
    drawable = _ids(committee, paper, at)
    if len(drawable) < count:
        raise RuleBroken(_("Chỉ có %(count)s phiếu như vậy. Hãy ghi số phiếu ít hơn.", count=len(drawable)))
    seed = secrets.token_hex(16)
    made = CalibrationRound(committee=committee, name=name, seed=seed, opened_at=at, opened_by_id=by.person_id)
    drawn = rules.draw(drawable, seed, count)
    made.sheets = [CalibrationSheet(scoresheet_id=one, place=place) for place, one in enumerate(drawn, start=1)]
    made.reviewers = [CalibrationReviewer(person_id=person_id) for person_id in chosen]
    new = {"name": name, "seed": seed, "sheet_id": drawn, "reviewer_id": chosen}
    audit.record(by, "calibration.open", made, at=at, old={}, new=new)
    details = {"committee": committee.name, "name": name, "count": count}
    told = [person_id for person_id in chosen if person_id != by.person_id]
    notices.tell(told, committee.id, "calibration_asked", details, path(made), at)
    return made


def _ids(committee: Organisation, paper: Paper, at: datetime) -> list[int]:
    query = _lately(committee, at, Scoresheet.id).where(
        Scoresheet.guidance_id == paper.guidance_id,
        Scoresheet.sheet_code == paper.sheet_code,
        Scoresheet.kind == paper.kind,
    )
    return list(db.session.scalars(query.order_by(Scoresheet.id)))
