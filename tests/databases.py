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

ENOUGH = 2 * 1024**3
MEMORY = next(
    (place for place in ("/dev/shm",) if os.access(place, os.W_OK) and shutil.disk_usage(place).free > ENOUGH), None
)
"""Where a file costs no disk: each commit waits until its file is safe."""


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
    """A database emptied before each test; made anew from its template where a test changed more than rows.

    The emptying is a function of a connection that stays (``keeper``), so that it is planned once; the app keeps
    its connections too: a new one reads the catalogue of sixty tables afresh.
    """

    name = "postgresql"

    def __init__(self, server, worker):
        self.server, self.base = server, f"tracker_{worker}"
        self.url = f"{server}/{self.base}"
        self.keeper = self.shape = None

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
        self.shape = self._keeper().execute(SHAPE).fetchone()

    def _make_anew(self):
        self.let_go()
        self._run(
            f"DROP DATABASE IF EXISTS {self.base} WITH (FORCE)",
            f"CREATE DATABASE {self.base} TEMPLATE {self.base}_template",
        )

    def renew(self, app):
        keeper = self._keeper()
        keeper.execute(END_OTHERS_WORK)
        if keeper.execute(SHAPE).fetchone() == self.shape:
            keeper.execute("SELECT pg_temp.empty_all()")
            return
        with app.app_context():
            db.engine.dispose()
        self._make_anew()

    def _keeper(self):
        if self.keeper is None:
            self.keeper = psycopg.connect(self.url, autocommit=True)
            self.keeper.execute("SET session_replication_role = replica")
            self.keeper.execute(EMPTY_ALL % " ".join(EMPTY % (table, table) for table in db.metadata.tables))
        return self.keeper

    def let_go(self):
        """Leave the database, so that it can be copied, dropped or stopped."""
        if self.keeper is not None:
            self.keeper.close()
            self.keeper = None

    def keep(self, app, name):
        """Let what stands now be copied again later."""
        self._copy(app, self.base, f"{self.base}_{name}")

    def bring_back(self, app, name):
        self._copy(app, f"{self.base}_{name}", self.base)

    def _copy(self, app, source, target):
        with app.app_context():
            db.session.remove()
            db.engine.dispose()
        self.let_go()
        self._run(
            f"DROP DATABASE IF EXISTS {target} WITH (FORCE)",
            f"CREATE DATABASE {target} TEMPLATE {source} STRATEGY file_copy",
        )


END_OTHERS_WORK = (
    "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
    " WHERE datname = current_database() AND pid <> pg_backend_pid() AND state <> 'idle'"
)
SHAPE = (
    "SELECT (SELECT md5(string_agg(oid::text, ' ' ORDER BY oid)) FROM pg_class"
    "  WHERE relnamespace = 'public'::regnamespace),"
    " (SELECT count(*) FROM pg_constraint), (SELECT count(*) FROM pg_attribute),"
    " (SELECT md5(string_agg(oid::text || tgenabled::text, ' ' ORDER BY oid)) FROM pg_trigger)"
)
EMPTY = "IF EXISTS (SELECT FROM %s) THEN DELETE FROM %s; END IF;"
EMPTY_ALL = """
    CREATE FUNCTION pg_temp.empty_all() RETURNS void LANGUAGE plpgsql AS $$
    BEGIN
        %s
        PERFORM setval(format('%%I.%%I', schemaname, sequencename), 1, false)
            FROM pg_sequences WHERE last_value IS NOT NULL;
    END $$
"""


def _missing(what: str):
    """Loud on a laptop, a failure in CI."""
    if os.environ.get("CI"):
        pytest.exit(f"{what} is missing: CI must have it", returncode=3)
    pytest.skip(f"{what} is missing: these tests were NOT run", allow_module_level=True)


@contextlib.contextmanager
def make_database(kind, tmp_path_factory):
    if kind == "sqlite":
        with tempfile.TemporaryDirectory(prefix="tracker-sqlite-", dir=MEMORY) as folder:
            yield Sqlite(Path(folder))
        return
    worker = os.environ.get("PYTEST_XDIST_WORKER", "main")
    given = os.environ.get("TRACKER_TEST_POSTGRESQL")
    if not given and not BINARIES:
        _missing("PostgreSQL (initdb, pg_ctl)")
    with contextlib.ExitStack() as ends:
        folder = ends.enter_context(tempfile.TemporaryDirectory(prefix="tracker-postgresql-"))
        made = Postgresql(given or ends.enter_context(cluster(Path(folder))), worker)
        ends.callback(made.let_go)
        yield made
