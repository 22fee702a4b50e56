"""The first schema, as SQL for each engine, so that it stays what it was whatever the models become."""

from pathlib import Path

from alembic import op

revision = "0001"
down_revision = None

PARTED = ";\n--\n"


def upgrade() -> None:
    connection = op.get_bind()
    file = Path(__file__).with_name(f"0001_first.{connection.dialect.name}.sql")
    for statement in file.read_text(encoding="utf-8").rstrip(";\n").split(PARTED):
        connection.exec_driver_sql(statement)
