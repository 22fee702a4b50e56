"""The first administrator: with a one-time code in the browser, or by a command. Nothing here commits."""

import hashlib
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select, update

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations import founding
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.people import accounts, joining, offices, sessions
from tracker.people.models import Account, FirstStartCode
from tracker.permissions import Office

NAME = "first-start"


class WrongCode(RuleBroken):
    """The failure is counted: worth committing."""


def _hash(code: str) -> str:
    bare = "".join(sign for sign in code.lower() if sign in accounts.EASY_SIGNS)
    return hashlib.sha256(bare.encode()).hexdigest()


def make_first_code(at: datetime) -> str:
    """A new one-time code; codes made before lose their force. ``RuleBroken`` once there is an account."""
    if accounts.exist():
        raise RuleBroken(_("Hệ thống đã có tài khoản. Người quản trị tạo tài khoản cho người khác."))
    unused = update(FirstStartCode).where(FirstStartCode.used_at.is_(None))
    db.session.execute(unused.values(used_at=at))
    code = accounts.one_time_password()
    db.session.add(FirstStartCode(code_hash=_hash(code), created_at=at))
    db.session.flush()
    return code


def _use(code: str, address: str, at: datetime) -> None:
    sessions.refuse_haste(NAME, address, at)
    query = select(FirstStartCode).where(FirstStartCode.code_hash == _hash(code), FirstStartCode.used_at.is_(None))
    found = db.session.scalar(query.with_for_update())
    if found is None:
        sessions.count_failure(NAME, address, at)
        raise WrongCode(_("Mã khởi tạo chưa đúng hoặc đã dùng. Hãy xem lại mã in ra khi khởi động máy chủ."))
    found.used_at = at


def begin(
    *,
    code: str,
    address: str,
    at: datetime,
    organisation: dict[str, Any],
    full_name: str,
    user_name: str,
    password: str,
) -> Account:
    """The top committee, its administrator and their account, for whoever has the code. Works once."""
    if accounts.exist():
        raise RuleBroken(_("Hệ thống đã có tài khoản. Hãy đăng nhập."))
    _use(code, address, at)
    return create_administrator(
        top_committee(at=at, **organisation), full_name=full_name, user_name=user_name, password=password, at=at
    )


def top_committee(*, code: str, name: str, kind: OrganisationKind, at: datetime) -> Organisation:
    """The organisation of that code; made now where there is none at all yet."""
    found = organisations.find(code)
    if found is None and not organisations.is_empty():
        raise RuleBroken(_("Không có tổ chức nào mang mã “%(code)s”. Hãy kiểm tra lại mã.", code=code))
    if found is not None:
        return found
    return founding.create(None, parent=None, code=code, name=name, kind=kind, since=clock.day_of(at), at=at)


def create_administrator(
    organisation: Organisation, *, full_name: str, user_name: str, password: str, at: datetime
) -> Account:
    """A person who administers the organisation from today, with an account."""
    person = joining.new_person(full_name)
    account = accounts.add(person, user_name, password, at)
    offices.appoint(None, person, organisation, Office.ADMINISTRATOR, clock.day_of(at), at)
    accounts.note(None, "account.open", account, accounts.Seat(person, organisation), at)
    return account
