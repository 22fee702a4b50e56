"""Every act from every state against a table kept by hand; what stands for ever; locking."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import delete, select, update
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.meetings.rules import Presence
from tracker.people.models import Appointment, Rank
from tracker.permissions import Office
from tracker.reviews import acts as reviewing
from tracker.scoresheets import agreeing, marking
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import CriterionRemark, Explanation, SheetAct
from tracker.scoresheets.rules import SHEET, SheetState, Votes

S = SheetState
REACHED = {
    S.DRAFT: "mark", S.AGREED: "agree", S.SUBMITTED: "submit", S.UNDER_REVIEW: "open", S.RETURNED: "return",
    S.RECOGNISED: "recognise", S.LOCKED: "uphold",
}  # fmt: skip
# From where each act may start, and where it leads. Taking up again and upholding need an explanation first.
TABLE = {
    "mark": ({S.DRAFT, S.RETURNED}, S.DRAFT),
    "agree": ({S.DRAFT, S.RETURNED}, S.AGREED),
    "reconsider": ({S.AGREED}, S.DRAFT),
    "submit": ({S.AGREED}, S.SUBMITTED),
    "open": ({S.SUBMITTED, S.UNDER_REVIEW}, S.UNDER_REVIEW),
    "adjust": ({S.UNDER_REVIEW}, S.UNDER_REVIEW),
    "undo": ({S.UNDER_REVIEW}, S.UNDER_REVIEW),
    "forward": ({S.SUBMITTED, S.UNDER_REVIEW}, S.SUBMITTED),
    "return": ({S.UNDER_REVIEW}, S.RETURNED),
    "recognise": ({S.UNDER_REVIEW}, S.RECOGNISED),
    "recognise_in_batch": ({S.SUBMITTED}, S.RECOGNISED),
    "explain": ({S.RECOGNISED}, S.RECOGNISED),
    "take_up_again": ({S.RECOGNISED}, S.UNDER_REVIEW),
    "uphold": ({S.RECOGNISED}, S.LOCKED),
    "lock": ({S.RECOGNISED}, S.LOCKED),
}
OPENING_FIRST = {"adjust", "return", "recognise"}  # done to a sheet that waits, they open it themselves
BACKWARDS = {"reconsider", "adjust", "forward", "return", "explain", "take_up_again", "uphold"}


def holder(organisation, office):
    held = select(Appointment).where(Appointment.organisation_id == organisation.id, Appointment.office == office)
    return make.actor(db.session.scalars(held.order_by(Appointment.id)).first().person)


@pytest.fixture
def acting(app):
    """Each act of the table as somebody entitled would do it."""

    def acts(sheet):
        cell, above = holder(sheet.cell, Office.SECRETARY), holder(sheet.cell.parent, Office.REVIEWER)
        at = clock.now()
        return {
            "mark": lambda: marking.record(sheet, marking.Given(marks={"1.1": Decimal(4)}), cell, at),
            "agree": lambda: agreeing.agree(sheet, Votes(5, 0, 0), cell, at),
            "reconsider": lambda: agreeing.reconsider(sheet, "Vì", cell, at),
            "submit": lambda: agreeing.submit(sheet, cell, at),
            "open": lambda: reviewing.open_sheet(sheet, above, at),
            "adjust": lambda: reviewing.adjust(sheet, "3.1", Decimal(1), "Vì", above, at),
            "undo": lambda: reviewing.undo(sheet, "3.1", above, at),
            "return": lambda: reviewing.send_back(sheet, {}, "Vì", None, above, at),
            "recognise": lambda: reviewing.recognise(sheet, above, at),
            "recognise_in_batch": lambda: reviewing.recognise_in_batch(sheet, above, at),
            "explain": lambda: agreeing.explain(sheet, "Vì", cell, at),
            "take_up_again": lambda: reviewing.take_up_again(sheet, "Vì", above, at),
            "uphold": lambda: reviewing.uphold(sheet, "Vì", above, at),
        }

    return acts


def test_the_table_in_the_code_is_the_one_kept_by_hand():
    assert {name: (set(row.sources), row.target) for name, row in SHEET.rows.items()} == TABLE
    assert {name for name, row in SHEET.rows.items() if row.needs_reason} == BACKWARDS


@pytest.mark.parametrize("state", SheetState)
def test_every_act_from_every_state(acting, state):
    made = make.scoresheet(until=REACHED[state])
    assert made.state is state
    for act, (sources, target) in TABLE.items():
        if act in ("lock", "undo", "take_up_again", "uphold", "forward"):  # forward: test_forwarding
            continue
        sheet = scoresheets.get(made.id)
        if state in sources or (state is S.SUBMITTED and act in OPENING_FIRST):
            acting(sheet)[act]()
            assert sheet.state is target, act
        else:
            with pytest.raises(RuleBroken):
                acting(sheet)[act]()
        db.session.rollback()
        assert scoresheets.get(made.id).state is state


@pytest.mark.parametrize("act", sorted(OPENING_FIRST))
def test_to_decide_on_a_sheet_that_waits_is_to_open_it_first(acting, act):
    sheet = make.scoresheet(until="submit")
    acting(sheet)[act]()
    db.session.commit()
    assert sheet.reviewer_id == holder(sheet.cell.parent, Office.REVIEWER).person_id
    assert [one.act for one in scoresheets.trail(sheet)][2:] == ["open", *([act] if act != "adjust" else [])]
    assert [entry.act for entry in audit.of_organisation(sheet.cell_id)][:2] == [f"scoresheet.{act}", "scoresheet.open"]


def test_recognised_in_batch_is_recognised_by_name_and_says_how(acting):
    sheet = make.scoresheet(until="submit", c3_1="2.5")
    acting(sheet)["recognise_in_batch"]()
    db.session.commit()
    by = holder(sheet.cell.parent, Office.REVIEWER)
    assert (sheet.reviewer_id, sheet.recognised_total) == (by.person_id, Decimal("99.5"))
    assert sheet.answer_until - sheet.recognised_at == timedelta(days=10)
    last = scoresheets.trail(sheet)[-1]
    assert (last.act, last.by_id, last.total) == ("recognise_in_batch", by.person_id, Decimal("99.5"))


@pytest.mark.parametrize(("act", "target"), [("take_up_again", S.UNDER_REVIEW), ("uphold", S.LOCKED)])
def test_the_committee_answers_only_an_explanation(acting, act, target):
    sheet = make.scoresheet(until="recognise")
    with pytest.raises(RuleBroken, match="giải trình"):
        acting(sheet)[act]()
    db.session.rollback()
    sheet = make.scoresheet(until="explain")
    acting(sheet)[act]()
    assert sheet.state is target


def test_an_adjustment_is_undone_only_where_there_is_one(acting):
    sheet = make.scoresheet(until="open")
    with pytest.raises(RuleBroken, match="chưa được điều chỉnh"):
        acting(sheet)["undo"]()
    acting(sheet)["adjust"]()
    acting(sheet)["undo"]()
    assert scoresheets.tally(sheet, recognised=True).total == 100


def test_adjusting_back_to_the_cells_mark_is_no_adjustment(acting):
    sheet = make.scoresheet(until="open")
    acting(sheet)["adjust"]()
    above = holder(sheet.cell.parent, Office.REVIEWER)
    reviewing.adjust(sheet, "3.1", Decimal(3), "Xem lại thì đủ", above, clock.now())
    assert all(mark.recognised is None for mark in sheet.marks)


def test_a_version_seen_before_another_change_is_refused(app):
    sheet = make.scoresheet(until="open")
    above = holder(sheet.cell.parent, Office.REVIEWER)
    old = sheet.version
    reviewing.adjust(sheet, "3.1", Decimal(1), "Vì", above, clock.now(), old)
    with pytest.raises(Conflict):
        reviewing.recognise(sheet, above, clock.now(), old)


def test_the_window_closes_by_the_clock_and_is_then_written(app):
    sheet = make.scoresheet(until="recognise")
    other = make.scoresheet(make.scored_meeting(month=4), until="submit")
    cell = holder(sheet.cell, Office.SECRETARY)
    late = sheet.answer_until
    assert sheet.state_at(late - timedelta(seconds=1)) is S.RECOGNISED
    assert sheet.state_at(late) is S.LOCKED
    with pytest.raises(RuleBroken, match="đã khóa"):
        agreeing.explain(sheet, "Muộn rồi", cell, late)
    db.session.rollback()

    assert reviewing.lock_due(late - timedelta(seconds=1)) == 0
    assert reviewing.lock_due(late) == 1
    db.session.commit()
    assert (scoresheets.get(sheet.id).state, scoresheets.get(other.id).state) == (S.LOCKED, S.SUBMITTED)
    assert reviewing.lock_due(late + timedelta(days=1)) == 0


def test_an_explanation_gives_the_committee_its_own_window(app):
    sheet = make.scoresheet(until="recognise")
    cell = holder(sheet.cell, Office.SECRETARY)
    last = sheet.answer_until - timedelta(minutes=1)
    agreeing.explain(sheet, "Đúng hạn", cell, last)
    assert sheet.locks_at == last + timedelta(days=10)
    assert sheet.state_at(last + timedelta(days=9)) is S.RECOGNISED


def rows_for_ever(sheet):
    return [
        (SheetAct, SheetAct.scoresheet_id == sheet.id, {"reason": "khác"}),
        (CriterionRemark, CriterionRemark.scoresheet_id == sheet.id, {"reason": "khác"}),
        (Explanation, Explanation.scoresheet_id == sheet.id, {"text": "khác"}),
    ]


@pytest.mark.parametrize("which", [0, 1, 2])
@pytest.mark.parametrize("harm", ["update", "delete"])
def test_the_database_refuses_to_rewrite_a_sheets_way(acting, which, harm):
    sheet = make.scoresheet(until="open")
    acting(sheet)["adjust"]()
    acting(sheet)["recognise"]()
    acting(sheet)["explain"]()
    db.session.commit()
    model, of, values = rows_for_ever(sheet)[which]
    assert db.session.scalar(select(model).where(of)) is not None
    with pytest.raises(DBAPIError, match="cannot be changed"):
        db.session.execute(update(model).where(of).values(**values) if harm == "update" else delete(model).where(of))
    db.session.rollback()


def test_every_act_is_on_the_trail_with_old_and_new(acting):
    sheet = make.scoresheet(until="open", c3_1="2.5")
    acting(sheet)["adjust"]()
    acting(sheet)["recognise"]()
    db.session.commit()
    entries = {entry.act: entry for entry in audit.of_organisation(sheet.cell_id)}
    assert set(entries) >= {
        "scoresheet.start", "scoresheet.mark", "scoresheet.agree", "scoresheet.submit", "scoresheet.open",
        "scoresheet.adjust", "scoresheet.recognise",
    }  # fmt: skip
    assert entries["scoresheet.mark"].new["3.1 given"] == "2.5"
    assert entries["scoresheet.adjust"].old == {"3.1": "2.5"}
    assert entries["scoresheet.adjust"].new == {"3.1": "1", "reason": "Vì"}
    assert entries["scoresheet.recognise"].new["recognised_total"] == "98"
    assert list(audit.faults(sheet.cell_id)) == []


def test_those_who_keep_figures_are_called_after_every_act_but_marking(acting, monkeypatch):
    seen = []
    monkeypatch.setattr(scoresheets, "AFTER_CHANGE", [lambda sheet, at: seen.append(sheet.state)])
    sheet = make.scoresheet(until="recognise")
    acting(sheet)["explain"]()
    assert seen == [S.DRAFT, S.AGREED, S.SUBMITTED, S.UNDER_REVIEW, S.RECOGNISED, S.RECOGNISED]


def test_a_probationary_member_has_no_vote(app):
    meeting = make.scored_meeting(voters=3)
    make.roll_entry(meeting, make.member(meeting.cell), rank=Rank.PROBATIONARY)
    make.roll_entry(meeting, make.member(meeting.cell), presence=Presence.EXCUSED)
    assert agreeing.voters(make.scoresheet(meeting)) == (3, 4)


def test_offices_named_later_bring_their_criterion_back(app):
    sheet = make.scoresheet(until="mark")
    mark = next(mark for mark in sheet.marks if mark.criterion == "3.3")
    assert not mark.applies and sheet.total == 100
    make.deputy(sheet.cell)
    make.committee_member(sheet.cell)
    make.told(sheet.cell)
    cell = holder(sheet.cell, Office.SECRETARY)
    marking.record(sheet, marking.Given(marks={"3.3": Decimal(0)}), cell, clock.now())
    assert (mark.applies, mark.given, sheet.total) == (True, 0, 98)
