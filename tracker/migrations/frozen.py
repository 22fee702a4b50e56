"""Running a step that is kept as SQL for each engine, so that it stays what it was whatever the models become."""

from pathlib import Path

from alembic import op
from sqlalchemy import Connection

PARTED = ";\n--\n"


def run(step: str) -> None:
    """Run the statements of ``versions/<step>.<engine>.sql`` on the connection of the migration under way."""
    run_on(op.get_bind(), step)


def run_on(connection: Connection, step: str) -> None:
    file = Path(__file__).parent / "versions" / f"{step}.{connection.dialect.name}.sql"
    for statement in file.read_text(encoding="utf-8").rstrip(";\n").split(PARTED):
        connection.exec_driver_sql(statement)
