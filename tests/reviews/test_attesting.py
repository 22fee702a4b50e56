"""The score that a delegate confirms after a meeting: who reads it when, and until when it is written."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.meetings.rules import MeetingState
from tracker.permissions import Office
from tracker.reviews import attesting
from tracker.scoresheets import agreeing
from tracker.scoresheets.rules import Votes

NOW = clock.now()


@pytest.fixture
def committee(app):
    return make.committee("Đảng bộ xã Đồng Mây")


@pytest.fixture
def reviewer(committee):
    return make.reviewer(committee, "Vi Văn Xét")


@pytest.fixture
def cell(committee):
    return make.cell(committee, "Chi bộ thôn Nà Lầu")


@pytest.fixture
def sheet(cell):
    return make.scoresheet(make.scored_meeting(cell), until="mark", **{"c1_1": "1"})


def attest(meeting, rest=""):
    return f"/meetings/{meeting.id}/attestation{rest}"


def confirmed(client, meeting):
    page = client.page(f"/meetings/{meeting.id}/scoresheet")
    return page.select_one("#attestation").parent.get_text(" ", strip=True)


def test_the_cell_reads_the_score_after_its_own_vote_and_not_before(client, sheet):
    who, meeting = make.delegate(sheet.cell, "Lý Theo Dõi"), sheet.meeting
    keeper = make.holder_of(sheet.cell, {Office.SECRETARY}, make.secretary)
    page = client.sign_in(who).page(attest(meeting), data={"total": "91,5", "note": "Họp đúng giờ"})
    assert "Lý Theo Dõi : 91,5" in page.select_one("#attestation").parent.get_text(" ", strip=True)
    assert "91,5" not in client.sign_in(keeper).page(f"/meetings/{meeting.id}/scoresheet").text
    kept = db.session.scalars(select(AuditEntry.organisation_id).where(AuditEntry.act == "attestation.give"))
    assert list(kept) == [sheet.cell.parent_id]
    assert "Họp đúng giờ" not in client.page(f"/meetings/{meeting.id}/scoresheet").text

    by = make.actor(keeper)
    agreeing.agree(sheet, Votes(5, 0, 0), by, NOW)
    db.session.commit()

    words = (
        client.page(f"/meetings/{meeting.id}/scoresheet").select_one("#attestation").parent.get_text(" ", strip=True)
    )
    assert "91,5" in words and "Họp đúng giờ" in words
    assert "thấp hơn chi bộ tự chấm" in words
    assert "chi bộ tự chấm" not in client.sign_in(who).page(f"/meetings/{meeting.id}/scoresheet").select_one(
        "#attestation"
    ).parent.get_text(" ")


@pytest.mark.parametrize("total", ["-1", "100,5", "90,125", "", "chín mươi"])
def test_a_total_lies_between_nought_and_a_hundred(client, sheet, total):
    page = client.sign_in(make.delegate(sheet.cell)).page(
        attest(sheet.meeting), data={"total": total, "note": "Giữ lại"}
    )

    assert page.select_one(".error-summary")
    assert "Giữ lại" in page.text
    assert attesting.of_meeting(sheet.meeting) == []


def test_nothing_is_confirmed_before_the_meeting_nor_after_the_decision_nor_without_a_form(cell, sheet):
    by = make.actor(make.delegate(cell))
    coming, unscored = make.meeting(cell, 2027), make.meeting(cell, 2010, state=MeetingState.HELD)
    for meeting, says in ((coming, "chưa được ghi là đã họp"), (unscored, "không chấm điểm")):
        with pytest.raises(RuleBroken, match=says):
            attesting.attest(meeting, Decimal(90), "", by, NOW)
    decided = make.scoresheet(make.scored_meeting(make.cell(cell.parent)), until="recognise")
    with pytest.raises(RuleBroken, match="đã công nhận"):
        attesting.attest(decided.meeting, Decimal(90), "", make.actor(make.delegate(decided.cell)), NOW)
    assert attesting.attest(sheet.meeting, Decimal(0), "", by, NOW).total == 0


def test_a_score_is_written_anew_from_the_version_seen(client, sheet):
    who = make.delegate(sheet.cell)
    client.sign_in(who).page(attest(sheet.meeting), data={"total": "90"})
    page = client.page(attest(sheet.meeting))
    assert page.select_one("#total")["value"] == "90"
    seen = page.select_one("input[name=version]")["value"]
    client.page(attest(sheet.meeting), data={"total": "92", "version": seen})
    client.page(attest(sheet.meeting), data={"total": "95", "note": "Chữ của tôi", "version": seen}, status=409)

    db.session.expire_all()
    [given] = attesting.of_meeting(sheet.meeting)
    assert (given.total, given.note) == (92, "")
    with pytest.raises(Conflict):
        attesting.attest(sheet.meeting, Decimal(1), "", make.actor(who), NOW, "")


def test_two_delegates_confirm_each_for_themselves(sheet):
    for total in (90, 80):
        attesting.attest(sheet.meeting, Decimal(total), "", make.actor(make.delegate(sheet.cell)), NOW)

    assert sorted(one.total for one in attesting.of_meeting(sheet.meeting)) == [80, 90]


def test_the_reviewer_reads_it_beside_the_cells_own_total(client, sheet, committee, reviewer):
    handed_in = make.scoresheet(make.scored_meeting(make.cell(committee)), until="submit")
    who = make.delegate(handed_in.cell, "Lý Theo Dõi")
    attesting.attest(handed_in.meeting, handed_in.total - 4, "", make.actor(who), NOW)
    db.session.commit()

    page = client.sign_in(reviewer).page(f"/scoresheets/{handed_in.id}/review")

    assert "thấp hơn chi bộ tự chấm 4 điểm" in page.text


def test_the_day_a_meeting_was_long_ago_does_not_close_it(sheet):
    assert sheet.meeting.day < date(2027, 1, 1)
    assert attesting.refusal(sheet.meeting, NOW) == ""
