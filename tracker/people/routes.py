"""Signing in and out, the language of the page."""

from urllib.parse import urlsplit

from flask import Blueprint, redirect, render_template, request, session, url_for
from flask_babel import lazy_gettext as _l
from flask_login import current_user
from wtforms import BooleanField, PasswordField

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.forms import Line, TrackerForm, required
from tracker.extensions import db
from tracker.language import LANGUAGES
from tracker.people import sessions
from tracker.permissions import Action, guard

bp = Blueprint("people", __name__)


class SignInForm(TrackerForm):
    user_name = Line(_l("Tên đăng nhập"), validators=[required(_l("Hãy nhập tên đăng nhập."))])
    password = PasswordField(_l("Mật khẩu"), validators=[required(_l("Hãy nhập mật khẩu."))])
    stay = BooleanField(_l("Giữ đăng nhập trên máy này 30 ngày"))


def onward(address: str | None) -> str:
    """The page to go on to, if it is one of ours; the desk otherwise."""
    parts = urlsplit(address or "")
    ours = address and not parts.scheme and not parts.netloc and address.startswith("/") and address[1:2] not in "/\\"
    return address if ours and address else url_for("desk.show")


def begin_session(token: str, stay: bool) -> None:
    """Give the browser its token in a fresh cookie, keeping only the language."""
    language = session.get("language")
    session.clear()
    session.permanent = stay
    session["token"] = token
    if language:
        session["language"] = language


@bp.route("/sign-in", methods=["GET", "POST"])
def sign_in():
    form = SignInForm()
    if form.validate_on_submit():
        try:
            account = sessions.authenticate(
                form.user_name.data, form.password.data, request.remote_addr or "", clock.now()
            )
        except RuleBroken as broken:
            db.session.commit()
            form.form_errors.append(str(broken))
        else:
            token = sessions.open_session(account, clock.now(), form.stay.data)
            db.session.commit()
            begin_session(token, form.stay.data)
            return redirect(onward(request.args.get("next")))
    return render_template("people/sign_in.html", form=form)


@bp.route("/sign-out", methods=["POST"])
@guard(Action.MANAGE_OWN_ACCOUNT)
def sign_out():
    sessions.end_session(current_user.session_id, clock.now())
    db.session.commit()
    session.clear()
    return redirect(url_for(".sign_in"))


@bp.route("/language", methods=["POST"])
def language():
    to = request.form.get("to", "")
    if to in LANGUAGES:
        session["language"] = to
    return redirect(onward(request.form.get("next")))
