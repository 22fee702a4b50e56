"""Throw-away databases: a file of SQLite, or a cluster of PostgreSQL made for the run."""

import contextlib
import os
import shutil
import sqlite3
import tempfile
from pathlib import Path

import psycopg
import pytest

from tests.clusters import BINARIES, cluster
from tracker.extensions import db
from tracker.upgrading import upgrade


class Sqlite:
    name = "sqlite"

    def __init__(self, folder):
        self.file, self.template = folder / "tracker.db", folder / "template.db"
        self.url = f"sqlite:///{self.file}"

    def prepare(self, app):
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        shutil.copyfile(self.file, self.template)

    def renew(self, app):
        with app.app_context():
            db.engine.dispose()
        for suffix in ("-wal", "-shm"):
            Path(f"{self.file}{suffix}").unlink(missing_ok=True)
        shutil.copyfile(self.template, self.file)

    def keep(self, app, name):
        """Let what stands now be copied again later."""
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        with contextlib.closing(sqlite3.connect(self.file)) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        shutil.copyfile(self.file, self.file.with_name(f"{name}.db"))

    def bring_back(self, app, name):
        self.renew(app)
        shutil.copyfile(self.file.with_name(f"{name}.db"), self.file)


class Postgresql:
    """A database emptied before each test; made anew from its template where a test changed more than rows."""

    name = "postgresql"

    def __init__(self, server, worker):
        self.server, self.base = server, f"tracker_{worker}"
        self.url = f"{server}/{self.base}"

    def _run(self, *statements):
        with psycopg.connect(f"{self.server}/postgres", autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement)

    def prepare(self, app):
        self._run(f"DROP DATABASE IF EXISTS {self.base}", f"CREATE DATABASE {self.base}")
        with app.app_context():
            upgrade()
            db.session.remove()
            db.engine.dispose()
        self._run(
            f"DROP DATABASE IF EXISTS {self.base}_template",
            f"ALTER DATABASE {self.base} RENAME TO {self.base}_template",
            f"ALTER DATABASE {self.base}_template ALLOW_CONNECTIONS false",
        )
        self._make_anew()

    def _make_anew(self):
        self._run(
            f"DROP DATABASE IF EXISTS {self.base} WITH (FORCE)",
            f"CREATE DATABASE {self.base} TEMPLATE {self.base}_template",
        )

    def renew(self, app):
        with app.app_context():
            db.engine.dispose()
        tables = [table.name for table in db.metadata.sorted_tables]
        with psycopg.connect(self.url, autocommit=True) as connection:
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                " WHERE datname = current_database() AND pid <> pg_backend_pid()"
            )
            is_whole = connection.execute(WHOLE, [tables]).fetchone() == (len(tables), 0)
            if is_whole:
                emptied = "; ".join(f"DELETE FROM {table}" for table in tables)
                connection.execute(f"SET session_replication_role = replica; {emptied}")
                connection.execute("SELECT setval(oid, 1, false) FROM pg_class WHERE relkind = 'S'")
        if not is_whole:
            self._make_anew()

    def keep(self, app, name):
        """Let what stands now be copied again later."""
        self._copy(app, self.base, f"{self.base}_{name}")

    def bring_back(self, app, name):
        self._copy(app, f"{self.base}_{name}", self.base)

    def _copy(self, app, source, target):
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self._run(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
            f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy",
        )


WHOLE = (
    "SELECT (SELECT count(*) FROM pg_tables WHERE schemaname = 'public' AND tablename = ANY(%s)),"
    " (SELECT count(*) FROM pg_trigger WHERE tgenabled = 'D')"
)


def _missing(what: str):
    """Loud on a laptop, a failure in CI."""
    if os.environ.get("CI"):
        pytest.exit(f"{what} is missing: CI must have it", returncode=3)
    pytest.skip(f"{what} is missing: these tests were NOT run", allow_module_level=True)


@contextlib.contextmanager
def make_database(kind, tmp_path_factory):
    if kind == "sqlite":
        yield Sqlite(tmp_path_factory.mktemp("database"))
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    server = os.environ.get("TRACKER_TEST_POSTGRESQL")
    if server:
        yield Postgresql(server, worker)
        return
    if not BINARIES:
        _missing("PostgreSQL (initdb, pg_ctl)")
    with tempfile.TemporaryDirectory(prefix="tracker-postgresql-") as folder, cluster(Path(folder)) as server:
        yield Postgresql(server, worker)
