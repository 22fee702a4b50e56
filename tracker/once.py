"""A form sent twice has its effect once.

Every form carries a random key. The transaction in which it takes effect stores the key with a digest of what
was sent; the same key with the same content is then answered with the page the first sending led to.
"""

import hashlib
import secrets
from datetime import datetime

from flask import Flask, Response, g, has_request_context, redirect, request
from sqlalchemy import String, event, select, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Mapped, Session, mapped_column

from tracker.base import clock
from tracker.extensions import Model, db

FIELD = "once"
ASIDE = {"csrf_token"}


class SentForm(Model):
    """One form that has taken effect, and where it led."""

    key: Mapped[str] = mapped_column(String(43), primary_key=True)
    digest: Mapped[str] = mapped_column(String(64))
    location: Mapped[str] = mapped_column(String(500), default="")
    at: Mapped[datetime] = mapped_column(index=True)


def new_key() -> str:
    return secrets.token_urlsafe(24)


def _digest() -> str:
    fields = sorted((name, value) for name, value in request.form.items(multi=True) if name not in ASIDE)
    files = [(name, file.filename or "") for name, file in request.files.items(multi=True)]
    return hashlib.sha256(repr((request.path, fields, files)).encode()).hexdigest()


def _sent(key: str) -> SentForm | None:
    return db.session.scalar(select(SentForm).where(SentForm.key == key))


def answer_repeated() -> Response | None:
    """Before a POST: send a repeated form to where its first sending led.

    A used key with other content is let through: the version in the form then shows the conflict.
    """
    key = request.form.get(FIELD, "") if request.method == "POST" else ""
    if not key:
        return None
    sent = _sent(key)
    if sent and sent.digest == _digest():
        return redirect(sent.location or request.path)  # type: ignore[return-value]  # werkzeug's base Response
    g.once = None if sent else key
    return None


def _store_key(session: Session) -> None:
    key = g.pop("once", None) if has_request_context() else None
    if key:
        session.add(SentForm(key=key, digest=_digest(), location="", at=clock.now()))
        g.once_stored = key


def _keep_location(response: Response) -> Response:
    key = g.pop("once_stored", None)
    if key and response.status_code in (302, 303):
        db.session.execute(update(SentForm).where(SentForm.key == key).values(location=response.location))
        db.session.commit()
    return response


def _answer_race(error: IntegrityError) -> Response:
    """Two copies of one form arrived together: the one that lost goes where the winner went."""
    db.session.rollback()
    key = request.form.get(FIELD, "")
    if not key or "sent_form" not in str(error.orig):
        raise error
    sent = _sent(key)
    return redirect(sent.location or request.path if sent else request.path)  # type: ignore[return-value]


def init_app(app: Flask) -> None:
    app.before_request(answer_repeated)
    app.after_request(_keep_location)
    app.register_error_handler(IntegrityError, _answer_race)
    event.listen(Session, "before_commit", _store_key)
