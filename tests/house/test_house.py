"""What is true of the house itself: its size, its folders, its one-way stairs."""

import configparser
import re
import subprocess
import sys
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import inspect, text

from tracker.extensions import db

ROOT = Path(__file__).resolve().parents[2]
CODE = [*ROOT.glob("tracker/**/*.py"), *ROOT.glob("tests/**/*.py"), *ROOT.glob("templates/**/*.html")]


def setup():
    parser = configparser.ConfigParser()
    parser.read(ROOT / "setup.cfg", encoding="utf-8")
    return parser


@pytest.mark.parametrize("file", CODE, ids=lambda file: str(file.relative_to(ROOT)))
def test_no_file_is_longer_than_400_lines(file):
    assert len(file.read_text(encoding="utf-8").splitlines()) <= 400


def test_imports_run_one_way():
    done = subprocess.run(
        [Path(sys.executable).with_name("lint-imports")],
        cwd=ROOT, env={"PYTHONPATH": str(ROOT), "PATH": "/usr/bin:/bin"}, capture_output=True, text=True,
    )  # fmt: skip

    assert done.returncode == 0, done.stdout


def test_no_import_hides_inside_a_function():
    hidden = [
        f"{file.name}: {line.strip()}"
        for file in ROOT.glob("tracker/**/*.py")
        for line in file.read_text(encoding="utf-8").splitlines()
        if re.match(r"\s+(from|import) tracker", line)
    ]

    assert hidden == []


def test_services_never_commit():
    committing = [
        str(file.relative_to(ROOT))
        for file in ROOT.glob("tracker/*/*.py")
        if file.stem not in {"routes", "commands"}
        and not file.stem.endswith("_routes")
        and "session.commit()" in file.read_text(encoding="utf-8")
        and file.parent.name != "demo"
    ]

    assert committing == []


def test_the_wheel_holds_every_package():
    listed = set(setup()["options"]["packages"].split())
    found = {
        ".".join(file.parent.relative_to(ROOT).parts)
        for file in ROOT.glob("tracker/**/__init__.py")
    }  # fmt: skip

    assert listed == found | {"tracker.templates"}


def test_the_database_is_what_the_models_say(app):
    with db.engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        assert compare_metadata(context, db.metadata) == []


def test_every_named_check_of_the_models_is_in_the_database(app, database):
    inspector = inspect(db.engine)
    for table in db.metadata.sorted_tables:
        named = {c.name for c in table.constraints if c.__visit_name__ == "check_constraint" and c.name}
        there = {c["name"] for c in inspector.get_check_constraints(table.name)}
        assert {str(name) for name in named} <= there, table.name


def test_rows_that_must_stand_are_guarded_by_triggers(app, database):
    if database.name == "sqlite":
        found = db.session.scalars(text("SELECT name FROM sqlite_master WHERE type = 'trigger'"))
    else:
        found = db.session.scalars(text("SELECT tgname FROM pg_trigger WHERE NOT tgisinternal"))
    tables = {"audit_entry", "circulation", "guidance_version", "sheet_act", "criterion_remark", "explanation"}
    assert {f"{table}_no_{act}" for table in tables for act in ("update", "delete")} <= set(found)


def test_foreign_keys_and_the_careful_settings_are_on(app, database):
    if database.name != "sqlite":
        return
    pragmas = {
        name: db.session.scalar(text(f"PRAGMA {name}")) for name in ("foreign_keys", "journal_mode", "synchronous")
    }
    assert pragmas == {"foreign_keys": 1, "journal_mode": "wal", "synchronous": 2}
