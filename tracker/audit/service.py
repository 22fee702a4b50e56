"""Writing the trail, and walking it. Nothing here commits."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal
from enum import Enum
from typing import Any, NamedTuple, cast

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
_MOVE_END = (
    update(_HEADS)
    .where(_OF_CHAIN, _HEADS.c.sequence == bindparam("before"), _HEADS.c.digest == bindparam("joined_to"))
    .values(sequence=bindparam("number"), digest=bindparam("link"))
)
_ADD_LINK = insert(_ENTRIES).inline()
_LINK = {name: bindparam(f"new_{name}", type_=_ENTRIES.c[name].type) for name in (*SAID, "digest")}
_MOVE_AND_ADD = (
    insert(_ENTRIES)
    .from_select(list(_LINK), select(*_LINK.values()).select_from(_MOVE_END.returning(_HEADS.c.sequence).cte("moved")))
    .execution_options(preserve_rowcount=True)
)


class End(NamedTuple):
    """What a chain ends with: the number and the digest of its last link."""

    sequence: int
    digest: str


def _end(organisation_id: int) -> End:
    """Locked until the transaction is over."""
    chain = {"chain": organisation_id}
    connection = db.session.connection()
    found = connection.execute(_READ_END, chain).one_or_none()
    if found is None:
        dialect = postgresql if connection.dialect.name == "postgresql" else sqlite
        begun = dialect.insert(AuditHead).values(organisation_id=organisation_id, sequence=0, digest=ORIGIN)
        connection.execute(begun.on_conflict_do_nothing())
        found = connection.execute(_READ_END, chain).one()
    return End(found.sequence, found.digest)


def record(
    by: Any,
    act: str,
    subject: Any,
    *,
    at: datetime,
    organisation_id: int | None = None,
    old: dict[str, Any] | None = None,
    new: dict[str, Any] | None = None,
    seen: End | None = None,
) -> int:
    """Add one link to the chain of the subject's organisation, in the same transaction as the change; its number.

    ``by`` is the actor, or ``None`` for a command. Without ``old`` and ``new`` they are read from what
    changed on the subject since the last flush, so call this before flushing the change (a new subject is
    flushed here, to have an id). ``organisation_id`` defaults to ``subject.organisation.id``. ``seen`` is where this
    transaction saw the chain end, which spares asking if it still does.
    """
    if old is None and new is None:
        old, new = changes(subject)
    db.session.add(subject)
    db.session.flush()
    where = organisation_id if organisation_id is not None else subject.organisation.id
    said = {
        "organisation_id": where, "at": at,
        "account_id": getattr(by, "account_id", None), "actor": getattr(by, "name", None) or "tracker",
        "act": act, "subject_kind": type(subject).__name__, "subject_id": str(inspect(subject).identity[0]),
        "old": plain(old or {}), "new": plain(new or {}),
    }  # fmt: skip
    after = seen if seen and _append(said, seen) else None
    if after is None:
        after = _end(where)
        _append(said, after)
    return after.sequence + 1


def _append(said: dict[str, Any], after: End) -> bool:
    """Join the link to that end; ``False`` where the chain no longer ends there, and nothing was added."""
    link = said | {"sequence": after.sequence + 1, "previous": after.digest}
    link["digest"] = _digest(link)
    end = {
        "chain": link["organisation_id"], "before": after.sequence, "joined_to": after.digest,
        "number": link["sequence"], "link": link["digest"],
    }  # fmt: skip
    connection = db.session.connection()
    if connection.dialect.name == "postgresql":
        told = {f"new_{name}": value for name, value in link.items()}
        return connection.execute(_MOVE_AND_ADD, end | told).rowcount == 1
    is_moved = connection.execute(_MOVE_END, end).rowcount == 1
    if is_moved:
        connection.execute(_ADD_LINK, link)
    return is_moved


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


@dataclass
class _Walk:
    """Where a walk along one chain stands: the number and the digest that the next link must build on."""

    organisation_id: int
    expected: int = 1
    previous: str = ORIGIN

    def faults(self, links: Iterable[AuditEntry]) -> Iterator[Fault]:
        for entry in links:
            if entry.sequence != self.expected:
                yield Fault(self.organisation_id, self.expected, "gap")
            elif entry.previous != self.previous:
                yield Fault(self.organisation_id, entry.sequence, "link")
            elif entry.digest != digest_of(entry):
                yield Fault(self.organisation_id, entry.sequence, "content")
            self.expected, self.previous = entry.sequence + 1, entry.digest

    def at_end(self) -> Iterator[Fault]:
        """The chain's own end says where it should have come to."""
        head = db.session.get(AuditHead, self.organisation_id, populate_existing=True)
        if (head.sequence if head else 0) != self.expected - 1 or (head and head.digest != self.previous):
            yield Fault(self.organisation_id, self.expected, "end")


def faults(organisation_id: int) -> Iterator[Fault]:
    """What is broken in one chain, first link first: ``gap``, ``link``, ``content`` or ``end``."""
    walk = _Walk(organisation_id)
    yield from walk.faults(_links(organisation_id))
    yield from walk.at_end()


@dataclass(frozen=True)
class Verdict:
    """What walking a chain, or a page of it, found: how many links, and the first that does not hold."""

    links: int
    fault: Fault | None


def verdict(organisation_id: int) -> Verdict:
    head = db.session.get(AuditHead, organisation_id, populate_existing=True)
    return Verdict(head.sequence if head else 0, next(faults(organisation_id), None))


@dataclass(frozen=True)
class Page:
    """Some of a chain, newest first: ``older`` is the link below them, ``None`` where they reach the first.

    ``before``: the number above them; ``None`` where they are the newest.
    """

    organisation_id: int
    entries: list[AuditEntry]
    older: AuditEntry | None
    before: int | None

    @property
    def is_whole(self) -> bool:
        return self.before is None and self.older is None

    @property
    def following(self) -> int | None:
        """Before which number the next page is; ``None`` at the beginning of the chain."""
        return self.entries[-1].sequence if self.older else None

    def verdict(self) -> Verdict:
        """Of these links alone: each as it was written, joined to the next, the newest to the chain's end."""
        return Verdict(len(self.entries), next(self._faults(), None))

    def _faults(self) -> Iterator[Fault]:
        walk = _Walk(self.organisation_id)
        if self.older:
            walk.expected, walk.previous = self.older.sequence + 1, self.older.digest
        yield from walk.faults(reversed(self.entries))
        if self.before is None:
            yield from walk.at_end()
        elif walk.expected < self.before:
            yield Fault(self.organisation_id, walk.expected, "gap")


def page(organisation_id: int, before: int | None = None, most: int = 50) -> Page:
    """The newest entries of one chain, those below the number ``before`` if given; one query."""
    found = of_organisation(organisation_id, before, most + 1)
    return Page(organisation_id, found[:most], found[most] if len(found) > most else None, before)


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
