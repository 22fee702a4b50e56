from datetime import timedelta

from tests.factories.people import member
from tracker.base import clock
from tracker.base.names import folded
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.extensions import db


def duty(kind, assigned_at=None, assignee=None, cell=None, state=DutyState.OPEN, **columns):
    """A duty given at a meeting (or, with ``cell``, at none); one closed has a result."""
    cell = cell or assigned_at.cell
    title = columns.pop("title", "" if kind is DutyKind.STORY else "Việc thử")
    day = assigned_at.day if assigned_at else None
    given = {
        "due_on": day and day + timedelta(days=20) if kind is not DutyKind.STORY else None,
        "created_at": assigned_at.planned_at if assigned_at else clock.now(),
        "result": "" if state is DutyState.OPEN else "Kết quả thử",
        "folded": folded(f"{title} {columns.get('lesson', '')}"),
    } | columns
    if state is DutyState.DONE:
        given.setdefault("done_on", given["due_on"] or day)
    row = Duty(
        cell=cell, kind=kind, title=title, assignee=assignee or member(cell), assigned_at=assigned_at, state=state,
        **given,
    )  # fmt: skip
    db.session.add(row)
    db.session.commit()
    return row


def story(*args, **columns):
    return duty(DutyKind.STORY, *args, **columns)


def paper(*args, **columns):
    return duty(DutyKind.THEMATIC_PAPER, *args, **columns)


def task(*args, **columns):
    return duty(DutyKind.TASK, *args, **columns)
