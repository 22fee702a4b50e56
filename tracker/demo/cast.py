"""A cell with its people, and who acts for it on which day."""

from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from functools import cache

from tracker.base import clock
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.people import accounts, joining, offices, service, sessions
from tracker.people.models import Account, Person, Rank, Standing
from tracker.permissions import Actor, Office

PASSWORD = "xem-thu-so-chi-bo"  # noqa: S105  # the demo's, printed by its command; no other book has these accounts  # nosec B105


@cache
def _hashed() -> str:
    return sessions.hash_password(PASSWORD)


def opened(
    person: Person, user_name: str, organisation: Organisation, at: datetime, by: Actor | None = None
) -> Account:
    """An account with the demo's password, its opening in the trail."""
    account = accounts.add(person, user_name, PASSWORD, at, hashed=_hashed())
    accounts.note(by, "account.open", account, accounts.Seat(person, organisation), at)
    return account


@dataclass
class Cast:
    """A cell, and the accounts of those who act in its book; ``now`` is later than every act."""

    cell: Organisation
    now: datetime
    accounts: dict[int, Account] = field(default_factory=dict)
    known: dict[tuple[int, date], Actor] = field(default_factory=dict)
    reviewers: dict[date, Actor] = field(default_factory=dict)

    def admit(self, name: str, since: date, rank: Rank = Rank.OFFICIAL, user: str = "", reason: str = "") -> Person:
        at = self.morning(since)
        standing = joining.admit(None, self.cell, full_name=name, rank=rank, since=since, at=at, reason=reason)
        if user:
            self.accounts[standing.person_id] = opened(standing.person, user, self.cell, at)
        return standing.person

    def appoint(self, person: Person, office: Office, since: date, until: date | None = None) -> None:
        offices.appoint(None, person, self.cell, office, since, self.morning(since), until)

    def morning(self, day: date) -> datetime:
        return min(clock.moment_of(day, time(8)), self.now)

    def actor(self, person_id: int, day: date) -> Actor:
        if (person_id, day) not in self.known:
            self.known[person_id, day] = sessions.actor_of(self.accounts[person_id], day)
        return self.known[person_id, day]

    def members(self, day: date) -> list[Standing]:
        return service.members_on(self.cell, day)

    def holder(self, office: Office, day: date) -> Person | None:
        return service.holder(self.cell, office, day)

    def secretary(self, day: date) -> Person:
        found = self.holder(Office.SECRETARY, day)
        if found is None:
            raise LookupError(f"{self.cell.name} has no secretary on {day}")
        return found

    def reviewer(self, day: date) -> Actor:
        """Who reviews for the committee directly above on that day."""
        if day not in self.reviewers:
            above = organisations.superior_on(self.cell, day)
            person = service.holder(above, Office.REVIEWER, day) if above else None
            account = service.account_of(person.id) if person else None
            if account is None:
                raise LookupError(f"nobody reviews {self.cell.name} on {day}")
            self.reviewers[day] = sessions.actor_of(account, day)
        return self.reviewers[day]


def working_day(day: date) -> date:
    """The day itself, or the Monday after a weekend; the Friday before where Monday falls in the next month."""
    if day.weekday() < 5:
        return day
    monday = day + timedelta(days=7 - day.weekday())
    return monday if monday.month == day.month else day - timedelta(days=day.weekday() - 4)
