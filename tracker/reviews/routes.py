"""The committee's work on one sheet."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import Blueprint, abort, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_login import current_user

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import number
from tracker.extensions import db
from tracker.guidance import words as guidance_words
from tracker.guidance.sheets import Criterion
from tracker.permissions import Action, guard
from tracker.reviews import acts, comparing, phrases, queue, readings, reasons_words, risk, settings
from tracker.reviews.forms import AdjustForm, ReturnForm
from tracker.scoresheets import backing, page, polls
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.forms import ReasonForm
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.routes import refused
from tracker.scoresheets.rules import SHEET, SheetState

bp = Blueprint("reviews", __name__)

URL = "/scoresheets/<int:scoresheet_id>/review"
ONWARD = "onward"  # where the page's way to the next sheet stands, and the focus once this one is decided


@bp.route(URL)
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def show(scoresheet):
    return _page(scoresheet)


def _page(sheet: Scoresheet, form: Any = None) -> str:
    trail, remarks = scoresheets.trail(sheet), scoresheets.remarks(sheet)
    state = sheet.state_at(clock.now())
    mine = _is_mine(sheet, state)
    return render_template(
        "reviews/show.html", sheet=sheet, meeting=sheet.meeting, state=state, acts=trail,
        groups=page.shown(sheet, backing.of_sheet(sheet), None, remarks, reveals=True),
        tally=scoresheets.tally(sheet), mine=mine, form=form,
        recognised=scoresheets.tally(sheet, recognised=True), guidance=scoresheets.guidance_of(sheet),
        paper=scoresheets.form_of(sheet), words=guidance_words, machine=SHEET, adjusting=_adjusting(sheet, mine),
        asking=polls.outcome(sheet), questions=polls.questions(sheet),
        explained=scoresheets.explanation(sheet), beside=queue.beside(sheet), why=_why(sheet),
        compared=comparing.beside(sheet),
        reason_form=form if isinstance(form, ReasonForm) else ReasonForm(formdata=None, version=sheet.version),
        with_cell=state in (SheetState.DRAFT, SheetState.AGREED, SheetState.RETURNED),
    )  # fmt: skip


def _why(sheet: Scoresheet) -> list[str]:
    """Why the queue asks for a close look at the sheet, in words."""
    reading = readings.of(sheet)
    return [reasons_words.sentence(risk.reason(one)) for one in reading.reasons] if reading else []


def _is_mine(sheet: Scoresheet, state: SheetState) -> bool:
    """The reader may adjust, return and recognise: they opened it, or it waits for whoever is first."""
    opened = state is SheetState.UNDER_REVIEW and sheet.reviewer_id == current_user.actor.person_id
    return opened or state is SheetState.SUBMITTED


def _criteria(sheet: Scoresheet) -> tuple[Criterion, ...]:
    return scoresheets.form_of(sheet).criteria(sheet.kind)


def _adjusting(sheet: Scoresheet, mine: bool) -> dict[str, AdjustForm]:
    """A form for each criterion with the mark as it stands, where the reader may adjust."""
    if not mine:
        return {}
    said = _phrases(sheet)
    marks = {mark.criterion: mark.given if mark.recognised is None else mark.recognised for mark in sheet.marks}
    return {
        one.code: AdjustForm(formdata=None, version=sheet.version, points=marks[one.code]).offer(said)
        for one in _criteria(sheet)
    }


def _phrases(sheet: Scoresheet) -> list[str]:
    return [one.text for one in phrases.of(sheet.superior_id)] if sheet.superior_id else []


def _act(sheet: Scoresheet, act: Callable[[], None], done: str, form: Any = None, anchor: str = "") -> Any:
    """Do it and show the sheet again; a refusal is said over the form it came from, or over the sheet."""
    sheet_id = sheet.id
    try:
        act()
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        if form is None:
            return _page(scoresheets.get(sheet_id), refused(str(broken)))
        form.refuse(str(broken))
        return None
    flash(done, "success")
    return redirect(url_for(".show", scoresheet_id=sheet_id, _anchor=anchor or None))


@bp.route(f"{URL}/open", methods=["POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def open_sheet(scoresheet):
    def act() -> None:
        acts.open_sheet(scoresheet, current_user.actor, clock.now(), request.form.get("version"))

    return _act(scoresheet, act, _("Đã mở thẩm định. Phiếu được giữ nguyên đến khi có kết quả."))


@bp.route(f"{URL}/criteria/<code>", methods=["GET", "POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def adjust(scoresheet, code):
    criterion = next((one for one in _criteria(scoresheet) if one.code == code), None) or abort(404)
    form = AdjustForm.on(criterion)(version=scoresheet.version).offer(_phrases(scoresheet))

    def act() -> None:
        acts.adjust(scoresheet, code, form.points.data, form.why, current_user.actor, clock.now(), form.version.data)

    if form.validate_on_submit():
        done = _("Đã điều chỉnh tiêu chí %(code)s thành %(points)s điểm.", code=code, points=number(form.points.data))
        answer = _act(scoresheet, act, done, form, f"criterion-{code}")
        if answer:
            return answer
    mark = next(mark for mark in scoresheets.get(scoresheet.id).marks if mark.criterion == code)
    return render_template("reviews/adjust.html", sheet=scoresheet, criterion=criterion, mark=mark, form=form)


@bp.route(f"{URL}/criteria/<code>/undo", methods=["POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def undo(scoresheet, code):
    def act() -> None:
        acts.undo(scoresheet, code, current_user.actor, clock.now(), request.form.get("version"))

    done = _("Đã bỏ điều chỉnh tiêu chí %(code)s.", code=code)
    return _act(scoresheet, act, done, anchor=f"criterion-{code}")


@bp.route(f"{URL}/return", methods=["GET", "POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def send_back(scoresheet):
    days = timedelta(days=settings.of(scoresheet.superior_id).return_days)
    form = ReturnForm.asking(_criteria(scoresheet))(
        version=scoresheet.version, deadline=clock.day_of(clock.now()) + days
    )
    form.offer(_phrases(scoresheet)).begin_at(request.args.get("criterion"))

    def act() -> None:
        acts.send_back(
            scoresheet, form.reasons, form.why, form.deadline.data, current_user.actor, clock.now(),
            form.version.data,
        )  # fmt: skip

    if form.validate_on_submit():
        answer = _act(scoresheet, act, _("Đã trả lại phiếu cho chi bộ."), form, ONWARD)
        if answer:
            return answer
    sheet = scoresheets.get(scoresheet.id)
    return render_template("reviews/return.html", sheet=sheet, form=form, groups=scoresheets.rows(sheet))


@bp.route(f"{URL}/recognise", methods=["POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def recognise(scoresheet):
    def act() -> None:
        acts.recognise(scoresheet, current_user.actor, clock.now(), request.form.get("version"))

    return _act(scoresheet, act, _("Đã công nhận phiếu."), anchor=ONWARD)


def _with_reason(sheet: Scoresheet, act: Callable[..., None], done: str) -> Any:
    form = ReasonForm()

    def do() -> None:
        act(sheet, form.reason.data, current_user.actor, clock.now(), form.version.data)

    answer = _act(sheet, do, done, form) if form.validate_on_submit() else None
    return answer or _page(scoresheets.get(sheet.id), form)


@bp.route(f"{URL}/take-up", methods=["POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def take_up_again(scoresheet):
    return _with_reason(scoresheet, acts.take_up_again, _("Đã mở thẩm định lại."))


@bp.route(f"{URL}/uphold", methods=["POST"])
@guard(Action.REVIEW_SCORESHEET, scoresheet_id=scoresheets.get)
def uphold(scoresheet):
    return _with_reason(scoresheet, acts.uphold, _("Đã giữ nguyên kết quả; phiếu khóa."))
