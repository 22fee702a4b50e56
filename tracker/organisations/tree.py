"""The tree as an indented list, read a level at a time and only as far as the page goes."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, func, or_, select, tuple_

from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind

SHOWN = (
    Organisation.id, Organisation.parent_id, Organisation.name, Organisation.code, Organisation.kind,
    Organisation.ended_on, Organisation.path, Organisation.sort_key,
)  # fmt: skip


@dataclass(frozen=True)
class Branch:
    """One line of the list; ``depth`` counts from the reader's own top."""

    id: int
    name: str
    code: str
    kind: OrganisationKind
    ended: bool
    depth: int


@dataclass(frozen=True)
class Gap:
    """Where the lines directly below a committee belong that are not read yet: those after a name and id, or all."""

    parent_id: int
    depth: int
    after: tuple[str, int] | None = None


def outline(paths: Sequence[str], after: int | None = None, most: int = 200) -> tuple[list[Branch], int | None]:
    """What stands at these places and below, each under its parent and in the order of names.

    A page of ``most`` lines that follows the organisation ``after``; and the key of the next page, if there is one.
    As many queries as the tree is deep, and two.
    """
    listed: list[Branch | Gap] = _beginning(_tops(paths), after)
    while gaps := _within_reach(listed, most):
        listed = _filled(listed, _read(gaps, most), most)
    page = [one for one in listed if isinstance(one, Branch)]
    return page[:most], page[most - 1].id if len(page) > most else None


def _tops(paths: Sequence[str]) -> list[Any]:
    """The highest of these places, in the order of names."""
    highest = {path for path in paths if not any(path != other and path.startswith(other) for other in paths)}
    query = select(*SHOWN).where(Organisation.path.in_(highest)).order_by(Organisation.sort_key, Organisation.id)
    return list(db.session.execute(query)) if highest else []


def _beginning(tops: list[Any], after: int | None) -> list[Branch | Gap]:
    """What the page is made from: all, or what follows one line: what stands below it, then beside it and after, then
    beside and after each committee above it."""
    last = db.session.execute(select(*SHOWN).where(Organisation.id == after)).one_or_none() if after else None
    place = next((at for at, top in enumerate(tops) if last and last.path.startswith(top.path)), None)
    if last is None or place is None:
        return _with_gaps(tops, 0)
    depth = last.path.count("/") - tops[place].path.count("/")
    found: list[Branch | Gap] = [Gap(last.id, depth + 1)]
    chain = _chain(last.path, tops[place].path)
    found += [Gap(row.parent_id, depth - up, (row.sort_key, row.id)) for up, row in enumerate(chain)]
    return found + _with_gaps(tops[place + 1 :], 0)


def _chain(path: str, top: str) -> list[Any]:
    """The organisation at a path and those above it up to the top, which is left out; the lowest first."""
    ids = [int(one) for one in path[len(top) :].split("/") if one]
    query = select(Organisation.id, Organisation.parent_id, Organisation.sort_key).where(Organisation.id.in_(ids))
    rows = {row.id: row for row in db.session.execute(query)} if ids else {}
    return [rows[one] for one in reversed(ids)]


def _within_reach(listed: list[Branch | Gap], most: int) -> list[Gap]:
    """The gaps with fewer lines before them than a page and the one that tells whether another follows."""
    lines, found = 0, []
    for one in listed:
        if isinstance(one, Gap):
            found.append(one)
        elif (lines := lines + 1) > most:
            break
    return found


def _read(gaps: list[Gap], most: int) -> dict[Gap, list[Any]]:
    """What belongs in each gap, no more of it than can be shown; one query."""
    each = [
        and_(
            Organisation.parent_id == one.parent_id, tuple_(Organisation.sort_key, Organisation.id) > tuple_(*one.after)
        )
        for one in gaps
        if one.after
    ]
    whole = [one.parent_id for one in gaps if not one.after]
    order = (Organisation.sort_key, Organisation.id)
    number = func.row_number().over(partition_by=Organisation.parent_id, order_by=order).label("number")
    found = select(*SHOWN, number).where(or_(Organisation.parent_id.in_(whole), *each)).subquery()
    rows: dict[int, list[Any]] = defaultdict(list)
    for row in db.session.execute(select(found).where(found.c.number <= most + 1).order_by(found.c.number)):
        rows[row.parent_id].append(row)
    return {one: rows[one.parent_id] for one in gaps}


def _filled(listed: list[Branch | Gap], read: dict[Gap, list[Any]], most: int) -> list[Branch | Gap]:
    """With what was read in its gaps; what stands after the last line wanted is dropped."""
    found, lines = [], 0
    for one in listed:
        for new in _with_gaps(read.get(one, []), one.depth) if isinstance(one, Gap) else [one]:
            lines += isinstance(new, Branch)
            if lines <= most + 1:
                found.append(new)
    return found


def _with_gaps(rows: Sequence[Any], depth: int) -> list[Branch | Gap]:
    """A line each, and below each committee a gap."""
    found: list[Branch | Gap] = []
    for row in rows:
        found.append(Branch(row.id, row.name, row.code, row.kind, row.ended_on is not None, depth))
        if row.kind is not OrganisationKind.CELL:
            found.append(Gap(row.id, depth + 1))
    return found
