"""Why a year is rated as it is, as its page tells it: every sentence in both languages. Plain Python.

Closing a year keeps this beside its book, so that the page reads the same for ever.
"""

from collections.abc import Iterator
from dataclasses import dataclass, fields, is_dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from itertools import groupby
from typing import Any

from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.scoresheets.checks.findings import Outcome

PAPER = 30  # criteria with what the book had found, beside the rest of the page on three sheets of A4


@dataclass(frozen=True)
class Said:
    """A sentence, or a guidance's own words, in both languages; ``en`` may be lacking in a guidance's words."""

    vi: str
    en: str = ""

    def wording(self, language: str) -> str:
        return (self.en or self.vi) if language == "en" else self.vi


@dataclass(frozen=True)
class Place:
    """A meeting or a quarter that made a figure. ``month`` is 0 for what the page has no row of: a month without a
    meeting, a quarter."""

    month: int
    said: Said


@dataclass(frozen=True)
class Reason:
    """One condition: its figure against its bound, met or not, how sure the clause is, and what made the figure."""

    is_met: bool
    sentence: Said
    source: Said
    places: tuple[Place, ...]


@dataclass(frozen=True)
class Tried:
    """A class tried, and what came of each thing it asks."""

    quality: QualityClass
    holds: bool
    said: Said
    reasons: tuple[Reason, ...]


@dataclass(frozen=True)
class Lack:
    """What the year lacks; ``reason`` in the words of whoever wrote it."""

    said: Said
    reason: str = ""


@dataclass(frozen=True)
class Link:
    said: Said
    path: str


@dataclass(frozen=True)
class Found:
    """What the book had suggested, with the records it went by."""

    outcome: Outcome
    said: Said
    records: tuple[Link, ...]


@dataclass(frozen=True)
class Loss:
    """A criterion below its full mark: the mark that counts, and what the committee said where it changed it."""

    code: str
    text: Said
    full: Decimal
    mark: Decimal
    said: Said
    source: Said
    adjusted: str
    found: tuple[Found, ...]

    @property
    def lost(self) -> Decimal:
        return self.full - self.mark


class Detail(StrEnum):
    """How far a meeting's score can be retraced. ``UNHANDED``: its sheet is not yet with the superior committee."""

    WHOLE = "whole"
    TOTAL_ONLY = "total_only"
    UNHANDED = "unhanded"


@dataclass(frozen=True)
class Cited:
    """The guidance by which a meeting was scored, as it is cited."""

    version_id: int
    number: str
    sheet_code: str
    is_reconstructed: bool


@dataclass(frozen=True)
class Retraced:
    """A scored regular meeting: what it came to, and the criteria that lost points. ``capped`` says why its class is
    below its points; ``note`` why there is no detail, or no suggestion."""

    month: int
    meeting_id: int
    held_at: datetime
    kind: MeetingKind
    total: Decimal
    quality: QualityClass
    said: Said
    detail: Detail
    cited: Cited | None
    capped: tuple[Said, ...]
    losses: tuple[Loss, ...]
    note: Said | None

    @property
    def told(self) -> tuple[Loss, ...]:
        """The dearest first."""
        return tuple(sorted(self.losses, key=lambda one: -one.lost))


@dataclass(frozen=True)
class Lifting:
    """What would have brought a better class: what it lacks, each way there, and what to say where there is none."""

    target: QualityClass
    lacking: Said
    ways: tuple[Said, ...]
    notes: tuple[Said, ...]


@dataclass(frozen=True)
class Why:
    """``is_whole`` is false for a year closed before such pages were kept: of it there are the conditions alone."""

    outcome: Said
    provisional: tuple[Said, ...]
    lacks: tuple[Lack, ...]
    rule: Said | None
    tried: tuple[Tried, ...]
    meetings: tuple[Retraced, ...] = ()
    liftings: tuple[Lifting, ...] = ()
    is_whole: bool = True

    @property
    def by_guidance(self) -> list[tuple[Cited | None, list[Retraced]]]:
        """The meetings in order, together while they are under one guidance and sheet."""
        return [(cited, list(run)) for cited, run in groupby(self.meetings, key=lambda one: one.cited)]

    @property
    def printed(self) -> int:
        """How many criteria of each meeting go on paper, at least one: so many that all fit on three sheets."""
        lost = [len(one.losses) for one in self.meetings]
        fitting = [most for most in range(1, max(lost, default=0) + 1) if sum(min(most, one) for one in lost) <= PAPER]
        return max(fitting, default=1)


def sentences(value: Any) -> Iterator[Said]:
    """Every sentence in it, in the order of the page."""
    if isinstance(value, Said):
        yield value
    elif isinstance(value, tuple):
        for one in value:
            yield from sentences(one)
    elif is_dataclass(value):
        for field in fields(value):
            yield from sentences(getattr(value, field.name))
