"""What goes on in the book today: drafts being filled, people signed in, and where to find them."""

from datetime import date, time
from functools import partial
from typing import TYPE_CHECKING

from sqlalchemy import select

from tests.bench.making import playing
from tests.bench.making.landmarks import Landmarks
from tracker.base import clock
from tracker.demo import building
from tracker.demo.cast import Cast
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.meetings.rules import MeetingState
from tracker.organisations.models import Organisation
from tracker.people import sessions
from tracker.people.models import Account, Appointment, Standing
from tracker.permissions import Office
from tracker.ratings import recompute
from tracker.reviews import samples
from tracker.scoresheets import drawing, suggesting
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import SheetState
from tracker.scoresheets.suggesting import Drawn

if TYPE_CHECKING:
    from tests.bench.making.book import Making

MEETINGS = 48


def live(making: "Making", administrator: int) -> Landmarks:
    said = _places(making)
    _samples(making)
    _drafts(making, said)
    making.say("drafts")
    _held(making, said)
    _waiting(making, said)
    _people(making, said, administrator)
    db.session.commit()
    return said


def _places(making: "Making") -> Landmarks:
    size, rows = making.size, making.planted
    return Landmarks(
        size=size.name, engine=db.engine.dialect.name, country_id=rows[0].id, province_id=rows[size.province].id,
        district_id=rows[size.district].id, commune_id=rows[size.commune].id,
        queue_committee_id=rows[size.queue].id, cell_id=making.copies[0].cell_id, year=making.last,
        years=making.years, text_years=[making.last], cells=size.cells,
    )  # fmt: skip


def _samples(making: "Making") -> None:
    """The cells drawn for a closer look, of the committees that people look from; the played cell's has them."""
    size = making.size
    for place in sorted({size.district, size.commune, size.queue}):
        for month in size.months:
            first = date(making.last, month, 1)
            samples.ensure(making.planted[place].id, making.last, month, first, clock.moment_of(first, time(8)))


def _cast(making: "Making", cell_id: int) -> Cast:
    """A copied cell with the accounts of its members."""
    query = select(Account).join(Standing, Standing.person_id == Account.person_id).where(Standing.cell_id == cell_id)
    accounts = {account.person_id: account for account in db.session.scalars(query)}
    return Cast(db.session.get_one(Organisation, cell_id), making.now, accounts)


def _drafts(making: "Making", said: Landmarks) -> None:
    """A January meeting in some cells, by the services; its suggestions drawn last of all, so that they are fresh."""
    with building.years_stored_once():
        for copy in making.copies[: making.size.drafts]:
            cast = _cast(making, copy.cell_id)
            meeting = playing.draft_of(cast, making.today.year).meeting
            sheet = scoresheets.of_meeting(meeting)
            if sheet is None or sheet.total is None:
                raise LookupError(f"{copy.cell_name} has no whole draft")
            now = drawing.ends(meeting)
            suggesting.keep(sheet, Drawn(now, partial(suggesting.fresh, sheet)), now.own)
            said.draft_meeting_ids.append(meeting.id)
            said.draft_sheet_ids.append(sheet.id)
            said.draft_tokens.append(_secretary(copy.cell_id))
    for copy, sheet_id in zip(making.copies, said.draft_sheet_ids, strict=False):
        recompute.mend(copy.cell_id, making.today.year, making.today)
        sheet = db.session.get_one(Scoresheet, sheet_id)
        ends = drawing.ends(sheet.meeting)
        if not ends.are_as_drawn:
            suggesting.keep(sheet, Drawn(ends, partial(suggesting.fresh, sheet)), ends.own)


def _held(making: "Making", said: Landmarks) -> None:
    """Regular meetings of the last full year with recognised sheets, of one cell each while there are enough."""
    cells = making.copies[: 1 if making.size.is_light else MEETINGS]
    each = -(-MEETINGS // len(cells))
    for place, copy in enumerate(cells):
        query = (
            select(Meeting.id, Scoresheet.id)
            .join(Scoresheet, Scoresheet.meeting_id == Meeting.id)
            .where(Meeting.cell_id == copy.cell_id, Meeting.year == making.last, Meeting.kind == "regular",
                   Meeting.state.in_([MeetingState.HELD, MeetingState.MINUTED]))
            .order_by(Meeting.month)
        )  # fmt: skip
        found = db.session.execute(query).all()
        turned = found[place % len(found) :] + found[: place % len(found)]
        token = _secretary(copy.cell_id)
        for meeting_id, sheet_id in turned[:each]:
            said.meeting_ids.append(meeting_id)
            said.sheet_ids.append(sheet_id)
            said.meeting_tokens.append(token)


def _waiting(making: "Making", said: Landmarks) -> None:
    query = select(Scoresheet.id).where(
        Scoresheet.superior_id == said.queue_committee_id, Scoresheet.state == SheetState.SUBMITTED
    )
    said.waiting_sheet_ids = list(db.session.scalars(query.order_by(Scoresheet.id).limit(1000)))


def _people(making: "Making", said: Landmarks, administrator: int) -> None:
    rows, size = making.planted, making.size
    said.country_token = _signed_in(rows[0].reviewer_account_id)
    said.province_token = _signed_in(rows[size.province].reviewer_account_id)
    said.reviewer_token = _signed_in(rows[size.district].reviewer_account_id)
    said.commune_reviewer_token = _signed_in(rows[size.commune].reviewer_account_id)
    said.queue_reviewer_token = _signed_in(rows[size.queue].reviewer_account_id)
    said.administrator_token = _signed_in(administrator)
    said.secretary_token = _secretary(said.cell_id)
    plain = select(Account.id).join(Standing, Standing.person_id == Account.person_id).where(
        Standing.cell_id == said.cell_id,
        Account.person_id.not_in(select(Appointment.person_id).where(Appointment.organisation_id == said.cell_id)),
    )  # fmt: skip
    said.member_token = _signed_in(db.session.scalars(plain.order_by(Account.id)).first())


def _secretary(cell_id: int) -> str:
    query = (
        select(Account.id)
        .join(Appointment, Appointment.person_id == Account.person_id)
        .where(Appointment.organisation_id == cell_id, Appointment.office == Office.SECRETARY)
    )
    return _signed_in(db.session.scalars(query).one())


def _signed_in(account_id: int | None) -> str:
    """The token of a session of thirty days."""
    account = db.session.get_one(Account, account_id)
    return sessions.open_session(account, clock.now(), stay=True)
