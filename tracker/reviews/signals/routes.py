"""Pages of questions to cells: the committee's list, and one question with its answer."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.audit import service as audit
from tracker.base import clock
from tracker.base.errors import Conflict, RuleBroken
from tracker.extensions import db
from tracker.notices import service as notices
from tracker.organisations import service as organisations
from tracker.permissions import Action, guard
from tracker.reviews import context
from tracker.reviews.models import Signal
from tracker.reviews.rules import LIVE, SignalKind, SignalState
from tracker.reviews.signals import service as signals
from tracker.reviews.signals import words
from tracker.reviews.signals.forms import AnswerForm, SettleForm

bp = Blueprint("signals", __name__)
bp.add_app_template_global(signals.of_sheet, "signals_of_sheet")


@bp.app_context_processor
def shown_words() -> dict[str, Any]:
    return {"signal_words": words}


@bp.route("/committees/<int:committee_id>/signals")
@guard(Action.READ_BRANCH, committee_id=organisations.get_committee)
def index(committee):
    place = context.asked(committee)
    state, kind, before = _asked()
    rows, has_more = signals.page(place.within, {state} if state else LIVE, kind, before)
    keep, tallies = {"state": state, "about": kind}, signals.tallies(place.within)
    return render_template(
        "reviews/signals/index.html", committee=committee, place=place, rows=rows, has_more=has_more, state=state,
        kind=kind, keep={name: value.value for name, value in keep.items() if value}, is_first=before is None,
        tallies=tallies, open_count=sum(tallies[one] for one in LIVE),
    )  # fmt: skip


def _asked() -> tuple[SignalState | None, SignalKind | None, int | None]:
    """The state and the kind chosen, and the question before which the page begins; 404 on what is none of these."""
    try:
        return (
            SignalState(request.args["state"]) if request.args.get("state") else None,
            SignalKind(request.args["about"]) if request.args.get("about") else None,
            int(request.args["before"]) if request.args.get("before") else None,
        )
    except ValueError:
        abort(404)


@bp.route("/signals/<int:signal_id>")
@guard(Action.READ_SIGNAL, signal_id=signals.get)
def show(signal):
    return _page(signal)


def _page(signal: Signal, form: Any = None) -> str:
    is_open = signal.state in LIVE
    answering, settling = AnswerForm(formdata=None, version=signal.version), SettleForm(formdata=None)
    answering.text.data, settling.version.data = signal.answer, signal.version
    return render_template(
        "reviews/signals/show.html", signal=signal, form=form, is_open=is_open,
        answering=form if isinstance(form, AnswerForm) else answering,
        settling=form if isinstance(form, SettleForm) else settling,
    )  # fmt: skip


@bp.route("/signals/<int:signal_id>/answer", methods=["POST"])
@guard(Action.ANSWER_SIGNAL, signal_id=signals.get)
def answer(signal):
    form = AnswerForm()

    def act() -> None:
        signals.answer(signal, form.text.data, current_user.actor, clock.now(), form.version.data)
        notices.mark_path_read(current_user.actor.person_id, signals.path(signal), clock.now())

    return _act(signal, form, form.text, lambda: signal.answer, act, _("Đã gửi trả lời đến cấp ủy cấp trên."))


@bp.route("/signals/<int:signal_id>/settle", methods=["POST"])
@guard(Action.SETTLE_SIGNAL, signal_id=signals.get)
def settle(signal):
    form = SettleForm()

    def act() -> None:
        signals.settle(signal, form.note.data, current_user.actor, clock.now(), form.version.data)
        notices.mark_path_read(current_user.actor.person_id, signals.path(signal), clock.now())

    done = _("Đã ghi là xem xét xong. Từ các tháng sau mới tính lại.")
    return _act(signal, form, form.note, lambda: signal.settled_note, act, done)


def _act(signal: Signal, form: Any, field: Any, stored: Callable[[], str], act: Callable[[], None], done: str) -> Any:
    """Do it and show the question again; what was typed comes back with a refusal, or beside what others stored."""
    signal_id = signal.id
    if form.validate_on_submit():
        try:
            act()
            db.session.commit()
        except Conflict:
            return _both_texts(signal_id, form, field, stored)
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken), field.name)
        else:
            flash(done, "success")
            return redirect(url_for(".show", signal_id=signal_id))
    return _page(signals.get(signal_id), form)


def _both_texts(signal_id: int, form: Any, field: Any, stored: Callable[[], str]) -> Any:
    db.session.rollback()
    signal = signals.get(signal_id)
    form.version.data = str(signal.version)
    return render_template(
        "reviews/signals/conflict.html", signal=signal, form=form, field=field, theirs=stored(),
        last=audit.last_of(signal),
    ), 409  # fmt: skip
