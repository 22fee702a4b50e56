"""A sheet handed in: questions are raised once, kept up to date, dropped when no longer so, asked anew after an end."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tests.queries import counted
from tests.reviews.signals.months import minutes
from tracker.audit.models import AuditEntry
from tracker.base import clock
from tracker.extensions import db
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.notices.models import Notice
from tracker.reviews.models import Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.reviews.signals import finding
from tracker.reviews.signals import service as signals
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

NOW = clock.now()


@pytest.fixture
def cell(app):
    make.guidance("HD42")
    return make.cell()


def sheet(cell, month, total="98", **columns):
    """A sheet as handed in, without the way it went."""
    meeting = make.meeting(cell, 2026, month, kind=columns.get("kind", MeetingKind.REGULAR))
    version = db.session.scalar(select(GuidanceVersion.id))
    given = {
        "kind": MeetingKind.REGULAR, "guidance_id": version, "sheet_code": "TK", "state": SheetState.SUBMITTED,
        "total": Decimal(total), "self_class": QualityClass.GOOD if Decimal(total) >= 90 else QualityClass.FAIR,
        "agreed_at": NOW, "submitted_at": meeting.planned_at, "superior_id": cell.parent_id, "created_at": NOW,
        "superior_name": cell.parent.name, "cell_name": cell.name,
    }  # fmt: skip
    row = Scoresheet(meeting=meeting, cell=cell, year=2026, month=month, **given | columns)
    db.session.add(row)
    db.session.commit()
    return row


def hand_in(cell, month, total="98", columns=None, **facts):
    """The sheet of a month comes in, is read, and the cell is looked at."""
    handed_in = sheet(cell, month, total, **columns or {})
    finding.review_cell(cell, make.reading(handed_in, **facts), NOW)
    db.session.commit()
    return handed_in


def kept():
    db.session.expire_all()
    return list(db.session.scalars(select(Signal).order_by(Signal.id)))


def notices(kind="signal_raised"):
    return list(db.session.scalars(select(Notice.person_id).where(Notice.kind == kind)))


def acts():
    query = select(AuditEntry.act).where(AuditEntry.act.startswith("signal.")).order_by(AuditEntry.id)
    return list(db.session.scalars(query))


def test_a_question_is_raised_once_and_follows_the_months(cell):
    who = make.secretary(cell)
    make.member(cell)
    for month in range(1, 5):
        assert kept() == []
        hand_in(cell, month)
    [signal] = kept()
    assert (signal.kind, signal.state, signal.cell_id, signal.committee_id) == (
        SignalKind.SAME_TOTAL, SignalState.RAISED, cell.id, cell.parent_id,
    )  # fmt: skip
    assert notices() == [who.id]

    hand_in(cell, 5)

    [signal] = kept()
    assert (signal.from_month, signal.to_month, signal.figures["count"]) == (1, 5, 5)
    assert [one["month"] for one in signal.figures["months"]] == [1, 2, 3, 4, 5]
    assert notices() == [who.id], "told once"
    assert acts() == ["signal.raise", "signal.refresh"]


def test_what_no_longer_holds_is_dropped_and_what_comes_back_is_asked_anew(cell):
    for month, total in enumerate(["98"] * 4 + ["96"] + ["98"] * 4, start=1):
        hand_in(cell, month, total)
    assert [one.state for one in kept()] == [SignalState.CEASED, SignalState.RAISED]
    assert [(one.from_month, one.to_month) for one in kept()] == [(1, 4), (6, 9)]
    assert acts() == ["signal.raise", "signal.cease", "signal.raise"]


def test_a_question_does_not_come_and_go_by_a_hair(cell):
    for month, late in enumerate([True, True, False, False], start=1):
        hand_in(cell, month, str(95 + month % 2), notice_late=late)
    assert [one.kind for one in kept()] == [SignalKind.LATE_AGENDAS]
    hand_in(cell, 5, notice_late=False)
    assert [one.state for one in kept()] == [SignalState.RAISED], "two of five, raised from half"
    hand_in(cell, 6, "97", notice_late=False)
    assert [one.state for one in kept()] == [SignalState.CEASED]


def test_the_cells_answer_stays_when_the_figures_change(cell):
    secretary = make.actor(make.secretary(cell))
    for month in range(1, 5):
        hand_in(cell, month)
    signals.answer(kept()[0], "Chúng tôi đã xem lại.", secretary, NOW)
    db.session.commit()
    hand_in(cell, 5)
    [signal] = kept()
    assert (signal.state, signal.answer, signal.to_month) == (SignalState.ANSWERED, "Chúng tôi đã xem lại.", 5)


def test_after_it_is_settled_only_later_months_count(cell):
    reviewer = make.actor(make.reviewer(cell.parent))
    for month in range(1, 5):
        hand_in(cell, month)
    signals.settle(kept()[0], "Đã xem hồ sơ, đúng thực tế.", reviewer, NOW)
    db.session.commit()
    for month in (5, 6, 7):
        hand_in(cell, month)
        assert [one.state for one in kept()] == [SignalState.SETTLED]
    hand_in(cell, 8)
    assert [one.state for one in kept()] == [SignalState.SETTLED, SignalState.RAISED]
    assert (kept()[1].from_month, kept()[1].to_month) == (5, 8)


def test_settling_one_kind_leaves_the_others_open(cell):
    reviewer = make.actor(make.reviewer(cell.parent))
    for month in range(1, 5):
        hand_in(cell, month, notice_late=True)
    same, late = kept()
    assert late.kind is SignalKind.LATE_AGENDAS
    signals.settle(same, "Đã xem.", reviewer, NOW)
    db.session.commit()
    hand_in(cell, 5, notice_late=True)
    assert [(one.kind, one.state) for one in kept()] == [
        (SignalKind.SAME_TOTAL, SignalState.SETTLED), (SignalKind.LATE_AGENDAS, SignalState.RAISED),
    ]  # fmt: skip


def test_the_thresholds_are_the_committees(cell):
    make.review_settings(cell.parent, least_months=3, same_months=3)
    make.review_settings(make.committee(), least_months=24)
    for month in range(1, 4):
        hand_in(cell, month)
    assert len(kept()) == 1


def test_a_returned_sheet_handed_in_again_counts_with_what_it_says_now(cell):
    for month in range(1, 4):
        hand_in(cell, month)
    again = hand_in(cell, 4)
    assert len(kept()) == 1
    again.submitted_at, again.total = again.submitted_at + timedelta(days=9), Decimal(91)
    finding.review_cell(cell, make.reading(again), NOW)
    db.session.commit()
    assert [one.state for one in kept()] == [SignalState.CEASED]


def test_other_cells_and_thematic_meetings_say_nothing_of_a_cell(cell):
    other = make.cell(cell.parent)
    for month in range(1, 4):
        hand_in(other, month)
        hand_in(cell, month)
        hand_in(cell, month + 3, columns={"kind": MeetingKind.THEMATIC})
    assert kept() == []


def test_minutes_alike_lead_to_the_months_they_are_like(cell):
    for month, (total, subject) in enumerate(zip(("98", "97", "96", "95"), "aaba", strict=True), start=1):
        hand_in(cell, month, total, fingerprint=list(minutes(subject)))
    [signal] = kept()
    assert signal.kind is SignalKind.ALIKE_MINUTES and signal.figures["alike"] == 100
    assert [(one["month"], one["alike"]) for one in signal.figures["copies"]] == [(1, 100), (2, 100)]


def neighbourhood(cell, shares=(78, 80, 80, 82, 84)):
    for share in shares:
        neighbour = make.cell(cell.parent)
        for month in range(1, 7):
            make.reading(sheet(neighbour, month), judged=Decimal(share) / 2)


def test_a_cell_far_above_its_neighbours_is_asked_and_the_neighbours_are_those_of_its_committee(cell):
    neighbourhood(cell)
    elsewhere = make.cell()
    for month, total in enumerate(("98", "97", "96", "95", "94", "93"), start=1):
        hand_in(elsewhere, month, total, judged=Decimal(50))
        hand_in(cell, month, total, judged=Decimal(50))
    [signal] = kept()
    assert (signal.cell_id, signal.kind) == (cell.id, SignalKind.ABOVE_NEIGHBOURS)
    assert {name: signal.figures[name] for name in ("own", "usual", "neighbours")} == {
        "own": 100, "usual": 80, "neighbours": 5,
    }  # fmt: skip


def test_a_neighbours_sheet_handed_in_twice_is_one_month(cell):
    for _number in range(5):
        neighbour = make.cell(cell.parent)
        for month in (1, 2, 3):
            again = sheet(neighbour, month)
            make.reading(again, judged=Decimal(30))
            again.submitted_at += timedelta(days=5)
            make.reading(again, judged=Decimal(30))
    for month, total in enumerate(("98", "97", "96", "95", "94", "93"), start=1):
        hand_in(cell, month, total, judged=Decimal(50))
    assert kept() == []


def test_a_cell_that_moved_is_asked_by_its_committee_of_today(cell):
    for month in range(1, 5):
        hand_in(cell, month)
    new = make.committee()
    cell.parent, cell.path = new, f"{new.path}{cell.id}/"
    db.session.commit()
    hand_in(cell, 5)
    assert [one.committee_id for one in kept()] == [new.id]


def test_looking_at_a_cell_asks_as_much_of_the_database_however_many_there_are(cell):
    make.secretary(cell)
    hand_in(cell, 1)
    few = looking(cell, 2)
    neighbourhood(cell)
    assert looking(cell, 3) == few


def looking(cell, month):
    reading = make.reading(sheet(cell, month))
    db.session.expire_all()
    cell, reading = scoresheets.get(reading.scoresheet_id).cell, db.session.merge(reading)
    with counted() as sent:
        finding.review_cell(cell, reading, NOW)
    db.session.commit()
    return len(sent)
