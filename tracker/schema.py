"""At which step of its schema a database is. Asked by every command and by ``/readyz``, so without loading Alembic."""

import re
from functools import cache
from pathlib import Path

from sqlalchemy import Connection, column, inspect, select, table

from tracker.extensions import db

MIGRATIONS = Path(__file__).parent / "migrations"
STEP = re.compile(r"(\d{4})_\w+\.py")
KEPT = table("alembic_version", column("version_num"))


@cache
def steps() -> tuple[str, ...]:
    """The steps that this release knows, the first one first: the numbers of the files that make them."""
    files = (STEP.fullmatch(file.name) for file in (MIGRATIONS / "versions").iterdir())
    return tuple(sorted(found[1] for found in files if found))


def revision_of(connection: Connection) -> str | None:
    """The step a database is at; ``None`` for one that was never set up."""
    if not inspect(connection).has_table(KEPT.name):
        return None
    revision: str | None = connection.scalar(select(KEPT.c.version_num))
    return revision


def is_known(revision: str | None) -> bool:
    """Whether this release knows the step; a database of a newer release is not known."""
    return revision is None or revision in steps()


def is_current() -> bool:
    with db.engine.connect() as connection:
        return revision_of(connection) == steps()[-1]
