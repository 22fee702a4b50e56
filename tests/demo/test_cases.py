"""Every case that a reader of the demo should be able to find is in it."""

import pytest
from sqlalchemy import func, select

from tracker.agendas import service as agendas
from tracker.agendas.models import Circulation, Receipt
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, Phase
from tracker.demo import building
from tracker.duties import service as duties
from tracker.duties.rules import DutyKind
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind
from tracker.meetings import holding, words
from tracker.meetings import service as meetings
from tracker.meetings.models import Answer, Meeting, Reply, RollEntry
from tracker.meetings.rules import MeetingState, Presence
from tracker.people.models import Account, Appointment, Rank
from tracker.permissions import Office
from tracker.scoresheets.models import CriterionRemark, Explanation, Scoresheet


def some(model, *conditions):
    return db.session.scalar(select(func.count()).select_from(model).where(*conditions))


@pytest.fixture
def now_coming(cell):
    return db.session.scalars(
        select(Meeting).where(Meeting.cell_id == cell.id, Meeting.state == MeetingState.CIRCULATED)
    ).one()


@pytest.mark.parametrize(
    ("model", "conditions"),
    [
        (Meeting, [Meeting.is_backfilled]),
        (Meeting, [Meeting.kind == MeetingKind.COMBINED]),
        (Meeting, [Meeting.kind == MeetingKind.COMMITTEE, Meeting.state == MeetingState.MINUTED]),
        (Meeting, [Meeting.prepared_by_id.is_not(None)]),
        (Meeting, [Meeting.state == MeetingState.NOT_HELD, Meeting.excused_at.is_not(None)]),
        (RollEntry, [RollEntry.presence == Presence.UNEXCUSED]),
        (RollEntry, [RollEntry.presence == Presence.EXCUSED, RollEntry.rank == Rank.OFFICIAL]),
        (RollEntry, [RollEntry.presence == Presence.LATE]),
        (RollEntry, [RollEntry.rank == Rank.PROBATIONARY]),
        (RollEntry, [RollEntry.rank == Rank.EXEMPT]),
        (Receipt, [Receipt.handed_over_at.is_not(None)]),
        (Contribution, [Contribution.phase == Phase.BEFORE, Contribution.entered_by_id != Contribution.person_id]),
        (Contribution, [Contribution.fate == Fate.ANSWERED]),
        (CriterionRemark, [CriterionRemark.act == "adjust"]),
        (CriterionRemark, [CriterionRemark.act == "return"]),
        (Explanation, []),
        (Appointment, [Appointment.office == Office.OBSERVER, Appointment.until_date.is_not(None)]),
    ],
)
def test_there_is_one(app, model, conditions):
    assert some(model, *conditions)


def test_one_notice_was_late_and_one_meeting_short(app):
    sent = select(Meeting).where(Meeting.id.in_(select(Circulation.meeting_id)), Meeting.year > 2025)
    found = list(db.session.scalars(sent))

    assert any(not agendas.lead_time(one).met for one in found)
    assert any(words.minutes_of(one) < holding.minutes_required(one) for one in found if one.is_past_planning)


def test_the_coming_meeting_waits_for_answers_input_and_readers(app, now_coming):
    waiting = [Contribution.meeting_id == now_coming.id, Contribution.fate == Fate.WAITING]
    sent = agendas.latest_circulation(now_coming)
    opened = [receipt.opened_at is not None for receipt in agendas.receipts(sent)]
    said = {reply.answer for reply in db.session.scalars(select(Reply).where(Reply.meeting_id == now_coming.id))}

    assert some(Contribution, *waiting)
    assert {True, False} == set(opened)
    assert said == {Answer.COMING, Answer.ABSENT}


def test_the_member_tells_the_story_and_has_a_task(app, now_coming):
    member = db.session.scalar(select(Account).where(Account.user_name == "dangvien"))
    waiting, _closed = duties.of_person(member.person_id)

    assert {one.kind for one in waiting} >= {DutyKind.STORY, DutyKind.TASK}
    (story,) = [one for one in waiting if one.kind is DutyKind.STORY]
    assert story.item.meeting_id == now_coming.id
    assert meetings.replies(now_coming).get(member.person_id) is None


def test_the_reviewer_has_sheets_waiting_in_every_branch_and_directly(app):
    with_superior = select(Scoresheet.superior_id).where(Scoresheet.state.in_(["submitted", "under_review"]))
    waiting = set(db.session.scalars(with_superior))
    held = select(Appointment.organisation_id).join(Account, Account.person_id == Appointment.person_id)
    reviewed = set(db.session.scalars(held.where(Account.user_name == "thamdinh")))

    assert len(reviewed) == 4
    assert waiting == reviewed
    assert building.PEOPLE[2][0] == "thamdinh"
