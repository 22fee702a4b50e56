from decimal import Decimal

from tests.factories.people import account as make_account
from tests.factories.scoresheets import actor
from tracker.base import clock
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.people import service as people
from tracker.scoresheets import polls

__all__ = ("answer", "poll")


def poll(sheet, answers=(), closed=False):
    """The members present are asked; those first on the roll answer, a row of ``{group: mark}`` each."""
    here = [entry.person for entry in meetings.roll(sheet.meeting)]
    for person in here:
        if people.account_of(person.id) is None:
            make_account(person, f"poll-{person.id}")
    polls.ask(sheet, actor(here[0]), clock.now())
    for person, given in zip(here, answers, strict=False):
        answer(sheet, person, given)
    if closed:
        polls.close(sheet, actor(here[0]), clock.now())
    db.session.commit()
    return polls.get(sheet.id)


def answer(sheet, person, groups, **criteria):
    """One member's answer; detail as ``c1_1="4"`` for criterion 1.1."""
    detail = {name[1:].replace("_", "."): Decimal(points) for name, points in criteria.items()}
    given = polls.Given({code: Decimal(points) for code, points in groups.items()}, detail)
    polls.answer(polls.get(sheet.id), given, actor(person), clock.now())
    db.session.commit()
