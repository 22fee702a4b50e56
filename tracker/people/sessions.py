"""Sign-in, server-side sessions, and the actor behind a request. Nothing here commits."""

import hashlib
import secrets
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache, cached_property
from typing import Any

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from flask_babel import gettext as _
from sqlalchemy import Select, and_, bindparam, delete, func, or_, select, update

from tracker import book
from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.names import folded
from tracker.extensions import db
from tracker.organisations.models import Organisation, OrganisationKind
from tracker.people import rules, words
from tracker.people.models import Account, Appointment, Person, SignInAttempt, Standing, UserSession
from tracker.permissions import Actor, Office, Post

HASHER = PasswordHasher()


@cache
def nobody() -> str:
    """The stored password of a name that does not exist: nobody knows what it is of."""
    return HASHER.hash(secrets.token_hex(16))


class WrongPassword(RuleBroken):
    """The failure is counted: worth committing."""


@dataclass
class SignedIn:
    """Flask-Login's user: the session row it came by, and the actor that permissions read.

    ``must_change``: somebody else chose the password. ``in_demo``: this book's contents are invented.
    """

    session_id: int
    actor: Actor
    must_change: bool = False
    in_demo: bool = False
    is_authenticated: bool = True
    is_active: bool = True
    is_anonymous: bool = False

    def get_id(self) -> str:
        return str(self.session_id)

    @cached_property
    def account(self) -> Account:
        """The row itself, for the pages that show or change it; no other page loads it."""
        return db.session.get_one(Account, self.actor.account_id)

    @property
    def person(self) -> Person:
        return self.account.person

    @property
    def office(self) -> str:
        """The first of the offices held today, in the order of offices; else member, where they are one."""
        held = {post.office for post in self.actor.posts}
        first = next((office for office in Office if office in held), None)
        if first is not None:
            return str(words.OFFICES[first])
        return _("đảng viên") if self.actor.cell_id is not None else ""


def _hash(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def hash_password(password: str) -> str:
    return HASHER.hash(password)


def check_password(stored: str, password: str) -> bool:
    try:
        return HASHER.verify(stored, password)
    except (VerificationError, InvalidHashError):
        return False


def _failures(column, value: str, since: datetime) -> int:
    query = select(func.count()).select_from(SignInAttempt).where(column == value, SignInAttempt.at > since)
    return db.session.scalar(query) or 0


def refuse_haste(name: str, address: str, at: datetime) -> None:
    """``RuleBroken`` where too much was tried of late under this name or from this address."""
    since = at - rules.WINDOW
    if (
        _failures(SignInAttempt.user_name, name, since) >= rules.MOST_BY_NAME
        or _failures(SignInAttempt.address, address, since) >= rules.MOST_BY_ADDRESS
    ):
        raise RuleBroken(_("Đã nhập sai nhiều lần. Đồng chí chờ 15 phút rồi thử lại."))


def count_failure(name: str, address: str, at: datetime) -> None:
    db.session.add(SignInAttempt(user_name=name, address=address, at=at))
    db.session.flush()


def authenticate(user_name: str, password: str, address: str, at: datetime) -> Account:
    """The open account of that name and password, or ``RuleBroken``; failures slow down later tries.

    The sentence is the same whatever was wrong, and a name that does not exist costs the same time. A refusal
    is worth committing: it is what counts the failure.
    """
    name = folded(user_name).replace(" ", "")[:60]
    refuse_haste(name, address, at)
    account = db.session.scalar(select(Account).where(Account.user_name == name, Account.closed_at.is_(None)))
    stored = nobody()
    if account is not None:
        stored = account.password_hash
    if not check_password(stored, password) or account is None:
        count_failure(name, address, at)
        raise WrongPassword(_("Tên đăng nhập hoặc mật khẩu chưa đúng. Đồng chí kiểm tra rồi nhập lại."))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.user_name == name))
    return account


def confirm(account: Account, password: str, address: str, at: datetime) -> None:
    """The password of somebody already signed in, asked again, at the same pace as signing in."""
    refuse_haste(account.user_name, address, at)
    if not check_password(account.password_hash, password):
        count_failure(account.user_name, address, at)
        raise WrongPassword(_("Mật khẩu đang dùng chưa đúng. Đồng chí nhập lại."))


def open_session(account: Account, at: datetime, stay: bool = False) -> str:
    """A new session row; the token to put in the cookie, known to nobody else."""
    token = secrets.token_urlsafe(32)
    length = rules.LONG_SESSION if stay else rules.SHORT_SESSION
    db.session.add(UserSession(token_hash=_hash(token), account_id=account.id, created_at=at, expires_at=at + length))
    db.session.flush()
    return token


def end_sessions(account_id: int, at: datetime, keep: int | None = None) -> None:
    """End every open session of an account, but the one to keep."""
    query = update(UserSession).where(UserSession.account_id == account_id, UserSession.ended_at.is_(None))
    if keep is not None:
        query = query.where(UserSession.id != keep)
    db.session.execute(query.values(ended_at=at))


def end_session(session_id: int, at: datetime) -> None:
    db.session.execute(update(UserSession).where(UserSession.id == session_id).values(ended_at=at))


def forget(before: datetime) -> None:
    """Remove failed tries, and sessions over, of before a moment: they no longer say anything."""
    over = or_(UserSession.ended_at < before, UserSession.expires_at < before)
    db.session.execute(delete(UserSession).where(over))
    db.session.execute(delete(SignInAttempt).where(SignInAttempt.at < before))


def _in_force(of: Any, day: Any) -> Any:
    return and_(of.from_date <= day, or_(of.until_date.is_(None), of.until_date >= day))


def _holder() -> Select[Any]:
    """One row for each post of today of who holds the token, one without a post where they hold none.

    Every request asks this, so it is built once, of tables: no object is made of rows that no page changes.
    """
    session, account, person = (model.__table__ for model in (UserSession, Account, Person))
    standing, held, organisation = (model.__table__ for model in (Standing, Appointment, Organisation))
    day: Any = bindparam("day")
    cell = select(standing.c.cell_id).where(standing.c.person_id == person.c.id, _in_force(standing.c, day))
    return (
        select(
            session.c.id.label("session_id"), account.c.id.label("account_id"), account.c.must_change,
            person.c.id.label("person_id"), person.c.full_name, book.demo_is_stated().label("in_demo"),
            cell.order_by(standing.c.id.desc()).limit(1).scalar_subquery().label("cell_id"),
            held.c.office, held.c.organisation_id, organisation.c.path, organisation.c.kind,
        )
        .select_from(session)
        .join(account, account.c.id == session.c.account_id)
        .join(person, person.c.id == account.c.person_id)
        .outerjoin(held, and_(held.c.person_id == person.c.id, _in_force(held.c, day)))
        .outerjoin(organisation, organisation.c.id == held.c.organisation_id)
        .where(
            session.c.token_hash == bindparam("token_hash"), session.c.ended_at.is_(None),
            session.c.expires_at > bindparam("at"), account.c.closed_at.is_(None),
        )
        .order_by(held.c.id)
    )  # fmt: skip


HOLDER = _holder()


def of_token(token: str, at: datetime) -> SignedIn | None:
    """Who holds this token now: the session not ended, not expired, the account open; else ``None``."""
    asked = {"token_hash": _hash(token), "at": at, "day": clock.day_of(at)}
    rows = db.session.connection().execute(HOLDER, asked).all()
    if not rows:
        return None
    one = rows[0]
    actor = Actor(one.account_id, one.person_id, one.full_name, one.cell_id, _posts(rows))
    return SignedIn(one.session_id, actor, one.must_change, one.in_demo)


def _posts(rows: Sequence[Any]) -> tuple[Post, ...]:
    return tuple(
        Post(row.office, row.organisation_id, row.path, row.kind is OrganisationKind.CELL) for row in rows if row.office
    )


def actor_of(account: Account, day: date) -> Actor:
    """The account's person with the cell and the posts of that day."""
    posts = db.session.execute(
        select(Appointment.office, Appointment.organisation_id, Organisation.path, Organisation.kind)
        .join(Appointment.organisation)
        .where(Appointment.person_id == account.person_id, _in_force(Appointment, day))
        .order_by(Appointment.id)
    ).all()
    cell_id = db.session.scalar(
        select(Standing.cell_id)
        .where(Standing.person_id == account.person_id, _in_force(Standing, day))
        .order_by(Standing.id.desc())
        .limit(1)
    )
    return Actor(account.id, account.person_id, account.person.full_name, cell_id, _posts(posts))
