"""The committees of a branch, and to which of its parts each belongs.

The tree is today's, as on the page of the year; what stood under which committee is asked of each day's own records.
"""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import Select, or_, select

from tracker.extensions import db
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import REGULAR
from tracker.organisations.models import Organisation, OrganisationKind, Placement
from tracker.permissions import Actor, Office
from tracker.reviews.models import ReviewSettings

READING = {Office.REVIEWER, Office.OBSERVER}


@dataclass(frozen=True)
class View:
    """Of which branch and year, and whether by the meetings of every month or by the thematic ones held apart."""

    committee: Organisation
    year: int
    thematic: bool = False

    @property
    def kinds(self) -> frozenset[MeetingKind]:
        return frozenset({MeetingKind.THEMATIC}) if self.thematic else REGULAR


@dataclass(frozen=True)
class Part:
    """A committee directly below; or, as ``is_direct``, the committee itself with the cells directly under it."""

    committee_id: int
    name: str
    is_direct: bool


@dataclass(frozen=True)
class Branch:
    """``part_of``: by the id of every committee of the branch, the part it belongs to."""

    committee: Organisation
    parts: tuple[Part, ...]
    part_of: dict[int, Part]

    @property
    def is_parted(self) -> bool:
        return len(self.parts) > 1


def ids(committee: Organisation) -> Select[int]:
    """The ids of the committee and of those below it, to be asked within a query."""
    return select(Organisation.id).where(
        Organisation.path.startswith(committee.path, autoescape=True), Organisation.kind != OrganisationKind.CELL
    )


def of(committee: Organisation, day: date) -> Branch:
    """The committee's own cells first, then the committees directly below in the order of their names; two queries."""
    query = select(Organisation.id, Organisation.parent_id, Organisation.path, Organisation.name)
    query = query.where(Organisation.id.in_(ids(committee))).order_by(Organisation.sort_key, Organisation.id)
    rows = db.session.execute(query).all()
    names = names_on({row.id for row in rows}, day)
    own = Part(committee.id, names.get(committee.id, committee.name), is_direct=True)
    below = {
        row.path: Part(row.id, names.get(row.id, row.name), is_direct=False)
        for row in rows
        if row.parent_id == committee.id
    }
    part_of = {row.id: next((part for path, part in below.items() if row.path.startswith(path)), own) for row in rows}
    return Branch(committee, (own, *below.values()), part_of)


def names_on(organisation_ids: set[int], day: date) -> dict[int, str]:
    """What each was called that day; one that had no place in the tree then is left out."""
    query = select(Placement.organisation_id, Placement.name).where(
        Placement.organisation_id.in_(organisation_ids),
        Placement.from_date <= day,
        or_(Placement.until_date.is_(None), Placement.until_date >= day),
    )
    return {key: name for key, name in db.session.execute(query)}


def terms(committee: Organisation) -> dict[int, int]:
    """By committee of the branch that settled it, in how many days a sheet is to be handed in."""
    query = select(ReviewSettings.committee_id, ReviewSettings.submit_days)
    return {key: days for key, days in db.session.execute(query.where(ReviewSettings.committee_id.in_(ids(committee))))}


USUAL_TERM: int = ReviewSettings.__table__.c.submit_days.default.arg


def readable(actor: Actor) -> tuple[str, ...]:
    """The places in the tree from which on down the person reads every branch."""
    return tuple(sorted(post.path for post in actor.posts if post.office in READING and not post.is_cell))
