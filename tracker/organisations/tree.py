"""The tree as an indented list."""

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy import or_, select

from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, under


@dataclass(frozen=True)
class Branch:
    """One line of the list; ``depth`` counts from the reader's own top."""

    id: int
    name: str
    code: str
    kind: OrganisationKind
    ended: bool
    depth: int


def outline(paths: Sequence[str], after: int | None = None, most: int = 200) -> tuple[list[Branch], int | None]:
    """What stands at these places and below, each under its parent and in the order of names.

    A page of ``most`` lines that follows the organisation ``after``; and the key of the next page, if there is one.
    """
    lines = list(_walk(_rows(paths)))
    start = next((place + 1 for place, line in enumerate(lines) if line.id == after), 0)
    page = lines[start : start + most]
    return page, page[-1].id if start + most < len(lines) else None


def _rows(paths: Sequence[str]):
    query = select(
        Organisation.id, Organisation.parent_id, Organisation.name, Organisation.code, Organisation.kind,
        Organisation.ended_on,
    ).order_by(Organisation.sort_key, Organisation.id)  # fmt: skip
    within = or_(*(under(Organisation, path) for path in paths))
    return db.session.execute(query.where(within)).all() if paths else []


def _walk(rows: Sequence) -> Iterator[Branch]:
    """Parents before children; without recursion, so that no tree is too deep."""
    known = {row.id for row in rows}
    below: dict[int | None, list] = defaultdict(list)
    for row in rows:
        below[row.parent_id if row.parent_id in known else None].append(row)
    stack = [(row, 0) for row in reversed(below[None])]
    while stack:
        row, depth = stack.pop()
        yield Branch(row.id, row.name, row.code, row.kind, row.ended_on is not None, depth)
        stack += [(child, depth + 1) for child in reversed(below[row.id])]
