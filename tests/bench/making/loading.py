"""One raw connection through which a book is filled fast, on either engine; the schema stays as it was."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from tracker.extensions import db

SQLITE_FAST = (
    "PRAGMA foreign_keys=OFF", "PRAGMA synchronous=OFF", "PRAGMA journal_mode=OFF", "PRAGMA cache_size=-600000",
    "PRAGMA temp_store=MEMORY", "PRAGMA locking_mode=EXCLUSIVE",
)  # fmt: skip


class Loader:
    """``rows`` counts what was put into each table."""

    def __init__(self, connection: Any, name: str) -> None:
        self.connection, self.name = connection, name
        self.cursor = connection.cursor()
        self.is_sqlite = name == "sqlite"
        self.dropped: list[str] = []

    def run(self, sql: str) -> int:
        self.cursor.execute(sql)
        return self.cursor.rowcount

    def read(self, sql: str) -> list[tuple[Any, ...]]:
        self.cursor.execute(sql)
        return self.cursor.fetchall()

    def add(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
        named = ", ".join(f'"{name}"' for name in columns)
        if self.is_sqlite:
            marks = ", ".join("?" * len(columns))
            self.cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', rows)
            return
        with self.cursor.copy(f'COPY "{table}" ({named}) FROM STDIN') as copy:
            for row in rows:
                copy.write_row(row)

    # --- indexes, sequences

    def drop_indexes(self, tables: Iterable[str]) -> None:
        """Take away the named indexes of these tables, to be made again by ``make_indexes`` word for word."""
        listed = ", ".join(f"'{table}'" for table in tables)
        if self.is_sqlite:
            found = self.read(
                "SELECT name, sql FROM sqlite_master"
                f" WHERE type = 'index' AND sql IS NOT NULL AND tbl_name IN ({listed})"
            )
        else:
            found = self.read(
                "SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public'"
                f" AND tablename IN ({listed}) AND indexname NOT IN (SELECT conname FROM pg_constraint)"
            )
        for name, sql in found:
            self.run(f'DROP INDEX "{name}"')
            self.dropped.append(sql)

    def make_indexes(self) -> None:
        while self.dropped:
            self.run(self.dropped.pop(0))

    def set_sequences(self) -> None:
        """PostgreSQL: the next id of each table follows the last one loaded."""
        if self.is_sqlite:
            return
        for table in db.metadata.sorted_tables:
            (column,) = table.primary_key.columns if len(table.primary_key.columns) == 1 else (None,)
            if column is not None and column.name == "id":
                self.run(
                    f"SELECT setval(pg_get_serial_sequence('{table.name}', 'id'),"
                    f' (SELECT coalesce(max(id), 1) FROM "{table.name}"))'
                )


def here() -> Loader:
    """A loader in the session's own transaction."""
    db.session.flush()
    connection = db.session.connection()
    return Loader(connection.connection.driver_connection, connection.dialect.name)


@contextmanager
def loading() -> Iterator[Loader]:
    """A loader on the app's database; what it did is committed, analysed and as durable as ever afterwards."""
    db.session.remove()
    db.engine.dispose()
    name = db.engine.dialect.name
    held = db.engine.raw_connection()
    driver = held.driver_connection
    loader = Loader(driver, name)
    try:
        _prepare(loader)
        yield loader
        loader.set_sequences()
        _finish(loader)
    finally:
        loader.cursor.close()
        held.invalidate()
        db.engine.dispose()


def _prepare(loader: Loader) -> None:
    if loader.is_sqlite:
        for pragma in SQLITE_FAST:
            loader.run(pragma)
        loader.run("BEGIN IMMEDIATE")
    else:
        loader.run("SET session_replication_role = replica")
        loader.run("SET synchronous_commit = off")
        loader.run("SET maintenance_work_mem = '512MB'")
        loader.run("SET work_mem = '128MB'")


def _finish(loader: Loader) -> None:
    if loader.is_sqlite:
        loader.run("ANALYZE")
        loader.run("COMMIT")
        loader.run("PRAGMA locking_mode=NORMAL")
        loader.run("PRAGMA journal_mode=WAL")
    else:
        loader.connection.commit()
        loader.connection.autocommit = True
        loader.run("VACUUM ANALYZE")
