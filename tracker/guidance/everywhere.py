"""Which version holds for each of many cells, in a fixed number of queries. For one cell: ``service.chosen``."""

from collections.abc import Collection, Sequence
from datetime import date

from sqlalchemy import or_, select

from tracker.extensions import db
from tracker.guidance import service
from tracker.guidance.kinds import MeetingKind
from tracker.guidance.models import GuidanceVersion
from tracker.organisations.models import Placement

Scoped = dict[int | None, GuidanceVersion]


def chosen_for(cell_ids: Collection[int], kind: MeetingKind, days: Sequence[date]) -> dict[int, GuidanceVersion | None]:
    """By cell, the version in force on the first of these days on which there is one.

    One query, and one a day on which a version of a committee's own is in force.
    """
    versions = _of_days(days)
    found: dict[int, GuidanceVersion | None] = dict.fromkeys(cell_ids)
    left: Collection[int] = cell_ids
    for day in days:
        scoped = _by_scope(versions, kind, day)
        if not left or not scoped:
            continue
        found |= _nearest(left, scoped, day)
        left = [cell_id for cell_id in left if found[cell_id] is None]
    return found


def _of_days(days: Sequence[date]) -> list[GuidanceVersion]:
    still = or_(GuidanceVersion.valid_until.is_(None), GuidanceVersion.valid_until >= min(days))
    query = select(GuidanceVersion).where(GuidanceVersion.valid_from <= max(days), still)
    return list(db.session.scalars(query.order_by(GuidanceVersion.valid_from.desc(), GuidanceVersion.id)))


def _by_scope(versions: Sequence[GuidanceVersion], kind: MeetingKind, day: date) -> Scoped:
    """The version of each scope on that day, the latest begun before others."""
    found: Scoped = {}
    for version in versions:
        if service.is_in_force(version, day) and kind in service.read(version).kinds:
            found.setdefault(version.scope_id, version)
    return found


def _nearest(cell_ids: Collection[int], scoped: Scoped, day: date) -> dict[int, GuidanceVersion | None]:
    """By cell, the version of itself or of the nearest above it that has one of its own, else the one for all."""
    for_all = scoped.get(None)
    if not scoped.keys() - {None}:
        return dict.fromkeys(cell_ids, for_all)
    parents = _parents(day)
    return {cell_id: _upwards(cell_id, parents, scoped) or for_all for cell_id in cell_ids}


def _upwards(cell_id: int, parents: dict[int, int | None], scoped: Scoped) -> GuidanceVersion | None:
    here: int | None = cell_id
    seen: set[int] = set()
    while here is not None and here not in seen:
        if here in scoped:
            return scoped[here]
        seen.add(here)
        here = parents.get(here)
    return None


def _parents(day: date) -> dict[int, int | None]:
    """Who stood under whom on that day; of two placements the later begun."""
    query = select(Placement.organisation_id, Placement.parent_id).where(
        Placement.from_date <= day, or_(Placement.until_date.is_(None), Placement.until_date >= day)
    )
    return {key: parent for key, parent in db.session.execute(query.order_by(Placement.from_date))}
