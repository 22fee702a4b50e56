"""The small book of the house, many times over: what a page lists is there again, so that a query a row shows."""

from datetime import timedelta

from tests import factories as make
from tests.house.whole_book import NOW
from tracker.agendas.models import AgendaItem
from tracker.audit import service as audit
from tracker.base import clock
from tracker.contributions.rules import Phase
from tracker.duties.rules import DutyState
from tracker.extensions import db
from tracker.guidance.models import GuidanceVersion
from tracker.guidance.rules import QualityClass
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.minutes.models import DecisionKind
from tracker.notices.models import Notice
from tracker.organisations.models import Organisation
from tracker.ratings import service as ratings
from tracker.reviews.models import Reminder
from tracker.reviews.rules import SignalState, Wanted
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState

CELLS, PEOPLE, ROWS = 4, 3, 3


def grow(people, name):
    """More of everything of which the book has one; ``name`` tells one growth from another."""
    cell = db.session.query(Organisation).filter_by(name="Chi bộ thôn Thử").one()
    commune = cell.parent
    cells = [_cell(commune, f"{name}{number}") for number in range(CELLS)]
    for number in range(2):
        below = make.committee(f"Đảng bộ cơ sở {name}{number}", commune)
        _cell(below, f"{name}dưới{number}")
        make.committee(f"Đảng bộ xã Kề {name}{number}", commune.parent)
    members = [make.member(cell, f"Nông Văn Thêm {name} {number}") for number in range(PEOPLE)]
    for number, person in enumerate(members):
        make.account(person, f"them{name}{number}")
    meetings = db.session.query(Meeting).filter(Meeting.cell_id == cell.id).order_by(Meeting.id).all()
    for meeting in meetings:
        _furnish(meeting, members, people)
    _above(commune, cell, people, cells, name)
    for person in people.values():
        _notices(person, cell)
    _trail(cell, commune)
    db.session.commit()


def _cell(committee, number):
    """A cell with a secretary, members, a sheet waiting and one answered, questions, a year proposed, a delegate."""
    cell = make.cell(committee, f"Chi bộ thôn {number}")
    secretary = make.secretary(cell, f"Bàn Văn Bí {number}")
    for place in range(3):
        make.member(cell, f"Bàn Thị Viên {number}-{place}")
    make.delegate(cell, f"Lý Văn Dõi {number}")
    for month, state in ((9, None), (12, None), (11, SheetState.RECOGNISED), (10, SheetState.LOCKED)):
        meeting = make.meeting(cell, 2026, month, state=MeetingState.MINUTED)
        make.roll_entry(meeting, secretary)
        sheet = make.read_sheet(meeting, meeting.planned_at + timedelta(days=1), risk=month % 4)
        if state:
            sheet.state, sheet.recognised_total = state, sheet.total
    make.meeting(cell, 2026, 8, state=MeetingState.HELD)
    sheets = db.session.query(Scoresheet).filter_by(cell_id=cell.id).order_by(Scoresheet.month).all()
    for state in SignalState:
        make.signal(state=state, sheets=sheets)
    ratings.propose(
        ratings.get(cell.id, 2026, NOW.date()), QualityClass.GOOD, "Có cố gắng", make.actor(secretary), clock.now()
    )
    return cell


def _furnish(meeting, members, people):
    """Items with documents, contributions, duties, decisions and a longer roll, where the meeting has some already."""
    for person in members:
        if meeting.state in (MeetingState.HELD, MeetingState.MINUTED):
            make.roll_entry(meeting, person)
    items = db.session.query(AgendaItem).filter_by(meeting_id=meeting.id).all()
    if not items:
        return
    is_over = meeting.state in (MeetingState.HELD, MeetingState.MINUTED)
    for number, person in enumerate(members):
        item = _item(items[0], number, person)
        if not is_over:
            make.document(meeting, people["secretary"], item)
        make.contribution(meeting, person, item=item, phase=Phase.SPOKEN if is_over else Phase.BEFORE)
        if is_over:
            _outcome(meeting, person, number)


def _item(like, number, person):
    """As a held meeting's agenda takes none by its service."""
    kept = {column.key: getattr(like, column.key) for column in AgendaItem.__table__.columns}
    kept.pop("id")
    changed = {"position": like.position + 50 + number, "title": f"Việc thêm {number}", "presenter_id": person.id}
    row = AgendaItem(**kept | changed)
    db.session.add(row)
    db.session.flush()
    return row


def _outcome(meeting, person, number):
    if meeting.state is MeetingState.HELD:
        make.decision(meeting, votes=(7, 0, 0), kind=DecisionKind.CONCLUSION, title=f"Kết luận {number}")
    make.story(meeting, person)
    make.paper(meeting, person)
    for state in DutyState:
        make.task(meeting, person, state=state, due_on=NOW.date() - timedelta(days=2))


def _above(commune, cell, people, cells, name):
    """What the committee, the administrator and the member keep: phrases, rounds, drafts, offices, notices."""
    version = db.session.query(GuidanceVersion).order_by(GuidanceVersion.id.desc()).first()
    sheets = (
        db.session.query(Scoresheet)
        .filter(Scoresheet.cell_id == cell.id, Scoresheet.state.in_(["recognised", "locked"]))
        .order_by(Scoresheet.id)
        .all()
    )
    both = [people["reviewer"], make.reviewer(commune, f"Chu Thị Xem {name}")]
    for number in range(ROWS):
        make.phrase(commune, f"Thiếu minh chứng số {name}{number}.")
        make.calibration(commune, sheets[:2], both, name=f"Chấm thử thêm {name}{number}")
        make.observer(commune, f"Lộc Văn Quan {name} {number}")
        make.guidance_draft(people["administrator"], version)
    for one in cells:
        for wanted in Wanted:
            db.session.add(
                Reminder(
                    committee_id=commune.id, cell_id=one.id, year=2026, month=12, wanted=wanted,
                    by_id=people["reviewer"].id, at=NOW - timedelta(days=1),
                )
            )  # fmt: skip


def _notices(person, cell):
    like = db.session.query(Notice).filter_by(person_id=person.id).first()
    for number in range(ROWS if like else 0):
        at = NOW - timedelta(hours=number)
        said = {"kind": like.kind, "details": like.details, "path": like.path}
        db.session.add(Notice(person_id=person.id, organisation_id=cell.id, at=at, **said))


def _trail(cell, commune):
    for number in range(1, 2 * ROWS):
        for organisation in (cell, commune):
            organisation.usual_day = number
            audit.record(None, "organisation.set_up", organisation, at=clock.now())
