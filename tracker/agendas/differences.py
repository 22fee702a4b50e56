"""What changed between two versions sent, item by item and word by word. Plain Python."""

import difflib
from collections.abc import Iterator
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any

Content = dict[str, Any]


class Mark(StrEnum):
    SAME = "same"
    ADDED = "added"
    REMOVED = "removed"


@dataclass(frozen=True)
class Piece:
    """Some words of a line, and whether they stand in both versions."""

    text: str
    mark: Mark


@dataclass(frozen=True)
class FieldChange:
    """``old`` and ``new`` as they stand in the content; ``pieces`` where both are text."""

    name: str
    old: Any
    new: Any
    pieces: tuple[Piece, ...] = ()


@dataclass(frozen=True)
class ItemChange:
    """An item added, removed (``old_number`` only) or changed; numbers are places counted from 1."""

    title: str
    old_number: int | None
    new_number: int | None
    fields: tuple[FieldChange, ...] = ()
    has_moved: bool = False

    @property
    def mark(self) -> Mark:
        if self.old_number is None:
            return Mark.ADDED
        return Mark.REMOVED if self.new_number is None else Mark.SAME


@dataclass(frozen=True)
class Difference:
    """All that changed: of the meeting, of its items in the new order, of its documents (by name)."""

    meeting: tuple[FieldChange, ...] = ()
    items: tuple[ItemChange, ...] = ()
    documents_added: tuple[str, ...] = ()
    documents_removed: tuple[str, ...] = ()
    documents_changed: tuple[FieldChange, ...] = field(default=())

    @property
    def is_empty(self) -> bool:
        documents = self.documents_added or self.documents_removed or self.documents_changed
        return not (self.meeting or self.items or documents)


def pieces(old: str, new: str) -> tuple[Piece, ...]:
    """Both texts told in one line: the words kept, those taken out, those put in."""
    before, after = old.split(), new.split()
    matcher = difflib.SequenceMatcher(None, before, after, autojunk=False)
    found = []
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind == "equal":
            found.append(Piece(" ".join(before[a:b]), Mark.SAME))
            continue
        if a < b:
            found.append(Piece(" ".join(before[a:b]), Mark.REMOVED))
        if c < d:
            found.append(Piece(" ".join(after[c:d]), Mark.ADDED))
    return tuple(found)


def _field_changes(old: Content, new: Content, aside: frozenset[str]) -> Iterator[FieldChange]:
    for name in new:
        if name in aside or old.get(name) == new[name]:
            continue
        texts = isinstance(old.get(name), str) and isinstance(new[name], str)
        yield FieldChange(name, old.get(name), new[name], pieces(old[name], new[name]) if texts else ())


def _items(old: list[Content], new: list[Content]) -> Iterator[ItemChange]:
    places = {item["id"]: number for number, item in enumerate(old, start=1)}
    by_id = {item["id"]: item for item in old}
    kept = [item["id"] for item in old if item["id"] in {one["id"] for one in new}]
    kept_after = [item["id"] for item in new if item["id"] in by_id]
    for number, item in enumerate(new, start=1):
        before = by_id.pop(item["id"], None)
        if before is None:
            yield ItemChange(item["title"], None, number)
            continue
        fields = tuple(_field_changes(before, item, frozenset({"id"})))
        has_moved = kept.index(item["id"]) != kept_after.index(item["id"])
        if fields or has_moved:
            yield ItemChange(item["title"], places[item["id"]], number, fields, has_moved)
    for gone in by_id.values():
        yield ItemChange(gone["title"], places[gone["id"]], None)


def _documents_changed(old: dict[str, Content], new: dict[str, Content]) -> Iterator[FieldChange]:
    for token, document in new.items():
        if token in old and old[token] != document:
            yield FieldChange(document["file_name"], old[token]["kind"], document["kind"])


def between(old: Content, new: Content) -> Difference:
    """What the new content says that the old did not, and the other way round."""
    before = {one["token"]: one for one in old["documents"]}
    after = {one["token"]: one for one in new["documents"]}
    return Difference(
        meeting=tuple(_field_changes(old["meeting"], new["meeting"], frozenset())),
        items=tuple(_items(old["items"], new["items"])),
        documents_added=tuple(one["file_name"] for token, one in after.items() if token not in before),
        documents_removed=tuple(one["file_name"] for token, one in before.items() if token not in after),
        documents_changed=tuple(_documents_changed(before, after)),
    )
