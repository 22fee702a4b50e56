"""What the records suggest for each criterion of a sheet: fresh while it is filled, kept from the vote on.

Nothing here commits.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import cached_property
from typing import Any

from sqlalchemy import bindparam, delete, insert, select

from tracker.extensions import db
from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import Criterion
from tracker.meetings.models import Meeting
from tracker.scoresheets import check_words, drawing, gathering, links
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.checks.facts import MeetingFacts
from tracker.scoresheets.checks.findings import Outcome, Record, RecordKind
from tracker.scoresheets.checks.registry import REGISTRY
from tracker.scoresheets.checks.suggestions import Judged, judge
from tracker.scoresheets.drawing import Ends
from tracker.scoresheets.models import Scoresheet

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Need:
    """The missing record, and the key of the finding that misses it."""

    key: str
    record: Record

    @property
    def label(self) -> str:
        return str(check_words.NEEDS[self.key])

    @property
    def path(self) -> str:
        """Where the record is made."""
        return links.need_path(self.key, self.record)


@dataclass(frozen=True)
class Suggested:
    """What the records suggest for a criterion (``part`` ``''``) or one part of it, as pages show it.

    ``points`` is ``None`` where they cannot tell, or where the check only informs. ``need`` is ``None`` once the sheet
    can no longer be changed.
    """

    criterion: str
    part: str
    check: str
    check_version: int
    outcome: Outcome
    points: Decimal | None
    sentences: Mapping[str, str]
    records: tuple[Record, ...]
    need: Need | None = None

    def sentence(self, language: str) -> str:
        return self.sentences.get(language) or self.sentences["vi"]


Suggestions = dict[tuple[str, str], Suggested]


@dataclass(frozen=True)
class Drawn:
    """Suggestions, looked for when asked, with the ends of the trails at which they hold.

    ``is_kept``: as they stand in the database.
    """

    ends: Ends
    look: Callable[[], Suggestions]
    is_kept: bool = False

    @cached_property
    def found(self) -> Suggestions:
        return self.look()


def fresh(sheet: Scoresheet) -> Suggestions:
    """Drawn from the records as they stand now."""
    applying = {mark.criterion for mark in sheet.marks if mark.applies}
    criteria = tuple(one for one in scoresheets.form_of(sheet).criteria(sheet.kind) if one.code in applying)
    return shown(judge(criteria, gathering.facts(sheet.meeting), scoresheets.guidance_of(sheet)))


def under(meeting: Meeting, guidance: Guidance, facts: MeetingFacts | None = None) -> dict[tuple[str, str], Judged]:
    """What the records of a meeting would suggest under a guidance, whether or not it is the meeting's own."""
    form = guidance.sheet_for(meeting.kind)
    criteria: tuple[Criterion, ...] = form.criteria(meeting.kind) if form else ()
    found = judge(criteria, facts or gathering.facts(meeting), guidance)
    return {(one.criterion, one.part): one for one in found}


def shown(found: tuple[Judged, ...]) -> Suggestions:
    return {(one.criterion, one.part): _shown(one) for one in found}


def _shown(one: Judged) -> Suggested:
    said, need = one.finding.said, one.finding.need
    return Suggested(
        criterion=one.criterion,
        part=one.part,
        check=one.check.name,
        check_version=one.check.version,
        outcome=one.outcome,
        points=one.points,
        sentences={language: check_words.sentence(said, language) for language in LANGUAGES},
        records=one.finding.records,
        need=Need(said.key, need) if need else None,
    )


def stored(sheet: Scoresheet) -> Suggestions:
    """As they were when the sheet was last saved, or voted on; what they missed is no longer asked for."""
    return closed(kept(sheet))


def closed(found: Suggestions) -> Suggestions:
    """With nothing asked for."""
    return {key: replace(one, need=None) for key, one in found.items()}


COLUMNS = (
    Suggestion.criterion, Suggestion.part, Suggestion.check, Suggestion.check_version, Suggestion.outcome,
    Suggestion.points, Suggestion.sentence, Suggestion.sentence_en, Suggestion.records, Suggestion.need,
)  # fmt: skip
"""What ``read`` needs of each."""
_KEPT = (
    select(*COLUMNS)
    .where(Suggestion.scoresheet_id == bindparam("scoresheet_id"))
    .order_by(Suggestion.criterion, Suggestion.part)
)


def kept(sheet: Scoresheet) -> Suggestions:
    """As they were drawn when the sheet was last saved, with what they missed."""
    return read(db.session.execute(_KEPT, {"scoresheet_id": sheet.id}))


def read(rows: Iterable[Any]) -> Suggestions:
    return {(row.criterion, row.part): _kept(row) for row in rows}


def _kept(row: Any) -> Suggested:
    return Suggested(
        criterion=row.criterion,
        part=row.part,
        check=row.check,
        check_version=row.check_version,
        outcome=row.outcome,
        points=row.points,
        sentences={"vi": row.sentence, "en": row.sentence_en},
        records=tuple(_record(one) for one in row.records),
        need=Need(row.need["key"], _record(row.need)) if row.need else None,
    )


def _record(row: dict[str, Any]) -> Record:
    return Record(RecordKind(row["kind"]), row["id"], row["meeting_id"], row["label"])


def current(sheet: Scoresheet, ends: Ends) -> Drawn | None:
    """The suggestions kept, where they hold."""
    found = kept(sheet) if ends.are_as_drawn else {}
    return Drawn(ends, lambda: found, is_kept=True) if hold(found, ends) else None


def hold(found: Suggestions, ends: Ends) -> bool:
    """Whether suggestions kept are the ones that would be drawn now: by the same records and checks."""
    return ends.are_as_drawn and are_of_today((one.check, one.check_version) for one in found.values())


def are_of_today(checks: Iterable[tuple[str, int]]) -> bool:
    """Whether these are the versions by which the checks now look."""
    return all(name in REGISTRY and REGISTRY[name].version == version for name, version in checks)


def keep(sheet: Scoresheet, drawn: Drawn, link: int) -> None:
    """Store them in the place of those kept before; ``link`` is the one this act added to the cell's trail.

    For sheets that can still be filled, or are being voted on.
    """
    holds = drawn.ends.come_before(link)
    if not (holds and drawn.is_kept):
        _replace(sheet, drawn.found if holds else fresh(sheet))
    drawing.remember(sheet, drawn.ends, link)


def _replace(sheet: Scoresheet, found: Suggestions) -> None:
    if kept(sheet) == found:
        return
    db.session.execute(delete(Suggestion).where(Suggestion.scoresheet_id == sheet.id))
    if found:
        db.session.execute(insert(Suggestion), [_row(sheet, one) for one in found.values()])


def _row(sheet: Scoresheet, one: Suggested) -> dict[str, Any]:
    return {
        "scoresheet_id": sheet.id,
        "criterion": one.criterion,
        "part": one.part,
        "check": one.check,
        "check_version": one.check_version,
        "outcome": one.outcome,
        "points": one.points,
        "sentence": one.sentences["vi"],
        "sentence_en": one.sentences["en"],
        "records": [_plain(record) for record in one.records],
        "need": {"key": one.need.key, **_plain(one.need.record)} if one.need else None,
    }


def _plain(record: Record) -> dict[str, Any]:
    return {"kind": record.kind.value, "id": record.id, "meeting_id": record.meeting_id, "label": record.label}
