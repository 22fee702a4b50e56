"""The sheet of a meeting: begin it, mark it. The acts on it as a whole stand in ``act_routes``."""

from datetime import datetime
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
from tracker.permissions import Action, Actor, allows, guard
from tracker.scoresheets import accepting, backing, filling, lately, links, marking, page, pieces, polls, reading, words
from tracker.scoresheets import service as scoresheets
from tracker.scoresheets.accepting import Accepted
from tracker.scoresheets.clashes import clashes, fill_blanks
from tracker.scoresheets.filling import Filling
from tracker.scoresheets.forms import ExplanationForm, ReasonForm, ScoresheetForm, TextsForm
from tracker.scoresheets.marking import Given
from tracker.scoresheets.models import Scoresheet
from tracker.scoresheets.reading import Opened
from tracker.scoresheets.rules import DECIDED, EDITABLE, SHEET, SheetState, Tally

bp = Blueprint("scoresheets", __name__)
bp.add_app_template_global(words.state, "sheet_state")
bp.add_app_template_global(words.tone, "sheet_tone")
bp.add_app_template_global(words.act, "sheet_act")
bp.add_app_template_global(words.record_kind, "record_kind")
bp.add_app_template_global(links.path, "record_path")
bp.add_app_template_global(page.facts, "score_facts")
bp.add_app_template_global(pieces.Plain, "plain_field")
bp.add_app_template_global(pieces.kept, "kept")
bp.add_app_template_global(links.of_evidence, "evidence_path")

URL = "/meetings/<int:meeting_id>/scoresheet"


def sheet_or_404(meeting: Meeting) -> Scoresheet:
    sheet = scoresheets.of_meeting(meeting)
    if sheet is None:
        raise NoResultFound
    return sheet


def _filling_or_404(meeting: Meeting) -> Filling:
    found = filling.of_meeting(meeting)
    if found is None:
        raise NoResultFound
    return found


def _may_fill(meeting: Meeting) -> bool:
    return allows(current_user.actor, Action.FILL_SCORESHEET, meeting)


def page_again(meeting: Meeting, form: Any = None, submitted: Any = None) -> str:
    """The page of a sheet that there is, read anew."""
    opened = reading.of_meeting(meeting)
    if opened is None:
        raise NoResultFound
    return sheet_page(meeting, opened, form, submitted)


def sheet_page(meeting: Meeting, opened: Opened, form: Any = None, submitted: Any = None) -> str:
    """The sheet: with its fields where ``form`` is given (see ``page.shown``), else to read.

    ``submitted`` is the form to show faults of.
    """
    sheet, backed, acts = opened.sheet, opened.backed, opened.acts
    remarks = page.told(acts, scoresheets.remarks(sheet)) if page.last_decided(acts) else []
    tally = scoresheets.tally(sheet)
    now = clock.now()
    state = sheet.state_at(now)
    explained = scoresheets.explanation(sheet) if any(one.act == "explain" for one in acts) else None
    may_explain = _may_explain(sheet, explained, now)
    asking = polls.outcome(sheet) if opened.there["poll"] else None
    groups = page.shown(sheet, backed, form, remarks, state in DECIDED)
    return render_template(
        "scoresheets/show.html", meeting=meeting, sheet=sheet, state=state, tally=tally, acts=acts, marking=form,
        groups=groups, standing=page.standing(groups), form=submitted,
        guidance=scoresheets.guidance_of(sheet),
        paper=scoresheets.form_of(sheet), facts={"scored": sheet.agreed_at is not None},
        scoring=page.scoring_facts(sheet, tally), wanted=page.wanted_back(sheet, acts), words=guidance_words,
        dearest=_dearest(sheet, state), asking=asking, questions=polls.questions(sheet) if asking else [],
        explained=explained, may_explain=may_explain,
        reason_form=_mine(submitted, ReasonForm, sheet) if SHEET.may("reconsider", state) else None,
        explanation_form=_mine(submitted, ExplanationForm, sheet) if may_explain else None, machine=SHEET,
        there=opened.there,
    )  # fmt: skip


def _dearest(sheet: Scoresheet, state: SheetState) -> str:
    """Once the sheet is handed in: what cost the most lately. Empty where nothing did."""
    late = None if state in EDITABLE or sheet.submitted_at is None else lately.line(sheet)
    return lately.sentence(late) if late else ""


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
@guard(Action.READ_SCORESHEET, meeting_id=reading.meeting)
def show(meeting):
    opened = reading.of_meeting(meeting)
    if opened is None:
        return _none_yet(meeting)
    sheet, form = opened.sheet, None
    if sheet.submitted_at is None and not allows(current_user.actor, Action.READ_DRAFT_SCORESHEET, meeting):
        return render_template("scoresheets/not_yet.html", meeting=meeting)
    if sheet.state in EDITABLE and _may_fill(meeting):
        form = TextsForm(formdata=None, version=sheet.version)
        form.load(sheet)
    return sheet_page(meeting, opened, form)


@bp.route(f"{URL}/start", methods=["POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=meetings.get)
def start(meeting):
    """An empty sheet, or one with every suggested mark taken: the cell says which."""
    by, at, accepted = current_user.actor, clock.now(), None
    try:
        sheet = marking.start(meeting, by, at)
        if request.form.get("act") == "accept" and sheet.state in EDITABLE:
            accepted = accepting.accept(sheet, Given(), by, at)
        db.session.commit()
    except RuleBroken as broken:
        db.session.rollback()
        return _none_yet(meeting, refused(str(broken)))
    return _taken(accepted) if accepted else redirect(_shown())


@bp.route(URL, methods=["POST"])
@guard(Action.FILL_SCORESHEET, meeting_id=filling.meeting_of)
def save(meeting):
    opened = _filling_or_404(meeting)
    sheet, form = opened.sheet, ScoresheetForm.of(opened.sheet)()
    if str(sheet.version) != form.version.data:
        return _conflict(meeting, sheet, form)
    if form.validate_on_submit():
        taking = request.form.get("act") == "accept"
        try:
            done = (_accept if taking else _record)(opened, form.given, current_user.actor, clock.now())
            db.session.commit()
        except RuleBroken as broken:
            db.session.rollback()
            form.refuse(str(broken))
        else:
            return _taken(done) if isinstance(done, Accepted) else _saved(done)
    return page_again(meeting, form, form)


def _accept(opened: Filling, given: Given, by: Actor, at: datetime) -> Accepted:
    return accepting.accept(opened.sheet, given, by, at, drawn=opened.drawn)


def _record(opened: Filling, given: Given, by: Actor, at: datetime) -> Tally:
    return marking.record(opened.sheet, given, by, at, drawn=opened.drawn)


def _shown(endpoint: str = ".show", **parts: Any) -> str:
    """The address of a page of the meeting asked for."""
    return url_for(endpoint, **request.view_args or {}, **parts)


def _saved(tally: Tally) -> Any:
    flash(_saved_words(tally), "success")
    votes = request.form.get("act") == "agree" and tally.is_complete
    return redirect(_shown(".agree" if votes else ".show"))


def _taken(accepted: Accepted) -> Any:
    """Back to the sheet, at the first criterion that waits for the cell's own judgement."""
    flash(_taken_words(accepted), "success")
    anchor = f"criterion-{accepted.left[0]}" if accepted.left else None
    return redirect(_shown(_anchor=anchor))


def _taken_words(accepted: Accepted) -> str:
    if not accepted.left:
        return ngettext(
            "Đã nhận gợi ý ở %(count)s tiêu chí. Phiếu đã đủ điểm.",
            "Đã nhận gợi ý ở %(count)s tiêu chí. Phiếu đã đủ điểm.",
            accepted.filled, count=accepted.filled,
        )  # fmt: skip
    return ngettext(
        "Đã nhận gợi ý ở %(count)s tiêu chí. Chi bộ tự xét các tiêu chí còn lại: %(codes)s.",
        "Đã nhận gợi ý ở %(count)s tiêu chí. Chi bộ tự xét các tiêu chí còn lại: %(codes)s.",
        accepted.filled, count=accepted.filled, codes=", ".join(accepted.left),
    )  # fmt: skip


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
        groups=page.shown(sheet, backing.of_sheet(sheet), form), words=guidance_words, tally=tally,
        scoring=page.scoring_facts(sheet, tally),
        can_save=sheet.state in EDITABLE,
    )  # fmt: skip
    return body, 409
