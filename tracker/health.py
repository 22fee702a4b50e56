"""Two addresses for those who watch the server: is it alive, can it serve."""

from flask import Blueprint, Response
from sqlalchemy.exc import SQLAlchemyError

from tracker.extensions import db
from tracker.schema import is_current

bp = Blueprint("health", __name__)


def _plain(text: str, status: int = 200) -> Response:
    return Response(text + "\n", status, mimetype="text/plain")


@bp.get("/healthz")
def alive() -> Response:
    return _plain("ok")


@bp.get("/readyz")
def ready() -> Response:
    try:
        current = is_current()
    except SQLAlchemyError:
        db.session.rollback()
        return _plain("database unreachable", 503)
    return _plain("ok") if current else _plain("run: tracker upgrade", 503)
