from datetime import date
from itertools import count

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.names import folded, text_key
from tracker.extensions import db
from tracker.organisations.models import CellType, Organisation, OrganisationKind, Placement

number = count(1)
LONG_AGO = date(2010, 1, 1)


def organisation(name=None, parent=None, kind=OrganisationKind.COMMUNE, code=None, since=LONG_AGO, **columns):
    code = code or f"T{next(number)}"
    name = name or f"Đảng bộ {code}"
    row = Organisation(
        code=code,
        name=name,
        kind=kind,
        parent=parent,
        path="",
        sort_key=text_key(name),
        folded=folded(name),
        **columns,
    )
    db.session.add(row)
    db.session.flush()
    row.path = f"{parent.path if parent else '/'}{row.id}/"
    db.session.add(Placement(organisation=row, parent=parent, name=name, from_date=since))
    db.session.commit()
    return row


def told(organisation):
    """The link that every act on its records leaves in its trail; for tests that change a row past the acts."""
    audit.record(None, "test.change", organisation, at=clock.now(), old={}, new={})
    db.session.commit()


def committee(name=None, parent=None, **columns):
    return organisation(name, parent, **columns)


def cell(parent=None, name=None, **columns):
    """A cell under a committee (made if none is given)."""
    parent = parent or committee()
    columns.setdefault("cell_type", CellType.VILLAGE)
    columns.setdefault("code", f"C{next(number)}")
    return organisation(name or f"Chi bộ {columns['code']}", parent, kind=OrganisationKind.CELL, **columns)
