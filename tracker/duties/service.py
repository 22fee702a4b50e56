"""Stories, thematic papers and tasks: finding them, and what acts on them share. Nothing here commits.

``giving`` assigns them, ``placing`` puts them on agendas, ``hearing`` records what came of them.
"""

from collections.abc import Sequence
from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import Select, and_, func, or_, select
from sqlalchemy.orm import aliased, joinedload
from sqlalchemy.orm.interfaces import ORMOption

from tracker.agendas.models import AgendaItem
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.base.transitions import ReasonMissing, WrongState
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.duties import rules, words
from tracker.duties.models import Duty
from tracker.duties.rules import DUTY, DutyKind, DutyState
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Answer, Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.people import service as people
from tracker.people.models import Person, Rank, Standing

Loaded = Sequence[ORMOption]
SHOWN: Loaded = (
    joinedload(Duty.assignee),
    joinedload(Duty.cell),
    joinedload(Duty.assigned_at),
    joinedload(Duty.result_at),
    joinedload(Duty.item).joinedload(AgendaItem.meeting),
    joinedload(Duty.contribution).joinedload(Contribution.person),
)
CARRIED = (DutyKind.STORY, DutyKind.THEMATIC_PAPER)
NAMED: Loaded = (joinedload(Duty.assignee),)
GIVEN_AT, HEARD_AT = aliased(Meeting), aliased(Meeting)


def get(duty_id: int) -> Duty:
    return db.session.get_one(Duty, duty_id, options=SHOWN)


def of_cell(cell: Organisation, duty_id: int) -> Duty:
    """A duty of this very cell, or ``NoResultFound``."""
    return db.session.scalars(select(Duty).options(*SHOWN).where(Duty.id == duty_id, Duty.cell_id == cell.id)).one()


def of_item(item: AgendaItem) -> list[Duty]:
    """The story or papers that stand on an agenda item."""
    query = select(Duty).options(*SHOWN).where(Duty.item_id == item.id, Duty.state != DutyState.DROPPED)
    return list(db.session.scalars(query.order_by(Duty.id)))


def carried_to(meeting: Meeting, loaded: Loaded = SHOWN) -> list[Duty]:
    """Stories and papers due at a meeting: those on its agenda, and those heard there."""
    query = (
        select(Duty)
        .options(*loaded)
        .outerjoin(AgendaItem, Duty.item_id == AgendaItem.id)
        .where(
            Duty.cell_id == meeting.cell_id,
            Duty.kind.in_(CARRIED),
            Duty.state != DutyState.DROPPED,
            or_(AgendaItem.meeting_id == meeting.id, Duty.result_at_id == meeting.id),
        )
    )
    return list(db.session.scalars(query.order_by(Duty.kind, Duty.id)))


def assigned_at(meeting: Meeting, loaded: Loaded = SHOWN) -> list[Duty]:
    """What a meeting gave people to do, in the order it was given."""
    query = select(Duty).options(*loaded)
    query = query.where(Duty.assigned_at_id == meeting.id, Duty.state != DutyState.DROPPED)
    return list(db.session.scalars(query.order_by(Duty.id)))


def due_at(meeting: Meeting, loaded: Loaded = SHOWN) -> list[Duty]:
    """The tasks whose results a meeting hears: given earlier, due by its day, and not heard by an earlier regular one.

    Tasks heard ahead of their day count too. The list stays the same when a later meeting hears what this one did not.
    """
    query = (
        select(Duty)
        .options(*loaded)
        .outerjoin(GIVEN_AT, Duty.assigned_at_id == GIVEN_AT.id)
        .outerjoin(HEARD_AT, Duty.result_at_id == HEARD_AT.id)
        .where(
            Duty.cell_id == meeting.cell_id,
            Duty.kind == DutyKind.TASK,
            Duty.state != DutyState.DROPPED,
            or_(GIVEN_AT.id.is_(None), GIVEN_AT.planned_at < meeting.planned_at),
        )
    )
    unheard = or_(HEARD_AT.id.is_(None), HEARD_AT.planned_at > meeting.planned_at)
    heard_here = HEARD_AT.planned_at <= meeting.planned_at
    previous = meetings.previous_regular(meeting)
    if previous is not None:
        heard_here = and_(heard_here, HEARD_AT.planned_at > previous.planned_at)
    query = query.where(or_(and_(Duty.due_on <= meeting.day, unheard), heard_here))
    return list(db.session.scalars(query.order_by(Duty.due_on, Duty.id)))


def done_on_time(meeting: Meeting) -> tuple[int, int] | None:
    """Of the tasks due at a meeting: how many were done by their day, of how many; ``None`` when none was due."""
    due = [task for task in due_at(meeting) if task.due_on is not None]
    return rules.done_on_time(
        rules.Due(task.due_on, task.done_on if task.state is DutyState.DONE else None) for task in due if task.due_on
    )


def open_tasks(cell: Organisation) -> list[Duty]:
    """Tasks still to be done, the longest due first."""
    query = _open(cell).where(Duty.kind == DutyKind.TASK)
    return list(db.session.scalars(query.order_by(Duty.due_on, Duty.id)))


def open_stories_and_papers(cell: Organisation) -> list[Duty]:
    """Stories and papers named and not yet heard, the earliest named first."""
    query = _open(cell).where(Duty.kind.in_(CARRIED))
    return list(db.session.scalars(query.order_by(Duty.created_at, Duty.id)))


def unplaced(cell: Organisation) -> list[Duty]:
    """Stories and papers named that stand on no agenda yet."""
    return [duty for duty in open_stories_and_papers(cell) if not is_placed(duty)]


def is_placed(duty: Duty) -> bool:
    """Stands on an item that is still on its agenda, of a meeting that was not called off."""
    item = duty.item
    return item is not None and item.removed_at is None and item.meeting.state is not MeetingState.NOT_HELD


def of_person(person_id: int, most: int = 30) -> tuple[list[Duty], list[Duty]]:
    """A person's open duties, the soonest due first, and the newest ``most`` of those closed."""
    query = select(Duty).options(*SHOWN).where(Duty.assignee_id == person_id)
    waiting = db.session.scalars(
        query.where(Duty.state == DutyState.OPEN).order_by(Duty.due_on.is_(None), Duty.due_on, Duty.id)
    )
    closed = db.session.scalars(query.where(Duty.state.in_(rules.CLOSED)).order_by(Duty.id.desc()).limit(most))
    return list(waiting), list(closed)


def archive(cell: Organisation, words: str = "", before: int | None = None, most: int = 30) -> list[Duty]:
    """The stories told in a cell, newest first; those whose title or lesson holds ``words``, whatever their accents."""
    query = select(Duty).options(*SHOWN)
    query = query.where(Duty.cell_id == cell.id, Duty.kind == DutyKind.STORY, Duty.state == DutyState.DONE)
    for word in folded(words).split():
        query = query.where(Duty.folded.contains(word, autoescape=True))
    if before is not None:
        query = query.where(Duty.id < before)
    return list(db.session.scalars(query.order_by(Duty.id.desc()).limit(most)))


def told_like(cell: Organisation, title: str, but: Duty | None = None) -> list[Duty]:
    """Stories told or named before whose title is like this one, newest first."""
    query = select(Duty).options(*SHOWN).where(
        Duty.cell_id == cell.id,
        Duty.kind == DutyKind.STORY,
        Duty.state.in_([DutyState.OPEN, DutyState.DONE]),
        Duty.title != "",
    )  # fmt: skip
    if but is not None and but.id is not None:
        query = query.where(Duty.id != but.id)
    found = db.session.scalars(query.order_by(Duty.id.desc()))
    return [duty for duty in found if rules.is_like(folded(title), folded(duty.title))]


def turns(meeting: Meeting, on: Meeting | None = None) -> list[Person]:
    """Those who could tell the next story, whose turn it is first. ``on`` is the meeting at which it is to be told.

    An exempt member who told one before counts as willing; one who asked to be excused from ``on`` is passed over.
    """
    standings = people.members_on(meeting.cell, (on or meeting).day)
    history = _last_turns(meeting.cell)
    away = {one for one, reply in meetings.replies(on).items() if reply.answer is Answer.ABSENT} if on else set()
    candidates = [
        rules.Candidate(
            one.person_id, one.rank is Rank.EXEMPT, is_willing=one.person_id in history, is_away=one.person_id in away
        )
        for one in standings
    ]
    by_id = {one.person_id: one.person for one in standings}
    return [by_id[person_id] for person_id in rules.in_turn(candidates, history)]


def members_today(cell: Organisation, at: datetime) -> list[Standing]:
    """Those who may be given something today, in the order of names."""
    return people.members_on(cell, clock.day_of(at))


def replacements(duty: Duty, at: datetime) -> list[Person]:
    """Those who could take a duty over: for a story whose turn it is first, else in the order of names."""
    names = [one.person for one in members_today(duty.cell, at)]
    if duty.kind is DutyKind.STORY and duty.item is not None:
        names = turns(duty.item.meeting, duty.item.meeting)
    return [person for person in names if person.id != duty.assignee_id]


def is_open(meeting: Meeting) -> bool:
    return meeting.state is not MeetingState.NOT_HELD and not contributions.stands(meeting)


def check_open(meeting: Meeting) -> None:
    """Duties of a meeting can be given and heard while its minutes are not confirmed."""
    if meeting.state is MeetingState.NOT_HELD:
        raise RuleBroken(_("Kỳ họp không tổ chức nên không phân công, không nghe kết quả tại đây."))
    if contributions.stands(meeting):
        raise RuleBroken(_("Biên bản đã thông qua. Muốn sửa phải mở lại biên bản."))


def stepped(act: str, duty: Duty, reason: str | None = None) -> DutyState:
    """The state after the act, or ``RuleBroken`` with what to do."""
    try:
        return DUTY.step(act, duty.state, reason)
    except WrongState as wrong:
        raise RuleBroken(words.wrong_state(duty)) from wrong
    except ReasonMissing as missing:
        raise RuleBroken(_("Hãy ghi lý do.")) from missing


def path_of(duty: Duty) -> str:
    """The page on which a duty is shown."""
    if duty.assigned_at_id is None:
        return f"/cells/{duty.cell_id}/duties"
    return f"/meetings/{duty.assigned_at_id}/duties"


def _open(cell: Organisation) -> Select[Duty]:
    return select(Duty).options(*SHOWN).where(Duty.cell_id == cell.id, Duty.state == DutyState.OPEN)


def _last_turns(cell: Organisation) -> dict[int, date]:
    """The day of each person's last story: when it was told, or when they were named for one not yet told."""
    query = (
        select(Duty.assignee_id, func.max(func.coalesce(Meeting.planned_at, Duty.created_at)))
        .outerjoin(Meeting, Duty.result_at_id == Meeting.id)
        .where(
            Duty.cell_id == cell.id,
            Duty.kind == DutyKind.STORY,
            Duty.state.in_([DutyState.OPEN, DutyState.DONE]),
        )
        .group_by(Duty.assignee_id)
    )
    return {person_id: clock.day_of(moment) for person_id, moment in db.session.execute(query)}
