from datetime import date

from tests.factories.organisations import LONG_AGO, committee, number
from tracker.base import clock
from tracker.base.names import folded, sort_key
from tracker.extensions import db
from tracker.people.models import Account, Appointment, Person, Rank, Standing
from tracker.people.sessions import hash_password
from tracker.permissions import Office


def person(full_name=None):
    full_name = full_name or f"Đồng Thử {next(number)}"
    row = Person(full_name=full_name, sort_key=sort_key(full_name), folded=folded(full_name))
    db.session.add(row)
    db.session.commit()
    return row


def stand(who, cell, since=LONG_AGO, until=None, rank=Rank.OFFICIAL):
    db.session.add(Standing(person=who, cell=cell, rank=rank, from_date=since, until_date=until))
    db.session.commit()
    return who


def member(cell, full_name=None, rank=Rank.OFFICIAL, since=LONG_AGO, until=None):
    return stand(person(full_name), cell, since, until, rank)


def appoint(who, organisation, office, since=LONG_AGO, until=None):
    db.session.add(Appointment(person=who, organisation=organisation, office=office, from_date=since, until_date=until))
    db.session.commit()
    return who


def secretary(cell, full_name=None, **dates):
    return appoint(member(cell, full_name), cell, Office.SECRETARY, **dates)


def deputy(cell, full_name=None, **dates):
    return appoint(member(cell, full_name), cell, Office.DEPUTY, **dates)


def committee_member(cell, full_name=None):
    return appoint(member(cell, full_name), cell, Office.COMMITTEE_MEMBER)


def minute_taker(cell, full_name=None):
    return appoint(member(cell, full_name), cell, Office.MINUTE_TAKER)


def reviewer(organisation, full_name=None, **dates):
    return appoint(person(full_name), organisation, Office.REVIEWER, **dates)


def administrator(organisation=None, full_name=None):
    return appoint(person(full_name), organisation or committee(), Office.ADMINISTRATOR)


def observer(organisation, full_name=None, until=date(2199, 1, 1)):
    return appoint(person(full_name), organisation, Office.OBSERVER, until=until)


def delegate(cell, full_name=None):
    """The superior committee's delegate to the cell; a member of none."""
    return appoint(person(full_name), cell, Office.DELEGATE)


def account(who, user_name="thu", password="mat-khau-thu", **columns):
    row = Account(
        person=who,
        user_name=user_name,
        password_hash=hash_password(password),
        created_at=clock.now(),
        **columns,
    )
    db.session.add(row)
    db.session.commit()
    return row


def standings(who):
    """The person's standings, latest first."""
    return db.session.query(Standing).filter_by(person_id=who.id).order_by(Standing.from_date.desc()).all()
