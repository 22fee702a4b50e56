"""Writing the trail, and walking it. Nothing here commits."""

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, cast

from sqlalchemy import Table, bindparam, insert, inspect, select, update
from sqlalchemy.dialects import postgresql, sqlite

from tracker.audit.models import AuditEntry, AuditHead
from tracker.extensions import db

ORIGIN = "0" * 64
SILENT = {"version", "sort_key", "folded", "password_hash", "token_hash", "code_hash", "content"}


def plain(value: Any) -> Any:
    """A value as it stands in the trail: JSON that reads the same on every engine and for ever."""
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if isinstance(value, datetime | date | time):
        return value.isoformat()
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item) for item in value]
    if value is None or isinstance(value, str | int | bool):
        return value
    return str(value)


def changes(subject: Any) -> tuple[dict[str, Any], dict[str, Any]]:
    """Old and new values of the columns changed since the last flush; secrets and shadows left out."""
    state = inspect(subject)
    old: dict[str, Any] = {}
    new: dict[str, Any] = {}
    for column in state.mapper.column_attrs:
        history = state.attrs[column.key].history
        if column.key in SILENT or not history.has_changes():
            continue
        old[column.key] = plain(history.deleted[0]) if history.deleted else None
        new[column.key] = plain(history.added[0]) if history.added else None
    return ({} if state.pending or state.transient else old), new


SAID = (
    "organisation_id", "sequence", "at", "account_id", "actor", "act", "subject_kind", "subject_id", "old", "new",
    "previous",
)  # fmt: skip


def _digest(link: Mapping[str, Any]) -> str:
    said = [plain(link[name]) if name == "at" else link[name] for name in SAID]
    text = json.dumps(said, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(text.encode()).hexdigest()


def digest_of(entry: AuditEntry) -> str:
    return _digest({name: getattr(entry, name) for name in SAID})


# Every act of the book passes here: the statements are made once, and go past the session.
_ENTRIES, _HEADS = cast(Table, AuditEntry.__table__), cast(Table, AuditHead.__table__)
_OF_CHAIN = _HEADS.c.organisation_id == bindparam("chain")
_READ_END = select(_HEADS.c.sequence, _HEADS.c.digest).where(_OF_CHAIN).with_for_update()
_MOVE_END = update(_HEADS).where(_OF_CHAIN).values(sequence=bindparam("number"), digest=bindparam("link"))
_ADD_LINK = insert(_ENTRIES)


def _end(organisation_id: int) -> tuple[int, str]:
    """The number and digest the chain ends with, locked until the transaction is over."""
    chain = {"chain": organisation_id}
    connection = db.session.connection()
    found = connection.execute(_READ_END, chain).one_or_none()
    if found is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        begun = dialect.insert(AuditHead).values(organisation_id=organisation_id, sequence=0, digest=ORIGIN)
        connection.execute(begun.on_conflict_do_nothing())
        found = connection.execute(_READ_END, chain).one()
    return found.sequence, found.digest


def record(
    by: Any,
    act: str,
    subject: Any,
    *,
    at: datetime,
    organisation_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
) -> int:
    """Add one link to the chain of the subject's organisation, in the same transaction as the change; its number.

    ``by`` is the actor, or ``None`` for a command. Without ``old`` and ``new`` they are read from what
    changed on the subject since the last flush, so call this before flushing the change (a new subject is
    flushed here, to have an id). ``organisation_id`` defaults to ``subject.organisation.id``.
    """
    if old is None and new is None:
        old, new = changes(subject)
    db.session.add(subject)
    db.session.flush()
    where = organisation_id if organisation_id is not None else subject.organisation.id
    sequence, previous = _end(where)
    link = {
        "organisation_id": where, "sequence": sequence + 1, "at": at,
        "account_id": getattr(by, "account_id", None), "actor": getattr(by, "name", None) or "tracker",
        "act": act, "subject_kind": type(subject).__name__, "subject_id": str(inspect(subject).identity[0]),
        "old": plain(old or {}), "new": plain(new or {}), "previous": previous,
    }  # fmt: skip
    digest = _digest(link)
    connection = db.session.connection()
    connection.execute(_ADD_LINK, link | {"digest": digest})
    connection.execute(_MOVE_END, {"chain": where, "number": sequence + 1, "link": digest})
    return sequence + 1


def last_of(subject: Any) -> AuditEntry | None:
    """The newest entry about a row: who changed it last, and when."""
    query = select(AuditEntry).where(
        AuditEntry.organisation_id == subject.organisation.id,
        AuditEntry.subject_kind == type(subject).__name__,
        AuditEntry.subject_id == str(inspect(subject).identity[0]),
    )
    return db.session.scalar(query.order_by(AuditEntry.sequence.desc()).limit(1))


@dataclass(frozen=True)
class Fault:
    """A link that does not hold: which chain, which number, and what is wrong with it."""

    organisation_id: int
    sequence: int
    kind: str


def _links(organisation_id: int) -> Iterator[AuditEntry]:
    """A chain from its first link, a thousand at a time."""
    after = 0
    while True:
        query = (
            select(AuditEntry)
            .where(AuditEntry.organisation_id == organisation_id, AuditEntry.sequence > after)
            .order_by(AuditEntry.sequence)
            .limit(1000)
        )
        links = list(db.session.scalars(query))
        if not links:
            return
        yield from links
        after = links[-1].sequence


def faults(organisation_id: int) -> Iterator[Fault]:
    """What is broken in one chain, first link first: ``gap``, ``link``, ``content`` or ``end``."""
    expected, previous = 1, ORIGIN
    for entry in _links(organisation_id):
        if entry.sequence != expected:
            yield Fault(organisation_id, expected, "gap")
        elif entry.previous != previous:
            yield Fault(organisation_id, entry.sequence, "link")
        elif entry.digest != digest_of(entry):
            yield Fault(organisation_id, entry.sequence, "content")
        expected, previous = entry.sequence + 1, entry.digest
    head = db.session.get(AuditHead, organisation_id, populate_existing=True)
    if (head.sequence if head else 0) != expected - 1 or (head and head.digest != previous):
        yield Fault(organisation_id, expected, "end")


@dataclass(frozen=True)
class Verdict:
    """What walking one chain found: how many links, and the first that does not hold."""

    links: int
    fault: Fault | None


def verdict(organisation_id: int) -> Verdict:
    head = db.session.get(AuditHead, organisation_id, populate_existing=True)
    return Verdict(head.sequence if head else 0, next(faults(organisation_id), None))


def chains() -> list[int]:
    """The organisations that have a chain, or links of one whose end was taken away."""
    heads = select(AuditHead.organisation_id)
    links = select(AuditEntry.organisation_id)
    return sorted(db.session.scalars(heads.union(links)))


def of_organisation(organisation_id: int, before: int | None = None, most: int = 50) -> list[AuditEntry]:
    """The newest entries of one chain, those below sequence ``before`` if given."""
    query = select(AuditEntry).where(AuditEntry.organisation_id == organisation_id)
    if before is not None:
        query = query.where(AuditEntry.sequence < before)
    return list(db.session.scalars(query.order_by(AuditEntry.sequence.desc()).limit(most)))
