"""A person's account: opened, its password set anew, closed, reopened. The one-time password is shown once."""

from flask import flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.people import accounts
from tracker.people import service as people
from tracker.people.blueprint import bp
from tracker.people.forms import AccountForm
from tracker.permissions import Action, guard


def seat_today(person_id):
    return accounts.seat(person_id, clock.now())


def _slip(seat, account, password):
    """The page with the password, answered to the POST itself: no address leads back to it."""
    return render_template(
        "people/slip.html", seat=seat, organisation=seat.organisation, account=account, password=password,
        address=request.url_root,
    )  # fmt: skip


@bp.route("/people/<int:seat_id>/account", methods=["GET", "POST"])
@guard(Action.MANAGE_ACCOUNTS, seat_id=seat_today)
def account(seat):
    form, at = AccountForm(), clock.now()
    if form.validate_on_submit():
        try:
            made, password = accounts.open_account(current_user.actor, seat, form.user_name.data, at)
            db.session.commit()
            return _slip(seat, made, password)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
    elif not form.is_submitted():
        form.user_name.data = accounts.suggested_name(seat.person.full_name)
    return render_template(
        "people/account.html",
        seat=seat,
        organisation=seat.organisation,
        account=people.account_of(seat.person.id),
        may_open=accounts.may_open(current_user.actor, seat, at),
        may_reset=accounts.may_reset(current_user.actor, seat, at),
        form=form,
    )


@bp.route("/people/<int:seat_id>/account/reset", methods=["POST"])
@guard(Action.MANAGE_ORGANISATION, seat_id=seat_today)
def reset_account(seat):
    held = accounts.existing(seat)
    try:
        password = accounts.reset(current_user.actor, held, seat, clock.now())
        db.session.commit()
        return _slip(seat, held, password)
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    return redirect(url_for(".account", seat_id=seat.person.id))


@bp.route("/people/<int:seat_id>/account/close", methods=["POST"])
@guard(Action.MANAGE_ORGANISATION, seat_id=seat_today)
def close_account(seat):
    try:
        accounts.close(current_user.actor, accounts.existing(seat), seat, clock.now())
        db.session.commit()
        flash(_("Đã khóa tài khoản. Mọi lần đăng nhập của tài khoản này đã kết thúc."), "success")
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    return redirect(url_for(".account", seat_id=seat.person.id))


@bp.route("/people/<int:seat_id>/account/reopen", methods=["POST"])
@guard(Action.MANAGE_ORGANISATION, seat_id=seat_today)
def reopen_account(seat):
    try:
        accounts.reopen(current_user.actor, accounts.existing(seat), seat, clock.now())
        db.session.commit()
        flash(_("Đã mở lại tài khoản."), "success")
    except RuleBroken as broken:
        db.session.rollback()
        flash(str(broken), "error")
    return redirect(url_for(".account", seat_id=seat.person.id))
