import pytest
from sqlalchemy import delete, text, update
from sqlalchemy.exc import DBAPIError

from tests import factories as make
from tests.queries import counted
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


def test_a_link_is_joined_to_the_end_that_was_seen_or_to_the_one_there_is(cell):
    last = audit.of_organisation(cell.id)[0]
    seen, older = audit.End(last.sequence, last.digest), audit.End(2, last.previous)

    with counted() as sent:
        assert audit.record(None, "rename", cell, at=clock.now(), old={}, new={}, seen=seen) == 4
    assert not [one for one in sent if one.startswith("SELECT")]
    for stale in (seen, older, audit.End(4, last.digest), audit.End(0, audit.ORIGIN)):
        audit.record(None, "rename", cell, at=clock.now(), old={}, new={}, seen=stale)

    assert [one.sequence for one in audit.of_organisation(cell.id)] == [8, 7, 6, 5, 4, 3, 2, 1]
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
