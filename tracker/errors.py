"""What a person sees when something cannot be shown or done."""

from typing import Any

from flask import Flask, current_app, render_template, request
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import DataError, NoResultFound
from sqlalchemy.orm.exc import StaleDataError

from tracker import book
from tracker.base.errors import Conflict
from tracker.extensions import db
from tracker.language import chosen

HIDDEN = {"csrf_token", "once", "version", "password", "old_password", "new_password", "again"}


def typed() -> list[tuple[str, str]]:
    """What was typed into the form that could not be taken, so that a page can give it back."""
    if request.method != "POST":
        return []
    return [
        (name, value) for name, value in request.form.items(multi=True) if name not in HIDDEN and len(value.strip()) > 1
    ]


def page(status: int) -> tuple[str, int]:
    return render_template(f"errors/{status}.html", typed=typed()), status


def bare(status: int) -> tuple[str, int]:
    """An error's page drawn without asking who is signed in, so that it stands when the database does not."""
    words = {"locale": chosen(), "demo": bool(current_app.extensions.get(book.SEEN))}
    return current_app.jinja_env.get_template(f"errors/{status}.html").render(words), status


def init_app(app: Flask) -> None:
    for status in (400, 403, 404, 405, 413, 429):
        app.register_error_handler(status, lambda _error, status=status: page(status))

    @app.errorhandler(OverflowError)  # SQLite's word for a number beyond all ids; PostgreSQL's is DataError
    @app.errorhandler(DataError)
    @app.errorhandler(NoResultFound)
    def not_there(_error: Any) -> tuple[str, int]:
        db.session.rollback()
        return page(404)

    @app.errorhandler(CSRFError)
    def form_too_old(_error: Any) -> tuple[str, int]:
        return page(400)

    @app.errorhandler(Conflict)
    @app.errorhandler(StaleDataError)
    def changed_since(_error: Any) -> tuple[str, int]:
        db.session.rollback()
        return page(409)

    @app.errorhandler(500)
    def broken(_error: Any) -> tuple[str, int]:
        db.session.rollback()
        return bare(500)
