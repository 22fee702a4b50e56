"""Which organisations a page offers to be picked: all where they are few; else the nearest, or those searched for.

A country has a quarter of a million cells: a list of all can be neither sent nor read.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import ColumnElement, Select, func, not_, or_, select

from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, under
from tracker.organisations.service import named, within

MOST = 100


@dataclass(frozen=True)
class Offer:
    """``rows`` in the order of names, ``MOST`` at most and the one picked already.

    ``is_all``: nothing else could be picked, so there is nothing to search. ``sought``: what was searched for;
    ``found``: whether anything has these words in its name or code – where nothing has, the nearest stay offered;
    ``is_cut``: more have them than are offered.
    """

    rows: tuple[Organisation, ...]
    is_all: bool
    sought: str = ""
    found: bool = False
    is_cut: bool = False

    @property
    def choices(self) -> list[tuple[int, str]]:
        return [(row.id, row.name) for row in self.rows]


def cells(paths: Sequence[str], left: Organisation, sought: str = "", picked: int | None = None) -> Offer:
    """The cells at these places in the tree and below to which a member of ``left`` could move; nearest are those of
    the same committee. ``picked``: the id sent with the form, offered wherever it may be."""
    others = _living(paths).where(Organisation.kind == OrganisationKind.CELL, Organisation.id != left.id)
    return _offer(others, Organisation.parent_id == left.parent_id, sought, picked)


def parents(paths: Sequence[str], moved: Organisation, sought: str = "", picked: int | None = None) -> Offer:
    """The committees at these places and below under which ``moved`` could be placed: not where it stands, not itself,
    none below it. Nearest are those beside the committee it stands under, and that one's own superior."""
    above = moved.parent
    others = _committees(paths).where(not_(under(Organisation, moved.path)))
    if above is None:
        return _offer(others, Organisation.parent_id.is_(None), sought, picked)
    beside = or_(Organisation.parent_id == above.parent_id, Organisation.parent_id == above.id)
    return _offer(
        others.where(Organisation.id != above.id), or_(beside, Organisation.id == above.parent_id), sought, picked
    )


def committees(paths: Sequence[str], beside: Organisation | None, sought: str = "", picked: int | None = None) -> Offer:
    """The committees at these places and below; nearest are those of the same superior as ``beside``, which itself is
    left out, and those directly below it; without it, those at these places and directly below them."""
    if beside is not None:
        others = _committees(paths).where(Organisation.id != beside.id)
        near = or_(Organisation.parent_id == beside.parent_id, Organisation.parent_id == beside.id)
        return _offer(others, near, sought, picked)
    tops = select(Organisation.id).where(Organisation.path.in_(paths))
    near = or_(Organisation.path.in_(paths), Organisation.parent_id.in_(tops))
    return _offer(_committees(paths), near, sought, picked)


def _living(paths: Sequence[str]) -> Select[Organisation]:
    return select(Organisation).where(within(paths), Organisation.ended_on.is_(None))


def _committees(paths: Sequence[str]) -> Select[Organisation]:
    return _living(paths).where(Organisation.kind != OrganisationKind.CELL)


def _offer(others: Select[Organisation], near: ColumnElement[bool], sought: str, picked: int | None) -> Offer:
    first = others.with_only_columns(Organisation.id).limit(MOST + 1).subquery()
    if (db.session.scalar(select(func.count()).select_from(first)) or 0) <= MOST:
        return Offer(_read(others), True)
    found = _read(others.where(named(sought))) if sought else ()
    rows = (found or _read(others.where(near)))[:MOST]
    if picked and all(row.id != picked for row in rows):
        rows = (*rows, *_read(others.where(Organisation.id == picked)))
    return Offer(rows, False, sought, bool(found), is_cut=len(found) > MOST)


def _read(query: Select[Organisation]) -> tuple[Organisation, ...]:
    """Up to one more than are offered."""
    return tuple(db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id).limit(MOST + 1)))
