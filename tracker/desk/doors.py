"""The parts of a person's front door, by the offices they hold and the cell they are a member of."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from tracker.base import clock
from tracker.desk import administrator, delegate, member, observer, reviewer, secretary
from tracker.notices import service as notices
from tracker.notices.models import Notice
from tracker.permissions import Actor

MOST_NOTICES = 8


@dataclass(frozen=True)
class Front:
    """``desks`` in the order of offices; the first one heads the page. ``notices``: the newest unread."""

    desks: list[Any]
    notices: list[Notice]
    unread: int
    today: date

    @property
    def head(self) -> Any:
        return self.desks[0] if self.desks else None

    @property
    def todos(self) -> list[Any]:
        return [todo for desk in self.desks for todo in getattr(desk, "todos", ())]

    @property
    def waiting(self) -> int:
        """How many things wait, those beyond a list's end too."""
        return len(self.todos) + sum(getattr(desk, "beyond", 0) for desk in self.desks)

    @property
    def nearest(self) -> date | None:
        """When the first of all that waits is due."""
        return min((todo.due for todo in self.todos if todo.due), default=None)


def front(by: Actor, at: datetime) -> Front:
    kept = [secretary.desk(cell_id, by, at) for cell_id in secretary.cells_of(by)]
    own = [member.desk(by.cell_id, by, at)] if by.cell_id is not None else []
    others = [one for of in (delegate, administrator, observer) if (one := of.desk(by, at)) is not None]
    return Front(
        desks=[*kept, *reviewer.desks(by, at), *own, *others],
        notices=notices.unread(by.person_id, MOST_NOTICES),
        unread=notices.count_unread(by.person_id),
        today=clock.day_of(at),
    )
