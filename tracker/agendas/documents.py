"""Attaching documents, and handing them out. Nothing here commits."""

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _
from sqlalchemy import select
from sqlalchemy.orm import joinedload

from tracker.agendas import recognising
from tracker.agendas import service as agendas
from tracker.agendas.models import AgendaItem, Document, DocumentContent
from tracker.agendas.rules import DocumentKind
from tracker.audit import service as audit
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.meetings.models import Meeting
from tracker.permissions import Actor

MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Upload:
    """A file as it came: the name it was sent under, and its bytes."""

    file_name: str
    content: bytes


def get(token: str) -> Document:
    """A document that stands, by its opaque id, with its meeting, or ``NoResultFound``."""
    query = (
        select(Document)
        .where(Document.token == token, Document.removed_at.is_(None))
        .options(joinedload(Document.meeting).joinedload(Meeting.cell))
    )
    return db.session.scalars(query).one()


def content_of(document: Document) -> bytes:
    return db.session.get_one(DocumentContent, document.id).content


def attach(
    meeting: Meeting, item: AgendaItem | None, kind: DocumentKind, upload: Upload, limit: int, by: Actor, at: datetime
) -> Document:
    """Keep a file with a meeting or one of its items; ``limit`` in bytes."""
    agendas.check_open(meeting)
    return _keep(meeting, item, kind, upload, limit, by, at)


def attach_evidence(meeting: Meeting, upload: Upload, limit: int, by: Actor, at: datetime) -> Document:
    """Keep a file that backs a mark of the meeting; unlike the agenda's own it comes after the meeting."""
    return _keep(meeting, None, DocumentKind.EVIDENCE, upload, limit, by, at)


def _keep(
    meeting: Meeting, item: AgendaItem | None, kind: DocumentKind, upload: Upload, limit: int, by: Actor, at: datetime
) -> Document:
    found = _checked(upload, limit)
    row = Document(
        token=secrets.token_urlsafe(24),
        meeting=meeting,
        item=item,
        kind=kind,
        file_name=recognising.safe_name(upload.file_name),
        media_type=found.media_type,
        size=len(upload.content),
        sha256=hashlib.sha256(upload.content).hexdigest(),
        uploaded_by_id=by.person_id,
        uploaded_at=at,
    )
    audit.record(by, "document.attach", row, at=at)
    db.session.add(DocumentContent(document_id=row.id, content=upload.content))
    db.session.flush()
    return row


def _checked(upload: Upload, limit: int) -> recognising.Recognised:
    if not upload.content:
        raise RuleBroken(_("Tệp này rỗng. Hãy chọn tệp khác."))
    if len(upload.content) > limit:
        raise RuleBroken(_("Tệp lớn quá %(most)s MB. Hãy chia nhỏ hoặc nén ảnh rồi tải lại.", most=limit // MEGABYTE))
    found = recognising.recognise(upload.content)
    if found is None:
        raise RuleBroken(_("Chỉ nhận tệp PDF, Word (docx), Excel (xlsx) không có macro, ảnh JPG hoặc PNG."))
    if recognising.extension_of(upload.file_name) != found.extension:
        raise RuleBroken(
            _("Đuôi tệp không khớp với nội dung: đây là tệp %(kind)s. Hãy đổi lại đuôi tệp.", kind=found.extension)
        )
    return found


def remove(document: Document, by: Actor, at: datetime) -> None:
    """Take a document off. Its row and hash stay; nobody can open it any more."""
    agendas.check_open(document.meeting)
    take_off(document, by, at)


def take_off(document: Document, by: Actor, at: datetime) -> None:
    """The same for a file that backs a mark, whenever its mark may still be changed."""
    document.removed_at = at
    audit.record(by, "document.remove", document, at=at)
