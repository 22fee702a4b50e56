"""The committee's settings and its bank of reasons."""

from typing import Any

from flask import flash, redirect, render_template, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.extensions import db
from tracker.organisations import service as organisations
from tracker.organisations.models import Organisation
from tracker.permissions import Action, guard
from tracker.reviews import phrases
from tracker.reviews import settings as setting
from tracker.reviews.context import asked
from tracker.reviews.routes import bp
from tracker.reviews.settings_forms import PhraseForm, SettingsForm

URL = "/committees/<int:committee_id>/review-settings"


@bp.route(URL, methods=["GET", "POST"])
@guard(Action.SET_REVIEW, committee_id=organisations.get_committee)
def settings(committee):
    form = SettingsForm(obj=setting.of(committee.id))
    if form.validate_on_submit():
        try:
            setting.change(committee, form.given, form.version.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), "forwards")
        else:
            flash(_("Đã lưu thiết lập thẩm định."), "success")
            return redirect(url_for(".settings", committee_id=committee.id))
    return _page(committee, form, PhraseForm(formdata=None))


def _page(committee: Organisation, form: SettingsForm, adding: PhraseForm) -> str:
    return render_template(
        "reviews/settings.html", committee=committee, place=asked(committee), settings=form,
        form=form if form.errors else adding, adding=adding, phrases=phrases.of(committee.id),
        defaults=setting.DEFAULTS,
    )  # fmt: skip


@bp.route(f"{URL}/phrases", methods=["POST"])
@guard(Action.SET_REVIEW, committee_id=organisations.get_committee)
def add_phrase(committee):
    form = PhraseForm()
    if form.validate_on_submit():
        try:
            phrases.add(committee, form.text.data, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), "text")
        else:
            flash(_("Đã thêm câu vào danh sách."), "success")
            return _back(committee.id)
    return _page(committee, SettingsForm(formdata=None, obj=setting.of(committee.id)), form)


@bp.route("/review-phrases/<int:phrase_id>/remove", methods=["POST"])
@guard(Action.SET_REVIEW, phrase_id=phrases.get)
def remove_phrase(phrase):
    phrases.remove(phrase, current_user.actor, clock.now())
    db.session.commit()
    flash(_("Đã bỏ câu khỏi danh sách. Những nơi đã dùng câu này vẫn giữ nguyên."), "success")
    return _back(phrase.committee_id)


def _back(committee_id: int) -> Any:
    return redirect(url_for(".settings", committee_id=committee_id, _anchor="phrases"))
