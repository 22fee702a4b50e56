"""The stage's blueprint, shared by its files of routes, and what every page may ask."""

from flask import Blueprint, redirect, request, url_for
from flask_login import current_user

from tracker.people.words import OFFICES, RANKS

bp = Blueprint("people", __name__)

BEFORE_CHANGE = {"static", "people.change_password", "people.sign_out", "people.language", "desk.help"}


@bp.app_context_processor
def words_for_pages():
    return {"ranks": RANKS, "offices": OFFICES}


@bp.before_app_request
def first_change_password():
    """Whoever signed in with a password that somebody else chose sets their own before anything else."""
    if request.endpoint is None or request.endpoint in BEFORE_CHANGE or not current_user.is_authenticated:
        return None
    return redirect(url_for("people.change_password")) if current_user.must_change else None
