"""Appointing and ending appointments. Days are included at both ends. Nothing here commits."""

from datetime import date, datetime

from flask_babel import gettext as _
from sqlalchemy import and_, or_, select
from sqlalchemy.orm import joinedload

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import short_day
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.people import service
from tracker.people.models import Appointment, Person
from tracker.permissions import ABOVE_CELLS, FROM_OUTSIDE, IN_A_CELL, Actor, Office, administers, may_give


def offices_of(organisation: Organisation) -> tuple[Office, ...]:
    """The offices that there are in such an organisation."""
    return IN_A_CELL if organisation.is_cell else ABOVE_CELLS


def givable(by: Actor, organisation: Organisation) -> list[Office]:
    """The offices that this person may give there."""
    return [office for office in offices_of(organisation) if may_give(by, office, organisation)]


def _overlapping(organisation: Organisation, office: Office, since: date, until: date | None) -> list[Appointment]:
    begins_in_time = (
        Appointment.from_date <= until if until is not None else Appointment.from_date == Appointment.from_date
    )
    query = (
        select(Appointment)
        .where(
            Appointment.organisation_id == organisation.id,
            Appointment.office == office,
            and_(begins_in_time, or_(Appointment.until_date.is_(None), Appointment.until_date >= since)),
        )
        .options(joinedload(Appointment.person))
        .order_by(Appointment.from_date)
    )
    return list(db.session.scalars(query))


def _check_right(by: Actor | None, person: Person, office: Office, organisation: Organisation) -> None:
    if office not in offices_of(organisation):
        raise RuleBroken(_("Chức vụ này không có ở tổ chức này. Hãy chọn chức vụ khác."))
    if by is None:
        return
    if not may_give(by, office, organisation):
        raise RuleBroken(_("Chức vụ này do người quản trị cấp trên ghi. Hãy báo cấp ủy cấp trên."))
    if by.person_id == person.id and not administers(by, organisation):
        raise RuleBroken(_("Đồng chí không tự ghi chức vụ cho mình. Hãy nhờ người quản trị."))


def _check_dates(office: Office, since: date, until: date | None) -> None:
    if until is not None and until < since:
        raise RuleBroken(_("Ngày kết thúc đứng trước ngày bắt đầu. Hãy sửa lại."))
    if office is Office.OBSERVER and until is None:
        raise RuleBroken(_("Quan sát viên được cử có thời hạn. Hãy ghi ngày kết thúc."))


def _check_free(person: Person, organisation: Organisation, office: Office, since: date, until: date | None) -> None:
    db.session.execute(select(Organisation.id).where(Organisation.id == organisation.id).with_for_update())
    for held in _overlapping(organisation, office, since, until):
        said = {"name": held.person.full_name, "day": short_day(held.from_date)}
        if held.person_id == person.id:
            raise RuleBroken(
                _("“%(name)s” đã giữ chức vụ này từ %(day)s trong thời gian đó. Hãy sửa lại ngày.", **said)
            )
        if office is Office.SECRETARY:
            raise RuleBroken(
                _("“%(name)s” là bí thư từ %(day)s. Hãy ghi thôi giữ chức trước khi cử bí thư mới.", **said)
            )


def appoint(
    by: Actor | None, person: Person, organisation: Organisation, office: Office, since: date, at: datetime,
    until: date | None = None,
) -> Appointment:  # fmt: skip
    """Give an office. A cell has one secretary at a time; nobody holds one office there twice at once.

    An office of the cell itself needs membership on the first day.
    """
    _check_right(by, person, office, organisation)
    _check_dates(office, since, until)
    if organisations.placement_on(organisation.id, min(since, clock.day_of(at))) is None:
        raise RuleBroken(_("Tổ chức không hoạt động vào ngày này. Hãy xem lại ngày."))
    if office not in FROM_OUTSIDE:
        standing = service.standing_on(person.id, since)
        if standing is None or standing.cell_id != organisation.id:
            raise RuleBroken(_("Đồng chí này không sinh hoạt tại chi bộ vào ngày đó. Hãy chọn đảng viên của chi bộ."))
    _check_free(person, organisation, office, since, until)
    given = Appointment(person=person, organisation=organisation, office=office, from_date=since, until_date=until)
    new = {"person": person.full_name, "office": office, "from_date": since, "until_date": until}
    audit.record(by, "appointment.give", given, at=at, old={}, new=new)
    return given


def end(by: Actor | None, held: Appointment, last_day: date, at: datetime) -> None:
    """That day is the last in office."""
    if by is not None and not may_give(by, held.office, held.organisation):
        raise RuleBroken(_("Chức vụ này do người quản trị cấp trên ghi. Hãy báo cấp ủy cấp trên."))
    if last_day < held.from_date:
        raise RuleBroken(_("Ngày kết thúc đứng trước ngày bắt đầu. Hãy sửa lại."))
    if held.until_date is not None and last_day > held.until_date:
        raise RuleBroken(
            _("Chức vụ này thôi từ %(day)s. Muốn giữ tiếp, hãy ghi một lần cử mới.", day=short_day(held.until_date))
        )
    if _is_last_administrator(held):
        raise RuleBroken(_("Đây là người quản trị duy nhất. Hãy cử người quản trị khác trước."))
    old = {"until_date": held.until_date}
    held.until_date = last_day
    new = {"person": held.person.full_name, "office": held.office, "until_date": last_day}
    audit.record(by, "appointment.end", held, at=at, old=old, new=new)


def _is_last_administrator(held: Appointment) -> bool:
    """Nobody else would administer the top of this tree, for good."""
    if held.office is not Office.ADMINISTRATOR or held.organisation.parent_id is not None:
        return False
    query = select(Appointment.id).where(
        Appointment.organisation_id == held.organisation_id,
        Appointment.office == Office.ADMINISTRATOR,
        Appointment.until_date.is_(None),
        Appointment.id != held.id,
    )
    return db.session.scalar(query.limit(1)) is None
