"""An observer's desk: what they may read, and until when."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from tracker.base import clock
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.people.models import Appointment
from tracker.people.service import in_force
from tracker.permissions import Actor, Office


@dataclass(frozen=True)
class Reading:
    organisation: Organisation
    until: date | None


@dataclass(frozen=True)
class Desk:
    readings: list[Reading]

    name = "observer"
    waits = 0


def desk(by: Actor, at: datetime) -> Desk | None:
    """``None`` for somebody who observes nothing today."""
    if not any(post.office is Office.OBSERVER for post in by.posts):
        return None
    query = (
        select(Appointment)
        .join(Appointment.organisation)
        .where(
            Appointment.person_id == by.person_id,
            Appointment.office == Office.OBSERVER,
            in_force(Appointment, clock.day_of(at)),
        )
        .options(contains_eager(Appointment.organisation))
        .order_by(Organisation.sort_key, Appointment.id)
    )
    return Desk([Reading(one.organisation, one.until_date) for one in db.session.scalars(query)])
