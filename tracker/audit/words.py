"""How the trail is told: a sentence for each act, words for the fields and values that it changed."""

import re
from datetime import date, datetime, time
from typing import Any

from flask_babel import gettext as _

from tracker.audit.models import AuditEntry
from tracker.audit.vocabulary import ACTS, FAULTS, FIELDS, VALUES
from tracker.base.filters import full_moment, hour, short_day

LONGEST = 300
NOTHING = "–"
ALWAYS_TOLD = ("person", "office")


def act(entry: AuditEntry) -> str:
    """What was done; the act's own code where there is no word for it yet."""
    return str(ACTS.get(entry.act, entry.act))


def field(name: str) -> str:
    """What the field is called; its own name where there is no word for it yet."""
    return str(FIELDS.get(name, name))


def has_word(name: str) -> bool:
    return name in FIELDS


def is_known(entry: AuditEntry) -> bool:
    return entry.act in ACTS


def fault(kind: str, line: int) -> str:
    return str(FAULTS[kind]) % {"line": line}


def value(said: Any) -> str:
    """One value as a person reads it: dates as dates, kinds in words, long texts cut."""
    if said is None or said == "" or said == [] or said == {}:
        return NOTHING
    if isinstance(said, bool):
        return _("có") if said else _("không")
    if isinstance(said, list):
        return ", ".join(value(item) for item in said)
    if isinstance(said, dict):
        return "; ".join(f"{FIELDS.get(key, key)}: {value(item)}" for key, item in said.items())
    text = str(said)
    if text in VALUES:
        return str(VALUES[text])
    text = _as_time(text) or text
    return text if len(text) <= LONGEST else text[:LONGEST] + " …"


STAMP = re.compile(r"\d{4}-\d\d-\d\d(T[\d:.+]+Z?)?|\d\d:\d\d(:\d\d)?")


def _as_time(text: str) -> str:
    """A stored date, moment or hour as it is written on pages; empty if the text is none of them."""
    if not STAMP.fullmatch(text):
        return ""
    if "-" not in text:
        return hour(time.fromisoformat(text))
    return full_moment(datetime.fromisoformat(text)) if "T" in text else short_day(date.fromisoformat(text))


def changes(entry: AuditEntry) -> list[tuple[str, str, str]]:
    """Field, old, new, for each field that the entry changed; ids, which say nothing to a reader, are left out."""
    names = [name for name in {**entry.old, **entry.new} if not name.endswith("_id") and name not in ("id", "path")]
    told = [(name, value(entry.old.get(name)), value(entry.new.get(name))) for name in names]
    return [(name, old, new) for name, old, new in told if old != new or (name in ALWAYS_TOLD and new != NOTHING)]
