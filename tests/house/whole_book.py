"""A small book with something in every state, and what the parts of an address may stand for in it."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from tests import factories as make
from tracker.agendas.models import AgendaItem, Document
from tracker.base import clock
from tracker.contributions.models import Contribution
from tracker.contributions.rules import Fate, Phase
from tracker.duties.models import Duty
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.models import GuidanceDraft, GuidanceVersion
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState, Presence
from tracker.minutes.models import Decision, DecisionKind
from tracker.notices.models import Notice
from tracker.organisations.models import Organisation
from tracker.people.models import Appointment, Person, Rank, Standing
from tracker.permissions import Office
from tracker.ratings import service as ratings
from tracker.reviews import acts as reviewing
from tracker.reviews.calibration.models import CalibrationRound
from tracker.reviews.models import Phrase, Signal
from tracker.reviews.rules import SignalKind, SignalState
from tracker.scoresheets.backing_models import MemberPoll
from tracker.scoresheets.models import Scoresheet

NOW = datetime(2027, 1, 10, 3, 0, tzinfo=UTC)
SHEETS = ("start", "mark", "agree", "submit", "open", "return", "recognise", "explain", "uphold")
PLACES = (
    "facts", "settings", "classes", "year_rule", "sources", "conditions.0", "sheets.0", "sheets.0.groups.1",
    "sheets.0.groups.1.criteria.0", "sheets.0.groups.3.criteria.1", "sheets.0.groups.6.criteria.0",
)  # fmt: skip
ROLES = ("secretary", "member", "reviewer", "administrator", "observer", "delegate")


def make_book():
    """A cell with last year's scoresheets, one in each state, and this winter's meetings; the people by role."""
    make.guidance("HD09-2019")
    version = make.guidance("HD42")
    commune = make.committee("Đảng bộ xã Thử", make.committee("Đảng bộ tỉnh Thử"))
    cell = make.cell(commune, "Chi bộ thôn Thử", locality="Suối Bạc")
    make.cell(commune, "Chi bộ thôn Mới")
    people = make_people(cell, commune)
    last_year(cell, people)
    this_winter(cell, people)
    by = make.actor(people["secretary"])
    make.guidance_draft(people["administrator"], version)
    ratings.propose(ratings.get(cell.id, 2026, NOW.date()), QualityClass.GOOD, "Có cố gắng", by, clock.now())
    calibrate(commune, cell, people)
    db.session.commit()
    return people


def calibrate(commune, cell, people):
    """A round that still waits, and one that is over."""
    of = (Scoresheet.cell_id == cell.id, Scoresheet.state.in_(["recognised", "locked"]))
    sheets = list(db.session.query(Scoresheet).filter(*of).order_by(Scoresheet.id))
    both = [people["reviewer"], make.reviewer(commune, "Chu Thị Soát")]
    make.calibration(commune, sheets[:2], both)
    over = make.calibration(commune, sheets[:2], both, done=both, closed=True, name="Chấm thử quý II")
    for less, who in enumerate(both):
        make.calibration_marks(over, who, less=less)


def make_people(cell, commune):
    make.member(cell, "Đồng Dự Bị", rank=Rank.PROBATIONARY)
    make.member(cell, "Đồng Miễn", rank=Rank.EXEMPT)
    people = {
        "secretary": make.secretary(cell, "Hoàng Thị Bí"),
        "member": make.member(cell, "Nông Thị Viên"),
        "reviewer": make.reviewer(commune, "Vi Văn Xét"),
        "administrator": make.administrator(commune.parent, "Đàm Quản Trị"),
        "observer": make.observer(commune, "Lộc Quan Sát"),
        "delegate": make.delegate(cell, "Lý Theo Dõi"),
    }
    make.account(people["member"], "vien")
    make.phrase(commune)
    return people


def last_year(cell, people):
    voters = list(db.session.query(Standing).filter_by(cell_id=cell.id, rank=Rank.OFFICIAL))
    for month, until in enumerate(SHEETS, start=1):
        meeting = make.meeting(cell, 2026, month, state=MeetingState.HELD)
        for one in voters:
            make.roll_entry(meeting, one.person)
        sheet = make.scoresheet(meeting, until=until, **({"c1_1": None} if until == "mark" else {}))
        if until == "mark":
            make.poll(sheet, [{"1": "4"}])
        if until == "open":
            reviewing.adjust(sheet, "3.1", Decimal("1.5"), "Chưa rõ", make.actor(people["reviewer"]), clock.now())
    make_signals(cell)
    excused = make.meeting(cell, 2026, 10, state=MeetingState.NOT_HELD)
    excused.excused_at, excused.excused_reason = excused.planned_at, "Bão"
    make.scoresheet(make.meeting(cell, 2025, 3, state=MeetingState.HELD), until="mark")


def make_signals(cell):
    """A question of each kind, the first in each state."""
    query = db.session.query(Scoresheet).filter(Scoresheet.cell_id == cell.id, Scoresheet.submitted_at.is_not(None))
    sheets = query.order_by(Scoresheet.month).all()
    for kind in SignalKind:
        make.signal(kind=kind, sheets=sheets)
    for state in SignalState:
        make.signal(state=state, sheets=sheets[-1:])


def this_winter(cell, people):
    minuted = make.meeting_to_minute(cell, month=11)
    make.decision(minuted)
    make.confirmed_minutes(minuted)
    make.meeting(cell, 2026, 12, state=MeetingState.NOT_HELD)
    thematic = make.meeting(cell, 2026, 11, 20, MeetingKind.THEMATIC, MeetingState.HELD)
    make.roll_entry(thematic, people["member"], Presence.EXCUSED)
    held = make.meeting_to_minute(cell, year=2027, month=1, titles=("Kiểm điểm nghị quyết", "Thảo luận việc làm đường"))
    make.decision(held, kind=DecisionKind.CONCLUSION)
    make.minutes(held)
    make.contribution(held, people["member"], phase=Phase.SPOKEN)
    make_duties(held, people)
    make.meeting(cell, 2027, 1, 25, MeetingKind.COMMITTEE)
    make_coming(make.meeting(cell, 2027, 2, 3), people)
    make.meeting(cell, 2027, 3)


def make_coming(meeting, people):
    """An agenda sent and then changed, what members wrote, and the notices that went out."""
    item = make.item(meeting, presenter=people["member"], questions="Làm khi nào?")
    make.document(meeting, people["secretary"], item)
    make.document(meeting, people["secretary"])
    make.circulation(meeting, people["secretary"])
    meeting.state = MeetingState.CIRCULATED
    make.item(meeting, "Việc thêm")
    first = make.contribution(meeting, people["member"], item=item)
    make.contribution(meeting, entered_by=people["secretary"], fate=Fate.RAISED)
    make.contribution(meeting, people["member"], fate=Fate.MERGED, merged_into=first)
    make.contribution(meeting, people["member"], fate=Fate.WITHDRAWN)
    make.contribution(
        meeting, people["member"], item=item, fate=Fate.ANSWERED, response="Sẽ làm", responded_by=people["secretary"],
        responded_at=NOW,
    )  # fmt: skip


def make_duties(assigned_at, people):
    for state in DutyState:
        make.task(assigned_at, people["member"], state=state, due_on=NOW.date() - timedelta(days=2))
    make.story(assigned_at, people["member"])
    make.story(assigned_at, state=DutyState.DONE, title="Bác đi thăm dân", lesson="Gần dân")
    make.paper(assigned_at, people["secretary"])


def subjects():
    """What each part of an address may stand for: everything of its kind in the book."""

    def every(model, **such):
        return [row.id for row in db.session.query(model).filter_by(**such).order_by(model.id)]

    cells, others = every(Organisation, kind="cell"), every(Organisation, kind="commune")
    return {
        "cell_id": cells, "committee_id": others, "organisation_id": cells + others,
        "meeting_id": every(Meeting), "item_id": every(AgendaItem),
        "document_id": [row.token for row in db.session.query(Document)],
        "contribution_id": every(Contribution), "duty_id": every(Duty), "decision_id": every(Decision),
        "scoresheet_id": every(Scoresheet), "poll_id": [row.scoresheet_id for row in db.session.query(MemberPoll)],
        "version_id": every(GuidanceVersion),
        "draft_id": every(GuidanceDraft), "place": PLACES, "listed": ["sheets", "sheets.0.groups.0.criteria"],
         "notice_id": every(Notice), "phrase_id": every(Phrase), "signal_id": every(Signal),
        "standing_id": every(Standing)[:4], "seat_id": every(Person), "appointment_id": every(Appointment),
        "calibration_id": every(CalibrationRound),
        "delegate_id": every(Appointment, office=Office.DELEGATE),
        "year": [2025, 2026, 2027], "month": [1, 9], "number": [1], "code": ["1", "1.1"],
        "shown": ["heatmap", "trend", "classes", "costs", "compare"],
    }  # fmt: skip
