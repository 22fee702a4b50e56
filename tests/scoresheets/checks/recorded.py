"""A meeting as the book might have it, and the ways it may differ: facts for the checks, without a database."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

from tests.guidance.files import shipped
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.base import clock
from tracker.duties.rules import DutyKind, DutyState
from tracker.guidance.kinds import MeetingKind
from tracker.meetings.rules import Presence
from tracker.scoresheets.checks.facts import (
    CommitteeFact,
    DecisionFact,
    DocumentFact,
    DutyFact,
    ItemFact,
    MeetingFacts,
    MinutesFact,
    PastFact,
    RollFact,
    SentFact,
    SpokenFact,
)
from tracker.scoresheets.checks.registry import REGISTRY

HD42, OF_2019 = shipped("hd42"), shipped("hd09-2019")
MEETING = 7
DAY = date(2026, 3, 6)
START = clock.moment_of(DAY, time(14))


def guided(by=HD42, exempt=None, special_duty=None, excused=None, **settings):
    """A guidance with another setting or two."""
    asked = {"exempt_counted": exempt, "special_duty_counted": special_duty, "excused_counted": excused}
    attendance = replace(by.attendance, **{name: value for name, value in asked.items() if value is not None})
    return replace(by, attendance=attendance, **settings)


def one(person_id, presence=Presence.PRESENT, exempt=False, special_duty=False, name=None):
    return RollFact(person_id, name or f"Đồng chí {person_id:03d}", exempt, special_duty, presence)


def roll(present=0, late=0, excused=0, unexcused=0, exempt=0, special_duty=0):
    """So many of each, numbered in that order from 1; the exempt and those on special duty stay away with reason."""
    kinds = [
        *[(Presence.PRESENT, False, False)] * present,
        *[(Presence.LATE, False, False)] * late,
        *[(Presence.EXCUSED, False, False)] * excused,
        *[(Presence.UNEXCUSED, False, False)] * unexcused,
        *[(Presence.EXCUSED, True, False)] * exempt,
        *[(Presence.EXCUSED, False, True)] * special_duty,
    ]
    return tuple(one(number, *kind) for number, kind in enumerate(kinds, start=1))


def past(*absent):
    """Earlier meetings of the year, the last first: who was absent from each."""
    return tuple(
        PastFact(100 - ago, START - timedelta(days=30 * ago), frozenset(away)) for ago, away in enumerate(absent, 1)
    )


def sent(number=1, before=timedelta(days=4), to=range(1, 11), reached=None):
    people = frozenset(to)
    return SentFact(50 + number, number, START - before, people, people if reached is None else frozenset(reached))


def document(kind=DocumentKind.DRAFT_RESOLUTION, at=START - timedelta(days=4), number=1):
    return DocumentFact(number, kind, f"tep-{number}.pdf", at)


def item(number=1, kind=ItemKind.DISCUSSION, asks=False, is_done=True, is_written=True, has_conclusion=False):
    return ItemFact(number, kind, f"Nội dung {number}", asks, is_done, is_written, has_conclusion)


def spoke(*people, item_id=None):
    return tuple(SpokenFact(number, person, item_id) for number, person in enumerate(people, start=1))


def duty(kind, state=DutyState.DONE, number=1, assignee=1, named_before=True, **more):
    return DutyFact(number, kind, f"Việc {number}", assignee, f"Đồng chí {assignee:03d}", state, named_before, **more)


def story(**more):
    return duty(DutyKind.STORY, **{"lesson": "Tiết kiệm"} | more)


def paper(**more):
    return duty(DutyKind.THEMATIC_PAPER, **more)


def task(due_on=DAY, done_on=None, state=None, number=1):
    state = state or (DutyState.DONE if done_on else DutyState.OPEN)
    return duty(DutyKind.TASK, state, number, due_on=due_on, done_on=done_on)


def tasks(on_time, late):
    """So many done by their day, so many a day later."""
    return tuple(
        task(DAY, DAY if number < on_time else DAY + timedelta(days=1), number=number)
        for number in range(on_time + late)
    )


def minutes(is_confirmed=True, filed_on=DAY + timedelta(days=1), praise=True, criticism=True):
    return MinutesFact(9, is_confirmed, filed_on, praise, criticism)


def decision(is_passed=True, number=1):
    return DecisionFact(number, f"Nghị quyết {number}", is_passed, 8, 10)


def committee(before=timedelta(days=3), is_minuted=True):
    return CommitteeFact(3, None if before is None else START - before, is_minuted)


def meeting(**differs):
    """A meeting with everything in place, but for what differs; ten members, all there."""
    whole = {
        "meeting_id": MEETING,
        "kind": MeetingKind.REGULAR,
        "is_backfilled": False,
        "planned_at": START,
        "first_planned_on": DAY,
        "held_on": DAY,
        "held_at": START,
        "minutes_held": 110,
        "least_minutes": None,
        "was_planned_ahead": True,
        "has_superior": True,
        "followers": 1,
        "followers_told": 1,
        "roll": roll(present=10),
        "past": past((), ()),
        "sent": (sent(),),
        "documents": (document(),),
        "items": (item(1, asks=True), item(2, ItemKind.STORY), item(3, ItemKind.CONCLUSION, has_conclusion=True)),
        "committee": committee(),
        "spoken": spoke(1, 2, 3, 4, 5),
        "heard": (story(assignee=2),),
        "due": tasks(2, 0),
        "given": (task(DAY + timedelta(days=20)),),
        "minutes": minutes(),
        "decisions": (decision(),),
    }
    return MeetingFacts(**whole | differs)


def thematic(**differs):
    """A thematic meeting with everything in place: 1 wrote the paper and answered, the others commented."""
    whole = {
        "kind": MeetingKind.THEMATIC,
        "heard": (paper(),),
        "items": (item(1, ItemKind.THEME), item(2, has_conclusion=True, asks=True)),
    }
    return meeting(**whole | differs)


def combined(**differs):
    whole = {
        "kind": MeetingKind.COMBINED,
        "minutes_held": 130,
        "heard": (story(assignee=2), paper(number=2)),
        "items": (item(1, ItemKind.THEME), item(2, has_conclusion=True, asks=True), item(3, ItemKind.RESULTS)),
    }
    return meeting(**whole | differs)


def found(check, facts, guidance=HD42):
    return REGISTRY[check].find(facts, guidance)


def at(day, hour, minute=0):
    """A moment by the clocks of Việt Nam, in UTC."""
    return clock.moment_of(day, time(hour, minute))


def moment(text):
    return datetime.fromisoformat(text)
