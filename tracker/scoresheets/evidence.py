"""Naming what shows that a mark above its suggestion is due. Nothing here commits."""

from datetime import datetime

from flask_babel import gettext as _

from tracker.agendas import documents
from tracker.agendas import service as agendas
from tracker.agendas.documents import Upload
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.contributions import service as contributions
from tracker.contributions.models import Contribution
from tracker.duties import service as duties
from tracker.duties.models import Duty
from tracker.extensions import db
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.minutes import service as minutes
from tracker.permissions import Actor
from tracker.scoresheets import backing, words
from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.checks.findings import Record, RecordKind
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import EDITABLE

LONGEST = 300


def citable(meeting: Meeting) -> list[Record]:
    """The records of a meeting that evidence may point at, in the order of its pages."""
    here = meeting.id
    found = [Record(RecordKind.CIRCULATION, one.number, here) for one in agendas.circulations(meeting)]
    found += [Record(RecordKind.DOCUMENT, one.id, here, one.file_name) for one in agendas.documents(meeting)]
    found += [_spoken(one, here) for one in contributions.of_meeting(meeting)]
    found += [Record(RecordKind.ROLL, here, here)] if meetings.roll(meeting) else []
    written = minutes.of_meeting(meeting)
    found += [Record(RecordKind.MINUTES, written.id, here)] if written else []
    found += [Record(RecordKind.DECISION, one.id, here, one.title) for one in minutes.decisions(meeting)]
    return found + [Record(RecordKind.DUTY, one.id, here, one.title) for one in _duties(meeting)]


def _spoken(one: Contribution, meeting_id: int) -> Record:
    words = " ".join(one.text.split())
    said = f"{one.person.full_name}: {words}" if one.person else words
    return Record(RecordKind.CONTRIBUTION, one.id, meeting_id, said if len(said) <= 100 else f"{said[:99]}…")


def _duties(meeting: Meeting) -> list[Duty]:
    found = [*duties.carried_to(meeting), *duties.due_at(meeting), *duties.assigned_at(meeting)]
    return sorted({one.id: one for one in found}.values(), key=lambda one: one.id)


def cite(sheet: Scoresheet, criterion: str, record: Record, by: Actor, at: datetime) -> Evidence:
    """Point at a record of the meeting, one of ``citable``."""
    _check_open(sheet)
    named = backing.evidence_of(sheet).get(criterion, [])
    if any(one.record == record.kind and one.record_id == record.id for one in named):
        raise RuleBroken(_("Hồ sơ này đã là minh chứng của tiêu chí. Hãy chọn hồ sơ khác."))
    row = Evidence(
        scoresheet=sheet, criterion=criterion, record=record.kind.value, record_id=record.id,
        label=record.label[:LONGEST], by_id=by.person_id, at=at,
    )  # fmt: skip
    audit.record(by, "scoresheet.evidence", row, at=at)
    db.session.flush()
    return row


def attach(sheet: Scoresheet, criterion: str, upload: Upload, limit: int, by: Actor, at: datetime) -> Evidence:
    """Keep a file with the meeting and name it; the same checks as for a document of the agenda."""
    _check_open(sheet)
    document = documents.attach_evidence(sheet.meeting, upload, limit, by, at)
    row = Evidence(
        scoresheet=sheet, criterion=criterion, document=document, record="", label=document.file_name,
        by_id=by.person_id, at=at,
    )  # fmt: skip
    audit.record(by, "scoresheet.evidence", row, at=at)
    db.session.flush()
    return row


def remove(evidence: Evidence, by: Actor, at: datetime) -> None:
    """No longer evidence; its file is taken off with it."""
    _check_open(evidence.scoresheet)
    if evidence.document is not None:
        documents.take_off(evidence.document, by, at)
    old = {"criterion": evidence.criterion, "label": evidence.label}
    audit.record(by, "scoresheet.evidence_removed", evidence, at=at, old=old, new={})
    db.session.delete(evidence)
    db.session.flush()


def _check_open(sheet: Scoresheet) -> None:
    if sheet.state not in EDITABLE:
        raise RuleBroken(words.wrong_state(sheet.state))
