"""The committees as they stood on a day: who was under whom, and under what name."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

from sqlalchemy import or_, select

from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind, Placement


@dataclass
class Lineage:
    """Names by committee, and the committees directly below each in the order of names."""

    names: dict[int, str] = field(default_factory=dict)
    parents: dict[int, int | None] = field(default_factory=dict)
    below: dict[int | None, list[int]] = field(default_factory=lambda: defaultdict(list))

    def children(self, committee_id: int) -> list[int]:
        return self.below.get(committee_id, [])

    def within(self, committee_id: int) -> Iterator[int]:
        """The committee and all below it; each once, however the placements were typed."""
        seen, waiting = {committee_id}, [committee_id]
        while waiting:
            here = waiting.pop()
            yield here
            fresh = [one for one in self.children(here) if one not in seen]
            seen.update(fresh)
            waiting += fresh


def last_day(year: int, today: date) -> date:
    """31 December, or today while the year runs."""
    return min(today, date(year, 12, 31))


def on(day: date) -> Lineage:
    """One query, whatever the number of committees."""
    query = (
        select(Placement.organisation_id, Placement.parent_id, Placement.name)
        .join(Organisation, Organisation.id == Placement.organisation_id)
        .where(
            Organisation.kind != OrganisationKind.CELL, Placement.from_date <= day,
            or_(Placement.until_date.is_(None), Placement.until_date >= day),
        )
        .order_by(Organisation.sort_key, Organisation.id)
    )  # fmt: skip
    found = Lineage()
    for key, parent, name in db.session.execute(query):
        found.names[key], found.parents[key] = name, parent
        found.below[parent].append(key)
    return found
