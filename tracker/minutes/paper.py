"""What the official form of the minutes says beyond what is typed: who was there, under what heading, passed where.

Its words are Vietnamese in whatever language the page is read.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import force_locale

from tracker.agendas.models import AgendaItem
from tracker.contributions.models import Contribution
from tracker.meetings.models import Meeting, RollEntry
from tracker.meetings.rules import Mark, Presence
from tracker.meetings.words import mark_in_words, title_of
from tracker.minutes.models import Minutes
from tracker.people.models import Rank


@dataclass(frozen=True)
class Attendance:
    """A roll as minutes tell it. ``present`` is everybody there; ``absent`` (name, reason) leaves out exempt ones."""

    total: int
    official: int
    probationary: int
    exempt: int
    present: int
    late: list[str]
    absent: list[tuple[str, str]]


def attendance(roll: list[RollEntry]) -> Attendance:
    there = [entry for entry in roll if entry.presence in (Presence.PRESENT, Presence.LATE)]
    away = [entry for entry in roll if entry not in there and entry.rank is not Rank.EXEMPT]
    of = {rank: sum(1 for entry in roll if entry.rank is rank) for rank in Rank}
    with force_locale("vi"):
        absent = [
            (entry.person.full_name, mark_in_words(Mark(entry.person_id, entry.presence, entry.reason)))
            for entry in away
        ]
    return Attendance(
        total=len(roll),
        official=of[Rank.OFFICIAL],
        probationary=of[Rank.PROBATIONARY],
        exempt=of[Rank.EXEMPT],
        present=len(there),
        late=[entry.person.full_name for entry in there if entry.presence is Presence.LATE],
        absent=absent,
    )


def subject(meeting: Meeting) -> str:
    with force_locale("vi"):
        return title_of(meeting)


def passed_at(meeting: Meeting, minutes: Minutes | None) -> str:
    """The later meeting that passed the minutes; empty where this one did, or none yet."""
    place = minutes.confirmed_at_meeting if minutes else None
    return subject(place) if place is not None and place.id != meeting.id else ""


def by_item(items: Iterable[AgendaItem], given: Iterable[Contribution]) -> dict[int | None, list[Contribution]]:
    """Input by agenda item; under ``None`` that on no item, or on one taken off."""
    found: dict[int | None, list[Contribution]] = {None: []} | {item.id: [] for item in items}
    for one in given:
        found[one.item_id if one.item_id in found else None].append(one)
    return found
