"""What the records already tell of each item, as the first words of minutes not written yet.

The words become the cell's own text, which it edits: they are not translated.
"""

from collections.abc import Iterable

from tracker.agendas.models import AgendaItem
from tracker.agendas.rules import ItemKind
from tracker.base.filters import short_day
from tracker.contributions.models import Contribution
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.duties.rules import DutyKind, DutyState
from tracker.meetings.models import Meeting


def drafts(meeting: Meeting, items: Iterable[AgendaItem], given: Iterable[Contribution]) -> dict[int, str]:
    """By item, what the book knows of it. One of which it knows nothing is left out, for the minute-taker to tell."""
    given = list(given)
    carried, due, named = duties.carried_to(meeting), duties.due_at(meeting), duties.assigned_at(meeting)
    told = {item.id: _lines(item, carried, due, named, given) for item in items}
    return {item_id: "\n".join(lines) for item_id, lines in told.items() if lines}


def _lines(
    item: AgendaItem, carried: list[Duty], due: list[Duty], named: list[Duty], given: list[Contribution]
) -> list[str]:
    heard = [_heard(duty) for duty in carried if duty.item_id == item.id and duty.state is DutyState.DONE]
    if item.kind is ItemKind.RESULTS:
        heard += [_result(task) for task in due if task.result_at_id == item.meeting_id]
    if item.kind is ItemKind.TASKS:
        heard += [_named(duty) for duty in named]
    spoke = list(dict.fromkeys(one.person.full_name for one in given if one.item_id == item.id))
    if not heard and item.presenter:
        heard = [f"Đ/c {item.presenter.full_name} trình bày."]
    return heard + ([f"Đã có ý kiến: {', '.join(f'đ/c {name}' for name in spoke)}."] if spoke else [])


def _heard(duty: Duty) -> str:
    what = "kể câu chuyện" if duty.kind is DutyKind.STORY else "trình bày chuyên đề"
    said = f"Đ/c {duty.assignee.full_name} {what} “{duty.title}”."
    return f"{said} Bài học rút ra: {duty.lesson}" if duty.lesson else said


def _result(task: Duty) -> str:
    done = "đã hoàn thành" if task.state is DutyState.DONE else "chưa hoàn thành"
    said = f"{task.title} (đ/c {task.assignee.full_name}): {done}."
    return f"{said} {task.result}" if task.result else said


def _named(duty: Duty) -> str:
    if duty.kind is DutyKind.TASK:
        return f"Đ/c {duty.assignee.full_name}: {duty.title}, hạn {short_day(duty.due_on)}."
    what = "kể câu chuyện về Bác kỳ sau" if duty.kind is DutyKind.STORY else f"viết chuyên đề “{duty.title}”"
    return f"Đ/c {duty.assignee.full_name} {what}."
