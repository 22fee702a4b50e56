"""Every record that a suggestion names, and every record that it asks for, opens for the cell's secretary."""

import re

import pytest

from tests import factories as make
from tracker.contributions.rules import Phase
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.rules import MeetingState
from tracker.scoresheets import check_words, gathering, links
from tracker.scoresheets.checks.findings import Record, RecordKind
from tracker.scoresheets.checks.registry import REGISTRY

HELD = {"state": MeetingState.HELD}


@pytest.fixture
def cell(app):
    make.guidance("HD42")
    return make.cell()


def empty(cell):
    return make.meeting(cell, month=7, **HELD | {"held_until": None})


def full(cell, secretary):
    reviewer = make.reviewer(cell.parent)
    make.account(reviewer, "nguoitheodoi")
    before = make.meeting(cell, month=4, **HELD)
    committee = make.meeting(cell, month=5, day=4, kind=MeetingKind.COMMITTEE, **HELD)
    meeting = make.meeting(cell, month=5, prepared_by=committee)
    place = make.item(meeting, questions="Làm thế nào?")
    make.document(meeting, secretary)
    make.circulation(meeting, secretary)
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    meeting.held_until = meeting.planned_at.replace(hour=meeting.planned_at.hour + 2)
    meeting.chair = meeting.minute_taker = secretary
    make.roll_entry(before, secretary)
    make.roll_entry(meeting, secretary)
    make.contribution(meeting, secretary, phase=Phase.SPOKEN)
    make.task(before, secretary, due_on=meeting.day)
    make.task(meeting, secretary)
    make.story(
        before, secretary, state=DutyState.DONE, item=place, result_at=meeting, title="Đôi dép", lesson="Giản dị"
    )
    make.minutes(meeting)
    make.decision(meeting, votes=(1, 0, 0))
    return meeting


def findings(meeting):
    db.session.expire_all()
    subject = meetings.get(meeting.id)
    facts, guidance = gathering.facts(subject), meetings.guidance_of(subject)
    for check in REGISTRY.values():
        finding = check.find(facts, guidance)
        yield from (finding, *finding.unknown.values())


def opens(client, path):
    """The page opens, and the row that the link ends at stands on it."""
    address, _sign, row = path.partition("#")
    page = client.page(address)
    assert not row or page.find(id=row), path


def test_every_record_looked_at_opens_at_its_row(client, cell):
    who = make.secretary(cell)
    meeting = full(cell, who)
    visitor = client.sign_in(who)

    seen = set()
    for finding in findings(meeting):
        for record in finding.records:
            opens(visitor, links.path(record))
            seen.add(record.kind)
    assert seen == set(RecordKind)


def test_every_record_asked_for_is_asked_where_it_is_made(client, cell):
    who = make.secretary(cell)
    visitor = client.sign_in(who)
    meeting = empty(cell)
    asked = {}
    for one in (meeting, make.meeting(cell, month=6, is_backfilled=True, **HELD)):
        asked |= {finding.said.key: finding.need for finding in findings(one) if finding.need}
    minuted = full(cell, who)
    standing = Record(RecordKind.MINUTES, minuted.id, minuted.id)
    asked |= {key: asked.get(key, standing) for key in check_words.NEEDS}

    assert set(asked) == set(check_words.NEEDS)
    for key, need in asked.items():
        opens(visitor, links.need_path(key, need))


def test_every_page_named_is_a_page_of_a_meeting():
    for path in (*links._PAGES.values(), *links._MENDED_AT.values()):
        assert re.match(r"/meetings/\{meeting\}/", path)
    assert set(links._PAGES) == set(RecordKind)
    assert set(links._MENDED_AT) <= set(check_words.NEEDS)
