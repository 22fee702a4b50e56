"""Years in the database whose sheets carry their marks, and what the records had suggested."""

from datetime import UTC, datetime
from decimal import Decimal

from tests import factories as make
from tracker.extensions import db
from tracker.guidance import service as guidances
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import QualityClass
from tracker.meetings.rules import MeetingState
from tracker.permissions import Actor
from tracker.ratings import service as ratings
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.checks.findings import Outcome
from tracker.scoresheets.models import Mark
from tracker.scoresheets.rules import SheetState

BY = Actor(account_id=1, person_id=1, name="Vi Văn Thử", cell_id=None, posts=())
AFTERWARDS = datetime(2027, 2, 10, 3, tzinfo=UTC)


def version(code="HD42", enabled=False):
    """A shipped version; ``enabled``: its conditions are switched on, as in a committee's own file."""
    found = make.guidance(code)
    if not enabled:
        return found
    document = dict(found.document)
    document["conditions"] = [one | {"enabled": True} for one in document["conditions"]]
    columns = {"code": "HD42-DK", "number": "42-HD/DK", "title": found.title, "issuer": found.issuer}
    days = {"valid_from": found.valid_from, "published_at": found.published_at, "content_hash": "0" * 64}
    row = GuidanceVersion(document=document | {"code": "HD42-DK"}, provenance=found.provenance, **columns, **days)
    db.session.add(row)
    db.session.commit()
    return row


def marked(cell, month, year=2026, state=SheetState.RECOGNISED, suggested=(), guidance=None, recognised=None, **less):
    """A regular meeting held and minuted, its sheet at full marks but ``c1_1="4"``; ``recognised``: by criterion,
    the committee's marks. ``suggested``: (criterion, sentence, English sentence)."""
    meeting = make.meeting(cell, year, month, state=MeetingState.MINUTED)
    meeting.guidance = guidance
    sheet = make.score_of(meeting, 100, state)
    says = guidances.read(sheet.guidance)
    given, total = {}, {False: Decimal(0), True: Decimal(0)}
    for one in says.sheet(sheet.sheet_code).criteria(meeting.kind):
        given[one.code] = Decimal(less.get("c" + one.code.replace(".", "_"), one.full))
        theirs = (recognised or {}).get(one.code)
        db.session.add(Mark(scoresheet=sheet, criterion=one.code, given=given[one.code], parts={}, recognised=theirs))
        total[False] += given[one.code]
        total[True] += given[one.code] if theirs is None else theirs
    short = {one.code for one in says.sheet(sheet.sheet_code).criteria(meeting.kind) if given[one.code] < one.full}
    late = {"late_notice"} if guidance else set()
    sheet.total, sheet.self_class = total[False], says.verdict(sheet.sheet_code, total[False], short, late).quality
    if state in (SheetState.RECOGNISED, SheetState.LOCKED):
        sheet.recognised_total = total[True]
        sheet.recognised_class = says.verdict(sheet.sheet_code, total[True], short, late).quality
    for code, sentence, sentence_en in suggested:
        db.session.add(suggestion(sheet, meeting, code, sentence, sentence_en))
    db.session.commit()
    return sheet


def suggestion(sheet, meeting, code, sentence, sentence_en):
    record = {"kind": "agenda", "id": 0, "meeting_id": meeting.id, "label": ""}
    return Suggestion(
        scoresheet=sheet, criterion=code, part="", check="lead_time", check_version=1, outcome=Outcome.NOT_MET,
        points=Decimal(0), sentence=sentence, sentence_en=sentence_en, records=[record],
    )  # fmt: skip


def closed(cell, year, quality=QualityClass.FAIR, at=AFTERWARDS):
    row = ratings.propose(ratings.get(cell.id, year, at.date()), quality, "Theo sổ", BY, at)
    row = ratings.close(ratings.recognise(row, quality, "Theo sổ", BY, at), BY, at)
    db.session.commit()
    return row
