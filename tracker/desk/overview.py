"""A committee's first screen: what waits for the reader, who is behind and with what, how much of it was in time."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from tracker.base import clock
from tracker.desk import reviewer_todos
from tracker.desk.todo import Todo
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.permissions import Actor, Office
from tracker.reviews import lacking, reminding, settings, timing
from tracker.reviews import service as reviews
from tracker.reviews.context import Branch, Place
from tracker.reviews.lacking import Cell, Lacking
from tracker.reviews.models import ReviewSettings
from tracker.reviews.punctuality import Rates
from tracker.reviews.reminding import Asked
from tracker.reviews.rules import Wanted
from tracker.reviews.service import Status
from tracker.reviews.timing import Timing

HANDED_IN = (Status.WAITING, Status.UNDER_REVIEW, Status.RETURNED, Status.RECOGNISED)


@dataclass(frozen=True)
class BranchLine:
    """A committee below with all the cells anywhere under it; ``branch`` is ``None`` for the cells directly under the
    committee looked at."""

    branch: Branch | None
    name: str
    tallies: dict[Status, int]
    rates: Rates

    def count(self, *statuses: Status) -> int:
        return sum(self.tallies[status] for status in statuses)

    @property
    def cells(self) -> int:
        return self.count(*Status)

    @property
    def met(self) -> int:
        return self.count(*HANDED_IN, Status.NOT_SUBMITTED)

    @property
    def handed_in(self) -> int:
        return self.count(*HANDED_IN)

    @property
    def waiting(self) -> int:
        return self.count(Status.WAITING, Status.UNDER_REVIEW)

    @property
    def recognised(self) -> int:
        return self.count(Status.RECOGNISED)


@dataclass(frozen=True)
class Overview:
    """``todos`` is ``None`` for a reader who does not review here. ``asked``: what the committee reminded cells of."""

    place: Place
    today: date
    settings: ReviewSettings
    todos: list[Todo] | None
    timing: Timing
    lists: list[Lacking]
    asked: dict[tuple[int, Wanted], Asked]
    branches: list[BranchLine]

    @property
    def is_running(self) -> bool:
        return self.today <= self.place.month_view.last

    @property
    def is_behind(self) -> bool:
        return any(one.total for one in self.lists)

    def reminded(self, one: Lacking, cell: Cell) -> Asked | None:
        return self.asked.get((cell.cell_id, one.wanted))

    def may_remind(self, one: Lacking, cell: Cell) -> bool:
        """Not reminded of it today."""
        asked = self.reminded(one, cell)
        return asked is None or asked.day != self.today

    def remindable(self, one: Lacking) -> bool:
        return bool(one.beyond) or any(self.may_remind(one, cell) for cell in one.cells)


def of(place: Place, tallies: dict[str, dict[Status, int]], by: Actor, at: datetime) -> Overview:
    """``tallies`` by the path of the committee above the cells."""
    committee, month = place.committee, place.month_view
    days = settings.of(committee.id)
    timed = timing.of(month, days, clock.day_of(at))
    return Overview(
        place=place,
        today=clock.day_of(at),
        settings=days,
        todos=_todos(place, by, at),
        timing=timed,
        lists=lacking.of_month(month, days, at, reviews.added_up(tallies.values())),
        asked=reminding.of_month(committee.id, place.year, place.month),
        branches=_branches(place, tallies, timed),
    )


def _todos(place: Place, by: Actor, at: datetime) -> list[Todo] | None:
    """Of every committee at or below what is looked at for which the reader reviews; ``None`` where there is none."""
    posts = [post for post in by.posts if post.office is Office.REVIEWER and post.path.startswith(place.within.path)]
    if not posts:
        return None
    ids = [post.organisation_id for post in posts]
    query = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids)).order_by(Organisation.sort_key)
    named = {key: name for key, name in db.session.execute(query)}
    return reviewer_todos.together(reviewer_todos.todos(ids, at, by), named)


def _branches(place: Place, tallies: dict[str, dict[Status, int]], timed: Timing) -> list[BranchLine]:
    """The committees directly below, then the cells that stand directly under the committee, where there are any."""
    below = place.branches_below
    if not below:
        return []
    lines = [
        BranchLine(
            one, one.name,
            reviews.added_up(part for path, part in tallies.items() if path.startswith(one.path)),
            timed.within(one.path),
        )
        for one in below
    ]  # fmt: skip
    here = place.within.path
    own = BranchLine(
        None, place.within.name, reviews.added_up([tallies.get(here, {})]), timed.by_parent.get(here, Rates())
    )
    return [*lines, own] if own.cells else lines
