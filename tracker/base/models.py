"""The declarative base: naming of constraints, common column types, optimistic locking."""

from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import JSON, MetaData
from sqlalchemy.orm import DeclarativeBase, Mapped, declared_attr, mapped_column, registry

from tracker.base.errors import Conflict
from tracker.base.types import Moment, Points

CONVENTION = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}


class Base(DeclarativeBase):
    registry = registry(
        metadata=MetaData(naming_convention=CONVENTION),
        type_annotation_map={Decimal: Points, datetime: Moment, dict[str, Any]: JSON, list[Any]: JSON},
    )

    if TYPE_CHECKING:

        def __init__(self, **columns: Any) -> None: ...


class Versioned:
    """A row that people edit: its number rises with each change, so that no edit overwrites another."""

    version: Mapped[int] = mapped_column(default=1)

    @declared_attr.directive
    def __mapper_args__(cls) -> dict[str, Any]:  # noqa: N805  # a class method, by its decorator
        return {"version_id_col": cls.__table__.c.version}  # type: ignore[attr-defined]  # set by the mapper

    def expect(self, version: int | str | None) -> None:
        """Raise ``Conflict`` unless the form was drawn from this very version."""
        if str(self.version) != str(version):
            raise Conflict(self)
