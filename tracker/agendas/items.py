"""Adding, editing, removing and ordering items. Nothing here commits."""

from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import bindparam, update

from tracker.agendas import rules
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem
from tracker.agendas.rules import Direction, ItemKind
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.permissions import Actor


@dataclass(frozen=True)
class Given:
    """What people say of an item. ``questions``: one a line."""

    kind: ItemKind
    title: str
    minutes: int | None = None
    presenter_id: int | None = None
    questions: str = ""

    @classmethod
    def of(cls, item: AgendaItem) -> "Given":
        return cls(item.kind, item.title, item.minutes, item.presenter_id, item.questions)


def add(meeting: Meeting, given: Given, by: Actor | None, at: datetime, position: int | None = None) -> AgendaItem:
    """A new item at a place counted from 1, or at the end; one that stands just so already is not added again."""
    agendas.check_open(meeting)
    agendas.hold_still(meeting)
    others = agendas.items(meeting)
    same = next((one for one in others if Given.of(one) == given), None)
    if same:
        return same
    row = AgendaItem(meeting=meeting, position=len(others) + 1, **vars(given))
    audit.record(by, "agenda_item.add", row, at=at)
    if position is not None:
        _store_order(rules.moved([one.id for one in [*others, row]], row.id, position), [*others, row])
    return row


def add_standard(meeting: Meeting, by: Actor | None, at: datetime) -> list[AgendaItem]:
    """The usual items, on an agenda that has none yet."""
    agendas.hold_still(meeting)
    if agendas.items(meeting):
        raise RuleBroken(_("Chương trình đã có nội dung. Hãy thêm hoặc sửa từng nội dung."))
    usual = agendas.standard_items(meeting)
    return [add(meeting, Given(one.kind, one.title, one.minutes), by, at) for one in usual]


def edit(item: AgendaItem, given: Given, version: int | str | None, by: Actor | None, at: datetime) -> AgendaItem:
    """Write what was given over an item; ``Conflict`` if it was changed since ``version`` was shown."""
    agendas.check_open(item.meeting)
    item.expect(version)
    for name, value in vars(given).items():
        setattr(item, name, value)
    audit.record(by, "agenda_item.edit", item, at=at)
    return item


def remove(item: AgendaItem, by: Actor | None, at: datetime) -> None:
    """Take an item off; its documents stay with the meeting."""
    agendas.check_open(item.meeting)
    agendas.hold_still(item.meeting)
    for document in agendas.documents(item.meeting):
        if document.item_id == item.id:
            document.item_id = None
    item.removed_at = at
    audit.record(by, "agenda_item.remove", item, at=at)
    left = agendas.items(item.meeting)
    _store_order([one.id for one in left], left)


def move(item: AgendaItem, direction: Direction, by: Actor | None, at: datetime) -> None:
    """One place up or down; at the end it stays."""
    agendas.check_open(item.meeting)
    agendas.hold_still(item.meeting)
    rows = agendas.items(item.meeting)
    order = [one.id for one in rows]
    place = order.index(item.id) + 1
    _reorder(item.meeting, rules.moved(order, item.id, place + (-1 if direction is Direction.UP else 1)), by, at)


def arrange(meeting: Meeting, wanted: dict[int, int], by: Actor | None, at: datetime) -> None:
    """Put the items in the places typed beside them (id → place)."""
    agendas.check_open(meeting)
    agendas.hold_still(meeting)
    _reorder(meeting, rules.rearranged([one.id for one in agendas.items(meeting)], wanted), by, at)


def _reorder(meeting: Meeting, order: list[int], by: Actor | None, at: datetime) -> None:
    rows = agendas.items(meeting)
    audit.record(by, "agenda.reorder", meeting, at=at, old={"items": [one.id for one in rows]}, new={"items": order})
    _store_order(order, rows)


def _store_order(order: list[int], rows: list[AgendaItem]) -> None:
    """Write the places alone: an item's place is no part of its text, so its version stands."""
    table = AgendaItem.__table__
    statement = (
        update(table).where(table.c.id == bindparam("which")).values(position=bindparam("place"))  # type: ignore[arg-type]  # a mapped class's table is a Table
    )
    places = [{"which": one, "place": place} for place, one in enumerate(order, start=1)]
    db.session.flush()
    if places:
        db.session.connection().execute(statement, places)
    for row in rows:
        db.session.expire(row, ["position"])
