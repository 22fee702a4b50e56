"""An application that draws no page, as a command has it: what it loads, and that it writes what a server writes."""

import os
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import inspect

from tests.house.test_starting import ROOT, said
from tracker.base.slots import Slot
from tracker.extensions import db

HOOKS = """
from tracker import create_app, following
app = create_app(pages={pages})
from tracker.extensions import db
with app.app_context():
    watched = {{"session": db.session(), "engine": db.engine, "pool": db.engine.pool}}
    for name, one in watched.items():
        for act in sorted(one.dispatch._event_names):
            for heard in getattr(one.dispatch, act):
                if heard.__module__.startswith("tracker"):
                    print(f"{{name}}.{{act}}:{{heard.__module__}}.{{heard.__name__}}")
for place, (slot, _named) in enumerate(following.FOLLOWED):
    for one in slot:
        print(f"{{place}}:{{one.__module__}}.{{one.__name__}}")
"""
WRITES = """
from datetime import datetime, UTC
from tracker import create_app
app = create_app(pages=False)
from tracker.upgrading import upgrade
from tracker.extensions import db
with app.app_context():
    upgrade()
    from sqlalchemy import select
    from tests import factories as make
    from tracker.meetings.rules import MeetingState
    from tracker.ratings.models import CellYear, OrganisationYear
    from tracker.scoresheets import service as scoresheets
    from tracker.scoresheets.rules import SheetState
    make.guidance()
    cell = make.cell(make.committee("Đảng bộ huyện Thử"), "Chi bộ Thử")
    sheet = make.score_of(make.meeting(cell, 2021, 3, state=MeetingState.MINUTED), 95, SheetState.AGREED)
    scoresheets.announce(sheet, datetime(2021, 4, 1, tzinfo=UTC))
    db.session.commit()
    print(*db.session.execute(select(CellYear.scored, CellYear.good)).one())
    print(*db.session.execute(select(OrganisationYear.cells, OrganisationYear.sheets_scored)).one())
"""
ALONE = """
import os, sys
from importlib import import_module
from tracker import extensions
from sqlalchemy.orm import configure_mappers
for name in sys.argv[1:]:
    child = os.fork()
    if not child:
        try:
            import_module(name)
            configure_mappers()
            os._exit(0)
        except BaseException as fault:
            print(name, fault, flush=True)
            os._exit(1)
    os.waitpid(child, 0)
"""


def test_the_same_follow_the_writing_with_pages_and_without(tmp_path):
    with_pages, without = (said(HOOKS.format(pages=pages), TRACKER_INSTANCE=str(tmp_path)) for pages in (True, False))

    assert without == with_pages
    assert len([hook for hook in without if hook.startswith("session.")]) == 4
    assert len([hook for hook in without if hook[0].isdigit()]) == 5


def test_a_command_brings_years_up_to_date(tmp_path):
    environment = {"TRACKER_INSTANCE": str(tmp_path), "PYTHONPATH": str(ROOT)}

    assert said(WRITES, **environment)[-4:] == ["1", "1", "1", "1"]


def loaded(instance: Path, *words: str) -> set[str]:
    """The modules that a command has loaded at its end."""
    code = f"import sys; from tracker.cli import main; main({words!r}, standalone_mode=False); print(*sys.modules)"
    return set(said(code, TRACKER_INSTANCE=str(instance)))


@pytest.fixture(scope="module")
def instance(tmp_path_factory):
    folder = tmp_path_factory.mktemp("book")
    loaded(folder, "upgrade")
    return folder


@pytest.mark.parametrize("words", [("rate", "--all", "--year", "2021"), ("recompute",), ("verify",)])
def test_a_command_loads_no_page(instance, words):
    modules = loaded(instance, *words)

    assert {one for one in modules if one.startswith("tracker.") and one.endswith(("routes", "forms"))} == set()
    assert modules.isdisjoint({"tracker.pages", "tracker.stages", "tracker.desk", "yaml", "alembic"})


def test_the_list_of_all_years_loads_no_act(instance):
    modules = loaded(instance, "rate", "--all", "--year", "2021")

    assert modules.isdisjoint({"tracker.ratings.service", "tracker.reviews", "tracker.scoresheets.service"})


def test_a_backup_knows_every_table(app, tmp_path):
    code = "from tracker import create_app; create_app(pages=False)\n"
    code += "from tracker import backups; print(*[table.name for table in backups._tables()])"
    known = set(said(code, TRACKER_INSTANCE=str(tmp_path)))

    assert known == set(inspect(db.engine).get_table_names()) - {"alembic_version"} == set(db.metadata.tables)


def test_tables_of_a_stage_need_none_of_a_later_stage():
    """So that a command may load those it works with and no others."""
    models = sorted(
        ".".join(file.relative_to(ROOT).with_suffix("").parts) for file in ROOT.glob("tracker/**/*models.py")
    )
    found = subprocess.run(
        [sys.executable, "-c", ALONE, *models], capture_output=True, text=True, cwd=ROOT, env={"PYTHONPATH": str(ROOT)}
    )

    assert len(models) > 15
    assert (found.returncode, found.stdout) == (0, ""), found.stderr


def test_followers_are_called_in_the_order_of_their_naming():
    slot = Slot()
    slot.follow("os:getcwd", "os.path:join")
    slot.follow("os:getcwd")

    assert slot.named == ["os:getcwd", "os.path:join"]
    assert list(slot) == [os.getcwd, os.path.join]


def test_a_follower_is_left_out_for_a_while():
    slot = Slot()
    slot.follow("os:getcwd", "os.path:join")
    with pytest.raises(LookupError), slot.without("os:getcwd"):
        assert list(slot) == [os.path.join]
        raise LookupError

    assert list(slot) == [os.getcwd, os.path.join]
