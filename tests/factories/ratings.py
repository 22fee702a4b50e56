"""A cell's year in a line of text, written straight into the tables."""

from datetime import timedelta
from decimal import Decimal

from sqlalchemy import select

from tests.factories.guidance import guidance
from tests.factories.meetings import meeting as make_meeting
from tracker.extensions import db
from tracker.guidance import service as guidances
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind
from tracker.meetings.rules import MeetingState
from tracker.scoresheets.models import Mark, Scoresheet
from tracker.scoresheets.rules import SheetState


def score_of(meeting, total, state=SheetState.RECOGNISED, recognised=None):
    """A sheet of so many points, marks left out; ``recognised`` where the committee gave another total."""
    total, given = Decimal(str(total)), Decimal(str(recognised if recognised is not None else total))
    version = meeting.guidance or _version_of(meeting)
    says = guidances.read(version)
    decided = state in (SheetState.RECOGNISED, SheetState.LOCKED)
    row = Scoresheet(
        meeting=meeting,
        cell_id=meeting.cell_id,
        year=meeting.year,
        month=meeting.month,
        kind=meeting.kind,
        guidance=version,
        sheet_code=says.sheet_for(meeting.kind).code,
        state=state,
        total=total,
        self_class=says.class_of(total),
        agreed_at=meeting.planned_at,
        submitted_at=meeting.planned_at + timedelta(days=1),
        recognised_total=given if decided else None,
        recognised_class=says.class_of(given) if decided else None,
        recognised_at=meeting.planned_at + timedelta(days=5) if decided else None,
        superior_id=meeting.superior_id,
        created_at=meeting.planned_at,
        changed_at=meeting.planned_at,
    )
    db.session.add(row)
    db.session.commit()
    return row


def _version_of(meeting):
    code = "HD42" if meeting.planned_at.date().isoformat() >= "2025-10-28" else "HD09-2019"
    return db.session.scalar(select(GuidanceVersion).where(GuidanceVersion.code == code)) or guidance(code)


def year_of_meetings(cell, year, line, themes=(1, 1, 1, 1)):
    """Twelve words: a total (``~``: agreed only), ``-`` missing, ``x`` excused, ``?`` held, no sheet.

    Thematic ones are unscored.
    """
    made = [_month(cell, year, month, word) for month, word in enumerate(line.split(), start=1)]
    for quarter, number in enumerate(themes, start=1):
        for day in range(number):
            made.append(make_meeting(cell, year, quarter * 3 - 1, 20 + day, MeetingKind.THEMATIC, MeetingState.MINUTED))
    return [one for one in made if one]


def _month(cell, year, month, word):
    if word == "-":
        return None
    if word == "x":
        row = make_meeting(cell, year, month, state=MeetingState.NOT_HELD)
        row.excused_at, row.excused_reason = row.planned_at, "Mưa lũ"
        db.session.commit()
        return row
    row = make_meeting(cell, year, month, state=MeetingState.MINUTED)
    if word != "?":
        score_of(row, word.lstrip("~"), SheetState.SUBMITTED if word.startswith("~") else SheetState.RECOGNISED)
    return row


def marked_sheet(meeting, state=SheetState.RECOGNISED, recognised=None, void=(), **less):
    """A sheet with its marks, straight into the tables: full but for ``less`` (``c1_1="4"`` for 1.1).

    ``recognised``: the committee's marks by code, where it gave others; ``void``: codes without object.
    """
    form = guidances.read(meeting.guidance or _version_of(meeting)).sheet_for(meeting.kind)
    marks = [
        Mark(
            criterion=one.code,
            applies=one.code not in void,
            given=None if one.code in void else Decimal(less.get("c" + one.code.replace(".", "_"), one.full)),
            parts={},
            note="",
            recognised=Decimal(recognised[one.code]) if recognised and one.code in recognised else None,
        )
        for one in form.criteria(meeting.kind)
    ]
    total = sum(mark.given or 0 for mark in marks)
    final = sum((mark.given if mark.recognised is None else mark.recognised) or 0 for mark in marks)
    row = score_of(meeting, total, state, final)
    row.marks = marks
    db.session.commit()
    return row
