"""Finding organisations: today's tree, and where each stood and was called on a day. The acts are in ``founding``."""

from collections.abc import Sequence
from datetime import date

from sqlalchemy import ColumnElement, Select, bindparam, false, func, or_, select
from sqlalchemy.exc import NoResultFound
from sqlalchemy.orm import joinedload

from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, Placement, under


def get(organisation_id: int) -> Organisation:
    """The organisation with the committee above it today, or ``NoResultFound``."""
    return db.session.get_one(Organisation, organisation_id, options=[joinedload(Organisation.parent)])


def get_cell(cell_id: int) -> Organisation:
    """A cell, or ``NoResultFound`` where the id is not one of a cell."""
    found = get(cell_id)
    if not found.is_cell:
        raise NoResultFound
    return found


def get_committee(committee_id: int) -> Organisation:
    """A committee, or ``NoResultFound`` where the id is one of a cell."""
    found = get(committee_id)
    if found.is_cell:
        raise NoResultFound
    return found


def find(code: str) -> Organisation | None:
    """The organisation of that code, however it is typed."""
    return db.session.scalar(select(Organisation).where(Organisation.code == code.strip().upper()))


def top() -> Organisation:
    """The oldest organisation without one above it, or ``NoResultFound``."""
    query = select(Organisation).where(Organisation.parent_id.is_(None)).order_by(Organisation.id).limit(1)
    return db.session.scalars(query).one()


def is_empty() -> bool:
    return db.session.scalar(select(Organisation.id).limit(1)) is None


def placements(organisation: Organisation) -> list[Placement]:
    """Where it stood and what it was called, latest first."""
    query = (
        select(Placement)
        .where(Placement.organisation_id == organisation.id)
        .options(joinedload(Placement.parent))
        .order_by(Placement.from_date.desc())
    )
    return list(db.session.scalars(query))


_PLACEMENT = (
    select(Placement)
    .where(
        Placement.organisation_id == bindparam("placed"),
        Placement.from_date <= bindparam("day"),
        or_(Placement.until_date.is_(None), Placement.until_date >= bindparam("day")),
    )
    .options(joinedload(Placement.parent))
    .order_by(Placement.from_date.desc())
    .limit(1)
)


def placement_on(organisation_id: int, day: date) -> Placement | None:
    """The placement in force that day (first and last day included); ``None`` before the first and after the end."""
    return db.session.scalar(_PLACEMENT, {"placed": organisation_id, "day": day})


def superior_on(cell: Organisation, day: date) -> Organisation | None:
    """The committee directly above on that day."""
    placement = placement_on(cell.id, day)
    return placement.parent if placement else None


def name_on(organisation: Organisation, day: date) -> str:
    """What it was called that day; for a day outside its life, what it is called now."""
    placement = placement_on(organisation.id, day)
    return placement.name if placement else organisation.name


def ancestors_on(organisation: Organisation, day: date) -> list[Organisation]:
    """The committees above on that day, the highest first."""
    above: list[Organisation] = []
    parent = superior_on(organisation, day)
    while parent is not None and parent not in above:
        above.insert(0, parent)
        parent = superior_on(parent, day)
    return above


def _below(committee: Organisation) -> Select[Organisation]:
    return (
        select(Organisation)
        .where(
            under(Organisation, committee.path),
            Organisation.id != committee.id,
            Organisation.ended_on.is_(None),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )


def cells_below(committee: Organisation) -> list[Organisation]:
    """The cells anywhere below today, in the order of their names; ended ones left out."""
    return list(db.session.scalars(_below(committee).where(Organisation.kind == OrganisationKind.CELL)))


def committees_below(committee: Organisation) -> list[Organisation]:
    """The committees anywhere below today, in the order of their names; ended ones left out."""
    return list(db.session.scalars(_below(committee).where(Organisation.kind != OrganisationKind.CELL)))


def children(committee: Organisation, after: int | None = None, most: int = 50) -> list[Organisation]:
    """A page of what stands directly below today, ended ones included, in the order of names after ``after``."""
    query = select(Organisation).where(Organisation.parent_id == committee.id)
    return list(db.session.scalars(_following(query, after).limit(most)))


def _following(query: Select[Organisation], after: int | None) -> Select[Organisation]:
    """In the order of names, those after this one; ``NoResultFound`` where there is none such."""
    if after is not None:
        last = get(after)
        query = query.where(
            or_(
                Organisation.sort_key > last.sort_key,
                (Organisation.sort_key == last.sort_key) & (Organisation.id > last.id),
            )
        )
    return query.order_by(Organisation.sort_key, Organisation.id)


def within(paths: Sequence[str]) -> ColumnElement[bool]:
    """At one of these places in the tree, or below it; nowhere where there are none."""
    return or_(false(), *(under(Organisation, path) for path in paths))


def named(words: str) -> ColumnElement[bool]:
    """The name or the code holds the words, accents aside."""
    sought = folded(words)
    return or_(
        Organisation.folded.contains(sought, autoescape=True),
        func.lower(Organisation.code).contains(sought, autoescape=True),
    )


def search(paths: Sequence[str], words: str, after: int | None = None, most: int = 50) -> list[Organisation]:
    """Those at these places and below whose name or code holds the words, accents aside, a page after ``after``."""
    query = select(Organisation).where(within(paths), named(words)).options(joinedload(Organisation.parent))
    return list(db.session.scalars(_following(query, after).limit(most)))
