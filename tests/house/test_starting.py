"""Starting up loads what every request needs and no more; what it loads is left alone by the collector."""

import subprocess
import sys
from pathlib import Path

import pytest
from alembic.script import ScriptDirectory

from tracker import schema
from tracker.extensions import db
from tracker.upgrading import _config

ROOT = Path(__file__).resolve().parents[2]
LATER = ["alembic", "mako", "pygments", "granian", "xlsxwriter", "python_calamine", "tracker.demo", "tracker.backups"]


def said(code, **environment):
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, cwd=ROOT, env=environment)
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.parametrize("start", ["import tracker.wsgi", "import tracker.cli; tracker.cli.create_app()"])
def test_what_is_loaded_on_first_use_is_not_loaded_before(start, tmp_path):
    loaded = said(f"import sys; {start}; print(*sys.modules)", TRACKER_INSTANCE=str(tmp_path))

    assert {name for name in LATER for one in loaded if one == name or one.startswith(f"{name}.")} == set()


def test_the_collector_works_afterwards_on_what_is_new(tmp_path):
    code = "import gc, tracker.wsgi; print(gc.isenabled(), gc.get_freeze_count() > 100_000)"

    assert said(code, TRACKER_INSTANCE=str(tmp_path)) == ["True", "True"]


def test_a_collector_that_was_off_stays_off(tmp_path):
    assert said(
        "import gc; gc.disable(); import tracker.wsgi; print(gc.isenabled())", TRACKER_INSTANCE=str(tmp_path)
    ) == ["False"]


def test_processes_are_forked_from_one_that_holds_the_app_and_no_connection(tmp_path):
    code = """
from tracker import serving
serving.load()
from tracker.extensions import db
from tracker.wsgi import app
templates = app.jinja_env.list_templates(["html"])
with app.app_context():
    print(db.engine.pool.checkedin() + db.engine.pool.checkedout(), len(app.jinja_env.cache) == len(templates))
"""

    assert said(code, TRACKER_INSTANCE=str(tmp_path)) == ["0", "True"]
    assert not (tmp_path / "tracker.db").exists()


def test_the_steps_are_those_of_alembic(app):
    script = ScriptDirectory.from_config(_config())
    with db.engine.connect() as connection:
        assert schema.revision_of(connection) == schema.steps()[-1] == script.get_current_head()
    assert sorted(step.revision for step in script.walk_revisions()) == list(schema.steps())


def test_a_step_of_a_later_release_is_not_known(app):
    assert schema.is_known("0001")
    assert schema.is_known(None)
    assert not schema.is_known("9999")
    assert schema.is_current()
