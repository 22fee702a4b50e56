"""The book of the soak: a district whose sheets wait, and the people who will work in it."""

from dataclasses import dataclass, field

from flask import Flask
from sqlalchemy import select

from tests.bench.making import Size, make
from tests.bench.making.sizes import Committee
from tests.bench.signed_in import cookie
from tracker.base import clock
from tracker.extensions import db
from tracker.organisations.models import OrganisationKind
from tracker.people import sessions
from tracker.people.models import Account, Appointment, Standing
from tracker.permissions import Office
from tracker.scoresheets.models import Scoresheet
from tracker.upgrading import upgrade

TOP = Committee("Tỉnh ủy Đồi Chè", OrganisationKind.PROVINCE, under=None)
BELOW = Committee("Đảng ủy khối Ao Sen", OrganisationKind.DISTRICT, 200, waits=True)
SIZE = Size("SOAK", (TOP, BELOW), 1, 1, 1)


@dataclass
class Group:
    """Who works on one cell's book, by the cookie of a session each; ``waiting`` are sheets its reviewer may take.

    ``coming_id`` is a meeting not held yet; ``is_handed_in``: the cell's own sheet was, once.
    """

    cell_id: int
    meeting_id: int
    sheet_id: int
    secretary: str
    deputy: str
    member: str
    reviewer: str
    waiting: list[int] = field(default_factory=list)
    coming_id: int = 0
    is_handed_in: bool = False


@dataclass
class Place:
    """``above`` watches the whole district from the province."""

    groups: list[Group]
    committee_id: int
    above: str
    year: int


def fill(app: Flask, groups: int, size: Size = SIZE) -> Place:
    """Upgrade the app's empty database, make the book, sign everybody in."""
    with app.app_context():
        upgrade()
    landmarks = make(app, size)
    with app.app_context():
        sheets = landmarks.draft_sheet_ids[:groups]
        place = Place(
            [_group(app, sheet_id, landmarks) for sheet_id in sheets], landmarks.queue_committee_id,
            cookie(app, landmarks.province_token), landmarks.year,
        )  # fmt: skip
        db.session.commit()
    for number, group in enumerate(place.groups):
        pair, pairs = number // 2, max((len(place.groups) + 1) // 2, 1)
        group.waiting = landmarks.waiting_sheet_ids[pair::pairs]
    return place


def _group(app: Flask, sheet_id: int, landmarks) -> Group:
    sheet = db.session.get_one(Scoresheet, sheet_id)
    cell_id = sheet.cell_id
    secretary, deputy = (_holder(app, cell_id, office) for office in (Office.SECRETARY, Office.DEPUTY))
    reviewer = cookie(app, landmarks.queue_reviewer_token)
    return Group(cell_id, sheet.meeting_id, sheet.id, secretary, deputy, _plain_member(app, cell_id), reviewer)


def _holder(app: Flask, cell_id: int, office: Office) -> str:
    query = (
        select(Account)
        .join(Appointment, Appointment.person_id == Account.person_id)
        .where(Appointment.organisation_id == cell_id, Appointment.office == office)
    )
    return _signed_in(app, db.session.scalars(query).one())


def _plain_member(app: Flask, cell_id: int) -> str:
    in_office = select(Appointment.person_id).where(Appointment.organisation_id == cell_id)
    query = (
        select(Account)
        .join(Standing, Standing.person_id == Account.person_id)
        .where(Standing.cell_id == cell_id, Standing.rank == "official", Account.person_id.not_in(in_office))
        .order_by(Account.id)
    )
    return _signed_in(app, db.session.scalars(query.limit(1)).one())


def _signed_in(app: Flask, account: Account) -> str:
    return cookie(app, sessions.open_session(account, clock.now(), stay=True))
