"""What a check says of a meeting: measured figures, a sentence, the records it looked at, or what is missing."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any


class Outcome(StrEnum):
    """``CANNOT_TELL``: a record is missing. Never a nought; the record is asked for by name."""

    MET = "met"
    NOT_MET = "not_met"
    CANNOT_TELL = "cannot_tell"


class RecordKind(StrEnum):
    """What a check may point at; each is a page of the meeting, and perhaps a row on it."""

    MEETING = "meeting"
    ROLL = "roll"
    AGENDA = "agenda"
    CIRCULATION = "circulation"
    DOCUMENT = "document"
    COMMITTEE_MEETING = "committee_meeting"
    CONTRIBUTION = "contribution"
    DUTY = "duty"
    MINUTES = "minutes"
    DECISION = "decision"


@dataclass(frozen=True, order=True)
class Record:
    """A record looked at. ``meeting_id`` is the meeting on whose pages it stands; ``label`` its own words, if any."""

    kind: RecordKind
    id: int
    meeting_id: int
    label: str = ""


@dataclass(frozen=True)
class Said:
    """A sentence by its key, with the figures it names; the words stand in ``check_words``."""

    key: str
    figures: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Finding:
    """What was found. ``measures`` is ``None`` where the facts do not tell; then ``need`` is the missing record.

    ``unknown``: figures that they do not tell although they tell the others, each with what is said in their place.
    """

    measures: Mapping[str, Decimal] | None
    said: Said
    records: tuple[Record, ...] = ()
    need: Record | None = None
    unknown: Mapping[str, "Finding"] = field(default_factory=dict)
