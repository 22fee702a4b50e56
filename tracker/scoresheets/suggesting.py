"""What the records suggest for each criterion of a sheet: fresh while it is filled, kept from the vote on.

Nothing here commits.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select

from tracker.extensions import db
from tracker.guidance.rules import Guidance
from tracker.guidance.sheets import Criterion
from tracker.meetings.models import Meeting
from tracker.scoresheets import check_words, gathering, links
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.checks.facts import MeetingFacts
from tracker.scoresheets.checks.findings import Outcome, Record, RecordKind
from tracker.scoresheets.checks.suggestions import Judged, judge
from tracker.scoresheets.models import Scoresheet

LANGUAGES = ("vi", "en")


@dataclass(frozen=True)
class Need:
    """The missing record by name, and where it is made."""

    label: str
    path: str


@dataclass(frozen=True)
class Suggested:
    """What the records suggest for a criterion (``part`` ``''``) or one part of it, as pages show it.

    ``points`` is ``None`` where they cannot tell, or where the check only informs. ``need`` is ``None`` for a
    suggestion that was kept.
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
        need=Need(str(check_words.NEEDS[said.key]), links.need_path(said.key, need)) if need else None,
    )


def stored(sheet: Scoresheet) -> Suggestions:
    """As they were when the sheet was last saved, or voted on."""
    query = select(Suggestion).where(Suggestion.scoresheet_id == sheet.id)
    rows = db.session.scalars(query.order_by(Suggestion.criterion, Suggestion.part))
    return {(row.criterion, row.part): _kept(row) for row in rows}


def _kept(row: Suggestion) -> Suggested:
    return Suggested(
        criterion=row.criterion,
        part=row.part,
        check=row.check,
        check_version=row.check_version,
        outcome=row.outcome,
        points=row.points,
        sentences={"vi": row.sentence, "en": row.sentence_en},
        records=tuple(
            Record(RecordKind(one["kind"]), one["id"], one["meeting_id"], one["label"]) for one in row.records
        ),
    )


def keep(sheet: Scoresheet, found: Suggestions) -> None:
    """Store them in the place of those kept before. For sheets that can still be filled, or are being voted on."""
    db.session.flush()
    db.session.execute(delete(Suggestion).where(Suggestion.scoresheet_id == sheet.id))
    if found:
        db.session.execute(insert(Suggestion), [_row(sheet, one) for one in found.values()])


def _row(sheet: Scoresheet, one: Suggested) -> dict[str, Any]:
    records = [
        {"kind": record.kind.value, "id": record.id, "meeting_id": record.meeting_id, "label": record.label}
        for record in one.records
    ]
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
        "records": records,
    }
