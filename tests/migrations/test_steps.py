"""A step that makes a table anew keeps its rows, and those that hang on them."""

from sqlalchemy import text

from tests import factories as make
from tracker.agendas import documents
from tracker.extensions import db
from tracker.migrations.frozen import run_on


def test_making_documents_anew_keeps_them_and_what_hangs_on_them(app):
    meeting = make.meeting()
    document = make.document(meeting, make.secretary(meeting.cell))
    token = document.token
    db.session.commit()

    with db.engine.begin() as connection:
        run_on(connection, "0003_evidence_files")

    db.session.expire_all()
    assert documents.content_of(documents.get(token)) == make.PDF
    if db.engine.name == "sqlite":
        assert db.session.execute(text("PRAGMA foreign_key_check")).all() == []
        assert db.session.scalars(text("SELECT name FROM sqlite_master WHERE name = 'document_kept'")).all() == []
