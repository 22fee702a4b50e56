"""How the trail is told: a sentence for each act, words for the fields and values that it changed."""

import re
from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from functools import cache
from typing import Any, NamedTuple

from flask_babel import gettext as _

from tracker.audit.models import AuditEntry
from tracker.audit.vocabulary import ACTS, FAULTS, FIELDS, VALUES
from tracker.base.filters import full_moment, hour, short_day

LONGEST = 300
NOTHING = "–"
ALWAYS_TOLD = ("person", "office")


def act(code: str) -> str:
    """What was done; the act's own code where there is no word for it yet."""
    return str(ACTS.get(code, code))


def field(name: str) -> str:
    """What the field is called; its own name where there is no word for it yet."""
    return str(FIELDS.get(name, name))


def has_word(name: str) -> bool:
    return name in FIELDS


def is_known(entry: AuditEntry) -> bool:
    return entry.act in ACTS


def fault(kind: str, line: int) -> str:
    return str(FAULTS[kind]) % {"line": line}


def text_of(said: str) -> str:
    """A text as a person reads it: dates as dates, kinds in words, long ones cut."""
    if said in VALUES:
        return str(VALUES[said])
    text = _as_time(said) or said
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


def value(said: Any, text_of: Callable[[str], str] = text_of) -> str:
    """One value as a person reads it."""
    if said is None or said == "" or said == [] or said == {}:
        return NOTHING
    if isinstance(said, bool):
        return _("có") if said else _("không")
    if isinstance(said, list):
        return ", ".join(value(item, text_of) for item in said)
    if isinstance(said, dict):
        return "; ".join(f"{FIELDS.get(key, key)}: {value(item, text_of)}" for key, item in said.items())
    return text_of(str(said))


STAMP = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.+]+Z?)?|\d\d:\d\d(:\d\d)?")


def _as_time(text: str) -> str:
    """A stored date, moment or hour as it is written on pages; empty if the text is none of them."""
    if not STAMP.fullmatch(text):
        return ""
    if "-" not in text:
        return hour(time.fromisoformat(text))
    return full_moment(datetime.fromisoformat(text)) if "T" in text else short_day(date.fromisoformat(text))


def changes(entry: AuditEntry, text_of: Callable[[str], str] = text_of) -> list[tuple[str, str, str]]:
    """Field, old, new, for each field that the entry changed; ids, which say nothing to a reader, are left out."""
    names = [name for name in {**entry.old, **entry.new} if not name.endswith("_id") and name not in ("id", "path")]
    told = [(name, value(entry.old.get(name), text_of), value(entry.new.get(name), text_of)) for name in names]
    return [(name, old, new) for name, old, new in told if old != new or (name in ALWAYS_TOLD and new != NOTHING)]


class Change(NamedTuple):
    """One field that an entry changed; ``has_word``: it is called by the book's word, not by its own name."""

    field: str
    has_word: bool
    old: str
    new: str


@dataclass(frozen=True)
class Line:
    """One entry as it is told; without changes where what was done is kept back."""

    entry: AuditEntry
    act: str
    is_known: bool
    changes: list[Change]


def lines(entries: Iterable[AuditEntry], kept_back: Collection[str] = ()) -> list[Line]:
    """What a page of the trail says; each word is looked up once, however many lines use it."""
    done, called, said = cache(act), cache(field), cache(text_of)
    return [
        Line(
            entry, done(entry.act), is_known(entry),
            [Change(called(name), has_word(name), old, new) for name, old, new in changes(entry, said)]
            if entry.act not in kept_back else [],
        )
        for entry in entries
    ]  # fmt: skip
