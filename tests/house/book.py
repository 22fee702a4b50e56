"""A small book in which one of everything is kept by cell A1, and a person for every way of standing to it.

Province over communes A and B; cells A1 (the subject) and A2 under A, B1 under B. Every address that names
something names a row of A1, unless a case of ``CASES`` says otherwise.
"""

from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Any

from tests import factories as make
from tracker.base import clock
from tracker.contributions.rules import Phase
from tracker.extensions import db
from tracker.guidance.rules import MeetingKind, QualityClass
from tracker.meetings.rules import MeetingState
from tracker.notices.models import Notice
from tracker.people.models import Appointment
from tracker.permissions import Office
from tracker.ratings.models import CellYear
from tracker.ratings.rules import YearState
from tracker.scoresheets.rules import SheetState

TODAY = clock.day_of(clock.now())
FAR = date(2199, 1, 1)
PASSED_ON = 2001  # a year of which nothing else is known


@dataclass
class Book:
    """``people`` by letter or name, ``url`` the values of the addresses' parts, ``cases`` other values by case."""

    province: Any
    a: Any
    b: Any
    a1: Any
    a2: Any
    b1: Any
    people: dict[str, Any] = field(default_factory=dict)
    url: dict[str, Any] = field(default_factory=dict)
    cases: dict[str, dict[str, Any]] = field(default_factory=dict)


def make_book() -> Book:
    province = make.committee("Đảng bộ tỉnh")
    a, b = make.committee("Đảng bộ xã A", province), make.committee("Đảng bộ xã B", province)
    cells = make.cell(a, "Chi bộ A1"), make.cell(a, "Chi bộ A2"), make.cell(b, "Chi bộ B1")
    book = Book(province, a, b, *cells)
    make.guidance("HD42")
    book.people = inside(book) | above(book) | outside(book) | of_another_day(book)
    fill(book)
    return book


def inside(book: Book) -> dict[str, Any]:
    cell = book.a1
    return {
        "S": make.secretary(cell),
        "D": make.deputy(cell),
        "K": make.committee_member(cell),
        "T": make.minute_taker(cell),
        "M": make.member(cell),
        "W": make.member(cell),
        "L": make.member(cell),
        "a": make.administrator(cell),
        "o": make.observer(cell),
        "F": make.delegate(cell),
    }


def above(book: Book) -> dict[str, Any]:
    return {
        "R": make.reviewer(book.a),
        "P": make.reviewer(book.province),
        "A": make.administrator(book.a),
        "U": make.administrator(book.province),
        "O": make.observer(book.a),
    }


def outside(book: Book) -> dict[str, Any]:
    """Offices elsewhere, and none."""
    return {
        "secretary of A2": make.secretary(book.a2),
        "member of A2": make.member(book.a2),
        "secretary of B1": make.secretary(book.b1),
        "member of B1": make.member(book.b1),
        "V": make.appoint(make.reviewer(book.b), book.b, Office.OBSERVER, until=FAR),
        "B": make.administrator(book.b),
        "no office": make.person(),
    }


def of_another_day(book: Book) -> dict[str, Any]:
    """Those who would be everything in A1 and above it, had their time not passed or not yet come."""
    yesterday, later = TODAY - timedelta(days=1), TODAY + timedelta(days=2)  # a run may pass one midnight
    past = make.member(book.a1, until=yesterday)
    coming = make.member(book.a1, since=later)
    offices = [(book.a1, Office.SECRETARY)]
    offices += [(book.a, office) for office in (Office.REVIEWER, Office.ADMINISTRATOR, Office.OBSERVER)]
    for place, office in offices:
        make.appoint(past, place, office, until=yesterday)
        make.appoint(coming, place, office, since=later, until=FAR)
    return {
        "all until yesterday": past,
        "all from a day to come": coming,
        "moved to A2": make.stand(make.member(book.a1, until=yesterday), book.a2, TODAY),
    }


def held(cell, days_ago, state=MeetingState.HELD, **columns):
    day = TODAY - timedelta(days=days_ago)
    return make.meeting(cell, day.year, day.month, day.day, state=state, **columns)


def fill(book: Book) -> None:
    """One of everything in A1; ``W`` is whom it concerns, ``L`` who presents the item."""
    who, cell = book.people, book.a1
    main = sent_and_held(book)
    draft = make.scoresheet(main, until="mark")
    poll = make.poll(draft)
    earlier = make.scored_meeting(cell, **dated(TODAY - timedelta(days=60)))
    handed_in = make.scoresheet(earlier, until="open")
    held(cell, -25, MeetingState.PLANNED)
    story = make.story(main, who["W"])
    [standing] = make.standings(who["M"])
    decision = make.decision(main)
    notice = Notice(person_id=who["W"].id, organisation_id=cell.id, kind="duty", details={}, path="/", at=clock.now())
    db.session.add(notice)
    db.session.commit()
    rules = make.guidance_draft(who["A"], draft.guidance)
    book.url |= {
        "cell_id": cell.id, "organisation_id": cell.id, "committee_id": book.a.id, "meeting_id": main.id,
        "year": main.year, "month": main.month, "number": 1, "code": "1.1", "version_id": draft.guidance_id,
        "scoresheet_id": handed_in.id, "duty_id": story.id, "decision_id": decision.id, "notice_id": notice.id,
        "poll_id": poll.sheet.id,
        "person_id": who["M"].id, "seat_id": who["M"].id, "standing_id": standing.id,
        "appointment_id": post(who["T"]), "delegate_id": post(who["F"]), "filename": "css/tokens.css",
        "draft_id": rules.id, "place": "conditions.0", "listed": "conditions", "shown": "heatmap",
        "phrase_id": make.phrase(book.a).id, "signal_id": make.signal(sheets=[handed_in]).id,
    }  # fmt: skip
    book.url["calibration_id"] = make.calibration(book.a, [handed_in], [who["R"], who["V"]]).id
    book.cases = cases(book, main, draft, earlier)


def post(person):
    return db.session.query(Appointment).filter_by(person_id=person.id).one().id


def dated(day):
    return {"year": day.year, "month": day.month, "day": day.day}


def sent_and_held(book: Book):
    """A regular meeting of three weeks ago: item, document, circulation, roll, reply, remark, minutes."""
    who = book.people
    meeting = held(book.a1, 20, MeetingState.PLANNED, chair=who["S"], minute_taker=who["T"])
    item = make.item(meeting, presenter=who["L"])
    document = make.document(meeting, who["S"], item)
    make.circulation(meeting, who["S"])
    remark = make.contribution(meeting, who["W"], item=item)
    for letter in "SDKTMWL":
        make.roll_entry(meeting, who[letter])
    meeting.state, meeting.held_from = MeetingState.HELD, meeting.planned_at
    meeting.held_until = meeting.planned_at + timedelta(minutes=100)
    db.session.commit()
    make.minutes(meeting)
    book.url |= {"item_id": item.id, "document_id": document.token, "contribution_id": remark.id}
    return meeting


def passed_on_to_the_province(book: Book):
    """A sheet of A1, and a year, that the commune left to the province."""
    sheet = make.marked_sheet(held(book.a1, 100), SheetState.SUBMITTED)
    sheet.superior_id = book.province.id
    year = {"state": YearState.PROPOSED, "proposed_class": QualityClass.GOOD}
    where = {"cell_id": book.a1.id, "superior_id": book.a.id, "forwarded_to_id": book.province.id}
    db.session.add(CellYear(year=PASSED_ON, **where, **year))
    db.session.commit()
    return sheet


def cases(book: Book, main, draft, earlier) -> dict[str, dict[str, Any]]:
    """What the addresses name where it is not the ordinary thing of A1."""
    who = book.people
    inner = held(book.a1, 22, MeetingState.PLANNED, kind=MeetingKind.COMMITTEE)
    item = make.item(inner, presenter=who["L"])
    paper = make.document(inner, who["S"], item)
    said = make.contribution(inner, who["W"], item=item)
    typed = make.contribution(main, who["M"], entered_by=who["S"])
    spoken = make.contribution(main, who["W"], phase=Phase.SPOKEN, entered_by=who["T"])
    moved = make.contribution(main, who["moved to A2"])
    other = held(book.a2, 20)
    passed_on = passed_on_to_the_province(book)
    return {
        "forwarded": {"scoresheet_id": passed_on.id, "meeting_id": passed_on.meeting_id, "year": PASSED_ON},
        "of the cell committee": {
            "meeting_id": inner.id, "item_id": item.id, "document_id": paper.token, "contribution_id": said.id,
        },
        "handed in": {"meeting_id": earlier.id},
        "a draft": {"scoresheet_id": draft.id},
        "a task": {"duty_id": make.task(main, who["W"]).id},
        "of one who moved": {"duty_id": make.story(main, who["moved to A2"]).id, "contribution_id": moved.id},
        "typed by the secretary": {"contribution_id": typed.id},
        "spoken": {"contribution_id": spoken.id},
        "of another cell": {"meeting_id": other.id},
        "of the minute-taker": {"delegate_id": post(who["T"])},
        "person of another cell": {"person_id": who["member of A2"].id},
        "the commune": {"organisation_id": book.a.id},
        "the province": {"organisation_id": book.province.id, "committee_id": book.province.id},
        "of the province": {"phrase_id": make.phrase(book.province).id},
        "of the reviewer": {"seat_id": who["R"].id, "appointment_id": post(who["R"])},
    }  # fmt: skip
