"""Where in the book a record stands that a check looked at, or asks for."""

from tracker.scoresheets.backing_models import Evidence
from tracker.scoresheets.checks.findings import Record, RecordKind

_PAGES = {
    RecordKind.MEETING: "/meetings/{meeting}/about",
    RecordKind.ROLL: "/meetings/{meeting}/roll",
    RecordKind.AGENDA: "/meetings/{meeting}/agenda",
    RecordKind.CIRCULATION: "/meetings/{meeting}/agenda/versions/{id}",
    RecordKind.DOCUMENT: "/meetings/{meeting}/agenda",
    RecordKind.COMMITTEE_MEETING: "/meetings/{meeting}/about",
    RecordKind.CONTRIBUTION: "/meetings/{meeting}/contributions",
    RecordKind.DUTY: "/meetings/{meeting}/duties",
    RecordKind.MINUTES: "/meetings/{meeting}/minutes",
    RecordKind.DECISION: "/meetings/{meeting}/minutes",
}
_ROWS = {RecordKind.DUTY: "#duty-{id}", RecordKind.DECISION: "#decision-{id}"}

# Where a missing record is made, for findings whose record's own page only shows it.
_MENDED_AT = {
    "no_end": "/meetings/{meeting}/hold",
    "no_committee_meeting": "/meetings/{meeting}/hold",
    "no_speakers_yet": "/meetings/{meeting}/contributions/speakers",
    "minutes_open": "/meetings/{meeting}/minutes/edit",
    "items_unsaid": "/meetings/{meeting}/minutes/edit",
    "no_remarks_yet": "/meetings/{meeting}/minutes/edit",
}


def path(record: Record) -> str:
    """The page on which the record stands, at its row where it has one of its own."""
    row = _ROWS.get(record.kind, "") if record.id else ""
    return (_PAGES[record.kind] + row).format(meeting=record.meeting_id, id=record.id)


def need_path(key: str, record: Record) -> str:
    """The page on which the missing record is made; ``key`` is the finding's."""
    return _MENDED_AT.get(key, _PAGES[record.kind]).format(meeting=record.meeting_id, id=record.id)


def of_evidence(evidence: Evidence) -> str:
    """Where the evidence is read: the file itself, or the record."""
    if evidence.document is not None:
        return f"/documents/{evidence.document.token}"
    kind, meeting = RecordKind(evidence.record), evidence.scoresheet.meeting_id
    return path(Record(kind, evidence.record_id or 0, meeting))
