from datetime import date, time, timedelta

import pytest
from sqlalchemy.exc import IntegrityError

from tests import factories as make
from tracker.agendas import items
from tracker.agendas.rules import ItemKind
from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.contributions import fates
from tracker.contributions import service as contributions
from tracker.contributions.models import Outcome
from tracker.contributions.rules import ContributionKind, Fate, OutcomeKind, Phase
from tracker.extensions import db
from tracker.meetings.rules import MeetingState, Presence

AT = clock.moment_of(date(2026, 3, 4), time(9))
REMARK = ContributionKind.REMARK


@pytest.fixture
def meeting(app):
    return make.meeting(month=3, day=6, state=MeetingState.CIRCULATED)


@pytest.fixture
def member(meeting):
    return make.member(meeting.cell)


def item_of(meeting, title="Làm đường", presenter=None):
    return items.add(meeting, items.Given(ItemKind.DISCUSSION, title, 20, presenter and presenter.id), None, AT)


def write(meeting, person, text="Đề nghị miễn ngày công.", item=None, by=None):
    return contributions.write(meeting, person.id, REMARK, text, item and item.id, by=by, at=AT)


def test_what_was_written_waits_on_its_item(meeting, member):
    item = item_of(meeting)
    other = make.meeting(month=4, day=3)
    make.contribution(other)
    make.contribution(meeting, fate=Fate.WITHDRAWN)

    row = write(meeting, member, item=item)

    assert contributions.of_meeting(meeting) == [row]
    assert contributions.of_item(item) == [row]
    assert (row.fate, row.phase, row.is_on_behalf) == (Fate.WAITING, Phase.BEFORE, False)


def test_nothing_is_written_after_the_meeting(meeting, member):
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at

    with pytest.raises(RuleBroken, match="không nhận ý kiến gửi trước"):
        write(meeting, member)


def test_a_stranger_has_no_input(meeting):
    with pytest.raises(RuleBroken, match="không sinh hoạt"):
        write(meeting, make.member(make.cell()))


def test_an_item_of_another_meeting_is_refused(meeting, member):
    item = item_of(make.meeting(month=4, day=3))

    with pytest.raises(RuleBroken, match="không còn trong chương trình"):
        write(meeting, member, item=item)


def test_edit_of_an_older_version_is_a_conflict(meeting, member):
    row = write(meeting, member)
    db.session.commit()
    contributions.edit(row, row.version, REMARK, "Bản hai", None, by=None, at=AT)
    db.session.commit()

    with pytest.raises(Conflict):
        contributions.edit(row, row.version - 1, REMARK, "Bản ba", None, by=None, at=AT)
    assert row.text == "Bản hai"


def test_one_with_a_fate_is_no_longer_edited(meeting, member):
    row = write(meeting, member)
    fates.put_forward(row, by=None, at=AT)

    with pytest.raises(RuleBroken, match="không sửa được"):
        contributions.edit(row, row.version, REMARK, "Khác", None, by=None, at=AT)


def test_those_absent_did_not_speak(meeting, member):
    here = make.member(meeting.cell)
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    make.roll_entry(meeting, member, Presence.EXCUSED)
    make.roll_entry(meeting, here, Presence.LATE)

    with pytest.raises(RuleBroken, match="vắng"):
        contributions.speak(meeting, member.id, "Nhất trí.", None, by=None, at=AT)
    contributions.speak(meeting, here.id, "Nhất trí.", None, by=None, at=AT)
    contributions.speak(meeting, here.id, "Bổ sung.", None, by=None, at=AT)
    assert contributions.speakers(contributions.everything(meeting)) == {here.id}


def test_nobody_speaks_before_the_day(meeting, member):
    with pytest.raises(RuleBroken, match="từ ngày họp"):
        contributions.speak(meeting, member.id, "Nhất trí.", None, by=None, at=AT)


def test_merging_shows_into_what_and_returns_with_a_reason(meeting, member):
    first, second = write(meeting, member), write(meeting, make.member(meeting.cell), "Đồng ý.")
    fates.merge(second, first.id, by=None, at=AT)

    assert (second.fate, second.merged_into) == (Fate.MERGED, first)
    with pytest.raises(RuleBroken, match="lý do"):
        fates.return_to_waiting(second, "", by=None, at=AT)
    fates.return_to_waiting(second, "Nội dung khác nhau", by=None, at=AT)
    assert (second.fate, second.merged_into_id) == (Fate.WAITING, None)
    assert audit.last_of(second).new["reason"] == "Nội dung khác nhau"


@pytest.mark.parametrize("which", ["itself", "other_meeting", "merged"])
def test_what_cannot_be_merged_into(meeting, member, which):
    row, other = write(meeting, member), write(meeting, member, "Khác")
    third = write(meeting, member, "Thứ ba")
    fates.merge(third, other.id, by=None, at=AT)
    target = {"itself": row, "other_meeting": make.contribution(make.meeting(month=4, day=3)), "merged": third}[which]

    with pytest.raises(RuleBroken, match="chọn một ý kiến khác"):
        fates.merge(row, target.id, by=None, at=AT)


def test_a_spoken_one_taken_out_of_a_merge_was_still_spoken(meeting):
    first = make.contribution(meeting)
    spoken = make.contribution(meeting, phase=Phase.SPOKEN)
    fates.merge(spoken, first.id, by=None, at=AT)

    fates.return_to_waiting(spoken, "Tách riêng", by=None, at=AT)

    assert spoken.fate is Fate.RAISED


def test_answers_are_counted_and_may_be_given_after_the_minutes(meeting, member):
    row = write(meeting, member)
    make.contribution(meeting, phase=Phase.SPOKEN)
    assert contributions.answered(contributions.everything(meeting)) == (0, 1)
    meeting.state, meeting.held_from = MeetingState.MINUTED, meeting.planned_at

    fates.answer(row, row.version, "Chi ủy tiếp thu.", by=None, at=AT)

    assert contributions.answered(contributions.everything(meeting)) == (1, 1)
    with pytest.raises(RuleBroken, match="Biên bản đã thông qua"):
        fates.merge(make.contribution(meeting), row.id, by=None, at=AT)


def test_no_input_has_no_rate(meeting):
    assert contributions.answered(contributions.everything(meeting)) is None


def test_one_that_others_were_merged_into_is_not_withdrawn(meeting, member):
    first, second = write(meeting, member), write(meeting, member, "Hai")
    fates.merge(second, first.id, by=None, at=AT)

    with pytest.raises(RuleBroken, match="tách"):
        fates.withdraw(first, by=None, at=AT)


def test_only_what_was_spoken_is_struck(meeting, member):
    spoken = make.contribution(meeting, phase=Phase.SPOKEN)
    fates.strike(spoken, "Ghi nhầm người", by=None, at=AT)
    assert spoken.fate is Fate.WITHDRAWN

    row = write(meeting, member)
    fates.put_forward(row, by=None, at=AT)
    with pytest.raises(RuleBroken, match="ghi nhầm"):
        fates.strike(row, "Nhầm", by=None, at=AT)


def test_what_came_of_it_is_told_once_and_renewed(meeting, member):
    row, other = write(meeting, member), write(meeting, member, "Hai")
    for words in ("Rà soát hộ neo đơn", "Rà soát 34 hộ"):
        contributions.tie(row.id, OutcomeKind.TASK, 7, words, "/meetings/1/duties")
    contributions.tie(other.id, OutcomeKind.CONCLUSION, 7, "Kết luận", "/meetings/1/minutes")

    found = contributions.outcomes([row, other])
    assert [outcome.words for outcome in found[row.id]] == ["Rà soát 34 hộ"]
    contributions.untie(OutcomeKind.TASK, 7)
    assert list(contributions.outcomes([row, other])) == [other.id]


def test_groups_follow_the_agenda_and_keep_items_taken_off(meeting, member):
    first, second = item_of(meeting, "Một"), item_of(meeting, "Hai")
    write(meeting, member, item=second)
    general = write(meeting, member)
    items.remove(second, None, AT)

    groups = contributions.by_item(meeting, contributions.of_meeting(meeting))

    assert [group.item for group in groups] == [first, None, second]
    assert groups[1].before == [general]


def test_the_database_wants_words_and_a_target(meeting):
    for wrong in ({"text": ""}, {"fate": Fate.MERGED}, {"fate": Fate.ANSWERED}):
        with pytest.raises(IntegrityError):
            make.contribution(meeting, **wrong)
        db.session.rollback()


def test_outcome_belongs_to_the_cell(meeting):
    row = make.contribution(meeting)
    contributions.tie(row.id, OutcomeKind.TASK, 1, "Việc", "/")

    assert db.session.query(Outcome).one().organisation == meeting.cell


def test_the_days_between_do_not_matter(meeting, member):
    assert contributions.may_speak(meeting, meeting.planned_at + timedelta(days=5))


@pytest.mark.parametrize("is_backfilled", [True, False])
def test_paper_input_of_a_meeting_entered_afterwards(app, is_backfilled):
    held = make.meeting(month=2, day=6, state=MeetingState.HELD, is_backfilled=is_backfilled)

    assert contributions.may_write(held, is_keeper=True) is is_backfilled
    assert contributions.may_write(held) is False


def test_the_same_words_sent_again_are_one_contribution_until_withdrawn(meeting, member):
    item = item_of(meeting)
    first = write(meeting, member, item=item)

    assert write(meeting, member, item=item) is first
    assert write(meeting, member) is not first, "about another item"
    assert write(meeting, make.member(meeting.cell), item=item) is not first, "of somebody else"
    fates.withdraw(first, by=None, at=AT)
    assert write(meeting, member, item=item) is not first
