"""Signing in and out, the language of the page, the first start, one's own account."""

from urllib.parse import urlsplit

from flask import abort, flash, redirect, render_template, request, session, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.language import LANGUAGES
from tracker.people import accounts, beginning, sessions
from tracker.people import service as people
from tracker.people.blueprint import bp
from tracker.people.forms import ChangePasswordForm, FirstStartForm, SignInForm
from tracker.permissions import Action, guard


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
            form.refuse(str(broken))
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


@bp.route("/first-start", methods=["GET", "POST"])
def first_start():
    if accounts.exist():
        abort(404)
    form = FirstStartForm()
    if form.validate_on_submit():
        at = clock.now()
        top = {"code": form.organisation_code.data, "name": form.name.data, "kind": form.kind.data}
        try:
            account = beginning.begin(
                code=form.code.data, address=request.remote_addr or "", at=at, organisation=top,
                full_name=form.full_name.data, user_name=form.user_name.data, password=form.new_password.data,
            )  # fmt: skip
            token = sessions.open_session(account, at)
            db.session.commit()
        except beginning.WrongCode as broken:
            db.session.commit()
            form.refuse(str(broken), "code")
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            begin_session(token, stay=False)
            flash(_("Đã lập cấp ủy và tài khoản người quản trị. Việc tiếp theo là lập các chi bộ."), "success")
            return redirect(url_for("organisations.index"))
    return render_template("people/first_start.html", form=form)


@bp.route("/account")
@guard(Action.MANAGE_OWN_ACCOUNT)
def my_account():
    person, today = current_user.person, clock.day_of(clock.now())
    return render_template(
        "people/my_account.html",
        account=current_user.account,
        standing=people.standing_on(person.id, today),
        held=[held for held in people.appointments_of(person) if held.lasts(today)],
    )


@bp.route("/account/password", methods=["GET", "POST"])
@guard(Action.MANAGE_OWN_ACCOUNT)
def change_password():
    form = ChangePasswordForm()
    if form.validate_on_submit():
        try:
            accounts.change_password(
                current_user.actor, current_user.account, form.old_password.data, form.new_password.data,
                session_id=current_user.session_id, address=request.remote_addr or "", at=clock.now(),
            )  # fmt: skip
            db.session.commit()
        except sessions.WrongPassword as broken:
            db.session.commit()
            form.refuse(str(broken), "old_password")
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), "new_password")
        else:
            flash(_("Đã đổi mật khẩu. Mọi lần đăng nhập khác của tài khoản này đã kết thúc."), "success")
            return redirect(url_for(".my_account"))
    return render_template("people/change_password.html", form=form, account=current_user.account)
