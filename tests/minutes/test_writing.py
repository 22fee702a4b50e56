"""Saving, passing, reopening, filing: what is kept, what is refused."""

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import factories as make
from tracker.audit.models import AuditEntry
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import service as contributions
from tracker.contributions.rules import OutcomeKind, Phase
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes import rules, service, writing
from tracker.minutes.models import Minutes, Proceeding
from tracker.minutes.rules import Gap


@pytest.fixture
def cell(app):
    return make.cell()


@pytest.fixture
def meeting(cell):
    return make.meeting_to_minute(cell, titles=("Kiểm điểm", "Làm đường"))


@pytest.fixture
def by(cell):
    return make.actor(make.secretary(cell))


def at(meeting, **after):
    return meeting.held_until + timedelta(**after)


def entries(act):
    return list(db.session.scalars(select(AuditEntry).where(AuditEntry.act == act).order_by(AuditEntry.id)))


def save(meeting, by, version="", **given):
    row = writing.save(meeting, writing.Given(**given), version, by, at(meeting))
    db.session.commit()
    return row


def test_saving_keeps_the_texts_and_the_items(meeting, by):
    first, second = service.agendas.items(meeting)
    told = {
        first.id: writing.Told("Bàn kỹ.", "Nhất trí.", True),
        second.id: writing.Told(is_done=False),
        None: writing.Told("Có việc phát sinh."),
    }

    save(meeting, by, opening="Mở đầu", closing="Kết", praise="Khen", criticism="Nhắc", items=told)

    db.session.expire_all()
    row, rows = service.of_meeting(meeting), service.proceedings(meeting)
    assert (row.opening, row.closing, row.praise, row.criticism) == ("Mở đầu", "Kết", "Khen", "Nhắc")
    assert (row.saved_by_id, row.saved_at) == (by.person_id, at(meeting))
    assert (rows[first.id].discussion, rows[first.id].conclusion, rows[first.id].is_done) == (
        "Bàn kỹ.", "Nhất trí.", True,
    )  # fmt: skip
    assert rows[second.id].is_done is False
    assert (rows[None].discussion, rows[None].is_done) == ("Có việc phát sinh.", None)


def test_the_trail_tells_only_what_changed_by_item(meeting, by):
    first, second = service.agendas.items(meeting)
    row = save(meeting, by, opening="Một", items={first.id: writing.Told("Bàn.", "", True), second.id: writing.Told()})

    save(meeting, by, row.version, opening="Một", items={first.id: writing.Told("Bàn thêm.", "", True)})

    entry = entries("minutes.save")[-1]
    assert entry.old == {"discussion": {"1. Kiểm điểm": "Bàn."}}
    assert entry.new == {"discussion": {"1. Kiểm điểm": "Bàn thêm."}}


def test_items_not_given_keep_what_they_say(meeting, by):
    first, second = service.agendas.items(meeting)
    row = save(meeting, by, items={first.id: writing.Told("Bàn.", "", True)})

    save(meeting, by, row.version, items={second.id: writing.Told("Khác.", "", True)})

    assert service.proceedings(meeting)[first.id].discussion == "Bàn."


def test_a_stale_version_is_a_conflict_and_changes_nothing(meeting, by):
    row = save(meeting, by, opening="Bản một")
    stale = row.version
    save(meeting, by, stale, opening="Bản hai")

    for version in (stale, "", None):
        with pytest.raises(Conflict):
            save(meeting, by, version, opening="Bản ba")
        db.session.rollback()

    assert service.of_meeting(meeting).opening == "Bản hai"


def test_the_general_part_is_one_row(meeting, by):
    row = save(meeting, by, items={None: writing.Told("Một")})
    save(meeting, by, row.version, items={None: writing.Told("Hai")})

    assert [one.discussion for one in db.session.scalars(select(Proceeding))] == ["Hai"]


@pytest.mark.parametrize("state", [state for state in MeetingState if state is not MeetingState.HELD])
def test_minutes_are_written_only_between_holding_and_passing(cell, by, state):
    meeting = make.meeting(cell, state=state, held_until=None)
    with pytest.raises(RuleBroken):
        writing.save(meeting, writing.Given(), "", by, meeting.planned_at)
    db.session.rollback()
    assert db.session.scalar(select(Minutes)) is None


# --- input taken up -----------------------------------------------------------------------------------------------


def taken(one):
    return [(row.kind, row.words, row.path) for row in contributions.outcomes([one]).get(one.id, [])]


def test_input_is_tied_to_the_conclusion_and_untied_again(meeting, by):
    first, _second = service.agendas.items(meeting)
    one, other = make.contribution(meeting, item=first), make.contribution(meeting, item=first, phase=Phase.SPOKEN)
    told = writing.Told("Bàn.", "Miễn ngày công.", True, (one.id,))

    row = save(meeting, by, items={first.id: told})

    assert taken(one) == [(OutcomeKind.CONCLUSION, "Miễn ngày công.", f"/meetings/{meeting.id}/minutes")]
    assert service.taken_up([one, other]) == {one.id}

    row = save(meeting, by, row.version, items={first.id: writing.Told("Bàn.", "Viết lại.", True, (one.id,))})
    assert [words for _kind, words, _path in taken(one)] == ["Viết lại."]

    save(meeting, by, row.version, items={first.id: writing.Told("Bàn.", "Viết lại.", True)})
    assert service.taken_up([one, other]) == set()


def test_a_task_that_came_of_input_is_no_conclusion_and_stays(meeting, by):
    first, _second = service.agendas.items(meeting)
    one = make.contribution(meeting, item=first)
    contributions.tie(one.id, OutcomeKind.TASK, 99, "Việc", "/x")

    save(meeting, by, items={first.id: writing.Told("Bàn.", "Kết luận.", True)})

    assert service.taken_up([one]) == set()
    assert [kind for kind, _words, _path in taken(one)] == [OutcomeKind.TASK]


def test_nothing_is_taken_up_into_an_unwritten_conclusion(meeting, by):
    first, _second = service.agendas.items(meeting)
    one = make.contribution(meeting, item=first)
    with pytest.raises(RuleBroken, match="chưa ghi kết luận"):
        save(meeting, by, items={first.id: writing.Told("Bàn.", "", True, (one.id,))})


# --- gaps -----------------------------------------------------------------------------------------------------------


def test_whole_minutes_have_no_gaps(meeting):
    make.minutes(meeting)
    assert service.gaps(meeting) == []


@pytest.mark.parametrize(
    ("column", "gap"),
    [("held_until", Gap.END), ("chair_id", Gap.CHAIR), ("minute_taker_id", Gap.MINUTE_TAKER)],
)
def test_what_the_meeting_lacks_is_a_gap_that_stops_the_passing(meeting, by, column, gap):
    make.minutes(meeting)
    when = at(meeting)
    setattr(meeting, column, None)
    db.session.commit()
    db.session.refresh(meeting)

    assert service.gaps(meeting) == [gap]
    with pytest.raises(RuleBroken):
        writing.confirm(meeting, meeting, by, when)


def test_no_roll_and_no_minutes_are_gaps(cell):
    meeting = make.meeting_to_minute(cell, voters=2)
    for entry in meetings.roll(meeting):
        db.session.delete(entry)
    db.session.commit()

    assert service.gaps(meeting) == [Gap.ROLL, Gap.MINUTES]


def test_without_an_agenda_the_general_part_must_tell(cell, by):
    meeting = make.meeting_to_minute(cell, titles=())
    row = save(meeting, by, opening="Mở đầu")
    assert service.gaps(meeting) == [Gap.GENERAL]

    save(meeting, by, row.version, items={None: writing.Told("Cả chi bộ bàn việc.")})
    assert service.gaps(meeting) == []


def test_a_roll_corrected_after_the_vote_asks_for_a_look(meeting):
    make.minutes(meeting)
    make.decision(meeting)
    assert service.gaps(meeting) == []

    entry = meetings.roll(meeting)[0]
    entry.presence, entry.reason = Presence.EXCUSED, "Ốm"
    db.session.commit()

    assert service.gaps(meeting) == [Gap.VOTES]


# --- passing, reopening, filing ---------------------------------------------------------------------------------


def test_passing_makes_the_meeting_minuted(meeting, by):
    make.minutes(meeting)
    row = writing.confirm(meeting, meeting, by, at(meeting))
    db.session.commit()

    assert meeting.state is MeetingState.MINUTED
    assert (row.confirmed_at, row.confirmed_by_id, row.confirmed_at_id) == (at(meeting), by.person_id, meeting.id)
    assert entries("minutes.confirm")[0].new["confirmed_at_id"] == meeting.id
    with pytest.raises(RuleBroken, match="đã thông qua"):
        writing.confirm(meeting, meeting, by, at(meeting))


def test_minutes_saved_since_they_were_read_are_not_passed(meeting, by):
    row = make.minutes(meeting)
    read = row.version
    make.minutes(meeting, opening="Sửa")

    with pytest.raises(Conflict):
        writing.confirm(meeting, meeting, by, at(meeting), read)
    db.session.rollback()
    assert meeting.state is MeetingState.HELD


def test_they_may_be_passed_at_the_next_meeting_once_its_day_has_come(cell, meeting):
    following = make.meeting(cell, month=4)
    make.meeting(cell, month=5)
    make.meeting(make.cell(), month=4)
    make.meeting(cell, month=3, day=20, kind=MeetingKind.COMMITTEE)
    make.meeting(cell, month=3, day=25, kind=MeetingKind.THEMATIC, state=MeetingState.NOT_HELD)

    assert service.passing_places(meeting, meeting.day) == [meeting]
    assert service.passing_places(meeting, following.day - timedelta(days=1)) == [meeting]
    assert service.passing_places(meeting, following.day) == [meeting, following]


def test_a_thematic_meeting_between_may_pass_them_too_and_so_may_the_next_regular(cell, meeting):
    thematic = make.meeting(cell, month=3, day=20, kind=MeetingKind.THEMATIC)
    following = make.meeting(cell, month=4)

    assert service.passing_places(meeting, following.day) == [meeting, thematic, following]


def test_a_committee_passes_its_own_minutes_at_its_own_next_meeting(cell):
    first = make.meeting_to_minute(cell, kind=MeetingKind.COMMITTEE)
    make.meeting(cell, month=4)
    second = make.meeting(cell, month=4, day=3, kind=MeetingKind.COMMITTEE)

    assert service.passing_places(first, second.day) == [first, second]


def test_another_cells_meeting_cannot_pass_them(meeting, by):
    make.minutes(meeting)
    with pytest.raises(RuleBroken, match="kỳ liền sau"):
        writing.confirm(meeting, make.meeting(make.cell(), month=4), by, at(meeting, days=60))


def test_reopening_needs_a_reason_and_takes_the_stamps_away(meeting, by):
    row = make.confirmed_minutes(meeting)
    writing.file(meeting, by, at(meeting, days=1))
    with pytest.raises(RuleBroken, match="lý do"):
        writing.reopen(meeting, "  ", by, at(meeting, days=2))
    assert meeting.state is MeetingState.MINUTED

    writing.reopen(meeting, "Ghi nhầm tên", by, at(meeting, days=2))
    db.session.commit()

    assert meeting.state is MeetingState.HELD
    assert (row.confirmed_at, row.confirmed_by_id, row.confirmed_at_id, row.filed_at) == (None,) * 4
    assert entries("minutes.reopen")[0].new["reason"] == "Ghi nhầm tên"


@pytest.mark.parametrize("state", [state for state in MeetingState if state is not MeetingState.MINUTED])
def test_only_passed_minutes_are_reopened_or_filed(cell, by, state):
    meeting = make.meeting(cell, state=state, held_until=None)
    with pytest.raises(RuleBroken):
        writing.reopen(meeting, "Vì ghi nhầm", by, meeting.planned_at)
    with pytest.raises(RuleBroken):
        writing.file(meeting, by, meeting.planned_at)


@pytest.mark.parametrize(
    ("after", "backfilled", "expected"),
    [
        ({"hours": 2}, False, rules.Filing(0, True)),
        ({"days": 2}, False, rules.Filing(2, True)),
        ({"days": 3}, False, rules.Filing(3, False)),
        ({"days": 300}, True, rules.Filing(300, None)),
    ],
)
def test_filing_is_stamped_once_and_told_in_days(cell, by, after, backfilled, expected):
    make.guidance()
    meeting = make.meeting_to_minute(cell, is_backfilled=backfilled)
    row = make.confirmed_minutes(meeting)
    assert service.filing(meeting, row) is None

    writing.file(meeting, by, at(meeting, **after))
    db.session.commit()

    assert service.filing(meeting, row) == expected
    with pytest.raises(RuleBroken, match="đã lưu"):
        writing.file(meeting, by, at(meeting, days=9))


def test_those_who_keep_figures_are_told_of_passing_and_reopening(meeting, by, monkeypatch):
    heard = []
    monkeypatch.setattr(meetings, "AFTER_CHANGE", [lambda row, _at: heard.append(row.state)])
    make.confirmed_minutes(meeting)
    writing.reopen(db.session.get(Meeting, meeting.id), "Sửa", by, at(meeting))

    assert heard == [MeetingState.MINUTED, MeetingState.HELD]
