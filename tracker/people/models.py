"""People, what they are and hold on which days, and how they sign in."""

from datetime import date, datetime
from enum import StrEnum

from sqlalchemy import CheckConstraint, ForeignKey, Index, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from tracker.base.models import Versioned
from tracker.base.types import choice, key_text
from tracker.extensions import Model
from tracker.organisations.models import Organisation
from tracker.permissions import Office


class Rank(StrEnum):
    """A member's standing in the cell."""

    OFFICIAL = "official"
    PROBATIONARY = "probationary"
    EXEMPT = "exempt"


class Person(Versioned, Model):
    """Somebody known to the book. No profile: a name, and what a roll needs to tell two apart."""

    id: Mapped[int] = mapped_column(primary_key=True)
    full_name: Mapped[str] = mapped_column(String(120))
    sort_key: Mapped[str] = mapped_column(key_text(600), index=True)
    folded: Mapped[str] = mapped_column(key_text(120), index=True)
    note: Mapped[str] = mapped_column(String(200), default="")


class Standing(Model):
    """A member's standing in a cell from a day until another (both included). Moves and changes add rows."""

    __table_args__ = (
        CheckConstraint("until_date IS NULL OR until_date >= from_date", name="in_order"),
        Index("ix_standing_cell_dates", "cell_id", "from_date", "until_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    cell_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    rank: Mapped[Rank] = mapped_column(choice(Rank, "rank_known"))
    from_date: Mapped[date]
    until_date: Mapped[date | None]
    reason: Mapped[str] = mapped_column(String(200), default="")

    person: Mapped[Person] = relationship()
    cell: Mapped[Organisation] = relationship()

    @property
    def organisation(self) -> Organisation:
        return self.cell


class Appointment(Model):
    """An office held in an organisation from a day until another (both included)."""

    __table_args__ = (
        CheckConstraint("until_date IS NULL OR until_date >= from_date", name="in_order"),
        CheckConstraint("office != 'observer' OR until_date IS NOT NULL", name="observer_ends"),
        Index("ix_appointment_organisation_dates", "organisation_id", "from_date", "until_date"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    office: Mapped[Office] = mapped_column(choice(Office, "office_known"))
    from_date: Mapped[date]
    until_date: Mapped[date | None]

    person: Mapped[Person] = relationship()
    organisation: Mapped[Organisation] = relationship()

    def lasts(self, day: date) -> bool:
        """Held that day, first and last day included."""
        return self.from_date <= day and (self.until_date is None or self.until_date >= day)


class Account(Versioned, Model):
    """How a person signs in. ``must_change`` is set when somebody else chose the password."""

    id: Mapped[int] = mapped_column(primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), unique=True)
    user_name: Mapped[str] = mapped_column(String(60), unique=True)
    password_hash: Mapped[str] = mapped_column(String(200))
    must_change: Mapped[bool] = mapped_column(default=False)
    language: Mapped[str] = mapped_column(String(5), default="vi")
    created_at: Mapped[datetime]
    closed_at: Mapped[datetime | None]

    person: Mapped[Person] = relationship()


class UserSession(Model):
    """A signed-in browser. The cookie's random token is stored hashed; ending the row ends the sign-in."""

    id: Mapped[int] = mapped_column(primary_key=True)
    token_hash: Mapped[str] = mapped_column(String(64), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime]
    expires_at: Mapped[datetime]
    ended_at: Mapped[datetime | None]

    account: Mapped[Account] = relationship()


class SignInAttempt(Model):
    """One failed try to sign in, counted by name and by address to slow down guessing."""

    __table_args__ = (
        Index("ix_sign_in_attempt_user_name_at", "user_name", "at"),
        Index("ix_sign_in_attempt_address_at", "address", "at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    user_name: Mapped[str] = mapped_column(String(60))
    address: Mapped[str] = mapped_column(String(60))
    at: Mapped[datetime]


class FirstStartCode(Model):
    """The one-time code with which the first administrator is made; stored hashed, used once."""

    id: Mapped[int] = mapped_column(primary_key=True)
    code_hash: Mapped[str] = mapped_column(String(64), unique=True)
    created_at: Mapped[datetime]
    used_at: Mapped[datetime | None]
