"""A form sent twice has its effect once.

Every form carries a random key. The transaction in which it takes effect stores the key with a digest of what
was sent; the same key with the same content is then answered with the page the first sending led to.
"""

import hashlib
import hmac
import secrets
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, has_request_context, redirect, request, url_for
from sqlalchemy import String, bindparam, delete, event, insert, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column
from werkzeug.datastructures import FileStorage
from werkzeug.exceptions import HTTPException

from tracker.base import clock
from tracker.base.errors import Conflict
from tracker.extensions import Model, db

FIELD = "once"
ASIDE = {"csrf_token"}
LONGEST = 500


class SentForm(Model):
    """One form that has taken effect, and where it led."""

    key: Mapped[str] = mapped_column(String(43), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(LONGEST), default="")
    at: Mapped[datetime] = mapped_column(index=True)


def new_key() -> str:
    return secrets.token_urlsafe(24)


def _digest() -> str:
    """What was sent, files by their content. Keyed: a form may hold a password, which a plain hash would lay open."""
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in ASIDE)
    files = [(name, file.filename or "", _content(file)) for name, file in request.files.items(multi=True)]
    said = repr((request.path, fields, files)).encode()
    return hmac.new(str(current_app.config["SECRET_KEY"]).encode(), said, hashlib.sha256).hexdigest()


def _content(file: FileStorage) -> str:
    digest = hashlib.file_digest(file.stream, "sha256").hexdigest()  # type: ignore[arg-type]  # a binary stream
    file.stream.seek(0)
    return digest


# Every form passes here: the statements are made once, and go past what the session does for objects.
_KEYS: Any = SentForm.__table__
_SENT = select(_KEYS.c.digest, _KEYS.c.location).where(_KEYS.c.key == bindparam("once"))
_STORE = insert(_KEYS)


def _sent(key: str) -> Any:
    """What is kept of the form sent with that key: ``digest`` and ``location``; ``None`` if none was."""
    return db.session.connection().execute(_SENT, {"once": key}).first()


def answer_repeated() -> Response | None:
    """Before a POST: send a repeated form to where its first sending led.

    A used key with other content is let through: the version in the form then shows the conflict.
    """
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not key:
        return None
    sent, digest = _sent(key), _digest()
    if sent and sent.digest == digest:
        return _onward(sent)
    g.once = None if sent else (key, digest)
    return None


def _onward(sent: Any) -> Response:
    """Where the first sending led; until that is known, the form's own page or the one it was sent from."""
    return redirect(sent.location if sent and sent.location else _own_page())  # type: ignore[return-value]  # werkzeug's base Response


def _own_page() -> str:
    if _is_page(request.path):
        return request.path
    came_from = urlsplit(request.referrer or "")
    return came_from.path if came_from.netloc == request.host and came_from.path else url_for("desk.show")


def _is_page(path: str) -> bool:
    try:
        current_app.url_map.bind("").match(path, method="GET")
    except HTTPException:
        return False
    return True


def _store_key(session: Session) -> None:
    once = g.pop("once", None) if has_request_context() else None
    if once:
        key, digest = once
        session.connection().execute(_STORE, {"key": key, "digest": digest, "location": "", "at": clock.now()})
        g.once_stored = key


def _keep_location(response: Response) -> Response:
    """A form that led to its own page needs nothing kept: a repeated one is sent there anyway."""
    key, led_to = g.pop("once_stored", None), response.location or ""
    is_kept = key and response.status_code in (302, 303) and len(led_to) <= LONGEST
    if is_kept and not (led_to == request.path and _is_page(led_to)):
        db.session.execute(update(SentForm).where(SentForm.key == key).values(location=led_to))
        db.session.commit()
    return response


def _is_taken(error: IntegrityError) -> bool:
    """A unique key stood already, rather than another rule being broken."""
    said = (getattr(error.orig, "sqlstate", None), getattr(error.orig, "sqlite_errorname", None))
    return said[0] == "23505" or said[1] in ("SQLITE_CONSTRAINT_UNIQUE", "SQLITE_CONSTRAINT_PRIMARYKEY")


def _answer_race(error: IntegrityError) -> Response:
    """Two arrived together, and the other was first.

    Of two copies of one form the loser goes where the winner went; of two different ones it reads that somebody
    was before it.
    """
    db.session.rollback()
    g.pop("once_stored", None)
    key = request.form.get(FIELD, "")
    if not _is_taken(error):
        raise error
    if not key or "sent_form" not in str(error.orig):
        return current_app.make_response(current_app.handle_user_exception(Conflict(None)))
    return _onward(_sent(key))


def forget(before: datetime) -> None:
    """Remove the keys of forms sent before a moment. No browser still holds such a form. Nothing commits."""
    db.session.execute(delete(SentForm).where(SentForm.at < before))


def init_app(app: Flask) -> None:
    app.before_request(answer_repeated)
    app.after_request(_keep_location)
    app.register_error_handler(IntegrityError, _answer_race)


def follow() -> None:
    event.listen(Session, "before_commit", _store_key)
