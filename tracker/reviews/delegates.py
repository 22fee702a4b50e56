"""The committee's delegates to its cells: who follows which, named and ended. Nothing here commits."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import ColumnElement, and_, case, exists, func, or_, select, tuple_
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import aliased, joinedload

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, under
from tracker.people import joining, offices
from tracker.people import service as people
from tracker.people.models import Appointment, Person, Standing
from tracker.people.service import in_force
from tracker.permissions import KEEPING, Actor, Office

PAGE = 50


@dataclass(frozen=True)
class Named:
    """An appointment as the committee sees it that named it: the one directly above the cell today."""

    appointment: Appointment

    @property
    def organisation(self) -> Organisation:
        above = self.appointment.organisation.parent
        assert above is not None  # a delegate's place is a cell's
        return above


@dataclass(frozen=True)
class Followed:
    """A cell below with its delegates, those to come included."""

    cell: Organisation
    held: list[Appointment]


def get(appointment_id: int) -> Named:
    """A delegate's appointment, or ``NoResultFound`` where it is none."""
    found = people.get_appointment(appointment_id)
    if found.office is not Office.DELEGATE or found.organisation.parent is None:
        raise NoResultFound
    return Named(found)


def _below(committee: Organisation) -> tuple[ColumnElement[bool], ...]:
    return (
        Organisation.kind == OrganisationKind.CELL,
        under(Organisation, committee.path),
        Organisation.ended_on.is_(None),
    )


def _is_followed(cell: Any, day: date) -> ColumnElement[bool]:
    return exists().where(
        Appointment.organisation_id == cell.id, Appointment.office == Office.DELEGATE, in_force(Appointment, day)
    )


def cells(committee: Organisation, day: date, after: str = "", most: int = PAGE) -> tuple[list[Followed], bool]:
    """One page of the cells anywhere below, those that nobody follows first, and whether more come.

    ``after`` is the id of the cell that ended the page before.
    """
    followed = case((_is_followed(Organisation, day), 1), else_=0)
    query = select(Organisation).where(*_below(committee)).options(joinedload(Organisation.parent))
    query = query.where(*_after(followed, after, day))
    found = list(db.session.scalars(query.order_by(followed, Organisation.sort_key, Organisation.id).limit(most + 1)))
    held = _held(found[:most], day)
    return [Followed(cell, held[cell.id]) for cell in found[:most]], len(found) > most


def _after(followed: ColumnElement[int], after: str, day: date) -> list[ColumnElement[bool]]:
    if not (after.isdecimal() and len(after) < 12):
        return []
    last = aliased(Organisation)
    said = select(case((_is_followed(last, day), 1), else_=0), last.sort_key).where(last.id == int(after))
    row = db.session.execute(said).first()
    if row is None:
        return []
    return [tuple_(followed, Organisation.sort_key, Organisation.id) > tuple_(row[0], row[1], int(after))]


def _held(found: Iterable[Organisation], day: date) -> dict[int, list[Appointment]]:
    query = (
        select(Appointment)
        .where(
            Appointment.organisation_id.in_([cell.id for cell in found]),
            Appointment.office == Office.DELEGATE,
            or_(Appointment.until_date.is_(None), Appointment.until_date >= day),
        )
        .options(joinedload(Appointment.person))
        .order_by(Appointment.from_date, Appointment.id)
    )
    held = defaultdict(list)
    for one in db.session.scalars(query):
        held[one.organisation_id].append(one)
    return held


def tally(committee: Organisation, day: date) -> tuple[int, int]:
    """How many cells there are below, and how many of them nobody follows."""
    unfollowed = case((_is_followed(Organisation, day), 0), else_=1)
    row = db.session.execute(select(func.count(), func.sum(unfollowed)).where(*_below(committee))).one()
    return row[0], int(row[1] or 0)


def own_cells(committee: Organisation) -> list[Organisation]:
    """The cells directly below: those to which this committee itself names delegates."""
    query = select(Organisation).where(*_below(committee), Organisation.parent_id == committee.id)
    return list(db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id)))


def candidates(committee: Organisation, sought: str, day: date) -> list[Person]:
    """Who may be picked: whoever holds an office in the committee or follows one of its cells; and whoever is found."""
    of_cell = and_(Organisation.parent_id == committee.id, Appointment.office == Office.DELEGATE)
    query = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(in_force(Appointment, day), or_(Organisation.id == committee.id, of_cell))
        .order_by(Person.sort_key, Person.id)
        .distinct()
    )
    near = [*db.session.scalars(query), *people.search([committee.path], sought, day)]
    return list({person.id: person for person in near}.values())


def member_of(people: Iterable[Person], day: date) -> dict[int, str]:
    """The name of each one's own cell, by person; nothing for who is a member of none."""
    query = (
        select(Standing.person_id, Organisation.name)
        .join(Organisation, Organisation.id == Standing.cell_id)
        .where(Standing.person_id.in_([one.id for one in people]), in_force(Standing, day))
    )
    return {person_id: cell for person_id, cell in db.session.execute(query)}


def name(
    cell: Organisation, person_id: int | None, full_name: str, since: date, by: Actor, at: datetime
) -> Appointment:
    """The person picked, or one new to the book by that name, follows the cell from that day on."""
    if person_id is None and not full_name:
        raise RuleBroken(_("Hãy chọn một đồng chí, hoặc ghi họ và tên người chưa có trong sổ."))
    if person_id is not None and full_name:
        raise RuleBroken(_("Hãy chọn trong danh sách hoặc ghi họ và tên, không cả hai."))
    person = people.get(person_id) if person_id is not None else joining.new_person(full_name)
    today = people.appointments_on(cell, max(since, clock.day_of(at)))
    if any(held.person_id == person.id and held.office in KEEPING for held in today):
        raise RuleBroken(
            _(
                "“%(name)s” đang giữ chức vụ trong chính chi bộ này, không thay cấp ủy theo dõi được.",
                name=person.full_name,
            )
        )
    return offices.appoint(by, person, cell, Office.DELEGATE, since, at)


def end(named: Named, last_day: date, by: Actor, at: datetime) -> None:
    offices.end(by, named.appointment, last_day, at)
