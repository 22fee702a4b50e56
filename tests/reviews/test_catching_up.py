"""Reading the sheets that were handed in before sheets were read."""

import pytest
from sqlalchemy import func, select

from tests import factories as make
from tracker.extensions import db
from tracker.reviews import commands
from tracker.reviews.commands import readings
from tracker.reviews.models import Reading, Sample, Signal
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.rules import SheetState


@pytest.fixture
def run(app):
    return lambda *words: app.test_cli_runner().invoke(readings, words)


@pytest.fixture
def old(app, monkeypatch):
    """Three months handed in while nothing was read, and sheets of other states."""
    monkeypatch.setattr(scoresheets, "AFTER_CHANGE", [])
    cell = make.cell()
    for month, until in enumerate(("recognise", "open", "submit"), start=1):
        make.scoresheet(make.scored_meeting(cell, year=2026, month=month), until=until)
    for month, until in enumerate(("return", "agree", "mark"), start=4):
        make.scoresheet(make.scored_meeting(cell, year=2026, month=month), until=until)
    monkeypatch.undo()
    return cell


def taken():
    db.session.expire_all()
    return db.session.execute(select(Reading.month, Reading.streak).order_by(Reading.id)).all()


def test_what_is_missing_is_read_in_the_order_it_was_handed_in(run, old, monkeypatch):
    monkeypatch.setattr(commands, "AT_ONCE", 2)
    result = run()
    assert result.exit_code == 0 and "Đã đối chiếu 3 phiếu." in result.output
    assert taken() == [(1, 1), (2, 2), (3, 3)]
    assert not db.session.scalar(select(func.count()).select_from(Sample))
    assert not db.session.scalar(select(func.count()).select_from(Signal))


def test_once_is_enough(run, old):
    run()
    before = taken()
    assert "Đã đối chiếu 0 phiếu." in run().output
    assert taken() == before


def test_one_year_alone(run, old):
    assert "Đã đối chiếu 0 phiếu." in run("--year", "2025").output
    assert "Đã đối chiếu 3 phiếu." in run("--year", "2026").output


def test_sheets_without_marks_are_read_too(run, app):
    make.score_of(make.meeting(make.cell(), 2026, 3, state="minuted"), 92, SheetState.RECOGNISED)
    assert "Đã đối chiếu 1 phiếu." in run().output
    reading = db.session.scalars(select(Reading)).one()
    assert (reading.gap, reading.covered, reading.judged) == (0, 0, 0)
