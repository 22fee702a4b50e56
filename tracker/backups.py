"""A backup is one SQLite file holding every row, whichever engine the book is kept on.

So a backup of a laptop can be restored into PostgreSQL, and the other way round. It is read in one
transaction, and restored in one: a restore that fails leaves the database as it was.
"""

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import Connection, MetaData, Table, create_engine, func, insert, inspect, select, text
from sqlalchemy.engine import Engine
from sqlalchemy.exc import DatabaseError

from tracker.base.errors import CommandFault
from tracker.extensions import db
from tracker.schema import is_known, revision_of
from tracker.tables import metadata
from tracker.upgrading import upgrade_over

BATCH = 2000
ASIDE = {"alembic_version"}


class BackupFault(CommandFault):
    """Why a backup cannot be made or restored."""


def _tables() -> list[Table]:
    return [table for table in metadata.sorted_tables if table.name not in ASIDE]


@contextmanager
def _file_engine(file: Path) -> Iterator[Engine]:
    engine = create_engine(f"sqlite:///{file}")
    try:
        yield engine
    finally:
        engine.dispose()


def _copy(source: Connection, target: Connection) -> int:
    """Every row of every table, parents before children; how many."""
    copied = 0
    for table in _tables():
        found = source.execution_options(yield_per=BATCH).execute(select(table))
        for rows in found.mappings().partitions(BATCH):
            target.execute(insert(table), [dict(row) for row in rows])
            copied += len(rows)
    return copied


def _defer(connection: Connection) -> None:
    """Let rows of one table refer to each other in any order until the end of the transaction."""
    postgresql = connection.dialect.name == "postgresql"
    connection.execute(text("SET CONSTRAINTS ALL DEFERRED" if postgresql else "PRAGMA defer_foreign_keys=ON"))


def backup(file: Path) -> int:
    """Write every row to ``file``, which must not exist yet; how many rows. Needs an application context."""
    if file.exists():
        raise BackupFault(f"Tệp {file} đã có. Hãy chọn tên khác, bản sao lưu không ghi đè lên tệp cũ.")
    if not file.parent.is_dir():
        raise BackupFault(f"Chưa có thư mục {file.parent}. Hãy tạo thư mục rồi chạy lại.")
    unfinished = file.with_name(file.name + ".part")
    unfinished.unlink(missing_ok=True)
    try:
        with _file_engine(unfinished) as engine, engine.begin() as target, db.engine.connect() as source:
            source.execution_options(reading=True)
            if source.dialect.name == "postgresql":
                source.execution_options(isolation_level="REPEATABLE READ")
            upgrade_over(target)
            _defer(target)
            copied = _copy(source, target)
        with _file_engine(unfinished) as engine, engine.connect() as connection:
            connection.exec_driver_sql("COMMIT")
            connection.exec_driver_sql("PRAGMA journal_mode=DELETE")
            connection.exec_driver_sql("BEGIN")
        unfinished.rename(file)
    finally:
        for left in (unfinished, Path(f"{unfinished}-wal"), Path(f"{unfinished}-shm")):
            left.unlink(missing_ok=True)
    return copied


def _is_empty(connection: Connection) -> bool:
    names = set(inspect(connection).get_table_names())
    return "organisation" not in names or not connection.scalar(
        select(func.count()).select_from(metadata.tables["organisation"])
    )


def _empty(connection: Connection) -> None:
    everything = MetaData()
    everything.reflect(connection)
    everything.drop_all(connection)


def _renumber(connection: Connection) -> None:
    """Let PostgreSQL's sequences go on after the restored numbers."""
    if connection.dialect.name != "postgresql":
        return
    for table in _tables():
        if "id" in table.c and table.c.id.autoincrement in (True, "auto"):
            connection.execute(
                text(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'), "  # noqa: S608  # our own table names  # nosec B608
                    f"COALESCE((SELECT MAX(id) FROM {table.name}), 0) + 1, false)"
                )
            )


def restore(file: Path, replace: bool = False) -> int:
    """Load a backup into the app's database; how many rows.

    A database that holds something is only replaced when told to. The file itself is not changed: a copy is
    brought to this release's schema first.
    """
    if not file.is_file():
        raise BackupFault(f"Không thấy tệp {file}. Hãy kiểm tra đường dẫn.")
    with tempfile.TemporaryDirectory() as folder:
        copy = Path(folder) / "backup.db"
        shutil.copyfile(file, copy)
        with _file_engine(copy) as engine:
            _bring_up(engine, file)
            with engine.connect() as source, db.engine.begin() as target:
                return _load(source, target, replace)


def _bring_up(engine: Engine, file: Path) -> None:
    try:
        with engine.begin() as connection:
            revision = revision_of(connection)
            if revision is None or not is_known(revision):
                raise BackupFault(f"{file} không phải bản sao lưu của sổ này, hoặc do một bản phần mềm mới hơn tạo ra.")
            upgrade_over(connection)
    except DatabaseError as error:
        raise BackupFault(f"{file} không phải bản sao lưu của sổ này.") from error


def _load(source: Connection, target: Connection, replace: bool) -> int:
    if not _is_empty(target) and not replace:
        raise BackupFault("Sổ đang có dữ liệu. Muốn thay toàn bộ bằng bản sao lưu, hãy thêm --replace.")
    _empty(target)
    upgrade_over(target)
    _defer(target)
    copied = _copy(source, target)
    _renumber(target)
    return copied
