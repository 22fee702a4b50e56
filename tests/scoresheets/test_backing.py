"""From records to the cell's marks: accepting, explaining what lies above, and keeping what was suggested."""

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.agendas.documents import Upload
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.minutes import service as minutes
from tracker.reviews import acts as reviewing
from tracker.scoresheets import accepting, agreeing, backing, evidence, marking, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.backing_models import Suggestion
from tracker.scoresheets.marking import Given
from tracker.scoresheets.rules import SheetState, Votes

JUDGED = {"3.1": "3", "4.2": "14", "4.9": "2+4+2.5+1", "5": "1+2+1+1"}
ALL = ("1.1", "2.1", "2.2", "3.2", "3.4", "3.5", "4.1", "4.4", "4.5", "4.6", "4.7", "4.8", "6", "7")


def judged(sheet, **notes):
    """The marks that no record suggests."""
    marks, parts = {}, {}
    for one in scoresheets.form_of(sheet).criteria(sheet.kind):
        if one.code in JUDGED:
            given = [Decimal(points) for points in JUDGED[one.code].split("+")]
            if one.parts:
                parts[one.code] = {part.code: points for part, points in zip(one.parts, given, strict=True)}
            else:
                marks[one.code] = given[0]
    return Given(marks=marks, parts=parts, notes=notes)


@pytest.fixture
def meeting(app):
    make.guidance()
    return make.recorded_meeting(make.cell(), absent=1, tasks_late=1)


@pytest.fixture
def by(meeting):
    return make.actor(meeting.chair)


@pytest.fixture
def sheet(meeting, by):
    return marking.start(meeting, by, clock.now())


def mark(sheet, code):
    return next(one for one in sheet.marks if one.criterion == code)


def set_hours(meeting, minutes):
    meeting.held_until = meeting.held_from + timedelta(minutes=minutes)
    make.told(meeting.cell)


def test_accepting_fills_what_the_records_decide_and_names_the_rest(sheet, by):
    done = accepting.accept(sheet, Given(), by, clock.now())

    assert (done.filled, done.left) == (len(ALL), tuple(JUDGED))
    assert [code for code in ALL if mark(sheet, code).given is None] == []
    assert (mark(sheet, "2.1").given, mark(sheet, "6").given, mark(sheet, "1.1").given) == (1, 24, 5)
    assert mark(sheet, "7").parts == {"a": "2", "b": "2", "c": "1"}
    assert sheet.total is None, "a sheet that nobody judged has no total"


def test_accepting_keeps_what_the_cell_gave_otherwise(sheet, by):
    marking.record(sheet, Given(marks={"1.1": Decimal(4)}, parts={"7": {"b": Decimal("1.5")}}), by, clock.now())
    given = Given(marks={"2.1": Decimal(3), "4.4": None}, notes={"2.1": "Một đồng chí đi làm nhiệm vụ đột xuất"})

    done = accepting.accept(sheet, given, by, clock.now())

    assert (mark(sheet, "1.1").given, mark(sheet, "2.1").given, mark(sheet, "4.4").given) == (4, 3, 2)
    assert mark(sheet, "7").parts == {"a": "2", "b": "1.5", "c": "1"}
    assert done.filled == len(ALL) - 2


def test_a_criterion_that_has_come_to_apply_is_filled_too(sheet, by):
    mark(sheet, "2.1").applies = False
    make.told(sheet.cell)

    done = accepting.accept(sheet, Given(), by, clock.now())

    assert "2.1" not in done.left
    assert mark(sheet, "2.1").given == suggesting.stored(sheet)["2.1", ""].points == 1


def test_accepting_twice_changes_nothing(sheet, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    marks = {one.criterion: (one.given, one.parts) for one in sheet.marks}

    assert accepting.accept(sheet, Given(), by, clock.now()) == accepting.Accepted(0, ())
    assert {one.criterion: (one.given, one.parts) for one in sheet.marks} == marks


def test_what_the_records_cannot_tell_is_left_to_the_cell(meeting, by):
    meeting.held_until = None
    sheet = marking.start(meeting, by, clock.now())
    done = accepting.accept(sheet, Given(), by, clock.now())
    assert mark(sheet, "1.1").given is None and "1.1" in done.left


def test_the_texts_are_drafted_from_the_records_where_the_cell_wrote_none(sheet, by):
    accepting.accept(sheet, Given(), by, clock.now())
    assert sheet.strengths.startswith("Theo hồ sơ kỳ họp:\n– Họp 110 phút; yêu cầu từ 90 phút.")
    assert sheet.weaknesses.startswith("– Tiêu chí 2.1: Có mặt 4/5")
    assert "Có mặt 4/5" not in sheet.strengths

    marking.record(sheet, Given(strengths="", weaknesses="Của chi bộ"), by, clock.now())
    accepting.accept(sheet, Given(), by, clock.now())
    assert (sheet.strengths, sheet.weaknesses) == ("", "Của chi bộ")


def agree(sheet, by):
    agreeing.agree(sheet, Votes(4, 0, 0), by, clock.now())


def test_a_mark_above_its_suggestion_needs_a_reason(sheet, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    marking.record(sheet, Given(marks={"2.1": Decimal(3), "1.1": Decimal(4)}), by, clock.now())
    assert backing.unexplained(sheet, suggesting.fresh(sheet)) == ["2.1"]
    db.session.commit()
    with pytest.raises(RuleBroken, match=r"cao hơn gợi ý ở tiêu chí: 2\.1\."):
        agree(sheet, by)
    db.session.rollback()

    for blank in ("  ", "…", "\u200b\u2060"):
        marking.record(sheet, Given(notes={"2.1": blank}), by, clock.now())
        db.session.commit()
        with pytest.raises(RuleBroken, match="2.1"):
            agree(sheet, by)
        db.session.rollback()
    marking.record(sheet, Given(notes={"2.1": "Một đồng chí trực đột xuất"}), by, clock.now())
    agree(sheet, by)
    assert sheet.state is SheetState.AGREED


def test_sub_marks_are_compared_one_by_one(meeting, by):
    """A part above its suggestion is not made up for by another below."""
    [decision] = minutes.decisions(meeting)
    decision.is_passed = False
    db.session.commit()
    sheet = marking.start(meeting, by, clock.now())
    accepting.accept(sheet, judged(sheet), by, clock.now())
    assert mark(sheet, "7").parts["a"] == "0"

    marking.record(sheet, Given(parts={"7": {"a": Decimal(1), "b": Decimal(1)}}), by, clock.now())
    assert mark(sheet, "7").given == 3
    assert backing.unexplained(sheet, suggesting.fresh(sheet)) == ["7"]


@pytest.mark.parametrize("kind", ["record", "file"])
def test_evidence_answers_for_a_mark_above_too(sheet, by, kind):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    marking.record(sheet, Given(marks={"2.1": Decimal(4)}), by, clock.now())
    if kind == "record":
        row = evidence.cite(sheet, "2.1", evidence.citable(sheet.meeting)[0], by, clock.now())
    else:
        row = evidence.attach(sheet, "2.1", Upload("giay.pdf", make.PDF), 10**6, by, clock.now())
    assert backing.unexplained(sheet, suggesting.fresh(sheet)) == []

    evidence.remove(row, by, clock.now())
    assert backing.unexplained(sheet, suggesting.fresh(sheet)) == ["2.1"]


def test_the_same_record_is_not_named_twice(sheet, by):
    record = evidence.citable(sheet.meeting)[0]
    evidence.cite(sheet, "2.1", record, by, clock.now())
    evidence.cite(sheet, "6", record, by, clock.now())
    with pytest.raises(RuleBroken, match="đã là minh chứng"):
        evidence.cite(sheet, "2.1", record, by, clock.now())


def test_evidence_counts_among_no_records_itself(sheet, by):
    """A file that backs a mark is no document of the meeting by which another mark is suggested."""
    before = suggesting.fresh(sheet)["4.8", ""].sentence("vi")
    evidence.attach(sheet, "2.1", Upload("giay.pdf", make.PDF), 10**6, by, clock.now())
    assert suggesting.fresh(sheet)["4.8", ""].sentence("vi") == before


def test_where_the_records_cannot_tell_there_is_no_ceiling(meeting, by):
    meeting.held_until = None
    sheet = marking.start(meeting, by, clock.now())
    accepting.accept(sheet, judged(sheet), by, clock.now())
    marking.record(sheet, Given(marks={"1.1": Decimal(5)}), by, clock.now())
    assert backing.unexplained(sheet, suggesting.fresh(sheet)) == []


def test_a_record_changed_before_the_vote_changes_the_suggestion_and_is_seen(sheet, meeting, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    set_hours(meeting, 70)

    backed = backing.of_sheet(sheet)
    assert (backed.found["1.1", ""].points, backed.changed("1.1", "").points) == (3, 5)
    assert backed.changed("2.1", "") is None

    marking.record(sheet, Given(), by, clock.now())
    assert backing.of_sheet(sheet).changed("1.1", "") is None, "seen, and stored anew with the saving"


def test_a_record_changed_before_the_vote_asks_a_reason_for_the_old_mark(sheet, meeting, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    set_hours(meeting, 70)
    with pytest.raises(RuleBroken, match=r"1\.1"):
        agree(sheet, by)


def kept(sheet):
    rows = db.session.scalars(select(Suggestion).where(Suggestion.scoresheet_id == sheet.id))
    return {(row.criterion, row.part): (row.points, row.sentence, row.sentence_en, row.records) for row in rows}


def test_from_the_vote_on_suggestions_stay_as_they_were(sheet, meeting, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    agree(sheet, by)
    voted = kept(sheet)
    assert voted["2.1", ""][:2] == (1, suggesting.fresh(sheet)["2.1", ""].sentence("vi"))
    assert voted["1.1", ""][1] != voted["1.1", ""][2], "kept in both languages"

    set_hours(meeting, 50)
    above = make.actor(make.reviewer(sheet.cell.parent))
    for act in (
        lambda: agreeing.submit(sheet, by, clock.now()),
        lambda: reviewing.open_sheet(sheet, above, clock.now()),
        lambda: reviewing.adjust(sheet, "3.1", Decimal(2), "Còn dàn trải", above, clock.now()),
        lambda: reviewing.recognise(sheet, above, clock.now()),
        lambda: agreeing.explain(sheet, "Đã bàn kỹ", by, clock.now()),
    ):
        act()
        db.session.commit()
        assert kept(sheet) == voted
        assert backing.of_sheet(sheet).found["1.1", ""].points == 5


def test_a_returned_sheet_is_compared_with_the_records_of_now(sheet, meeting, by):
    accepting.accept(sheet, judged(sheet), by, clock.now())
    agree(sheet, by)
    agreeing.submit(sheet, by, clock.now())
    set_hours(meeting, 70)
    above = make.actor(make.reviewer(sheet.cell.parent))
    reviewing.open_sheet(sheet, above, clock.now())
    reviewing.send_back(sheet, {"1.1": "Giờ chưa khớp"}, "Xem lại", None, above, clock.now())

    backed = backing.of_sheet(sheet)
    assert (backed.found["1.1", ""].points, backed.changed("1.1", "").points) == (3, 5)
    with pytest.raises(RuleBroken, match=r"1\.1"):
        agree(sheet, by)


def test_evidence_is_not_touched_once_the_cell_has_voted(sheet, by):
    row = evidence.cite(sheet, "2.1", evidence.citable(sheet.meeting)[0], by, clock.now())
    accepting.accept(sheet, judged(sheet), by, clock.now())
    agree(sheet, by)
    with pytest.raises(RuleBroken, match="đã thông qua phiếu"):
        evidence.remove(row, by, clock.now())
    with pytest.raises(RuleBroken, match="đã thông qua phiếu"):
        evidence.attach(sheet, "2.1", Upload("giay.pdf", make.PDF), 10**6, by, clock.now())
