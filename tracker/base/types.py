"""Column types that keep marks exact and moments in UTC, alike on SQLite and PostgreSQL."""

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import DateTime, Dialect, Enum, Integer, String
from sqlalchemy.types import TypeDecorator

HUNDREDTHS = Decimal("0.01")


class Points(TypeDecorator[Decimal]):
    """Marks: Decimal in Python, whole hundredths in the database. A finer fraction is refused."""

    impl = Integer
    cache_ok = True

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        if value is None:
            return None
        hundredths = Decimal(value) * 100
        if hundredths != hundredths.to_integral_value():
            raise ValueError(f"{value} is finer than a hundredth of a point")
        return int(hundredths)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        return None if value is None else Decimal(value) / 100


class Moment(TypeDecorator[datetime]):
    """A moment, aware and in UTC in Python; a naive one is refused rather than guessed at."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("a moment needs its zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def choice(kinds: type[StrEnum], name: str) -> Enum:
    """A column of one of the words of ``kinds``, held to them by a named check in the database."""

    def words(of: Any) -> list[str]:
        return [kind.value for kind in of]

    return Enum(kinds, native_enum=False, create_constraint=True, values_callable=words, length=40, name=name)


def key_text(length: int) -> String:
    """Text that is compared sign by sign on every engine, whatever the server's language: sort keys, folded, paths."""
    return String(length).with_variant(String(length, collation="C"), "postgresql")
