"""The sheet of a meeting: begin, mark, vote, submit, explain."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask_babel import gettext as _
from flask_babel import ngettext
from flask_login import current_user
from sqlalchemy.exc import NoResultFound

from tracker.base import clock
from tracker.base.errors import RuleBroken
from tracker.base.filters import number
from tracker.base.forms import TrackerForm
from tracker.extensions import db
from tracker.guidance import words as guidance_words
from tracker.meetings import service as meetings
from tracker.meetings.models import Meeting
from tracker.permissions import Action, allows, guard
from tracker.scoresheets import agreeing, marking, page, polls, words
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.clashes import clashes, fill_blanks
from tracker.scoresheets.forms import ExplanationForm, ReasonForm, ScoresheetForm, VoteForm
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.rules import DECIDED, EDITABLE, SHEET, Votes

bp = Blueprint("scoresheets", __name__)
bp.add_app_template_global(words.state, "sheet_state")
bp.add_app_template_global(words.tone, "sheet_tone")
bp.add_app_template_global(words.act, "sheet_act")

URL = "/meetings/<int:meeting_id>/scoresheet"


def sheet_or_404(meeting: Meeting) -> Scoresheet:
    sheet = scoresheets.of_meeting(meeting)
    if sheet is None:
        raise NoResultFound
    return sheet


def _form_for(sheet: Scoresheet, **given: Any) -> ScoresheetForm:
    return ScoresheetForm.asking(scoresheets.form_of(sheet).criteria(sheet.kind))(**given)


def _may_fill(meeting: Meeting) -> bool:
    return allows(current_user.actor, Action.FILL_SCORESHEET, meeting)


def _page(meeting: Meeting, sheet: Scoresheet, form: Any = None, submitted: Any = None) -> str:
    """The sheet: with its fields where ``form`` is given, else to read. ``submitted`` is the form to show faults of."""
    acts = scoresheets.trail(sheet)
    remarks = page.told(acts, scoresheets.remarks(sheet))
    tally = scoresheets.tally(sheet)
    now = clock.now()
    state = sheet.state_at(now)
    explained = scoresheets.explanation(sheet)
    return render_template(
        "scoresheets/show.html", meeting=meeting, sheet=sheet, state=state, tally=tally, acts=acts, marking=form,
        groups=page.shown(sheet, form, remarks, state in DECIDED), form=submitted,
        guidance=scoresheets.guidance_of(sheet),
        paper=scoresheets.form_of(sheet), facts={"scored": sheet.agreed_at is not None},
        scoring=page.scoring_facts(sheet, tally), wanted=page.wanted_back(sheet, acts), words=guidance_words,
        asking=polls.outcome(sheet), questions=polls.questions(sheet),
        explained=explained, may_explain=_may_explain(sheet, explained, now),
        reason_form=_mine(submitted, ReasonForm, sheet),
        explanation_form=_mine(submitted, ExplanationForm, sheet), machine=SHEET,
    )  # fmt: skip


def _mine(submitted: Any, kind: type[Any], sheet: Scoresheet) -> Any:
    """The form that came back with faults, or an empty one of its kind."""
    return submitted if isinstance(submitted, kind) else kind(formdata=None, version=sheet.version)


def _may_explain(sheet: Scoresheet, explained: Any, now: Any) -> bool:
    return bool(
        SHEET.may("explain", sheet.state_at(now))
        and explained is None
        and sheet.answer_until is not None
        and now < sheet.answer_until
        and allows(current_user.actor, Action.EXPLAIN_SCORESHEET, sheet)
    )


def _none_yet(meeting: Meeting, form: Any = None) -> str:
    paper = scoresheets.sheet_of(meeting)
    return render_template("scoresheets/none.html", meeting=meeting, paper=paper, form=form)


def refused(sentence: str) -> TrackerForm:
    """What an act of one button was refused with, for the page to show over its content."""
    form = TrackerForm(formdata=None)
    form.refuse(sentence)
    return form


@bp.route(URL)
@guard(Action.READ_SCORESHEET, meeting_id=meetings.get)
def show(meeting):
    sheet = scoresheets.of_meeting(meeting)
    if sheet is None:
        return _none_yet(meeting)
    if sheet.submitted_at is None and not allows(current_user.actor, Action.READ_DRAFT_SCORESHEET, meeting):
        return render_template("scoresheets/not_yet.html", meeting=meeting)
    form = None
    if sheet.state in EDITABLE and _may_fill(meeting):
        form = _form_for(sheet, version=sheet.version)
        form.load(sheet)
    return _page(meeting, sheet, form)


@bp.route(f"{URL}/start", methods=["POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def start(meeting):
    try:
        marking.start(meeting, current_user.actor, clock.now())
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return _none_yet(meeting, refused(str(broken)))
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route(URL, methods=["POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def save(meeting):
    sheet = sheet_or_404(meeting)
    form = _form_for(sheet)
    if str(sheet.version) != form.version.data:
        return _conflict(meeting, sheet, form)
    if form.validate_on_submit():
        try:
            marking.record(sheet, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _saved(meeting, sheet)
    return _page(meeting, sheet_or_404(meeting), form, form)


def _saved(meeting: Meeting, sheet: Scoresheet) -> Any:
    tally = scoresheets.tally(sheet)
    flash(_saved_words(tally), "success")
    votes = request.form.get("act") == "agree" and tally.is_complete
    return redirect(url_for(".agree" if votes else ".show", meeting_id=meeting.id))


def _saved_words(tally: Any) -> str:
    left = len(tally.missing)
    if left:
        return ngettext(
            "Đã lưu phiếu: %(total)s điểm. Còn %(left)s tiêu chí chưa chấm.",
            "Đã lưu phiếu: %(total)s điểm. Còn %(left)s tiêu chí chưa chấm.",
            left, total=number(tally.total), left=left,
        )  # fmt: skip
    grade = guidance_words.QUALITY[tally.quality]
    return _("Đã lưu phiếu: %(total)s điểm, xếp loại %(grade)s.", total=number(tally.total), grade=grade)


def _conflict(meeting: Meeting, sheet: Scoresheet, form: Any) -> Any:
    """Somebody else saved first: both stand side by side, and the form goes on from the stored version."""
    form.validate()
    found = clashes(sheet, form)
    fill_blanks(sheet, form)
    form.version.data, form.version.raw_data = str(sheet.version), None
    tally = scoresheets.tally(sheet)
    body = render_template(
        "scoresheets/conflict.html", meeting=meeting, sheet=sheet, form=form, marking=form, clashes=found,
        groups=page.shown(sheet, form), words=guidance_words, scoring=page.scoring_facts(sheet, tally), tally=tally,
        can_save=sheet.state in EDITABLE,
    )  # fmt: skip
    return body, 409


@bp.route(f"{URL}/agree", methods=["GET", "POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def agree(meeting):
    sheet = sheet_or_404(meeting)
    form = VoteForm(version=sheet.version)
    if form.validate_on_submit():
        votes = Votes(form.votes_for.data, form.votes_against.data or 0, form.votes_other.data or 0)
        try:
            agreeing.agree(sheet, votes, current_user.actor, clock.now(), form.version.data)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            sheet = sheet_or_404(meeting)
            form.refuse(str(broken))
        else:
            flash(_("Chi bộ đã thông qua phiếu. Hãy nộp cấp ủy cấp trên."), "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    here, electorate = agreeing.voters(sheet)
    return render_template(
        "scoresheets/agree.html", meeting=meeting, sheet=sheet, form=form, tally=scoresheets.tally(sheet),
        here=here, electorate=electorate, can_vote=sheet.state in EDITABLE, words=guidance_words,
    )  # fmt: skip


def _act_with_words(meeting: Meeting, form: Any, act: Callable[[Scoresheet], None], done: str) -> Any:
    """A form of one text, shown again on the sheet's page with what was typed where the act is refused."""
    sheet = sheet_or_404(meeting)
    if form.validate_on_submit():
        try:
            act(sheet)
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            flash(done, "success")
            return redirect(url_for(".show", meeting_id=meeting.id))
    return _page(meeting, sheet_or_404(meeting), submitted=form)


@bp.route(f"{URL}/reconsider", methods=["POST"])
@guard(Action.SUBMIT_SCORESHEET, meeting_id=meetings.get)
def reconsider(meeting):
    form = ReasonForm()

    def act(sheet: Scoresheet) -> None:
        agreeing.reconsider(sheet, form.reason.data, current_user.actor, clock.now(), form.version.data)

    return _act_with_words(meeting, form, act, _("Phiếu trở lại bản nháp. Chấm lại xong, chi bộ biểu quyết lại."))


@bp.route(f"{URL}/submit", methods=["POST"])
@guard(Action.SUBMIT_SCORESHEET, meeting_id=meetings.get)
def submit(meeting):
    sheet = sheet_or_404(meeting)
    try:
        agreeing.submit(sheet, current_user.actor, clock.now(), request.form.get("version"))
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return _page(meeting, sheet_or_404(meeting), submitted=refused(str(broken)))
    flash(_("Đã nộp phiếu cho “%(committee)s”.", committee=sheet.superior_name), "success")
    return redirect(url_for(".show", meeting_id=meeting.id))


@bp.route(f"{URL}/explain", methods=["POST"])
@guard(Action.EXPLAIN_SCORESHEET, meeting_id=meetings.get)
def explain(meeting):
    form = ExplanationForm()

    def act(sheet: Scoresheet) -> None:
        agreeing.explain(sheet, form.text.data, current_user.actor, clock.now())

    return _act_with_words(meeting, form, act, _("Đã gửi giải trình."))
