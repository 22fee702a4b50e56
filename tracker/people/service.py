"""Finding people: who is a member and who holds what on a day. Acts: ``joining``, ``offices``, ``accounts``."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import BindParameter, and_, bindparam, or_, select
from sqlalchemy.orm import contains_eager, joinedload

from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.people.models import Account, Appointment, Person, Standing
from tracker.permissions import Office


def get(person_id: int) -> Person:
    """The person, or ``NoResultFound``."""
    return db.session.get_one(Person, person_id)


def get_standing(standing_id: int) -> Standing:
    """The standing with its person and cell, or ``NoResultFound``."""
    loaded = [joinedload(Standing.person), joinedload(Standing.cell)]
    return db.session.get_one(Standing, standing_id, options=loaded)


def get_appointment(appointment_id: int) -> Appointment:
    """The appointment with its person and organisation, or ``NoResultFound``."""
    loaded = [joinedload(Appointment.person), joinedload(Appointment.organisation)]
    return db.session.get_one(Appointment, appointment_id, options=loaded)


def in_force(model: type[Standing] | type[Appointment], day: date | BindParameter):
    """True of rows whose days hold this one, first and last day included."""
    return and_(model.from_date <= day, or_(model.until_date.is_(None), model.until_date >= day))


# What nearly every page asks first: written once, for a cell or organisation ``within`` and a ``day``.
_MEMBERS = (
    select(Standing)
    .join(Standing.person)
    .where(Standing.cell_id == bindparam("within"), in_force(Standing, bindparam("day")))
    .options(contains_eager(Standing.person))
    .order_by(Person.sort_key, Person.id)
)
_HOLDERS = (
    select(Appointment)
    .join(Appointment.person)
    .where(Appointment.organisation_id == bindparam("within"), in_force(Appointment, bindparam("day")))
    .options(contains_eager(Appointment.person))
    .order_by(Person.sort_key, Person.id)
)


def members_on(cell: Organisation, day: date, words: str = "") -> list[Standing]:
    """The members of that day with their standing, by given name; ``words`` narrows by name, accents aside."""
    query = _MEMBERS.where(Person.folded.contains(folded(words), autoescape=True)) if words else _MEMBERS
    return list(db.session.scalars(query, {"within": cell.id, "day": day}))


def standing_on(person_id: int, day: date) -> Standing | None:
    """What the person is, and in which cell, on that day."""
    query = (
        select(Standing)
        .where(Standing.person_id == person_id, in_force(Standing, day))
        .options(joinedload(Standing.person), joinedload(Standing.cell))
        .order_by(Standing.from_date.desc(), Standing.id.desc())
        .limit(1)
    )
    return db.session.scalar(query)


def standings_of(person: Person) -> list[Standing]:
    """The person's standings in every cell, latest first."""
    query = (
        select(Standing)
        .where(Standing.person_id == person.id)
        .options(joinedload(Standing.cell))
        .order_by(Standing.from_date.desc(), Standing.id.desc())
    )
    return list(db.session.scalars(query))


def appointments_on(organisation: Organisation, day: date) -> list[Appointment]:
    """Who holds what in the organisation on that day, by office, then by given name."""
    order = list(Office)
    held = db.session.scalars(_HOLDERS, {"within": organisation.id, "day": day})
    return sorted(held, key=lambda one: order.index(one.office))


def offices_by_person(organisation: Organisation, day: date) -> dict[int, list[Appointment]]:
    """What each person holds in the organisation that day, by person."""
    held: dict[int, list[Appointment]] = {}
    for appointment in appointments_on(organisation, day):
        held.setdefault(appointment.person_id, []).append(appointment)
    return held


def appointments_of(person: Person) -> list[Appointment]:
    """All the person ever held, latest first."""
    query = (
        select(Appointment)
        .where(Appointment.person_id == person.id)
        .options(joinedload(Appointment.organisation))
        .order_by(Appointment.from_date.desc(), Appointment.id.desc())
    )
    return list(db.session.scalars(query))


def past_appointments(organisation: Organisation, day: date, most: int = 50) -> list[Appointment]:
    """What was held in the organisation and was over before that day, latest first."""
    query = (
        select(Appointment)
        .where(Appointment.organisation_id == organisation.id, Appointment.until_date < day)
        .options(joinedload(Appointment.person))
        .order_by(Appointment.until_date.desc(), Appointment.id.desc())
        .limit(most)
    )
    return list(db.session.scalars(query))


def coming_appointments(organisation: Organisation, day: date) -> list[Appointment]:
    """What begins in the organisation after that day, soonest first."""
    query = (
        select(Appointment)
        .where(Appointment.organisation_id == organisation.id, Appointment.from_date > day)
        .options(joinedload(Appointment.person))
        .order_by(Appointment.from_date, Appointment.id)
    )
    return list(db.session.scalars(query))


def holder(organisation: Organisation, office: Office, day: date) -> Person | None:
    """Who holds the office that day; of several, the first by name."""
    query = (
        select(Person)
        .join(Appointment, Appointment.person_id == Person.id)
        .where(
            Appointment.organisation_id == organisation.id,
            Appointment.office == office,
            in_force(Appointment, day),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(1)
    )
    return db.session.scalar(query)


def has_cell_committee(cell: Organisation, day: date) -> bool:
    """A cell has a committee of its own (chi ủy) when anybody is its committee member; a small one has only a
    secretary and perhaps a deputy (domain 2, small cell)."""
    return holder(cell, Office.COMMITTEE_MEMBER, day) is not None


def search(paths: Sequence[str], words: str, day: date, most: int = 30) -> list[Person]:
    """People of these branches of the tree by name, accents aside: members that day, or holding an office there."""
    if not paths or not folded(words):
        return []
    within = or_(*(Organisation.path.startswith(path, autoescape=True) for path in paths))
    members = select(Standing.person_id).join(Standing.cell).where(within, in_force(Standing, day))
    holders = select(Appointment.person_id).join(Appointment.organisation).where(within, in_force(Appointment, day))
    query = (
        select(Person)
        .where(
            Person.folded.contains(folded(words), autoescape=True),
            or_(Person.id.in_(members), Person.id.in_(holders)),
        )
        .order_by(Person.sort_key, Person.id)
        .limit(most)
    )
    return list(db.session.scalars(query))


def account_of(person_id: int) -> Account | None:
    return db.session.scalar(select(Account).where(Account.person_id == person_id).options(joinedload(Account.person)))


def accounts_of(person_ids: list[int]) -> dict[int, Account]:
    """The accounts of several people, by person."""
    if not person_ids:
        return {}
    found = db.session.scalars(select(Account).where(Account.person_id.in_(person_ids)).order_by(Account.id))
    return {account.person_id: account for account in found}
