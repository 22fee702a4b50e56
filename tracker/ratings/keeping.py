"""Frozen dataclasses to JSON and back, so that a closed year keeps the very values its page is drawn from.

Plain Python. Fields may be dataclasses, tuples, enums, Decimals, dates, moments, texts, whole numbers, truths,
each or ``None``. A field that JSON written earlier lacks takes its default.
"""

from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, get_args, get_origin, get_type_hints

Kept = TypeVar("Kept")


def frozen(value: Any) -> Any:
    """The value as JSON can hold it; a Decimal and a day as text, so that nothing is rounded."""
    if is_dataclass(value) and not isinstance(value, type):
        return {field.name: frozen(getattr(value, field.name)) for field in fields(value)}
    if isinstance(value, tuple | list):
        return [frozen(item) for item in value]
    if isinstance(value, Enum):
        return value.value
    if isinstance(value, Decimal):
        return f"{value:f}"
    if isinstance(value, date):
        return value.isoformat()
    return value


def thawed(kind: type[Kept], kept: Any) -> Kept:
    """The dataclass that ``frozen`` was given."""
    hints = _hints(kind)  # type: ignore[arg-type]  # a class is hashable
    given = {name: _value(hints[name], kept[name]) for name in hints if name in kept}
    return kind(**given)


@cache
def _hints(kind: type) -> dict[str, Any]:
    hints = get_type_hints(kind)
    return {field.name: hints[field.name] for field in fields(kind)}


def _value(kind: Any, kept: Any) -> Any:
    if get_origin(kind) in (Union, UnionType):
        if kept is None:
            return None
        (kind,) = (one for one in get_args(kind) if one is not NoneType)
    if get_origin(kind) is tuple:
        return _members(get_args(kind), kept)
    if is_dataclass(kind) and isinstance(kind, type):
        return thawed(kind, kept)
    if kind in (date, datetime):
        return kind.fromisoformat(kept)
    return kind(kept)


def _members(kinds: tuple[Any, ...], kept: list[Any]) -> tuple[Any, ...]:
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], item) for item in kept)
    return tuple(_value(kind, item) for kind, item in zip(kinds, kept, strict=True))
