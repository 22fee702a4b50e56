import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tracker.audit import service as audit
from tracker.audit.models import AuditEntry, AuditHead
from tracker.base import clock
from tracker.extensions import db


@pytest.fixture
def cell(app):
    cell = make.cell()
    make.cell()
    for name in ("một", "hai", "ba"):
        cell.name = name
        audit.record(None, "rename", cell, at=clock.now())
    db.session.commit()
    return cell


def test_each_entry_holds_old_and_new(cell):
    newest = audit.of_organisation(cell.id)[0]

    assert (newest.sequence, newest.old, newest.new) == (3, {"name": "hai"}, {"name": "ba"})


def test_a_whole_chain_has_no_fault(cell):
    assert list(audit.faults(cell.id)) == []


@pytest.mark.parametrize("change", [update(AuditEntry).values(actor="ai đó"), delete(AuditEntry)])
def test_the_database_refuses_to_change_an_entry(cell, change):
    with pytest.raises(DBAPIError, match="cannot be changed"):
        db.session.execute(change)


def without_triggers(database, statement):
    """What only somebody with the database in their hands can do."""
    if database.name == "sqlite":
        db.session.execute(text("DROP TRIGGER audit_entry_no_update"))
        db.session.execute(text("DROP TRIGGER audit_entry_no_delete"))
    else:
        db.session.execute(text("ALTER TABLE audit_entry DISABLE TRIGGER ALL"))
    db.session.execute(statement)
    db.session.commit()


@pytest.mark.parametrize(
    ("harm", "sequence", "kind"),
    [
        (lambda of: update(AuditEntry).where(of, AuditEntry.sequence == 2).values(actor="x"), 2, "content"),
        (lambda of: delete(AuditEntry).where(of, AuditEntry.sequence == 2), 2, "gap"),
        (lambda of: delete(AuditEntry).where(of, AuditEntry.sequence == 3), 3, "end"),
        (lambda of: update(AuditHead).values(digest="0" * 64), 4, "end"),
    ],
)
def test_the_first_broken_link_is_named(cell, database, harm, sequence, kind):
    without_triggers(database, harm(AuditEntry.organisation_id == cell.id))

    fault = next(audit.faults(cell.id))
    assert (fault.sequence, fault.kind) == (sequence, kind)


def test_a_chain_whose_end_was_taken_away_is_still_walked(cell, database):
    without_triggers(database, delete(AuditHead))

    assert cell.id in audit.chains()
    assert audit.verdict(cell.id).fault.kind == "end"
