"""The committees above the cells, with their reviewers, and the published guidance."""

from dataclasses import dataclass
from datetime import date, time

from tests.bench.making import names
from tests.bench.making.sizes import Committee, Size
from tracker.base import clock
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
    for place, row in enumerate(size.committees):
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
    return planted, administrator.id
