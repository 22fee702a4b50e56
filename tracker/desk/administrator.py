"""An administrator's desk: cells without a secretary, people in office who cannot sign in, guidance near its end."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from flask import url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from markupsafe import Markup
from sqlalchemy import ColumnElement, func, or_, select

from tracker.base import clock, filters
from tracker.desk import rules
from tracker.desk.todo import Todo, said, worded
from tracker.extensions import db
from tracker.guidance import service as guidance
from tracker.guidance.models import GuidanceVersion
from tracker.organisations.models import Organisation, OrganisationKind, under
from tracker.people.models import Account, Appointment, Person
from tracker.people.service import in_force
from tracker.permissions import Actor, Office

MOST = 10
ENDING = timedelta(days=90)


@dataclass(frozen=True)
class Desk:
    """``organisations`` are those administered; ``guidance`` the versions in force today."""

    organisations: list[Organisation]
    todos: list[Todo]
    guidance: list[GuidanceVersion]
    leaderless: int
    without_account: int
    beyond: int  # how many more things wait than are listed

    name = "administrator"

    @property
    def waits(self) -> int:
        return len(self.todos) + self.beyond


def desk(by: Actor, at: datetime) -> Desk | None:
    posts = [post for post in by.posts if post.office is Office.ADMINISTRATOR]
    if not posts:
        return None
    today = clock.day_of(at)
    here = or_(*(under(Organisation, post.path) for post in posts))
    query = select(Organisation).where(Organisation.id.in_([post.organisation_id for post in posts]))
    versions = [one for one in guidance.listing() if one.valid_until is None or one.valid_until >= today]
    cells, leaderless = _page(_leaderless(here, today), Organisation.sort_key, Organisation.id)
    people, silent = _page(_silent(here, today), Organisation.sort_key, Person.sort_key, Person.id)
    todos = [_lead(cell) for cell in cells] + [_account(*row) for row in people] + _guidance(versions, today)
    return Desk(
        list(db.session.scalars(query.order_by(Organisation.sort_key, Organisation.id))),
        rules.in_order(todos), [one for one in versions if one.valid_from <= today], leaderless, silent,
        leaderless + silent - len(cells) - len(people),
    )  # fmt: skip


def _page(query: Any, *order: Any) -> tuple[list[Any], int]:
    """The first few rows, and how many there are."""
    total = db.session.scalar(select(func.count()).select_from(query.subquery())) or 0
    found = db.session.execute(query.order_by(*order).limit(MOST)).all()
    return [row[0] if len(row) == 1 else tuple(row) for row in found], total


def _leaderless(here: ColumnElement[bool], today: date) -> Any:
    """Cells without a secretary today."""
    led = select(Appointment.id).where(
        Appointment.organisation_id == Organisation.id,
        Appointment.office == Office.SECRETARY,
        in_force(Appointment, today),
    )
    return select(Organisation).where(
        here, Organisation.kind == OrganisationKind.CELL, Organisation.ended_on.is_(None), ~led.exists()
    )


def _silent(here: ColumnElement[bool], today: date) -> Any:
    """People in office today without an account that is open, each with one organisation of theirs."""
    open_account = select(Account.id).where(Account.person_id == Person.id, Account.closed_at.is_(None))
    return (
        select(Person, Organisation)
        .join(Appointment, Appointment.person_id == Person.id)
        .join(Organisation, Organisation.id == Appointment.organisation_id)
        .where(here, in_force(Appointment, today), ~open_account.exists())
        .distinct()
    )


def _lead(cell: Organisation) -> Todo:
    text = worded(_("Cử bí thư cho %(cell)s"), cell=said(cell.name))
    return Todo(text, url_for("people.offices", organisation_id=cell.id), _("Hôm nay chi bộ chưa có bí thư."), weight=1)


def _account(person: Person, where: Organisation) -> Todo:
    text = worded(_("Cấp tài khoản cho đ/c %(name)s"), name=said(person.full_name))
    detail: Markup = worded(_("Đang giữ chức vụ tại %(where)s, chưa đăng nhập được."), where=said(where.name))
    return Todo(text, url_for("people.account", seat_id=person.id), detail, weight=2)


def _guidance(versions: list[GuidanceVersion], today: date) -> list[Todo]:
    if not any(one.valid_from <= today for one in versions):
        text = _("Nhập hướng dẫn chấm điểm")
        return [Todo(text, url_for("guidance.index"), _("Hôm nay không có bản hướng dẫn nào có hiệu lực."), weight=0)]
    return [_ending(one) for one in versions if one.valid_until is not None and one.valid_until <= today + ENDING]


def _ending(version: GuidanceVersion) -> Todo:
    gaps = {"number": said(version.number), "day": filters.short_day(version.valid_until)}
    text = worded(_("Chuẩn bị bản thay %(number)s"), **gaps)
    detail = worded(_("Hướng dẫn này hết hiệu lực sau ngày %(day)s."), **gaps)
    return Todo(text, url_for("guidance.show", version_id=version.id), detail, version.valid_until, weight=3)


def more(total: int) -> str:
    """How many are not shown; no words where all are."""
    if total <= MOST:
        return ""
    return ngettext("và %(num)s mục nữa", "và %(num)s mục nữa", total - MOST)
