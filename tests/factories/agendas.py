import io
import zipfile
from datetime import timedelta

from tracker.agendas import circulating, documents, items
from tracker.agendas.rules import DocumentKind, ItemKind
from tracker.extensions import db
from tracker.permissions import Actor

PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR\x00\x00\x00\x01\x00\x00\x00\x01\x08\x06\x00\x00\x00"
JPG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00\x01\x01\x00\x00\x01\x00\x01\x00\x00\xff\xd9"
DAYS_AHEAD = 4


def _acting(person):
    return Actor(0, person.id, person.full_name, None, ())


def before(meeting, days=DAYS_AHEAD):
    return meeting.planned_at - timedelta(days=days)


def item(meeting, title="Thảo luận việc làm đường", kind=ItemKind.DISCUSSION, minutes=20, presenter=None, questions=""):
    given = items.Given(kind, title, minutes, presenter.id if presenter else None, questions)
    row = items.add(meeting, given, None, before(meeting, 6))
    db.session.commit()
    return row


def office_file(main="word/document.xml", extra=()):
    """A docx (or another packed file) as small as it gets."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as made:
        for name in ("[Content_Types].xml", "_rels/.rels", main, *extra):
            made.writestr(name, "<x/>")
    return packed.getvalue()


def document(meeting, by, item=None, file_name="du-thao.pdf", content=PDF, kind=DocumentKind.REFERENCE, at=None):
    upload = documents.Upload(file_name, content)
    at = at or before(meeting, 5)
    row = documents.attach(meeting, item, kind, upload, 10_000_000, _acting(by), at)
    db.session.commit()
    return row


def circulation(meeting, by, at=None):
    """What stands on the agenda, sent four days ahead unless said otherwise."""
    row = circulating.circulate(meeting, _acting(by), at or before(meeting))
    db.session.commit()
    return row


def agenda_sent(meeting, by, at=None):
    item(meeting)
    return circulation(meeting, by, at)
