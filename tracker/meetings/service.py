"""Meetings as the other stages ask for them. Acts stand by verb: planning, replies, roll, holding."""

from datetime import date, datetime

from sqlalchemy import Select, and_, bindparam, func, or_, select, update
from sqlalchemy.orm import contains_eager, joinedload

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.extensions import db
from tracker.guidance import rules as guidance_rules
from tracker.guidance import service as guidance
from tracker.meetings import calendar, rules, words
from tracker.meetings.models import Meeting, Reply, RollEntry
from tracker.meetings.rules import MeetingState, Presence, Turnout
from tracker.meetings.slots import AFTER_CHANGE
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation

SHOWN = (
    joinedload(Meeting.cell),
    joinedload(Meeting.chair),
    joinedload(Meeting.minute_taker),
    joinedload(Meeting.superior),
    joinedload(Meeting.guidance),
)


def get(meeting_id: int) -> Meeting:
    """The meeting with its cell, superior, chair, minute-taker and guidance, or ``NoResultFound``."""
    return db.session.get_one(Meeting, int(meeting_id), options=SHOWN)


_HEADED = (
    select(Meeting)
    .where(Meeting.id == bindparam("meeting_id"))
    .options(joinedload(Meeting.cell), joinedload(Meeting.chair))
)


def headed(meeting_id: int) -> Meeting:
    """The meeting with what the head of its pages names, for a page that shows no more of it; or ``NoResultFound``."""
    return db.session.scalars(_HEADED, {"meeting_id": int(meeting_id)}).one()


def _of_cell(cell: Organisation) -> Select[Meeting]:
    return select(Meeting).where(Meeting.cell_id == cell.id)


def of_year(cell: Organisation, year: int) -> list[Meeting]:
    """A cell's meetings that count for a year, of every kind, those not held too, earliest first."""
    query = _of_cell(cell).where(Meeting.year == year).options(joinedload(Meeting.chair))
    return list(db.session.scalars(query.order_by(Meeting.month, Meeting.planned_at, Meeting.id)))


def _regular(cell: Organisation) -> Select[Meeting]:
    """The regular meetings of a cell (with or without a thematic part) that were not called off."""
    return _of_cell(cell).where(Meeting.kind.in_(rules.REGULAR), Meeting.state != MeetingState.NOT_HELD)


def regular_of_month(cell: Organisation, year: int, month: int) -> Meeting | None:
    """The regular meeting that counts for the month, planned or held; ``None`` where none stands."""
    return db.session.scalar(_regular(cell).where(Meeting.year == year, Meeting.month == month))


def previous_regular(meeting: Meeting) -> Meeting | None:
    """The cell's regular meeting before this one (by the month it counts for); skips those not held."""
    earlier = or_(Meeting.year < meeting.year, and_(Meeting.year == meeting.year, Meeting.month < meeting.month))
    query = _regular(meeting.cell).where(earlier, Meeting.id != meeting.id)
    return db.session.scalar(query.order_by(Meeting.year.desc(), Meeting.month.desc()).limit(1))


def next_regular(meeting: Meeting) -> Meeting | None:
    """The cell's regular meeting after this one; ``None`` where none is planned yet."""
    later = or_(Meeting.year > meeting.year, and_(Meeting.year == meeting.year, Meeting.month > meeting.month))
    query = _regular(meeting.cell).where(later, Meeting.id != meeting.id)
    return db.session.scalar(query.order_by(Meeting.year, Meeting.month).limit(1))


def last_regular(cell: Organisation) -> Meeting | None:
    """The latest regular meeting of the cell, planned or held."""
    return db.session.scalar(_regular(cell).order_by(Meeting.year.desc(), Meeting.month.desc()).limit(1))


def committee_meetings(cell: Organisation, year: int) -> list[Meeting]:
    """The cell committee's own meetings of a year and the one before, newest first: what may have prepared others."""
    query = _of_cell(cell).where(
        Meeting.kind == guidance_rules.MeetingKind.COMMITTEE,
        Meeting.year.in_([year, year - 1]),
        Meeting.state != MeetingState.NOT_HELD,
    )
    return list(db.session.scalars(query.order_by(Meeting.planned_at.desc())))


def coming(cell: Organisation, today: date) -> list[Meeting]:
    """Meetings still to be held, nearest first, those whose day has passed included."""
    query = _of_cell(cell).where(Meeting.state.in_(rules.BEFORE)).options(*SHOWN)
    return list(db.session.scalars(query.order_by(Meeting.planned_at)))


# --- the roll as stored ---------------------------------------------------------------------------------------------


_ROLL = (
    select(RollEntry)
    .where(RollEntry.meeting_id == bindparam("meeting_id"))
    .join(RollEntry.person)
    .options(contains_eager(RollEntry.person))
)


def roll(meeting: Meeting) -> list[RollEntry]:
    """The roll as taken, in the order of names, persons loaded; empty while nobody took it."""
    entries = db.session.scalars(_ROLL, {"meeting_id": meeting.id})
    return sorted(entries, key=lambda entry: (entry.person.sort_key, entry.person_id))


_REPLIES = select(Reply).where(Reply.meeting_id == bindparam("meeting_id")).options(joinedload(Reply.entered_by))


def replies(meeting: Meeting) -> dict[int, Reply]:
    """What members said ahead, by person."""
    return {reply.person_id: reply for reply in db.session.scalars(_REPLIES, {"meeting_id": meeting.id})}


def guidance_of(meeting: Meeting) -> guidance_rules.Guidance | None:
    """The guidance fixed for the meeting; before it is fixed, the one in force on its day; ``None`` without any."""
    version = meeting.guidance or guidance.chosen(meeting.cell, meeting.kind, meeting.day)
    return guidance.read(version) if version else None


def counting(meeting: Meeting) -> rules.Counting:
    """Who stands in the denominator of this meeting's roll."""
    found = guidance_of(meeting)
    if found is None:
        return rules.Counting()
    of = found.attendance
    return rules.Counting(
        of.exempt_counted, of.special_duty_counted, of.excused_counted, found.quorum, found.absent_months
    )


def turnout(meeting: Meeting, entries: list[RollEntry] | None = None) -> Turnout:
    """The meeting's roll in figures; ``share`` is ``None`` where it was not taken or nobody was obliged."""
    given = roll(meeting) if entries is None else entries
    return rules.turnout([(entry.is_obliged, entry.presence) for entry in given], counting(meeting))


def absent_months(cell: Organisation, year: int, until: int = 12) -> dict[int, int]:
    """In how many months of the year each person missed the regular meeting without reason, up to month ``until``."""
    query = (
        select(RollEntry.person_id, func.count(func.distinct(Meeting.month)))
        .join(RollEntry.meeting)
        .where(
            Meeting.cell_id == cell.id,
            Meeting.year == year,
            Meeting.month <= until,
            Meeting.kind.in_(rules.REGULAR),
            RollEntry.presence == Presence.UNEXCUSED,
        )
        .group_by(RollEntry.person_id)
    )
    return {person_id: months for person_id, months in db.session.execute(query)}


# --- what acts share ------------------------------------------------------------------------------------------------


def step(meeting: Meeting, act: str, reason: str | None = None) -> None:
    """Move the meeting by its table of transitions, or refuse in a sentence."""
    try:
        meeting.state = rules.MEETING.step(act, meeting.state, reason)
    except WrongState as wrong:
        raise RuleBroken(words.wrong_state(meeting)) from wrong
    except ReasonMissing as missing:
        raise RuleBroken(words.reason_missing()) from missing


def announce(meeting: Meeting, at: datetime) -> Meeting:
    """Let those who keep figures of meetings bring theirs up to date; the end of such an act."""
    db.session.flush()
    for keep in AFTER_CHANGE:
        keep(meeting, at)
    return meeting


def fix_superior(meeting: Meeting) -> None:
    """The committee directly above the cell on the meeting's day."""
    with db.session.no_autoflush:  # what changed must still be seen by the trail
        meeting.superior = organisations.superior_on(meeting.cell, meeting.day)


def follow_move(organisation: Organisation, day: date, at: datetime) -> None:
    """A cell moved from ``day`` on: its meetings of that day and later stand under the new committee."""
    when = func.coalesce(Meeting.held_from, Meeting.planned_at)
    later = update(Meeting).where(Meeting.cell_id == organisation.id, when >= clock.moment_of(day))
    db.session.execute(later.values(superior_id=organisation.parent_id, version=Meeting.version + 1))


def fix_guidance(meeting: Meeting) -> None:
    """Keep the guidance in force on the meeting's day, from now on; ``None`` where none is in force."""
    with db.session.no_autoflush:
        meeting.guidance = guidance.chosen(meeting.cell, meeting.kind, meeting.day)


# --- the year -------------------------------------------------------------------------------------------------------


def sitting_of(meeting: Meeting) -> calendar.Sitting:
    return calendar.Sitting(
        kind=meeting.kind,
        month=meeting.month,
        day=meeting.day,
        state=meeting.state,
        is_excused=meeting.excused_at is not None,
        is_backfilled=meeting.is_backfilled,
        theme=meeting.theme,
        row=meeting,
    )


def year_page(cell: Organisation, year: int, today: date) -> calendar.Year:
    """The cell's year as its page shows it; one query."""
    sittings = [sitting_of(meeting) for meeting in of_year(cell, year)]
    return calendar.year_of(year, sittings, today, cell.founded_on, cell.ended_on)
