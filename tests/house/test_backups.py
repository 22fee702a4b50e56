"""A backup holds every row, and can be restored on either engine."""

import sqlite3

import pytest
from sqlalchemy import func, select
from sqlalchemy.exc import SQLAlchemyError

from tests import factories as make
from tracker import backups, create_app
from tracker.audit import service as audit
from tracker.backups import BackupFault, backup, restore
from tracker.base import clock
from tracker.extensions import db
from tracker.organisations.models import Organisation
from tracker.upgrading import upgrade


@pytest.fixture
def book(app):
    """A book in which a cell was moved under a committee made after it, so that rows refer forward."""
    cell = make.cell()
    make.secretary(cell, "Lò Thị Ánh")
    meeting = make.meeting(cell)
    meeting.prepared_by = make.meeting(cell, month=4)
    cell.parent = make.committee("Đảng bộ xã mới")
    audit.record(None, "organisation.move", cell, at=clock.now())
    db.session.commit()
    return cell


def everything():
    return {
        table.name: sorted(map(repr, db.session.execute(select(table)).all())) for table in db.metadata.sorted_tables
    }


def test_what_is_restored_is_what_was_there(book, tmp_path):
    before, cell_id = everything(), book.id
    db.session.remove()
    backup(tmp_path / "sổ.db")
    make.cell(name="Chi bộ thêm sau")

    db.session.remove()
    restore(tmp_path / "sổ.db", replace=True)

    assert everything() == before
    assert list(audit.faults(cell_id)) == []


def test_new_rows_follow_the_restored_numbers(book, tmp_path):
    backup(tmp_path / "sổ.db")
    db.session.remove()
    restore(tmp_path / "sổ.db", replace=True)

    highest = db.session.scalar(select(func.max(Organisation.id)))
    assert make.committee().id > highest


def test_a_backup_of_either_engine_restores_into_sqlite(book, tmp_path, monkeypatch):
    rows = backup(tmp_path / "sổ.db")
    before = everything()
    db.session.remove()

    monkeypatch.setenv("TRACKER_DATABASE_URL", f"sqlite:///{tmp_path / 'other.db'}")
    other = create_app(tmp_path)
    with other.app_context():
        upgrade()
        assert restore(tmp_path / "sổ.db") == rows
        assert everything() == before
        db.session.remove()
        db.engine.dispose()


def test_a_full_book_is_not_replaced_unasked(book, tmp_path):
    backup(tmp_path / "sổ.db")
    before = everything()
    db.session.remove()

    with pytest.raises(BackupFault, match="--replace"):
        restore(tmp_path / "sổ.db")

    assert everything() == before


def test_a_backup_never_overwrites_a_file(book, tmp_path):
    (tmp_path / "sổ.db").write_text("của người khác")

    with pytest.raises(BackupFault, match="đã có"):
        backup(tmp_path / "sổ.db")

    assert (tmp_path / "sổ.db").read_text() == "của người khác"


@pytest.mark.parametrize("content", [b"", b"no database at all" * 100])
def test_a_file_that_is_no_backup_is_refused(book, tmp_path, content):
    (tmp_path / "sổ.db").write_bytes(content)
    before = everything()
    db.session.remove()

    with pytest.raises(BackupFault, match="không phải bản sao lưu"):
        restore(tmp_path / "sổ.db", replace=True)

    assert everything() == before


def test_a_restore_that_fails_half_way_leaves_the_book_as_it_was(book, tmp_path):
    backup(tmp_path / "sổ.db")
    with sqlite3.connect(tmp_path / "sổ.db") as broken:
        broken.execute("PRAGMA ignore_check_constraints=ON")
        broken.execute("UPDATE organisation SET kind = 'nothing' WHERE kind = 'cell'")
    broken.close()
    before = everything()
    db.session.remove()

    with pytest.raises((SQLAlchemyError, LookupError)):
        restore(tmp_path / "sổ.db", replace=True)

    assert everything() == before


def test_an_unfinished_backup_leaves_nothing_behind(book, tmp_path, monkeypatch):
    def fail(*_rows):
        raise OSError("the disk is full")

    monkeypatch.setattr(backups, "_copy", fail)
    with pytest.raises(OSError, match="disk is full"):
        backup(tmp_path / "sổ.db")

    assert list(tmp_path.iterdir()) == []
