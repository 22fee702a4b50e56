"""The committees above the cells, with their reviewers, and the published guidance."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time

from tests.bench.making import names
from tests.bench.making.loading import here
from tests.bench.making.sizes import Committee, Size
from tracker.base import clock
from tracker.base.names import folded, text_key
from tracker.demo import building
from tracker.guidance import service as guidance
from tracker.organisations import founding
from tracker.organisations.models import Organisation
from tracker.permissions import Office


@dataclass(frozen=True)
class Planted:
    """A committee as it stands in the book, with its reviewer: ids alone, which outlast the session."""

    row: Committee
    id: int
    path: str
    reviewer_id: int
    reviewer_account_id: int


def plant(size: Size, since: date) -> tuple[list[Planted], int]:
    """The committees in the size's order, the guidance published, and the id of the administrator's account."""
    made: list[Organisation] = []
    planted: list[Planted] = []
    at = clock.moment_of(since, time(8))
    for place, row in enumerate(size.committees[: size.founded]):
        above = None if row.under is None else made[row.under]
        one = founding.create(
            None, parent=above, code=f"DU{place:05d}", name=row.name, kind=row.kind, since=since, at=at,
            locality="Đồi Chè",
        )  # fmt: skip
        made.append(one)
        if above is None:
            guidance.import_shipped(None, at)
        account = building.official(one, names.of_person(5000 + place), f"tham{place}", Office.REVIEWER, since)
        planted.append(Planted(row, one.id, one.path, account.person_id, account.id))
    administrator = building.official(made[0], names.of_person(4999), "quantri", Office.ADMINISTRATOR, since)
    put_in(planted, size.committees[size.founded :], since)
    return planted, administrator.id


def put_in(planted: list[Planted], rows: Sequence[Committee], since: date) -> None:
    """Committees without people of their own, as rows."""
    first = max(one.id for one in planted) + 1
    for key, row in enumerate(rows, start=first):
        above = planted[row.under or 0]
        planted.append(Planted(row, key, f"{above.path}{key}/", above.reviewer_id, above.reviewer_account_id))
    loader = here()
    made = planted[-len(rows) :] if rows else []
    loader.add(
        "organisation",
        ("id", "code", "name", "kind", "parent_id", "path", "sort_key", "folded", "locality", "founded_on",
         "usual_place", "version"),
        ((one.id, f"DU{one.id:05d}", one.row.name, one.row.kind.value, planted[one.row.under or 0].id, one.path,
          text_key(one.row.name), folded(one.row.name), "Đồi Chè", since.isoformat(), "", 1) for one in made),
    )  # fmt: skip
    placed = ((one.id, planted[one.row.under or 0].id, one.row.name, since.isoformat(), "") for one in made)
    loader.add("placement", ("organisation_id", "parent_id", "name", "from_date", "basis"), placed)
    loader.set_sequences()
