"""Accounts and passwords: who may open one, and what ends the sign-ins. Nothing here commits."""

import re
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.people import rules, service, sessions
from tracker.people.models import Account, Person
from tracker.permissions import FROM_OUTSIDE, Actor, administers, leads

USER_NAME = re.compile(r"[a-z0-9](?:[a-z0-9.-]{1,58}[a-z0-9])")
EASY_SIGNS = "abcdefghkmnpqrstuvwxyz23456789"


@dataclass(frozen=True)
class Seat:
    """A person where they are at home in the tree today: what the right to their account is checked against."""

    person: Person
    organisation: Organisation

    @property
    def superior_id(self) -> int | None:
        return self.organisation.superior_id


def seat(person_id: int, at: datetime) -> Seat:
    """The person with their cell of today, else where they hold an office, else the last of either.

    ``NoResultFound`` where the person is not known anywhere.
    """
    person, today = service.get(person_id), clock.day_of(at)
    standing = service.standing_on(person_id, today)
    if standing:
        return Seat(person, standing.cell)
    offices = service.appointments_of(person)
    current = [held for held in offices if held.until_date is None or held.until_date >= today]
    places = [held.organisation for held in current]
    places += [standing.cell for standing in service.standings_of(person)]
    places += [held.organisation for held in offices]
    return Seat(person, places[0] if places else organisations.top())


def _supervises(person: Person, at: datetime) -> list[Organisation]:
    """Where the person holds an office that is given from above, today or to come."""
    today = clock.day_of(at)
    return [
        held.organisation
        for held in service.appointments_of(person)
        if held.office in FROM_OUTSIDE and (held.until_date is None or held.until_date >= today)
    ]


def may_open(by: Actor | None, of: Seat, at: datetime) -> bool:
    """May make this person's first account: nobody gets a key to more than they themselves look after."""
    if by is None:
        return True
    return (leads(by, of) or administers(by, of)) and all(
        administers(by, place) for place in _supervises(of.person, at)
    )


def may_reset(by: Actor | None, of: Seat, at: datetime) -> bool:
    """May set another's password anew, close and reopen their account: administrators only."""
    if by is None:
        return True
    return administers(by, of) and all(administers(by, place) for place in _supervises(of.person, at))


def _refuse_unless(allowed: bool) -> None:
    if not allowed:
        raise RuleBroken(_("Tài khoản của đồng chí này do người quản trị cấp trên quản lý. Hãy nhờ người quản trị đó."))


def suggested_name(full_name: str) -> str:
    """Given name and the initials of the others, as ``thu.lv``; numbered where others have it already."""
    words = re.sub(r"[^a-z0-9 ]", "", folded(full_name)).split() or ["dang.vien"]
    initials = "".join(word[0] for word in words[:-1])
    base = f"{words[-1]}.{initials}" if initials else words[-1]
    base = base[:50] if len(base) >= 3 else f"{base}.dv"
    query = select(Account.user_name).where(Account.user_name.startswith(base, autoescape=True))
    taken = set(db.session.scalars(query))
    return next(name for name in (base, *(f"{base}{n}" for n in range(2, len(taken) + 3))) if name not in taken)


def good_user_name(typed: str) -> str:
    """The name as it is kept: without accents, capitals and blanks; it must be free."""
    name = folded(typed).replace(" ", "")
    if not USER_NAME.fullmatch(name):
        raise RuleBroken(
            _("Tên đăng nhập có từ 3 đến 60 chữ cái không dấu, chữ số, dấu chấm hoặc gạch ngang. Hãy sửa lại.")
        )
    if db.session.scalar(select(Account.id).where(Account.user_name == name)) is not None:
        raise RuleBroken(_("Tên đăng nhập “%(name)s” đã có người dùng. Hãy chọn tên khác.", name=name))
    return name


def good_password(password: str, user_name: str) -> str:
    """The password itself, or ``RuleBroken`` with what to do."""
    bare = folded(password).replace(" ", "")
    if len(password) < rules.LEAST_PASSWORD:
        raise RuleBroken(_("Mật khẩu cần ít nhất %(count)s ký tự. Hãy đặt dài hơn.", count=rules.LEAST_PASSWORD))
    if len(password) > rules.MOST_PASSWORD:
        raise RuleBroken(_("Mật khẩu dài quá %(count)s ký tự. Hãy đặt ngắn lại.", count=rules.MOST_PASSWORD))
    if bare == folded(user_name) or bare.replace(".", "") == folded(user_name).replace(".", ""):
        raise RuleBroken(_("Mật khẩu không được trùng tên đăng nhập. Hãy đặt mật khẩu khác."))
    if rules.is_common(password, bare):
        raise RuleBroken(_("Mật khẩu này dễ đoán vì nhiều người dùng. Hãy đặt mật khẩu khác."))
    return password


def one_time_password() -> str:
    """Twelve easily read signs in three groups, about 59 bits."""
    return "-".join("".join(secrets.choice(EASY_SIGNS) for _sign in range(4)) for _group in range(3))


def add(
    person: Person, user_name: str, password: str, at: datetime, must_change: bool = False, hashed: str | None = None
) -> Account:
    """The account row itself, checked; without its entry in the trail. ``hashed``: the password's hash, if known."""
    if service.account_of(person.id) is not None:
        raise RuleBroken(_("Đồng chí này đã có tài khoản."))
    name = good_user_name(user_name)
    account = Account(
        person=person, user_name=name, password_hash=hashed or sessions.hash_password(good_password(password, name)),
        must_change=must_change, created_at=at,
    )  # fmt: skip
    db.session.add(account)
    db.session.flush()
    return account


def open_account(by: Actor | None, of: Seat, user_name: str, at: datetime) -> tuple[Account, str]:
    """A new account and its one-time password, told nowhere else."""
    _refuse_unless(may_open(by, of, at))
    password = one_time_password()
    account = add(of.person, user_name, password, at, must_change=True)
    note(by, "account.open", account, of, at)
    return account, password


def existing(of: Seat) -> Account:
    """The person's account, locked until the transaction is over, or ``NoResultFound``."""
    return db.session.scalars(select(Account).where(Account.person_id == of.person.id).with_for_update()).one()


def note(by: Actor | None, act: str, account: Account, of: Seat, at: datetime) -> None:
    """The trail of an account is kept with its person's organisation."""
    new = {"person": of.person.full_name, "user_name": account.user_name}
    audit.record(by, act, account, at=at, organisation_id=of.organisation.id, old={}, new=new)


def reset(by: Actor | None, account: Account, of: Seat, at: datetime) -> str:
    """A new one-time password; every sign-in of the account ends."""
    _refuse_unless(may_reset(by, of, at))
    password = one_time_password()
    account.password_hash, account.must_change = sessions.hash_password(password), True
    sessions.end_sessions(account.id, at)
    note(by, "account.reset", account, of, at)
    return password


def close(by: Actor | None, account: Account, of: Seat, at: datetime) -> None:
    """Nobody signs in with it any more; every sign-in ends."""
    _refuse_unless(may_reset(by, of, at))
    if by is not None and by.account_id == account.id:
        raise RuleBroken(_("Đồng chí không tự khóa tài khoản của mình. Hãy nhờ người quản trị khác."))
    if account.closed_at is not None:
        raise RuleBroken(_("Tài khoản này đã khóa rồi."))
    account.closed_at = at
    sessions.end_sessions(account.id, at)
    note(by, "account.close", account, of, at)


def reopen(by: Actor | None, account: Account, of: Seat, at: datetime) -> None:
    """Signing in is possible again, with the same password."""
    _refuse_unless(may_reset(by, of, at))
    if account.closed_at is None:
        raise RuleBroken(_("Tài khoản này đang mở."))
    account.closed_at = None
    note(by, "account.reopen", account, of, at)


def change_password(
    by: Actor, account: Account, old: str, new: str, *, session_id: int, address: str, at: datetime
) -> None:
    """One's own password, the old one given; every other sign-in of the account ends."""
    sessions.confirm(account, old, address, at)
    if old == new:
        raise RuleBroken(_("Mật khẩu mới trùng mật khẩu cũ. Hãy đặt mật khẩu khác."))
    account.password_hash = sessions.hash_password(good_password(new, account.user_name))
    account.must_change = False
    sessions.end_sessions(account.id, at, keep=session_id)
    note(by, "account.change_password", account, seat(account.person_id, at), at)


def exist() -> bool:
    """Whether anybody has an account."""
    return db.session.scalar(select(Account.id).limit(1)) is not None
